"""Single fields of one feedparser entry, with its surprises taken out.

`dict.get` is used throughout: feedparser's own `get` answers with other fields, or raises.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from generator.ingest.feeds.sidecar import RawEntry
from generator.ingest.shelf import MAX_AUTHOR_CHARS, tag_names

STARS = 5.0
_MARKUP = ("html", "xml")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9.]{1,12})*")
_MICROBLOG = re.compile(r"https?://([^/?#]+)/@([^/?#]+)/\d{10,}")
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
    """The longest of summary and contents as HTML."""
    parts = [_as_html(one) for one in _dicts(entry, "content")]
    detail = dict.get(entry, "summary_detail")
    parts.append(_as_html(detail) if isinstance(detail, dict) else text(entry, "summary"))
    return max(parts, key=len)


def _as_html(detail: dict[str, Any]) -> str:
    value, kind = text(detail, "value"), text(detail, "type")
    return value if any(mark in kind for mark in _MARKUP) else escape(value, quote=False)


def link(entry: dict[str, Any], raw: RawEntry) -> str:
    """The link as written, else an id that is an address; empty where feedparser put another id there."""
    guid = raw.guid
    value = text(entry, "link").strip()
    if not value and guid and raw.permalink and "://" in guid:
        return guid
    if not value or _alternate(entry):
        return value
    if guid is not None and "://" not in guid and value == text(entry, "id").strip() != guid:
        return ""  # joined to a base address: it leads nowhere
    return value if "://" in value or value.startswith("/") else ""


def _alternate(entry: dict[str, Any]) -> bool:
    return any(one.get("rel") == "alternate" for one in _dicts(entry, "links"))


def author(entry: dict[str, Any], url: str | None = None, home: str = "") -> str | None:
    """The first author's name; addresses at example.com stand for nobody.

    Args:
        entry: as feedparser has it.
        url: the post's address, which on Mastodon is all that names its author.
        home: host of the source; people of other hosts keep theirs in their name.
    """
    for one in _dicts(entry, "authors"):
        name = _PLACEHOLDER.sub("", text(one, "name") or text(one, "email")).strip(" ()")
        if name:
            return _plain_name(name)[:MAX_AUTHOR_CHARS]
    found = _MICROBLOG.match(url) if url else None
    if found is None:
        return None
    host = found[1].lower()
    return (found[2] if "@" in found[2] or host == home else f"{found[2]}@{host}")[:MAX_AUTHOR_CHARS]


def _plain_name(name: str) -> str:
    """Discourse's and Reddit's names as their interfaces have them: `@name Full Name`, `/u/name`."""
    if name.startswith("@") and (handle := name[1:].partition(" ")[0]) and "@" not in handle:
        return handle
    return name.removeprefix("/u/") or name


def date_written(entry: dict[str, Any], raw: RawEntry) -> str:
    """The publication date as written; where there is none, the only date there is."""
    created = raw.created or text(entry, "created")
    return raw.published or text(entry, "published") or created or date_changed(entry, raw)


def date_changed(entry: dict[str, Any], raw: RawEntry) -> str:
    """The date of the last change as written."""
    return raw.updated or text(entry, "updated")


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
    return tag_names(text(one, "term") for one in _dicts(entry, "tags"))


def _dicts(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = dict.get(entry, name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
