"""What the archive remembers of a source: since when it is heard, until when, and where it was not."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from generator.archive.lines import utc
from generator.model.events import Gap, SourceFacts
from generator.model.run import SourceRun

UNMET = "the newest posts it held last time are no longer in it, and no older page could be read"
"""Reason of a gap that an answer itself shows: entries may have come and gone in between."""
GIVEN_UP = "a part of it was left out by every run of two weeks, and is no longer caught up with"
"""Reason of a gap that failures or a spent budget leave behind, where later runs did not catch up."""
PATIENCE = timedelta(days=14)
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
    says `gap` leaves a closed one, from where nothing was missed to now. `window` (of `windows.window`) is
    what the next answer is compared with; None or empty keeps the one before, and so does a run that missed
    something: the next one reads back to where all was heard, until `PATIENCE` is over and a gap says so.
    Where none is kept yet, an answer that comes later than twice `every_hours` and holds nothing known leaves
    a closed gap. A run that only looked at published posts again (`not_due`) changes nothing.
    """
    now = utc(now)
    facts = facts or SourceFacts(id=run.source, scope="", policy="")
    if run.status == "not_due":
        return facts
    if run.status == "failed":
        return _failed(facts, run, now)
    start = facts.whole_until or facts.first_heard
    given_up = bool(run.missed) and start is not None and now - start >= PATIENCE
    waits = bool(run.missed) and not given_up
    if given_up:
        fresh: tuple[Gap, ...] = (Gap(start=start or now, end=now, reason=GIVEN_UP),)
    else:
        fresh = _unheard(facts, run, now, timedelta(hours=every_hours))
    heard = msgspec.structs.replace(
        facts,
        scope=facts.scope or scope,
        policy=facts.policy or policy,
        first_heard=facts.first_heard or now,
        heard_until=now,
        whole_until=facts.whole_until if waits else now,
        window=facts.window if facts.window and (waits or not window) else window or (),
        gaps=_joined((*_closed(facts, now), *fresh)),
    )
    # a run at the same moment again is told less, as it asks for less
    return heard if run.status == "unchanged" or facts.heard_until == now else _read(heard, run)


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
        return (Gap(start=facts.whole_until or facts.heard_until, end=now, reason=UNMET),)
    # an answer that held nothing leaves nothing to be met again
    lost = facts.last_kept > 0 and run.new > 0 and run.known + run.revised == 0
    late = not facts.window and now - facts.heard_until > 2 * every
    return (Gap(start=facts.heard_until, end=now, reason=LATE),) if late and lost else ()


def _joined(gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """The last two as one where the later says more of the same: it is still not caught up with."""
    if len(gaps) < 2:  # noqa: PLR2004 - two
        return gaps
    *before, one, last = gaps
    more = one.reason == last.reason and one.end is not None and one.start <= last.start <= one.end
    return (*before, msgspec.structs.replace(last, start=one.start)) if more else gaps


def _read(facts: SourceFacts, run: SourceRun) -> SourceFacts:
    return msgspec.structs.replace(
        facts,
        last_read=run.read,
        last_kept=run.read - sum(count for _reason, count in run.set_aside),
        last_set_aside=run.set_aside,
        last_answers_set_aside=run.answers_set_aside,
    )
