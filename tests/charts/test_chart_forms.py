"""A chart's four forms say the same."""

from __future__ import annotations

import csv as csv_module
import io
import json
import re
from html import unescape
from itertools import pairwise
from typing import get_args

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.chart import Chart, Series
from generator.render import charts
from generator.render.charts.numbers import ceiling, exact, number, numeric, ticks

WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12
).filter(lambda text: text.strip() == text)
NUMBERS = st.none() | st.integers(0, 10**6).map(float) | st.floats(0, 10**5).map(lambda one: round(one, 2))
ROLES = ("said", "did", "open", "none", "praise")
KINDS = ("bars", "lines", "steps", "stacked")


@st.composite
def any_chart(draw: st.DrawFn) -> Chart:
    size = draw(st.integers(1, 8))
    places = st.integers(0, size - 1)
    series = tuple(
        Series(
            name=draw(WORDS),
            role=draw(st.sampled_from(ROLES)),
            values=tuple(draw(st.lists(NUMBERS, min_size=size, max_size=size))),
        )
        for _ in range(draw(st.integers(1, 3)))
    )
    return Chart(
        id=draw(st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True)),
        kind=draw(st.sampled_from(KINDS)),
        title=draw(WORDS),
        summary=draw(WORDS),
        x="Month",
        y="Complaints",
        categories=tuple(draw(st.lists(WORDS, min_size=size, max_size=size))),
        series=series,
        partial=tuple(draw(st.sets(places, max_size=1))),
        gaps=tuple(draw(st.sets(places, max_size=2))),
        marks=tuple(draw(st.lists(st.tuples(places, WORDS), max_size=2))),
    )


def flow(kind: str = "bars", **changes: object) -> Chart:
    base = {
        "id": "northway-flow",
        "kind": kind,
        "title": "Are complaints <answered>?",
        "summary": "In March 12 came & 9 were answered.",
        "x": "Month",
        "y": "Complaints",
        "categories": ("Jan", "Feb", "Mar", "Apr"),
        "series": (
            Series(name="Received", role="said", values=(3.0, None, 12.0, 2.0)),
            Series(name="Answered", role="did", values=(1.0, 4.0, 9.0, 0.5)),
        ),
    }
    return Chart(**(base | changes))  # type: ignore[arg-type]


def drawn(chart: Chart, width: int = 960) -> list[float]:
    return sorted(float(found) for found in re.findall(r'data-v="([^"]+)"', charts.svg(chart, width=width)))


def tabled(chart: Chart) -> list[list[str]]:
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', charts.table_html(chart), re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", row)] for row in rows]


@given(any_chart())
@settings(max_examples=60, deadline=None)
def test_picture_figure_table_and_file_agree_on_every_number(chart: Chart) -> None:
    expected = [exact(value) for series in chart.series for value in series.values]
    known = sorted(value for series in chart.series for value in series.values if value is not None)
    assert drawn(chart) == known
    assert drawn(chart, 360) == known
    figure = json.loads(charts.figure_json(chart))
    assert [value for trace in figure["data"] for value in trace["y"]] == expected
    lines = list(csv_module.reader(io.StringIO(charts.csv(chart).decode(), newline="")))
    columns = range(1, len(chart.series) + 1)
    assert [line[column] for column in columns for line in lines[1:]] == [
        "" if value is None else repr(value) for value in expected
    ]
    cells = tabled(chart)
    assert [row[place] for place in range(len(chart.series)) for row in cells] == [
        "not known" if value is None else number(value) for value in expected
    ]


@given(any_chart())
@settings(max_examples=40, deadline=None)
def test_every_form_is_well_formed_whatever_the_words(chart: Chart) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(str(charts.figure_html(chart, root="../../")))
    assert [error for error in parser.errors if error[1] != "expected-closing-tag-but-got-eof"] == []
    assert not set(b"<>&") & set(charts.figure_json(chart))


