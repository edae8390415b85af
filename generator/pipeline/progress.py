"""How a verb tells how far it is, without knowing who is watching."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Stage(Protocol):
    """One stretch of work that is under way."""

    def advance(self, amount: float = 1) -> None:
        """Count `amount` more pieces as done."""


class Progress(Protocol):
    """Somebody who may be watching."""

    def stage(self, words: str, total: int | None = None) -> AbstractContextManager[Stage]:
        """Begin a stretch of work; `total` is its number of pieces, None where nobody knows."""


class _Nobody:
    def advance(self, amount: float = 1) -> None:
        """Nobody watches."""

    def stage(self, words: str, total: int | None = None) -> AbstractContextManager[Stage]:
        """Nobody watches."""
        del words, total
        return nullcontext(self)


NOBODY: Progress = _Nobody()


def number(count: int, one: str, many: str | None = None) -> str:
    """A count with its word: `1 source`, `2,000 sources`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
