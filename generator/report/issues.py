"""Themes of a brand: the row in its table, and the page where said meets done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.model.book import BrandBook
from generator.model.case import ActionState, Case, Issue
from generator.model.chart import Chart
from generator.model.measure import BrandMeasures
from generator.model.view_parts import ActionView, AnswerView, IssueRow, Link, Tag
from generator.model.views import IssuePage
from generator.model.words import ActionStatus, HandlingState, ResponseType
from generator.report import answers, cases, charts, counted, figures, lists, wording
from generator.report.context import Context

_QUOTES = 4
_ANSWERS = 4
_PROMISES = 5
_RECEIPT = wording.RESPONSES[ResponseType.ACKNOWLEDGEMENT].words
_LONGEST = 300
_FEWEST_TO_DRAW = 10


def rows(brand: BrandBook, context: Context) -> tuple[IssueRow, ...]:
    """The table of themes, most complaints first."""
    most = max((len(own(brand, issue)) for issue in brand.issues), default=1) or 1
    return tuple(_row(brand, issue, context, most) for issue in in_order(brand))


def in_order(brand: BrandBook) -> list[Issue]:
    """As counted, but what met no theme stands last."""
    return sorted(brand.issues, key=lambda issue: issue.theme == "other")


def more(brand: BrandBook, context: Context, after: int) -> tuple[tuple[Link, int], ...]:
    """The themes after the first so many, with their complaints."""
    return tuple(
        (
            Link(
                href=context.issue_path(issue.brand, issue.theme),
                words=context.theme_title(issue.brand, issue.theme),
            ),
            len(own(brand, issue)),
        )
        for issue in in_order(brand)[after:]
    )


def own(brand: BrandBook, issue: Issue) -> list[Case]:
    """The issue's counted complaints."""
    members = set(issue.cases)
    return [case for case in lists.counted(brand) if case.id in members]


def _row(brand: BrandBook, issue: Issue, context: Context, most: int) -> IssueRow:
    members = own(brand, issue)
    places = Counter(lists.place(case, context) for case in members)
    newest = lists.latest(_actions(issue, context))
    return IssueRow(
        theme=context.theme_title(issue.brand, issue.theme),
        href=context.issue_path(issue.brand, issue.theme),
        all=len(members),
        recent=len(lists.recent(members, brand.measures, context)),
        split=tuple((key, words, places[key]) for key, words in lists.SPLIT if places[key]),
        width=max(2, round(100 * len(members) / most)),
        action=answers.action(newest, context) if newest else None,
    )


def _actions(issue: Issue, context: Context) -> tuple[ActionState, ...]:
    return tuple(context.actions[one] for one in issue.actions if one in context.actions)


def _chart(
    issue: Issue, name: str, measures: BrandMeasures | None, actions: Sequence[ActionState]
) -> Chart | None:
    if measures is None:
        return None
    one = f"{issue.brand}-{issue.theme}"
    return charts.flow(one, name, measures, tuple(actions), fewest=_FEWEST_TO_DRAW)


def page(brand: BrandBook, issue: Issue, context: Context) -> IssuePage:
    """The page `brands/<brand>/issues/<theme>/`."""
    name = brand.brand.name
    title = context.theme_title(issue.brand, issue.theme)
    theme = context.theme(issue.brand, issue.theme)
    members = own(brand, issue)
    actions = sorted(_actions(issue, context), key=lambda one: (one.said_on, one.id), reverse=True)
    actions.sort(key=lambda one: one.status is ActionStatus.CONSIDERING)
    views = tuple(
        answers.action(one, context) for one in actions if one.status is not ActionStatus.SUPERSEDED
    )
    measures = dict(brand.issue_measures).get(issue.theme)
    shown, quotes = _answered(issue, members, context), _quotes(members)
    return IssuePage(
        path=context.issue_path(issue.brand, issue.theme),
        title=f"{title}: {name}",
        description=f"{title} at {name}: what customers said, and what the company did.",
        crumbs=counted.crumbs(context, brand),
        search=f"{name} {title} {theme.definition if theme else ''}",
        brand=name,
        brand_href=context.brand_path(issue.brand),
        theme=title,
        definition=theme.definition if theme else "",
        numbers=figures.key_numbers(measures, context, _places(issue, context)) if measures else (),
        said=lists.shorts(quotes, context),
        said_sentence=_said(members, brand.measures, context),
        answered=shown,
        answered_sentence=_answered_sentence(issue, members, shown),
        promised=views[:_PROMISES],
        promised_all=len(views),
        promised_sentence=_promised(actions),
        happened=_happened(actions, members, measures, context),
        effects=_effects(views),
        chart=_chart(issue, f"{wording.lower_first(title)} at {name}", measures, actions),
        lists=counted.lists(measures, context, prefix="list-") if measures else (),
        cases=lists.shorts(members[:_LONGEST], context) if len(quotes) < len(members) else (),
        cases_all=len(members),
    )


