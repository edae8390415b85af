"""How the program speaks: bars and tables where a person watches, plain lines where nobody does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from generator.pipeline.progress import Stage


def on_one_line(problem: object) -> str:
    """A problem as one line: names of files and keys are strangers' words, and a log obeys lines."""
    return " ".join(str(problem).splitlines())


class _Bar:
    def __init__(self, bars: Bars, words: str, total: int | None) -> None:
        self._bars = bars
        self._task = bars.add_task(words, total=total)

    def advance(self, amount: float = 1) -> None:
        self._bars.advance(self._task, amount)


class _Line:
    def advance(self, amount: float = 1) -> None:
        """A log needs no bar."""


class Terminal:
    """Shows stages of work: a bar each on a terminal, a line each in a log."""

    def __init__(self, console: Console) -> None:
        """`console` decides by itself whether a person is watching."""
        self.console = console

    @contextmanager
    def stage(self, words: str, total: int | None = None) -> Iterator[Stage]:
        """Begin a stretch of work, and say how long it took when it ends."""
        begun = time.monotonic()
        if self.console.is_terminal:
            with _bars(self.console, counted=total is not None) as bars:
                yield _Bar(bars, words, total)
        else:
            yield _Line()
        self.console.print(f"{words} [dim]({time.monotonic() - begun:.1f} s)[/dim]", highlight=False)


def _bars(console: Console, *, counted: bool) -> Bars:
    return Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        *((MofNCompleteColumn(),) if counted else ()),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
