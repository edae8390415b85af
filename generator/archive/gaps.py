"""What the archive remembers of a source: since when it is heard, until when, and where it was not."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from generator.archive.lines import utc
from generator.model.events import Gap, SourceFacts
from generator.model.run import SourceRun

UNMET = "the newest posts it held last time are no longer in it, and no older page could be read"
"""Reason of a gap that an answer itself shows: entries may have come and gone in between."""
LATE = "not listened to in time, and nothing known was met again"
"""The same for a source whose newest posts were not remembered yet."""


def advance(  # noqa: PLR0913 - each argument is one fact of the run
    facts: SourceFacts | None,
    run: SourceRun,
    *,
    now: datetime,
    every_hours: int,
    scope: str = "",
    policy: str = "",
    window: tuple[str, ...] | None = None,
) -> SourceFacts:
    """Return a source's facts after one run; the first answer that has `scope` and `policy` fixes them.

    A failure opens a gap that starts where the source was last heard; the next answer closes it. A run that
    says `gap` leaves a closed one from there to now. `window` (of `windows.window`) is what the next answer
    is compared with; None or empty keeps the one before. Where none is kept yet, an answer that comes later
    than twice `every_hours` and holds nothing known leaves a closed gap. A run that only looked at published
    posts again (`not_due`) changes nothing.
    """
    now = utc(now)
    facts = facts or SourceFacts(id=run.source, scope="", policy="")
    if run.status == "not_due":
        return facts
    if run.status == "failed":
        return _failed(facts, run, now)
    heard = msgspec.structs.replace(
        facts,
        scope=facts.scope or scope,
        policy=facts.policy or policy,
        first_heard=facts.first_heard or now,
        heard_until=now,
        whole_until=facts.whole_until if run.missed else now,
        window=window or facts.window,
        gaps=_closed(facts, now) + _unheard(facts, run, now, timedelta(hours=every_hours)),
    )
    return heard if run.status == "unchanged" else _read(heard, run)


def _failed(facts: SourceFacts, run: SourceRun, now: datetime) -> SourceFacts:
    lasting = facts.gaps and facts.gaps[-1].end is None
    if lasting or facts.heard_until == now:
        return facts
    gap = Gap(start=facts.heard_until or now, reason=run.message or "could not be heard")
    return msgspec.structs.replace(facts, gaps=(*facts.gaps, gap))


def _closed(facts: SourceFacts, now: datetime) -> tuple[Gap, ...]:
    closed = (gap if gap.end else msgspec.structs.replace(gap, end=now) for gap in facts.gaps)
    return tuple(gap for gap in closed if gap.end != gap.start)


def _unheard(facts: SourceFacts, run: SourceRun, now: datetime, every: timedelta) -> tuple[Gap, ...]:
    lasting = facts.gaps and facts.gaps[-1].end is None
    if lasting or facts.heard_until is None or facts.heard_until == now:
        return ()
    if run.gap:
        return (Gap(start=facts.heard_until, end=now, reason=UNMET),)
    # an answer that held nothing leaves nothing to be met again
    lost = facts.last_kept > 0 and run.new > 0 and run.known + run.revised == 0
    late = not facts.window and now - facts.heard_until > 2 * every
    return (Gap(start=facts.heard_until, end=now, reason=LATE),) if late and lost else ()


def _read(facts: SourceFacts, run: SourceRun) -> SourceFacts:
    return msgspec.structs.replace(
        facts,
        last_read=run.read,
        last_kept=run.read - sum(count for _reason, count in run.set_aside),
        last_set_aside=run.set_aside,
        last_answers_set_aside=run.answers_set_aside,
    )