def test_a_bar_is_as_tall_as_its_number() -> None:
    chart = flow(series=(Series(name="Received", role="said", values=(10.0, 5.0, 2.5, 0.0)),))
    tall = [float(found) for found in re.findall(r'data-v[^>]*height="([\d.]+)"', charts.svg(chart))]
    assert tall[0] == pytest.approx(2 * tall[1], abs=0.2)
    assert tall[1] == pytest.approx(2 * tall[2], abs=0.2)
    assert tall[3] == 0


def test_a_line_is_not_drawn_through_what_is_not_known() -> None:
    assert charts.svg(flow("lines")).count("sd-chart-line sd-chart-said") == 2


def test_stacked_bars_stand_on_each_other() -> None:
    chart = flow(
        "stacked",
        categories=("Jan",),
        series=tuple(Series(name=name, role="said", values=(2.0,)) for name in ("a", "b")),
    )
    boxes = re.findall(r'data-v[^>]* y="([\d.]+)"[^>]*height="([\d.]+)"', charts.svg(chart))
    (first, height), (second, _) = [(float(y), float(tall)) for y, tall in boxes]
    assert second + height == pytest.approx(first, abs=0.2)


def test_steps_over_days_stand_where_the_days_are() -> None:
    chart = flow("steps", categories=("0", "10", "20", "90"))
    drawing = charts.svg(chart).split('<g class="sd-chart-dot sd-chart-did">')[1]
    places = [float(x) for x in re.findall(r'cx="([\d.]+)"', drawing)]
    near, _, far = (one - other for other, one in pairwise(places))
    assert far == pytest.approx(7 * near, rel=0.01)
    assert json.loads(charts.figure_json(chart))["layout"]["xaxis"]["type"] == "linear"


@pytest.mark.parametrize("categories", [("a", "2"), ("2", "1"), ("nan", "1")])
def test_steps_over_anything_else_are_spaced_evenly(categories: tuple[str, ...]) -> None:
    values = Series(name="Answered", role="did", values=(1.0, 2.0))
    chart = flow("steps", categories=categories, series=(values,))
    assert numeric(chart) is None
    assert json.loads(charts.figure_json(chart))["layout"]["xaxis"]["type"] == "category"


def test_what_is_not_over_and_what_was_not_heard_is_hatched_and_said() -> None:
    chart = flow(partial=(3,), gaps=(1,), marks=((2, "done"),))
    block = charts.figure_html(chart, root="")
    assert 'fill="url(#c-northway-flow-960-part)"' in block
    assert 'fill="url(#c-northway-flow-360-gap)"' in block
    assert "not over yet" in block
    assert "a source could not be heard in full" in block
    assert ">done</text>" in block
    figure = json.loads(charts.figure_json(chart))
    assert figure["data"][0]["marker"]["pattern"]["shape"] == ["", "", "", "/"]
    assert [shape["name"] for shape in figure["layout"]["shapes"]] == ["gap", "mark"]
    assert charts.csv(chart).decode().splitlines()[2].endswith("a source could not be heard in full")


def test_an_open_dot_is_explained_for_lines() -> None:
    block = charts.figure_html(flow("lines", partial=(3,)), root="")
    assert "An open dot" in block
    assert "sd-chart-unsure" in block


def test_no_reply_is_hatched_as_well_as_coloured() -> None:
    chart = flow(series=(Series(name="No reply", role="none", values=(1.0, 2.0, 3.0, 4.0)),))
    assert charts.svg(chart).count('fill="url(#c-northway-flow-960-none)"') == 4
    shape = json.loads(charts.figure_json(chart))["data"][0]["marker"]["pattern"]["shape"]
    assert shape == ["/"] * 4


def test_a_block_has_question_answer_two_pictures_table_file_and_button() -> None:
    block = str(charts.figure_html(flow(), root="../../"))
    ids = re.findall(r' id="([^"]+)"', block)
    assert len(ids) == len(set(ids))
    assert block.count("<svg") == 2
    assert '<h3 id="chart-northway-flow-h">Are complaints &lt;answered&gt;?</h3>' in block
    assert "In March 12 came &amp; 9 were answered." in block
    assert 'href="../../assets/data/northway-flow.csv"' in block
    assert 'data-figure="../../assets/figures/northway-flow.json"' in block
    assert 'data-plotly="../../assets/plotly.min.js"' in block
    assert "<details" in block
    for named in re.findall(r'aria-labelledby="([^"]+)"', block):
        assert set(named.split()) <= set(ids)


