"""What screening decides of a post, and the post as it may be published."""

from __future__ import annotations

from datetime import datetime

from generator.model.base import Value
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


class Cue(Value, frozen=True, kw_only=True, omit_defaults=True):
    """One piece of evidence for a decision."""

    group: str
    """The rule group, for example `delay`, `theme:refunds`, `severity:3`, `held:crime`."""
    text: str
    """The words that matched, masked; at most 60 characters."""
    weight: float = 0.0
    start: int | None = None
    """Place in the excerpt (characters); None where it lies outside the excerpt."""
    end: int | None = None


class Finding(Value, frozen=True, kw_only=True, omit_defaults=True):
    """What screening decided about a mention, and why. Frozen."""

    language: str
    """ISO 639-1, or `und`."""
    kind: Kind
    certainty: Certainty
    severity: int
    """4 safety, 3 money or data lost, 2 unusable or repeated, 1 other."""
    themes: tuple[ThemeId, ...]
    """Primary first; (`other`,) where no theme's cues are met."""
    cues: tuple[Cue, ...]
    masked: tuple[tuple[str, int], ...] = ()
    """How many pieces were masked, by type, sorted."""
    held: tuple[str, ...] = ()
    """Grounds for holding the words back (law 8); empty where there is none."""
    facets: tuple[str, ...] = ()
    """Further marks with cues: `effort`, `leaving`, `staying`, `backfire`, `me_too`, ..."""
    rules: str
    """Version of the rules: a hash of the rule files."""


class ReplyDraft(Value, frozen=True, kw_only=True):
    """An official reply the machine heard, before the archive gives it its place."""

    id: MentionId
    brand: BrandId
    source: SourceId
    thread: str
    to: MentionId | None
    """The mention it answers; None where it answers its thread."""
    type: ResponseType
    disposition: Disposition
    excerpt: str | None
    published: datetime | None
    """None where undated: it counts as an answer and stays out of waiting times."""
    quality: DateQuality
    url: str | None = None
    accepted: bool = False
    """True where whoever asked, or the place, marked it as the answer."""
    body: str
    """Keyed hash of the normalised raw text."""


class Draft(Value, frozen=True, kw_only=True):
    """A screened entry about one brand, before the archive gives it its place."""

    id: MentionId
    brand: BrandId
    source: SourceId
    url: str | None
    thread: str
    """16 base32 characters of scope and thread key."""
    author: str | None
    """Keyed hash over (brand, host, author); None where the author is unknown."""
    published: datetime | None
    quality: DateQuality
    excerpt: str | None
    """Masked, at most 280 characters; None where rights allow cues only."""
    cut: bool = False
    """True where the post is longer than the excerpt."""
    body: str
    """Keyed hash of the normalised raw text: what tells an edit from a repeat."""
    also: tuple[str, ...] = ()
    """Keyed hashes of other ids the source gave it."""
    bands: str | None = None
    """32 keyed bands of 4 bytes, base64: what tells near-copies; None for texts too short."""
    rating: float | None = None
    score: int | None = None
    """Votes by others; None where the place counts none."""
    dated: str | None = None
    """The date as the source wrote it, masked, where it could not be read exactly; else None."""
    finding: Finding
    answers: tuple[ReplyDraft, ...] = ()


class FirstHeard(Value, frozen=True, kw_only=True):
    """What decided the case of a mention when it was first archived; an edit changes none of it."""

    published: datetime | None
    thread: str
    author: str | None
    same_text: MentionId | None
    body: str


class Mention(Value, frozen=True, kw_only=True):
    """One post by one person about one brand: all its events folded."""

    id: MentionId
    brand: BrandId
    source: SourceId
    first_seen: datetime
    """`seen` of its first event; decides the month page."""
    seen: datetime
    """`seen` of its newest words or finding; being gone, or back, says nothing new."""
    published: datetime | None
    quality: DateQuality
    url: str | None
    thread: str
    author: str | None
    excerpt: str | None
    """None where no words may be shown; `hidden` says why."""
    cut: bool = False
    rating: float | None = None
    rev: int = 0
    """Number of the newest revision; 0 where never edited."""
    changed: tuple[str, ...] = ()
    """What the newest revision made different: `excerpt`, `kind`, `certainty`, `severity`, `themes`, ..."""
    same_text: MentionId | None = None
    """First mention of the group with (nearly) the same words; None where it stands alone."""
    body: str = ""
    also: tuple[str, ...] = ()
    """Keyed hashes of other ids the source gave it."""
    bands: str | None = None
    score: int | None = None
    """Votes by others when its words were last heard; None where the place counts none."""
    finding: Finding
    gone: str | None = None
    """How the source said that the post is deleted; None while it stands."""
    removed: bool = False
    """True for a tombstone: it counts, and has no words and no author."""
    hidden: str | None = None
    """`removed`, `gone`, `held`, `withheld`, `rights` or `expired`; None where words are shown."""
    moderated: tuple[str, ...] = ()
    """Moderation events that touched it, by file stem, oldest first."""
    overridden: Finding | None = None
    """The archived finding, where a moderation event put another in its place."""
    key: str = ""
    """Id of the key that its keyed hashes were made with; empty for a tombstone."""
    link: str | None = None
    """What one author's posts in one thread have in common; None where the author is unknown."""
    case: MentionId | None = None
    """For a tombstone that has a `link`: the id of its case, fixed at the removal."""
    first: FirstHeard | None = None
    """None where it was never edited: what it says now is what was heard first."""


class Reply(Value, frozen=True, kw_only=True):
    """An official reply the machine heard, folded."""

    id: MentionId
    brand: BrandId
    source: SourceId
    thread: str
    to: MentionId | None
    type: ResponseType
    disposition: Disposition
    excerpt: str | None
    published: datetime | None
    quality: DateQuality
    seen: datetime
    url: str | None = None
    body: str = ""
    gone: str | None = None
    """How the source said that it is deleted; None while it stands."""
    hidden: str | None = None
    """As of a mention."""
    accepted: bool = False
    """True where whoever asked, or the place, marked it as the answer."""
    rev: int = 0
    """Number of the newest version heard."""
    key: str = ""
    """Id of the key that its keyed hashes were made with."""
