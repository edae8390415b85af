"""What feedparser changes or drops, kept beside its entries while the same bytes are read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.model.base import Value

RAW = " raw"
"""Where an entry and the feed carry this; no XML name holds a blank, so it can clash with nothing."""
IDS = frozenset({"guid", "id"})
_PLAIN = ["", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/rss/1.0/"]
_PLAIN += ["http://my.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2"]
_TERMS = "http://purl.org/dc/terms/"
DATES = {
    **{(uri, name): "published" for uri in _PLAIN for name in ("pubdate", "published", "issued")},
    **{(uri, name): "updated" for uri in _PLAIN for name in ("updated", "modified", "lastbuilddate")},
    **{(uri, "created"): "created" for uri in _PLAIN},
    ("http://purl.org/dc/elements/1.1/", "date"): "updated",
    (_TERMS, "issued"): "published",
    (_TERMS, "modified"): "updated",
    (_TERMS, "created"): "created",
}
"""Elements of an entry that hold a date, by namespace and name in lower case: which date it is."""
THREADING = "http://purl.org/syndication/thread/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
RANKS = "http://purl.org/atompub/rank/1.0"
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
FEED_TEXTS = frozenset({"ttl", "hour", "updateperiod", "updatefrequency"})
PAGING = frozenset({"prev-archive", "next"})
MAX_ID_CHARS = 2_000
MAX_DATE_CHARS = 200
MOST_KEPT = 10_000
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
HOURS = 24


class RawEntry(Value, frozen=True, kw_only=True):
    """What one entry says of itself, untouched by any base address."""

    guid: str | None = None
    permalink: bool = False
    """True where the guid says, or does not deny, that it is an address."""
    published: str = ""
    """As written; so are the other dates."""
    created: str = ""
    updated: str = ""
    replies_to: tuple[str, ...] = ()
    """Every `thr:in-reply-to` reference (RFC 4685), in the order of the file."""
    score: int | None = None
    """Votes as `re:rank` says."""


class RawFeed(Value, frozen=True, kw_only=True):
    """What the feed says of itself and feedparser keeps only the last of."""

    entries: int = 0
    """Elements that should be entries, whatever feedparser made of them."""
    deleted: tuple[str, ...] = ()
    """Ids of its tombstones (RFC 6721)."""
    ttl_seconds: int = 0
    """The longer of `ttl` and of `sy:updatePeriod` by `sy:updateFrequency`; 0 where it says neither."""
    skip_hours: tuple[int, ...] = ()
    """Every `skipHours/hour`, in UTC."""
    older: str = ""
    """The page before as written: `prev-archive`, else `next` (RFC 5005); empty where there is none."""


class Beside:
    """Gathers both kinds of value from the elements of one document."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.entries = 0
        self.guid: str | None = None
        self.permalink = False
        self.dates: dict[str, str] = {}
        self.score: int | None = None
        self.replies: list[str] = []
        self.deleted: dict[str, None] = {}
        self.links: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}

    def begin_entry(self) -> None:
        """The next `child` belongs to a new entry."""
        self.entries += 1
        self.guid, self.score, self.permalink = None, None, False
        self.replies, self.dates = [], {}

    def entry(self) -> RawEntry:
        """The entry that ends."""
        return RawEntry(
            guid=self.guid,
            permalink=self.permalink,
            replies_to=tuple(self.replies),
            score=self.score,
            **self.dates,
        )

    def child(self, uri: str, local: str, attributes: Mapping[str, str]) -> bool:
        """Look at a child of an entry; True where its text is wanted."""
        if uri == THREADING:
            if local == "in-reply-to" and attributes.get("ref") and len(self.replies) < MOST_KEPT:
                self.replies.append(attributes["ref"].strip()[:MAX_ID_CHARS])
            return False
        if local in IDS:
            if self.guid is None:
                self.permalink = attributes.get("isPermaLink", "true") == "true"
            return self.guid is None
        return (uri, local) in DATES or (local == "rank" and uri == RANKS)

    def child_text(self, uri: str, local: str, text: str) -> None:
        """Take the text of a child whose text was wanted."""
        if date := DATES.get((uri, local)):
            self.dates[date] = text.strip()[:MAX_DATE_CHARS] or self.dates.get(date, "")
        elif local in IDS:
            self.guid = text.strip()[:MAX_ID_CHARS] or None
        elif _WHOLE.fullmatch(text.strip()):
            self.score = int(text)

    def head(self, uri: str, local: str, attributes: Mapping[str, str]) -> bool:
        """Look at an element outside entries; True where its text is wanted."""
        if local == "deleted-entry" and uri == TOMBSTONES:
            if (ref := attributes.get("ref", "").strip()) and len(self.deleted) < MOST_KEPT:
                self.deleted[ref[:MAX_ID_CHARS]] = None
        elif local == "link" and attributes.get("rel") in PAGING and attributes.get("href"):
            self.links.setdefault(attributes["rel"], attributes["href"].strip())
        return local in FEED_TEXTS and (uri == SYNDICATION or not local.startswith("update"))

    def head_text(self, local: str, text: str) -> None:
        """Take the text of such an element."""
        found = self.texts.setdefault(local, [])
        if len(found) < HOURS:
            found.append(text.strip()[:40])

    def feed(self) -> RawFeed:
        """The whole document, after its last element."""
        hours = (int(text) for text in self.texts.get("hour", ()) if _WHOLE.fullmatch(text))
        return RawFeed(
            entries=self.entries,
            deleted=tuple(self.deleted),
            ttl_seconds=max(60 * _whole(self.texts.get("ttl")), self._period()),
            skip_hours=tuple(sorted({hour % HOURS for hour in hours if 0 <= hour <= HOURS})),
            older=self.links.get("prev-archive") or self.links.get("next", ""),
        )

    def _period(self) -> int:
        seconds = _PERIODS.get(self.texts.get("updateperiod", [""])[0].lower(), 0)
        return seconds // (_whole(self.texts.get("updatefrequency")) or 1)


def _whole(texts: list[str] | None) -> int:
    text = texts[0] if texts else ""
    return max(0, int(text)) if _WHOLE.fullmatch(text) else 0
