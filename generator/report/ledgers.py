"""The two lists that companies are held to: who waits, and what was promised."""

from __future__ import annotations

from generator.model.book import BrandBook
from generator.model.case import ActionState
from generator.model.view_parts import ActionView, Link
from generator.model.views import PromisesPage, WaitingPage
from generator.model.words import ActionStatus
from generator.report import answers, brand, cases, counted, lists, wording
from generator.report.context import Context

_LONGEST = {True: 100, False: 300}
"""Lines printed: of the whole site, of one brand."""

_GROUPS = (
    ("late", "Late: the first promised day has passed"),
    ("open", "Promised and not due yet"),
    ("done", "Done"),
    ("part", "Done in part"),
    ("dropped", "Dropped"),
    ("considering", "Being considered: not a promise, not counted"),
    ("replaced", "Replaced by another promise"),
)
_GROUP_OF = {
    ActionStatus.CONSIDERING: "considering",
    ActionStatus.DONE: "done",
    ActionStatus.DONE_IN_PART: "part",
    ActionStatus.ABANDONED: "dropped",
    ActionStatus.SUPERSEDED: "replaced",
}


def waiting_page(context: Context, one: BrandBook | None = None) -> WaitingPage:
    """The page `waiting/`, or one brand's."""
    some = (one,) if one else context.book.brands
    found = lists.waiting(some, context)
    shown = found[: _LONGEST[one is None]]
    name = one.brand.name if one else ""
    return WaitingPage(
        path=f"{context.brand_path(one.brand.id)}waiting/" if one else "waiting/",
        title=f"Waiting for an answer from {name}" if one else "Waiting for an answer",
        description=f"Complaints {'about ' + name + ' ' if one else ''}without an answer, longest first.",
        crumbs=counted.crumbs(context, one) if one else counted.crumbs(context)[:1],
        nav=None if one else "Waiting",
        brand=name,
        sentence=_waiting_sentence(len(found), context),
        cases=lists.shorts(shown, context),
        more=len(found) - len(shown),
        brands=() if one else _by_brand(context),
        untold=()
        if one
        else tuple(
            Link(href=context.brand_path(each.brand.id), words=each.brand.name)
            for each in some
            if each.cases and brand.never_told(each)
        ),
    )


def _waiting_sentence(number: int, context: Context) -> str:
    if not number:
        return "Nobody is known to be waiting. Every complaint that a company was told of has an answer."
    return (
        f"{wording.count(number, 'complaint')} without an answer on {context.day(context.as_of).words}, "
        "longest wait first. A receipt is not an answer. Waiting begins when the company was told."
    )


def _by_brand(context: Context) -> tuple[tuple[Link, int, str], ...]:
    found = []
    for one in context.book.brands:
        waits = lists.waiting([one], context)
        if waits:
            link = Link(href=f"{context.brand_path(one.brand.id)}waiting/", words=one.brand.name)
            found.append((link, len(waits), wording.days(cases.waiting(waits[0], context) or 0)))
    return tuple(found)


def promises_page(context: Context, one: BrandBook | None = None) -> PromisesPage:
    """The page `promises/`, or one brand's."""
    some = [action for each in ((one,) if one else context.book.brands) for action in each.actions]
    name = one.brand.name if one else ""
    return PromisesPage(
        path=f"{context.brand_path(one.brand.id)}promises/" if one else "promises/",
        title=f"What {name} promised" if one else "Promises",
        description=f"Every promise {'of ' + name + ' ' if one else ''}and what became of it.",
        crumbs=counted.crumbs(context, one) if one else counted.crumbs(context)[:1],
        nav=None if one else "Promises",
        sentence=_promise_sentence(some),
        groups=tuple(
            (key, title, members) for key, title in _GROUPS if (members := _members(some, key, context))
        ),
    )


def _members(some: list[ActionState], key: str, context: Context) -> tuple[ActionView, ...]:
    found = [answers.action(one, context) for one in some if group(one) == key]
    newest_first = key not in {"late", "open"}
    return tuple(sorted(found, key=lambda view: (view.sort, view.anchor), reverse=newest_first))


def group(one: ActionState) -> str:
    """Where a promise stands in the list."""
    return _GROUP_OF.get(one.status) or ("late" if one.late else "open")


def _promise_sentence(some: list[ActionState]) -> str:
    made = [one for one in some if one.status not in {ActionStatus.CONSIDERING, ActionStatus.SUPERSEDED}]
    if not made:
        return "No company has promised anything here yet."
    late = sum(group(one) == "late" for one in made)
    done = sum(group(one) == "done" for one in made)
    return (
        f"{wording.count(len(made), 'promise')}: {done:,} done, {late:,} late. Lateness counts from the "
        "first day that was promised, however often it moved. Done means that the company says so and shows "
        "something to check; whether it helped stands beside it."
    )
