"""Single fields of one feedparser entry, with its surprises taken out.

`dict.get` is used throughout: feedparser's own `get` answers with other fields, or raises.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

MAX_TAGS = 20
MAX_TAG_CHARS = 100
MAX_AUTHOR_CHARS = 200
STARS = 5.0
_MARKUP = ("html", "xml")
_STATISTICS = "<p>Statistics: Posted by"
_READ_MORE = re.compile(r"<a\s[^<>]{0,500}>\s*Read more\s*</a>\s*\Z", re.IGNORECASE)
_TAIL = 1_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9.]{1,12})*")
_PLACEHOLDER = re.compile(r"[\w.+-]{1,64}@example\.com", re.IGNORECASE)


def text(entry: dict[str, Any], name: str) -> str:
    """A field that should be words; empty where it is not."""
    value = dict.get(entry, name)
    return value if isinstance(value, str) else ""


def title(entry: dict[str, Any]) -> str:
    """The title as HTML."""
    detail = dict.get(entry, "title_detail")
    return _as_html(detail) if isinstance(detail, dict) else escape(text(entry, "title"), quote=False)


def body(entry: dict[str, Any]) -> str:
    """The longest of summary and contents as HTML, without what forum software adds of its own."""
    parts = [_as_html(one) for one in _dicts(entry, "content")]
    detail = dict.get(entry, "summary_detail")
    parts.append(_as_html(detail) if isinstance(detail, dict) else text(entry, "summary"))
    return _without_furniture(max(parts, key=len))


def _as_html(detail: dict[str, Any]) -> str:
    value, kind = text(detail, "value"), text(detail, "type")
    return value if any(mark in kind for mark in _MARKUP) else escape(value, quote=False)


def _without_furniture(words: str) -> str:
    place = words.rfind(_STATISTICS)
    if place >= 0 and len(words) - place <= _TAIL:
        words = words[:place]
    tail = words[-_TAIL:]
    return words[: len(words) - len(tail)] + _READ_MORE.sub("", tail)


def link(entry: dict[str, Any], guid: str | None) -> str:
    """The link as written; empty where feedparser put the id in its place, `guid` being the id as written."""
    value = text(entry, "link").strip()
    if not value or _alternate(entry):
        return value
    if guid is not None and "://" not in guid and value == text(entry, "id").strip() != guid:
        return ""  # joined to a base address: it leads nowhere
    return value if "://" in value or value.startswith("/") else ""


def _alternate(entry: dict[str, Any]) -> bool:
    return any(one.get("rel") == "alternate" for one in _dicts(entry, "links"))


def author(entry: dict[str, Any]) -> str | None:
    """The first author's name; addresses at example.com stand for nobody."""
    for one in _dicts(entry, "authors"):
        name = _PLACEHOLDER.sub("", text(one, "name") or text(one, "email")).strip(" ()")
        if name:
            return name[:MAX_AUTHOR_CHARS]
    return None


def date_written(entry: dict[str, Any]) -> str:
    """The publication date as written; where there is none, the only date there is."""
    return text(entry, "published") or text(entry, "created") or text(entry, "updated")


def language(entry: dict[str, Any]) -> str | None:
    """The language the entry declares for its words."""
    for detail in (*_dicts(entry, "content"), dict.get(entry, "summary_detail")):
        found = detail.get("language") if isinstance(detail, dict) else None
        if isinstance(found, str) and _LANGUAGE.fullmatch(found):
            return found
    return None


def feed_language(feed: dict[str, Any]) -> str | None:
    """The language the feed declares for all its entries."""
    found = text(feed, "language")
    return found if _LANGUAGE.fullmatch(found) else None


def rating(entry: dict[str, Any]) -> float | None:
    """Stars of an app review as a share of five; None where there are none."""
    try:
        share = float(text(entry, "im_rating")) / STARS
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def tags(entry: dict[str, Any]) -> tuple[str, ...]:
    """The entry's own categories."""
    terms = (text(one, "term").strip() for one in _dicts(entry, "tags"))
    found = (term.encode("utf-8", "replace").decode()[:MAX_TAG_CHARS] for term in terms if term)
    return tuple(dict.fromkeys(found))[:MAX_TAGS]


def _dicts(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = dict.get(entry, name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
