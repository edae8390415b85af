"""Everything the pages are made of, joined and counted, before a word of a page is chosen."""

from __future__ import annotations

from datetime import datetime

from generator.model.base import Value
from generator.model.brand import Brand
from generator.model.case import ActionState, Case, Issue
from generator.model.events import LedgerLine, SourceFacts
from generator.model.measure import BrandMeasures
from generator.model.mention import Mention
from generator.model.people import ModerationEvent, Told
from generator.model.site import SiteConfig
from generator.model.source import Source
from generator.model.theme import Theme


class SourceOnSite(Value, frozen=True, kw_only=True):
    """One source with what the archive knows of it."""

    source: Source
    brands: tuple[str, ...]
    """Brands it is listened to for; empty where it is matched by alias."""
    facts: SourceFacts | None
    """None where it was never heard."""
    mentions: int
    """Mentions in the archive that came from it."""


class BrandBook(Value, frozen=True, kw_only=True):
    """One brand with all that belongs to it."""

    brand: Brand
    cases: tuple[Case, ...]
    """Newest first by `published`, then id."""
    issues: tuple[Issue, ...]
    """Most counted cases first, then theme slug."""
    actions: tuple[ActionState, ...]
    """Newest first by `said_on`, then id."""
    measures: BrandMeasures
    """Independent and regulator sources only."""
    company_owned: BrandMeasures | None
    """Company-owned sources, never pooled; None where there are none."""
    issue_measures: tuple[tuple[str, BrandMeasures], ...]
    """By theme slug, in the order of `issues`."""
    told: tuple[Told, ...]


class Book(Value, frozen=True, kw_only=True):
    """The whole site's content as of the clock."""

    config: SiteConfig
    as_of: datetime
    recording: str | None
    """The manifest's statement; None for a live site."""
    brands: tuple[BrandBook, ...]
    """By name."""
    measures: BrandMeasures
    """The whole site; independent and regulator sources only."""
    themes: tuple[Theme, ...]
    """General taxonomy; a brand's own themes are in the brand."""
    sources: tuple[SourceOnSite, ...]
    """By id."""
    moderation: tuple[tuple[str, ModerationEvent], ...]
    """(file stem, event), newest first."""
    held: tuple[Mention, ...]
    """Mentions counted without words."""
    removed: int
    gone: int = 0
    """Posts and replies whose words are hidden because they are gone at their source."""
    """Tombstones in the archive."""
    ledger: tuple[LedgerLine, ...]
    problems: tuple[str, ...]
    """Mistakes in people's files, as printed by `check`, that this build set aside."""
    pages: tuple[tuple[str, str], ...]
    """Hand-written pages of `content/pages/`: (name without ending, Markdown)."""
    case_of: dict[str, str]
    """Case id by mention id, for every member of every case."""
