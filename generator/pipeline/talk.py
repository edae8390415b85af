"""One source's part in a conversation: what is known before, and what it said."""

from __future__ import annotations

from datetime import datetime

from generator.model.base import Value
from generator.model.entry import FetchRequest, Reading, SourceAnswer
from generator.model.events import SourceFacts
from generator.model.source import Source


class Talk(Value, frozen=True, kw_only=True):
    """One source, and what is known of it before it is asked."""

    source: Source
    facts: SourceFacts | None = None
    queries: tuple[str, ...] = ()
    since: datetime | None = None
    """Everything before was heard already; None for a first listen."""
    reach: datetime | None = None
    """How far back a person wants it read; None goes back only where something may have been missed."""
    answered: frozenset[str] = frozenset()
    """Marks of asks that earlier runs had answered."""


class Said(Value, frozen=True, kw_only=True):
    """What one source said in one run."""

    asked: FetchRequest | None = None
    """The first request; None where its address does not fit its kind."""
    answer: SourceAnswer | None = None
    """What the first request was answered; None where nobody was asked."""
    readings: tuple[Reading, ...] = ()
    """Bodies that were read, in the order they were asked for; never failures."""
    requests: int = 0
    missed: int = 0
    """Further requests that failed, or were left for the next run."""
    trouble: str = ""
    """Why the source, or the first part of it that is missing, could not be heard; empty where all was."""
    failed: bool = False
    """True where nothing of the source could be heard."""
    left_out: tuple[str, ...] = ()
    """Sentences on parts of the source that are not heard."""
    gap: bool = False
    """True where the newest entries of the last run were not met again."""
    window: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    """Marks of asks that were answered in this run."""
    milliseconds: int = 0
    bytes: int = 0
