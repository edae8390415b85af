"""Which names of a brand may stand in what is published."""

from __future__ import annotations

from generator.model.brand import Alias, Brand
from generator.screening import load
from generator.screening.lexicon import fold


def _names(brand: Brand) -> list[str]:
    aliases = [
        name for alias in brand.aliases for name in (alias.any if isinstance(alias, Alias) else (alias,))
    ]
    return [brand.name, *aliases, *brand.domains]


def known(brand: Brand) -> frozenset[str]:
    """Return the folded words that may stand capitalised in an excerpt."""
    return (
        frozenset(
            part.strip(".,'") for name in (*_names(brand), *brand.places) for part in fold(name).split()
        )
        | _calendar()
    )


def _calendar() -> frozenset[str]:
    return frozenset(word for name in load.LANGUAGES for word in map(fold, load.capitals(name)))


def keep(brand: Brand) -> frozenset[str]:
    """Return the case-folded names and official accounts that masking leaves alone."""
    accounts = [name for who in brand.responders for name in who.accounts]
    return frozenset(
        name.casefold().rsplit("/", 1)[-1].removeprefix("@") for name in (*_names(brand), *accounts)
    ) | frozenset(name.casefold() for name in brand.places)
