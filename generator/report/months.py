"""Month pages: the permanent place of every case. Case pages: the cases that were answered."""

from __future__ import annotations

from collections import Counter

from generator.model.book import BrandBook
from generator.model.case import Case
from generator.model.view_parts import Day, Link
from generator.model.views import CasePage, MonthLink, MonthPage
from generator.model.words import ActionStatus, HandlingState, Kind, Verdict
from generator.report import cases, counted, lists, wording
from generator.report.context import Context

_FULL = 300
_OTHER: dict[Kind, tuple[str, str]] = {
    Kind.COMPLAINT: ("that may be a complaint", "that may be complaints"),
    Kind.PRAISE: ("post of praise", "posts of praise"),
    Kind.QUESTION: ("question", "questions"),
    Kind.SUGGESTION: ("suggestion", "suggestions"),
    Kind.OTHER: ("other post", "other posts"),
    Kind.UNCLASSIFIED: ("not classified", "not classified"),
}
_SIMILAR = 5
_BRIEF = 90
_STEPS = {
    HandlingState.NOT_TOLD: "Heard here; the company was not told yet",
    HandlingState.AWAITING: "The wait for an answer begins",
    HandlingState.ACKNOWLEDGED: "The company says that it has the complaint",
    HandlingState.ANSWERED: "The company answers",
    HandlingState.ANSWERED_IN_GENERAL: "The company answers everyone with this problem",
    HandlingState.REOPENED: "The customer comes back",
}


def by_month(brand: BrandBook) -> dict[str, list[Case]]:
    """Cases by month first seen, newest month first."""
    found: dict[str, list[Case]] = {}
    for case in brand.cases:
        found.setdefault(case.month, []).append(case)
    return dict(sorted(found.items(), reverse=True))


def links(brand: BrandBook, context: Context) -> tuple[MonthLink, ...]:
    """The brand's months."""
    path = context.brand_path(brand.brand.id)
    return tuple(
        MonthLink(href=f"{path}{key}/", words=wording.month(key), cases=len(some))
        for key, some in by_month(brand).items()
    )


def pages(brand: BrandBook, context: Context) -> tuple[MonthPage, ...]:
    """One page a month, with ways to the months around it."""
    months = by_month(brand)
    keys = list(months)
    around = {key: (keys[at + 1 : at + 2], keys[max(0, at - 1) : at]) for at, key in enumerate(keys)}
    return tuple(_page(brand, key, months[key], around[key], context) for key in keys)


def _page(
    brand: BrandBook, key: str, some: list[Case], around: tuple[list[str], list[str]], context: Context
) -> MonthPage:
    name, path = brand.brand.name, context.brand_path(brand.brand.id)
    before, after = (
        Link(href=f"{path}{one[0]}/", words=wording.month(one[0])) if one else None for one in around
    )
    return MonthPage(
        path=f"{path}{key}/",
        title=f"{name}: {wording.month(key)}",
        description=f"Every post about {name} first heard in {wording.month(key)}.",
        crumbs=counted.crumbs(context, brand),
        brand=name,
        brand_href=path,
        sentence=_sentence(some),
        cases=tuple(cases.view(case, context) for case in some[:_FULL]),
        rest=lists.shorts(some[_FULL:], context),
        before=before,
        after=after,
    )


def _sentence(some: list[Case]) -> str:
    complaints = sum(case.counted for case in some)
    rest = Counter(case.kind for case in some if not case.counted)
    parts = [wording.count(complaints, "complaint")] + [
        wording.count(number, *_OTHER[kind]) for kind, number in sorted(rest.items())
    ]
    return f"{wording.count(len(some), 'case')} first heard in this month: {wording.listed(parts)}."


def case_page(brand: BrandBook, case: Case, context: Context) -> CasePage:
    """The page `cases/<id>/`."""
    view = cases.view(case, context)
    waits = view.waiting is not None
    form = context.form_url(case=case.id, brand=case.brand) if waits else None
    return CasePage(
        path=f"cases/{case.id}/",
        title=f"{view.theme}: {view.brand} ({case.id})",
        description=f"One customer's experience with {view.brand}, and what the company said and did.",
        crumbs=counted.crumbs(context, brand),
        case=view,
        similar=lists.shorts(_similar(case, context), context),
        timeline=_timeline(case, context),
        address=f"{context.book.config.site.url}{view.anchor}",
        reply=Link(href=form or "respond/", words=f"Answer for {view.brand}", out=form is not None)
        if waits
        else None,
    )


def _similar(case: Case, context: Context) -> list[Case]:
    theme = case.themes[0] if case.themes else ""
    found = context.peers.get((case.brand, theme, case.company_owned), ())
    return [one for one in found if one.id != case.id][:_SIMILAR]


def _timeline(case: Case, context: Context) -> tuple[tuple[str, Day | None], ...]:
    steps: list[tuple[str, Day | None]] = [("The customer speaks", context.day(case.published))]
    steps += [
        (
            _STEPS.get(step.state) or wording.HANDLING[step.state].words,
            context.day(step.at) if step.at else None,
        )
        for step in case.handling.steps
    ]
    actions = context.actions_of.get(case.id, ())
    for one in actions:
        what = f"“{wording.cut(one.promise, _BRIEF)}”"
        if one.status is not ActionStatus.CONSIDERING:
            steps.append((f"The company promises: {what}", context.day(one.said_on)))
        if one.done:
            steps.append((f"The company says it is done: {what}", context.day(one.done)))
    seen = dict.fromkeys(
        (one.verdict, one.date)
        for one in (*case.confirmations, *(each for action in actions for each in action.confirmations))
    )
    steps += [(_verdict(verdict), context.day(when)) for verdict, when in seen]
    return tuple(sorted(steps, key=lambda step: step[1].iso if step[1] else "9999"))


def _verdict(verdict: Verdict) -> str:
    said = "" if verdict is Verdict.NO_REPLY else "says: "
    return f"A customer {said}{wording.VERDICTS[verdict]}"
