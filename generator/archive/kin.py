"""What a removal must not tear apart: one person's posts in one thread, and what was answered there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from generator import canonical
from generator.archive.values import Folded, Pair
from generator.model.mention import Mention
from generator.model.words import BrandId, MentionId


class Ties(NamedTuple):
    """What a removed mention keeps, so that cases and answers stay as they were counted."""

    link: str | None = None
    """None where no other post of its case is in the archive."""
    case: MentionId | None = None
    thread: str | None = None
    """None where no official reply stands in its thread."""


def link(author: str | None, thread: str) -> str | None:
    """Return one hash in the place of author and thread; None where the author is unknown."""
    return canonical.id16("case", author, thread) if author else None


class Kin:
    """The ties of removed mentions."""

    def __init__(self, folded: Folded) -> None:
        """Take everything that is archived, folded and not moderated."""
        groups: dict[tuple[BrandId, str], list[Mention]] = defaultdict(list)
        for one in folded.mentions:
            if one.link:
                groups[one.brand, one.link].append(one)
        self._cases = {key: _first(members) for key, members in groups.items() if len(members) > 1}
        self._answered = {(one.brand, one.thread) for one in folded.replies}

    def ties(self, mention: Mention) -> Ties:
        """Return what stays of one mention's ties."""
        thread = mention.thread if (mention.brand, mention.thread) in self._answered else None
        case = self._cases.get((mention.brand, mention.link)) if mention.link else None
        return Ties(link=mention.link if case else None, case=case, thread=thread)

    def all(self, mentions: Iterable[Mention]) -> dict[Pair, Ties]:
        """Return the ties by mention and brand."""
        return {(one.id, one.brand): self.ties(one) for one in mentions}


def _first(members: Sequence[Mention]) -> MentionId:
    # an earlier removal fixed the case's name; the days that tombstones keep are too coarse to tell again
    named = sorted(one.case for one in members if one.case)
    return named[0] if named else min(members, key=_archived).id


def _archived(mention: Mention) -> tuple[datetime, datetime, MentionId]:
    published = mention.first.published if mention.first else mention.published
    return (mention.first_seen, published or mention.first_seen, mention.id)
