"""What a source's newest entries were when it was last read, and whether the next answer still meets them."""

from __future__ import annotations

from collections.abc import Sequence

from generator import canonical
from generator.model.events import SourceFacts

MOST = 32
"""Newest entries that are remembered."""
_CHARACTERS = 8
"""Of a hash: 40 bits, so that 32 of them meet a stranger by chance once in thousands of millions."""


def window(scope: str, marks: Sequence[str]) -> tuple[str, ...]:
    """Return short hashes of the newest 32 marks, in their order (newest first), as facts keep them."""
    return tuple(_short(scope, mark) for mark in list(dict.fromkeys(marks))[:MOST])


def met(facts: SourceFacts | None, marks: Sequence[str], scope: str) -> bool | None:
    """Return whether any of an answer's marks was in the window of the last run.

    None where that cannot be told: nothing is remembered, or the answer holds nothing.
    """
    if facts is None or not facts.window or not marks:
        return None
    remembered = frozenset(facts.window)
    return any(_short(scope, mark) in remembered for mark in marks)


def _short(scope: str, mark: str) -> str:
    return canonical.id16(scope, mark)[:_CHARACTERS]
