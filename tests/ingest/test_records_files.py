"""Records inside a JSON object, and in Parquet."""

import gzip
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from generator.ingest import Job, read, read_all
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.costs import PARQUET_BYTES, cost_of
from generator.ingest.sources import records
from generator.ingest.tables.parquet import parquet_rows
from generator.ingest.tables.table import Bad, rows
from generator.model.entry import SET_ASIDE, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import DateQuality, MentionId, SourceId, SourceKind

NOW = datetime(2026, 10, 31, tzinfo=UTC)
ROW = {"id": "1", "d": "2026-10-01", "t": "Late."}
MIB = 1024**2


def _source(**columns: Any) -> Source:
    named = {"id": "id", "date": "d", "text": "t"} | columns
    return Source.model_validate(
        {"id": "r", "title": "Records", "kind": "records", "url": "r.parquet", "columns": named}
    )


def _read(body: bytes, **columns: Any) -> Reading:
    snapshot = Snapshot(source=SourceId("r"), url="r", body=body)
    return read(snapshot, _source(**columns), limits=Limits(), now=NOW, zone="UTC")


def _parquet(table: dict[str, Any], **more: Any) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(table), out, **more)
    return out.getvalue()


INSIDE = [
    ({"data": {"items": [ROW, 5]}, "meta": {"total": 2}}, "data.items"),
    ({"results": [ROW, "x"]}, "results"),
    ({"data.items": [ROW, None]}, "data.items"),
]


@pytest.mark.parametrize(("whole", "place"), INSIDE)
def test_records_inside_an_object_are_found_by_their_name(whole: dict[str, Any], place: str) -> None:
    reading = _read(json.dumps(whole).encode(), rows=place)
    assert [entry.key for entry in reading.entries] == ["id:1"]
    assert [one.detail for one in reading.set_aside] == ["record 2: is not a record with named fields"]


WRONG = [
    (json.dumps({"data": {"items": [ROW]}}), None, "Is it `rows: data.items`?"),
    (json.dumps({"data": {"items": [ROW]}}), "items", "Its list of records is `rows: data.items`."),
    (json.dumps({"a": [ROW], "b": [ROW]}), "c", "Name the place of the list of records."),
    (json.dumps({"a": [ROW], "b": [ROW]}), None, "Name the right one in `columns`."),
    (json.dumps({"a": {"b": {"c": {"d": [ROW]}}}, "e": [], "f": [1]}), "x", "Name the place"),
    (json.dumps([ROW]), "a", "the file is a list of records. Leave `rows` out."),
    ("id,d,t\n1,2026-10-01,x\n", "a", "the file is CSV."),
    ('{"a": ', "a", "the JSON cannot be read"),
    ('{"a": 1}\n{"a": 2}', "a", "the JSON cannot be read"),
]


@pytest.mark.parametrize(("body", "place", "said"), WRONG)
def test_a_wrong_place_is_said_with_the_right_one_where_there_is_one(
    body: str, place: str | None, said: str
) -> None:
    failure = _read(body.encode(), rows=place).failure
    assert failure is not None
    assert said in failure


def test_parquet_has_no_place_inside() -> None:
    assert "the file is Parquet" in (_read(_parquet({"id": ["1"]}), rows="a").failure or "")


TYPES: list[tuple[Any, Any]] = [
    (pa.array(["x"]), "x"),
    (pa.array([None], pa.string()), None),
    (pa.array([7]), 7),
    (pa.array([True]), True),
    (pa.array([1.5]), 1.5),
    (pa.array([float("nan")]), None),
    (pa.array([Decimal("12.50")]), "12.50"),
    (pa.array([b"f\xc3\xbcr \xff"]), "für \ufffd"),
    (pa.array([date(2026, 10, 1)]), "2026-10-01"),
    (pa.array([time(10, 30)]), "10:30:00"),
    (pa.array([1], pa.time64("ns")), "00:00:00"),
    (pa.array([1_790_848_800], pa.timestamp("s")), "2026-10-01T10:00:00"),
    (pa.array([1_790_000_000_123_456_789], pa.timestamp("ns", "UTC")), "2026-09-21T14:13:20.123456+00:00"),
    (pa.array([timedelta(seconds=90)]), "0:01:30"),
    (pa.array([1_001], pa.duration("ns")), "0:00:00.000001"),
    (pa.array(["x", "x"]).dictionary_encode().slice(1), "x"),
    (pa.array([[1, None]]), [1, None]),
    (pa.array([{"a": {"b": [date(2026, 1, 2)]}}]), {"a": {"b": ["2026-01-02"]}}),
    (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), {"k": 1}),
    (pa.array([[{"d": 1}]], pa.list_(pa.struct([("d", pa.duration("ns"))]))), [{"d": "0:00:00"}]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), TYPES, ids=map(str, range(len(TYPES))))
def test_values_of_parquet_are_those_that_json_would_give(column: Any, value: Any) -> None:
    assert list(parquet_rows(_parquet({"c": column}), MIB)) == [{"c": value}]


