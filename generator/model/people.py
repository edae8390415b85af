"""What people add beside responses: confirmations, moderation events, and what a company was told."""

from __future__ import annotations

from datetime import date

from generator.model.base import Instant, Sentence, Slug, Written
from generator.model.words import Ground, Kind, ModerationKind, Requester, Verdict


class Confirmation(Written):
    """A customer's verdict on an action or on a case's answer."""

    action: str | None = None
    """`<response>#<id>`; None where the verdict is on a case's answer alone."""
    case: str | None = None
    verdict: Verdict
    date: date
    proved: bool = False
    """True where the verdict came from the author of the case."""
    channel: Sentence
    evidence: str | None = None


class Override(Written):
    """What a moderation event puts in the place of a finding."""

    kind: Kind | None = None
    themes: tuple[Slug, ...] | None = None
    brand: Slug | None = None


class ModerationEvent(Written):
    """One decision about one target; never the words."""

    kind: ModerationKind
    target: str
    """Id of a mention, a case or a reply (16 characters), or of a response."""
    at: Instant
    ground: Ground
    requested_by: Requester
    note: Sentence | None = None
    """What the public may read of the reason."""
    decide_by: date | None = None
    """For `dispute`: the day by which it is decided."""
    redact: tuple[str, ...] = ()
    """For `redact`: the character ranges of the excerpt, as `start-end`, that are covered."""
    override: Override | None = None
    into: str | None = None
    """For `merge`: the case it joins."""
    mentions: tuple[str, ...] = ()
    """For `split`: the mentions that leave."""


class Told(Written):
    """That a company was told: of the site, of a case or of an alarm."""

    brand: Slug
    date: date
    what: Sentence
    channel: Sentence
    case: str | None = None
    """None where the company was told of the whole site."""
