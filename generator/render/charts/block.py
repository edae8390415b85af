"""A chart as a page shows it: question, answer, picture, table and file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from markupsafe import Markup

from generator.model.chart import Chart
from generator.model.page import Asset
from generator.render import cells
from generator.render.charts.figure import figure_json
from generator.render.charts.numbers import ceiling, exact, runs
from generator.render.charts.picture import svg
from generator.render.charts.plot import NARROW, WIDE, coordinate
from generator.render.charts.tables import remarks, table_html

PLOTLY = "assets/plotly.min.js"
"""Site path of the script that a reader may ask for."""

_SPARK = (88.0, 24.0, 3.0)
"""Width, height and margin of a spark line."""


def csv(chart: Chart) -> bytes:
    """The table as a CSV file; an empty cell where nothing is known."""
    header = [chart.x, *(series.name for series in chart.series), "Remarks"]
    notes = remarks(chart)
    rows = (
        [name, *(exact(series.values[place]) for series in chart.series), notes[place]]
        for place, name in enumerate(chart.categories)
    )
    return cells.table(header, rows)


def figure_path(chart: Chart) -> str:
    """Site path of the interactive figure."""
    return f"assets/figures/{chart.id}.json"


def csv_path(chart: Chart) -> str:
    """Site path of the numbers."""
    return f"assets/data/{chart.id}.csv"


def chart_assets(charts: Iterable[Chart]) -> Iterator[Asset]:
    """Two files a chart: the figure and the numbers."""
    for chart in charts:
        yield Asset(path=figure_path(chart), body=figure_json(chart))
        yield Asset(path=csv_path(chart), body=csv(chart))


def _legend(chart: Chart) -> str:
    items = "".join(
        f'<li><span class="sd-chart-key sd-chart-key--{series.role}"></span>{escape(series.name)}</li>'
        for series in chart.series
    )
    return f'<ul class="sd-chart-legend">{items}</ul>'


def _signs(chart: Chart) -> str:
    said = [f"Upwards: {chart.y}. Across: {chart.x}."]
    if chart.partial:
        shape = "An open dot" if chart.kind == "lines" else "A hatched bar"
        said.append(f"{shape} stands for a time that is not over yet: its number will grow.")
    if chart.gaps:
        said.append("A hatched background: a source could not be heard in full, so posts may be missing.")
    return f'<p class="sd-chart-signs">{escape(" ".join(said))}</p>'


def figure_html(chart: Chart, *, root: str, small: bool = False) -> Markup:
    """The whole block.

    `root` is the way back to the site's root, for example `../../`. Without a script everything but
    the Explore button is there. A small block stands beside another and has the narrow drawing only.
    """
    own = f"chart-{chart.id}"
    where = escape(root)
    title = escape(chart.title)
    only = svg(chart, width=NARROW, only=True) if small else ""
    drawn = only or f"{svg(chart, width=WIDE)}{svg(chart, width=NARROW)}"
    return Markup(  # noqa: S704 (every word of a chart is escaped here or by its own function)
        f'<figure class="sd-chart" id="{own}" data-figure="{where}{figure_path(chart)}" '
        f'data-plotly="{where}{PLOTLY}" aria-labelledby="{own}-h">'
        f'<figcaption><h3 id="{own}-h">{title}</h3><p class="sd-chart-answer" id="{own}-a">'
        f"{escape(chart.summary)}</p></figcaption>{_legend(chart)}"
        f'<div class="sd-chart-picture">{drawn}</div>'
        f"{_signs(chart)}"
        f'<details class="sd-chart-details"><summary>The numbers as a table</summary>'
        f'<div class="sd-chart-scroll" role="region" tabindex="0" aria-label="Table: {title}">'
        f"{table_html(chart)}</div></details>"
        f'<p class="sd-chart-links"><a href="{where}{csv_path(chart)}" download '
        f'aria-label="Numbers as CSV: {title}">Numbers as CSV</a> '
        f'<button type="button" class="sd-chart-explore" aria-label="Explore: {title}" hidden>'
        f'Explore</button> <span class="sd-chart-said" role="status"></span></p></figure>'
    )


def spark(values: Iterable[float | None], label: str) -> Markup:
    """A line as small as a word; what is not known leaves a hole. `label` says what it shows."""
    numbers = tuple(values)
    width, height, margin = _SPARK
    top = ceiling(max((value or 0.0 for value in numbers), default=0.0))
    step = (width - 2 * margin) / max(len(numbers) - 1, 1)
    parts = []
    last = None
    for run in runs(numbers):
        points = [
            (margin + step * place, height - margin - value / top * (height - 2 * margin))
            for place, value in run
        ]
        joined = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
        parts.append(f'<path class="sd-spark-line" d="M{joined}"/>')
        last = points[-1]
    if last is not None:
        x, y = map(coordinate, last)
        parts.append(f'<circle class="sd-spark-dot" cx="{x}" cy="{y}" r="2.2"/>')
    return Markup(  # noqa: S704 (the label is escaped, the rest are numbers)
        f'<svg class="sd-spark" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
