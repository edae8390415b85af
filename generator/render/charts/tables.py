"""The numbers of a chart as an HTML table."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from generator.model.chart import Chart
from generator.render.charts.numbers import number

UNKNOWN = "not known"


def remarks(chart: Chart) -> tuple[str, ...]:
    """What has to be said beside each category: not over, not heard, and what happened; often nothing."""
    words: list[list[str]] = [[] for _ in chart.categories]
    for place in chart.partial:
        words[place].append("not over yet")
    for place in chart.gaps:
        words[place].append("a source could not be heard in full")
    for place, mark in chart.marks:
        words[place].append(mark)
    return tuple("; ".join(one) for one in words)


def table_html(chart: Chart) -> Markup:
    """A table with one row a category, its remarks in the last column where there are any."""
    notes = remarks(chart)
    noted = any(notes)
    heads = [chart.x, *(series.name for series in chart.series), *(["Remarks"] if noted else [])]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = "".join(
        _row(chart, place, notes[place] if noted else None) for place in range(len(chart.categories))
    )
    caption = f"<caption>{escape(chart.title)} ({escape(chart.y)})</caption>"
    return Markup(  # noqa: S704 (every part is escaped above)
        f'<table class="sd-chart-table">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(chart: Chart, place: int, note: str | None) -> str:
    values = (series.values[place] for series in chart.series)
    cells = "".join(f"<td>{UNKNOWN if value is None else number(value)}</td>" for value in values)
    remark = "" if note is None else f"<td>{escape(note)}</td>"
    return f'<tr><th scope="row">{escape(chart.categories[place])}</th>{cells}{remark}</tr>'
