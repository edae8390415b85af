"""From a feed's bytes to feedparser's result, and what feedparser drops beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import feedparser
import feedparser.api

from generator.ingest.context import UnreadableError
from generator.ingest.feeds.expat_driver import BrokenError, repairable
from generator.ingest.feeds.feed_repair import mended, with_real_encoding, without_asides
from generator.ingest.feeds.json_feed import is_json, parse_json
from generator.ingest.feeds.parsed import Parsed
from generator.ingest.feeds.second_reader import read_again
from generator.ingest.feeds.sidecar import RAW, RawEntry, RawFeed
from generator.model.entry import Snapshot

DRIVER = "generator.ingest.feeds.expat_driver"
HEAD_BYTES = 4_096
_MOST_REPAIRS = 6
_BLANKS = re.compile(rb"[ \t\r\n]{2,}")
_ROOT = re.compile(rb"<\w")
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>/]")
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


def parse(snapshot: Snapshot) -> Parsed:
    """Read a feed.

    Raises:
        UnreadableError: the bytes are not a feed, or hold entries that nobody can read.
        ValueError, TypeError, LookupError, ...: whatever feedparser raises on hostile input.
    """
    if is_json(snapshot.body):
        return parse_json(snapshot.body)
    body = with_real_encoding(_prolog_squeezed(snapshot.body))
    _refuse_other_formats(body)
    result = _feedparser(body, snapshot.content_type)
    raw_feed: RawFeed | None = dict.get(result["feed"], RAW)
    entries: Sequence[dict[str, Any]] = result["entries"]
    expected = raw_feed.entries if raw_feed else len(_ENTRY.findall(without_asides(body)))
    found = read_again(body) if _too_few(len(entries), expected, strictly=raw_feed is not None) else []
    again = len(found) > len(entries)
    entries = found if again else entries
    if not entries and (expected or (raw_feed is None and _ENTRY.search(body))):
        message = "the feed holds entries, but none could be read. Ask its operator to mend the XML."
        raise UnreadableError(message)
    if not entries and not result.get("version"):
        message = (
            "the answer is not a feed. Check its address; it should begin with <rss>, <feed> or <rdf:RDF>."
        )
        raise UnreadableError(message)
    return Parsed(
        feed=result["feed"],
        entries=entries,
        raw=tuple(entry[RAW] if RAW in entry else _from_feedparser(entry) for entry in entries),
        raw_feed=raw_feed or RawFeed(),
        again=again,
    )


def _too_few(found: int, expected: int, *, strictly: bool) -> bool:
    """Whether a second reader shall look: none was found, or the loose parser let one swallow another."""
    return found < expected and (not found or not strictly)


def _prolog_squeezed(body: bytes) -> bytes:
    """Blanks before the root go: feedparser's time grows with their square."""
    body = body.lstrip()
    root = _ROOT.search(body)
    if root is None:
        return body
    return _BLANKS.sub(b"\n", body[: root.start()]) + body[root.start() :]


def _refuse_other_formats(body: bytes) -> None:
    head = body[:HEAD_BYTES]
    if not head:
        message = "the answer is empty. Open its address in a browser; mend or remove the source."
        raise UnreadableError(message)
    if _HTML.search(head) and not _FEED_ROOT.search(head):
        message = (
            "the answer is a web page, not a feed. Look for a feed link on that page and name it instead."
        )
        raise UnreadableError(message)


def _feedparser(body: bytes, content_type: str) -> dict[str, Any]:
    """Let feedparser's strict parser read it, mended where need be; its loose one is four times slower."""
    declared = content_type if "charset" in content_type.lower() else ""
    token = repairable.set(True)
    try:
        found = _strictly(body, declared)
    finally:
        repairable.reset(token)
    return found or _call(body, declared)


def _strictly(body: bytes, declared: str) -> dict[str, Any] | None:
    for _ in range(_MOST_REPAIRS):
        try:
            return _call(body, declared)
        except BrokenError as error:
            body, declared = mended(error.body, error.code), ""
            if body == error.body:
                break
    return None


def _call(body: bytes, content_type: str) -> dict[str, Any]:
    """Call feedparser as measured: no sanitising, no link resolving, our driver, no base address."""
    headers = {"content-type": content_type} if content_type else None
    with _driver():
        result: dict[str, Any] = feedparser.parse(
            BytesIO(body), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
        )
    return result


@contextmanager
def _driver() -> Iterator[None]:
    """Let feedparser use our driver, and only here: others in this process mean its own."""
    drivers: list[str] = feedparser.api.PREFERRED_XML_PARSERS
    drivers.insert(0, DRIVER)
    try:
        yield
    finally:
        drivers.remove(DRIVER)


def _from_feedparser(entry: dict[str, Any]) -> RawEntry:
    guid, parent = dict.get(entry, "id"), dict.get(entry, "thr_in-reply-to")
    ref = parent.get("ref") if isinstance(parent, dict) else None
    return RawEntry(
        guid=guid if isinstance(guid, str) and guid else None,
        replies_to=(ref,) if isinstance(ref, str) and ref else (),
    )
