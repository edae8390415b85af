"""JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/), shaped as feedparser shapes other feeds."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from generator.ingest.context import UnreadableError
from generator.ingest.feeds.parsed import Parsed
from generator.ingest.feeds.sidecar import MAX_DATE_CHARS, MAX_ID_CHARS, RawEntry, RawFeed

VERSION = "https://jsonfeed.org/version/1"
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
_DECODER = json.JSONDecoder()
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_ITEM = re.compile(r"[\s,]*\{")
_VERSION = re.compile(r'"version"\s*:\s*"([^"\\]{1,80})"')
OTHER_JSON = (
    "the answer is JSON, but not a JSON Feed. Name the kind of source that fits it (discourse, "
    "stackexchange, hackernews, github, reddit, lemmy, mastodon, appstore, or records for a file), or the "
    "address of an RSS or Atom feed."
)


def is_json(body: bytes) -> bool:
    """Whether a body begins as JSON does."""
    return _BEGINS.match(body) is not None


def parse_json(body: bytes) -> Parsed:
    """Read a JSON Feed.

    Raises:
        UnreadableError: it is no JSON, or other JSON.
    """
    try:
        found, unreadable = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf")), 0
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        found, unreadable = _rest_of(body), 1
    if not _is_feed(found):
        raise UnreadableError(OTHER_JSON)
    items = [item if isinstance(item, dict) else {} for item in found["items"]]
    people = _people(found)
    return Parsed(
        feed={"title": _text(found, "title"), "language": _text(found, "language")},
        entries=tuple(_entry(item, people) for item in items),
        raw=tuple(_raw(item) for item in items),
        unreadable=unreadable,
        raw_feed=RawFeed(older="" if found.get("expired") is True else _text(found, "next_url")),
    )


def _rest_of(body: bytes) -> dict[str, Any]:
    """The whole items at the beginning of a feed that breaks off or is broken further on.

    Raises:
        UnreadableError: there are none.
    """
    text = body.decode("utf-8", "replace")
    items: list[Any] = []
    begin = _ITEMS.search(text)
    place = begin.end() if begin else len(text)
    while found := _ITEM.match(text, place):
        try:
            item, place = _DECODER.raw_decode(text, found.end() - 1)
        except (ValueError, RecursionError):
            break
        items.append(item)
    if not items:
        message = "the answer begins like JSON but is broken. Open its address in a browser."
        raise UnreadableError(message)
    version = _VERSION.search(text)
    return {"items": items, "version": version[1] if version else ""}


def _is_feed(found: Any) -> bool:
    """By its version; where that is missing, by items that hold what only JSON Feed calls so."""
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        return False
    if _text(found, "version").startswith(VERSION):
        return True
    return any(
        isinstance(item, dict) and "id" in item and ("content_html" in item or "content_text" in item)
        for item in found["items"]
    )


def _entry(item: dict[str, Any], people: list[dict[str, str]]) -> dict[str, Any]:
    kinds = (("content_html", "text/html"), ("content_text", "text/plain"))
    contents = [{"type": kind, "value": _text(item, name)} for name, kind in kinds if _text(item, name)]
    language = _text(item, "language")
    return {
        "title_detail": {"type": "text/plain", "value": _text(item, "title")},
        "summary_detail": {"type": "text/plain", "value": "" if contents else _text(item, "summary")},
        "content": [{**one, "language": language} for one in contents[:1]],
        "link": _text(item, "url") or ("" if _is_address(_id(item)) else _text(item, "external_url")),
        "links": [{"rel": "alternate"}],
        "authors": _people(item) or people,
        "tags": [{"term": tag} for tag in _list(item, "tags") if isinstance(tag, str)],
    }


def _raw(item: dict[str, Any]) -> RawEntry:
    return RawEntry(
        guid=_id(item)[:MAX_ID_CHARS] or None,
        permalink=True,
        published=_text(item, "date_published")[:MAX_DATE_CHARS],
        updated=_text(item, "date_modified")[:MAX_DATE_CHARS],
    )


def _id(item: dict[str, Any]) -> str:
    """Text; a number, which the standard asks readers to take as well, is written out."""
    value = item.get("id")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if float(value).is_integer() else str(value)
    return value.strip() if isinstance(value, str) else ""


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _people(row: dict[str, Any]) -> list[dict[str, str]]:
    """`authors` of version 1.1, else `author` of version 1; an item without any has those of the feed."""
    rows = [*_list(row, "authors"), row.get("author")]
    return [{"name": _text(one, "name")} for one in rows if isinstance(one, dict) and _text(one, "name")]


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _list(row: dict[str, Any], name: str) -> list[Any]:
    value = row.get(name)
    return value if isinstance(value, list) else []
