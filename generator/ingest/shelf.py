"""Where the readers of APIs and mailboxes put what they find: every post is kept, or set aside by reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from generator.ingest.context import Context, clean, refuse_flood
from generator.ingest.dates import UNKNOWN, When, read_date
from generator.markup import safe_url
from generator.model.entry import Entry, Reading, SetAside, Snapshot
from generator.model.source import Source
from generator.model.words import SourceId, SourceOwner

MAX_AUTHOR_CHARS = 200
MAX_DATE_CHARS = 64
MAX_TAGS = 20
MAX_TAG_CHARS = 100


class Shelf:
    """The posts of one body, in the order in which they stand there."""

    def __init__(self, source: Source, context: Context) -> None:
        """Begin with nothing."""
        self.context = context
        self.read = 0
        self.entries: list[Entry] = []
        self.aside: list[SetAside] = []
        self.gone: list[str] = []
        self.staffed = source.owner is SourceOwner.COMPANY
        """True where those who run the place speak for the company."""
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
            **more: further fields of `Entry`; `author` may be None, `tags` any texts.

        Raises:
            UnreadableError: there are more than any place sends in one answer.
        """
        self._count()
        if reason := self._why_not(key, title, body):
            self.aside.append(SetAside(reason=reason, key=key))
            return
        self._seen.add(key)
        limit = self.context.limits.post_chars
        written = _written(date)
        when = _when(written, self.context)
        author = clean(str(more.pop("author", None) or "")).strip()[:MAX_AUTHOR_CHARS]
        fields = {"thread": None, **more, "tags": tag_names(more.get("tags", ()))}
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
        return date_of(date, self.context)

    def set_aside(self, reason: str, key: str = "", detail: str = "") -> None:
        """Count a post that is not kept; `reason` is a word of `SET_ASIDE`."""
        self._count()
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

    def _count(self) -> None:
        self.read += 1
        refuse_flood(self.read, self.context.limits)

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


def date_of(written: object, context: Context) -> datetime | None:
    """A date as an interface writes it, text or seconds since 1970; UTC, None where it cannot be read."""
    return _when(_written(written), context).at


def _when(written: str, context: Context) -> When:
    return read_date(written, zone=context.zone, now=context.now) if written else UNKNOWN


def tag_names(written: Iterable[str]) -> tuple[str, ...]:
    """Tags without blanks around them and each once: at most 20, of at most 100 characters."""
    found = (clean(one.strip())[:MAX_TAG_CHARS] for one in written)
    return tuple(dict.fromkeys(one for one in found if one))[:MAX_TAGS]
