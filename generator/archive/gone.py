"""What sources say was deleted: the words go, the count stays."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime

from generator.archive.lines import in_order, utc
from generator.archive.values import Folded
from generator.model.events import VERSION, AnyEvent, GoneEvent
from generator.model.words import MentionId

TOMBSTONE = "tombstone"


def plan_gone(
    deleted: Iterable[MentionId], *, heard: AbstractSet[MentionId], known: Folded, now: datetime
) -> tuple[AnyEvent, ...]:
    """Return the events that deletions told by a feed (RFC 6721) add, one a mention, in the archive's order.

    A post that was `heard` in the same run stands; one that is gone or removed already, or was never
    archived, adds nothing.
    """
    wanted = set(deleted) - heard
    return in_order(
        GoneEvent(v=VERSION, id=one.id, rev=one.rev, seen=utc(now), brand=one.brand, how=TOMBSTONE)
        for one in known.mentions
        if one.id in wanted and one.gone is None and not one.removed
    )
