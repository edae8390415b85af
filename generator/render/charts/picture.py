"""Inline SVG: classes instead of colours, so that dark pages, print and high contrast need no script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from markupsafe import Markup

from generator.model.chart import Chart, Series
from generator.render.charts.numbers import number, runs, ticks
from generator.render.charts.plot import WIDE, Plot, coordinate
from generator.render.charts.tables import remarks

_GROUP = 0.76
"""Share of a category's width that its bars fill."""


def svg(chart: Chart, *, width: int = WIDE) -> Markup:
    """The chart as one SVG element, `width` units wide: 960 for a page, 360 for a phone."""
    plot = Plot.of(chart, width)
    parts = (
        *_gaps(chart, plot),
        *_grid(chart, plot),
        *_data(chart, plot),
        *_marks(chart, plot),
    )
    own = plot.id
    size = "wide" if width >= WIDE else "narrow"
    return Markup(  # noqa: S704 (words are escaped where they enter, numbers are our own)
        f'<svg class="sd-chart-svg sd-chart-svg--{size}" viewBox="0 0 {plot.width} {plot.height}" role="img" '
        f'aria-labelledby="{own}-t {own}-d"><title id="{own}-t">{escape(chart.title)}</title>'
        f'<desc id="{own}-d">{escape(chart.summary)}</desc>{_patterns(chart, plot)}{"".join(parts)}</svg>'
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
    for value in ticks(plot.top):
        y = coordinate(plot.y(value))
        base = " sd-chart-base" if value == 0 else ""
        yield f'<path class="sd-chart-grid{base}" d="M{plot.left} {y}H{plot.right}"/>'
        yield f'<text class="sd-chart-tick" x="{plot.left - 6}" y="{y}" dy=".35em">{number(value)}</text>'
    for place in plot.labelled:
        x = coordinate(plot.x(place))
        words = escape(chart.categories[place])
        yield f'<text class="sd-chart-name" x="{x}" y="{plot.bottom + 18}">{words}</text>'


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
        for place, value in enumerate(series.values):
            if value is None:
                continue
            left, right = plot.band(place)
            span = right - left
            x = left + span * ((1 - _GROUP) / 2 + each * order)
            yield from _bar(chart, plot, series, place, (x, span * each * 0.92, 0.0, value))


def _stack(chart: Chart, plot: Plot) -> Iterator[str]:
    for place in range(len(chart.categories)):
        left, right = plot.band(place)
        span, below = right - left, 0.0
        for series in chart.series:
            value = series.values[place]
            if value is None:
                continue
            x = left + span * (1 - _GROUP) / 2
            yield from _bar(chart, plot, series, place, (x, span * _GROUP, below, value))
            below += value


Box = tuple[float, float, float, float]
"""Left edge, width, value below, own value."""


def _bar(chart: Chart, plot: Plot, series: Series, place: int, box: Box) -> Iterator[str]:
    x, width, below, value = box
    top, bottom = plot.y(below + value), plot.y(below)
    shape = (
        f'x="{coordinate(x)}" y="{coordinate(top)}" width="{coordinate(width)}" '
        f'height="{coordinate(bottom - top)}"'
    )
    told = _told(chart, plot, series, place)
    yield f'<rect class="sd-chart-{series.role}" data-v="{value!r}" {shape}>{told}</rect>'
    hatched = "part" if place in chart.partial else "none" if series.role == "none" else ""
    if hatched:
        yield f'<rect class="sd-chart-over" fill="url(#{plot.id}-{hatched})" {shape}/>'


def _told(chart: Chart, plot: Plot, series: Series, place: int) -> str:
    """What a pointer reads over a bar or point; once is enough, so the small drawing has none."""
    value = series.values[place]
    if plot.width < WIDE or value is None:
        return ""
    remark = remarks(chart)[place]
    words = f"{chart.categories[place]}, {series.name}: {number(value)}{f' ({remark})' if remark else ''}"
    return f"<title>{escape(words)}</title>"


def _line(chart: Chart, plot: Plot, series: Series) -> Iterator[str]:
    for run in runs(series.values):
        points = [(plot.x(place), plot.y(value)) for place, value in run]
        yield f'<path class="sd-chart-line sd-chart-{series.role}" d="{_path(chart, points)}"/>'
        for (place, value), (x, y) in zip(run, points, strict=True):
            unsure = " sd-chart-unsure" if place in chart.partial else ""
            yield (
                f'<circle class="sd-chart-dot sd-chart-{series.role}{unsure}" data-v="{value!r}" '
                f'cx="{coordinate(x)}" cy="{coordinate(y)}" r="3">'
                f"{_told(chart, plot, series, place)}</circle>"
            )


def _path(chart: Chart, points: list[tuple[float, float]]) -> str:
    (x, y), *rest = points
    start = f"M{coordinate(x)} {coordinate(y)}"
    if chart.kind == "steps":
        return start + "".join(f"H{coordinate(x)}V{coordinate(y)}" for x, y in rest)
    return start + "".join(f"L{coordinate(x)} {coordinate(y)}" for x, y in rest)
