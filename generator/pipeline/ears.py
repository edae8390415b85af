"""What one run brought: what sources said, what looking again found, and what screening made of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from generator import canonical
from generator.model.base import Value
from generator.model.entry import Entry, Reading
from generator.model.words import MentionId, SourceId
from generator.pipeline.look_again import Looked
from generator.pipeline.talk import Said
from generator.screening import Screened

Deletion = tuple[MentionId, SourceId | None]
"""A post, and the source that says it is deleted; None where its own address says so."""


class Ears(Value, frozen=True, kw_only=True):
    """What one run brought, before it is screened."""

    said: dict[SourceId, Said]
    looked: Looked
    left: dict[SourceId, int]
    """Posts whose turn it was to be looked at and who have to wait, by source."""

    notes: dict[SourceId, tuple[str, ...]]
    """What the publisher should know of each source."""

    def readings(self) -> dict[SourceId, list[Reading]]:
        """Every body that was read, by source."""
        found: dict[SourceId, list[Reading]] = {name: list(one.readings) for name, one in self.said.items()}
        for reading in self.looked.readings:
            found.setdefault(reading.source, []).append(reading)
        return found

    def deleted(self, feeds: Collection[str], names: Mapping[MentionId, MentionId]) -> dict[Deletion, str]:
        """How each post is gone, by id and who says so: its feed, its interface or its own address.

        `feeds` are the sources that are feeds; `names` the known ids by the new ones they were heard with.
        """
        told = {
            (MentionId(canonical.id16(one.scope, key)), name): "tombstone" if name in feeds else "api"
            for name, found in self.readings().items()
            for one in found
            for key in one.gone
        }
        found: dict[Deletion, str] = {(names.get(name, name), by): how for (name, by), how in told.items()}
        return {**found, **{(names.get(name, name), None): how for name, how in self.looked.gone.items()}}


class Heed(NamedTuple):
    """Entries, and what screening made of each."""

    entries: list[Entry]
    screened: list[Screened]
