"""What a body is read with, and the words both kinds of reading share."""

from __future__ import annotations

from datetime import datetime

from generator.model.base import Value
from generator.model.entry import Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source


class Context(Value, frozen=True, kw_only=True):
    """What reading depends on besides the bytes."""

    limits: Limits
    now: datetime
    zone: str
    """tz database name for dates that name no zone."""
    scope: str
    policy: str | None = None
    """As fixed in the archive; None decides now."""


class Cost(Value, frozen=True, kw_only=True):
    """What reading one body may cost a worker."""

    cpu_seconds: int
    wall_seconds: float
    memory_bytes: int


class UnreadableError(Exception):
    """The body as a whole cannot be read; the text is a sentence for people."""


def failed(snapshot: Snapshot, source: Source, message: str) -> Reading:
    """A reading that says why there is none."""
    return Reading(source=snapshot.source, read=0, failure=f"{source.title}: {message}")


def clean(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates become question marks."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
