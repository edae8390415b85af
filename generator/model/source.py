"""Where mentions come from: sources, their rights, and how columns of records are read."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from generator.model.base import Sentence, Slug, Written
from generator.model.words import Disposition, Kind, Publish, ResponseType, SourceKind, SourceOwner


class Rights(Written):
    """On what ground a source's words may be printed. Without it only cues are."""

    ground: Sentence
    """The permission in one sentence, for example a licence, a law or a written consent."""
    publish: Publish
    """What the ground allows: `cues` (the words that led to a finding), `excerpt`, or `full`."""
    terms: str | None = None
    """Address of the terms; None where there is no such page."""
    checked_by: Sentence
    """The role of the person who read the terms."""
    checked_on: date
    """Day on which the terms were read."""
    attribution: str | None = None
    """The line that must stand beside a quote; None where none is asked for."""


class AnswerRule(Written):
    """What one word in a record's answer column means in our words."""

    type: ResponseType = ResponseType.ANSWER
    disposition: Disposition = Disposition.UNSTATED
    ignore: bool = False
    """True where the word says that nothing was answered."""


class AnswerColumns(Written):
    """Which columns of a record carry the official answer."""

    kind: str
    """Column with the answer's class; a dotted name reaches into nested records."""
    text: str | None = None
    at: str | None = None
    """Column with the answer's date; None where the records carry none."""
    at_format: str | None = None
    """`strptime` format of `at`; None means ISO 8601."""
    kinds: dict[str, AnswerRule] = Field(default_factory=dict)
    """By the column's word; a word that is not listed is an answer with disposition `unstated`."""
    texts: dict[str, AnswerRule] = Field(default_factory=dict)
    """By the beginning of the text column, longest first; an empty one fits any words. Wins over `kinds`."""


class KindException(Written):
    """Records with one of these words in the column are of another kind than the mapping says."""

    column: str
    contains: tuple[str, ...]
    kind: Kind


class Columns(Written):
    """Which column of a record is what; a dotted name reaches into nested records."""

    rows: str | None = None
    """Where the list of records stands in a JSON file, as a dotted name; None where the file is the list."""
    id: str
    date: str
    date_format: str | None = None
    """`strptime` format; None means ISO 8601."""
    zone: str | None = None
    """Time zone of dates that name none (tz database name); None means the site's, marked as assumed."""
    text: str
    title: str | None = None
    brand: str | None = None
    author: str | None = None
    rating: str | None = None
    rating_scale: float | None = None
    """Best possible rating; None where there is no rating."""
    thread: str | None = None
    url: str | None = None
    language: str | None = None
    kind: Kind | None = None
    """Kind that all these records have by nature; None lets the rules decide."""
    kind_except: tuple[KindException, ...] = ()
    answer: AnswerColumns | None = None


class Source(Written):
    """One feed, forum or imported file where customers speak."""

    id: Slug
    title: Sentence
    kind: SourceKind = SourceKind.FEED
    """How it is read; the README has a table of kinds with an example of each."""
    url: str
    """Address of the feed (http or https), or a file path relative to the repository."""
    page: str | None = None
    """Address a reader may open; None where only the feed exists."""
    owner: SourceOwner = SourceOwner.INDEPENDENT
    """Who runs the place: nobody concerned, the company itself, or a regulator."""
    tells: bool = False
    """True where the source itself passes every complaint on to the company (a regulator's desk)."""
    rights: Rights | None = None
    """None means that nothing was cleared: cues only, no words."""
    language: str | None = None
    """Language of most posts (ISO 639-1), used for short ones; None means the site's first."""
    every_hours: int | None = Field(default=None, ge=1, le=24 * 31)
    """Expected interval in hours; None takes the site's default."""
    query: tuple[Sentence, ...] = ()
    """Words to search for, for kinds that search; empty takes the names of the brands it is heard for."""
    id_policy: Literal["auto", "platform", "guid", "link", "hash"] = "auto"
    """What makes two entries the same post: what the feed is good at, its guid, its link, or its words."""
    columns: Columns | None = None
    """Needed for `records`."""
    about: str | None = None
    """Brand that every entry is about; None in a brand file means that brand, else match by alias."""
    search: bool = False
    """True where a brand's source also carries posts about others: entries are matched by alias."""
    opened_on: date | None = None
    """First day from which it is listened to; None means always."""
    closed_on: date | None = None
    """Day from which it is no longer listened to; None while it is."""
