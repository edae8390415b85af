"""Trying a source before it is written down: what it is, what it would yield, what is wrong with it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import structs

from generator.ingest import Pool
from generator.ingest.autodiscovery import FoundFeed, Page, usual_places
from generator.ingest.costs import FILES
from generator.ingest.recognise import HEAD, Recognised, by_address, by_answer
from generator.ingest.tables.guess_columns import NEEDED, columns_of, guess
from generator.model.base import Value
from generator.model.brand import Brand
from generator.model.entry import Entry, FetchFailure, FetchRequest, Snapshot, SourceAnswer
from generator.model.source import Columns, Rights, Source
from generator.model.words import Publish, SourceId, SourceKind
from generator.pipeline.content import Loaded
from generator.pipeline.converse import converse
from generator.pipeline.exchange import Answerer, Means, Setting
from generator.pipeline.progress import NOBODY, Progress, number
from generator.pipeline.remembering import Remembering
from generator.pipeline.screen import Rules, Screening
from generator.pipeline.source_yaml import source_id, source_title
from generator.pipeline.sources import queries_of, site_sources
from generator.pipeline.talk import Said, Talk
from generator.pipeline.yields import Yield, counted, entries_of
from generator.screening import Screened

ASKER = SourceId("probe")
STAND_IN = Brand(id="stand-in", name="Stand-in", sector="Any")
"""A brand that all entries are about, where only their language, kind and excerpts are wanted."""
LOOK = Rights(
    ground="Looked at, never printed.",
    publish=Publish.EXCERPT,
    checked_by="Nobody",
    checked_on=date(2000, 1, 1),
)
LANGUAGES = ("ca", "cs", "da", "de", "en", "es", "fi", "fr", "it", "nl", "no", "pl", "pt", "ro", "sv", "tr")
"""Told apart beside those of the site: a source in another one must not pass for one of them."""
MOST_EXAMPLES = 3
MOST_PLACES = 3
"""Usual places of feeds that are tried where a page names none."""


class Probe(Value, frozen=True, kw_only=True):
    """What came of trying one address."""

    url: str
    why: str = ""
    """By what its kind was told."""
    source: Source | None = None
    """As it was asked; None where nothing at the address can be heard."""
    page: Page | None = None
    """The web page it began with; None where the address is itself a source."""
    feeds: tuple[FoundFeed, ...] = ()
    """What can be heard there, the first of which was tried."""
    said: Said | None = None
    found: Yield | None = None
    entries: tuple[Entry, ...] = ()
    columns: tuple[str, ...] = ()
    """Names of a table's columns."""
    asked: tuple[str, ...] = ()
    """Keys of the mapping that those names do not tell: a person must fill them in."""
    failure: str = ""
    """Why nothing can be heard; empty where something was."""


class Wish(Value, frozen=True, kw_only=True):
    """What a person said of an address."""

    brand: str | None = None
    """Id of the brand that all entries are about; None matches them by name."""
    queries: tuple[str, ...] = ()
    """Words to search for, for kinds that search; empty takes the names of the brands."""
    reach: datetime | None = None
    """How far back it is read; None reads what is newest."""


