"""Where the readers of APIs and mailboxes put what they find: every post is kept, or set aside by reason."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from generator.ingest.context import Context, UnreadableError, clean
from generator.ingest.dates import UNKNOWN, read_date
from generator.markup import safe_url
from generator.model.entry import Entry, Reading, SetAside, Snapshot
from generator.model.source import Source
from generator.model.words import SourceId

MAX_AUTHOR_CHARS = 200
MAX_DATE_CHARS = 64
MOST_WHOLE = 2**53 - 1
_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:RDF)\b")


class Shelf:
    """The posts of one body, in the order in which they stand there."""

    def __init__(self, source: Source, context: Context) -> None:
        """Begin with nothing."""
        self.context = context
        self.read = 0
        self.entries: list[Entry] = []
        self.aside: list[SetAside] = []
        self.gone: list[str] = []
        self._source = SourceId(source.id)
        self._seen: set[str] = set()

    def keep(self, key: str, *, url: str | None, title: str, body: str, date: object, **more: Any) -> None:
        """Take a post, unless it has no words, repeats a key or comes after the limit.

        Args:
            key: as the platform knows it, with the policy in front.
            url: its address; unsafe ones are dropped.
            title: HTML or text, as `html` in `more` says (default: HTML).
            body: likewise.
            date: as the source wrote it: text, or seconds since 1970 as a number; None for none.
            **more: further fields of `Entry`; `author` may be None.
        """
        self.read += 1
        if reason := self._why_not(key, title, body):
            self.aside.append(SetAside(reason=reason, key=key))
            return
        self._seen.add(key)
        limit = self.context.limits.post_chars
        written = _written(date)
        when = read_date(written, zone=self.context.zone, now=self.context.now) if written else UNKNOWN
        author = clean(str(more.pop("author", None) or "")).strip()[:MAX_AUTHOR_CHARS]
        fields = {"thread": None, **more}
        self.entries.append(
            Entry(
                source=self._source,
                scope=self.context.scope,
                key=key,
                url=safe_url(url),
                title=clean(title)[:limit],
                body=clean(body)[:limit],
                author=author or None,
                published=when.at,
                quality=when.quality,
                dated=written,
                cut=len(title) > limit or len(body) > limit,
                **fields,
            )
        )

    def when(self, date: object) -> datetime | None:
        """A further date of a post, such as that of its last edit; UTC, None where it cannot be read."""
        written = _written(date)
        return read_date(written, zone=self.context.zone, now=self.context.now).at if written else None

    def set_aside(self, reason: str, key: str = "", detail: str = "") -> None:
        """Count a post that is not kept; `reason` is a word of `SET_ASIDE`."""
        self.read += 1
        self.aside.append(SetAside(reason=reason, key=key, detail=detail))

    def deleted(self, key: str) -> None:
        """Count a post that its source says is deleted; what the archive shows of it is hidden."""
        self.set_aside("deleted", key)
        self.gone.append(key)

    def reading(self, snapshot: Snapshot, *, policy: str, **more: Any) -> Reading:
        """Everything found; `more` are further fields of `Reading`."""
        return Reading(
            source=snapshot.source,
            read=self.read,
            entries=tuple(self.entries),
            set_aside=tuple(self.aside),
            gone=tuple(dict.fromkeys(self.gone)),
            scope=self.context.scope,
            policy=policy,
            **more,
        )

    def _why_not(self, key: str, title: str, body: str) -> str | None:
        if key in self._seen:
            return "duplicate_key"
        if len(self.entries) >= self.context.limits.entries:
            return "over_limit"
        return None if title.strip() or body.strip() else "empty"


def _written(date: object) -> str:
    if date is None or isinstance(date, bool):
        return ""
    if isinstance(date, int | float):
        return str(int(date))
    return clean(str(date)).strip()[:MAX_DATE_CHARS]


def is_feed(snapshot: Snapshot) -> bool:
    """Whether the answer is a feed in XML, where an interface's JSON might have been."""
    return _FEED.match(snapshot.body) is not None


def decoded(snapshot: Snapshot, what: str) -> Any:
    """The JSON of an answer.

    Raises:
        UnreadableError: it is not JSON; `what` names the interface in the sentence.
    """
    try:
        return msgspec.json.decode(snapshot.body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        message = f"the answer is not the JSON of {what}. Check its address in a browser."
        raise UnreadableError(message) from error


def words(row: Any, *names: str) -> str:
    """The first of these fields that holds text; empty where none does, or `row` is no record."""
    found = (row.get(name) for name in names) if isinstance(row, dict) else ()
    return next((one for one in found if isinstance(one, str) and one), "")


def whole(row: Any, name: str) -> int | None:
    """A field that holds a whole number no larger than JSON carries exactly (RFC 8259, 6); else None."""
    value = row.get(name) if isinstance(row, dict) else None
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST_WHOLE
    return value if fits else None


def rows(value: Any) -> list[dict[str, Any]]:
    """The records in a list; empty where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
