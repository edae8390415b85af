"""How the program speaks: bars and tables where a person watches, plain lines where nobody does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.markup import escape

from generator.cli.live_table import LiveTable, is_done, line
from generator.pipeline.progress import Stage, Told
from generator.text import visible

FRAMES_A_SECOND = 8


def on_one_line(problem: object) -> str:
    """A problem as one line: names of files and keys are strangers' words, and a log obeys lines."""
    return " ".join(visible(str(problem)).splitlines())


class _Line:
    def advance(self, amount: float = 1) -> None:
        """A log needs no bar."""


class Terminal:
    """Shows stages of work: a bar each on a terminal, a line each in a log; and how far each source is."""

    def __init__(self, console: Console, *, lines: bool = True) -> None:
        """Begin; `console` decides by itself whether a person is watching.

        Args:
            console: where it is shown.
            lines: a log gets a line a source, too.
        """
        self.console = console
        self._lines = lines
        self._live: LiveTable | None = None
        self._said: dict[str, str] = {}

    def told(self, one: Told) -> None:
        """Show how far one source is: a row that changes, or a line in a log once it is done."""
        if self._live is not None:
            self._live.told(one)
        elif self._logs(one):
            self._said[one.source] = one.state
            self.console.print(line(one), markup=False, highlight=False, soft_wrap=True)

    def _logs(self, one: Told) -> bool:
        wanted = self._lines and not self.console.is_terminal
        return wanted and is_done(one) and self._said.get(one.source) != one.state

    @contextmanager
    def stage(self, words: str, total: int | None = None) -> Iterator[Stage]:
        """Begin a stretch of work, and say how long it took when it ends."""
        begun = time.monotonic()
        if self.console.is_terminal:
            with self._watched(words, total) as table:
                yield table
        else:
            yield _Line()
        said = f"{escape(on_one_line(words))} [dim]({time.monotonic() - begun:.1f} s)[/dim]"
        self.console.print(said, highlight=False, soft_wrap=True)

    @contextmanager
    def _watched(self, words: str, total: int | None) -> Iterator[LiveTable]:
        outer, table = self._live, LiveTable(self.console, words, total)
        self._live = table
        try:
            with Live(
                get_renderable=table.render,
                console=self.console,
                transient=True,
                refresh_per_second=FRAMES_A_SECOND,
            ):
                yield table
        finally:
            self._live = outer
