"""What a case is before anything is said about its handling, and how cases are found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.cases.group import Group, when
from generator.cases.names import Names
from generator.model.base import Value
from generator.model.mention import Mention
from generator.model.source import Source
from generator.model.words import BrandId, CaseId, Certainty, Kind, SourceOwner, ThemeId

LISTED = 200
"""Most cases with the same words that one case lists; their number is always told in full."""

CaseKey = tuple[str, str]
"""(brand, case id): a post about two brands makes two cases with one id."""


class Outline(Value, frozen=True, kw_only=True):
    """A case by what its mentions say."""

    id: CaseId
    brand: BrandId
    mentions: tuple[Mention, ...]
    kind: Kind
    certainty: Certainty
    severity: int
    themes: tuple[ThemeId, ...]
    first_seen: datetime
    published: datetime
    month: str
    company_owned: bool

    @property
    def key(self) -> CaseKey:
        """Unique on the site."""
        return (self.brand, self.id)

    @property
    def counted(self) -> bool:
        """True for sure complaints."""
        return self.kind is Kind.COMPLAINT and self.certainty is Certainty.SURE


def outline(members: Group, names: Names, sources: Mapping[str, Source], zone: ZoneInfo) -> Outline:
    """Describe one case.

    A sure complaint among its mentions makes it one, else a complaint in review, else the first mention's
    kind. Severity (the highest) and themes (each once, the first mention's first) come from the mentions of
    that kind only: praise in the same thread names no theme of a complaint.
    """
    first = members[0]
    leading = _leading(members)
    themes = [theme for one in leading for theme in one.finding.themes]
    return Outline(
        id=CaseId(first.id),
        brand=first.brand,
        mentions=members,
        kind=leading[0].finding.kind,
        certainty=leading[0].finding.certainty,
        severity=max(one.finding.severity for one in leading),
        themes=tuple(ThemeId(theme) for theme in names.themes(first.brand, themes)),
        first_seen=first.first_seen,
        published=min((one.published for one in members if one.published), default=first.first_seen),
        month=f"{first.first_seen.astimezone(zone):%Y-%m}",
        company_owned=all(_owned(sources.get(one.source)) for one in members),
    )


def _leading(members: Group) -> list[Mention]:
    def of(kind: Kind, certainty: Certainty) -> list[Mention]:
        return [one for one in members if one.finding.kind is kind and one.finding.certainty is certainty]

    first = members[0].finding
    return (
        of(Kind.COMPLAINT, Certainty.SURE)
        or of(Kind.COMPLAINT, Certainty.REVIEW)
        or of(first.kind, first.certainty)
    )


def _owned(source: Source | None) -> bool:
    return source is not None and source.owner is SourceOwner.COMPANY


def tells(one: Outline, sources: Mapping[str, Source]) -> bool:
    """True where a source of the case itself brings it to the company: a regulator's desk, or its own."""
    heard = (sources.get(mention.source) for mention in one.mentions)
    return any(source is not None and (source.tells or _owned(source)) for source in heard)


def same_text(outlines: Sequence[Outline]) -> dict[CaseKey, tuple[tuple[CaseId, ...], int]]:
    """Other cases of the brand with (nearly) the same words: the first 200 by id, and how many there are."""
    groups: dict[tuple[str, str], set[CaseId]] = {}
    for one in outlines:
        for name in _copies(one):
            groups.setdefault((one.brand, name), set()).add(one.id)
    shared = {name: sorted(found) for name, found in groups.items() if len(found) > 1}
    return {
        one.key: _others(
            one.id, [shared[one.brand, name] for name in _copies(one) if (one.brand, name) in shared]
        )
        for one in outlines
    }


def _copies(one: Outline) -> set[str]:
    return {mention.same_text or mention.id for mention in one.mentions}


def _others(case: CaseId, groups: list[list[CaseId]]) -> tuple[tuple[CaseId, ...], int]:
    if len(groups) == 1:
        listed = [other for other in groups[0][: LISTED + 1] if other != case]
        return tuple(listed[:LISTED]), len(groups[0]) - 1
    found = sorted({other for one in groups for other in one} - {case})
    return tuple(found[:LISTED]), len(found)


class Index:
    """Cases by what others call them: any member's id, a thread, a theme."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        """Read the cases once; every look-up after that is a dictionary's."""
        self.by_mention: dict[tuple[str, str], tuple[Outline, Mention]] = {}
        self.by_thread: dict[tuple[str, str], list[tuple[Outline, Mention]]] = {}
        """With the case's first mention in that thread."""
        self.by_theme: dict[tuple[str, str], list[Outline]] = {}
        self.brands_of: dict[str, list[str]] = {}
        for one in outlines:
            self._read(one)

    def _read(self, one: Outline) -> None:
        threads: dict[str, Mention] = {}
        for mention in sorted(one.mentions, key=when):
            self.by_mention[one.brand, mention.id] = (one, mention)
            self.brands_of.setdefault(mention.id, []).append(one.brand)
            if mention.thread:
                threads.setdefault(mention.thread, mention)
        for thread, mention in threads.items():
            self.by_thread.setdefault((one.brand, thread), []).append((one, mention))
        if one.counted:
            for theme in one.themes:
                self.by_theme.setdefault((one.brand, theme), []).append(one)

    def find(self, brand: str, mention: str) -> Outline | None:
        """The case at this brand that a mention lies in."""
        found = self.by_mention.get((brand, mention))
        return None if found is None else found[0]

    def everywhere(self, mention: str) -> tuple[Outline, ...]:
        """The cases at all brands that a post lies in."""
        return tuple(self.by_mention[brand, mention][0] for brand in sorted(self.brands_of.get(mention, ())))
