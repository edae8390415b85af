"""What kind of source an address is: by its shape, and by what it answers. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from generator.ingest.autodiscovery import Page, is_page, page
from generator.model.base import Value
from generator.model.entry import Snapshot
from generator.model.words import SourceKind

HEAD = 4_096
"""Bytes of a body by which it is told."""
_FEED = re.compile(rb"<(?:[a-z]+:)?(?:rss|feed|rdf)[\s>:]", re.IGNORECASE)
_MBOX = re.compile(rb"From \S+[^\n]{0,200}\n(?:[!-9;-~]+:|>?From )")
_JSON_FEED = re.compile(rb"\s*\"https?://jsonfeed\.org/version/", re.IGNORECASE)
_STACK = (
    r"(?:[a-z]+\.)?(?:stackoverflow\.com|superuser\.com|serverfault\.com|askubuntu\.com|stackapps\.com"
    r"|mathoverflow\.net)|(?!api\.)[a-z.]+\.stackexchange\.com"
)
_ADDRESSES: tuple[tuple[SourceKind, re.Pattern[str], str], ...] = (
    (SourceKind.REDDIT, re.compile(r"(?:\w+\.)?reddit\.com(?:/.*)?"), "it is an address of Reddit"),
    (
        SourceKind.HACKERNEWS,
        re.compile(r"(?:news\.ycombinator\.com|hn\.algolia\.com)(?:/.*)?"),
        "it is an address of Hacker News",
    ),
    (
        SourceKind.GITHUB,
        re.compile(r"(?:github\.com|api\.github\.com/repos)/[\w.-]+/[\w.-]+(?:/(?:issues|discussions)?/?)?"),
        "it is a repository on GitHub",
    ),
    (
        SourceKind.APPSTORE,
        re.compile(r"(?:apps|itunes)\.apple\.com/.*(?:\bid=?\d+|customerreviews).*"),
        "it is an app of the App Store",
    ),
    (
        SourceKind.STACKEXCHANGE,
        re.compile(rf"(?:{_STACK})(?:/(?!feeds).*)?"),
        "it is a site of Stack Exchange",
    ),
)
_ENDINGS: tuple[tuple[SourceKind, tuple[str, ...], str], ...] = (
    (SourceKind.MBOX, (".mbox", ".mbox.gz", ".mbx"), "its name ends like a mailbox"),
    (SourceKind.RECORDS, (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"), "its name ends like a table"),
)
_SOFTWARE = {
    "discourse": (SourceKind.DISCOURSE, "the page says that Discourse made it"),
    "mastodon": (SourceKind.MASTODON, "the page says that Mastodon made it"),
    "lemmy": (SourceKind.LEMMY, "the page says that Lemmy made it"),
}


class Recognised(Value, frozen=True, kw_only=True):
    """What an address turned out to be."""

    kind: SourceKind | None
    """None for a web page that has no kind of its own: its feeds are what can be heard."""
    why: str
    """Half a sentence that says by what it was told."""
    page: Page | None = None
    """Where it is a web page: what that says of itself."""


def by_address(url: str) -> Recognised | None:
    """The kind that an address itself tells; None where its answer must tell."""
    try:
        parts = urlsplit(url)
        place = (parts.hostname or "").removeprefix("www.") + parts.path
    except ValueError:
        return None
    # a feed of a platform is a feed, whoever serves it
    feed = parts.path.lower().endswith((".rss", ".atom", "/rss", "/feed")) or "/feeds/" in parts.path
    if not feed:
        for kind, shape, why in _ADDRESSES:
            if shape.fullmatch(place):
                return Recognised(kind=kind, why=why)
    for kind, endings, why in _ENDINGS:
        if parts.path.lower().endswith(endings):
            return Recognised(kind=kind, why=why)
    return None


def by_answer(snapshot: Snapshot) -> Recognised | None:
    """The kind that an answer tells; None where nothing here can read it."""
    head = snapshot.body[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    for kind, fits, why in _BODIES:
        if fits(head):
            return Recognised(kind=kind, why=why)
    if head.startswith(b"{") and (named := _interface(snapshot.body)):
        return named
    if is_page(snapshot.body):
        found = page(snapshot.body, snapshot.url)
        software = _SOFTWARE.get(found.platform)
        if software:
            return Recognised(kind=software[0], why=software[1], page=found)
        return Recognised(kind=None, why="it is a web page", page=found)
    return _table(snapshot, head)


def _feed(head: bytes) -> bool:
    return head.startswith(b"<") and not is_page(head) and _FEED.search(head) is not None


def _utf16_feed(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) and _feed(head[2:].replace(b"\0", b""))


_BODIES: tuple[tuple[SourceKind, Callable[[bytes], bool], str], ...] = (
    (SourceKind.RECORDS, lambda head: head.startswith(b"PAR1"), "it is a Parquet file"),
    (SourceKind.MBOX, lambda head: _MBOX.match(head) is not None, "it is a mailbox (mbox)"),
    (SourceKind.FEED, lambda head: _feed(head) or _utf16_feed(head), "it is a feed"),
)
_INTERFACES: tuple[tuple[SourceKind, frozenset[str], str], ...] = (
    (SourceKind.DISCOURSE, frozenset({"topic_list"}), "it is a list of topics of Discourse"),
    (SourceKind.DISCOURSE, frozenset({"latest_posts"}), "it is a list of posts of Discourse"),
    (SourceKind.DISCOURSE, frozenset({"post_stream"}), "it is a topic of Discourse"),
)


def _interface(body: bytes) -> Recognised | None:
    """What the names in a JSON object tell."""
    try:
        names = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if _JSON_FEED.match(bytes(names.get("version", msgspec.Raw()))):
        return Recognised(kind=SourceKind.FEED, why="it is a JSON Feed")
    found = ((kind, why) for kind, needed, why in _INTERFACES if needed <= names.keys())
    return next((Recognised(kind=kind, why=why) for kind, why in found), None)


def _table(snapshot: Snapshot, head: bytes) -> Recognised | None:
    lines = head.decode("utf-8", "replace").splitlines()
    if not lines:
        return None
    if (len(lines) > 1 and all(map(_is_record, lines[:2]))) or _begins_list(head):
        return Recognised(kind=SourceKind.RECORDS, why="it holds records as JSON")
    declared = snapshot.content_type.partition(";")[0].strip().lower()
    if declared in {"text/csv", "text/tab-separated-values"} or _is_table(lines):
        return Recognised(kind=SourceKind.RECORDS, why="it is a table")
    return None


def _is_record(line: str) -> bool:
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _begins_list(head: bytes) -> bool:
    return re.match(rb"\[\s*\{\s*\"", head) is not None


def _is_table(lines: list[str]) -> bool:
    """Whether a first line of column names is followed by lines of as many cells."""
    for delimiter in (",", ";", "\t"):
        rows = list(csv.reader(lines[:5], delimiter=delimiter))
        names = rows[0] if rows else []
        if (
            len(names) > 1
            and len(rows) > 1
            and len(rows[1]) == len(names)
            and all(one.strip() for one in names)
        ):
            return True
    return False
