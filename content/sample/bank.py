"""The word bank: hand-written posts with other ways to say them, drawn so that no wording wears out."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "words"
GENERAL = "general"
LANGUAGES = ("en", "de", "fr")
_SLOT = re.compile(r"\[([^\[\]]*)\]")
_FILL = re.compile(r"\{(\w+)\}")
_TAGGED = re.compile(r"@([a-z]+-[a-z-]+) (\d{4}-\d{2}) (.*)")
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
TOWNS = {
    "en": ("Halden", "Dunmoor", "Eastgate", "Little Harle", "Tidmere", "Penny Hill", "Saltby", "Corley"),
    "de": ("Neuenbrück", "Lohfelde", "Kirchseel", "Bad Odern", "Hinterau", "Wiesenhof"),
    "fr": ("Montcelle", "Viremont", "Saint-Aubry", "La Ferlaie", "Corbières-le-Vieux", "Nantelle"),
}
APART = ("shapes", "responses", "deeds", "about", "titles")
"""Files of the bank that hold no posts, or are read apart."""
EXTRA = ("shapes-extra", "shapes-official", "shapes-whole-en", "shapes-whole-de-fr")
"""Files of the bank that hold several brands, as `<brand>/<language>`."""
ANYWHERE = frozenset({"support", "information", "privacy", "advertising", "refunds"})
"""Themes whose general complaints fit any company; others fit one with complaints of its own about them."""
HOME = {"falkennetz": "de", "kranichpost": "de", "valdoree": "fr", "merisette": "fr"}
"""Brands whose first block is not English."""


@dataclass(frozen=True)
class Line:
    """One hand-written post."""

    brand: str
    language: str
    kind: str
    theme: str
    words: str
    tag: str = ""
    month: str = ""

    @property
    def ways(self) -> int:
        """In how many ways it begins."""
        found = _SLOT.match(self.words)
        return len(found[1].split("|")) if found else 1


@dataclass
class Bank:
    """All lines, and how often each was used."""

    lines: list[Line]
    names: dict[tuple[str, str], list[str]]
    places: dict[tuple[str, str], list[str]]
    used: Counter[Line] = field(default_factory=Counter)
    pieces_used: Counter[str] = field(default_factory=Counter)
    rng: random.Random = field(default_factory=lambda: random.Random(1))

    def tagged(self) -> list[Line]:
        """The posts that responses name; each is used once."""
        return [one for one in self.lines if one.tag]

    def pieces(self, language: str, kind: str, theme: str = "") -> list[str]:
        """Small pieces that go before, into or after a post."""
        return [
            one.words for one in self.lines if (one.language, one.kind, one.theme) == (language, kind, theme)
        ]

    def piece(self, language: str, kind: str, theme: str = "") -> str:
        """One of the least used of these pieces; empty where there is none."""
        found = self.pieces(language, kind, theme)
        if not found:
            return ""
        least = min(self.pieces_used[one] for one in found)
        chosen = self.rng.choice([one for one in found if self.pieces_used[one] == least])
        self.pieces_used[chosen] += 1
        return chosen

    def reply(self, brand: str, language: str, subject: str) -> Line | None:
        """What an official account says to a theme, or to praise and the like; None where it has no words."""
        fitting = [one for one in self.lines if _fits(one, brand, language, "official")]
        near = [one for one in fitting if one.theme == subject]
        fresh = [one for one in near if self.used[one] < one.ways]
        complaint = subject not in {"praise", "question", "suggestion", "other"}
        pool = fresh or ([one for one in fitting if one.theme == "any"] if complaint else near)
        if not pool:
            return None
        least = min(self.used[one] for one in pool)
        return self.rng.choice([one for one in pool if self.used[one] == least])

    def draw_theme(self, brand: str, language: str, theme: str) -> Line:
        """One of the least used complaints of a brand about one theme."""
        fitting = [
            one for one in self.lines if _fits(one, brand, language, "complaint") and one.theme == theme
        ]
        least = min(self.used[one] for one in fitting)
        return self.rng.choice([one for one in fitting if self.used[one] == least])

    def draw(self, brand: str, language: str, kind: str, weights: dict[str, float]) -> Line:
        """The least used line that fits; `weights` by theme say what people speak of at that time."""
        fitting = [one for one in self.lines if _fits(one, brand, language, kind)]
        own = [one for one in fitting if one.brand == brand and self.used[one] < one.ways]
        themes = {one.theme for one in fitting if one.brand == brand} | ANYWHERE
        fitting = [one for one in fitting if one.brand == brand or kind != "complaint" or one.theme in themes]
        rest = [one for one in fitting if one.brand == GENERAL and self.used[one] < one.ways]
        pool = own if own and (not rest or self.rng.random() < 0.8) else rest  # noqa: PLR2004
        pool = pool or sorted(fitting, key=lambda one: self.used[one])[:6]
        if not pool:
            message = f"no words for {brand} {language} {kind}"
            raise LookupError(message)
        chances = [weights.get(one.theme, 1.0) / (1 + 2 * self.used[one]) for one in pool]
        return self.rng.choices(pool, chances)[0]

    def say(self, line: Line, when: date, place: str = "") -> str:
        """Put one way of a line into words."""
        turn = self.used[line]
        self.used[line] += 1
        offset = sum(map(ord, line.words)) % 7
        slots = iter(range(100))

        def chosen(found: re.Match[str]) -> str:
            ways = found[1].split("|")
            return ways[(turn + offset + next(slots) * 2) % len(ways)]

        words = line.words
        while _SLOT.search(words):
            words = _SLOT.sub(chosen, words)
        return self.filled(words, line.brand, line.language, when, place).strip()

    def filled(self, words: str, brand: str, language: str, when: date, place: str = "") -> str:
        """Fill in times, sums, places and names."""
        places = self.places.get((brand, language)) or list(TOWNS[language])
        fixed = place or self.rng.choice(places)

        def value(found: re.Match[str]) -> str:
            return self._value(found[1], brand, language, when) if found[1] != "place" else fixed

        return _FILL.sub(value, words)

    def _value(self, name: str, brand: str, language: str, when: date) -> str:
        pick, between = self.rng.choice, self.rng.randint
        if name == "time":
            return f"{pick((6, 7, 7, 8, 16, 17, 17, 18, 21)):02}{pick('.:')}{between(0, 59):02}"
        if name == "money":
            return _money(between(600, 14_000), language)
        if name == "brand":
            return pick(self.names[brand, language])
        values = {
            "n": str(between(4, 9)),
            "mins": str(between(23, 95)),
            "day": DAYS[language][(when.weekday() - between(1, 4)) % 7],
            "mon": MONTHS[language].split()[(when.month - between(2, 4)) % 12],
        }
        return values[name]


def _money(pennies: int, language: str) -> str:
    pounds, rest = divmod(pennies, 100)
    if language == "en":
        return f"£{pounds}.{rest:02}" if rest % 3 else f"£{pounds}"
    return f"{pounds},{rest:02} €" if rest % 3 else f"{pounds} €"


def _fits(line: Line, brand: str, language: str, kind: str) -> bool:
    same = line.language == language and line.kind == kind and not line.tag
    return same and line.brand in {brand, GENERAL}


def load() -> Bank:
    """Read all files of the word bank."""
    bank = Bank([], {}, {})
    for path in sorted(FOLDER.glob("*.yml")):
        if path.stem.startswith(APART):
            continue
        brand, _, language = path.stem.partition("general-")
        general = bool(language)
        _read(bank, GENERAL if general else brand, language or HOME.get(brand, "en"), _yaml(path))
    for extra in EXTRA:
        for name, parts in _yaml(FOLDER / f"{extra}.yml").items():
            brand, _, language = name.partition("/")
            _read(bank, brand, language, parts)
    for language, themes in _yaml(FOLDER / "about-themes.yml").items():
        for theme, words in themes.items():
            bank.lines.extend(_lines(words, GENERAL, language, "about", theme))
    return bank


def shapes() -> dict[str, list[str]]:
    """Names, and posts about two companies or none."""
    return {name: words.splitlines() for name, words in _yaml(FOLDER / "shapes.yml").items()}


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _read(bank: Bank, brand: str, language: str, parts: dict[str, Any]) -> None:
    for name, words in parts.items():
        if name in {"names", "places"}:
            getattr(bank, name)[brand, language] = list(words)
        elif isinstance(words, dict):
            _read(bank, brand, name, words)
        else:
            kind, _, theme = name.partition("/")
            bank.lines.extend(_lines(words, brand, language, kind, theme))


def _lines(words: str, brand: str, language: str, kind: str, theme: str) -> Iterator[Line]:
    for one in filter(None, map(str.strip, words.splitlines())):
        found = _TAGGED.fullmatch(one)
        tag, month, rest = found.groups() if found else ("", "", one)
        yield Line(brand, language, kind, theme, rest, tag, month)
