"""The evidence of a finding: which words decided, and where they stand in the excerpt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.model.mention import Cue
from generator.model.words import Kind, ThemeId
from generator.screening.excerpt import Excerpt
from generator.screening.kind import GROUPS, Decision
from generator.screening.lexicon import Hit
from generator.screening.themes import PREFIX, owner

LONGEST = 60
_MOST = 24
"""Cues kept of one post; the places of the heaviest reasons go first."""
_ORDER = ("held", "severity", "facet", "theme")


def cues(
    words: str, hits: Sequence[Hit], decision: Decision, themes: Sequence[ThemeId], shown: Excerpt | None
) -> tuple[Cue, ...]:
    """Return the cues of a finding, each wording once: those that stand in the excerpt before the others.

    `shown` is None where rights allow no excerpt: the cues then stand without a place.
    """
    weights = dict(decision.points)
    kept: dict[tuple[str, str], Cue] = {}
    for hit in sorted(_relevant(hits, decision.kind, themes), key=lambda hit: _rank(hit, shown)):
        cue = _cue(words, hit, weights, shown)
        kept.setdefault((cue.group, cue.text.casefold()), cue)
    return tuple(kept.values())[:_MOST]


def _relevant(hits: Sequence[Hit], kind: Kind, themes: Sequence[ThemeId]) -> Iterable[Hit]:
    for hit in hits:
        if hit.group.startswith(PREFIX):
            if owner(hit.group)[0] in themes:
                yield hit
        elif hit.group in ("question", "suggestion"):
            if hit.group == kind:
                yield hit
        elif not hit.group.startswith(("reply:", "severity:") if kind is Kind.PRAISE else "reply:"):
            yield hit


def _rank(hit: Hit, shown: Excerpt | None) -> tuple[int, int, int, str]:
    part = hit.group.partition(":")[0]
    order = 0 if part in GROUPS else 1 + _ORDER.index(part)
    inside = shown is not None and shown.start <= hit.start and hit.end <= shown.end
    return (0 if inside else 1, order, hit.start, hit.group)


def _cue(words: str, hit: Hit, weights: dict[str, float], shown: Excerpt | None) -> Cue:
    group = hit.group.partition("@")[0]
    text = words[hit.start : hit.end]
    weight = weights.get(group, 0.0)
    if shown is None or hit.start < shown.start or hit.end > shown.end:
        return Cue(group=group, text=text[:LONGEST], weight=weight)
    shift = shown.lead - shown.start
    return Cue(group=group, text=text[:LONGEST], weight=weight, start=hit.start + shift, end=hit.end + shift)
