"""Reading one body: the only place that knows which kinds of source there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from generator.ingest.context import Context, Cost, UnreadableError, failed
from generator.ingest.identity import scope_of
from generator.ingest.sources import feed, records
from generator.model.entry import Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceKind


class Kind(Protocol):
    """What every module of `sources/` offers."""

    @property
    def read(self) -> Callable[[Snapshot, Source, Context], Reading]:
        """Read every entry of a body; raises `UnreadableError`."""

    @property
    def cost(self) -> Callable[[bytes, Limits], Cost]:
        """Say what reading a body may cost."""


KINDS: dict[SourceKind, Kind] = {SourceKind.FEED: feed, SourceKind.RECORDS: records}


def read(  # noqa: PLR0913 - all by name; this is the room's interface
    snapshot: Snapshot,
    source: Source,
    *,
    limits: Limits,
    now: datetime,
    zone: str,
    scope: str | None = None,
    policy: str | None = None,
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

    Returns:
        Entries and what was set aside: together as many as were read. A body that cannot be read at all
        is a `failure`, with a sentence.
    """
    context = Context(limits=limits, now=now, zone=zone, scope=scope or scope_of(source), policy=policy)
    try:
        return KINDS[source.kind].read(snapshot, source, context)
    except UnreadableError as error:
        return failed(snapshot, source, str(error))
