"""Numbers as charts print them, and the scale they stand on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from generator.model.chart import Chart

_LEAST = 4
_STEPS = ((1.0, 5), (1.5, 3), (2.0, 4), (2.5, 5), (3.0, 3), (4.0, 4), (5.0, 5), (6.0, 3), (8.0, 4))
"""Ends of an axis in powers of ten, and into how many whole parts each is divided."""


def number(value: float) -> str:
    """A number as it is read: `12`, `4.5`; never an exponent."""
    rounded = round(value, 4)
    return f"{rounded:,.0f}" if float(rounded).is_integer() else f"{rounded:,.4f}".rstrip("0")


def exact(value: float | None) -> float | int | None:
    """A number as files carry it: whole ones without a point, None where nothing is known."""
    if value is None:
        return None
    rounded = round(value, 4)
    return int(rounded) if float(rounded).is_integer() else rounded


def _scale(highest: float) -> tuple[float, int]:
    if highest <= _LEAST:
        return float(_LEAST), _LEAST
    size = 10 ** math.floor(math.log10(highest))
    step, parts = next(((step, parts) for step, parts in _STEPS if highest <= step * size), _STEPS[0])
    size = size if highest <= step * size else size * 10
    return float(step * size), parts


def ceiling(highest: float) -> float:
    """The end of an axis: the smallest round number that is not below `highest`, at least 4."""
    return _scale(highest)[0]


def ticks(top: float) -> tuple[float, ...]:
    """Where the lines of the grid stand, from 0 to the end of the axis: whole numbers."""
    parts = _scale(top)[1]
    return tuple(top * part / parts for part in range(parts + 1))


def highest(chart: Chart) -> float:
    """The tallest thing that is drawn."""
    if chart.kind == "stacked":
        columns = zip(*(series.values for series in chart.series), strict=True)
        return max((sum(value or 0.0 for value in column) for column in columns), default=0.0)
    return max((value or 0.0 for series in chart.series for value in series.values), default=0.0)


def positions(chart: Chart) -> tuple[float, ...]:
    """Where each category stands, 0 to 1.

    Steps over numbers stand where the numbers are, so that a wide gap between two days is wide on
    the page; everything else is spaced evenly.
    """
    count = len(chart.categories)
    if chart.kind == "steps":
        days = numeric(chart)
        if days is not None and days[-1] > days[0]:
            return tuple((day - days[0]) / (days[-1] - days[0]) for day in days)
    return tuple((place + 0.5) / count for place in range(count))


def numeric(chart: Chart) -> tuple[float, ...] | None:
    """The categories as rising numbers; None where they are not."""
    try:
        values = tuple(float(category) for category in chart.categories)
    except ValueError:
        return None
    rising = all(one < other for one, other in pairwise(values))
    return values if values and rising and all(map(math.isfinite, values)) else None


def runs(values: tuple[float | None, ...]) -> Iterator[list[tuple[int, float]]]:
    """Stretches without a hole: a line is not drawn through what is not known."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run
