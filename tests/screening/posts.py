"""Small helpers that make entries, sources and a screener for an invented brand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.model.brand import Alias, Brand, Responder
from generator.model.entry import Entry
from generator.model.site import Limits
from generator.model.source import Rights, Source
from generator.model.theme import Taxonomy, Theme
from generator.model.words import DateQuality, Publish, SourceId
from generator.screening import Screener

ROOT = Path(__file__).parents[2]
KEY = b"a key for tests only, 32 bytes.."
MORNING = datetime(2026, 1, 31, 6, 0, tzinfo=UTC)
ACME = Brand(
    id="acme",
    name="Acme Lines",
    aliases=("Acme", Alias(any=("Peak",), case=True, not_near=("mountain",))),
    domains=("acme.example",),
    sector="rail",
    places=("Northville",),
    responders=(Responder(role="Customer desk", accounts=("@AcmeHelp", "forum.example/acme_official")),),
    themes=(
        Theme(
            id="night-train",
            title={"en": "Night train"},
            definition="The night train and its cabins.",
            cues={"en": ("night train", "sleeper*")},
            since=date(2025, 1, 1),
        ),
    ),
)
BOLT = Brand(id="bolt", name="Bolt Energy", aliases=("Bolt Energy Ltd",), sector="energy")
OLD = Brand(id="old-acme", name="Oldacme Rail", sector="rail", merged_into="acme")


@cache
def themes() -> tuple[Theme, ...]:
    raw = yaml.safe_load((ROOT / "content" / "themes.yml").read_text(encoding="utf-8"))
    return Taxonomy.model_validate(raw).themes


@cache
def screener(languages: tuple[str, ...] = ("en", "de", "fr", "es")) -> Screener:
    return Screener(brands=(ACME, BOLT, OLD), themes=themes(), languages=languages, key=KEY, limits=Limits())


def rights(publish: Publish = Publish.EXCERPT) -> Rights:
    return Rights(
        ground="Invented for tests.", publish=publish, checked_by="A tester", checked_on=date(2026, 1, 1)
    )


def source(**changes: Any) -> Source:
    given: dict[str, Any] = {
        "id": "forum",
        "title": "Forum",
        "url": "https://forum.example/feed",
        "rights": rights(),
    }
    return Source(**(given | changes))


def about_acme(**changes: Any) -> Source:
    return source(about="acme", **changes)


def entry(**changes: Any) -> Entry:
    given: dict[str, Any] = {
        "source": SourceId("forum"),
        "scope": "forum.example",
        "key": "guid:1",
        "url": "https://forum.example/t/1",
        "title": "",
        "body": "",
        "html": False,
        "author": "someone",
        "thread": None,
        "published": MORNING,
        "quality": DateQuality.EXACT,
    }
    return Entry(**(given | changes))