class Prober:
    """Tries addresses for one site; writes nothing, and needs no key."""

    def __init__(  # noqa: PLR0913 - made in one place, all by name
        self,
        loaded: Loaded,
        answerer: Answerer,
        pool: Pool,
        *,
        now: datetime,
        tokens: Mapping[str, str] | None = None,
        progress: Progress = NOBODY,
        brands: tuple[Brand, ...] | None = None,
    ) -> None:
        """Build two screeners: one for the brands of the site (or `brands`), one for a stand-in."""
        config, content = loaded.config, loaded.content
        self.loaded, self.now, self.progress = loaded, now, progress
        self.limits = config.limits
        self.answerer = Remembering(answerer)
        setting = Setting(limits=config.limits, now=now, zone=config.site.timezone, tokens=tokens or {})
        self._means = Means(self.answerer, pool, setting, progress)
        self.taken = {one.id for one in site_sources(content)}
        self._rules = Rules(
            brands=content.brands if brands is None else brands,
            themes=content.themes,
            languages=config.site.languages,
            key=secrets.token_bytes(32),
            limits=config.limits,
        )
        self._workers = config.engine.workers
        self.rename(self._rules.brands)
        languages = tuple(dict.fromkeys((*config.site.languages, *LANGUAGES)))
        own = structs.replace(self._rules, brands=(STAND_IN,), languages=languages)
        self._own = Screening(own, self._workers)

    def rename(self, brands: tuple[Brand, ...]) -> None:
        """Match entries to these brands from now on."""
        self._rules = structs.replace(self._rules, brands=brands)
        # a screener remembers an entry by its source's id: words and the source must not decide in turn
        self._named = Screening(self._rules, self._workers)
        self._about = Screening(self._rules, self._workers)

    def look(self, url: str) -> SourceAnswer:
        """The answer of one address."""
        asked = FetchRequest(source=ASKER, url=url, max_bytes=self.limits.body_bytes)
        answer = self.answerer.answer([asked])[0]
        return answer or FetchFailure(source=ASKER, code="stopped", message=f"{url}: it was not asked.")

    def probe(
        self,
        url: str,
        *,
        kind: SourceKind | None = None,
        wish: Wish | None = None,
    ) -> Probe:
        """Try an address: tell its kind, hold the conversation, count what came.

        Args:
            url: a web address, or a file below the site's folder.
            kind: what to read it as; None lets the address and its answer tell.
            wish: what else is known of it.
        """
        if objection := _no_address(url):
            return Probe(url=url, failure=objection)
        with self.progress.stage(f"Asking {url}"):
            return self._probe(url, kind, wish or Wish())

    def _probe(self, url: str, kind: SourceKind | None, wish: Wish) -> Probe:
        known = Recognised(kind=kind, why="you said so") if kind else by_address(url)
        if known is not None and known.kind is not None:
            return self._try(Probe(url=url, why=known.why), url, known.kind, wish)
        answer = self.look(url)
        if not isinstance(answer, Snapshot):
            message = answer.message if isinstance(answer, FetchFailure) else "it said that nothing is new."
            hint = "" if "://" in url else " A web address begins with https://."
            return Probe(url=url, failure=message + hint)
        known = by_answer(answer)
        if known is None:
            return Probe(url=url, failure=_unknown(url, answer))
        begun = Probe(url=url, why=known.why, page=known.page)
        if known.kind is not None:
            return self._try(begun, url, known.kind, wish)
        feeds = sorted(known.page.feeds if known.page else (), key=_without_comments)
        feeds = feeds or self._usual(known.page)
        if not feeds:
            return structs.replace(begun, failure=_no_feed(url, known.page))
        return self._try(structs.replace(begun, feeds=tuple(feeds)), feeds[0].url, SourceKind.FEED, wish)

    def _usual(self, page: Page | None) -> list[FoundFeed]:
        """Feeds at the places where the software of a page usually has them."""
        found = []
        for place in usual_places(page)[:MOST_PLACES] if page else ():
            answer = self.look(place)
            known = by_answer(answer) if isinstance(answer, Snapshot) else None
            if known is not None and known.kind is SourceKind.FEED:
                found.append(FoundFeed(url=place))
        return found

    def _try(self, begun: Probe, url: str, kind: SourceKind, wish: Wish) -> Probe:
        source = self._source(begun, url, kind, wish)
        if kind is SourceKind.RECORDS:
            answer = self.look(url)
            if isinstance(answer, Snapshot):
                names = columns_of(answer.body, self.limits.records_bytes)
                missing = tuple(name for name in NEEDED if name not in guess(names))
                source = source.model_copy(update={"columns": _columns(names, missing)})
                begun = structs.replace(begun, source=source, columns=names, asked=missing if names else ())
                if missing:
                    return structs.replace(begun, failure=_unmapped(url, names, missing))
        return self.hear(structs.replace(begun, source=source), source, reach=wish.reach)

    def hear(self, begun: Probe, source: Source, *, reach: datetime | None = None) -> Probe:
        """Hold the conversation with a source, and count what it said; `reach` goes back so far."""
        talk = Talk(source=source, queries=queries_of([source], self._rules.brands)[source.id], reach=reach)
        said = converse([talk], self._means).get(SourceId(source.id))
        return self._told(begun, source, said, reach)

    def hear_all(
        self, sources: Sequence[Source], *, reach: datetime | None, queries: tuple[str, ...]
    ) -> tuple[Probe, ...]:
        """Likewise with many side by side; those that search look for `queries`, or for their own."""
        if not sources:
            return ()
        talks = [Talk(source=one, queries=one.query or queries, reach=reach) for one in sources]
        with self.progress.stage(f"Hearing {number(len(talks), 'source')}"):
            said = converse(talks, self._means)
        return tuple(
            self._told(Probe(url=one.url), one, said.get(SourceId(one.id)), reach) for one in sources
        )

    def _told(self, begun: Probe, source: Source, said: Said | None, reach: datetime | None) -> Probe:
        if said is None or said.failed or not said.readings:
            trouble = said.trouble if said else ""
            failure = trouble or f"{source.url}: it answered nothing that could be read."
            return structs.replace(begun, said=said, failure=failure)
        # the first answer is the source's own; further ones may be threads, with titles of their own
        told = [one.title for one in said.readings[:1] if one.title and one.title != source.title]
        title = source_title(*told, source.title, url=source.url)
        name = source_id(title, source.url, self.taken)
        named = source.model_copy(update={"title": title, "id": name})
        entries = entries_of(said.readings, reach)
        found = self.count(said, entries, source)
        every = _every_hours(found, said, self.loaded.config.listening.every_hours)
        if source.kind in FILES or "://" not in source.url:
            every = None  # a file keeps what it holds
        language = _language(found)
        moved = said.answer.moved_to if isinstance(said.answer, Snapshot) else None
        url = moved if moved and source.kind is SourceKind.FEED else source.url
        update = {"language": named.language or language, "every_hours": every, "url": url}
        named = named.model_copy(update=update)
        return structs.replace(begun, source=named, said=said, entries=entries, found=found)

    def count(self, said: Said, entries: Sequence[Entry], source: Source) -> Yield:
        """What is in the answers of a source."""
        # a record that names a brand of its own would be about none other
        bare = [structs.replace(one, brand=None) for one in entries]
        own = self.screen(self._own, bare, source.model_copy(update={"about": STAND_IN.id, "search": False}))
        named = self.named(entries, source.model_copy(update={"search": True}))
        zone = ZoneInfo(self.loaded.config.site.timezone)
        return counted(said.readings, entries, own, named, MOST_EXAMPLES, zone)

    def named(self, entries: Sequence[Entry], source: Source) -> list[Screened]:
        """What screening makes of entries for the brands of the site."""
        by_words = source.about is None or source.search
        return self.screen(self._named if by_words else self._about, entries, source)

    def screen(self, screening: Screening, entries: Sequence[Entry], source: Source) -> list[Screened]:
        """One result an entry; excerpts are made as if printing were allowed, and are never stored."""
        looked = source.model_copy(update={"rights": LOOK})
        with NOBODY.stage("") as stage:
            return screening.screen(entries, {one.source: looked for one in entries}, stage)

    def _source(self, begun: Probe, url: str, kind: SourceKind, wish: Wish) -> Source:
        offered = next((one.title for one in begun.feeds if one.url == url), "")
        if kind in FILES:
            offered = PurePosixPath(urlsplit(url).path).name.partition(".")[0]
        title = source_title(begun.page.title if begun.page else "", offered, url=url)
        page = begun.page.url if begun.page else None
        return Source(
            id=source_id(title, url, self.taken),
            title=title,
            kind=kind,
            url=url,
            page=page if page != url or kind is SourceKind.DISCOURSE else None,
            about=wish.brand,
            query=wish.queries,
        )


