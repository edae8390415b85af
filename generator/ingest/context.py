"""What a body is read with, and the words both kinds of reading share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

import msgspec

from generator.model.base import Value
from generator.model.entry import Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import MentionId

MAX_MARK_CHARS = 200
MOST_IN_ONE = 100_000
"""Entries of one body; ten times as many as the longest real feed or listing holds."""


class Context(Value, frozen=True, kw_only=True):
    """What reading depends on besides the bytes."""

    limits: Limits
    now: datetime
    zone: str
    """tz database name for dates that name no zone."""
    scope: str
    policy: str | None = None
    """As fixed in the archive; None decides now."""
    since: datetime | None = None
    """Everything before was heard already, with a day to spare; None for a first listen."""
    queries: tuple[str, ...] = ()
    """Words to search for, for kinds that search."""
    tokens: Mapping[str, str] = msgspec.field(default_factory=dict)
    """The operator's own credentials, by their names in `TOKENS`; those not set are missing."""


TOKENS = ("GITHUB_TOKEN", "REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET", "STACKEXCHANGE_KEY")
"""Names of the credentials that are read from the environment; none is ever needed, written or printed."""


class Post(Value, frozen=True, kw_only=True):
    """An archived post that is due to be looked at again."""

    id: MentionId
    url: str


class Cost(Value, frozen=True, kw_only=True):
    """What reading one body may cost a worker."""

    cpu_seconds: int
    wall_seconds: float
    memory_bytes: int


def heard(at: datetime | None, context: Context) -> bool:
    """Whether a date lies before everything that is new; one that nobody knows does not."""
    return context.since is not None and at is not None and at < context.since


class UnreadableError(Exception):
    """The body as a whole cannot be read; the text is a sentence for people."""


def refuse_flood(count: int, limits: Limits) -> None:
    """Refuse a body of more entries than any place sends in one: each would be told of to the main process.

    Raises:
        UnreadableError: there are too many.
    """
    if count > max(MOST_IN_ONE, limits.entries):
        message = f"the answer holds more than {MOST_IN_ONE:,} entries. Check its address in a browser."
        raise UnreadableError(message)


def failed(snapshot: Snapshot, source: Source, message: str) -> Reading:
    """A reading that says why there is none."""
    return Reading(source=snapshot.source, read=0, failure=f"{source.title}: {message}")


def mark_word(text: str) -> str:
    """A source's word as it may stand in a mark: 200 characters, escaped where they do not print."""
    return quote(text[:MAX_MARK_CHARS], safe="@#:+/= ", errors="replace")


def clean(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates become question marks."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
