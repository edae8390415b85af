"""Where customers speak of a brand: on its own domains, and on the forums a site hears already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import structs

from generator.ingest.autodiscovery import Page, page, same_site, usual_places
from generator.ingest.identity import normal_link
from generator.ingest.recognise import by_answer
from generator.model.base import Value
from generator.model.entry import FetchFailure, Snapshot
from generator.model.mention import Draft
from generator.model.source import Source
from generator.model.words import BrandId, Certainty, Kind, SourceKind, SourceOwner
from generator.pipeline.flaws import warnings
from generator.pipeline.probe import Probe, Prober, Wish
from generator.pipeline.yields import examples
from generator.screening import Screened

PLACES = ("feed", "rss", "blog", "forum", "community")
"""Usual places below a home page, tried where it names no feed."""
TALKING = ("community", "forum", "forums", "support", "help", "discuss", "talk", "feedback", "discourse")
"""Beginnings of hosts on which customers speak; tried only where the home page links to them."""
MOST_HOSTS = 4
MOST_PROBES = 8
SAMPLE = 5


class Candidate(Value, frozen=True, kw_only=True):
    """Something on a brand's own domain that may be a source."""

    url: str
    where: str
    """Where it was found, the end of a sentence."""
    kind: SourceKind | None = None
    """None lets its answer tell."""


class Named(Value, frozen=True, kw_only=True):
    """What one source holds about a brand."""

    source: Source
    """As its file says it, or would say it."""
    known: bool
    """True for one the site hears already."""
    entries: int = 0
    """Entries in the days looked at."""
    naming: int = 0
    """Those that are about the brand."""
    sure: int = 0
    """Of those, surely complaints."""
    review: int = 0
    examples: tuple[str, ...] = ()
    failure: str = ""
    """Why nothing was heard; empty where something was."""
    where: str = ""
    flaws: tuple[str, ...] = ()
    """What a person should know before writing it down, a sentence each."""


class Scouted(Value, frozen=True, kw_only=True):
    """What was found on domains."""

    candidates: tuple[Candidate, ...] = ()
    troubles: tuple[str, ...] = ()
    """Domains that could not be looked at, a sentence each."""


def home_of(domain: str) -> str:
    """The address of a domain's home page; an address is taken as it is."""
    return domain if "://" in domain else f"https://{domain}/"


def host_of(domain: str) -> str:
    """The domain of a domain or an address."""
    return (urlsplit(home_of(domain)).hostname or domain).removeprefix("www.")


def scout(domains: Iterable[str], prober: Prober, have: Iterable[Source]) -> Scouted:
    """Look at home pages, at the forums they link to, and at usual places; each address once."""
    seen = {normal_link(one.url) for one in have}
    found: list[Candidate] = []
    troubles: list[str] = []
    for domain in domains:
        home = prober.look(home_of(domain))
        if not isinstance(home, Snapshot):
            troubles.append(home.message if isinstance(home, FetchFailure) else f"{domain}: nothing new.")
            continue
        for one in _around(page(home.body, home.url), host_of(domain), prober):
            if normal_link(one.url) not in seen:
                seen.add(normal_link(one.url))
                found.append(one)
    return Scouted(candidates=tuple(found), troubles=tuple(troubles))


def _around(home: Page, domain: str, prober: Prober) -> Iterator[Candidate]:
    own = tuple(_on_page(home, "its home page names it"))
    yield from own
    for link in _talking(home, domain):
        yield from _looked(link, prober, f"its home page links to {urlsplit(link).hostname}")
    if own:
        return
    for place in PLACES:
        url = f"{urlsplit(home.url)._replace(path='', query='', fragment='').geturl()}/{place}"
        yield from _looked(url, prober, f"it stands at the usual place /{place}")


def _on_page(found: Page, where: str) -> Iterator[Candidate]:
    if found.platform == "discourse":
        yield Candidate(
            url=found.url, where="its page says that Discourse made it", kind=SourceKind.DISCOURSE
        )
        return
    yield from (Candidate(url=one.url, where=where) for one in found.feeds)
    if not found.feeds and usual_places(found):
        yield Candidate(url=found.url, where=where)


def _talking(home: Page, domain: str) -> tuple[str, ...]:
    hosts: dict[str, str] = {}
    for link in home.links:
        parts = urlsplit(link)
        host = parts.hostname or ""
        if same_site(link, domain) and host.split(".")[0] in TALKING:
            hosts.setdefault(host, f"{parts.scheme}://{parts.netloc}/")
    return tuple(hosts.values())[:MOST_HOSTS]


def _looked(url: str, prober: Prober, where: str) -> Iterator[Candidate]:
    answer = prober.look(url)
    known = by_answer(answer) if isinstance(answer, Snapshot) else None
    if known is None or not isinstance(answer, Snapshot):
        return
    if known.kind is not None and known.page is None:
        yield Candidate(url=url, where=where, kind=known.kind)
    elif known.page is not None:
        yield from _on_page(known.page, where)


def try_candidate(one: Candidate, prober: Prober, brand: BrandId, since: datetime) -> Named:
    """What a place on the brand's own domain would have yielded since then."""
    probe = prober.probe(one.url, kind=one.kind, wish=Wish(brand=brand, reach=since))
    source = probe.source or Source(id="unread", title=one.url[:120], url=one.url)
    found = named_in(probe, source.model_copy(update={"about": brand}), prober, brand)
    written = source.model_copy(update={"owner": SourceOwner.COMPANY, "about": None})
    prober.taken.add(written.id)
    flaws = warnings(probe, prober.loaded.config.site.languages)
    return structs.replace(found, source=written, known=False, where=one.where, flaws=flaws)


def named_in(probe: Probe, source: Source, prober: Prober, brand: BrandId) -> Named:
    """What was heard of a source, as far as it is about the brand."""
    screened = prober.named(probe.entries, source)
    drafts = [[draft for draft in one.drafts if draft.brand == brand] for one in screened]
    about = [draft for found in drafts for draft in found]
    return Named(
        source=source,
        known=True,
        entries=len(probe.entries),
        naming=len(about),
        sure=_complaints(about, Certainty.SURE),
        review=_complaints(about, Certainty.REVIEW),
        examples=examples([Screened(drafts=tuple(found)) for found in drafts], SAMPLE),
        failure=probe.failure,
    )


def _complaints(drafts: Iterable[Draft], certainty: Certainty) -> int:
    return sum(one.finding.kind is Kind.COMPLAINT and one.finding.certainty is certainty for one in drafts)


def shared(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Sources in which posts are matched to brands by name, the only ones a new brand can be in."""
    return tuple(one for one in sources if one.search or one.about is None)
