"""When a source is to be asked again. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from generator.model.entry import FetchFailure, Reading

EARLY = 0.9
"""A little early on purpose: a daily schedule that starts a minute sooner must not skip a day."""
LONGEST_BACK_OFF = timedelta(hours=24)
LONGEST_FRESH = timedelta(hours=24)
"""However long an answer says that it stays fresh, it is asked for daily."""


def due_after_answer(
    now: datetime, every_hours: int, fresh_seconds: int, reading: Reading | None
) -> datetime:
    """Our own interval or the time for which the answer stays fresh, whichever is longer.

    Args:
        now: the run's.
        every_hours: how often we want to hear the source.
        fresh_seconds: as the answer's headers say.
        reading: what the answer's body says of itself; None where it was not read.
    """
    said = max(fresh_seconds, reading.ttl_seconds if reading else 0)
    fresh = min(timedelta(seconds=min(said, LONGEST_FRESH.total_seconds())), EARLY * LONGEST_FRESH)
    pause = max(EARLY * timedelta(hours=every_hours), fresh)
    return _past(now + pause, reading.skip_hours if reading else ())


def due_after_failure(now: datetime, failures: int, answer: FetchFailure) -> datetime:
    """An hour after the first failure in a row, doubling up to a day; later where the source asks for it.

    A request that was held back (`parked`) is due when the pause is over.
    """
    asked_for = timedelta(seconds=answer.retry_seconds or 0)
    if answer.code == "parked":
        return now + asked_for
    doubled = timedelta(hours=2.0 ** min(failures - 1, 10))
    ours = EARLY * min(doubled, LONGEST_BACK_OFF)
    return now + max(ours, asked_for)


def _past(due: datetime, skip_hours: Iterable[int]) -> datetime:
    """The first moment from `due` on that lies in no hour (UTC) to be skipped; `due` where all are."""
    closed = set(skip_hours)
    hour = due.replace(minute=0, second=0, microsecond=0)
    later = (due, *(hour + timedelta(hours=count) for count in range(1, 24)))
    return next((moment for moment in later if moment.hour not in closed), due)
