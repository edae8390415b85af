"""All sources of a site, each knowing which brand it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from generator.config import Content
from generator.model.brand import Brand
from generator.model.source import Source


def site_sources(content: Content) -> tuple[Source, ...]:
    """Sources of all brands and of the site, by id; a brand's own source is about that brand."""
    own = (
        source.model_copy(update={"about": brand.id})
        if source.about is None and not source.search
        else source
        for brand in content.brands
        if brand.merged_into is None
        for source in brand.sources
    )
    shared = content.config.sources if content.config else ()
    return tuple(sorted((*own, *shared), key=lambda source: source.id))


def brands_of(content: Content) -> dict[str, tuple[str, ...]]:
    """By source id: the brands it is listened to for; empty where entries are matched by alias."""
    own = {
        source.id: (brand.id,) for brand in content.brands for source in brand.sources if not source.search
    }
    shared = content.config.sources if content.config else ()
    return own | {source.id: (source.about,) if source.about else () for source in shared}


def queries_of(sources: Iterable[Source], brands: Iterable[Brand]) -> dict[str, tuple[str, ...]]:
    """By source id: the words to search for, where its kind searches: its own, else its brands' names."""
    names = {brand.id: _names(brand) for brand in brands}
    home = {source.id: brand.id for brand in brands for source in brand.sources}
    every = tuple(dict.fromkeys(name for found in names.values() for name in found))
    return {one.id: one.query or names.get(one.about or home.get(one.id, ""), every) for one in sources}


def _names(brand: Brand) -> tuple[str, ...]:
    aliases = (name for one in brand.aliases for name in ((one,) if isinstance(one, str) else one.any))
    return tuple(dict.fromkeys((brand.name, *aliases)))


def open_on(source: Source, now: datetime) -> bool:
    """Whether the source is listened to at `now`."""
    day = now.date()
    opened = source.opened_on is None or source.opened_on <= day
    return opened and (source.closed_on is None or day < source.closed_on)
