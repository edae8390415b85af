"""Reads the entries of a feed in which feedparser found none: a reader of another make, for emergencies.

It is Python's forgiving HTML parser, which knows no namespaces and never gives up.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Any

from generator.ingest.feeds.sidecar import RAW, RawEntry

ENTRIES = frozenset({"item", "entry"})
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|(?=</(?:\w+:)?(?:item|entry)>)|\Z)", re.DOTALL)
"""One that nobody closed ends with its entry."""
_FIELDS = {
    **dict.fromkeys(("guid", "id"), "id"),
    **dict.fromkeys(("description", "summary"), "summary"),
    **dict.fromkeys(("content", "encoded", "body"), "content"),
    **dict.fromkeys(("pubdate", "published", "issued"), "published"),
    **dict.fromkeys(("date", "updated", "modified"), "updated"),
    **dict.fromkeys(("author", "creator", "name"), "author"),
    **{name: name for name in ("title", "link")},
}
"""Our name of a field by the local name of its element, in lower case."""


def read_again(body: bytes) -> list[dict[str, Any]]:
    """Every entry with title, link, id, date, words and author, shaped as feedparser's entries are."""
    reader = _Reader()
    words = _CDATA.sub(_as_text, body.decode("utf-8", "replace"))
    reader.feed(words.replace("<![", "&lt;!["))  # a section of no known kind, over which it would stumble
    reader.close()
    reader.end_entry()
    return [_entry(fields) for fields in reader.entries]


def _as_text(cdata: re.Match[str]) -> str:
    return escape(cdata[1], quote=False)


class _Reader(HTMLParser):
    """One open entry, one open field; markup inside a field stays in its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.entries: list[dict[str, str]] = []
        self.fields: dict[str, list[str]] | None = None
        self.field = ""
        self.tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        local = tag.rpartition(":")[2]
        if local in ENTRIES:
            self.end_entry()
            self.fields = {}
        elif self.fields is None:
            return
        elif self.field and self.field != "author":
            self.words(self.get_starttag_text() or "")
        elif local in _FIELDS:
            self.begin(tag, _FIELDS[local], dict(attrs))

    def begin(self, tag: str, field: str, attrs: dict[str, str | None]) -> None:
        href = attrs.get("href")
        if field == "link" and href:
            if attrs.get("rel", "alternate") == "alternate" and self.fields is not None:
                self.fields.setdefault("link", [href])
            return
        self.field, self.tag = field, tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.tag == tag:
            self.field = self.tag = ""

    def handle_endtag(self, tag: str) -> None:
        if tag.rpartition(":")[2] in ENTRIES:
            self.end_entry()
        elif tag == self.tag:
            self.field = self.tag = ""
        elif self.field and self.field != "author":
            self.words(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.words(data)

    def words(self, text: str) -> None:
        if self.field and self.fields is not None:
            self.fields.setdefault(self.field, []).append(text)

    def end_entry(self) -> None:
        if self.fields is not None:
            self.entries.append({name: "".join(parts).strip() for name, parts in self.fields.items()})
        self.fields, self.field, self.tag = None, "", ""


def _entry(fields: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: fields[name] for name in ("link", "published", "updated") if name in fields
    }
    found["title_detail"] = {"type": "text/html", "value": fields.get("title", "")}
    found["summary_detail"] = {"type": "text/html", "value": fields.get("summary", "")}
    found["content"] = [{"type": "text/html", "value": fields["content"]}] if "content" in fields else []
    found["authors"] = [{"name": fields["author"]}] if "author" in fields else []
    found["id"] = fields.get("id", "")
    found[RAW] = RawEntry(guid=found["id"] or None)
    return found
