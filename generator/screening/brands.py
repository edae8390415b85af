"""Which brands a post is about: the record's own column, the source, or names in the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from generator.model.brand import Alias, Brand
from generator.model.entry import Entry
from generator.model.source import Source
from generator.screening.lexicon import fold
from generator.text import normalise

_LEGAL = frozenset(
    (
        *("inc", "llc", "ltd", "limited", "plc", "corp", "corporation", "co", "company", "gmbh", "ag"),
        *("se", "sa", "sas", "sarl", "sl", "na", "n", "a", "lp", "llp", "kg", "ug", "spa", "bv", "nv"),
    )
)
"""Words at the end of a registered name that people leave out."""


class _Name(NamedTuple):
    spelt: str
    brand: str
    case: bool
    not_near: tuple[str, ...]


class BrandMatcher:
    """Finds brands; built once a run."""

    def __init__(self, brands: tuple[Brand, ...]) -> None:
        """Index names, aliases, domains and official accounts of all brands."""
        self._brands = {brand.id: brand for brand in brands}
        names = [name for brand in brands for name in self._names(brand)]
        self._by_name = {normalise(name.spelt): name.brand for name in reversed(names)}
        self._by_core = {_core(name.spelt): name.brand for name in reversed(names) if not name.case}
        self._folded: dict[str, list[_Name]] = {}
        for name in names:
            self._folded.setdefault(fold(name.spelt), []).append(name)
        self._spelt = list(self._folded)
        self._automaton = AhoCorasick(self._spelt) if self._spelt else None
        self._accounts = {
            brand.id: frozenset(_account(name) for who in brand.responders for name in who.accounts)
            for brand in brands
        }

    def _names(self, brand: Brand) -> Iterable[_Name]:
        target = self.target(brand.id)
        yield _Name(brand.name, target, case=False, not_near=())
        for domain in brand.domains:
            yield _Name(domain, target, case=False, not_near=())
        for alias in brand.aliases:
            if isinstance(alias, Alias):
                near = tuple(map(fold, alias.not_near))
                yield from (_Name(name, target, alias.case, near) for name in alias.any)
            else:
                yield _Name(alias, target, case=False, not_near=())

    def target(self, brand: str) -> str:
        """Return the brand that a merged one became, or the brand itself."""
        seen = {brand}
        while (known := self._brands.get(brand)) and known.merged_into and known.merged_into not in seen:
            brand = known.merged_into
            seen.add(brand)
        return brand

    def match(self, entry: Entry, source: Source, words: str) -> tuple[str, ...]:
        """Return the ids of the brands a post is about, sorted; empty where it names none.

        A record that names a company which is none of ours is about none of ours, whatever its text says.
        """
        if entry.brand is not None and entry.brand.strip():
            return self._declared(entry.brand)
        if source.about is not None and not source.search:
            return (self.target(source.about),) if source.about in self._brands else ()
        return self._spoken(words)

    def _declared(self, name: str) -> tuple[str, ...]:
        found = self._by_name.get(normalise(name)) or self._by_core.get(_core(name))
        return (found,) if found else ()

    def _spoken(self, words: str) -> tuple[str, ...]:
        if self._automaton is None:
            return ()
        folded = fold(words)
        places = [
            (start, end, name)
            for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if _whole(folded, start, end)
            for name in self._folded[self._spelt[number]]
            if _meant(name, words[start:end], folded)
        ]
        longest = [
            name.brand
            for start, end, name in places
            if not any(a <= start and end <= b and b - a > end - start for a, b, _other in places)
        ]
        return tuple(sorted(set(longest)))

    def official(self, entry: Entry, about: tuple[str, ...]) -> str | None:
        """Return the brand whose official account wrote the entry, or None; one of `about` goes first."""
        if entry.official and about:
            return about[0]
        if not entry.author:
            return None
        name = _account(entry.author)
        spelt = {name, f"{entry.scope.casefold()}/{name}"}
        owners = [brand for brand, accounts in self._accounts.items() if accounts & spelt]
        return next((brand for brand in about if brand in owners), owners[0] if owners else None)


def _account(name: str) -> str:
    return name.strip().casefold().removeprefix("/").removeprefix("u/").removeprefix("@")


def _core(name: str) -> str:
    parts = normalise(name).split()
    while len(parts) > 1 and parts[-1] in _LEGAL:
        parts.pop()
    return " ".join(parts)


def _whole(folded: str, start: int, end: int) -> bool:
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return not (before.isalnum() or after.isalnum())


def _meant(name: _Name, surface: str, folded: str) -> bool:
    if name.case and surface != name.spelt:
        return False
    return not any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in name.not_near)
