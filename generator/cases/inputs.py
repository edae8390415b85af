"""What the join takes and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from generator.model.base import Value
from generator.model.brand import Brand
from generator.model.case import ActionState, Case, Issue
from generator.model.events import LedgerLine
from generator.model.mention import Mention, Reply
from generator.model.people import Confirmation, ModerationEvent, Told
from generator.model.response import Response
from generator.model.site import Counting
from generator.model.source import Source
from generator.model.theme import Theme


class Inputs(Value, frozen=True, kw_only=True):
    """All that the archive and people's files say; the order of no tuple matters."""

    mentions: tuple[Mention, ...]
    """Merged and moderated; a post about two brands is two mentions with one id."""
    replies: tuple[Reply, ...] = ()
    responses: tuple[Response, ...] = ()
    """The usable ones; those with mistakes were set aside before."""
    ledger: tuple[LedgerLine, ...] = ()
    told: tuple[Told, ...] = ()
    confirmations: tuple[tuple[str, Confirmation], ...] = ()
    """(file stem, confirmation)."""
    moderation: tuple[tuple[str, ModerationEvent], ...] = ()
    """(file stem, event)."""
    sources: Mapping[str, Source]
    """By source id."""
    brands: tuple[Brand, ...] = ()
    themes: tuple[Theme, ...] = ()
    """The general taxonomy; a brand's own themes stand in the brand."""
    counting: Counting
    as_of: datetime
    """The only clock; what is dated after it does not count yet."""
    zone: str = "UTC"
    """tz database name: days, months and deadlines are read in it."""


class CaseBook(Value, frozen=True, kw_only=True):
    """Every case with its answers, the issues they make, and the promises."""

    cases: tuple[Case, ...]
    """By brand, newest first by `published`, then id."""
    issues: tuple[Issue, ...]
    """By brand, most counted cases first, then theme."""
    actions: tuple[ActionState, ...]
    """By brand, newest first by `said_on`, then id."""
    case_of: dict[str, str]
    """Case id by mention id. Where a post about two brands lies in two cases with different ids, the
    case of the brand whose slug sorts first."""
    problems: tuple[str, ...] = ()
    """What could not be joined, one sentence each, sorted."""
    not_yet: tuple[str, ...] = ()
    """Ids of responses, replies, confirmations and moderation events dated after the clock, sorted."""
    set_aside: tuple[tuple[str, int], ...] = ()
    """Replies that were heard and apply to no case, by reason, sorted."""
