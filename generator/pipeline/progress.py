"""How a verb tells how far it is, without knowing who is watching."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Protocol

from generator.model.base import Value


class Stage(Protocol):
    """One stretch of work that is under way."""

    def advance(self, amount: float = 1) -> None:
        """Count `amount` more pieces as done."""


class Told(Value, frozen=True, kw_only=True):
    """How far one source is."""

    source: str
    state: Literal["asking", "reading", "heard", "unchanged", "failed", "checking"]
    requests: int = 0
    """Answered so far."""
    entries: int = 0
    """Read so far."""
    bytes: int = 0
    milliseconds: int = 0
    message: str = ""
    """Why it failed; empty where it did not."""


class Progress(Protocol):
    """Somebody who may be watching."""

    def told(self, one: Told) -> None:
        """Hear how far one source is; called whenever it changes."""

    def stage(self, words: str, total: int | None = None) -> AbstractContextManager[Stage]:
        """Begin a stretch of work; `total` is its number of pieces, None where nobody knows."""


class _Nobody:
    def advance(self, amount: float = 1) -> None:
        """Nobody watches."""

    def told(self, one: Told) -> None:
        """Nobody watches."""

    def stage(self, words: str, total: int | None = None) -> AbstractContextManager[Stage]:
        """Nobody watches."""
        del words, total
        return nullcontext(self)


NOBODY: Progress = _Nobody()


def number(count: int, one: str, many: str | None = None) -> str:
    """A count with its word: `1 source`, `2,000 sources`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
