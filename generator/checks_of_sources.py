"""Rules for the configuration, the sources, and the recording that stands in for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import available_timezones

from generator.crosschecks import Bundle, Flaw, Place, flaw
from generator.markup import safe_url
from generator.model.source import Source
from generator.model.words import SourceKind
from generator.sheets import Sheet
from generator.text import nearest

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
CONTACT = re.compile(r"https?://\w|[\w.+-]+@\w")
LANGUAGE = re.compile(r"[a-z]{2,3}")

NOT_AN_ADDRESS = "Write an address that begins with https:// or http:// and names a host."


def sources(bundle: Bundle) -> Iterator[tuple[Sheet[Any], Place, Source]]:
    """Every source of the site with its sheet and place: shared ones first, then by brand."""
    sheets: tuple[Sheet[Any], ...] = (*((bundle.config,) if bundle.config else ()), *bundle.brands)
    for sheet in sheets:
        for number, source in enumerate(sheet.value.sources):
            yield sheet, ("sources", number), source


def check_site(bundle: Bundle) -> Iterator[Flaw]:
    """Time zone and languages exist, and the site's address is one."""
    sheet = bundle.config
    if sheet is None:
        return
    site = sheet.value.site
    if site.timezone not in _zones():
        yield flaw(sheet, "unknown-time-zone", _zone(site.timezone), ("site", "timezone"), out=())
    for number, language in enumerate(site.languages):
        if not LANGUAGE.fullmatch(language):
            words = (f"`{language}` is not a code of a language.", "Write two small letters, as in en or fr.")
            yield flaw(sheet, "unknown-language", words, ("site", "languages", number), out=())
    if safe_url(site.url) is None or not site.url.endswith("/"):
        words = (
            "The site's address is a web address with a closing slash.",
            "Write it as in https://example.org/.",
        )
        yield flaw(sheet, "bad-url", words, ("site", "url"))
    if site.repository is not None and safe_url(site.repository) is None:
        words = ("The repository's address is not a web address.", NOT_AN_ADDRESS)
        yield flaw(sheet, "bad-url", words, ("site", "repository"), out=("site", "repository"))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(zone: str) -> tuple[str, str]:
    near = nearest(zone[:60], _zones())
    hint = f"Did you mean {near}? " if near else ""
    return f"`{zone[:60]}` is not a time zone.", f"{hint}Write a name of the tz database, as in Europe/Paris."


def check_publisher(bundle: Bundle) -> Iterator[Flaw]:
    """A reader can reach the publisher."""
    sheet = bundle.config
    if sheet is not None and not sheet.value.publisher.contact.strip():
        words = ("The publisher has no contact.", "Write a web address or the e-mail of a role.")
        yield flaw(sheet, "empty-publisher", words, ("publisher", "contact"), out=())


def check_user_agent(bundle: Bundle) -> Iterator[Flaw]:
    """Whoever is asked can see who asks, and where to complain."""
    sheet = bundle.config
    agent = sheet.value.listening.user_agent if sheet else None
    if sheet is None or agent is None:
        return
    if CONTACT.search(agent) is None or not agent.isprintable() or not agent.isascii():
        words = (
            "`user_agent` does not say where the people you ask can complain.",
            "Write it as in `OurReports/1 (+https://example.org/about)`, or leave it out.",
        )
        here = ("listening", "user_agent")
        yield flaw(sheet, "bad-user-agent", words, here, out=here)


def check_recording(bundle: Bundle) -> Iterator[Flaw]:
    """A recorded site names its manifest."""
    sheet = bundle.config
    if sheet is None or sheet.value.site.clock != "recorded" or sheet.value.paths.manifest:
        return
    words = ("`clock: recorded` needs the manifest of the recording.", "Write `manifest:` below `paths:`.")
    yield flaw(sheet, "recorded-without-manifest", words, ("site", "clock"))


def check_addresses(bundle: Bundle) -> Iterator[Flaw]:
    """A source is a web address, or a plain file below the repository."""
    live = bundle.config is None or bundle.config.value.site.clock == "live"
    for sheet, place, source in sources(bundle):
        here = (*place, "url")
        if SCHEME.match(source.url):
            if safe_url(source.url) is None:
                words = (f"`{source.url[:60]}` is not a web address.", NOT_AN_ADDRESS)
                yield flaw(sheet, "bad-source-url", words, here, out=place)
        elif not _inside(source.url):
            words = (
                f"`{source.url[:60]}` is neither a web address nor a path inside the repository.",
                "Write https://…, or a path from the repository's root without `..`.",
            )
            yield flaw(sheet, "bad-source-url", words, here, out=place)
        elif live and not _plain_file(bundle.base, source.url):
            words = (f"The file `{source.url[:60]}` does not exist.", "Add it, or correct the path.")
            yield flaw(sheet, "missing-file", words, here)


