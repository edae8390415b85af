"""Joins the archive and people's files into the book that all pages are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from generator import archive, cases, measures
from generator.archive import Folded
from generator.cases import CaseBook
from generator.model.book import Book, BrandBook, SourceOnSite
from generator.model.brand import Brand
from generator.model.case import ActionState, Case, Issue
from generator.model.events import Gap, LedgerLine, SourceFacts
from generator.model.measure import BrandMeasures
from generator.model.people import ModerationEvent
from generator.model.source import Source
from generator.model.words import ModerationKind, Publish, SourceId, SourceOwner
from generator.pipeline.content import Loaded
from generator.pipeline.sources import brands_of, site_sources

_Of = TypeVar("_Of", Case, Issue, ActionState)


AT_ONCE = frozenset(
    {
        ModerationKind.DISPUTE,
        ModerationKind.HOLD,
        ModerationKind.REDACT,
        ModerationKind.REMOVE,
        ModerationKind.WITHHOLD,
    }
)
"""Decisions that protect somebody: they do not wait for the clock to reach their date."""


def in_force(
    moderation: Iterable[tuple[str, ModerationEvent]], as_of: datetime
) -> tuple[tuple[str, ModerationEvent], ...]:
    """Moderation events, those that protect somebody counting from the clock at the latest.

    The clock is the last listening's: a removal merged a minute later must not show the words for a day more.
    """
    return tuple(
        (
            stem,
            event.model_copy(update={"at": as_of}) if event.kind in AT_ONCE and event.at > as_of else event,
        )
        for stem, event in moderation
    )


def moderated(loaded: Loaded, folded: Folded, as_of: datetime) -> Folded:
    """Mentions and replies as they may be shown as of the clock."""
    config = loaded.config
    rights = {
        SourceId(one.id): one.rights.publish if one.rights else Publish.CUES
        for one in site_sources(loaded.content)
    }
    return archive.moderate(
        folded,
        in_force(loaded.content.moderation, as_of),
        as_of=as_of,
        notice_days=config.counting.notice_days,
        retention_days=config.retention.words_days,
        maintained_until=config.site.maintained_until,
        publish=rights,
        zone=ZoneInfo(config.site.timezone),
    )


def joined(loaded: Loaded, folded: Folded, ledger: tuple[LedgerLine, ...], as_of: datetime) -> CaseBook:
    """Every case with what answered it."""
    content, config = loaded.content, loaded.config
    return cases.build(
        cases.Inputs(
            mentions=folded.mentions,
            replies=folded.replies,
            responses=loaded.responses,
            ledger=ledger,
            told=content.told,
            confirmations=content.confirmations,
            moderation=in_force(content.moderation, as_of),
            sources={one.id: one for one in site_sources(content)},
            brands=content.brands,
            themes=content.themes,
            counting=config.counting,
            as_of=as_of,
            zone=config.site.timezone,
        )
    )


class Binder:
    """Binds cases, issues and promises into one book."""

    def __init__(self, loaded: Loaded, as_of: datetime, facts: Mapping[str, SourceFacts]) -> None:
        """`facts` are by source id."""
        self._loaded = loaded
        self._as_of = as_of
        self._facts = facts
        self._sources = site_sources(loaded.content)

    def bind(self, folded: Folded, casebook: CaseBook, ledger: tuple[LedgerLine, ...]) -> Book:
        """The whole book; `folded` is moderated."""
        content, config = self._loaded.content, self._loaded.config
        actions = measures.with_effects(
            casebook.actions, casebook.cases, as_of=self._as_of, zone=config.site.timezone
        )
        pooled = [case for case in casebook.cases if not case.company_owned]
        manifest = content.manifest if config.site.clock == "recorded" else None
        return Book(
            config=config,
            as_of=self._as_of,
            recording=manifest.statement if manifest else None,
            brands=self._brands(casebook, actions),
            measures=self._measure(pooled, actions, self._gaps(self._sources)),
            themes=content.themes,
            sources=self._on_site(folded),
            moderation=tuple(sorted(content.moderation, key=lambda one: (one[1].at, one[0]), reverse=True)),
            held=tuple(one for one in folded.mentions if one.hidden == "held"),
            removed=len(folded.tombstones),
            gone=sum(one.hidden == "gone" for one in folded.mentions)
            + sum(one.hidden == "gone" for one in folded.replies),
            ledger=ledger,
            problems=self._problems(folded, casebook),
            pages=content.pages,
            case_of=casebook.case_of,
        )

    def _brands(self, casebook: CaseBook, actions: Sequence[ActionState]) -> tuple[BrandBook, ...]:
        by_case, by_issue, by_action = (
            _by_brand(casebook.cases),
            _by_brand(casebook.issues),
            _by_brand(actions),
        )
        brands = [brand for brand in self._loaded.content.brands if brand.merged_into is None]
        return tuple(
            self._brand(brand, by_case[brand.id], by_issue[brand.id], by_action[brand.id])
            for brand in sorted(brands, key=lambda one: (one.name.casefold(), one.id))
        )

    def _brand(
        self, brand: Brand, found: list[Case], issues: list[Issue], actions: list[ActionState]
    ) -> BrandBook:
        own = [source for source in self._sources if source.about in {None, brand.id}]
        company = [source for source in own if source.owner is SourceOwner.COMPANY]
        others = [source for source in own if source.owner is not SourceOwner.COMPANY and source.about]
        pooled = [case for case in found if not case.company_owned]
        owned = [case for case in found if case.company_owned]
        return BrandBook(
            brand=brand,
            cases=tuple(found),
            issues=tuple(issues),
            actions=tuple(actions),
            measures=self._measure(pooled, actions, self._gaps(others)),
            company_owned=self._measure(owned, (), self._gaps(company)) if owned else None,
            issue_measures=tuple((one.theme, self._issue(one, pooled, actions)) for one in issues),
            told=tuple(one for one in self._loaded.content.told if one.brand == brand.id),
        )

    def _issue(self, issue: Issue, pooled: Sequence[Case], actions: Sequence[ActionState]) -> BrandMeasures:
        members, promises = set(issue.cases), set(issue.actions)
        return self._measure(
            [case for case in pooled if case.id in members],
            [action for action in actions if action.id in promises],
            (),
        )

    def _measure(
        self, found: Sequence[Case], actions: Sequence[ActionState], gaps: Iterable[Gap]
    ) -> BrandMeasures:
        config = self._loaded.config
        return measures.measure(
            found,
            actions,
            as_of=self._as_of,
            zone=config.site.timezone,
            counting=config.counting,
            gaps=tuple(gaps),
        )

    def _gaps(self, sources: Iterable[Source]) -> tuple[Gap, ...]:
        facts = (self._facts.get(source.id) for source in sources)
        return tuple(gap for one in facts if one for gap in one.gaps)

    def _on_site(self, folded: Folded) -> tuple[SourceOnSite, ...]:
        counts = Counter(one.source for one in folded.mentions)
        brands = brands_of(self._loaded.content)
        return tuple(
            SourceOnSite(
                source=source,
                brands=brands.get(source.id, ()),
                facts=self._facts.get(source.id),
                mentions=counts[SourceId(source.id)],
            )
            for source in self._sources
        )

    def _problems(self, folded: Folded, casebook: CaseBook) -> tuple[str, ...]:
        written = [str(one) for one in self._loaded.errors]
        strangers = [
            f"{stem}: the moderation event names {target}, which is not in the archive."
            for stem, target in folded.unknown
        ]
        return (*written, *strangers, *casebook.problems)


def _by_brand(items: Iterable[_Of]) -> defaultdict[str, list[_Of]]:
    found: defaultdict[str, list[_Of]] = defaultdict(list)
    for item in items:
        found[item.brand].append(item)
    return found
