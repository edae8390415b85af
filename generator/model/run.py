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
    """Posts whose words were hidden because they are gone at their source."""
    back: int = 0
    """Posts found again at their source after they were thought gone."""
    checked: int = 0
    """Published posts that were looked at again at their source."""
    checks_failed: int = 0
    """Looks that brought no verdict; they hide nothing and are repeated."""
    checks_left: int = 0
    """Published posts that were due to be looked at and have to wait: their host's budget was spent."""
    requests: int = 0
    """Requests that were answered, failed ones included."""
    missed: int = 0
    """Further pages or threads that could not be heard in this run; the next one asks for them again."""
    gap: bool = False
    """True where entries may have come and gone unheard since the last run."""
    notes: tuple[str, ...] = ()
    """What the publisher should know or do, a sentence each: an address that moved for good, ..."""
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
