"""Feeds: RSS 0.9x to 2.0, RDF and Atom, through feedparser with a raw pass beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from generator.ingest import feed_fields as fields
from generator.ingest.context import Context, Cost, UnreadableError, clean
from generator.ingest.dates import UNKNOWN, When, read_date
from generator.ingest.feed_bytes import parse
from generator.ingest.identity import AUTO, Marks, guid_key, keys, policy_of, settled
from generator.ingest.sidecar import RawEntry, deleted_entries
from generator.ingest.threads import replies, thread_of_link
from generator.markup import safe_url
from generator.model.entry import Entry, Reading, SetAside, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

CPU_SECONDS = 10
MEMORY_BYTES = 512 * 1024**2
READING_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What feedparser raises on hostile input; UnicodeError is a ValueError, KeyError a LookupError."""


def cost(body: bytes, limits: Limits) -> Cost:
    """What reading may cost: the same for every feed, as its size is limited."""
    del body
    return Cost(cpu_seconds=CPU_SECONDS, wall_seconds=limits.parse_seconds, memory_bytes=MEMORY_BYTES)


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read every entry of a feed.

    Raises:
        UnreadableError: the body is not a feed, or feedparser cannot read it.
    """
    if len(snapshot.body) > context.limits.body_bytes:
        message = (
            f"it is larger than {context.limits.body_bytes:,} bytes. Name a smaller feed, or raise the limit."
        )
        raise UnreadableError(message)
    try:
        parsed, raw = parse(snapshot)
    except READING_ERRORS as error:
        message = f"the feed could not be read ({type(error).__name__}). Ask its operator to mend it."
        raise UnreadableError(message) from error
    found = parsed["entries"]
    marks = [_marks(entry, one) for entry, one in zip(found, raw, strict=True)]
    policy = policy_of(source, context.policy)
    if policy == AUTO and context.policy is None:
        policy = settled(marks)
    names = keys(marks, policy)
    feed = _Feed(snapshot, source, context, fields.feed_language(parsed["feed"]))
    entries, aside = feed.sort(found, raw, names)
    deleted = (guid_key(clean(one)) for one in deleted_entries(snapshot.body.lstrip()))
    return Reading(
        source=snapshot.source,
        read=len(found),
        entries=tuple(entries),
        set_aside=tuple(aside),
        gone=tuple(key for key in deleted if key not in names),
        title=clean(fields.text(parsed["feed"], "title")),
        scope=context.scope,
        policy=policy,
    )


def _marks(entry: dict[str, Any], raw: RawEntry) -> Marks:
    return Marks(
        guid=raw.guid and clean(raw.guid),
        link=clean(fields.link(entry, raw.guid)),
        author=clean(fields.author(entry) or ""),
        title=clean(fields.title(entry)),
        published=clean(fields.date_written(entry)),
        body=clean(fields.body(entry)),
    )


class _Feed:
    """One answer of one feed, on the way to entries."""

    def __init__(self, snapshot: Snapshot, source: Source, context: Context, language: str | None) -> None:
        self.source = SourceId(source.id)
        self.base = snapshot.url if snapshot.url.startswith(("http://", "https://")) else source.url
        self.context = context
        self.language = language

    def sort(
        self, found: Sequence[dict[str, Any]], raw: Sequence[RawEntry], names: Sequence[str]
    ) -> tuple[list[Entry], list[SetAside]]:
        """Entries, and what is not one with its reason: together as many as were found."""
        links = [self.address(entry, one) for entry, one in zip(found, raw, strict=True)]
        threads = {name: thread_of_link(link) for name, link in zip(names, links, strict=True)}
        entries: list[Entry] = []
        aside: list[SetAside] = []
        seen: set[str] = set()
        for entry, name, link, (root, parent) in zip(found, names, links, replies(raw, names), strict=True):
            if reason := self.why_not(entry, name, seen, len(entries)):
                aside.append(SetAside(reason=reason, key=name))
                continue
            seen.add(name)
            thread = (threads.get(root) or root) if root else threads[name]
            entries.append(self.entry(entry, key=name, url=link, thread=thread, reply_to=parent))
        return entries, aside

    def why_not(self, entry: dict[str, Any], key: str, seen: set[str], kept: int) -> str | None:
        """The reason to set an entry aside; None keeps it."""
        if key in seen:
            return "duplicate_key"
        if kept >= self.context.limits.entries:
            return "over_limit"
        return None if fields.title(entry).strip() or fields.body(entry).strip() else "empty"

    def address(self, entry: dict[str, Any], raw: RawEntry) -> str | None:
        """The entry's web address, whole and safe; None where it names none."""
        link = clean(fields.link(entry, raw.guid))
        if not link:
            return None
        try:
            return safe_url(urljoin(self.base, link))
        except ValueError:
            return None

    def entry(
        self, entry: dict[str, Any], *, key: str, url: str | None, thread: str | None, reply_to: str | None
    ) -> Entry:
        """The entry as the rest of the program knows it."""
        limit = self.context.limits.post_chars
        title, body = clean(fields.title(entry)), clean(fields.body(entry))
        when = self.when(fields.date_written(entry))
        return Entry(
            source=self.source,
            scope=self.context.scope,
            key=key,
            url=url,
            title=title[:limit],
            body=body[:limit],
            author=fields.author(entry) and clean(fields.author(entry) or ""),
            thread=thread,
            reply_to=reply_to,
            published=when.at,
            quality=when.quality,
            updated=self.when(fields.text(entry, "updated")).at,
            language=fields.language(entry) or self.language,
            rating=fields.rating(entry),
            tags=fields.tags(entry),
            cut=len(title) > limit or len(body) > limit,
        )

    def when(self, written: str) -> When:
        """A date of this feed."""
        if not written:
            return UNKNOWN
        return read_date(clean(written), zone=self.context.zone, now=self.context.now)
