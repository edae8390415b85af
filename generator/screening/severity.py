"""How bad it is: the highest tier of which one cue is met, never an average."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.words import Kind
from generator.screening.lexicon import Hit

LOWEST = 1
_PREFIX = "severity:"


def severity(hits: Sequence[Hit], kind: Kind) -> int:
    """Return 4 (safety, law), 3 (money or data lost, locked out), 2 (unusable, repeated, long waiting) or 1.

    Praise is always 1: it may speak of a danger that is over.
    """
    if kind is Kind.PRAISE:
        return LOWEST
    return max(
        (int(hit.group.removeprefix(_PREFIX)) for hit in hits if hit.group.startswith(_PREFIX)),
        default=LOWEST,
    )
