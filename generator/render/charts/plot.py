"""The plane a chart is drawn on: where values and categories are, in SVG units."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.chart import Chart
from generator.render.charts.numbers import ceiling, highest, number, positions

WIDE = 960
NARROW = 360
CHARACTER = 7.0
"""Width of one character of a label, about."""


def coordinate(value: float) -> str:
    """A place in the drawing, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, kw_only=True)
class Plot:
    """Edges and scales of one drawing."""

    id: str
    width: int
    height: int
    left: int
    right: int
    ceiling: int
    bottom: int
    top: float
    """The value at the upper edge."""
    places: tuple[float, ...]
    labelled: tuple[int, ...]
    """Places whose names are written; all of them would overlap."""

    @classmethod
    def of(cls, chart: Chart, width: int) -> Plot:
        """The plane for one chart at one width."""
        height = 280 if width >= WIDE else 230
        top = ceiling(highest(chart))
        left = 14 + round(CHARACTER * max(len(number(top)), 2))
        right = width - 10
        places = positions(chart)
        return cls(
            id=f"c-{chart.id}-{width}",
            width=width,
            height=height,
            left=left,
            right=right,
            ceiling=30 if chart.marks else 14,
            bottom=height - 30,
            top=top,
            places=places,
            labelled=_labelled(chart, places, right - left),
        )

    def x(self, place: int) -> float:
        """The middle of a category."""
        return self.left + (self.right - self.left) * self.places[place]

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom - (self.bottom - self.ceiling) * value / self.top

    def band(self, place: int) -> tuple[float, float]:
        """Left and right edge of a category."""
        half = (self.right - self.left) / len(self.places) / 2
        return max(self.x(place) - half, self.left), min(self.x(place) + half, self.right)


def _labelled(chart: Chart, places: tuple[float, ...], span: int) -> tuple[int, ...]:
    chosen: list[int] = []
    free = float("-inf")
    for place, position in enumerate(places):
        half = len(chart.categories[place]) * CHARACTER / 2
        middle = position * span
        if middle - half >= free:
            chosen.append(place)
            free = middle + half + CHARACTER
    return tuple(chosen)
