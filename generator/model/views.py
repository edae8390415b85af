"""What pages show: already counted, sorted and worded; `report` makes these and `render` draws them.

Every address here is a site path (`brands/northway/#waiting`), without a leading slash; `render` puts the
way to the root in front of it. Words are plain text; only `Passage.markdown` and `HandPage.markdown`
are Markdown, which reaches a page through `generator.markup.safe_markdown` alone.
"""

from __future__ import annotations

from generator.model.base import Value
from generator.model.chart import Chart
from generator.model.measure import Definition
from generator.model.view_parts import (
    ActionView,
    AnswerView,
    BoardGroup,
    CaseView,
    Day,
    IssueRow,
    Link,
    Number,
    Part,
    ShortCase,
    Tag,
)


class Crumbed(Value, frozen=True, kw_only=True):
    """What every page has."""

    path: str
    title: str
    description: str
    crumbs: tuple[Link, ...] = ()
    search: str | None = None
    nav: str | None = None


class HomePage(Crumbed, frozen=True, kw_only=True):
    """The first page."""

    lead: str
    numbers: tuple[Number, ...]
    board: tuple[BoardGroup, ...]
    pairs: tuple[CaseView, ...]
    waiting: tuple[ShortCase, ...]
    promises: tuple[ActionView, ...]
    proved: tuple[ActionView, ...]
    chart: Chart | None
    empty: str


class BrandsPage(Crumbed, frozen=True, kw_only=True):
    """All brands by name."""

    groups: tuple[BoardGroup, ...]
    sectors: tuple[str, ...]
    empty: str


class OwnedBox(Value, frozen=True, kw_only=True):
    """What was heard where the company itself runs the place."""

    sources: tuple[str, ...]
    numbers: tuple[Number, ...]
    sentence: str


class MonthLink(Value, frozen=True, kw_only=True):
    """A month page and how many cases it holds."""

    href: str
    words: str
    cases: int


class BrandPage(Crumbed, frozen=True, kw_only=True):
    """One brand."""

    id: str
    name: str
    about: str
    kicker: tuple[str, ...]
    told: str
    said: tuple[Part, ...]
    did: tuple[Part, ...]
    numbers: tuple[Number, ...]
    numbers_href: str
    issues: tuple[IssueRow, ...]
    more_issues: tuple[tuple[Link, int], ...]
    """Themes that did not fit into the table, with their complaints."""
    window: str
    legend: tuple[tuple[str, str], ...]
    pairs: tuple[CaseView, ...]
    pairs_all: int
    promises: tuple[ActionView, ...]
    promises_all: int
    waiting: tuple[ShortCase, ...]
    waiting_all: int
    waiting_href: str
    waiting_none: str = ""
    """Why the list is empty."""
    praise: tuple[ShortCase, ...]
    praise_sentence: str
    charts: tuple[Chart, ...]
    owned: OwnedBox | None
    months: tuple[MonthLink, ...]
    sources: tuple[tuple[str, str], ...]
    """(title, what is known of its health)."""
    context: tuple[tuple[str, str], ...]
    """(sentence, source)."""
    speak: tuple[str, ...]
    gaps: tuple[str, ...]
    reply: Link
    empty: str


class IssuePage(Crumbed, frozen=True, kw_only=True):
    """One theme at one brand: said, answered, promised, happened."""

    brand: str
    brand_href: str
    theme: str
    definition: str
    numbers: tuple[Number, ...]
    said: tuple[ShortCase, ...]
    said_sentence: str
    answered: tuple[AnswerView, ...]
    answered_sentence: str
    promised: tuple[ActionView, ...]
    promised_all: int
    promised_sentence: str
    happened: tuple[str, ...]
    effects: tuple[tuple[ActionView, Tag], ...]
    chart: Chart | None
    lists: tuple[CountedList, ...]
    cases: tuple[ShortCase, ...]
    cases_all: int


class MonthPage(Crumbed, frozen=True, kw_only=True):
    """Every case of a brand and a month, each with its permanent anchor."""

    brand: str
    brand_href: str
    sentence: str
    cases: tuple[CaseView, ...]
    rest: tuple[ShortCase, ...]
    """One line each, where the month has too many for full entries."""
    before: Link | None
    after: Link | None


class CasePage(Crumbed, frozen=True, kw_only=True):
    """One case with all that was said and done."""

    case: CaseView
    similar: tuple[ShortCase, ...]
    timeline: tuple[tuple[str, Day | None], ...]
    address: str
    reply: Link | None


