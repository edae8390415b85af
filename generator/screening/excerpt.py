"""The few words that are published: the most telling sentences, without unknown proper names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.screening.lexicon import Hit, fold

_BREAK = re.compile(r"[.!?…][\"'\u2019\u201d)]{0,2}\s+(?=\S)")
_CAPITAL = re.compile(r"[^\W\d_a-z\u00df-\u00ff](?<=[\w,;'\"(] .)[\w'\u2019-]+")
_SHORTEST_NAME = 2
_MARK, _LEAD, _TAIL = "…", "… ", " …"
_LONGEST_POST = 12_000
_NAMES_COST = 3.0
_PLACE_COST = 0.02


class Excerpt(NamedTuple):
    """A piece of a masked text: `text` is `lead + source[start:end] + tail`."""

    text: str
    start: int
    end: int
    lead: int
    """Characters put in front of the piece."""


def excerpt(
    words: str, hits: Sequence[Hit], *, most: int, known: frozenset[str], nouns: bool, title_end: int = 0
) -> Excerpt:
    """Return the most telling part of a masked text in at most `most` characters.

    Args:
        words: The masked text, one line.
        hits: Its cues; kind and theme cues make a sentence telling.
        most: Limit in characters, the marks of omission included.
        known: Folded words that may stand although they are capitalised: brand, aliases, places, products.
        title_end: Characters that are the title, which tells less than the post itself.
        nouns: True for languages that write all nouns with a capital, where capitals tell nothing.
    """
    sentences = _sentences(words)
    names = [0 if nouns else _unknown(words[start:end], known) for start, end in sentences]
    if len(words) <= most and not any(names):
        return Excerpt(words, 0, len(words), 0)
    told = _telling(sentences, hits)
    scores = [
        told[place] - _NAMES_COST * count - _PLACE_COST * place - (end <= title_end)
        for place, ((_start, end), count) in enumerate(zip(sentences, names, strict=True))
    ]
    best = max(range(len(scores)), key=scores.__getitem__)
    first = last = best
    room = most - 2 * len(_LEAD)
    while last + 1 < len(sentences) and not names[last + 1] and _span(sentences, first, last + 1) <= room:
        last += 1
    while first > 0 and not names[first - 1] and _span(sentences, first - 1, last) <= room:
        first -= 1
    start, end = sentences[first][0], sentences[last][1]
    if end - start > room:
        start, end = _window(words, start, end, hits, room)
    return _marked(words, start, end)


def _sentences(words: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    begin = 0
    for found in _BREAK.finditer(words[:_LONGEST_POST]):
        end = found.end() - (len(found[0]) - len(found[0].rstrip()))
        places.append((begin, end))
        begin = found.end()
    places.append((begin, min(len(words), _LONGEST_POST)))
    return places


def _unknown(sentence: str, known: frozenset[str]) -> int:
    """Count capitalised words within a sentence that are no known name, no acronym and no "I"."""
    found = (word[0].strip("'\u2019-") for word in _CAPITAL.finditer(sentence))
    return sum(
        len(word) >= _SHORTEST_NAME and not word.isupper() and _bare(word) not in known for word in found
    )


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    return fold(word).removesuffix("'s")


def _telling(sentences: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> list[float]:
    starts = [start for start, _end in sentences]
    groups: list[set[str]] = [set() for _ in sentences]
    for hit in hits:
        place = bisect_right(starts, hit.start) - 1
        if hit.start < sentences[place][1]:
            groups[place].add(hit.group)
    return [sum(0.5 if group.startswith("theme") else 1.0 for group in found) for found in groups]


def _span(sentences: Sequence[tuple[int, int]], first: int, last: int) -> int:
    return sentences[last][1] - sentences[first][0]


def _window(words: str, start: int, end: int, hits: Sequence[Hit], room: int) -> tuple[int, int]:
    """Return the part of a long sentence around its first cue, cut between words and outside markers."""
    cue = next((hit.start for hit in hits if start <= hit.start < end), start)
    begin = start if cue - start < room // 2 else max(start, cue - room // 3)
    if begin > start:
        begin = words.find(" ", begin, end) + 1 or begin
    stop = min(end, begin + room)
    if stop < end:
        stop = max(words.rfind(" ", begin, stop), begin + room // 2)
    return _outside(words, begin, stop)


def _outside(words: str, begin: int, stop: int) -> tuple[int, int]:
    """Step back from the middle of a marker such as `[phone]`."""
    opened = words.rfind("[", begin, stop)
    if opened > words.rfind("]", begin, stop) and stop - opened < len("[account]"):
        stop = opened
    return begin, stop


def _marked(words: str, start: int, end: int) -> Excerpt:
    piece = words[start:end].rstrip()
    lead = _LEAD if start > 0 else ""
    tail = _TAIL if start + len(piece) < len(words) and not piece.endswith(_MARK) else ""
    return Excerpt(f"{lead}{piece}{tail}", start, start + len(piece), len(lead))