def _inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and "\\" not in path


def _plain_file(base: Path, path: str) -> bool:
    whole = (base / path).resolve()
    return whole.is_file() and whole.is_relative_to(base.resolve())


def check_records(bundle: Bundle) -> Iterator[Flaw]:
    """Records say which column is what, and in which time zone."""
    for sheet, place, source in sources(bundle):
        if source.kind is SourceKind.RECORDS and source.columns is None:
            words = (
                f"`{source.id}` is of kind `records` and has no `columns`.",
                "Say which column is `id`, `date` and `text`.",
            )
            yield flaw(sheet, "source-without-columns", words, place, out=place)
        zone = source.columns.zone if source.columns else None
        if zone is not None and zone not in _zones():
            yield flaw(sheet, "unknown-time-zone", _zone(zone), (*place, "columns", "zone"), out=place)


def check_kinds(bundle: Bundle) -> Iterator[Flaw]:
    """A source's address is one that its kind knows how to ask."""
    for sheet, place, source in sources(bundle):
        wrong = bundle.objection(source)
        if wrong is not None:
            fix = "The README shows an address of each kind; `sources test` tells which kind an address is."
            words = (f"`{source.id}` cannot be asked as `{source.kind}`: {wrong}", fix)
            yield flaw(sheet, "bad-source-url", words, (*place, "url"), out=place)


def check_source_links(bundle: Bundle) -> Iterator[Flaw]:
    """Links that are printed beside quotes are web addresses."""
    for sheet, place, source in sources(bundle):
        terms = source.rights.terms if source.rights else None
        links = ((("page",), source.page), (("rights", "terms"), terms))
        for key, link in links:
            if link is not None and safe_url(link) is None:
                words = (f"`{link[:60]}` is not a web address.", NOT_AN_ADDRESS)
                yield flaw(sheet, "bad-url", words, (*place, *key), out=(*place, *key))


def check_source_ids(bundle: Bundle) -> Iterator[Flaw]:
    """One id, one source: its archive and its history hang on it."""
    seen: dict[str, str] = {}
    for sheet, place, source in sources(bundle):
        if source.id in seen:
            words = (
                f"The source id `{source.id}` is used already in {seen[source.id]}.",
                "Give this source an id of its own; two brands can share one in site_config.yml.",
            )
            yield flaw(sheet, "same-source", words, (*place, "id"), out=place)
        else:
            line = sheet.problem("", "", "", *place, "id").line
            seen[source.id] = f"{sheet.path}:{line}"


def check_about(bundle: Bundle) -> Iterator[Flaw]:
    """A source that is about one brand names a brand with a file."""
    for sheet, place, source in sources(bundle):
        if source.about is not None and source.about not in bundle.brand_ids:
            near = nearest(source.about[:60], bundle.brand_ids)
            fix = f"Did you mean `{near}`?" if near else "Write the id of a file in the brands' folder."
            words = (f"`{source.about[:60]}` is not a brand of this site.", fix)
            yield flaw(sheet, "unknown-brand", words, (*place, "about"), out=place)


def check_manifest(bundle: Bundle) -> Iterator[Flaw]:
    """A recording speaks of sources that exist, and its files are there."""
    sheet, folder = bundle.manifest, bundle.manifest_folder
    if sheet is None or folder is None:
        return
    known = {source.id for _, _, source in sources(bundle)}
    for number, run in enumerate(sheet.value.runs):
        for source, recorded in run.sources.items():
            place = ("runs", number, "sources", source)
            if source not in known:
                near = nearest(source[:60], known)
                fix = f"Did you mean `{near}`?" if near else "Write the id of a source."
                yield flaw(sheet, "unknown-source", (f"`{source[:60]}` is not a source.", fix), place)
            elif isinstance(recorded, str) and not (folder / recorded).is_file():
                words = (f"The recording `{recorded[:80]}` does not exist.", "Add it, or correct the path.")
                yield flaw(sheet, "missing-file", words, place)


ALONE = (
    check_site,
    check_publisher,
    check_user_agent,
    check_recording,
    check_addresses,
    check_records,
    check_kinds,
    check_source_links,
    check_source_ids,
    check_about,
    check_manifest,
)
