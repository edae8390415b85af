"""Tables that fit: where a terminal is narrow, the least important columns go first."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table

from generator.model.base import Value

GAP = 2
"""Spaces between two columns."""
LEAST_NAME = 12
"""Characters below which a name is not cut any further."""
SILENT = frozenset({"", "0", "-"})


class Column(Value, frozen=True, kw_only=True):
    """One column, with how much it matters."""

    head: str
    cells: tuple[str, ...]
    rank: int = 0
    """0 always stays; of the others, the highest goes first."""
    words: bool = False
    """True for words, which stand on the left; numbers stand on the right."""

    @property
    def width(self) -> int:
        """Cells of the terminal that it needs."""
        return max(cell_len(one) for one in (self.head, *self.cells))

    @property
    def silent(self) -> bool:
        """True where it says nothing of any row."""
        return all(one in SILENT for one in self.cells)


def fitting(columns: Sequence[Column], width: int) -> tuple[Column, ...]:
    """The columns that fit: those that say nothing go first, then by rank."""
    kept = list(columns)
    going = sorted((one for one in columns if one.rank), key=lambda one: (one.silent, one.rank))
    while going and natural(kept) > width:
        kept.remove(going.pop())
    return tuple(kept)


def natural(columns: Sequence[Column]) -> int:
    """Cells that the columns need side by side."""
    return sum(one.width for one in columns) + GAP * max(len(columns) - 1, 0)


def table(columns: Sequence[Column], width: int, *, title: str | None = None) -> Table:
    """The columns as a table of at most `width` cells; the first is cut where all the others need it."""
    kept = fitting(columns, width)
    made = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    spare = width - natural(kept[1:]) - GAP
    for number, one in enumerate(kept):
        most = max(min(one.width, spare), LEAST_NAME) if number == 0 else None
        made.add_column(
            one.head,
            justify="left" if one.words else "right",
            no_wrap=True,
            overflow="ellipsis",
            max_width=most,
        )
    for row in zip(*(one.cells for one in kept), strict=True):
        made.add_row(*row)
    return made


def show(console: Console, columns: Sequence[Column], *, title: str | None = None) -> None:
    """Print the columns: whole in a log, which knows no width, and as many as fit on a terminal."""
    if console.is_terminal:
        console.print(table(columns, console.width, title=title), markup=False)
        return
    needed = max(natural(columns), console.width)
    before, console.width = console.width, needed
    console.print(table(columns, needed, title=title))
    console.width = before


def size(count: int) -> str:
    """Bytes in units people read: `812 B`, `1.4 MB`; a dash for none."""
    return decimal(count).replace(" bytes", " B").replace(" byte", " B") if count else "-"
