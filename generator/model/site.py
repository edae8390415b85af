"""One deployment: the schema of `site_config.yml`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from generator.model.base import Sentence, Written
from generator.model.source import Source
from generator.model.words import Relationship


class Site(Written):
    """What the site calls itself."""

    title: Sentence
    url: str
    """Public address with a closing slash."""
    description: Sentence
    languages: tuple[str, ...] = Field(default=("en",), min_length=1)
    """Languages heard (ISO 639-1); the first is the language of the pages."""
    timezone: str = "UTC"
    """tz database name; days, months and deadlines are read in it."""
    banner: str | None = None
    """A sentence on top of every page; None for none."""
    repository: str | None = None
    """Web address of the repository, for links to files and forms; None hides such links."""
    branch: str = "main"
    clock: Literal["live", "recorded"] = "live"
    maintained_until: date | None = None
    """After this day no new words appear; None means that nobody promises to look after the site."""
    licence: str = "Quotes belong to their authors."


class Publisher(Written):
    """Who runs this site, printed on every page."""

    name: Sentence
    contact: str
    """A web address or an e-mail of a role."""
    relationship: Relationship
    """What the publisher is to the brands."""
    statement: Sentence | None = None
    """More about that in a sentence."""


class Limits(Written):
    """What one source may cost, and how much of a post is kept."""

    body_bytes: int = Field(default=8 * 1024 * 1024, ge=1024)
    """Decoded bytes of one answer."""
    records_bytes: int = Field(default=64 * 1024 * 1024, ge=1024)
    """Decoded bytes of one records file."""
    entries: int = Field(default=500, ge=1)
    """Entries of one feed and run."""
    post_chars: int = Field(default=65_536, ge=280)
    excerpt_chars: int = Field(default=280, ge=40, le=280)
    fetch_seconds: float = Field(default=20.0, gt=0)
    parse_seconds: float = Field(default=20.0, gt=0)
    redirects: int = Field(default=3, ge=0)
    requests: int = Field(default=30, ge=1)
    """Requests to one source in one run, for listening; what is left over is asked for in the next."""
    run_minutes: int = Field(default=40, ge=1)
    """How long one run may go on asking, a quarter of it kept for looking again at published posts.

    What was heard until then is kept, the rest comes next time.
    """
    checks: int = Field(default=60, ge=0)
    """Requests to one host in one run, for looking again at published posts."""
    response_bytes: int = Field(default=65_536, ge=1024)


class Listening(Written):
    """Sources' defaults."""

    every_hours: int = Field(default=24, ge=1)
    user_agent: str | None = None
    """None builds one from the site's title and address."""
    gap_seconds: float = Field(default=2.0, ge=0)
    """Pause between two requests to one host."""


class Counting(Written):
    """The published yardsticks."""

    answer_days: int = Field(default=15, ge=1)
    overdue_days: int = Field(default=15, ge=1)
    long_overdue_days: int = Field(default=60, ge=1)
    quiet_days: int = Field(default=56, ge=1)
    window_days: int = Field(default=90, ge=7)
    notice_days: int = Field(default=7, ge=0)
    """Days a held mention waits before it may be released."""


class Retention(Written):
    """How long words stay."""

    words_days: int | None = Field(default=None, ge=1)
    """Days after which an excerpt is no longer printed; counts stay. None keeps them."""


class Engine(Written):
    """How much of the machine is used."""

    workers: int = Field(default=2, ge=1)


class Paths(Written):
    """Where things lie, relative to the configuration file."""

    content: str = "content"
    archive: str = "content/archive"
    manifest: str | None = None
    """The recording's manifest, for `clock: recorded`."""
    build: str = "build"
    output: str = "build/site"


class SiteConfig(Written):
    """The file `site_config.yml`."""

    site: Site
    publisher: Publisher
    listening: Listening = Listening()
    limits: Limits = Limits()
    counting: Counting = Counting()
    retention: Retention = Retention()
    engine: Engine = Engine()
    paths: Paths = Paths()
    sources: tuple[Source, ...] = ()
    """Sources that serve several brands."""
