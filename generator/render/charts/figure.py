"""The same table as a Plotly figure, for readers who ask for it."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from generator import canonical
from generator.model.chart import Chart, Series
from generator.render.charts.numbers import exact, numeric

_ESCAPES = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))


@lru_cache(maxsize=1)
def _plotly() -> Any:
    # The import takes a third of a second, and most commands draw nothing.
    import plotly.graph_objects as go

    return go


def _words(text: str) -> str:
    # Plotly reads tags in labels, links among them; words are shown, not run.
    return escape(text, quote=False)


def _x(chart: Chart) -> list[str | float | int | None]:
    days = numeric(chart) if chart.kind == "steps" else None
    return [exact(day) for day in days] if days else [_words(name) for name in chart.categories]


def _trace(chart: Chart, series: Series) -> Any:
    go = _plotly()
    common = {
        "name": _words(series.name),
        "x": _x(chart),
        "y": [exact(value) for value in series.values],
        "meta": series.role,
    }
    if chart.kind in {"bars", "stacked"}:
        hatched = range(len(chart.categories)) if series.role == "none" else chart.partial
        pattern = ["/" if place in hatched else "" for place in range(len(chart.categories))]
        return go.Bar(**common, marker={"pattern": {"shape": pattern}} if hatched else None)
    shape = "hv" if chart.kind == "steps" else "linear"
    mode = "lines" if chart.kind == "steps" else "lines+markers"
    return go.Scatter(**common, mode=mode, line={"shape": shape}, connectgaps=False)


def _shapes(chart: Chart) -> list[dict[str, Any]]:
    bands = [
        {"type": "rect", "name": "gap", "x0": place - 0.5, "x1": place + 0.5}
        | {"yref": "paper", "y0": 0, "y1": 1, "line": {"width": 0}, "layer": "below"}
        for place in chart.gaps
    ]
    lines = [
        {"type": "line", "name": "mark", "x0": place, "x1": place, "yref": "paper", "y0": 0, "y1": 1}
        for place, _ in chart.marks
    ]
    return bands + lines


def _notes(chart: Chart) -> list[dict[str, Any]]:
    return [
        {"x": place, "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False, "text": _words(words)}
        for place, words in chart.marks
    ]


def _layout(chart: Chart) -> Any:
    go = _plotly()
    even = numeric(chart) is None or chart.kind != "steps"
    return go.Layout(
        template=go.layout.Template(),
        barmode="stack" if chart.kind == "stacked" else "group",
        showlegend=False,
        hovermode="x unified",
        hoverlabel={"namelength": -1},
        dragmode=False,
        margin={"l": 48, "r": 12, "t": 28, "b": 40},
        xaxis={
            "type": "category" if even else "linear",
            "automargin": True,
            "title": {"text": _words(chart.x)},
        },
        yaxis={"rangemode": "tozero", "automargin": True, "title": {"text": _words(chart.y)}},
        shapes=_shapes(chart),
        annotations=_notes(chart),
    )


def figure_json(chart: Chart) -> bytes:
    """A figure without colours: each trace carries its role in `meta`, and the page's script dresses it.

    Canonical JSON without `<`, `>` and `&`, so that it may stand anywhere.
    """
    go = _plotly()
    figure = go.Figure(data=[_trace(chart, series) for series in chart.series], layout=_layout(chart))
    body = canonical.dumps(figure.to_plotly_json())
    for sign, safe in _ESCAPES:
        body = body.replace(sign, safe)
    return body
