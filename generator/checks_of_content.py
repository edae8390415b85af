"""Rules for brands, themes, and what people add beside responses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.checks_of_sources import NOT_AN_ADDRESS, SCHEME
from generator.crosschecks import Bundle, Flaw, Place, flaw
from generator.markup import safe_url
from generator.model.brand import Alias, Brand
from generator.model.people import ModerationEvent
from generator.model.words import ID_SHAPE, ModerationKind
from generator.problems import Problem
from generator.sheets import Sheet
from generator.text import nearest, normalise

RESERVED = frozenset(
    {"assets", "aux", "con", "index", "nul", "prn", "sources"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
)
"""Folders of the site and the archive, and names that Windows keeps for devices."""
MONTH = re.compile(r"\d{4}-\d{2}")
"""A theme with such a slug would take a month page's address."""
CASE = re.compile(ID_SHAPE)
RANGE = re.compile(r"\d{1,4}-\d{1,4}")


def check_brand_ids(bundle: Bundle) -> Iterator[Flaw]:
    """A brand's file is named like its id, and the id is free."""
    for sheet in bundle.brands:
        brand = sheet.value
        if brand.id != sheet.stem:
            words = (f"The id is `{brand.id}` and the file is `{sheet.stem}.yml`.", "Make them the same.")
            yield flaw(sheet, "id-not-file-name", words, ("id",), out=())
        elif brand.id in RESERVED:
            words = (f"`{brand.id}` is taken by the site or by an operating system.", "Choose another id.")
            yield flaw(sheet, "reserved-id", words, ("id",), out=())


def check_any_brand(bundle: Bundle) -> Iterator[Flaw]:
    """A site without brands has nothing to show."""
    if not bundle.brands:
        problem = Problem(
            path=bundle.brands_folder,
            line=0,
            code="no-brands",
            message="There is no brand to report on.",
            fix="Add a file `<brand>.yml` here.",
        )
        yield Flaw(problem=problem)


def check_sources(bundle: Bundle) -> Iterator[Flaw]:
    """A brand is heard somewhere: it has sources, or a shared source is about it or matched by its names."""
    shared = bundle.config.value.sources if bundle.config else ()
    searching = any(source.search for one in bundle.brands for source in one.value.sources)
    for sheet in bundle.brands:
        brand = sheet.value
        if brand.sources or brand.merged_into or searching:
            continue
        if not any(source.about in {None, brand.id} for source in shared):
            words = (
                f"`{brand.id}` has no sources, so nobody is heard about it.",
                "Add `sources:` with a feed, or a shared source in the configuration.",
            )
            yield flaw(sheet, "no-sources", words, ("id",))


def _names(brand: Brand) -> Iterator[tuple[Place, str]]:
    yield ("name",), brand.name
    for number, alias in enumerate(brand.aliases):
        if isinstance(alias, Alias):
            yield from ((("aliases", number, "any", at), name) for at, name in enumerate(alias.any))
        else:
            yield ("aliases", number), alias


def check_names(bundle: Bundle) -> Iterator[Flaw]:
    """A name leads to one brand; two would each get the other's complaints."""
    seen: dict[str, tuple[Sheet[Brand], int]] = {}
    for sheet in bundle.brands:
        for place, name in _names(sheet.value):
            key = normalise(name)
            first, line = seen.setdefault(key, (sheet, sheet.problem("", "", "", *place).line))
            if not key:
                words = (f"`{name[:40]}` has no letter or digit.", "Write the name that people use.")
                yield flaw(sheet, "empty-item", words, place, out=place if place != ("name",) else None)
            elif first is not sheet and not _merged(first.value, sheet.value):
                words = (
                    f"`{name[:60]}` is also a name of `{first.value.id}` ({first.path}:{line}).",
                    "Leave it with one of them, or say more exactly what is meant with `not_near`.",
                )
                yield flaw(sheet, "same-alias", words, place)


def _merged(one: Brand, other: Brand) -> bool:
    return one.merged_into == other.id or other.merged_into == one.id


def check_brand_links(bundle: Bundle) -> Iterator[Flaw]:
    """Figures of size stand on a page that can be opened."""
    for sheet in bundle.brands:
        for number, size in enumerate(sheet.value.context):
            if SCHEME.match(size.source) and safe_url(size.source) is None:
                words = (f"`{size.source[:60]}` is not a web address.", NOT_AN_ADDRESS)
                yield flaw(sheet, "bad-url", words, ("context", number, "source"), out=("context", number))


