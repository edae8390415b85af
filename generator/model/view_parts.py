"""What pages are made of: days, tags, links, passages, cards; already counted and worded."""

from __future__ import annotations

from typing import Literal

from generator.model.base import Value

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
    out_of: str = ""
    """`22 of 25`, where `words` is a percentage."""
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
    untold: bool = False
    """True where no silence counts, because nobody told the company."""


class BoardGroup(Value, frozen=True, kw_only=True):
    """Brands that cannot be told apart in order, under one heading."""

    title: str
    meaning: str
    rows: tuple[BoardRow, ...]
