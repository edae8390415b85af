"""One case, from the customer's words to the customer's verdict."""

from __future__ import annotations

from typing import Literal

from generator.model.case import ActionState, Case, ConfirmationSeen
from generator.model.view_parts import CaseView, Day, Link, ShortCase, StepView, Tag
from generator.model.words import (
    WAITING,
    ActionStatus,
    HandlingFlag,
    Kind,
    ModerationKind,
    ResponseType,
    Verdict,
)
from generator.report import answers, passages, wording
from generator.report.context import Context

Role = Literal["said", "did", "promised", "done"]
_WORDS = 160
_MOST_SAME = 12


def tags(case: Case) -> tuple[Tag, ...]:
    """Handling first, then its flags; what is not a complaint says what it is instead."""
    if not case.counted:
        return (_kind_tag(case), *(wording.FLAGS[flag] for flag in case.handling.flags if flag == "disputed"))
    flags = case.handling.flags
    waits = case.handling.state in WAITING
    shown = [wording.FLAGS[flag] for flag in flags if flag is HandlingFlag.DISPUTED]
    late = [flag for flag in flags if flag in {HandlingFlag.OVERDUE, HandlingFlag.LONG_OVERDUE}]
    if late and waits:
        shown.append(wording.FLAGS[max(late, key=lambda flag: flag is HandlingFlag.LONG_OVERDUE)])
    if HandlingFlag.QUIET in flags and waits and not late:
        shown.append(wording.FLAGS[HandlingFlag.QUIET])
    return (wording.HANDLING[case.handling.state], *shown)


def _kind_tag(case: Case) -> Tag:
    if case.kind is Kind.COMPLAINT:
        return Tag(
            tone="plain",
            mark="ask",
            words="Perhaps a complaint",
            meaning="The rules are not sure, so it is not counted as one.",
        )
    mark = {Kind.PRAISE: "heart", Kind.QUESTION: "ask"}.get(case.kind, "dash")
    return Tag(
        tone="good" if case.kind is Kind.PRAISE else "plain", mark=mark, words=wording.KINDS[case.kind]
    )


def waiting(case: Case, context: Context) -> int | None:
    """Days since silence began to count; None where nobody waits."""
    start = case.handling.clock_start
    if not case.counted or case.handling.state not in WAITING or start is None:
        return None
    return max(0, wording.days_between(start, context.as_of, context.zone))


def view(case: Case, context: Context) -> CaseView:
    """The case as cards, month pages and its own page print it."""
    theme = case.themes[0] if case.themes else "other"
    themes = tuple(
        Link(href=context.issue_path(case.brand, one), words=context.theme_title(case.brand, one))
        for one in case.themes
    )
    actions = context.actions_of.get(case.id, ())
    return CaseView(
        id=case.id,
        brand=context.brand_name(case.brand),
        brand_href=context.brand_path(case.brand),
        theme=context.case_theme(case),
        theme_href=context.issue_path(case.brand, theme),
        themes=themes,
        kind=wording.KINDS[case.kind],
        counted=case.counted,
        tags=tags(case),
        handling=case.handling.state.value,
        passages=tuple(passages.passage(mention, context) for mention in case.mentions),
        posts=len(case.mentions),
        published=context.day(case.published),
        anchor=context.anchor(case),
        href=context.case_path(case),
        own_page=case.own_page,
        answers=tuple(
            answers.answer(one, context, brand=case.brand, asked=case.published) for one in case.answers
        ),
        actions=tuple(answers.action(one, context) for one in actions),
        steps=_steps(case, actions, context),
        waiting=waiting(case, context),
        notes=_notes(case, context),
        same_text=_same(case, context),
        verdicts=answers.verdicts(case.confirmations),
        why=passages.reasons(case, context),
        company_owned=case.company_owned,
    )


def _notes(case: Case, context: Context) -> tuple[str, ...]:
    notes = []
    if case.same_text:
        notes.append(f"the same text came from {max(case.same_text_total, len(case.same_text)) + 1:,} people")
    if case.company_owned:
        notes.append("heard on a place the company runs; counted apart")
    if case.kind is Kind.COMPLAINT and not case.counted:
        notes.append("the rules are not sure that this is a complaint, so it is not counted as one")
    if HandlingFlag.DISPUTED in case.handling.flags:
        notes.append(_dispute(case, context))
    if case.handling.answer_undated:
        notes.append("answered, on a day nobody names")
    return tuple(notes)


