"""Words that wait for a person before they are published, and further marks of a finding."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.words import Ground
from generator.screening.lexicon import Hit

GROUNDS = (Ground.ACCUSATION, Ground.DANGER, Ground.HEALTH, Ground.MINOR)
"""What is held (law 8): accusations of crime, danger to life, health or sex life, minors."""


def held(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the grounds for holding the words back, sorted; empty where there is none."""
    return tuple(sorted({hit.group.removeprefix("held:") for hit in hits if hit.group.startswith("held:")}))


def facets(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return further marks with cues, sorted: effort, leaving, staying, backfire, me_too."""
    return tuple(sorted({hit.group.removeprefix("facet:") for hit in hits if hit.group.startswith("facet:")}))
