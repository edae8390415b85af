"""A second, quick pass over the raw XML that keeps what feedparser changes or drops."""

from __future__ import annotations

from xml.parsers import expat

from generator.model.base import Value

ENTRIES = frozenset({"item", "entry"})
IDS = frozenset({"guid", "id"})
THREADING = "http://purl.org/syndication/thread/1.0 in-reply-to"
TOMBSTONE = "http://purl.org/atompub/tombstones/1.0 deleted-entry"
MAX_ID_CHARS = 2_000


class RawEntry(Value, frozen=True, kw_only=True):
    """What one entry says of itself, untouched by any base address."""

    guid: str | None = None
    replies_to: tuple[str, ...] = ()
    """Every `thr:in-reply-to` reference, in the order of the file."""


class _EntityError(Exception):
    """The document declares entities, which this pass does not expand."""


class _Pass:
    """Expat's handlers: one stack of depth, one open entry, one open id."""

    def __init__(self) -> None:
        self.entries: list[RawEntry] = []
        self.deleted: list[str] = []
        self.depth = 0
        self.entry_depth = 0
        self.guid: str | None = None
        self.replies: list[str] = []
        self.text: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.EntityDeclHandler = self.refuse

    def refuse(self, *_: object) -> None:
        raise _EntityError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        local = name.rpartition(" ")[2]
        if not self.entry_depth:
            if local in ENTRIES:
                self.entry_depth, self.guid, self.replies = self.depth, None, []
            elif name == TOMBSTONE and attributes.get("ref", "").strip():
                self.deleted.append(attributes["ref"].strip()[:MAX_ID_CHARS])
        elif self.depth == self.entry_depth + 1:
            self.child(name, local, attributes)

    def child(self, name: str, local: str, attributes: dict[str, str]) -> None:
        if name == THREADING and attributes.get("ref"):
            self.replies.append(attributes["ref"].strip()[:MAX_ID_CHARS])
        elif local in IDS and self.guid is None:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append

    def end(self, name: str) -> None:
        del name
        if self.depth == self.entry_depth:
            self.entries.append(RawEntry(guid=self.guid, replies_to=tuple(self.replies)))
            self.entry_depth = 0
        elif self.text is not None and self.depth == self.entry_depth + 1:
            self.guid = "".join(self.text).strip()[:MAX_ID_CHARS] or None
            self.text = None
            self.parser.CharacterDataHandler = None
        self.depth -= 1


def raw_entries(body: bytes) -> tuple[RawEntry, ...] | None:
    """The entries of a well-formed feed; None where it is not, or where it declares entities."""
    sweep = _sweep(body)
    return None if sweep is None else tuple(sweep.entries)


def deleted_entries(body: bytes) -> tuple[str, ...]:
    """The ids that a feed says were deleted (RFC 6721); empty where it says nothing or is not well formed."""
    sweep = _sweep(body) if b"deleted-entry" in body else None
    return () if sweep is None else tuple(dict.fromkeys(sweep.deleted))


def _sweep(body: bytes) -> _Pass | None:
    sweep = _Pass()
    try:
        sweep.parser.Parse(body, True)  # noqa: FBT003 - expat takes it by position only
    except (expat.ExpatError, _EntityError, LookupError, ValueError):
        return None
    return sweep
