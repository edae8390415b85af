"""What a person sees while sources are heard, and what a log gets instead."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from generator.cli.live_table import LiveTable, line, order
from generator.cli.tables import Column, fitting, natural, show, size, table
from generator.cli.terminal import Terminal, on_one_line
from generator.pipeline.progress import Told

STATES = ("asking", "reading", "heard", "unchanged", "failed", "checking")
NAMES = {"asking": "a", "reading": "r", "heard": "h", "unchanged": "u", "failed": "f", "checking": "c"}


def told(source: str, state: str, **more: object) -> Told:
    return Told(source=source, state=state, **more)  # type: ignore[arg-type]


def watched(width: int = 80, height: int = 24) -> Console:
    return Console(
        force_terminal=True, width=width, height=height, color_system=None, file=io.StringIO(), record=True
    )


def frame(table: LiveTable, width: int = 80) -> list[str]:
    console = watched(width)
    console.print(table.render())
    return [row.rstrip() for row in console.export_text().splitlines()]


def log() -> tuple[Console, Callable[[], list[str]]]:
    file = io.StringIO()
    return Console(file=file, width=80), lambda: file.getvalue().splitlines()


def test_what_is_read_stands_first_then_what_failed_and_what_was_done_last_of_all() -> None:
    rows = [told(NAMES[state], state) for state in STATES]
    assert [one.source for one in order(rows)] == ["r", "c", "f", "a", "u", "h"]


def test_the_table_is_never_higher_than_the_terminal_and_says_how_many_are_left_out() -> None:
    live = LiveTable(watched(height=10), "Hearing 30 sources", 30)
    for number in range(20):
        live.told(told(f"source-{number:02}", "asking"))
    rows = frame(live)
    assert len(rows) <= 9
    assert rows[-1] == "and 24 more"


def test_where_nobody_said_how_many_there_are_the_sources_are_counted() -> None:
    live = LiveTable(watched(), "Hearing", None)
    for number in range(4):
        live.told(told(f"s{number}", "asking"))
    live.told(told("s1", "heard", requests=1))
    live.told(told("s2", "failed", requests=1))
    assert "2/4" in frame(live)[0]


def test_a_bar_without_sources_is_a_bar() -> None:
    live = LiveTable(watched(), "Writing", 3)
    live.advance()
    assert len(frame(live)) == 1
    assert "1/3" in frame(live)[0]


def test_one_answer_of_several_adds_to_a_row_and_does_not_end_it() -> None:
    live = LiveTable(watched(), "Hearing", None)
    live.told(told("talk", "asking", requests=2, bytes=1000, milliseconds=10))
    live.told(told("talk", "failed", milliseconds=5))
    assert frame(live)[2].split() == ["talk", "asking", "2", "-", "1.0", "kB", "15"]
    live.told(told("talk", "reading", bytes=500, milliseconds=5))
    assert frame(live)[2].split() == ["talk", "reading", "2", "-", "1.5", "kB", "20"]
    live.told(told("talk", "heard", requests=4, entries=1234, bytes=2000, milliseconds=30))
    assert frame(live)[2].split() == ["talk", "heard", "4", "1,234", "2.0", "kB", "30"]


@pytest.mark.parametrize(
    ("width", "heads"),
    [
        (80, ["source", "state", "requests", "entries", "bytes", "ms"]),
        (48, ["source", "state", "requests", "entries", "bytes"]),
        (40, ["source", "state", "requests", "entries"]),
        (30, ["source", "state", "entries"]),
        (20, ["source", "state"]),
    ],
)
def test_a_narrow_terminal_does_without_the_least_important_columns(width: int, heads: list[str]) -> None:
    live = LiveTable(watched(width), "Hearing", None)
    live.told(told("a-forum", "heard", requests=12, entries=34, bytes=56000, milliseconds=7890))
    assert next(row for row in frame(live, width) if row.startswith("source")).split() == heads


@pytest.mark.parametrize("state", ["failed", "unchanged", "reading"])
def test_the_first_answer_of_a_source_shows_at_once(state: str) -> None:
    live = LiveTable(watched(), "Hearing", None)
    live.told(told("talk", "asking"))
    live.told(told("talk", state, milliseconds=5))
    assert frame(live)[2].split()[:2] == ["talk", state]


def test_a_log_gets_one_plain_line_a_source_when_it_is_done() -> None:
    console, said = log()
    terminal = Terminal(console)
    for one in (
        told("talk", "asking"),
        told("talk", "failed", milliseconds=4),
        told("talk", "heard", requests=2, entries=1, bytes=70, milliseconds=1200),
        told("talk", "heard", requests=2, entries=1, bytes=70, milliseconds=1200),
        told("wire", "unchanged", requests=1),
        told("desk", "failed", message="its address names no place."),
    ):
        terminal.told(one)
    assert said() == [
        "  talk: heard (2 requests, 1 entry, 70 B, 1,200 ms)",
        "  wire: nothing new (1 request)",
        "  desk: could not be heard",
    ]


def test_a_line_leaves_out_what_is_nothing() -> None:
    assert line(told("talk", "heard")) == "  talk: heard (0 entries)"


def test_the_live_table_is_gone_when_the_stage_ends() -> None:
    console = watched()
    terminal = Terminal(console)
    with terminal.stage("Hearing 2 sources", 2) as stage:
        terminal.told(told("talk", "asking"))
        stage.advance()
    terminal.told(told("late", "heard", requests=1))
    text = console.export_text()
    assert text.rstrip().splitlines()[-1].startswith("Hearing 2 sources (0.")
    assert "late" not in text


COLUMNS = (
    Column(head="source", cells=("a-very-long-name-of-a-source", "b"), words=True),
    Column(head="new", cells=("1", "20")),
    Column(head="gone", cells=("0", "0"), rank=1),
    Column(head="bytes", cells=("1.0 kB", "-"), rank=2),
)


@pytest.mark.parametrize(
    ("width", "heads"),
    [(80, "source new gone bytes"), (41, "source new bytes"), (36, "source new"), (10, "source new")],
)
def test_columns_that_say_nothing_go_first(width: int, heads: str) -> None:
    assert " ".join(one.head for one in fitting(COLUMNS, width)) == heads


def test_a_long_name_is_cut_only_where_all_else_is_gone() -> None:
    console = watched(width=24)
    console.print(table(COLUMNS, 24))
    first = console.export_text().splitlines()[1]
    assert "…" in first
    assert first.split()[-1] == "1"


def test_a_log_gets_every_column_whole_whatever_its_width() -> None:
    console, said = log()
    console.width = 20
    show(console, COLUMNS, title="Now")
    assert said()[1].split() == ["source", "new", "gone", "bytes"]
    assert len(said()[2].rstrip()) > 20
    assert console.width == 20
    assert natural(COLUMNS) == 28 + 3 + 4 + 6 + 6


@pytest.mark.parametrize(
    ("count", "words"), [(0, "-"), (1, "1 B"), (812, "812 B"), (1500, "1.5 kB"), (2_400_000, "2.4 MB")]
)
def test_bytes_are_said_in_units_people_read(count: int, words: str) -> None:
    assert size(count) == words


def test_a_strangers_words_move_no_cursor_and_begin_no_line() -> None:
    assert on_one_line("  a\x1b[2J\rb\u2028c\u202ed") == "  a[2J b cd"
