"""What a person asks of one run of `listen`."""

from __future__ import annotations

from datetime import datetime

import msgspec

from generator.model.base import Value


class Options(Value, frozen=True, kw_only=True):
    """What to hear; empty means everything that is due."""

    only: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    everything: bool = False
    dry_run: bool = False
    since: datetime | None = None
    """Read back to this instant where a source allows it; None goes back only where something was missed."""
    allow_private: bool = False
    """True lets loopback through; for tests only."""
    opened: dict[str, datetime] = msgspec.field(default_factory=dict)
    """By response id: when its pull request was opened, as the hosting service tells."""
