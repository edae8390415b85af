"""Reviews of the App Store as its feed has them: the same from the XML and from the JSON."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from generator.ingest.apis.instance import listed, part_of
from generator.ingest.context import UnreadableError
from generator.ingest.feeds import feed_fields as fields
from generator.ingest.feeds.feed_bytes import parse
from generator.ingest.feeds.sidecar import RawEntry
from generator.ingest.shelf import decoded, words
from generator.ingest.sources.feed import READING_ERRORS
from generator.markup import to_lines
from generator.model.base import Value
from generator.model.entry import Snapshot

WHAT = "the App Store's reviews"

TEXTS = frozenset({"text", "text/plain"})
_ENTRY = re.compile(rb"<entry[\s>]")
_EXTRA = re.compile(rb"<im:(version|voteSum|name)>([^<>]{0,100})<")
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
        terms = [{"term": f"{name}:{value}"} for name, value in named if value]
        return fields.tags({"tags": terms})


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


def of_xml(snapshot: Snapshot) -> Page:
    """The reviews of the feed, read as kind `feed` reads one.

    Raises:
        UnreadableError: the body is not a feed, or feedparser cannot read it.
    """
    try:
        parsed = parse(snapshot)
    except READING_ERRORS as error:
        message = f"the feed could not be read ({type(error).__name__}). It is tried again next time."
        raise UnreadableError(message) from error
    links = (one for one in listed(parsed.feed, "links") if isinstance(one, dict))
    found = zip(parsed.entries, parsed.raw, _extras(snapshot.body, len(parsed.entries)), strict=True)
    return Page(
        reviews=tuple(_of_entry(entry, raw, extra) for entry, raw, extra in found),
        links=tuple((fields.text(one, "rel"), fields.text(one, "href")) for one in links),
        title=fields.text(parsed.feed, "title"),
        language=fields.feed_language(parsed.feed),
        repaired=parsed.again,
    )


def _extras(body: bytes, entries: int) -> list[dict[str, str]]:
    """The store's own elements of each entry, which feedparser is not given; none where the count differs."""
    parts = _ENTRY.split(body)[1:]
    if len(parts) != entries:
        return [{} for _ in range(entries)]
    return [
        {name.decode(): unescape(value.decode("utf-8", "replace")) for name, value in _EXTRA.findall(part)}
        for part in parts
    ]


def of_json(snapshot: Snapshot) -> Page:
    """The reviews of the feed's JSON, where every value stands under `label`.

    Raises:
        UnreadableError: the body is not that.
    """
    answer = decoded(snapshot, WHAT)
    feed = part_of(answer, "feed")
    if not feed:
        message = f"the answer is not the JSON of {WHAT}. Check the number of the app and its country."
        raise UnreadableError(message)
    links = (part_of(one, "attributes") for one in _several(feed.get("link")))
    return Page(
        reviews=tuple(
            _of_record(one) if isinstance(one, dict) else None for one in _several(feed.get("entry"))
        ),
        links=tuple((words(one, "rel"), words(one, "href")) for one in links),
        title=words(part_of(feed, "title"), "label"),
        language=None,
    )


def _several(value: Any) -> list[Any]:
    """A list as it is; the feed's JSON writes a list of one as that one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _of_entry(entry: dict[str, Any], raw: RawEntry, extra: dict[str, str]) -> Review:
    """The review in an entry of feedparser's; its plain text, not the table of HTML beside it."""
    contents = [one for one in listed(entry, "content") if isinstance(one, dict)]
    plain = [fields.text(one, "value") for one in contents if fields.text(one, "type") in TEXTS]
    return Review(
        id=raw.guid or "",
        is_app="name" in extra,
        title=fields.text(entry, "title"),
        body=max(plain, key=len, default="") or to_lines(fields.body(entry)).strip(),
        author=fields.author(entry) or "",
        date=fields.date_written(entry, raw),
        rating=fields.rating(entry),
        score=_votes(extra.get("voteSum", "")),
        version=extra.get("version", "").strip(),
    )


def _of_record(entry: Any) -> Review | None:
    if not isinstance(entry, dict):
        return None
    return Review(
        id=_label(entry, "id").strip(),
        is_app=bool(part_of(entry, "im:name")),
        title=_label(entry, "title"),
        body=_label(entry, "content"),
        author=_label(part_of(entry, "author"), "name"),
        date=_label(entry, "updated"),
        rating=fields.rating({"im_rating": _label(entry, "im:rating")}),
        score=_votes(_label(entry, "im:voteSum")),
        version=_label(entry, "im:version").strip(),
    )


def _label(row: dict[str, Any], name: str) -> str:
    return words(part_of(row, name), "label")


def _votes(written: str) -> int | None:
    return int(written) if _VOTES.fullmatch(written.strip()) else None