class CountedPage(Crumbed, frozen=True, kw_only=True):
    """The exact lists behind a brand's numbers."""

    brand: str
    brand_href: str
    numbers: tuple[Number, ...]
    lists: tuple[CountedList, ...]


class CountedList(Value, frozen=True, kw_only=True):
    """Which cases a number counts, and which of those it is out of it does not."""

    anchor: str
    title: str
    sentence: str
    counted: tuple[Link, ...]
    others: tuple[Link, ...]
    excluded: tuple[str, ...]
    more: int
    """Cases beyond the longest list printed."""


class WaitingPage(Crumbed, frozen=True, kw_only=True):
    """Who waits for an answer, longest first; the whole site's or one brand's."""

    brand: str
    sentence: str
    cases: tuple[ShortCase, ...]
    more: int
    brands: tuple[tuple[Link, int, str], ...]
    """(brand, waiting, oldest)."""
    untold: tuple[Link, ...]


class PromisesPage(Crumbed, frozen=True, kw_only=True):
    """All promises by what became of them."""

    sentence: str
    groups: tuple[tuple[str, str, tuple[ActionView, ...]], ...]
    """(anchor, heading, promises)."""


class MethodPage(Crumbed, frozen=True, kw_only=True):
    """How everything is counted."""

    definitions: tuple[Definition, ...]
    states: tuple[tuple[str, str, tuple[Tag, ...]], ...]
    """(heading, sentence, states)."""
    rules: tuple[str, ...]
    themes: tuple[tuple[str, str, str], ...]
    """(slug, title, definition)."""


class RespondPage(Crumbed, frozen=True, kw_only=True):
    """How a company answers, and how a person leaves."""

    form: str | None
    new_file: str | None
    example: str
    dispositions: tuple[tuple[str, str], ...]
    contact: str


class SourceRow(Value, frozen=True, kw_only=True):
    """One source on the record page."""

    id: str
    title: str
    page: str | None
    owner: str
    kind: str
    """How it is read, in words."""
    publish: str
    rights: str
    heard: str
    mentions: int
    last: str
    gaps: tuple[str, ...]
    brands: tuple[Link, ...]
    bad: bool


class RecordPage(Crumbed, frozen=True, kw_only=True):
    """What was heard, missed, held, removed and decided."""

    recording: str
    """What a recorded site was recorded from; empty for a live one."""
    sources: tuple[SourceRow, ...]
    numbers: tuple[tuple[str, str], ...]
    aside: tuple[tuple[str, int], ...]
    aside_answers: tuple[tuple[str, int], ...]
    held: tuple[tuple[str, Link | None, str], ...]
    """(grounds, case, day from which the words may be released)."""
    moderation: tuple[tuple[str, Day, str, str, str], ...]
    """(what, day, ground, who asked, note)."""
    responses: tuple[tuple[str, str, str], ...]
    """(response, address of the file or nothing, when it counts from)."""
    problems: tuple[str, ...]


class DataPage(Crumbed, frozen=True, kw_only=True):
    """What can be downloaded."""

    licence: str
    files: tuple[tuple[str, str], ...]
    """(site path, what it holds)."""
    brands: tuple[tuple[str, Link, Link], ...]
    """(name, cases, feed)."""


class HandPage(Crumbed, frozen=True, kw_only=True):
    """A page written by hand."""

    markdown: str


class Frame(Value, frozen=True, kw_only=True):
    """What stands on every page; the shell adds the site's banner and the publisher."""

    site: str
    language: str
    notice: str
    """What a recorded site says of its clock; empty for a live one."""
    contact_href: str | None
    as_of: Day
    live: bool
    repository: str | None
    window: str = ""
    """How long the plain counts reach back, for example `90 days`."""


AnyPage = (
    HomePage
    | BrandsPage
    | BrandPage
    | IssuePage
    | MonthPage
    | CasePage
    | CountedPage
    | WaitingPage
    | PromisesPage
    | MethodPage
    | RespondPage
    | RecordPage
    | DataPage
    | HandPage
)


class SiteView(Value, frozen=True, kw_only=True):
    """Everything all pages show."""

    frame: Frame
    pages: tuple[AnyPage, ...]
    charts: tuple[Chart, ...]
    """Every chart of every page, once."""
