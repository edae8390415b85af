from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.ingest import read
from generator.model.entry import Entry, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

FOLDER = Path(__file__).parents[1] / "cases" / "feeds"
TWINS = sorted(path.name for path in FOLDER.iterdir())
NOW = datetime(2026, 10, 31, tzinfo=UTC)
SOURCE = Source(id="twin", title="A twin", url="https://source.example/feed")


def _read(name: str, address: str = "feed.xml") -> Reading:
    body = (FOLDER / name / "feed.xml").read_bytes()
    snapshot = Snapshot(source=SourceId("twin"), url=address, body=body)
    return read(snapshot, SOURCE, limits=Limits(), now=NOW, zone="UTC")


def _shown(entry: Entry, name: str) -> Any:
    value = getattr(entry, name)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", TWINS)
def test_a_feed_is_read_as_expected(name: str) -> None:
    reading = _read(name)
    expected = yaml.safe_load((FOLDER / name / "expected.yml").read_text("utf-8"))
    assert reading.failure is None
    assert reading.read == expected["read"]
    assert reading.title == expected.get("title", reading.title)
    for entry, wanted in zip(reading.entries, expected["entries"], strict=True):
        assert {field: _shown(entry, field) for field in wanted} == wanted
    aside = [{"reason": one.reason, "key": one.key} for one in reading.set_aside]
    assert aside == expected.get("set_aside", [])


@pytest.mark.parametrize("name", TWINS)
def test_ids_do_not_change_with_the_address_that_answered(name: str) -> None:
    first, second = (_read(name, address) for address in ("https://a.example/x/", "http://b.example/y?z"))
    assert [entry.key for entry in first.entries] == [entry.key for entry in second.entries]
    assert {entry.scope for entry in (*first.entries, *second.entries)} == {"source.example"}
