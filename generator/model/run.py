"""What a run did: the step summary, the commit message and the public record are made of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from generator.model.base import Value
from generator.model.words import SourceId


class SourceRun(Value, frozen=True, kw_only=True):
    """What one source did in a run."""

    source: SourceId
    status: Literal["heard", "unchanged", "failed", "not_due"]
    read: int = 0
    """Entries in its answer: `read` = `kept` + the sum of `set_aside`."""
    kept: int = 0
    """Entries that became mentions or replies, or already are."""
    new: int = 0
    """Mentions archived."""
    revised: int = 0
    known: int = 0
    """Mentions that the archive already holds, unchanged."""
    replies: int = 0
    """Official replies archived, those inside records included."""
    gone: int = 0
    set_aside: tuple[tuple[str, int], ...] = ()
    """Entries by reason, sorted."""
    answers_set_aside: tuple[tuple[str, int], ...] = ()
    message: str = ""
    """Why it failed; empty where it did not."""
    milliseconds: int = 0
    bytes: int = 0


class Run(Value, frozen=True, kw_only=True):
    """One `listen`."""

    now: datetime
    sources: tuple[SourceRun, ...]

    @property
    def answered(self) -> bool:
        """True where any source answered, 304 included: the clock moves."""
        return any(one.status in {"heard", "unchanged"} for one in self.sources)

    @property
    def failed(self) -> tuple[SourceRun, ...]:
        """Sources that could not be heard."""
        return tuple(one for one in self.sources if one.status == "failed")
