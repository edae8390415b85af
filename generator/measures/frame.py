"""What all measures share: the clock, its zone, the yardsticks, and how a count becomes a Measure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from generator.model.base import Value
from generator.model.case import Case
from generator.model.measure import Measure, Window
from generator.model.site import Counting

FEWEST: Final = 10
"""Below this many cases only counts are shown: a share would say more than is known."""
SHARE_DIGITS: Final = 4
DAY_DIGITS: Final = 1
UNDATED_LIMIT: Final = 0.1
"""Answers without a date may leave a share at most this far from known; beyond, no share is shown."""

TOO_FEW: Final = f"Fewer than {FEWEST}: counts only."
TOO_UNDATED: Final = "Too many answers carry no date to tell a share."


class Frame(Value, frozen=True, kw_only=True):
    """The clock and how days are read."""

    as_of: datetime
    zone: ZoneInfo
    counting: Counting
    everything: bool = False
    """True where windows reach back to the first case: a recorded archive that is not kept up."""

    @property
    def today(self) -> date:
        """The day the clock stands in; it is not over yet."""
        return self.day(self.as_of)

    def day(self, at: datetime) -> date:
        """The day of an instant in the site's zone."""
        return at.astimezone(self.zone).date()

    def recent(self, first: date | None) -> Window:
        """The window of plain counts: the last `window_days` days, today included."""
        start = self.today - timedelta(days=self.counting.window_days - 1)
        return Window(start=self._start(start, self.today, first), end=self.today)

    def matured(self, first: date | None) -> Window:
        """The window of the answered share: days whose deadline is over, so that none is judged early."""
        end = self.today - timedelta(days=self.counting.answer_days + 1)
        start = end - timedelta(days=self.counting.window_days - 1)
        return Window(start=self._start(start, end, first), end=end)

    def _start(self, start: date, end: date, first: date | None) -> date:
        return min(first, end) if self.everything and first is not None else start


def within(window: Window, on: date) -> bool:
    """True for a day of the window, both ends included."""
    return window.start <= on <= window.end


def clock_day(case: Case, frame: Frame) -> date:
    """The day silence begins to count; for a case nobody was told of, the day it was published."""
    return frame.day(case.handling.clock_start or case.published)


def days_to_answer(case: Case, frame: Frame) -> int | None:
    """Calendar days from the clock's start to the first answer of its own; None while there is none dated.

    An answer that came before the company was told took no days.
    """
    start, answered = case.handling.clock_start, case.handling.answered_at
    if start is None or answered is None:
        return None
    return max(0, (frame.day(answered) - frame.day(start)).days)


def ids(cases: Iterable[Case]) -> tuple[str, ...]:
    """Ids, sorted. A post about two brands is two cases with one id, and stands twice."""
    return tuple(sorted(case.id for case in cases))


def reasons(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Reasons that occur, sorted."""
    return tuple(sorted((reason, count) for reason, count in counts.items() if count))


def count(
    name: str, counted: Iterable[str], frame: Frame, *, window: Window | None = None, note: str = ""
) -> Measure:
    """A plain count of ids."""
    found = tuple(sorted(counted))
    return Measure(
        name=name,
        value=float(len(found)),
        unit="count",
        numerator=len(found),
        denominator=len(found),
        window=window,
        as_of=frame.as_of,
        counted=found,
        note=note,
    )
