"""What every page maker looks things up in: names, addresses, days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from generator.model.base import Value
from generator.model.book import Book, BrandBook
from generator.model.case import ActionState, Case
from generator.model.people import ModerationEvent
from generator.model.source import Source
from generator.model.theme import Theme
from generator.model.view_parts import Day
from generator.model.words import Kind
from generator.report import wording

_MOST_PEERS = 6


class Context(Value, frozen=True, kw_only=True):
    """The book with its indexes."""

    book: Book
    zone: ZoneInfo
    brands: Mapping[str, BrandBook]
    cases: Mapping[str, Case]
    actions: Mapping[str, ActionState]
    actions_of: Mapping[str, tuple[ActionState, ...]]
    """By case id."""
    sources: Mapping[str, Source]
    themes: Mapping[tuple[str, str], Theme]
    """By (brand, slug); a general theme has an empty brand."""
    events: Mapping[str, ModerationEvent]
    methods: frozenset[str]
    """Names of the measures that the method page explains."""
    peers: Mapping[tuple[str, str, bool], tuple[Case, ...]]
    """The newest counted complaints by brand, main theme and whether heard on a place of the company."""

    @property
    def as_of(self) -> datetime:
        """The clock."""
        return self.book.as_of

    @property
    def today(self) -> date:
        """The clock's day in the site's zone."""
        return self.book.as_of.astimezone(self.zone).date()

    @property
    def language(self) -> str:
        """Language of the pages."""
        return self.book.config.site.languages[0]

    def day(self, when: date | datetime) -> Day:
        """A day in the site's zone."""
        return wording.day(when, self.zone)

    def brand_path(self, brand: str) -> str:
        """Where the brand's page is."""
        return f"brands/{brand}/"

    def brand_name(self, brand: str) -> str:
        """What the brand is called; its id where it has no page."""
        found = self.brands.get(brand)
        return found.brand.name if found else brand

    def theme(self, brand: str, slug: str) -> Theme | None:
        """The brand's own theme, or the general one."""
        return self.themes.get((brand, slug)) or self.themes.get(("", slug))

    def theme_title(self, brand: str, slug: str) -> str:
        """The theme in the language of the pages."""
        found = self.theme(brand, slug)
        if found is None or not found.title:
            return slug.replace("-", " ").capitalize()
        return found.title.get(self.language) or next(iter(found.title.values()))

    def issue_path(self, brand: str, theme: str) -> str:
        """The issue's page where there is one, else the brand's table."""
        found = self.brands.get(brand)
        if found and any(one.theme == theme for one in found.issues):
            return f"brands/{brand}/issues/{theme}/"
        return f"brands/{brand}/#issues"

    def method(self, name: str) -> str:
        """Where a measure is explained."""
        return f"how-we-count/#{name}" if name in self.methods else "how-we-count/"

    def anchor(self, case: Case) -> str:
        """The case's permanent address."""
        return f"brands/{case.brand}/{case.month}/#{case.id}"

    def decide_by(self, when: date) -> str:
        """The day by which something is decided, or was to be."""
        return f"{'was to be' if when < self.today else 'to be'} decided by {self.day(when).words}"

    def case_theme(self, case: Case) -> str:
        """What a case is about; what met no theme is named by its kind."""
        theme = case.themes[0] if case.themes else "other"
        if theme == "other" and case.kind not in {Kind.OTHER, Kind.UNCLASSIFIED}:
            return f"Other {case.kind.value}"
        return self.theme_title(case.brand, theme)

    def case_words(self, case: Case) -> str:
        """A case in a link: its theme and its day."""
        return f"{self.case_theme(case)}, {self.day(case.published).words}"

    def case_path(self, case: Case) -> str:
        """Own page where there is one, else the permanent address."""
        return f"cases/{case.id}/" if case.own_page else self.anchor(case)

    def file_url(self, path: str | None) -> str | None:
        """A file's page in the repository; None where no repository is named."""
        site = self.book.config.site
        if path is None or site.repository is None:
            return None
        return f"{site.repository.rstrip('/')}/blob/{site.branch}/{quote(path)}"

    def form_url(self, **fields: str) -> str | None:
        """The form a company answers with, filled in; None where no repository is named."""
        repository = self.book.config.site.repository
        if repository is None:
            return None
        pairs = "&".join(f"{key}={quote(value, safe='')}" for key, value in sorted(fields.items()))
        return f"{repository.rstrip('/')}/issues/new?template=company-response.yml&{pairs}".rstrip("&")


def context(book: Book, methods: Iterable[str] = ()) -> Context:
    """Index the book once."""
    themes = {("", theme.id): theme for theme in book.themes}
    themes |= {(one.brand.id, theme.id): theme for one in book.brands for theme in one.brand.themes}
    actions: dict[str, ActionState] = {action.id: action for one in book.brands for action in one.actions}
    return Context(
        book=book,
        zone=ZoneInfo(book.config.site.timezone),
        brands={one.brand.id: one for one in book.brands},
        cases={case.id: case for one in book.brands for case in one.cases},
        actions=actions,
        actions_of=_actions_of(book, actions),
        sources={one.source.id: one.source for one in book.sources},
        themes=themes,
        events=dict(book.moderation),
        methods=frozenset(methods),
        peers=_peers(book),
    )


def _peers(book: Book) -> dict[tuple[str, str, bool], tuple[Case, ...]]:
    found: dict[tuple[str, str, bool], list[Case]] = {}
    for one in book.brands:
        for case in one.cases:
            if case.counted and case.themes:
                found.setdefault((case.brand, case.themes[0], case.company_owned), []).append(case)
    return {key: tuple(some[:_MOST_PEERS]) for key, some in found.items()}


def _actions_of(book: Book, actions: Mapping[str, ActionState]) -> dict[str, tuple[ActionState, ...]]:
    return {
        case.id: tuple(actions[one] for one in case.actions if one in actions)
        for brand in book.brands
        for case in brand.cases
        if case.actions
    }
