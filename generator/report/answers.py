"""What the company said and what it promised, in words that never call a promise a deed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from generator.markup import safe_markdown, safe_url, to_text
from generator.model.case import ActionState, Answer, ConfirmationSeen
from generator.model.view_parts import ActionView, AnswerView, Link, Passage, Tag
from generator.model.words import FINISHED, ActionStatus, Disposition, ResponseType, Verdict
from generator.report import wording
from generator.report.context import Context

_BRIEF = 240
_MOST_CASES = 12
_CLOSED = FINISHED | {ActionStatus.ABANDONED, ActionStatus.SUPERSEDED}


def answer(one: Answer, context: Context, *, brand: str, asked: datetime | None) -> AnswerView:
    """One answer; `asked` is when the customer spoke, None where it answers a theme."""
    when = one.counts_from or one.dated
    return AnswerView(
        tag=_type(one),
        decided=_decided(one),
        passage=Passage(
            words=one.text,
            markdown=one.markdown,
            why="" if one.text else "The words of this reply may not be shown.",
            url=safe_url(one.url),
        ),
        brief=brief(one.text, markdown=one.markdown),
        when=context.day(when) if when else None,
        notes=_notes(one, context, asked),
        by=one.by or f"{context.brand_name(brand)}, heard where the complaint stands",
        path=context.file_url(one.path),
        general=one.general,
    )


@lru_cache(maxsize=8192)
def brief(text: str | None, *, markdown: bool) -> str:
    """The words as plain text, cut for a card."""
    if not text:
        return ""
    return wording.cut(to_text(safe_markdown(text)) if markdown else text, _BRIEF)


def _type(one: Answer) -> Tag:
    if one.type is ResponseType.ANSWER and one.general:
        return Tag(tone="heard", mark="many", words="Answer to all")
    return wording.RESPONSES[one.type]


def _decided(one: Answer) -> str:
    if one.type is ResponseType.ACKNOWLEDGEMENT and one.disposition is Disposition.UNSTATED:
        return "says that it has the complaint"
    return wording.DISPOSITIONS[one.disposition]


def _notes(one: Answer, context: Context, asked: datetime | None) -> tuple[str, ...]:
    notes = []
    if one.counts_from is None:
        notes.append("undated, so it counts as an answer but not in waiting times")
    elif asked is not None:
        after = wording.days_between(asked, one.counts_from, context.zone)
        notes.append("the same day" if after <= 0 else f"{wording.days(after)} after the post")
    if one.dated and one.counts_from and context.day(one.dated) != context.day(one.counts_from):
        notes.append(f"dated {context.day(one.dated).words} by the company")
    if one.general:
        notes.append("said to everyone with this problem, not to this person")
    if one.accepted:
        notes.append("marked as the answer where it was given")
    if one.template:
        notes.append(f"the same words went to {one.template:,} {'other' if one.template == 1 else 'others'}")
    return tuple(notes)


def anchor(action: str) -> str:
    """An action's id as an anchor."""
    return action.replace("/", "-").replace("#", "--")


def action(one: ActionState, context: Context) -> ActionView:
    """A promise as far as it has come, as of the clock."""
    brand = context.brand_path(one.brand)
    return ActionView(
        anchor=anchor(one.id),
        href=f"{brand}promises/#{anchor(one.id)}",
        brand=context.brand_name(one.brand),
        brand_href=brand,
        promise=one.promise,
        verb=wording.VERBS[one.status],
        tag=state(one),
        status=one.status.value,
        lines=_lines(one, context),
        owner=one.owner_role or "",
        said_on=context.day(one.said_on),
        sort=(one.done or one.first_due or one.said_on).isoformat(),
        evidence=tuple(
            Link(href=safe, words=what, out=True) for url, what in one.evidence if (safe := safe_url(url))
        ),
        remedy=wording.REMEDIES[one.remedy] if one.remedy else "",
        cost=wording.COSTS[one.cost_to_customer] if one.cost_to_customer else "",
        verdicts=verdicts(one.confirmations),
        effect=wording.EFFECTS[one.effect] if one.status in FINISHED else None,
        themes=tuple(
            Link(href=context.issue_path(one.brand, theme), words=context.theme_title(one.brand, theme))
            for theme in one.themes
        ),
        cases=tuple(
            Link(href=context.case_path(context.cases[case]), words=context.case_words(context.cases[case]))
            for case in one.cases[:_MOST_CASES]
            if case in context.cases
        ),
        late=one.late,
    )


def state(one: ActionState) -> Tag:
    """The status, or that it is late: never the company's word alone once the day has passed."""
    if one.status in _CLOSED or not one.late:
        return wording.STATUS[one.status]
    return wording.STALLED if one.stalled else wording.LATE


def _lines(one: ActionState, context: Context) -> tuple[str, ...]:
    lines = [_due_line(one, context)]
    if one.done:
        lines.append(_done_line(one, context))
    if one.left_out:
        lines.append(f"Left out: {one.left_out.rstrip('.')}")
    if one.why:
        lines.append(f"Why: {one.why.rstrip('.')}")
    return tuple(line for line in lines if line)


def _due_line(one: ActionState, context: Context) -> str:
    if one.first_due is None:
        return "" if one.done else "no day was named"
    words = [f"due {context.day(one.first_due).words}"]
    if one.slips:
        words.append("moved once" if len(one.slips) == 1 else f"moved {len(one.slips)} times")
        if one.due and one.due != one.first_due and not one.done:
            words.append(f"last to {context.day(one.due).words}")
    if one.days_late and not one.done and one.status not in _CLOSED:
        words.append(f"now {wording.days(one.days_late)} late")
    return ", ".join(words)


def _done_line(one: ActionState, context: Context) -> str:
    done = f"done {context.day(one.done).words}" if one.done else ""
    if one.days_late:
        return f"{done}, {wording.days(one.days_late)} late"
    return f"{done}, on time" if one.first_due else done


def verdicts(seen: Iterable[ConfirmationSeen]) -> tuple[str, ...]:
    """`2 customers say fixed, 1 of them proved to be the author`; silence is said as silence."""
    each = list(seen)
    counts = Counter(one.verdict for one in each)
    proved = Counter(one.verdict for one in each if one.proved)
    return tuple(
        _verdict(verdict, counts[verdict], proved[verdict]) for verdict in Verdict if counts[verdict]
    )


def _verdict(verdict: Verdict, number: int, proved: int) -> str:
    who = wording.count(number, "customer")
    if verdict is Verdict.NO_REPLY:
        return f"{who} did not reply when asked"
    says = "says" if number == 1 else "say"
    if not proved:
        shown = ""
    elif number == 1:
        shown = ", proved to be the author"
    else:
        shown = f", {proved:,} proved to be the author"
    return f"{who} {says}: {wording.VERDICTS[verdict]}{shown}"
