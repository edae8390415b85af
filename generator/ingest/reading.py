"""Reading one body: the only place that knows which kinds of source there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from generator.ingest.context import Context, Post, UnreadableError, failed
from generator.ingest.dates import EARLIEST
from generator.ingest.identity import scope_of
from generator.ingest.pages import PAGE, read_page
from generator.ingest.sources import (
    appstore,
    discourse,
    feed,
    github,
    hackernews,
    lemmy,
    mastodon,
    mbox,
    records,
    reddit,
    stackexchange,
)
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceKind


class Kind(Protocol):
    """The three names that every module of `sources/` offers. All are pure."""

    @property
    def ask(self) -> Callable[[Source, Context], tuple[Ask, ...]]:
        """Say what to ask first; raises `UnreadableError` where the source's address does not fit."""

    @property
    def read(self) -> Callable[[Snapshot, Source, Context], Reading]:
        """Read every entry of a body, and say what to ask next; raises `UnreadableError`.

        What a body is, its own shape tells; `part` is a hint, and empty in a recording.
        """

    @property
    def check(self) -> Callable[[Sequence[Post], Source, Context], tuple[Ask, ...]]:
        """Say how to look again at archived posts; what the answers hold is read by `read`."""


KINDS: dict[SourceKind, Kind] = {
    SourceKind.GITHUB: github,
    SourceKind.REDDIT: reddit,
    SourceKind.APPSTORE: appstore,
    SourceKind.FEED: feed,
    SourceKind.STACKEXCHANGE: stackexchange,
    SourceKind.HACKERNEWS: hackernews,
    SourceKind.DISCOURSE: discourse,
    SourceKind.LEMMY: lemmy,
    SourceKind.MASTODON: mastodon,
    SourceKind.MBOX: mbox,
    SourceKind.RECORDS: records,
}


def objection(source: Source) -> str | None:
    """What speaks against a source's address, as its kind sees it; None where nothing does."""
    context = Context(
        limits=Limits(), now=EARLIEST, zone="UTC", scope=scope_of(source), queries=source.query or ("any",)
    )
    try:
        KINDS[source.kind].ask(source, context)
    except UnreadableError as error:
        return str(error)
    return None


def read(  # noqa: PLR0913 - all by name; this is the room's interface
    snapshot: Snapshot,
    source: Source,
    *,
    limits: Limits,
    now: datetime,
    zone: str,
    scope: str | None = None,
    policy: str | None = None,
    since: datetime | None = None,
    queries: tuple[str, ...] = (),
    tokens: Mapping[str, str] | None = None,
) -> Reading:
    """Read one body in this process. Pure.

    Args:
        snapshot: the bytes and where they came from.
        source: whose kind says how they are read.
        limits: entries of one run and characters of one post.
        now: dates later than a day after it are not believed.
        zone: tz database name for dates that name none.
        scope: as fixed in the archive; None decides now and reports it.
        policy: likewise the id policy.
        since: everything before was heard already; None for a first listen.
        queries: words to search for, for kinds that search.
        tokens: the operator's own credentials by name.

    Returns:
        Entries and what was set aside: together as many as were read. A body that cannot be read at all
        is a `failure`, with a sentence.
    """
    context = Context(
        limits=limits,
        now=now,
        zone=zone,
        scope=scope or scope_of(source),
        policy=policy,
        since=since,
        queries=queries,
        tokens=tokens or {},
    )
    try:
        if snapshot.part == PAGE:
            return read_page(snapshot)
        return KINDS[source.kind].read(snapshot, source, context)
    except UnreadableError as error:
        return failed(snapshot, source, str(error))
