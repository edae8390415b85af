"""Inline SVG: classes instead of colours, so that dark pages, print and high contrast need no script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from markupsafe import Markup

from generator.model.chart import Chart, Series
from generator.render.charts.numbers import exact, number, runs, ticks
from generator.render.charts.plot import CHARACTER, WIDE, Plot, coordinate

_GROUP = 0.76
"""Share of a category's width that its bars fill."""
_HALF_A_LINE = 4.2
"""From the middle of a digit down to its foot."""


def svg(chart: Chart, *, width: int = WIDE, only: bool = False) -> Markup:
    """The chart as one SVG element, `width` units wide: 960 for a page, 360 for a phone.

    `only` marks a drawing that has no other size beside it. Its name and its description are the
    heading and the answer that the block prints above it.
    """
    plot = Plot.of(chart, width)
    parts = (
        *_gaps(chart, plot),
        *_grid(chart, plot),
        *_data(chart, plot),
        *_marks(chart, plot),
    )
    own = f"chart-{chart.id}"
    size = "only" if only else "wide" if width >= WIDE else "narrow"
    return Markup(  # noqa: S704 (words are escaped where they enter, numbers are our own)
        f'<svg class="sd-chart-svg sd-chart-svg--{size}" viewBox="0 0 {plot.width} {plot.height}" role="img" '
        f'aria-labelledby="{own}-h" aria-describedby="{own}-a">{_patterns(chart, plot)}{"".join(parts)}</svg>'
    )


def _patterns(chart: Chart, plot: Plot) -> str:
    wanted = [name for name, used in (("part", chart.partial), ("gap", chart.gaps)) if used]
    wanted += ["none"] if any(series.role == "none" for series in chart.series) else []
    hatch = '<path d="M0 6 6 0M-1 1 1-1M5 7 7 5"/>'
    return "".join(
        f'<pattern id="{plot.id}-{name}" class="sd-chart-hatch-{name}" width="6" height="6" '
        f'patternUnits="userSpaceOnUse">{hatch}</pattern>'
        for name in wanted
    )


def _grid(chart: Chart, plot: Plot) -> Iterator[str]:
    steps = [(value, plot.y(value)) for value in ticks(plot.top)]
    lines = [f"M{plot.left} {coordinate(y)}H{plot.right}" for _, y in steps]
    yield f'<path class="sd-chart-grid" d="{"".join(lines[1:])}"/>'
    yield f'<path class="sd-chart-grid sd-chart-base" d="{lines[0]}"/><g class="sd-chart-tick">'
    for value, y in steps:
        yield f'<text x="{plot.left - 6}" y="{coordinate(y + _HALF_A_LINE)}">{number(value)}</text>'
    yield '</g><g class="sd-chart-name">'
    for place in plot.labelled:
        words = chart.categories[place]
        yield f'<text x="{_inside(plot, place, words)}" y="{plot.bottom + 18}">{escape(words)}</text>'
    yield "</g>"


def _inside(plot: Plot, place: int, words: str) -> str:
    """The middle of a label, moved in where its end would be cut."""
    half = len(words) * CHARACTER / 2
    return coordinate(max(half, min(plot.x(place), plot.width - half)))


def _gaps(chart: Chart, plot: Plot) -> Iterator[str]:
    for place in chart.gaps:
        left, right = plot.band(place)
        yield (
            f'<rect class="sd-chart-gap" fill="url(#{plot.id}-gap)" '
            f'x="{coordinate(left)}" y="{plot.ceiling}" width="{coordinate(right - left)}" '
            f'height="{plot.bottom - plot.ceiling}"/>'
        )


def _marks(chart: Chart, plot: Plot) -> Iterator[str]:
    for place, words in chart.marks:
        x = coordinate(plot.x(place))
        yield f'<path class="sd-chart-mark" d="M{x} {plot.ceiling}V{plot.bottom}"/>'
        yield f'<text class="sd-chart-mark-name" x="{x}" y="{plot.ceiling - 4}">{escape(words)}</text>'


def _data(chart: Chart, plot: Plot) -> Iterator[str]:
    if chart.kind == "bars":
        yield from _bars(chart, plot)
    elif chart.kind == "stacked":
        yield from _stack(chart, plot)
    else:
        for series in chart.series:
            yield from _line(chart, plot, series)


def _bars(chart: Chart, plot: Plot) -> Iterator[str]:
    each = _GROUP / len(chart.series)
    for order, series in enumerate(chart.series):
        yield f'<g class="sd-chart-bars sd-chart-{series.role}">'
        for place, value in enumerate(series.values):
            if value is None:
                continue
            left, right = plot.band(place)
            span = right - left
            x = left + span * ((1 - _GROUP) / 2 + each * order)
            yield from _bar(chart, plot, series, place, (x, span * each * 0.92, 0.0, value))
        yield "</g>"


def _stack(chart: Chart, plot: Plot) -> Iterator[str]:
    below = [0.0] * len(chart.categories)
    for series in chart.series:
        yield f'<g class="sd-chart-bars sd-chart-{series.role}">'
        for place, value in enumerate(series.values):
            if value is None:
                continue
            left, right = plot.band(place)
            span = right - left
            x = left + span * (1 - _GROUP) / 2
            yield from _bar(chart, plot, series, place, (x, span * _GROUP, below[place], value))
            below[place] += value
        yield "</g>"


Box = tuple[float, float, float, float]
"""Left edge, width, value below, own value."""


def _bar(chart: Chart, plot: Plot, series: Series, place: int, box: Box) -> Iterator[str]:
    x, width, below, value = box
    top, bottom = plot.y(below + value), plot.y(below)
    shape = (
        f'x="{coordinate(x)}" y="{coordinate(top)}" width="{coordinate(width)}" '
        f'height="{coordinate(bottom - top)}"'
    )
    yield f'<rect data-v="{exact(value)}" {shape}/>'
    hatched = "part" if place in chart.partial else "none" if series.role == "none" else ""
    if hatched:
        yield f'<rect class="sd-chart-over" fill="url(#{plot.id}-{hatched})" {shape}/>'


def _line(chart: Chart, plot: Plot, series: Series) -> Iterator[str]:
    for run in runs(series.values):
        points = [(plot.x(place), plot.y(value)) for place, value in run]
        yield f'<path class="sd-chart-line sd-chart-{series.role}" d="{_path(chart, points)}"/>'
        yield f'<g class="sd-chart-dot sd-chart-{series.role}">'
        for (place, value), (x, y) in zip(run, points, strict=True):
            unsure = ' class="sd-chart-unsure"' if place in chart.partial else ""
            shape = f'cx="{coordinate(x)}" cy="{coordinate(y)}" r="3"'
            yield f'<circle{unsure} data-v="{exact(value)}" {shape}/>'
        yield "</g>"


def _path(chart: Chart, points: list[tuple[float, float]]) -> str:
    (x, y), *rest = points
    start = f"M{coordinate(x)} {coordinate(y)}"
    if chart.kind == "steps":
        return start + "".join(f"H{coordinate(x)}V{coordinate(y)}" for x, y in rest)
    return start + "".join(f"L{coordinate(x)} {coordinate(y)}" for x, y in rest)
