"""All numbers of a brand, of an issue, or of the whole site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.measures.answered import answered_within
from generator.measures.counts import confirmations, dispositions, kinds, months, not_told, people
from generator.measures.frame import Frame
from generator.measures.promises import promise_counts
from generator.measures.waiting import oldest_waiting, overdue, waiting, waiting_now
from generator.model.case import ActionState, Case
from generator.model.events import Gap
from generator.model.measure import BrandMeasures
from generator.model.site import Counting


def measure(  # noqa: PLR0913 - what every number hangs on is said at the call
    cases: Sequence[Case],
    actions: Sequence[ActionState],
    *,
    as_of: datetime,
    zone: str,
    counting: Counting,
    gaps: Iterable[Gap] = (),
    recorded_all: bool = False,
) -> BrandMeasures:
    """Count one set of cases and promises, as of the clock. Pure; the order of inputs is free.

    The caller keeps company-owned cases apart from the rest. `zone` is a tz database name; days and months
    are read in it. `gaps` are the stretches in which a source of these cases could not be heard.
    `recorded_all` takes every window back to the first case, for a recorded archive that ended long ago.
    """
    frame = Frame(as_of=as_of, zone=ZoneInfo(zone), counting=counting, everything=recorded_all)
    counted = [case for case in cases if case.counted]
    return BrandMeasures(
        answered=answered_within("answered", counted, frame, everything=recorded_all),
        answered_all=answered_within("answered-all", counted, frame, everything=True),
        waiting=waiting(counted, frame),
        waiting_now=waiting_now(counted, frame),
        oldest_waiting=oldest_waiting(counted, frame),
        overdue=overdue(counted, frame),
        promises=promise_counts(actions, frame),
        kinds=kinds(cases, frame),
        people=people(cases, frame),
        not_told=not_told(counted, frame),
        confirmations=confirmations(cases, actions, frame),
        dispositions=dispositions(counted, frame),
        months=months(cases, gaps, frame),
    )
