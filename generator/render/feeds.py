"""Atom feeds (RFC 4287) of what companies answered, promised and did, threaded to the cases (RFC 4685)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote, urlsplit

from generator import text
from generator.model.book import Book, BrandBook
from generator.model.page import Asset
from generator.model.site import SiteConfig
from generator.render.feed_events import FeedEvent, events

NEWEST = 100
"""Entries in one feed."""

_WORDS = 400
"""Characters of a summary."""
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry."""
_MINTED = "2026"
"""The year in tag addresses (RFC 4151); it never changes, because ids never change."""


def _clean(words: str) -> str:
    return escape(_ILLEGAL.sub("", text.plain(words)), quote=True)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _tag(config: SiteConfig, name: str) -> str:
    parts = urlsplit(config.site.url)
    place = parts.path.strip("/")
    own = f"{place}/{name}" if place else name
    return f"tag:{parts.hostname},{_MINTED}:{quote(own)}"


def _address(config: SiteConfig, path: str) -> str:
    return config.site.url.rstrip("/") + "/" + quote(path, safe="/#")


def _summary(event: FeedEvent) -> str:
    words = text.plain(event.words)
    return f"{words[: _WORDS - 1]}\u2026" if len(words) > _WORDS else words


def _entry(config: SiteConfig, event: FeedEvent) -> str:
    replies = "".join(
        f'<thr:in-reply-to ref="{_clean(_tag(config, case))}" type="text/html" '
        f'href="{_clean(_address(config, path))}"/>'
        for case, path in event.about
    )
    return (
        f"<entry><id>{_clean(_tag(config, event.id))}</id><title>{_clean(event.title)}</title>"
        f"<updated>{_instant(event.at)}</updated>"
        f'<link rel="alternate" type="text/html" href="{_clean(_address(config, event.link))}"/>'
        f'<category term="{event.what}"/>{replies}'
        f'<summary type="text">{_clean(_summary(event))}</summary></entry>\n'
    )


def _feed(book: Book, path: str, title: str, page: str, found: Iterable[FeedEvent]) -> Asset:
    config = book.config
    newest = sorted(found, key=lambda event: (event.at, event.id), reverse=True)[:NEWEST]
    updated = newest[0].at if newest else book.as_of
    entries = "".join(_entry(config, event) for event in newest)
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" '
        f'xml:lang="en"><id>{_clean(_tag(config, path))}</id><title>{_clean(title)}</title>'
        f"<subtitle>{_clean(config.site.banner or config.site.description)}</subtitle>"
        f"<updated>{_instant(updated)}</updated><author><name>{_clean(config.publisher.name)}</name></author>"
        f'<link rel="self" type="application/atom+xml" href="{_clean(_address(config, path))}"/>'
        f'<link rel="alternate" type="text/html" href="{_clean(_address(config, page))}"/>\n'
        f"{entries}</feed>\n"
    )
    return Asset(path=path, body=body.encode())


def site_feed(book: Book) -> Asset:
    """`feed.xml`: the newest events of all brands."""
    found = (event for one in book.brands for event in events(one, book.as_of))
    return _feed(book, "feed.xml", f"{book.config.site.title}: what companies did", "", found)


def brand_feed(book: Book, brand_book: BrandBook) -> Asset:
    """`brands/<brand>/feed.xml`: the newest events of one brand."""
    page = f"brands/{brand_book.brand.id}/"
    title = f"{brand_book.brand.name}: what it answered and did"
    return _feed(book, f"{page}feed.xml", title, page, events(brand_book, book.as_of))