def _dispute(case: Case, context: Context) -> str:
    """That the facts are disputed, and by when that is decided where somebody decides it."""
    days = [
        event.decide_by
        for mention in case.mentions
        for stem in mention.moderated
        if (event := context.events.get(stem)) and event.kind is ModerationKind.DISPUTE and event.decide_by
    ]
    tail = f"; {context.decide_by(max(days))}" if days else ""
    return f"the company disputes the facts{tail}"


def _same(case: Case, context: Context) -> tuple[Link, ...]:
    return tuple(
        Link(href=context.case_path(context.cases[other]), words=context.case_words(context.cases[other]))
        for other in case.same_text[:_MOST_SAME]
        if other in context.cases
    )


def short(case: Case, context: Context) -> ShortCase:
    """The case in one line."""
    first = case.mentions[0]
    shown = first.excerpt if first.excerpt and not first.hidden else ""
    cues = ", ".join(passages.cue_words(first.finding.cues)) if first.hidden == "rights" else ""
    return ShortCase(
        href=context.case_path(case),
        id=case.id,
        day=context.day(case.published),
        theme=context.case_theme(case),
        brand=context.brand_name(case.brand),
        words=wording.cut(shown, _WORDS)
        if shown
        else (f"Words not shown; about: {cues}" if cues else "Words not shown"),
        language=first.finding.language if shown and first.finding.language != "und" else "",
        tag=tags(case)[0],
        waiting=waiting(case, context),
    )


def _steps(case: Case, actions: tuple[ActionState, ...], context: Context) -> tuple[StepView, ...]:
    """Spoke, answered, promised, done, confirmed: each with its day, or that it is not there yet."""
    own = [one for one in case.answers if one.type is not ResponseType.ACKNOWLEDGEMENT]
    dated = [one.counts_from for one in own if one.counts_from]
    said = [one.said_on for one in actions if one.status is not ActionStatus.CONSIDERING]
    done = [one.done for one in actions if one.done]
    agreed = [one.date for one in _verdicts(case, actions) if one.verdict is Verdict.FIXED]
    return (
        _step("Customer spoke", "said", context.day(case.published), reached=True),
        _step(
            "Company answered",
            "did",
            context.day(min(dated)) if dated else None,
            reached=bool(own),
            note="day unknown" if own and not dated else _not_answered(case),
        ),
        _step(
            "Action promised",
            "promised",
            context.day(min(said)) if said else None,
            reached=bool(said),
            note="none so far",
        ),
        _step(
            "Action done",
            "done",
            context.day(max(done)) if done else None,
            reached=bool(done),
            note=_not_done(actions),
        ),
        _step(
            "Customer confirmed",
            "done",
            context.day(max(agreed)) if agreed else None,
            reached=bool(agreed),
            note=_refused(case, actions),
        ),
    )


def _step(label: str, role: Role, day: Day | None, *, reached: bool, note: str = "") -> StepView:
    left = note or "not yet"
    return StepView(label=label, role=role, day=day, reached=reached, note=left if day is None else "")


def _verdicts(case: Case, actions: tuple[ActionState, ...]) -> list[ConfirmationSeen]:
    return [*case.confirmations, *(one for action in actions for one in action.confirmations)]


def _not_answered(case: Case) -> str:
    return "received, not answered" if case.answers else ""


def _not_done(actions: tuple[ActionState, ...]) -> str:
    if not actions:
        return "none so far"
    return "dropped" if all(one.status is ActionStatus.ABANDONED for one in actions) else ""


def _refused(case: Case, actions: tuple[ActionState, ...]) -> str:
    seen = {one.verdict for one in _verdicts(case, actions)}
    if Verdict.NOT_FIXED in seen and Verdict.FIXED not in seen:
        return "says: not fixed"
    if Verdict.PARTLY in seen and Verdict.FIXED not in seen:
        return "says: partly"
    return "no word so far"