def test_a_figure_names_no_other_origin_and_no_colour() -> None:
    body = charts.figure_json(flow())
    assert b"http" not in body
    assert b"#" not in body
    assert len(body) < 2000


def test_a_figure_shows_tags_in_names_instead_of_running_them() -> None:
    name = '<a href="https://evil.example">x</a>'
    chart = flow(series=(Series(name=name, role="said", values=(1.0, 2.0, 3.0, 4.0)),))
    assert json.loads(charts.figure_json(chart))["data"][0]["name"].startswith("&lt;a")


def test_every_role_has_a_colour_and_a_key() -> None:
    from pathlib import Path

    css = Path(charts.__file__).parents[1].joinpath("static/charts.css").read_text("utf-8")
    roles = (
        get_args(Series.__annotations__["role"])
        if not isinstance(Series.__annotations__["role"], str)
        else ROLES
    )
    for role in roles:
        assert f"--chart-{role}:" in css
        assert f".sd-chart-key--{role}" in css
        assert f".sd-chart-{role} " in css


def test_assets_are_a_figure_and_a_file_for_each_chart() -> None:
    found = list(charts.chart_assets([flow()]))
    assert [asset.path for asset in found] == [
        "assets/figures/northway-flow.json",
        "assets/data/northway-flow.csv",
    ]


@pytest.mark.parametrize(
    ("values", "paths", "dots"),
    [((), 0, 0), ((None,), 0, 0), ((1.0,), 1, 1), ((1.0, None, 3.0, 4.0), 2, 1)],
)
def test_a_spark_line_leaves_holes(values: tuple[float | None, ...], paths: int, dots: int) -> None:
    drawing = charts.spark(values, 'twelve "months"')
    assert drawing.count("<path") == paths
    assert drawing.count("<circle") == dots
    assert 'aria-label="twelve &quot;months&quot;"' in drawing


@given(st.floats(0, 10**9))
@settings(max_examples=100)
def test_an_axis_ends_at_a_round_number_and_is_divided_into_whole_ones(highest: float) -> None:
    top = ceiling(highest)
    assert highest <= top
    assert top <= max(4.0, 2 * highest)
    lines = ticks(top)
    assert lines[0] == 0
    assert lines[-1] == top
    assert all(float(line).is_integer() for line in lines)


@pytest.mark.parametrize(
    ("value", "printed"), [(12.0, "12"), (1234567.0, "1,234,567"), (4.5, "4.5"), (0.00004, "0")]
)
def test_numbers_are_printed_as_people_read_them(value: float, printed: str) -> None:
    assert number(value) == printed


def test_labels_of_a_narrow_picture_do_not_overlap() -> None:
    months = tuple(f"{name} 2026" for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"))
    chart = flow(categories=months, series=(Series(name="a", role="said", values=(1.0,) * 8),))
    assert len(names(charts.svg(chart))) == 8
    assert 3 <= len(names(charts.svg(chart, width=360))) < 8


def names(drawing: str) -> list[float]:
    """Where the middles of the categories' labels stand."""
    group = drawing.split('<g class="sd-chart-name">')[1].split("</g>", maxsplit=1)[0]
    return [float(x) for x in re.findall(r'<text x="([\d.]+)"', group)]


def test_no_label_is_cut_at_an_edge() -> None:
    days = ("1 January 2026", "2 February 2026", "30 September 2026")
    chart = flow(categories=days, series=(Series(name="a", role="said", values=(1.0, 1.0, 1.0)),))
    places = names(charts.svg(chart, width=360))
    assert places[0] >= 7 * len(days[0]) / 2
    assert places[-1] <= 360 - 7 * len(days[-1]) / 2 or len(places) < 3


def test_a_small_block_has_one_drawing() -> None:
    block = charts.figure_html(flow(), root="", small=True)
    assert block.count("<svg") == 1
    assert "sd-chart-svg--only" in block
