"""Lists of feeds as other readers export them (OPML 2.0, http://opml.org/spec2.opml)."""

from __future__ import annotations

import re
from collections import Counter
from html.entities import html5
from typing import Any
from xml.parsers import expat

from generator.ingest.context import UnreadableError
from generator.markup import safe_url
from generator.model.base import Value

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 100
MAX_CHARS = 500
MAX_URL_CHARS = 2_000
DROPPED = {
    "repeated": "names a feed that stands in the list already",
    "no_web_address": "names a feed without an http or https address",
    "list_of_lists": "names another list, which was not opened",
}
"""Why an outline is no feed of the result, each the end of a sentence that begins with the outline."""
_LOOSE = re.compile(rb"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")
_OF_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


class OpmlFeed(Value, frozen=True, kw_only=True):
    """One feed of a list."""

    title: str
    """As the list calls it, one line; empty where it does not."""
    url: str
    """http or https."""
    page: str | None = None
    """Address of the site, http or https; None where the list names none."""
    folder: str = ""
    """Names of the outlines around it, outermost first, joined by ` / `; empty at the top."""


class Outlines(Value, frozen=True, kw_only=True):
    """What a list of feeds holds."""

    feeds: tuple[OpmlFeed, ...]
    """In the order of the file, each address once."""
    dropped: tuple[tuple[str, int], ...] = ()
    """How many outlines with an address are no feed of `feeds`, by a word of `DROPPED`, sorted."""


class _RefusedError(Exception):
    """The document asks for what no list of feeds needs; the text is a sentence."""


class _List:
    """Expat's handlers: the open outlines, and the feeds so far."""

    def __init__(self) -> None:
        self.feeds: dict[str, OpmlFeed] = {}
        self.dropped: Counter[str] = Counter()
        self.names: list[str] = []
        self.depth = 0
        self.is_opml = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"it is nested more than {MAX_DEPTH} deep. Export the list again, with fewer folders."
            raise _RefusedError(message)
        local = name.rpartition(":")[2].lower()
        if self.depth == 1:
            self.is_opml = local == "opml"
        if local == "outline":
            self.outline({key.lower(): " ".join(value.split()) for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        if name.rpartition(":")[2].lower() == "outline":
            self.names.pop()

    def outline(self, found: dict[str, str]) -> None:
        title = (found.get("text") or found.get("title") or "")[:MAX_CHARS]
        written, type_ = found.get("xmlurl", ""), found.get("type", "").lower()
        if type_ in {"include", "link"} and not written and found.get("url"):
            self.dropped["list_of_lists"] += 1
        elif written:
            self.feed(title, written, found.get("htmlurl", ""))
        self.names.append("" if written else title)

    def feed(self, title: str, written: str, page: str) -> None:
        url = safe_url(written[: MAX_URL_CHARS + 1])
        if url is None:
            self.dropped["no_web_address"] += 1
        elif url in self.feeds:
            self.dropped["repeated"] += 1
        else:
            folder = " / ".join(filter(None, self.names))[:MAX_CHARS]
            self.feeds[url] = OpmlFeed(title=title, url=url, page=safe_url(page), folder=folder)


def read_opml(body: bytes) -> Outlines:
    """Read a list of feeds. Nothing is fetched, and no entity is expanded.

    Loose ampersands and the names of HTML's characters, which many readers write, are put up with.

    Raises:
        UnreadableError: it is not OPML, is not well formed, or is larger or deeper than any honest list.
    """
    if len(body) > MAX_BYTES:
        message = f"it is larger than {MAX_BYTES:,} bytes. Split the list."
        raise UnreadableError(message)
    try:
        try:
            found = _pass(body.lstrip())
        except expat.ExpatError:
            found = _pass(_LOOSE.sub(_strict, body.lstrip()))
    except expat.ExpatError as error:
        message = f"it is not well formed ({error}). Export the list again."
        raise UnreadableError(message) from error
    except (LookupError, ValueError) as error:
        message = "it names an encoding that is not known. Save it as UTF-8."
        raise UnreadableError(message) from error
    except _RefusedError as error:
        raise UnreadableError(str(error)) from error
    if not found.is_opml:
        message = "it is not a list of feeds: its first element is not `opml`. Export it as OPML."
        raise UnreadableError(message)
    return Outlines(feeds=tuple(found.feeds.values()), dropped=tuple(sorted(found.dropped.items())))


def _pass(body: bytes) -> _List:
    found = _List()
    parser = expat.ParserCreate()
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.EntityDeclHandler = _refuse_entities
    parser.Parse(body, True)  # noqa: FBT003 - expat takes it by position only
    return found


def _refuse_entities(*_: Any) -> None:
    message = "it declares entities, which a list of feeds does not need. Export the list again."
    raise _RefusedError(message)


def _strict(found: re.Match[bytes]) -> bytes:
    name: bytes | None = found[1]
    if name in _OF_XML:
        return found[0]
    known = html5.get(f"{name.decode('ascii')};") if name else None
    if known is None:
        return b"&amp;" + found[0][1:]
    return "".join(f"&#{ord(one)};" for one in known).encode("ascii")