def _places(issue: Issue, context: Context) -> figures.Lists:
    return figures.Lists(
        cases=f"{context.issue_path(issue.brand, issue.theme)}#list-",
        promises=f"{context.issue_path(issue.brand, issue.theme)}#promised",
    )


def _quotes(members: list[Case]) -> list[Case]:
    shown = [case for case in members if case.mentions[0].excerpt and not case.mentions[0].hidden]
    return (shown or members)[:_QUOTES]


def _said(members: list[Case], measures: BrandMeasures, context: Context) -> str:
    inside = len(lists.recent(members, measures, context))
    when = lists.window_words(measures, context)
    if not members:
        return "No counted complaint so far."
    return f"{wording.count(len(members), 'complaint')} so far, {inside:,} of them {when}."


def _answered(issue: Issue, members: list[Case], context: Context) -> tuple[AnswerView, ...]:
    general = [answers.answer(one, context, brand=issue.brand, asked=None) for one in issue.answers]
    single = [
        answers.answer(one, context, brand=issue.brand, asked=case.published)
        for case in members
        for one in case.answers
        if not one.general and one.response
    ]
    different: dict[str, AnswerView] = {}
    for view in sorted((*general, *single), key=lambda view: view.tag.words == _RECEIPT):
        if view.brief:
            different.setdefault(view.brief, view)
    return tuple(different.values())[:_ANSWERS]


def _answered_sentence(issue: Issue, members: list[Case], shown: tuple[AnswerView, ...]) -> str:
    states = Counter(case.handling.state for case in members)
    parts = [
        (states[HandlingState.ANSWERED], "answered one by one"),
        (states[HandlingState.ANSWERED_IN_GENERAL], "answered in general"),
        (states[HandlingState.ACKNOWLEDGED], "received, not answered"),
        (states[HandlingState.AWAITING] + states[HandlingState.REOPENED], "without an answer"),
        (states[HandlingState.NOT_TOLD], "not counted as waiting, because the company was not told"),
    ]
    said = wording.listed(f"{number:,} {words}" for number, words in parts if number)
    if said:
        hidden = not shown and (states[HandlingState.ANSWERED] or states[HandlingState.ANSWERED_IN_GENERAL])
        return f"{said}.{' The words may not be shown here.' if hidden else ''}"
    return "Nothing to answer yet." if not issue.answers else "Answered in general."


def _promised(actions: list[ActionState]) -> str:
    made = [one for one in actions if one.status not in {ActionStatus.CONSIDERING, ActionStatus.SUPERSEDED}]
    late = sum(one.late for one in made)
    if not made:
        return "No promise was made."
    tail = f" {late:,} {'is' if late == 1 else 'are'} late." if late else ""
    return f"{wording.count(len(made), 'promise')}.{tail}"


def _effects(views: tuple[ActionView, ...]) -> tuple[tuple[ActionView, Tag], ...]:
    return tuple((view, view.effect) for view in views if view.effect is not None)


def _happened(
    actions: list[ActionState], members: list[Case], measures: BrandMeasures | None, context: Context
) -> tuple[str, ...]:
    done = [one for one in actions if one.done]
    if not done:
        return ("Nothing has been reported as done.",)
    newest = max(one.done for one in done if one.done)
    since = sum(case.published.astimezone(context.zone).date() > newest for case in members)
    waits = sum(cases.waiting(case, context) is not None for case in members)
    sentences = [
        f"{wording.count(len(done), 'deed')} reported as done, the last on {context.day(newest).words}.",
        f"{wording.count(since, 'complaint')} came in after that day."
        if since
        else "No complaint came in after that day.",
    ]
    if measures and waits:
        sentences.append(f"{wording.count(waits, 'customer')} still {'waits' if waits == 1 else 'wait'}.")
    return tuple(sentences)
