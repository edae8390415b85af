"""What the archive hands to the other rooms: folded mentions, and what a run would add."""

from __future__ import annotations

from datetime import datetime

import msgspec

from generator.model.base import Value
from generator.model.events import AnyEvent
from generator.model.mention import Mention, Reply
from generator.model.words import BrandId, MentionId

Pair = tuple[MentionId, BrandId]
"""What names one mention or reply: a post about two brands has one id."""


class Folded(Value, frozen=True, kw_only=True):
    """All events as mentions and replies, each with its newest words."""

    mentions: tuple[Mention, ...] = ()
    """By (first_seen, id, brand)."""
    replies: tuple[Reply, ...] = ()
    """By (seen, id, brand)."""
    tombstones: frozenset[Pair] = frozenset()
    """What was removed and never comes back."""
    latest: datetime | None = None
    """The newest `seen` of all lines; None for an empty archive."""
    orphans: int = 0
    """Lines about ids whose first line is not there; they change nothing."""
    not_yet: int = 0
    """Lines, mentions and replies left out because they are dated after the clock."""
    joined: int = 0
    """Mentions an override moved to a brand that already had them."""
    unknown: tuple[tuple[str, str], ...] = ()
    """(file stem, target) of moderation events about ids the archive does not hold."""


class PlanCounts(Value, frozen=True, kw_only=True):
    """What became of one source's drafts: their number is the sum of the first five."""

    new: int = 0
    revised: int = 0
    known: int = 0
    """Unchanged, or a copy of what another source was heard with first."""
    removed: int = 0
    """Posts that were removed on request and stay away."""
    capped: int = 0
    """Edits beyond the limit of revisions."""
    clashes: int = 0
    """Of `known`: posts that seem to be others than those that another source told under their ids."""
    replies: int = 0
    """Reply lines to be added: first ones and changed ones."""
    replies_known: int = 0
    replies_removed: int = 0
    replies_capped: int = 0


class Plan(Value, frozen=True, kw_only=True):
    """What a run adds to the archive."""

    events: tuple[AnyEvent, ...]
    """In the order of the archive's lines."""
    counts: dict[str, PlanCounts]
    """By source id, sorted."""
    renamed: dict[MentionId, MentionId] = msgspec.field(default_factory=dict)
    """Ids heard in this run that are known posts under new ids: the id by the one the archive keeps."""


class Believed(Value, frozen=True, kw_only=True):
    """What holds of one run's looks at published posts."""

    holds: dict[MentionId, str]
    """By id: `stands`, `404`, `410`, `api` or `noindex`."""
    doubted: tuple[tuple[str, int], ...] = ()
    """Hosts where not one of ten pages or more was found, and how many posts it were; they hide nothing."""
    emptied: frozenset[str] = frozenset()
    """All hosts where not one was found, whether they are believed or not."""
    met: frozenset[str] = frozenset()
    """Hosts where that is not so."""
