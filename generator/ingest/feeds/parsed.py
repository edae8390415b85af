"""What a feed's bytes hold, whichever of our readers read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.ingest.feeds.sidecar import RawEntry, RawFeed
from generator.model.base import Value


class Parsed(Value, frozen=True, kw_only=True):
    """One feed; its entries are shaped as feedparser shapes them."""

    feed: dict[str, Any]
    entries: Sequence[dict[str, Any]]
    raw: tuple[RawEntry, ...]
    """One for one entry."""
    raw_feed: RawFeed
    unreadable: int = 0
    """Entries that begin in the bytes and could not be read."""
    again: bool = False
    """True where feedparser found too few entries and a second reader found more."""
