"""Whose page it is: brands, the people who may answer, and what gives their numbers scale."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from generator.model.base import Sentence, Slug, Written
from generator.model.source import Source
from generator.model.theme import Theme


class Alias(Written):
    """A name people use, with the company it must not be mistaken for."""

    any: tuple[str, ...] = Field(min_length=1)
    not_near: tuple[str, ...] = ()
    """Words that, in the same post, make this alias mean something else."""
    case: bool = False
    """True where capitals matter, for names that are also words."""


class Responder(Written):
    """Who may answer for the brand."""

    role: Sentence
    accounts: tuple[str, ...] = ()
    """Official account names on its sources, as `@name` or `host/name`."""
    since: date | None = None


class Contact(Written):
    """Where the company was, or can be, told."""

    channel: Sentence
    address: str
    """A role's address or a web form; never a private person's."""


class Size(Written):
    """How large the company is, so that counts can be read; never folded into a score."""

    what: Sentence
    value: int = Field(ge=0)
    as_of: date
    source: str
    """Where the figure stands."""


class Brand(Written):
    """One company, service or body with a page of its own."""

    id: Slug
    name: Sentence
    aliases: tuple[str | Alias, ...] = ()
    domains: tuple[str, ...] = ()
    sector: Sentence
    about: str | None = None
    """One or two plain sentences; None where the name says enough."""
    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Place and product names that may stand in an excerpt."""
    responders: tuple[Responder, ...] = ()
    contacts: tuple[Contact, ...] = ()
    speak: tuple[Sentence, ...] = ()
    """Where to speak so that this site hears it, one sentence a place."""
    sources: tuple[Source, ...] = ()
    context: tuple[Size, ...] = ()
    themes: tuple[Theme, ...] = ()
    """The brand's own themes; none may reuse a general slug."""
    answer_within_days: int | None = Field(default=None, ge=1)
    """The company's own declared target; None where it declares none."""
    merged_into: Slug | None = None
