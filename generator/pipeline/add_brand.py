"""`brands add`: a new brand's names, and what its customers would have been heard to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from generator.errors import UsageError
from generator.markup import to_text
from generator.model.base import Value
from generator.model.brand import Brand
from generator.model.words import BrandId
from generator.pipeline.content import Loaded
from generator.pipeline.discover import (
    MOST_PROBES,
    Candidate,
    Named,
    host_of,
    named_in,
    scout,
    shared,
    try_candidate,
)
from generator.pipeline.probe import Probe, Prober
from generator.pipeline.progress import number
from generator.pipeline.propose_brand import (
    ProposedName,
    brand_id,
    brand_of,
    brand_yaml,
    is_ordinary,
    judged,
    names_of,
    small_words,
    spellings,
)
from generator.pipeline.source_yaml import source_yaml
from generator.pipeline.sources import open_on, site_sources
from generator.screening import load as rules
from generator.text import normalise, plain

SECTOR = "Not yet said"
LEAST_CHARS, MOST_CHARS = 3, 500
"""Of a sentence in a file that people write."""


class Wanted(Value, frozen=True, kw_only=True):
    """What a person said of the brand."""

    name: str
    domains: tuple[str, ...] = ()
    """Domains, or addresses of home pages."""
    sector: str = SECTOR
    days: int = 30
    """How far back is looked for what people said."""


class Proposed(Value, frozen=True, kw_only=True):
    """A brand, as far as it could be found out."""

    brand: Brand
    names: tuple[ProposedName, ...]
    ordinary: bool
    """True where the name itself is an ordinary word, which would be matched in any case."""
    heard: tuple[Named, ...]
    """In sources that the site hears already."""
    found: tuple[Named, ...]
    """On the brand's own domains."""
    untried: tuple[Candidate, ...]
    """Places found beyond the limit of what is tried."""
    troubles: tuple[str, ...]
    yaml: str
    """The text of its file."""


def propose(loaded: Loaded, wanted: Wanted, own: Prober, listened: Prober, now: datetime) -> Proposed:
    """Find out what can be known of a brand; nothing is written.

    Args:
        loaded: the site.
        wanted: what a person said.
        own: asks the brand's own domains.
        listened: asks the sources that the site hears already; a recorded site's are played.
        now: what the days are counted from.

    Raises:
        UsageError: the name is no name, or leads to another brand.
    """
    brands = loaded.content.brands
    taken = names_of(brands)
    _must_be_usable(wanted, taken)
    hosts = tuple(dict.fromkeys(map(host_of, wanted.domains)))
    languages = loaded.config.site.languages
    spelt = spellings(wanted.name, languages, hosts)
    name = brand_id(wanted.name, {one.id for one in brands})
    since = now - timedelta(days=wanted.days)
    places = [one for one in shared(site_sources(loaded.content)) if open_on(one, now)]
    queries = (plain(wanted.name), *(one for one in spelt if normalise(one) not in taken))
    probes = list(zip(places, listened.hear_all(places, reach=since, queries=queries), strict=True))
    ordinary = _vocabulary(languages) | _seen(probe for _, probe in probes)
    names = judged(spelt, taken, ordinary)
    brand = brand_of(wanted.name, names, hosts, id=name, sector=wanted.sector)
    for prober in (own, listened):
        prober.rename((*brands, brand))
    heard = [
        named_in(probe, one.model_copy(update={"search": True, "about": None}), listened, BrandId(name))
        for one, probe in probes
    ]
    scouted = scout(wanted.domains, own, site_sources(loaded.content))
    tried = scouted.candidates[:MOST_PROBES]
    found = [try_candidate(one, own, BrandId(name), since) for one in tried]
    return Proposed(
        brand=brand,
        names=names,
        ordinary=is_ordinary(wanted.name, ordinary),
        heard=tuple(heard),
        found=tuple(found),
        untried=scouted.candidates[MOST_PROBES:],
        troubles=scouted.troubles,
        yaml=brand_yaml(brand, names, _items(found, wanted.days)),
    )


def _must_be_usable(wanted: Wanted, taken: dict[str, str]) -> None:
    name = plain(wanted.name)
    if not normalise(name):
        message = f"`{name[:60]}` has no letter or digit. Write the name that people use."
        raise UsageError(message)
    for words, what_it_is in ((name, "name"), (wanted.sector.strip(), "sector")):
        if not LEAST_CHARS <= len(words) <= MOST_CHARS:
            message = (
                f"A {what_it_is} has {LEAST_CHARS} to {MOST_CHARS} characters; `{words[:60]}` has "
                f"{len(words):,}. Write it out, as in `EE Limited`."
            )
            raise UsageError(message)
    if owner := taken.get(normalise(name)):
        message = f"`{name[:60]}` is a name of {owner} already. Add what is missing to that brand's file."
        raise UsageError(message)


@cache
def _vocabulary(languages: tuple[str, ...]) -> frozenset[str]:
    """Words of the rules: whatever they look for is an ordinary word."""
    found = (rules.rules(one) for one in languages)
    cues = (cue for one in found if one for _, group in one.groups for cue in group)
    return small_words(cues)


def _seen(probes: Iterable[Probe]) -> frozenset[str]:
    """Words that people write in small letters in what is heard."""
    readings = (reading for probe in probes if probe.said for reading in probe.said.readings)
    entries = (entry for reading in readings for entry in reading.entries)
    return small_words(to_text(f"{one.title} {one.body}") for one in entries)


def _items(found: Sequence[Named], days: int) -> list[str]:
    items = []
    for one in found:
        if one.failure:
            continue
        told = f"Found on its own domain: {one.where}. {what(one, days)}"
        note = "Look whether customers speak there, or only the company does."
        items.append(source_yaml(one.source, notes=(told, note, *one.flaws)))
    return items


def what(one: Named, days: int) -> str:
    """What a source would have brought, a sentence."""
    return (
        f"Within {number(days, 'day')}: {number(one.entries, 'entry', 'entries')}, {one.naming:,} about it, "
        f"{number(one.sure, 'sure complaint')}, {one.review:,} to review."
    )


def write(loaded: Loaded, proposed: Proposed) -> Path:
    """Write the brand's file, and never over one that is there.

    Raises:
        UsageError: there is one.
    """
    path = loaded.content.root / loaded.config.paths.content / "brands" / f"{proposed.brand.id}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(proposed.yaml)
    except FileExistsError as error:
        message = f"{path} is there already, and is not written over."
        raise UsageError(message) from error
    return path
