"""The table that a person watches while sources are heard."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from generator.cli.tables import Column, size, table
from generator.pipeline.progress import Told, number

BUSY = frozenset({"asking", "reading", "checking"})
DONE = frozenset({"heard", "unchanged", "failed"})
COLOURS = {"failed": "red", "heard": "green", "unchanged": "dim"}
FRAME = 4
"""Lines of the terminal that hold no source: the bar, the heads, how many more, the cursor."""
LEAST_ROWS = 3


def is_done(one: Told) -> bool:
    """Whether the source says nothing more: one answer among several counts no requests."""
    return one.state in DONE and bool(one.requests or one.message)


def _added(known: Told, one: Told) -> Told:
    """A row with one more answer, of which the source has not counted anything yet."""
    return structs.replace(
        known,
        state=one.state if not known.requests or one.state not in DONE else known.state,
        bytes=known.bytes + one.bytes,
        milliseconds=known.milliseconds + one.milliseconds,
    )


def order(rows: Iterable[Told]) -> list[Told]:
    """Those being read first, then failed ones, those that are waited for, and what was done last."""
    given = list(rows)
    places = [{"reading", "checking"}, {"failed"}, {"asking"}]
    first = [one for states in places for one in given if one.state in states]
    return [*first, *(one for one in reversed(given) if one.state in {"heard", "unchanged"})]


class LiveTable:
    """A bar for the whole, and a row for each source that has said something."""

    def __init__(self, console: Console, words: str, total: int | None) -> None:
        """`total` is the number of pieces; None where nobody knows."""
        self._console = console
        self._rows: dict[str, Told] = {}
        self._total = total
        self._words = escape(words)
        self._begin(counted=total is not None)

    def _begin(self, *, counted: bool) -> None:
        """Put up the bar; a count stands beside it where there is anything to count."""
        count = (MofNCompleteColumn(),) if counted else ()
        self._bars = Bars(
            TextColumn("{task.description}"), BarColumn(), *count, TimeElapsedColumn(), console=self._console
        )
        self._task = self._bars.add_task(self._words, total=self._total)

    def advance(self, amount: float = 1) -> None:
        """Count `amount` more pieces as done."""
        self._bars.advance(self._task, amount)

    def told(self, one: Told) -> None:
        """Take in how far a source is; the last change stands last."""
        known = self._rows.get(one.source)
        if known is not None and not one.requests and not one.message:
            one = _added(known, one)
        if known is None or known.state != one.state:
            self._rows.pop(one.source, None)
        self._rows[one.source] = one
        if self._total is None:
            self._count()

    def _count(self) -> None:
        """Where nobody said how many pieces there are, the sources are the pieces."""
        if len(self._rows) == 1:
            self._begin(counted=True)
        done = sum(row.state not in BUSY for row in tuple(self._rows.values()))
        self._bars.update(self._task, total=len(self._rows), completed=done)

    def render(self) -> RenderableType:
        """What stands on the terminal now, never higher than it is."""
        rows = order(tuple(self._rows.values()))
        if not rows:
            return self._bars
        room = max(self._console.height - FRAME, LEAST_ROWS)
        shown = rows[:room]
        parts: list[RenderableType] = [self._bars, _table(shown, self._console.width)]
        more = max(self._total or 0, len(rows)) - len(shown)
        if more > 0:
            parts.append(Text(f"and {number(more, 'more', 'more')}", style="dim"))
        return Group(*parts)


def _table(rows: list[Told], width: int) -> Table:
    columns = (
        Column(head="source", cells=tuple(one.source for one in rows), words=True),
        Column(head="state", cells=tuple(one.state for one in rows), words=True),
        Column(head="requests", cells=tuple(_count(one.requests) for one in rows), rank=2),
        Column(head="entries", cells=tuple(_count(one.entries) for one in rows), rank=1),
        Column(head="bytes", cells=tuple(size(one.bytes) for one in rows), rank=3),
        Column(head="ms", cells=tuple(_count(one.milliseconds) for one in rows), rank=4),
    )
    made = table(columns, width)
    for one, row in zip(rows, made.rows, strict=True):
        row.style = COLOURS.get(one.state, "")
    return made


def _count(value: int) -> str:
    return f"{value:,}" if value else "-"


def line(one: Told) -> str:
    """One source that is done, for a log."""
    words = {"heard": "heard", "unchanged": "nothing new", "failed": "could not be heard"}[one.state]
    parts = [number(one.requests, "request")] if one.requests else []
    if one.state == "heard":
        parts.append(number(one.entries, "entry", "entries"))
    parts += [size(one.bytes)] if one.bytes else []
    parts += [f"{one.milliseconds:,} ms"] if one.milliseconds else []
    return f"  {one.source}: {words}" + (f" ({', '.join(parts)})" if parts else "")
