"""The order of the archive's lines, and what a removal leaves of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from generator import canonical
from generator.archive.values import Pair
from generator.errors import ArchiveError
from generator.model.events import (
    VERSION,
    AnyEvent,
    FindingEvent,
    GoneEvent,
    MentionEvent,
    ReplyEvent,
    RevisionEvent,
    Tombstone,
)
from generator.model.people import ModerationEvent
from generator.model.words import BrandId, MentionId, ModerationKind

_TYPES: dict[type[AnyEvent], str] = {
    MentionEvent: "mention",
    RevisionEvent: "revision",
    ReplyEvent: "reply",
    FindingEvent: "finding",
    GoneEvent: "gone",
}

AnyOf = TypeVar("AnyOf", bound=AnyEvent)
Order = tuple[datetime, str, str, int]


def order(event: AnyEvent) -> Order:
    """Return a line's place: (seen, type, id, rev); a tombstone stands where the removed line stood."""
    kind = event.was if isinstance(event, Tombstone) else _TYPES[type(event)]
    return (event.seen, kind, event.id, event.rev)


def in_order(events: Iterable[AnyEvent]) -> tuple[AnyEvent, ...]:
    """Sort events as the archive does, brands one after the other where all else is equal."""
    return tuple(sorted(events, key=lambda event: (*order(event), event.brand)))


def newest(events: Sequence[AnyOf]) -> AnyOf:
    """Return the event with the highest (rev, seen); equals are told apart by their bytes, never by order."""
    top = max((event.rev, event.seen) for event in events)
    tied = [event for event in events if (event.rev, event.seen) == top]
    return tied[0] if len(tied) == 1 else max(tied, key=canonical.dumps)


def utc(moment: datetime) -> datetime:
    """Return an instant in UTC.

    Raises:
        ArchiveError: where it names no time zone.
    """
    if moment.tzinfo is None:
        message = f"The instant {moment.isoformat()} names no time zone; the archive holds UTC only."
        raise ArchiveError(message)
    return moment.astimezone(UTC)


def entomb(event: AnyEvent) -> Tombstone:
    """Return what stays of a line after a removal: enough to count, nothing to read."""
    if isinstance(event, Tombstone):
        return event
    stone = Tombstone(
        v=VERSION,
        id=event.id,
        rev=event.rev,
        seen=event.seen,
        brand=event.brand,
        was=_TYPES[type(event)],
        leaf=canonical.leaf(canonical.dumps(event)),
    )
    return _with_counts(event, stone)


def _with_counts(event: AnyEvent, stone: Tombstone) -> Tombstone:
    facts: dict[str, object] = {}
    if isinstance(event, MentionEvent | RevisionEvent | ReplyEvent):
        facts |= {"source": event.source, "day": event.published and event.published.date()}
    if isinstance(event, MentionEvent | RevisionEvent | FindingEvent):
        found = event.finding
        facts |= {"kind": found.kind, "certainty": found.certainty}
        facts |= {"severity": found.severity, "themes": found.themes}
    if isinstance(event, ReplyEvent):
        facts |= {"thread": event.thread, "to": event.to}
        facts |= {"reply": event.reply, "disposition": event.disposition}
    return msgspec.structs.replace(stone, **facts)


def removals(moderation: Sequence[tuple[str, ModerationEvent]], now: datetime) -> frozenset[str]:
    """Return the ids whose newest `remove` or `restore` of (stem, event), not dated after `now`, removes."""
    removed: dict[str, bool] = {}
    for _stem, event in sorted(moderation, key=lambda one: (one[1].at, one[0])):
        if event.at <= now and event.kind in {ModerationKind.REMOVE, ModerationKind.RESTORE}:
            removed[event.target] = event.kind is ModerationKind.REMOVE
    return frozenset(target for target, gone in removed.items() if gone)


def stay_away(moderation: Sequence[tuple[str, ModerationEvent]], now: datetime) -> frozenset[Pair]:
    """Return the removed ids as `plan` takes them, so that a post removed before it was heard stays away too.

    The brand is empty: a removal holds under every brand.
    """
    return frozenset((MentionId(target), BrandId("")) for target in removals(moderation, now))
