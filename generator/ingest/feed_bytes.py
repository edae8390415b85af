"""From a feed's bytes to feedparser's result and the raw entries beside it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import feedparser
import feedparser.api

from generator.ingest.context import UnreadableError
from generator.ingest.sidecar import RawEntry, raw_entries
from generator.model.entry import Snapshot

DRIVER = "generator.ingest.expat_driver"
HEAD_BYTES = 4_096
_BLANKS = re.compile(rb"[ \t\r\n]{2,}")
_ROOT = re.compile(rb"<\w")
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>/]")
_PREFIXED = re.compile(rb"<(\w+):(?:item|entry)[\s>]")
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


def parse(snapshot: Snapshot) -> tuple[dict[str, Any], tuple[RawEntry, ...]]:
    """Read a feed; the two results have one entry for one entry.

    Raises:
        UnreadableError: the bytes are not a feed, or hold entries that cannot be read.
        ValueError, TypeError, LookupError, ...: whatever feedparser raises on hostile input.
    """
    body = _prolog_squeezed(snapshot.body)
    _refuse_other_formats(body)
    result = _feedparser(body, snapshot.content_type)
    if not result["entries"] and _ENTRY.search(body):
        body = _mended(body)
        result = _feedparser(body, snapshot.content_type)
    raw = raw_entries(body)
    _refuse_silence(result, body, raw)
    return result, _aligned(raw, result["entries"])


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
    if head[:1] in {b"{", b"["}:
        message = "the answer is JSON, not a feed. Look for the address of its RSS or Atom feed."
        raise UnreadableError(message)
    if _HTML.search(head) and not _FEED_ROOT.search(head):
        message = (
            "the answer is a web page, not a feed. Look for a feed link on that page and name it instead."
        )
        raise UnreadableError(message)


def _feedparser(body: bytes, content_type: str) -> dict[str, Any]:
    """Call feedparser as measured: no sanitising, no link resolving, our driver, no base address."""
    if DRIVER not in feedparser.api.PREFERRED_XML_PARSERS:
        feedparser.api.PREFERRED_XML_PARSERS.insert(0, DRIVER)
    headers = {"content-type": content_type} if "charset" in content_type.lower() else None
    result: dict[str, Any] = feedparser.parse(
        BytesIO(body), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
    )
    return result


def _mended(body: bytes) -> bytes:
    """The same feed without a prefix that it never declared and without what stands before its root."""
    found = _PREFIXED.search(body)
    root = _FEED_ROOT.search(body)
    if found is None or root is None:
        return body
    prefix = re.escape(found[1])
    return re.sub(rb"(</?|\s)" + prefix + rb":(?=\w)", rb"\1", body[root.start() :])


def _refuse_silence(result: dict[str, Any], body: bytes, raw: tuple[RawEntry, ...] | None) -> None:
    """No entries is an answer only where the raw pass saw none either, or the bytes name none."""
    if result["entries"]:
        return
    if raw != () and _ENTRY.search(body):
        message = "the feed holds entries, but none could be read. Ask its operator to mend the XML."
        raise UnreadableError(message)
    if not result.get("version"):
        message = (
            "the answer is not a feed. Check its address; it should begin with <rss>, <feed> or <rdf:RDF>."
        )
        raise UnreadableError(message)


def _aligned(raw: tuple[RawEntry, ...] | None, entries: list[dict[str, Any]]) -> tuple[RawEntry, ...]:
    """The raw pass where it saw the same entries; else the ids as feedparser has them."""
    if raw is not None and len(raw) == len(entries):
        return raw
    return tuple(_from_feedparser(entry) for entry in entries)


def _from_feedparser(entry: dict[str, Any]) -> RawEntry:
    guid, parent = dict.get(entry, "id"), dict.get(entry, "thr_in-reply-to")
    ref = parent.get("ref") if isinstance(parent, dict) else None
    return RawEntry(
        guid=guid if isinstance(guid, str) and guid else None,
        replies_to=(ref,) if isinstance(ref, str) and ref else (),
    )
