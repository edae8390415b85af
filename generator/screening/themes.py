"""What a post is about: themes whose cues are met, the strongest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.model.words import ThemeId
from generator.screening.lexicon import Hit

OTHER = ThemeId("other")
"""Where no theme's cues are met; no theme file may use it."""
PREFIX = "theme:"
_TITLE = 2
_MOST = 4
_SHARE = 0.4
"""A theme with less than this share of the first one's hits is mentioned, not meant."""


def owner(group: str) -> tuple[str, str]:
    """Return (slug, brand) of a theme group; brand is empty for general themes."""
    slug, _, brand = group.removeprefix(PREFIX).partition("@")
    return slug, brand


def themes(hits: Sequence[Hit], brand: str, title_end: int) -> tuple[ThemeId, ...]:
    """Return at most four themes, primary first; (`other`,) where there is none.

    Hits in the title count double; ties go to the longer cue, which says more, then by slug.
    """
    points: Counter[str] = Counter()
    longest: Counter[str] = Counter()
    for hit in hits:
        if hit.group.startswith(PREFIX):
            slug, of = owner(hit.group)
            if of in ("", brand):
                points[slug] += _TITLE if hit.start < title_end else 1
                longest[slug] = max(longest[slug], hit.end - hit.start)
    ranked = sorted(points.items(), key=lambda pair: (-pair[1], -longest[pair[0]], pair[0]))
    if not ranked:
        return (OTHER,)
    least = ranked[0][1] * _SHARE
    return tuple(ThemeId(slug) for slug, count in ranked[:_MOST] if count >= least)
