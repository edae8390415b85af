"""Where a shape may begin: found in one pass over a text, so that patterns are tried there and nowhere else.

Every function returns at least all the places where its shape can match; `None` means anywhere.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Sequence
from functools import cache, cached_property

from ahocorasick_rs import AhoCorasick

from generator import masking_shapes as words

_DIGITS = re.compile(r"\d+")
_SPELT_AT = re.compile(rf"(?i)[\[({{<]\s?{words.any_of('at')}\b")
_IP6 = re.compile(r"(?i):(?::|[0-9a-f]{1,4}:[0-9a-f])")
_USER = re.compile(r"\bu/")
_AROUND_AT = (" dot ", *(f" {word} " for word in words.FOREIGN_AT))
_BRACKETS = ("[", "(", "{", "<")
_LONGEST_USER = 64
_FEWEST_DIGITS = 7
_GAP = 3
"""Characters that may stand between two digits of one run."""
_ZIP = 5
_HOUSE = 4
_HOUSE_TO_ZIP = 5
_STREETS = (*words.listed("streets_inside"), *words.listed("streets_apart"))
_COMMON = 0x3000

Places = Sequence[int] | None


class _Plain(dict[int, str]):
    """A table for `str.translate`: case as `re.IGNORECASE` sees it, a space for what belongs to no word."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        made = {"\u0131": "i", "\u017f": "s"}.get(letter, letter.lower()[0])
        made = made if letter.isalnum() or letter == "_" else " "
        if point < _COMMON:
            self[point] = made
        return made


_TABLE = _Plain()


@cache
def _automaton() -> tuple[AhoCorasick, list[tuple[str, ...]]]:
    """Return the automaton of all announcing words, and the groups of each of its patterns."""
    groups = {
        "name": (*words.listed("titles"), *words.listed("announcers")),
        "first": words.listed("first_names"),
        "street": words.listed("streets_before"),
        "box": (*words.listed("post_boxes"), "apt", "apartment", "flat", "suite"),
        "account": words.listed("accounts"),
    }
    owners: dict[str, dict[str, None]] = {}
    for group, spelt in groups.items():
        # a number word may follow an announcing word without a space; after the others, a word ends
        end = "" if group == "account" else " "
        for word in spelt:
            owners.setdefault(f" {word.translate(_TABLE)}{end}", {})[group] = None
    return AhoCorasick(list(owners)), [tuple(found) for found in owners.values()]


class Text:
    """A text, and what it holds, looked for once."""

    def __init__(self, text: str) -> None:
        """Nothing is looked for before it is asked for."""
        self.text = text

    @cached_property
    def low(self) -> str:
        """The text as words, case-folded, between two spaces: its places are the text's plus one."""
        return f" {self.text.translate(_TABLE)} "

    @cached_property
    def digits(self) -> list[tuple[int, int]]:
        """Start and end of every run of nothing but digits."""
        return [found.span() for found in _DIGITS.finditer(self.text)]

    @cached_property
    def announced(self) -> dict[str, list[int]]:
        """Starts of announcing words by group, ascending."""
        automaton, owners = _automaton()
        found: dict[str, list[int]] = {"name": [], "first": [], "street": [], "box": [], "account": []}
        for number, start, _end in automaton.find_matches_as_indexes(self.low, overlapping=True):
            for group in owners[number]:
                insort(found[group], start)
        return found

    def word(self, place: int) -> int:
        """Start of the word that the character at a place belongs to, or the place itself."""
        return self.low.rfind(" ", 0, place + 1)


def email(text: Text) -> Places:
    """A user before an at sign; anywhere, where the sign is spelt or bracketed."""
    raw = text.text
    if "\uff20" in raw or "%40" in raw or any(word in text.low for word in _AROUND_AT):
        return None
    if _SPELT_AT.search(raw):
        return None
    found: list[int] = []
    for sign in re.finditer("@", raw):
        end = sign.start()
        end -= end > 0 and raw[end - 1].isspace()
        if raw[max(end - 1, 0) : end] in _BRACKETS:
            return None
        found.append(_user(raw, end))
    return found


