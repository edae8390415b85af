"""What was deleted at its source, and what stands there again: the words go and come, the count stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from generator.archive.lines import in_order, utc
from generator.archive.values import Folded
from generator.model.events import VERSION, AnyEvent, GoneEvent
from generator.model.mention import Mention, Reply
from generator.model.words import MentionId

TOMBSTONE = "tombstone"
"""Told by a feed (RFC 6721): hearing the post again outweighs it."""
BACK = "back"
ASKED = frozenset({"404", "410", "api", "noindex"})
"""Told by the post itself or its platform: only another look, or an edit, outweighs it."""
STAYS = frozenset({"noindex"})
"""A person's wish: no edit outweighs it, only a look that no longer finds the wish."""


def plan_gone(
    deleted: Mapping[MentionId, str],
    *,
    heard: AbstractSet[MentionId],
    stands: AbstractSet[MentionId] = frozenset(),
    known: Folded,
    now: datetime,
) -> tuple[AnyEvent, ...]:
    """Return the events that deletions and looks add, one a mention or reply, in the archive's order.

    `deleted` says how each id is gone: `tombstone`, `api`, `404`, `410` or `noindex`. `heard` are the ids in
    this run's listings: they outweigh a `tombstone` only. `stands` are posts whose own check found them: what
    a check had hidden comes `back`; where `deleted` names the same id, the deletion counts. `known` must
    hold what this run itself adds, or a deletion loses to an edit heard in the same run. What is gone
    already, was removed or was never archived adds nothing.
    """
    posts: tuple[Mention | Reply, ...] = (*known.mentions, *known.replies)
    return in_order(
        GoneEvent(v=VERSION, id=one.id, rev=one.rev, seen=utc(now), brand=one.brand, how=how)
        for one in posts
        if one.hidden != "removed"
        for how in _how(one, deleted.get(one.id), heard, stands)
    )


def _how(
    one: Mention | Reply, how: str | None, heard: AbstractSet[MentionId], stands: AbstractSet[MentionId]
) -> Iterator[str]:
    if how == TOMBSTONE and one.id in heard:
        how = None
    if how is not None:
        if one.gone is None:
            yield how
    elif one.gone in ASKED and one.id in stands:
        yield BACK
