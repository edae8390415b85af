"""Old names lead to new ones: merged brands and merged themes resolve to the survivor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.model.brand import Brand
from generator.model.theme import Theme

OTHER = "other"


class Names:
    """Survivors of merged brands and themes. An unknown name stands for itself."""

    def __init__(self, brands: Sequence[Brand], themes: Sequence[Theme]) -> None:
        """Read where each name was merged into."""
        self._brands = {one.id: one.merged_into for one in brands}
        self._general = {one.id: one.merged_into for one in themes}
        self._own = {one.id: {t.id: t.merged_into for t in one.themes} for one in brands if one.themes}
        self._themes: dict[tuple[str, str], str] = {}

    def brand(self, brand: str) -> str:
        """The brand that carries this one's cases today."""
        return _survivor(brand, self._brands)

    def theme(self, brand: str, theme: str) -> str:
        """The theme that this one's cases belong to today, at this brand."""
        key = (brand, theme)
        if key not in self._themes:
            known = {**self._general, **self._own.get(brand, {})}
            self._themes[key] = _survivor(theme, known)
        return self._themes[key]

    def knows_theme(self, brand: str, theme: str) -> bool:
        """True for a theme of the general taxonomy, a theme of this brand, and `other`."""
        return theme == OTHER or theme in self._general or theme in self._own.get(brand, {})

    def themes(self, brand: str, themes: Sequence[str]) -> tuple[str, ...]:
        """Survivors of several themes, each once, in order; `other` only where it stands alone."""
        found = tuple(dict.fromkeys(self.theme(brand, theme) for theme in themes))
        named = tuple(theme for theme in found if theme != OTHER)
        return named or found


def _survivor(name: str, merged: Mapping[str, str | None]) -> str:
    seen = {name}
    while (after := merged.get(name)) is not None and after not in seen:
        seen.add(after)
        name = after
    return name
