"""What a review and a page of reviews of the App Store say, whichever form the feed has."""

from __future__ import annotations

import re

from generator.model.base import Value

_VOTES = re.compile(r"-?\d{1,9}", re.ASCII)
LANGUAGES = {
    "ar": "es", "at": "de", "au": "en", "br": "pt", "bg": "bg", "cl": "es", "cn": "zh", "co": "es",
    "cr": "es", "cz": "cs", "de": "de", "dk": "da", "ec": "es", "es": "es", "fi": "fi", "fr": "fr",
    "gb": "en", "gr": "el", "gt": "es", "hr": "hr", "hu": "hu", "id": "id", "ie": "en", "is": "is",
    "it": "it", "jp": "ja", "kr": "ko", "lt": "lt", "mx": "es", "nl": "nl", "no": "no", "nz": "en",
    "pe": "es", "pl": "pl", "pt": "pt", "ro": "ro", "ru": "ru", "se": "sv", "si": "sl", "sk": "sk",
    "th": "th", "tr": "tr", "tw": "zh", "us": "en", "uy": "es", "ve": "es", "vn": "vi",
}  # fmt: skip
"""The language of a country's store, where nearly all write in one; others are left out on purpose."""


class Review(Value, frozen=True, kw_only=True):
    """What one entry of the feed says."""

    id: str
    """A bare number; empty where there is none."""
    is_app: bool
    """True for the entry about the app itself, with which older feeds begin."""
    title: str
    body: str
    """Plain text, as is the title."""
    author: str
    date: str
    rating: float | None
    """As a share of five."""
    score: int | None
    version: str

    def tags(self, country: str) -> tuple[str, ...]:
        """The app's version and the store's country."""
        named = (("version", self.version), ("country", country))
        return tuple(f"{name}:{value}" for name, value in named if value)


class Page(Value, frozen=True, kw_only=True):
    """What one answer holds, whichever form it has."""

    reviews: tuple[Review | None, ...]
    """None for what is no entry at all."""
    links: tuple[tuple[str, str], ...]
    """Relation and address of the feed's own links."""
    title: str
    language: str | None
    """As the feed declares it for the whole store."""
    repaired: bool = False
    """True where a second reader had to read the entries."""


def votes(written: str) -> int | None:
    """Votes as written; None where that is no whole number."""
    return int(written) if _VOTES.fullmatch(written.strip()) else None
