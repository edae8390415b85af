"""What stands over a post: its own first words, or a title that fits its theme, seldom the company's name."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from content.sample.bank import FOLDER

SEARCHED = frozenset({"fairdeal-forum", "verbraucherecke", "parole-de-clients"})
"""General sources: a post must name the company, above or in its text."""
MOODS = {"complaint": "low", "praise": "high"}
IN_TEXT, OWN_WORDS, WITH_NAME, BY_THEME, SMALL = 0.45, 0.36, 0.06, 0.85, 0.12
"""How often a post names the company itself, is headed by its own first words, or by a title of each sort."""
LONGEST, STEM, MARK = 62, 4, "~"
DULL = frozenset(
    {"from", "they", "with", "that", "this", "after", "still", "said", "have", "oder", "eine", "mein"}
)
_SENTENCE = re.compile(r"(.{14,62}?)[.!?:](?:\s|$)")


@cache
def _lists() -> Mapping[str, Any]:
    english = yaml.safe_load((FOLDER / "titles-en.yml").read_text(encoding="utf-8"))
    others = yaml.safe_load((FOLDER / "titles-de-fr.yml").read_text(encoding="utf-8"))
    return {"en": english, "de": others["de"], "fr": others["fr"]}


def _titles(language: str, *keys: str) -> list[str]:
    found: Any = _lists()[language]
    for key in keys:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    rows = found.splitlines() if isinstance(found, str) else []
    return [one for row in rows for one in row.split(" · ")]


@dataclass
class Titles:
    """Draws titles so that the least used comes first."""

    rng: random.Random
    used: Counter[tuple[str, str]] = field(default_factory=Counter)

    def review(self, words: str, language: str, kind: str) -> str:
        """Over an app's review."""
        if self.rng.random() < OWN_WORDS and (title := opening(words)):
            return title
        return self._pick(language, _titles(language, f"review-{MOODS.get(kind, 'mid')}"))

    def thread(self, words: str, *, name: str, language: str, kind: str, keys: tuple[str, str]) -> str:
        """Over a thread; `keys` are brand and theme. Empty `name`: the text names the company or need not."""
        if name:
            return self.named(name, language, kind)
        chance = self.rng.random()
        title = opening(words) if chance < OWN_WORDS else ""
        return self._cased(title or self._apt(words, language, kind, keys))

    def named(self, name: str, language: str, kind: str) -> str:
        """A title that names the company."""
        lists = [*_titles(language, "named"), *_titles(language, f"named-{kind}") * 2]
        return self._pick(language, lists).replace("{brand}", name)

    def body(self, name: str, language: str, kind: str) -> str:
        """A sentence that names the company, or nothing."""
        lists = _titles(language, "body")
        if not lists or kind != "complaint" or self.rng.random() > IN_TEXT:
            return ""
        return self._pick(language, lists).replace("{brand}", name)

    def _apt(self, words: str, language: str, kind: str, keys: tuple[str, str]) -> str:
        if kind != "complaint":
            return self._pick(language, _titles(language, "any", kind))
        own = [*_titles(language, *keys), *_titles(language, "any", keys[1])]
        near = [one[1:] for one in own if one.startswith(MARK) and _shared(one, words)]
        own = near or [one for one in own if not one.startswith(MARK)]
        fitting = own if own and self.rng.random() < BY_THEME else _titles(language, "any", "complaint")
        return self._pick(language, fitting)

    def _pick(self, language: str, titles: list[str]) -> str:
        least = min(self.used[language, one] for one in titles)
        chosen = self.rng.choice([one for one in titles if self.used[language, one] == least])
        self.used[language, chosen] += 1
        return chosen

    def _cased(self, title: str) -> str:
        return title.lower() if self.rng.random() < SMALL else title


def _shared(title: str, words: str) -> bool:
    """Whether a word of the title stands in the post, by its first letters."""
    there = {one[:STEM] for one in re.findall(r"\w+", words.casefold()) if len(one) >= STEM}
    return any(one[:STEM] in there for one in re.findall(r"\w+", title.casefold()) if one not in DULL)


def opening(words: str) -> str:
    """The first sentence as a title, or the first words with dots; empty where neither reads well."""
    found = _SENTENCE.match(words)
    if found:
        return found[1] + ("?" if words[found.end(1)] == "?" else "")
    head = words[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;-")
    return f"{head}…" if len(words) > LONGEST else ""