def check_taxonomy(bundle: Bundle) -> Iterator[Flaw]:
    """Slugs are used once, do not look like months, and have a title in the site's language."""
    sheet = bundle.taxonomy
    if sheet is None:
        return
    seen: set[str] = set()
    for number, theme in enumerate(sheet.value.themes):
        place = ("themes", number)
        if theme.id in seen:
            words = (f"`{theme.id}` is defined twice.", "Keep one of them; a slug is an address for ever.")
            yield flaw(sheet, "same-theme", words, (*place, "id"), out=place)
        seen.add(theme.id)
        yield from _theme(bundle, sheet, place, theme)


def check_brand_themes(bundle: Bundle) -> Iterator[Flaw]:
    """A brand's own themes use no general slug and none twice."""
    general = {theme.id for theme in bundle.taxonomy.value.themes} if bundle.taxonomy else set()
    for sheet in bundle.brands:
        seen = {*general, "other"}
        for number, theme in enumerate(sheet.value.themes):
            place = ("themes", number)
            if theme.id in seen:
                words = (f"`{theme.id}` is already a theme.", "Use the general one, or choose another slug.")
                yield flaw(sheet, "same-theme", words, (*place, "id"), out=place)
            seen.add(theme.id)
            yield from _theme(bundle, sheet, place, theme)


def _theme(bundle: Bundle, sheet: Sheet[Any], place: Place, theme: Any) -> Iterator[Flaw]:
    if MONTH.fullmatch(theme.id):
        words = (f"`{theme.id}` looks like a month.", "Choose a slug with letters.")
        yield flaw(sheet, "reserved-id", words, (*place, "id"), out=place)
    language = bundle.config.value.site.languages[0] if bundle.config else None
    if language is not None and language not in theme.title:
        words = (f"The title of `{theme.id}` is missing in `{language}`.", f"Add `{language}:` to its title.")
        yield flaw(sheet, "missing-key", words, (*place, "title"), out=place)


def check_theme_targets(bundle: Bundle) -> Iterator[Flaw]:
    """Themes are merged into and split from themes that exist, and never in a circle."""
    if bundle.taxonomy is not None:
        yield from _targets(bundle.taxonomy, bundle.taxonomy.value.themes, frozenset())
    general = (
        frozenset(theme.id for theme in bundle.taxonomy.value.themes) if bundle.taxonomy else frozenset()
    )
    for sheet in bundle.brands:
        yield from _targets(sheet, sheet.value.themes, general)


def _targets(sheet: Sheet[Any], themes: tuple[Any, ...], more: frozenset[str]) -> Iterator[Flaw]:
    known = more | {theme.id for theme in themes}
    for key in ("merged_into", "split_from"):
        links = {theme.id: getattr(theme, key) for theme in themes if getattr(theme, key)}
        for number, theme in enumerate(themes):
            if theme.id in links:
                yield from _target(sheet, ("themes", number, key), theme.id, links, known)


def _target(
    sheet: Sheet[Any], place: Place, start: str, links: Mapping[str, str], known: frozenset[str]
) -> Iterator[Flaw]:
    goal = links[start]
    if goal not in known:
        near = nearest(goal, known)
        fix = f"Did you mean `{near}`?" if near else "Write an id that exists."
        yield flaw(sheet, "bad-target", (f"`{goal}` does not exist.", fix), place, out=place)
    elif _returns(start, links):
        words = (f"`{start}` leads back to itself by way of `{goal}`.", "Let the last one stand alone.")
        yield flaw(sheet, "target-circle", words, place, out=place)


