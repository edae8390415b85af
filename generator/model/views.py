"""What pages show: already counted, sorted and worded; `report` makes these and `render` draws them.

Every address here is a site path (`brands/northway/#waiting`), without a leading slash; `render` puts the
way to the root in front of it. Words are plain text; only `Passage.markdown` and `HandPage.markdown`
are Markdown, which reaches a page through `generator.markup.safe_markdown` alone.
"""

from __future__ import annotations

from typing import Literal

from generator.model.base import Value
from generator.model.chart import Chart
from generator.model.measure import Definition

Tone = Literal["open", "bad", "heard", "promised", "good", "plain"]
"""What a mark looks like; the words beside it say the same."""


class Day(Value, frozen=True, kw_only=True):
    """A day in the site's time zone."""

    iso: str
    words: str


class Tag(Value, frozen=True, kw_only=True):
    """A state in words, with a mark in front of them."""

    tone: Tone
    mark: str
    """Name of the sign, a class in the style sheet: `clock`, `tick`, ..."""
    words: str
    meaning: str = ""


class Link(Value, frozen=True, kw_only=True):
    """A place on this site, or elsewhere where `out` is set."""

    href: str
    words: str
    out: bool = False


class Part(Value, frozen=True, kw_only=True):
    """A piece of a sentence."""

    words: str
    href: str = ""
    strong: bool = False


class Number(Value, frozen=True, kw_only=True):
    """One published number with all that makes it checkable."""

    label: str
    figure: str
    lines: tuple[str, ...]
    """What it is out of, over which days, how sure."""
    method: str
    """Where the page `how-we-count/` explains it."""
    counted: Link | None = None
    """The exact list it counts."""
    tone: Tone = "plain"


class ShareBar(Value, frozen=True, kw_only=True):
    """A share with its interval, for a bar."""

    words: str
    """`71%`, or `4 of 7` where there are too few for a percentage."""
    range_words: str
    low: float
    """Per cent; 0 where no interval is shown."""
    high: float
    drawn: bool
    """False where there are too few for a bar."""


class Passage(Value, frozen=True, kw_only=True):
    """Words of somebody else, or why they are not shown."""

    words: str | None
    markdown: bool = False
    language: str = ""
    cut: bool = False
    why: str = ""
    """Why the words are not shown; empty where they are."""
    cues: tuple[str, ...] = ()
    """What the rules saw, where no words may be printed."""
    source: str = ""
    source_href: str = ""
    day: Day | None = None
    day_note: str = ""
    url: str | None = None
    attribution: str | None = None
    note: str = ""
    """What else is known: edited, rating."""


class AnswerView(Value, frozen=True, kw_only=True):
    """One thing the company said."""

    tag: Tag
    decided: str
    """The disposition in words; empty where the reply does not say."""
    passage: Passage
    brief: str
    """The words in plain text, cut for a card; empty where none may be shown."""
    when: Day | None
    notes: tuple[str, ...]
    """How long after the post, whether undated, general or a template."""
    by: str
    path: str | None
    """Web address of the response file with its history; None where there is none."""
    general: bool


class ActionView(Value, frozen=True, kw_only=True):
    """A promise, as far as it has come."""

    anchor: str
    href: str
    brand: str
    brand_href: str
    promise: str
    verb: str
    """`will do`, `is doing`, `did`, `did in part`, `dropped`, `considers`."""
    tag: Tag
    status: str
    lines: tuple[str, ...]
    """Due, done, slipped, late: from the first due date."""
    owner: str
    said_on: Day
    sort: str
    """Due day or said day, for ordering."""
    evidence: tuple[Link, ...]
    remedy: str
    cost: str
    verdicts: tuple[str, ...]
    effect: Tag | None
    """None before anything is done."""
    themes: tuple[Link, ...]
    cases: tuple[Link, ...]
    late: bool
    due_in: int | None
    """Days until due; negative where over; None where none is named or the matter is closed."""


class StepView(Value, frozen=True, kw_only=True):
    """One of the five steps from a customer's words to a customer's verdict."""

    label: str
    role: Literal["said", "did", "promised", "done"]
    day: Day | None
    reached: bool
    note: str


class CaseView(Value, frozen=True, kw_only=True):
    """One person's experience, ready to print."""

    id: str
    brand: str
    brand_href: str
    theme: str
    theme_href: str
    themes: tuple[Link, ...]
    kind: str
    counted: bool
    tags: tuple[Tag, ...]
    handling: str
    """Slug of the handling state, for filters."""
    passages: tuple[Passage, ...]
    """What was said, earliest first; never empty."""
    posts: int
    published: Day
    anchor: str
    """Permanent address on the month page."""
    href: str
    """Own page where there is one, else the anchor."""
    own_page: bool
    answers: tuple[AnswerView, ...]
    actions: tuple[ActionView, ...]
    steps: tuple[StepView, ...]
    waiting: int | None
    """Days without an answer; None where nobody waits."""
    notes: tuple[str, ...]
    """Same text, reopened, company-owned source, disputed, quiet."""
    same_text: tuple[Link, ...]
    verdicts: tuple[str, ...]
    why: tuple[str, ...]
    """The cues that made it what it is counted as."""
    company_owned: bool


class ShortCase(Value, frozen=True, kw_only=True):
    """One line of a list of cases."""

    href: str
    id: str
    day: Day
    theme: str
    brand: str
    words: str
    language: str
    tag: Tag
    waiting: int | None = None


class IssueRow(Value, frozen=True, kw_only=True):
    """One theme in a brand's table."""

    theme: str
    href: str
    all: int
    recent: int
    split: tuple[tuple[str, str, int], ...]
    """(class, words, count) of what happened to them."""
    width: int
    """Per cent of the largest theme's count."""
    action: ActionView | None


class BoardRow(Value, frozen=True, kw_only=True):
    """One brand in a table of brands."""

    name: str
    href: str
    sector: str
    complaints: int
    answered: ShareBar
    wait: str
    done: int
    waiting: int
    spark: tuple[float, ...]
    spark_label: str
    note: str


class BoardGroup(Value, frozen=True, kw_only=True):
    """Brands that cannot be told apart in order, under one heading."""

    title: str
    meaning: str
    rows: tuple[BoardRow, ...]


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
    window: str
    legend: tuple[tuple[str, str], ...]
    pairs: tuple[CaseView, ...]
    pairs_all: int
    promises: tuple[ActionView, ...]
    promises_all: int
    waiting: tuple[ShortCase, ...]
    waiting_all: int
    waiting_href: str
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
    """What stands on every page; the shell adds the site's banner."""

    site: str
    language: str
    notice: str
    """What a recorded site says of its clock; empty for a live one."""
    publisher: str
    relationship: str
    statement: str
    contact: str
    contact_href: str | None
    as_of: Day
    live: bool
    repository: str | None


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
