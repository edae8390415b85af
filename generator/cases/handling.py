"""Where a case stands between customer and company: derived from events and dates, never set by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from generator.cases.days import closes, day
from generator.cases.group import when
from generator.cases.moves import Happening, What, walk
from generator.cases.outline import Outline
from generator.cases.said import SHOWS, is_answer
from generator.model.base import Value
from generator.model.case import Answer, ConfirmationSeen, Handling, Step
from generator.model.people import ModerationEvent
from generator.model.site import Counting
from generator.model.words import (
    WAITING,
    Certainty,
    Disposition,
    Ground,
    HandlingFlag,
    HandlingState,
    Kind,
    ModerationKind,
    ResponseType,
    Verdict,
)

EXIT_OF: Final = {
    Ground.NOT_THIS_BRAND: HandlingState.NOT_THIS_COMPANY,
    Ground.AUTHOR_WISH: HandlingState.WITHDRAWN,
    Ground.NOT_A_COMPLAINT: HandlingState.OUT_OF_SCOPE,
    Ground.SPAM: HandlingState.OUT_OF_SCOPE,
    Ground.DUPLICATE: HandlingState.OUT_OF_SCOPE,
}
"""State by the ground of a moderation `override`; other grounds leave the handling alone."""

_DECIDES: Final = frozenset({ModerationKind.OVERRIDE, ModerationKind.WITHHOLD, ModerationKind.REMOVE})
"""What ends a dispute about the same target; a release or restoration does where it names the same ground."""


class Facts(Value, frozen=True, kw_only=True):
    """All that decides one case's handling."""

    case: Outline
    answers: tuple[Answer, ...] = ()
    earlier: tuple[Answer, ...] = ()
    """Superseded answers that still tell when the case was first answered."""
    confirmations: tuple[ConfirmationSeen, ...] = ()
    moderation: tuple[tuple[str, ModerationEvent], ...] = ()
    """Events on any of its mentions, oldest first."""
    told: datetime | None = None
    """When the company was first told of it; None while it was not. May lie before the post."""


def handle(facts: Facts, counting: Counting, as_of: datetime, zone: ZoneInfo) -> Handling:
    """Derive the handling of one case as of the clock."""
    case = facts.case
    clock = None if facts.told is None else max(case.published, facts.told)
    happened = happenings(facts, clock, as_of, zone)
    start = Step(
        at=case.published,
        state=HandlingState.AWAITING if clock == case.published else HandlingState.NOT_TOLD,
        by=case.id,
    )
    steps = walk(start, happened)
    steps = (*steps, *_exit(facts))
    own = [one for one in (*facts.answers, *facts.earlier) if is_answer(one) and not one.general]
    dated = [max(one.counts_from, case.published) for one in own if one.counts_from is not None]
    moments = (one.at for one in happened if one.at is not None)
    last = max((case.published, *map(when, case.mentions), *moments, *(e.at for _, e in facts.moderation)))
    last = min(last, as_of)
    return Handling(
        state=steps[-1].state,
        flags=_flags(facts, steps, _Clock(clock, last, as_of, zone), counting),
        steps=steps,
        clock_start=clock,
        answered_at=min(dated, default=None),
        answer_undated=bool(own) and not dated,
        last_event=last,
    )


def happenings(
    facts: Facts, clock: datetime | None, as_of: datetime, zone: ZoneInfo
) -> tuple[Happening, ...]:
    """What happened to a case, in order: undated answers first, then by instant."""
    found = [_spoken(one, facts.case.published) for one in (*facts.answers, *facts.earlier)]
    if clock is not None and clock > facts.case.published:
        found.append(Happening(at=clock, what=What.TOLD, by="told"))
    found += _again(facts)
    for one in facts.confirmations:
        if one.verdict is Verdict.NOT_FIXED:
            found.append(Happening(at=min(closes(one.date, zone), as_of), what=What.NOT_FIXED, by=one.id))
    return tuple(sorted(found, key=_order))


def _order(one: Happening) -> tuple[bool, float, int, str]:
    return (one.at is not None, one.at.timestamp() if one.at else 0.0, one.what, one.by)