def _returns(start: str, links: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    here: str | None = links.get(start)
    while here is not None and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = links.get(here)
    return False


def check_brand_targets(bundle: Bundle) -> Iterator[Flaw]:
    """A brand is merged into a brand that exists, and never in a circle."""
    links = {sheet.value.id: sheet.value.merged_into for sheet in bundle.brands if sheet.value.merged_into}
    for sheet in bundle.brands:
        if sheet.value.id in links:
            yield from _target(sheet, ("merged_into",), sheet.value.id, links, bundle.brand_ids)


def check_told(bundle: Bundle) -> Iterator[Flaw]:
    """A company was told that has a page here."""
    for sheet in bundle.told:
        if sheet.value.brand not in bundle.brand_ids:
            near = nearest(sheet.value.brand, bundle.brand_ids)
            fix = f"Did you mean `{near}`?" if near else "Write the id of a file in the brands' folder."
            words = (f"`{sheet.value.brand}` is not a brand of this site.", fix)
            yield flaw(sheet, "unknown-brand", words, ("brand",), out=())


def check_confirmations(bundle: Bundle) -> Iterator[Flaw]:
    """A verdict is on an action or a case, and its evidence is a web address."""
    for sheet in bundle.confirmations:
        said = sheet.value
        if said.action is None and said.case is None:
            words = ("This verdict names neither an action nor a case.", "Add `action:` or `case:`.")
            yield flaw(sheet, "nothing-confirmed", words, (), out=())
        if said.case is not None and not CASE.fullmatch(said.case):
            yield flaw(sheet, "bad-id", _not_a_case(said.case), ("case",), out=())
        if said.evidence is not None and safe_url(said.evidence) is None:
            words = (f"`{said.evidence[:60]}` is not a web address.", NOT_AN_ADDRESS)
            yield flaw(sheet, "bad-url", words, ("evidence",), out=("evidence",))


def _not_a_case(text: str) -> tuple[str, str]:
    return (
        f"`{text[:60]}` is not an id of a case.",
        "Copy the 16 characters from the case's address: the letters a to z and the digits 2 to 7.",
    )


NEEDS = {
    ModerationKind.DISPUTE: ("decide_by", "the day by which it is decided"),
    ModerationKind.OVERRIDE: ("override", "what is put in the finding's place"),
    ModerationKind.MERGE: ("into", "the case it joins"),
    ModerationKind.SPLIT: ("mentions", "the mentions that leave"),
    ModerationKind.REDACT: ("redact", "the character ranges that are covered"),
}


def check_moderation(bundle: Bundle) -> Iterator[Flaw]:
    """A decision has a target that can exist, and what its kind needs."""
    for sheet in bundle.moderation:
        event = sheet.value
        if not CASE.fullmatch(event.target) and "/" not in event.target:
            yield flaw(sheet, "bad-id", _not_a_case(event.target), ("target",), out=())
        key, what = NEEDS.get(event.kind, ("kind", ""))
        if not getattr(event, key):
            words = (f"A `{event.kind}` needs `{key}`: {what}.", f"Add `{key}:`.")
            yield flaw(sheet, "moderation-incomplete", words, ("kind",), out=())
        for number, span in enumerate(event.redact):
            if not RANGE.fullmatch(span):
                words = (f"`{span[:20]}` is not a range of characters.", "Write two numbers, as in 12-40.")
                yield flaw(sheet, "moderation-incomplete", words, ("redact", number), out=())


def check_overrides(bundle: Bundle) -> Iterator[Flaw]:
    """An override puts known brands and themes in the finding's place."""
    if bundle.taxonomy is None:
        return
    general = {theme.id for theme in bundle.taxonomy.value.themes}
    own = {theme.id for sheet in bundle.brands for theme in sheet.value.themes}
    for sheet in bundle.moderation:
        if sheet.value.override is not None:
            yield from _override(sheet, bundle.brand_ids, frozenset({*general, *own, "other"}))


def _override(
    sheet: Sheet[ModerationEvent], brands: frozenset[str], themes: frozenset[str]
) -> Iterator[Flaw]:
    override = sheet.value.override
    if override is None:
        return
    if override.brand is not None and override.brand not in brands:
        words = (f"`{override.brand}` is not a brand of this site.", "Write the id of a brand's file.")
        yield flaw(sheet, "unknown-brand", words, ("override", "brand"), out=())
    for number, theme in enumerate(override.themes or ()):
        if theme not in themes:
            near = nearest(theme, themes)
            fix = f"Did you mean `{near}`?" if near else "Write a slug of the taxonomy."
            words = (f"`{theme}` is not a theme of this site.", fix)
            yield flaw(sheet, "unknown-theme", words, ("override", "themes", number), out=())


ALONE = (check_brand_ids, check_sources, check_confirmations, check_moderation, check_brand_links)
TOGETHER = (
    check_any_brand,
    check_names,
    check_taxonomy,
    check_brand_themes,
    check_theme_targets,
    check_brand_targets,
    check_told,
    check_overrides,
)
