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

    def deleted(self, feeds: Collection[str], names: Mapping[MentionId, MentionId]) -> dict[MentionId, str]:
        """How each post is gone: by its feed, its interface or its own address; what it said itself wins.

        `feeds` are the sources that are feeds; `names` the known ids by the new ones they were heard with.
        """
        told = {
            MentionId(canonical.id16(one.scope, key)): "tombstone" if name in feeds else "api"
            for name, found in self.readings().items()
            for one in found
            for key in one.gone
        }
        return {names.get(name, name): how for name, how in {**told, **self.looked.gone}.items()}


class Heed(NamedTuple):
    """Entries, and what screening made of each."""

    entries: list[Entry]
    screened: list[Screened]