def test_nested_records_of_parquet_are_reached_by_dotted_names() -> None:
    body = _parquet(
        {
            "id": [7, 8],
            "d": pa.array([1_790_848_800_000_000, None], pa.timestamp("us", "Europe/Berlin")),
            "post": [{"t": "Late.", "stars": 4}, {"t": "", "stars": 1}],
        }
    )
    for packed in (body, gzip.compress(body)):
        reading = _read(packed, text="post.t", rating="post.stars", rating_scale=5)
        (entry,) = reading.entries
        assert (entry.key, entry.body, entry.rating, entry.quality) == (
            "id:7",
            "Late.",
            0.8,
            DateQuality.EXACT,
        )
        assert [one.reason for one in reading.set_aside] == ["empty"]


def test_one_record_that_python_cannot_hold_costs_that_record_only() -> None:
    far = pa.array([0, 10**15], pa.timestamp("ms"))
    reading = _read(_parquet({"id": ["1", "2"], "d": far, "t": ["a", "b"]}))
    assert [entry.key for entry in reading.entries] == ["id:1"]
    assert "record 2" in reading.set_aside[0].detail


GOOD = _parquet({"id": ["1", "2"], "d": ["2026-10-01"] * 2, "t": ["Late.", "Cold."]})
DEEP: Any = pa.array(["x"])
for _ in range(25):
    DEEP = pa.StructArray.from_arrays([DEEP], ["a"])
BROKEN = [
    (GOOD[:-1], "cannot be read"),
    (b"PAR1", "cannot be read"),
    (b"PARE" + GOOD[4:-4] + b"PARE", "cannot be read"),
    (_parquet({"id": ["1"], "t": ["x"]}), "no column `d` among `id`, `t`"),
    (_parquet({"id": ["1"], "d": DEEP, "t": ["x"]}), "nested more than 20 deep"),
]


@pytest.mark.parametrize(("body", "said"), BROKEN)
def test_a_parquet_file_that_cannot_be_read_says_why(body: bytes, said: str) -> None:
    reading = _read(body)
    assert (reading.read, reading.failure is not None) == (0, True)
    assert said in str(reading.failure)


BOMBS = [
    {"t": ["y" * 4 * MIB]},  # said to be large in the file's own words
    {"t": ["y" * 10_000] * 1_000},  # one value, stored once, that stands in every row
    {"n": pa.nulls(2 * MIB)},
]


@pytest.mark.parametrize("table", BOMBS)
def test_a_small_file_that_unpacks_to_a_large_one_is_refused(table: dict[str, Any]) -> None:
    body = _parquet(table, compression="zstd")
    assert len(body) < 200_000
    with pytest.raises(UnreadableError, match="larger than 1,048,576 bytes"):
        list(rows(body, max_bytes=MIB))


def _job(name: str, body: bytes) -> Job:
    source = _source().model_copy(update={"id": name})
    return Job(
        snapshot=Snapshot(source=SourceId(name), url="r", body=body), source=source, now=NOW, zone="UTC"
    )


def test_a_worker_has_room_for_parquet_and_outlives_its_bombs() -> None:
    bomb = _parquet({"id": ["1"] * 20_000, "d": ["x"] * 20_000, "t": ["y" * 9_000] * 20_000})
    found = {
        str(one.source): one
        for one in read_all([_job("bomb", bomb), _job("good", GOOD)], workers=1, limits=Limits())
    }
    assert len(found["good"].entries) == 2
    assert "larger than 67,108,864 bytes" in (found["bomb"].failure or "")


def test_the_address_space_that_arrow_reserves_is_allowed_for_parquet_only() -> None:
    other = cost_of(SourceKind.RECORDS, b"x" * len(GOOD), Limits())
    assert cost_of(SourceKind.RECORDS, GOOD, Limits()).memory_bytes == other.memory_bytes + PARQUET_BYTES
    assert cost_of(SourceKind.FEED, GOOD, Limits()).memory_bytes < other.memory_bytes


def _adds_up(reading: Reading) -> bool:
    reasons = {one.reason for one in reading.set_aside}
    return (
        reading.read == len(reading.entries) + len(reading.set_aside)
        and reasons <= set(SET_ASIDE)
        and (reading.failure is None or reading.read == 0)
    )


@given(place=st.integers(0, len(GOOD) - 1), patch=st.binary(min_size=1, max_size=4), cut=st.booleans())
@settings(max_examples=100, deadline=None)
def test_damaged_parquet_is_read_or_says_why_not(place: int, patch: bytes, *, cut: bool) -> None:
    assert _adds_up(_read(GOOD[:place] + patch + GOOD[place if cut else place + len(patch) :]))


def test_a_row_that_is_no_row_is_bad_in_every_form() -> None:
    assert [type(one) for one in rows(b'[1, {"a": 2}]', max_bytes=MIB)] == [Bad, dict]


def test_a_file_is_asked_for_once_and_its_records_are_looked_at_by_their_pages() -> None:
    context = Context(limits=Limits(), now=NOW, zone="UTC", scope="r")
    assert [one.url for one in records.ask(_source(), context)] == ["r.parquet"]
    post = Post(id=MentionId("a" * 16), url="https://r.example/1")
    assert [one.url for one in records.check([post], _source(), context)] == ["https://r.example/1"]
