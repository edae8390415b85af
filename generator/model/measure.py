"""A number that can be checked: what it counts, over what, when, and how sure it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from generator.model.base import Value


class Window(Value, frozen=True, kw_only=True):
    """Days from `start` to `end`, both included, in the site's time zone."""

    start: date
    end: date


class Interval(Value, frozen=True, kw_only=True):
    """A confidence interval."""

    low: float
    high: float
    level: float = 0.95
    method: str
    """Name of the method, with its source in the method page."""


class Measure(Value, frozen=True, kw_only=True):
    """One published number."""

    name: str
    """Key of its definition on the method page."""
    value: float | None
    """Rounded where it becomes a measure; None where there are too few, and `note` says so."""
    unit: Literal["share", "days", "count"]
    numerator: int
    denominator: int
    """Equal to `numerator` for plain counts."""
    window: Window | None
    """None where it is a state as of the clock."""
    interval: Interval | None = None
    as_of: datetime
    counted: tuple[str, ...] = ()
    """Ids in the numerator, sorted."""
    over: tuple[str, ...] = ()
    """Ids in the denominator, sorted; for plain counts empty."""
    excluded: tuple[tuple[str, int], ...] = ()
    """Left out by reason, sorted by reason."""
    note: str = ""


class CurvePoint(Value, frozen=True, kw_only=True):
    """One step of a waiting curve."""

    day: float
    share: float
    """Share answered by that day, 0 to 1."""


class Waiting(Value, frozen=True, kw_only=True):
    """Time to a first answer, with cases still waiting counted as waiting (Kaplan-Meier)."""

    median: Measure
    """`value` None where fewer than half have been answered within the time seen."""
    by_day: tuple[Measure, ...]
    """Shares answered by day 7, 15, 30 and 60."""
    curve: tuple[CurvePoint, ...]


class PromiseCounts(Value, frozen=True, kw_only=True):
    """Promises by what became of them; the tuple of each holds action ids."""

    kept: Measure
    kept_late: Measure
    in_part: Measure
    dropped: Measure
    open: Measure
    late: Measure


class MonthCount(Value, frozen=True, kw_only=True):
    """Counts of one month."""

    month: str
    """`YYYY-MM` of publication in the site's time zone."""
    complaints: int
    praise: int
    questions: int
    other: int
    answered: int
    """Of that month's complaints, answered by now."""
    partial: bool = False
    """True for the month the clock stands in."""
    gap: bool = False
    """True where a source of this brand could not be heard for a day or more of it."""


class BrandMeasures(Value, frozen=True, kw_only=True):
    """All numbers of one brand, or of the whole site."""

    answered: Measure
    """Answered within the yardstick, matured cohort."""
    answered_all: Measure
    """The same over everything heard."""
    waiting: Waiting
    waiting_now: Measure
    oldest_waiting: Measure
    """Days the longest unanswered counted case has waited."""
    overdue: Measure
    promises: PromiseCounts
    kinds: tuple[Measure, ...]
    """One count per kind in the window, plus `complaint:review` for those in review."""
    people: Measure
    """Distinct people among the window's counted complaints; an unknown author is one more."""
    not_told: Measure
    confirmations: tuple[Measure, ...]
    """One count per verdict."""
    dispositions: tuple[Measure, ...]
    """One count per disposition among answers to cases."""
    months: tuple[MonthCount, ...]


class Definition(Value, frozen=True, kw_only=True):
    """How one measure is counted, as the method page says it."""

    name: str
    """The measure's key, and its anchor on the page."""
    title: str
    question: str
    """What a reader wants to know."""
    formula: str
    exclusions: str
    example: str
    """A worked example in whole numbers."""
    source: str
    """Where the method stands: a paper, a standard or a regulator's rule."""
