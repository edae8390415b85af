"""Small platforms for the tests of kinds: answers by address, asked until nothing is left."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import strategies as st

from generator.ingest.context import Context
from generator.ingest.reading import KINDS, read
from generator.model.entry import SET_ASIDE, Ask, Entry, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

CASES = Path(__file__).parents[1] / "cases" / "apis"
SHARED = Path(__file__).parents[2] / ".." / "shared" / "feeds"
NOW = datetime(2026, 10, 31, tzinfo=UTC)
LIMITS = Limits()


def source(kind: str, url: str, **more: Any) -> Source:
    return Source.model_validate({"id": "twin", "title": "A twin", "kind": kind, "url": url, **more})


def context(**more: Any) -> Context:
    return Context(limits=LIMITS, now=NOW, zone="UTC", scope="twin", **more)


def reading(one: Source, body: bytes, asked: str = "", limits: Limits = LIMITS) -> Reading:
    snapshot = Snapshot(source=SourceId(one.id), url=asked or "answer", asked=asked, body=body)
    return read(snapshot, one, limits=limits, now=NOW, zone="UTC")


def answered(one: Source, value: object, asked: str = "") -> Reading:
    return reading(one, json.dumps(value).encode(), asked)


class Platform:
    """Answers by address; what it was asked is remembered."""

    def __init__(self, pages: Mapping[str, object]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def listen(self, one: Source, **more: Any) -> list[Reading]:
        waiting = list(KINDS[one.kind].ask(one, context(**more)))
        found = []
        while waiting:
            ask: Ask = waiting.pop(0)
            self.asked.append(ask.url)
            page = self.pages[ask.url]
            found.append(
                reading(one, page, ask.url) if isinstance(page, bytes) else answered(one, page, ask.url)
            )
            waiting += [*found[-1].more, *([found[-1].older] if found[-1].older else [])]
        return found


def adds_up(found: Reading) -> bool:
    keys = [entry.key for entry in found.entries]
    return (
        found.read == len(found.entries) + len(found.set_aside)
        and {one.reason for one in found.set_aside} <= set(SET_ASIDE)
        and len(keys) == len(set(keys))
        and (found.failure is None or found.read == 0)
    )


def aside(found: Reading) -> list[tuple[str, str]]:
    return [(one.reason, one.key) for one in found.set_aside]


def _shown(entry: Entry, name: str) -> Any:
    value = getattr(entry, name)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def as_expected(kind: str, name: str) -> None:
    """Hold the reading of a case's answer to the fields that stand beside it."""
    folder = CASES / kind / name
    expected = yaml.safe_load((folder / "expected.yml").read_text("utf-8"))
    (answer,) = (path for path in folder.iterdir() if path.stem == "answer")
    found = reading(source(kind, **expected["source"]), answer.read_bytes(), expected.get("asked", ""))
    assert found.failure is None
    assert adds_up(found)
    for entry, wanted in zip(found.entries, expected["entries"], strict=True):
        assert {field: _shown(entry, field) for field in wanted} == wanted
    assert [list(one) for one in aside(found)] == expected.get("set_aside", [])
    assert list(found.gone) == expected.get("gone", [])
    assert (found.older.url if found.older else None) == expected.get("older")


def cases(kind: str) -> list[str]:
    return sorted(path.name for path in (CASES / kind).iterdir())


def every_real_body(kind: str, url: str, each: Callable[[str, Reading], None]) -> None:
    folder = SHARED / kind
    if not folder.exists():
        pytest.skip(f"needs {folder} beside the checkout")
    for path in sorted(folder.iterdir()):
        each(path.name, reading(source(kind, url), path.read_bytes()))


WORDS = st.text(max_size=12)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def records(*names: str, inner: st.SearchStrategy[Any] = JSON) -> st.SearchStrategy[dict[str, Any]]:
    """Records that know the right names, and mean anything by them."""
    return st.dictionaries(st.sampled_from(names), inner, max_size=len(names))
