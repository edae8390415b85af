"""Put tombstones in the place of lines whose words somebody asked to go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from generator.archive.kin import Kin, Ties
from generator.archive.lines import entomb, in_order, removals
from generator.archive.merge import merge
from generator.archive.values import Pair
from generator.model.events import AnyEvent, Tombstone
from generator.model.people import ModerationEvent


def tombstones(
    events: Iterable[AnyEvent], moderation: Sequence[tuple[str, ModerationEvent]], now: datetime
) -> tuple[AnyEvent, ...]:
    """Return all events with the lines of removed ids replaced, each in its place, under every brand."""
    events = tuple(events)
    gone = removals(moderation, now)
    if all(event.id not in gone or isinstance(event, Tombstone) for event in events):
        return in_order(events)
    folded = merge(events)
    ties = Kin(folded).all(one for one in folded.mentions if one.id in gone)
    return in_order(_removed(event, ties) if event.id in gone else event for event in events)


def _removed(event: AnyEvent, ties: dict[Pair, Ties]) -> Tombstone:
    stone = entomb(event)
    if isinstance(event, Tombstone) or stone.was not in {"mention", "revision"}:
        return stone
    kept = ties.get((event.id, event.brand), Ties())
    return msgspec.structs.replace(stone, link=kept.link, case=kept.case, thread=kept.thread)
