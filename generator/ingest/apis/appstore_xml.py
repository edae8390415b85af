"""Reviews of the App Store from the XML of its feed, read as kind `feed` reads one."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from generator.ingest.apis.appstore_reviews import Page, Review, votes
from generator.ingest.apis.json_fields import listed
from generator.ingest.context import UnreadableError
from generator.ingest.feeds import feed_fields as fields
from generator.ingest.feeds.feed_bytes import parse
from generator.ingest.feeds.sidecar import RawEntry
from generator.ingest.sources.feed import READING_ERRORS
from generator.markup import to_lines
from generator.model.entry import Snapshot

TEXTS = frozenset({"text", "text/plain"})
_ENTRY = re.compile(rb"<entry[\s>]")
_EXTRA = re.compile(rb"<im:(version|voteSum|name)>([^<>]{0,100})<")


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
        score=votes(extra.get("voteSum", "")),
        version=extra.get("version", "").strip(),
    )
