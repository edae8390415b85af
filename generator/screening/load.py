"""Reads the rule files that are shipped with the program, and names their version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml

from generator.model.base import Value
from generator.model.brand import Brand
from generator.model.theme import Theme
from generator.screening.lexicon import SHIELD, CueLine, Lexicon

LANGUAGES = ("de", "en", "es", "fr")
"""Languages that have a rule file."""
_VERSION_LENGTH = 12


class Rules(Value, frozen=True, kw_only=True):
    """One rule file: cues by group."""

    language: str
    numbers: tuple[str, ...]
    capitals: tuple[str, ...] = ()
    """Words with a capital that name no person: days, months, languages."""
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    """(group, cues): kind groups by name, `severity:3`, `held:danger`, `facet:effort`, `reply:...`."""


@cache
def _bytes(language: str) -> bytes:
    return files("generator.screening").joinpath("rules", f"{language}.yml").read_bytes()


@cache
def rules(language: str) -> Rules | None:
    """Return the rules of a language (ISO 639-1), or None where it has no rule file."""
    if language not in LANGUAGES:
        return None
    raw = yaml.BaseLoader(_bytes(language)).get_single_data()
    groups: list[tuple[str, tuple[str, ...]]] = [(SHIELD, tuple(_flat(raw.get("shields", ()))))]
    groups += [(group, tuple(_flat(cues))) for group, cues in raw["kind"].items()]
    for part in ("severity", "held", "facet", "reply"):
        groups += [(f"{part}:{name}", tuple(_flat(cues))) for name, cues in raw.get(part, {}).items()]
    return Rules(
        language=language,
        numbers=tuple(raw["numbers"]),
        capitals=tuple(_flat(raw["capitals"])),
        groups=tuple(groups),
    )


def _flat(value: Iterable[str | list[str]]) -> Iterable[str]:
    for part in value:
        yield from [part] if isinstance(part, str) else part


def capitals(language: str) -> tuple[str, ...]:
    """Return the words of a language that have a capital and name no person."""
    found = rules(language)
    return found.capitals if found else ()


def lexicon(language: str, brands: tuple[Brand, ...], themes: tuple[Theme, ...]) -> Lexicon:
    """Return the automaton of a language: its rules, and its theme cues (also without a rule file).

    A brand's own theme has the group `theme:<slug>@<brand>`.
    """
    found = rules(language)
    cues = [CueLine(cue, group) for group, texts in (found.groups if found else ()) for cue in texts]
    cues += [CueLine(cue, f"theme:{theme.id}") for theme in themes for cue in theme.cues.get(language, ())]
    cues += [
        CueLine(cue, f"theme:{theme.id}@{brand.id}")
        for brand in brands
        for theme in brand.themes
        for cue in theme.cues.get(language, ())
    ]
    return Lexicon(cues, found.numbers if found else ())


def version(brands: tuple[Brand, ...], themes: tuple[Theme, ...]) -> str:
    """Return 12 hex digits that change whenever a rule file or a theme's cues change."""
    digest = hashlib.sha256()
    for language in LANGUAGES:
        digest.update(_bytes(language))
    own = [(brand.id, theme) for brand in brands for theme in brand.themes]
    cues = [[owner, theme.id, theme.cues] for owner, theme in [("", theme) for theme in themes] + own]
    digest.update(json.dumps(sorted(cues, key=lambda row: (row[0], row[1])), sort_keys=True).encode())
    return digest.hexdigest()[:_VERSION_LENGTH]