def _user(raw: str, end: int) -> int:
    """Where what may be a user's name begins that ends at a place; a longer one than any may be cut."""
    start = end
    while start and end - start <= _LONGEST_USER and (raw[start - 1].isalnum() or raw[start - 1] in "_.+%-"):
        start -= 1
    return start


def profile(text: Text) -> Places:
    """Where a host is followed by a path, anywhere."""
    return None if "/" in text.text and words.WITH_PROFILE.search(text.text) else ()


def iban(text: Text) -> Places:
    """Two letters before two digits."""
    raw = text.text
    return [
        start - 2 for start, end in text.digits if end - start > 1 and start > 1 and raw[start - 1].isalpha()
    ]


def ip(text: Text) -> Places:
    """Digits before a dot."""
    return [start for start, end in text.digits if text.text.startswith(".", end)]


def ip6(text: Text) -> Places:
    """Where two colons stand close together, anywhere."""
    return None if text.text.count(":") > 1 and _IP6.search(text.text) else ()


def english(text: Text) -> Places:
    """A house number."""
    return [start for start, end in text.digits if end - start <= _ZIP]


def german(text: Text) -> Places:
    """Where a street stands before a number, or a number before a post code, anywhere."""
    before = -_HOUSE_TO_ZIP - 1
    for start, end in text.digits:
        if start and text.text[start - 1].isspace() and text.text.endswith(_STREETS, 0, start - 1):
            return None
        if end - start == _ZIP and start - before <= _HOUSE_TO_ZIP and words.WITH_GERMAN.search(text.text):
            return None
        before = end
    return ()


def romance(text: Text) -> Places:
    """A street, or a house number where there are streets."""
    streets = text.announced["street"]
    if not streets or not text.digits:
        return ()
    return sorted({*streets, *(start for start, end in text.digits if end - start <= _HOUSE)})


def postal(text: Text) -> Places:
    """A post box, a flat, a post code, or the place before one."""
    if not text.digits:
        return ()
    found = set(text.announced["box"])
    for start, end in text.digits:
        if end - start == _ZIP:
            found |= {start, _before(text, start)}
        if start and text.text[start - 1].isalpha():
            found |= {start - 1, start - 2}
        if text.text.startswith("0AA", start) and words.WITH_POSTAL.search(text.text):
            found |= {start - 3, start - 4}
    return sorted(place for place in found if place >= 0)


def _before(text: Text, start: int) -> int:
    """Start of the word before a number, over a space and a comma."""
    end = start - 1
    if end > 0 and text.text[end - 1] == ",":
        end -= 1
    return text.word(end - 1) if end > 0 else start


def account(text: Text) -> Places:
    """A word that announces a number, or a number sign."""
    if not text.digits:
        return ()
    found = text.announced["account"]
    if "#" not in text.text:
        return found
    return sorted({*found, *(sign.start() for sign in re.finditer("#", text.text))})


def token(text: Text) -> Places:
    """A word with a digit in it that is no plain number."""
    found = (
        text.word(start)
        for start, end in text.digits
        if text.low[start] != " " or text.low[end + 1] != " " or text.text.startswith("-", end)
    )
    return list(dict.fromkeys(found))


def run(text: Text) -> Places:
    """Digits, and what may stand before them, where seven of them stand close together."""
    found: list[int] = []
    near: list[int] = []
    count, before = 0, 0
    for start, end in text.digits:
        if start - before > _GAP:
            found += near if count >= _FEWEST_DIGITS else ()
            near, count = [], 0
        near += range(max(start - 3, before), start + 1)
        count, before = count + end - start, end
    return found + (near if count >= _FEWEST_DIGITS else [])


def handle(text: Text) -> Places:
    """Where an at sign or `u/` stands, anywhere."""
    raw = text.text
    return None if "@" in raw or "\uff20" in raw or ("u/" in raw and _USER.search(raw)) else ()


def name(text: Text) -> Places:
    """A word that announces a name."""
    return text.announced["name"]


def first_name(text: Text) -> Places:
    """A common first name."""
    return text.announced["first"]
