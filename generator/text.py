"""Characters, white space and names: what every room does to text, in one place."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable

_BREAKS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001fffe\U0001ffff\U000e0000-\U000e0fff]"
)
"""Controls, bidirectional controls, zero-width and other invisible characters, surrogates, tags."""
_URL = re.compile(r"(?:https?://|www\.)\S+")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
_LONGEST_SLUG = 64


def visible(text: str) -> str:
    """Return the text without invisible characters; all line breaks are alike, other white space stays."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub("", _BREAKS.sub("\n", text.replace("\r\n", "\n")))


def lines(text: str) -> str:
    """Return the text without invisible characters; line breaks stay, other white space becomes one space."""
    return "\n".join(map(squash, visible(text).split("\n")))


def squash(text: str) -> str:
    """Return the text with every stretch of white space as one space, and none at its ends."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return one line of text without bidirectional, zero-width, control and other invisible characters."""
    return squash(visible(text))


def normalise(text: str) -> str:
    """Return what two spellings of the same words have in common.

    Compatibility forms and case are folded (NFKC), addresses and punctuation are dropped, and single
    spaces are left. Doing it twice changes nothing.
    """
    text = text if text.isascii() and text.isprintable() else _HIDDEN.sub("", text)
    if text.isascii():
        return _words(text.lower())
    return _folded(_words(_folded(text)))


def _words(text: str) -> str:
    if "http" in text or "www." in text:
        text = _URL.sub(" ", text)
    return squash(text.translate(_PARTED))


def _folded(text: str) -> str:
    for _ in range(4):
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        folded = squash(_HIDDEN.sub("", folded))
        if folded == text:
            break
        text = folded
    return text


class _Parted(dict[int, str]):
    """Keeps letters, digits and the signs and accents that belong to a letter; the rest parts words."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        kept = letter.isalnum() or unicodedata.category(letter)[0] == "M"
        made = letter if kept else " "
        if point < _COMMON:
            self[point] = made
        return made


_COMMON = 0x3000
_PARTED = _Parted()


def slug(text: str) -> str:
    """Return a slug of at most 64 characters; text without Latin letters or digits becomes a short hash."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    ascii_only = folded.encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", ascii_only.casefold()).strip("-")[:_LONGEST_SLUG].strip("-")
    return made or "x-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None."""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None
