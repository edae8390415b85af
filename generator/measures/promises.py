"""What became of promises: kept means done by the first day promised, with evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from generator.measures.frame import Frame, count, reasons
from generator.model.case import ActionState
from generator.model.measure import Measure, PromiseCounts
from generator.model.words import OPEN, ActionStatus

UNCOUNTED = frozenset({ActionStatus.CONSIDERING, ActionStatus.SUPERSEDED})


def promise_counts(actions: Sequence[ActionState], frame: Frame) -> PromiseCounts:
    """Counts of promises by what became of them.

    Every promise is in exactly one of kept, kept late, in part, dropped and open, or left out as
    `considering` or `superseded`. `late` are those of `open` whose first promised day has passed.
    """
    left_out = Counter(one.status.value for one in actions if one.status in UNCOUNTED)

    def those(name: str, holds: Callable[[ActionState], bool]) -> Measure:
        found = count(name, (one.id for one in actions if holds(one)), frame)
        return msgspec.structs.replace(found, excluded=reasons(left_out))

    return PromiseCounts(
        kept=those("promises-kept", lambda one: one.status is ActionStatus.DONE and not one.days_late),
        kept_late=those(
            "promises-kept-late", lambda one: one.status is ActionStatus.DONE and one.days_late > 0
        ),
        in_part=those("promises-in-part", lambda one: one.status is ActionStatus.DONE_IN_PART),
        dropped=those("promises-dropped", lambda one: one.status is ActionStatus.ABANDONED),
        open=those("promises-open", lambda one: one.status in OPEN),
        late=those("promises-late", lambda one: one.status in OPEN and one.late),
    )
