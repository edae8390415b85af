"""What the archive remembers of a source: since when it is heard, until when, and where it was not."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from generator.archive.lines import utc
from generator.model.events import Gap, SourceFacts
from generator.model.run import SourceRun

LATE = "not listened to in time, and nothing known was met again"
"""Reason of a gap that a late run finds: entries may have come and gone in between."""


def advance(
    facts: SourceFacts | None,
    run: SourceRun,
    *,
    now: datetime,
    every_hours: int,
    scope: str = "",
    policy: str = "",
) -> SourceFacts:
    """Return a source's facts after one run; the first answer that has `scope` and `policy` fixes them.

    A failure opens a gap that starts where the source was last heard; the next answer closes it. An answer
    that comes later than twice `every_hours` and holds nothing known leaves a closed gap.
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
        gaps=_closed(facts, now) + _late(facts, run, now, timedelta(hours=every_hours)),
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


def _late(facts: SourceFacts, run: SourceRun, now: datetime, every: timedelta) -> tuple[Gap, ...]:
    lasting = facts.gaps and facts.gaps[-1].end is None
    if lasting or facts.heard_until is None or now - facts.heard_until <= 2 * every:
        return ()
    # an answer that held nothing leaves nothing to be met again
    lost = facts.last_kept > 0 and run.new > 0 and run.known + run.revised == 0
    return (Gap(start=facts.heard_until, end=now, reason=LATE),) if lost else ()


def _read(facts: SourceFacts, run: SourceRun) -> SourceFacts:
    return msgspec.structs.replace(
        facts,
        last_read=run.read,
        last_kept=run.read - sum(count for _reason, count in run.set_aside),
        last_set_aside=run.set_aside,
        last_answers_set_aside=run.answers_set_aside,
    )
