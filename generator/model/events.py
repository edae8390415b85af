"""The archive's lines. This format outlives everything else: fields are added, never changed."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from generator.model.mention import Finding
from generator.model.words import (
    BrandId,
    Certainty,
    DateQuality,
    Disposition,
    Kind,
    MentionId,
    ResponseType,
    SourceId,
    ThemeId,
)

VERSION = 1


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """One line: what happened to one id, in one run."""

    v: int
    """Version of the line's format."""
    id: MentionId
    rev: int
    """0 for the first, one more for each edit."""
    seen: datetime
    """The run's `now`, UTC."""
    brand: BrandId


class Words(Event, frozen=True, kw_only=True):
    """What mention and revision have in common."""

    source: SourceId
    published: datetime | None
    quality: DateQuality
    url: str | None = None
    thread: str
    author: str | None = None
    excerpt: str | None = None
    cut: bool = False
    rating: float | None = None
    body: str
    also: tuple[str, ...] = ()
    """Keyed hashes of other ids the source gave it, for lookup should its ids change."""
    score: int | None = None
    """Votes by others when these words were heard; None where the place counts none."""
    dated: str | None = None
    """The date as the source wrote it, masked, where it could not be read exactly; else None."""
    bands: str | None = None
    same_text: MentionId | None = None
    finding: Finding
    key: str
    """Id of the key that the keyed hashes were made with."""
    salt: str
    """Keyed over (id, rev); 16 bytes as hex; erased with the words."""


class MentionEvent(Words, tag="mention", frozen=True, kw_only=True):
    """A post heard for the first time."""


class RevisionEvent(Words, tag="revision", frozen=True, kw_only=True):
    """A post whose words changed at its source."""

    changed: tuple[str, ...] = ()
    """What became different by the edit, of `CHANGES`; empty where only words outside the excerpt did."""


class ReplyEvent(Event, tag="reply", frozen=True, kw_only=True):
    """An official reply the machine heard."""

    source: SourceId
    published: datetime | None
    quality: DateQuality
    thread: str
    to: MentionId | None = None
    reply: ResponseType
    disposition: Disposition
    excerpt: str | None = None
    url: str | None = None
    accepted: bool = False
    """True where whoever asked, or the place, marked it as the answer."""
    body: str
    key: str
    salt: str


class FindingEvent(Event, tag="finding", frozen=True, kw_only=True):
    """A reviewed change of a finding under newer rules."""

    finding: Finding


class GoneEvent(Event, tag="gone", frozen=True, kw_only=True):
    """The source says that the post is deleted."""

    how: str
    """`tombstone`, `api`, `404`, `410` or `noindex`; `back` where it was found to stand again."""


class Tombstone(Event, tag="tombstone", frozen=True, kw_only=True):
    """What stays of a line after a removal: enough to count, nothing to read."""

    was: str
    """The type the line had; its place in the order stays."""
    day: date | None = None
    """Published day."""
    kind: Kind | None = None
    """None for a reply."""
    severity: int | None = None
    themes: tuple[ThemeId, ...] = ()
    certainty: Certainty | None = None
    """Kept so that a removed complaint goes on being counted as it was; None for a reply."""
    source: SourceId | None = None
    """Kept so that company-owned sources stay apart."""
    thread: str | None = None
    """Of a reply, and of a mention with an official reply in its thread: what was answered stays answered."""
    link: str | None = None
    """Hash over author and thread; kept only where other posts of the same case are in the archive."""
    case: MentionId | None = None
    """With `link`: the id of the case, which stays."""
    to: MentionId | None = None
    """For a reply only."""
    reply: ResponseType | None = None
    """For a reply only."""
    disposition: Disposition | None = None
    """For a reply only."""
    leaf: str
    """Hash of the line that was removed, for the evidence log."""


CHANGES = ("excerpt", "kind", "certainty", "severity", "themes", "rating", "published", "url")
"""What of a post an edit may change, in this order."""

AnyEvent = MentionEvent | RevisionEvent | ReplyEvent | FindingEvent | GoneEvent | Tombstone


class Gap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch in which a source could not be heard."""

    start: datetime
    end: datetime | None = None
    """None while it lasts."""
    reason: str


class SourceFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The file `archive/sources/<source>.json`: facts only."""

    v: int = VERSION
    id: SourceId
    scope: str
    """Fixed at first listen; survives redirects."""
    policy: str
    """Id policy, fixed at first listen."""
    first_heard: datetime | None = None
    heard_until: datetime | None = None
    """`now` of the last run in which it answered."""
    whole_until: datetime | None = None
    """`now` of the last run in which nothing of it was missed; None before the first."""
    window: tuple[str, ...] = ()
    """Short hashes of the newest entries when it was last read: what the next answer is compared with."""
    gaps: tuple[Gap, ...] = ()
    last_read: int = 0
    """Entries in the bytes when it was last read."""
    last_kept: int = 0
    last_set_aside: tuple[tuple[str, int], ...] = ()
    """Entries not kept then, by reason; `last_read` = `last_kept` + their sum."""
    last_answers_set_aside: tuple[tuple[str, int], ...] = ()


class LedgerLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of `archive/ledger.jsonl`: a response file as first seen."""

    v: int = VERSION
    id: str
    path: str
    sha256: str
    first_seen: datetime
    opened: datetime | None = None
    """The pull request's time; None where nobody handed it over."""


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """The file `archive/clock.json`."""

    v: int = VERSION
    as_of: datetime
