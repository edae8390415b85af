"""What a post is: weighted cues, added up in the open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from generator.model.words import Certainty, Kind
from generator.screening.lexicon import Hit

WEIGHTS = {
    "negated_function": 1.0,
    "defect": 1.5,
    "delay": 1.5,
    "money": 1.0,
    "demand": 1.0,
    "affect": 2.0,
    "exit": 1.5,
}
"""Points of a cue group; several hits count as the square root of their number, at most four.

The weights are design choices, fixed before they were measured and not tuned since.
"""
PRAISE = 1.5
SURE, REVIEW = 1.5, 1.0
"""From SURE up a complaint is counted; from REVIEW up a person should look."""
_SURE_PRAISE = 2.0
_MOST_HITS = 4
_POOR, _RICH = 0.25, 0.75
_GRAVE = "grave"
_GRAVE_GROUPS = ("severity:3", "severity:4")
"""A post that tells of danger or loss and nothing else is for a person to look at."""
GROUPS = frozenset([*WEIGHTS, "praise", "question", "suggestion"])


class Decision(NamedTuple):
    """A kind with its certainty, and the points of every group that took part."""

    kind: Kind
    certainty: Certainty
    points: tuple[tuple[str, float], ...]


def decide(
    hits: Sequence[Hit], *, has_rules: bool, declared: Kind | None, rating: float | None, question_mark: bool
) -> Decision:
    """Return the kind of a post from its cues.

    A declared kind stands as it is. A rating of at most a quarter of the best possible speaks for a complaint
    like a defect does, one of at least three quarters for praise.
    """
    counts = Counter(hit.group for hit in hits if hit.group in GROUPS)
    counts[_GRAVE] = sum(hit.group in _GRAVE_GROUPS for hit in hits)
    points = {group: weight * _root(counts[group]) for group, weight in WEIGHTS.items() if counts[group]}
    if rating is not None and rating <= _POOR:
        points["rating"] = WEIGHTS["defect"]
    said = sum(points.values())
    praise = PRAISE * _root(counts["praise"]) + (PRAISE if rating is not None and rating >= _RICH else 0.0)
    if praise:
        points["praise"] = -praise
    shown = tuple((group, round(value, 2)) for group, value in sorted(points.items()))
    if declared is not None:
        return Decision(declared, Certainty.SURE, shown)
    if not has_rules:
        return Decision(Kind.UNCLASSIFIED, Certainty.REVIEW, shown)
    kind, sure = _choose(said, praise, counts, question_mark=question_mark)
    return Decision(kind, Certainty.SURE if sure else Certainty.REVIEW, shown)


def _root(count: int) -> float:
    return sqrt(min(count, _MOST_HITS))


def _choose(said: float, praise: float, counts: Counter[str], *, question_mark: bool) -> tuple[Kind, bool]:
    score = said - praise
    if score >= SURE:
        return Kind.COMPLAINT, True
    if counts["suggestion"] and said < SURE:
        return Kind.SUGGESTION, said == 0
    if score >= REVIEW:
        return Kind.COMPLAINT, False
    asks = bool(counts["question"] and question_mark)
    if praise >= REVIEW and praise > said and not (asks and praise <= PRAISE):
        # one kind word in a question is politeness: "Does it ship on Mondays? Thanks"
        return Kind.PRAISE, said == 0 and praise >= _SURE_PRAISE
    if counts["question"] or question_mark:
        return Kind.QUESTION, asks and said == 0
    return (Kind.COMPLAINT, False) if said or counts[_GRAVE] else (Kind.OTHER, True)
