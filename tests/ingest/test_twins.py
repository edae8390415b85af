from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.ingest.reading import read
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

FOLDER = Path(__file__).parents[1] / "cases" / "feeds"
TWINS = sorted(path.name for path in FOLDER.iterdir())
NOW = datetime(2026, 10, 31, tzinfo=UTC)
ADDRESS = "https://source.example/feed"


def _expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / name / "expected.yml").read_text("utf-8"))
    return found


def _read(name: str, address: str | None = None) -> Reading:
    (body,) = (path.read_bytes() for path in (FOLDER / name).glob("feed.*"))
    source = Source(id="twin", title="A twin", url=_expected(name).get("source", ADDRESS))
    snapshot = Snapshot(source=SourceId("twin"), url=address or source.url, body=body)
    return read(snapshot, source, limits=Limits(), now=NOW, zone="UTC")


def _shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Ask):
        return value.url
    return [one for one in value if not one.startswith("hash:")] if isinstance(value, tuple) else value


def _begins(key: str, wanted: str) -> bool:
    return key == wanted or (wanted == "hash:" and key.startswith(wanted))


@pytest.mark.parametrize("name", TWINS)
def test_a_feed_is_read_as_expected(name: str) -> None:
    reading, expected = _read(name), _expected(name)
    assert reading.failure is None
    assert reading.read == expected["read"]
    assert reading.title == expected.get("title", reading.title)
    wanted_of_all = expected.get("reading", {})
    assert {field: _shown_whole(getattr(reading, field)) for field in wanted_of_all} == wanted_of_all
    for entry, wanted in zip(reading.entries, expected["entries"], strict=True):
        assert {field: _shown(getattr(entry, field)) for field in wanted} == wanted
    for one, wanted in zip(reading.set_aside, expected.get("set_aside", []), strict=True):
        assert one.reason == wanted["reason"]
        assert _begins(one.key, wanted["key"])


def _shown_whole(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else _shown(value)


@pytest.mark.parametrize("name", TWINS)
def test_ids_do_not_change_with_the_address_that_answered(name: str) -> None:
    first, second = (_read(name, address) for address in ("https://a.example/x/", "http://b.example/y?z"))
    assert [(one.key, one.also) for one in first.entries] == [(one.key, one.also) for one in second.entries]
    assert {entry.scope for entry in first.entries} == {entry.scope for entry in second.entries}
