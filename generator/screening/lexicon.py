"""Cues and where they stand in a text: one automaton a language, whole words only."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

SHIELD = "shield"
"""Group of phrases that swallow the cues inside them: "no problem" is no problem."""
_NUMBER = "#"


class Hit(NamedTuple):
    """One cue found in a text; places count characters."""

    group: str
    start: int
    end: int


class CueLine(NamedTuple):
    """One cue as written: `*` at its end matches any ending, `#` any number."""

    text: str
    group: str


_COMMON = 0x3000


class _Table(dict[int, str]):
    """Letters that are written otherwise; the others stay, and are kept here, for a miss is slow."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        if point < _COMMON:
            self[point] = letter
        return letter


@cache
def _table() -> _Table:
    table = _Table()
    for point in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(point))[0].lower()
        if len(base) == 1:
            table[point] = base
    table |= dict.fromkeys(map(ord, "0123456789"), "0")
    table |= dict.fromkeys((0x2019, 0x2018, 0xB4, 0x60, 0x2BC), "'")
    table |= dict.fromkeys((0x2D, 0x2010, 0x2011, 0x2012, 0x2013), " ")
    return table


def fold(text: str) -> str:
    """Return the text without case, accents and hyphens, every digit as 0: as many characters as before."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return low.translate(_table())


class Lexicon:
    """Finds all cues of one language at once."""

    def __init__(self, cues: Iterable[CueLine], numbers: Sequence[str] = ()) -> None:
        """Build the automaton; `numbers` are the number words that `#` stands for beside digits."""
        self._owners: list[tuple[tuple[str, ...], bool]] = []
        owners: dict[tuple[str, bool], dict[str, None]] = {}
        for cue in cues:
            for pattern in _spelt(cue.text, numbers):
                bare, is_open = pattern.rstrip("*"), pattern.endswith("*")
                if bare.strip():
                    owners.setdefault((bare, is_open), {})[cue.group] = None
        self._owners = [(tuple(groups), is_open) for (_bare, is_open), groups in owners.items()]
        patterns = [bare for bare, _is_open in owners]
        self._automaton = AhoCorasick(patterns) if patterns else None

    def hits(self, folded: str) -> list[Hit]:
        """Return the cues in a folded text by place; of one group, only the longest of overlapping ones."""
        if self._automaton is None:
            return []
        found: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            groups, is_open = self._owners[number]
            begin = _begin(folded, start)
            if begin is None or not (is_open or _ends(folded, end)):
                continue
            found.extend(Hit(group, begin, _word_end(folded, end) if is_open else end) for group in groups)
        return _longest(found)


def _spelt(cue: str, numbers: Sequence[str]) -> Iterable[str]:
    """Return the spellings of a cue: with digits and number words, and as people type who leave out marks."""
    folded = fold(cue)
    found = [folded]
    if _NUMBER in folded:
        found = [folded.replace(_NUMBER, number) for number in ("0", *map(fold, numbers))]
    return [*found, *(spelt.replace("'", "") for spelt in found if _left_out(spelt))]


def _left_out(spelt: str) -> bool:
    """Tell "doesnt" and "im waiting", which people write, from "jai" and "lappli", which they do not."""
    return any(mark in spelt for mark in ("n't", "i'm", "i've", "'s "))


def _begin(folded: str, start: int) -> int | None:
    """Return where the cue's word begins, or None where it begins inside another word or in a marker."""
    if folded[start] == "0":
        while start and folded[start - 1] in "0.,":
            start -= 1
    before = folded[start - 1] if start else " "
    return None if before.isalnum() or before in "[_" else start


def _ends(folded: str, end: int) -> bool:
    return end >= len(folded) or not (folded[end].isalnum() or folded[end] == "_")


def _word_end(folded: str, end: int) -> int:
    while end < len(folded) and folded[end].isalnum():
        end += 1
    return end


def _longest(found: list[Hit]) -> list[Hit]:
    """Keep the longest of overlapping cues of one group, and none inside a shield."""
    found.sort(key=lambda hit: (hit.start, -hit.end, hit.group))
    reach: dict[str, int] = {}
    shield = Hit(SHIELD, -1, -1)
    kept: list[Hit] = []
    for hit in found:
        if hit.group == SHIELD:
            shield = hit if hit.end > shield.end else shield
        elif hit.end > reach.get(hit.group, -1) and (hit.end > shield.end or hit[1:] == shield[1:]):
            reach[hit.group] = hit.end
            kept.append(hit)
    return kept
