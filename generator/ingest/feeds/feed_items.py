"""One entry of a feed on its way from feedparser's fields to an `Entry`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.ingest.context import Context, clean
from generator.ingest.dates import UNKNOWN, When, read_date
from generator.ingest.feeds import feed_fields as fields
from generator.ingest.feeds.furniture import own_words
from generator.ingest.feeds.parsed import Parsed
from generator.ingest.feeds.sidecar import RawEntry
from generator.ingest.platforms import home, post_key
from generator.ingest.shelf import MAX_DATE_CHARS
from generator.ingest.threads import thread_of_link
from generator.ingest.web.politeness import registrable
from generator.markup import safe_url
from generator.model.base import Value
from generator.model.entry import Ask, Entry, Snapshot
from generator.model.source import Source
from generator.model.words import SourceId

WEB = ("http://", "https://")


class Place:
    """What entries of one answer share."""

    def __init__(self, snapshot: Snapshot, source: Source, context: Context, feed: dict[str, Any]) -> None:
        """Gather it once."""
        self.source = SourceId(source.id)
        self.own = source.url
        """Addresses are joined to it where ids are made of them: it does not change with redirects."""
        self.base = snapshot.url if snapshot.url.startswith(WEB) else source.url
        self.context = context
        self.limits = context.limits
        self.language = fields.feed_language(feed)
        self.host = home(urlsplit(source.url).hostname or "").removeprefix("www.")

    def when(self, written: str) -> When:
        """A date of this feed."""
        if not written:
            return UNKNOWN
        return read_date(written, zone=self.context.zone, now=self.context.now)


class Item(Value, frozen=True, kw_only=True):
    """An entry's fields, each read once."""

    fields: dict[str, Any]
    raw: RawEntry
    link: str
    """As written."""
    url: str | None
    """Where the post stands, whole and safe; None where no address is named."""
    platform: str | None
    """Its key by `platforms.post_key`, where one of its addresses lies at its source's own host."""
    thread: str | None
    """The thread that the address names; None where it names none."""
    author: str | None
    title: str
    body: str
    score: int | None
    cut: bool
    dated: str
    """The date as written."""


def items_of(parsed: Parsed, place: Place) -> list[Item]:
    """Every entry, in the order of the feed."""
    return [_item(entry, raw, place) for entry, raw in zip(parsed.entries, parsed.raw, strict=True)]


def _item(entry: dict[str, Any], raw: RawEntry, place: Place) -> Item:
    link = clean(fields.link(entry, raw))
    platform, own = at_home(link, raw.guid, place)
    url = _address(own or link, place.base)
    words = own_words(clean(fields.body(entry)))
    author = fields.author(entry, url, place.host)
    return Item(
        fields=entry,
        raw=raw,
        link=link,
        url=url,
        platform=platform,
        thread=thread_of_link(url),
        author=author and clean(author),
        title=clean(fields.title(entry)),
        body=words.body,
        score=words.score if raw.score is None else raw.score,
        cut=words.cut,
        dated=clean(fields.date_written(entry, raw)),
    )


def at_home(link: str, guid: str | None, place: Place) -> tuple[str | None, str | None]:
    """The platform's key and the address it was read from: link or id, if it lies at the source's host.

    Where places post links to elsewhere, as Hacker News and Lemmy do, the id is the post's own address.
    """
    for written in (link, guid if guid and guid.startswith(WEB) else None):
        if not written:
            continue
        try:
            whole = written if written.startswith(WEB) else urljoin(place.own, written)
            host = home(urlsplit(whole).hostname or "").removeprefix("www.")
        except ValueError:
            continue
        if host == place.host and (key := post_key(whole)):
            return key, written
    return None, None


def _address(link: str, base: str) -> str | None:
    if not link:
        return None
    try:
        return safe_url(link if link.startswith(WEB) else urljoin(base, link))
    except ValueError:
        return None


def entry_of(
    item: Item,
    place: Place,
    *,
    key: str,
    also: tuple[str, ...],
    thread: str | None,
    reply_to: str | None,
) -> Entry:
    """The entry as the rest of the program knows it."""
    limit = place.limits.post_chars
    when = place.when(item.dated)
    changed = fields.date_changed(item.fields, item.raw)
    return Entry(
        source=place.source,
        scope=place.context.scope,
        key=key,
        url=item.url,
        also=also,
        title=item.title[:limit],
        body=item.body[:limit],
        author=item.author,
        thread=thread,
        reply_to=reply_to,
        published=when.at,
        quality=when.quality,
        dated=item.dated[:MAX_DATE_CHARS],
        updated=when.at if changed == item.dated else place.when(clean(changed)).at,
        language=fields.language(item.fields) or place.language,
        rating=fields.rating(item.fields),
        score=item.score,
        tags=fields.tags(item.fields),
        cut=item.cut or len(item.title) > limit or len(item.body) > limit,
    )


def older_page(link: str, place: Place) -> Ask | None:
    """The page before, if it lies at the feed's own domain; None else."""
    url = (_address(clean(link), place.base) or "").partition("#")[0]
    if place.base.startswith("https:"):
        url = url.replace("http:", "https:", 1)  # what was asked under seal is not asked on without
    hosts = [registrable(urlsplit(one).hostname or "") for one in (url, place.base)]
    other = url != place.base.partition("#")[0]
    return Ask(url=url) if other and hosts[0] and hosts[0] == hosts[1] else None