def _columns(names: tuple[str, ...], missing: Sequence[str]) -> Columns:
    """A mapping by the names of the columns; a question mark stands for one that cannot be told."""
    meant = guess(names)
    meant.pop("rating", None)  # its scale is not in its name
    return Columns(**dict.fromkeys(missing, "?"), **meant)


def _every_hours(found: Yield, said: Said, usual: int) -> int | None:
    """Hours between two looks such that nothing slides out unseen; None where the site's interval does."""
    ttl = max((one.ttl_seconds for one in said.readings), default=0) / 3600
    paged = any(one.older is not None for one in said.readings)
    half = usual if paged or not found.hours or found.read < MOST_EXAMPLES else found.hours / 2
    hours = int(min(max(half, ttl, 1), 24 * 7))
    return hours if hours < usual or ttl > usual else None


def _language(found: Yield) -> str | None:
    total = sum(count for _, count in found.languages)
    if not total:
        return None
    word, count = found.languages[0]
    return word if count >= 0.6 * total and word.isalpha() and word != "und" else None


def _without_comments(feed: FoundFeed) -> bool:
    """Whether a feed is not one of comments, in which a blog's readers speak; those go first."""
    return re.search(r"com+ent|kommentar", f"{feed.url} {feed.title}", re.IGNORECASE) is None


def _no_address(url: str) -> str:
    """What is wrong with what was given for an address; empty where nothing is."""
    try:
        parts = urlsplit(url)
        usable = "://" not in url or (parts.scheme in {"http", "https"} and bool(parts.hostname))
    except ValueError:
        usable = False
    if url.strip() and usable:
        return ""
    return f"`{url}` is no address that can be heard. It begins with https://, or it is a file of the site."


def _unknown(url: str, answer: Snapshot) -> str:
    if re.search(rb"<opml[\s>]", answer.body[:HEAD], re.IGNORECASE):
        return (
            f"{url}: it is a list of feeds (OPML), no feed. Save it, then run: "
            "python -m generator sources import FILE"
        )
    said = answer.content_type.partition(";")[0] or "nothing about its kind"
    return (
        f"{url}: what it answers ({said}, {len(answer.body):,} bytes) is no feed, forum, mailbox or table "
        "that can be read. Name the address of a feed, or say what it is with --kind."
    )


def _no_feed(url: str, found: Page | None) -> str:
    tried = " and none stands at its software's usual places." if found and usual_places(found) else ""
    return (
        f"{url}: it is a web page that names no feed{',' + tried if tried else '.'} Look for a link called "
        "RSS, Atom or feed on it and name that address."
    )


def _unmapped(url: str, columns: tuple[str, ...], missing: Sequence[str]) -> str:
    if not columns:
        return f"{url}: the table cannot be read: it has no rows, or its first line names no columns."
    return (
        f"{url}: it is a table with {number(len(columns), 'column')} ({', '.join(columns[:20])}), and their "
        f"names do not tell which is {', which is '.join(missing)}."
    )