def _spoken(answer: Answer, published: datetime) -> Happening:
    if not is_answer(answer):
        what = What.ACKNOWLEDGED
    elif answer.general:
        what = What.ANSWERED_IN_GENERAL
    elif answer.type is ResponseType.DECLINE and answer.disposition is Disposition.NOT_RESPONSIBLE:
        what = What.DECLINED
    else:
        what = What.ANSWERED
    # A date without an hour may stand before the post it answers.
    at = None if answer.counts_from is None else max(answer.counts_from, published)
    return Happening(at=at, what=what, by=answer.response or answer.reply or "")


def _again(facts: Facts) -> list[Happening]:
    """Sure complaints of the same author after a dated answer; after an undated one nobody can tell."""
    spoken = [one.counts_from for one in facts.answers if is_answer(one) and one.counts_from is not None]
    if not spoken:
        return []
    return [
        Happening(at=when(one), what=What.POSTED_AGAIN, by=one.id)
        for one in facts.case.mentions
        if one.finding.kind is Kind.COMPLAINT
        and one.finding.certainty is Certainty.SURE
        and when(one) > max(min(spoken), facts.case.published)
    ]


def _exit(facts: Facts) -> tuple[Step, ...]:
    """The exit a moderation event opened: on the case's own id, or on every one of its mentions."""
    open_: dict[str, tuple[str, ModerationEvent]] = {}
    for stem, event in facts.moderation:
        if event.kind is ModerationKind.RESTORE:
            open_.pop(event.target, None)
        elif event.kind is ModerationKind.OVERRIDE and _leaves(event, facts.case.brand):
            open_[event.target] = (stem, event)
    if facts.case.id not in open_ and not open_.keys() >= {one.id for one in facts.case.mentions}:
        return ()
    stem, event = open_.get(facts.case.id) or next(reversed(open_.values()))
    return (Step(at=event.at, state=EXIT_OF[event.ground], by=stem),)


def _leaves(event: ModerationEvent, brand: str) -> bool:
    moved_here = event.override is not None and event.override.brand == brand
    return event.ground in EXIT_OF and not moved_here


class _Clock(Value, frozen=True, kw_only=False):
    start: datetime | None
    last: datetime
    as_of: datetime
    zone: ZoneInfo


def waiting_since(steps: Sequence[Step], clock: datetime | None) -> datetime | None:
    """From when the company owes the next word: the reopening where there is one, else the clock's start."""
    reopened = steps[-1] if steps[-1].state is HandlingState.REOPENED else None
    return reopened.at if reopened is not None else clock


def _flags(
    facts: Facts, steps: Sequence[Step], clock: _Clock, counting: Counting
) -> tuple[HandlingFlag, ...]:
    since = waiting_since(steps, clock.start) if steps[-1].state in WAITING else None
    waited = 0 if since is None else _days(since, clock)
    flags = {
        HandlingFlag.DISPUTED: _disputed(facts),
        HandlingFlag.OVERDUE: waited > counting.overdue_days,
        HandlingFlag.LONG_OVERDUE: waited > counting.long_overdue_days,
        HandlingFlag.QUIET: _days(clock.last, clock) > counting.quiet_days,
    }
    return tuple(flag for flag, raised in flags.items() if raised)


def _days(since: datetime, clock: _Clock) -> int:
    today: date = day(clock.as_of, clock.zone)
    return (today - day(since, clock.zone)).days


def _disputed(facts: Facts) -> bool:
    """A dispute that nobody decided yet, or an answer of its own by which the company disputes it."""
    standing: dict[str, Ground] = {}
    for _, event in facts.moderation:
        if event.kind is ModerationKind.DISPUTE:
            standing[event.target] = event.ground
        elif event.kind in _DECIDES or (event.kind in SHOWS and standing.get(event.target) is event.ground):
            standing.pop(event.target, None)
    return bool(standing) or any(
        one.disposition is Disposition.DISPUTED and not one.general for one in facts.answers
    )
