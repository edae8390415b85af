"""Sources of one instance and their cases: an answer, and beside it what it is read as."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.ingest.context import Context
from generator.model.entry import Ask, Reading
from generator.model.site import Limits
from generator.model.source import Source
from tests.ingest.platform_talk import NOW, adds_up, context_of, read_body, shown, talk

CASES = Path(__file__).parents[1] / "cases" / "apis"


def source(kind: str, url: str, **more: Any) -> Source:
    return Source.model_validate({"id": "twin", "title": "A twin", "kind": kind, "url": url, **more})


def context(**more: Any) -> Context:
    return Context(limits=Limits(), now=NOW, zone="UTC", scope="twin", **more)


def reading(one: Source, body: bytes, asked: str = "") -> Reading:
    return read_body(one, context_of(one), body, Ask(url=asked) if asked else None)


def answered(one: Source, value: object, asked: str = "") -> Reading:
    return reading(one, json.dumps(value).encode(), asked)


class Platform:
    """Answers by address; what it was asked is remembered."""

    def __init__(self, pages: Mapping[str, object]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def __call__(self, ask: Ask) -> bytes:
        self.asked.append(ask.url)
        page = self.pages[ask.url]
        return page if isinstance(page, bytes) else json.dumps(page).encode()

    def listen(self, one: Source, **more: Any) -> list[Reading]:
        return talk(one, context_of(one, **more), self)[1]


def aside(found: Reading) -> list[tuple[str, str]]:
    return [(one.reason, one.key) for one in found.set_aside]


def as_expected(kind: str, name: str) -> None:
    """Hold the reading of a case's answer to the fields that stand beside it."""
    folder = CASES / kind / name
    expected = yaml.safe_load((folder / "expected.yml").read_text("utf-8"))
    (answer,) = (path for path in folder.iterdir() if path.stem == "answer")
    found = reading(source(kind, **expected["source"]), answer.read_bytes(), expected.get("asked", ""))
    assert found.failure is None
    assert adds_up(found)
    assert shown(found.entries, expected["entries"]) == expected["entries"]
    assert [list(one) for one in aside(found)] == expected.get("set_aside", [])
    assert list(found.gone) == expected.get("gone", [])
    assert (found.older.url if found.older else None) == expected.get("older")


def cases(kind: str) -> list[str]:
    return sorted(path.name for path in (CASES / kind).iterdir())
