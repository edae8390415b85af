import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from generator.ingest import read
from generator.model.entry import Entry, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import DateQuality, Disposition, Kind, ResponseType, SourceId

NOW = datetime(2026, 10, 31, tzinfo=UTC)
ANSWER = {
    "kind": "response.kind",
    "text": "response.text",
    "at": "response.at",
    "kinds": {
        "Closed with refund": {"disposition": "redress_monetary"},
        "Closed": {"type": "acknowledgement"},
        "Open": {"ignore": True},
    },
    "texts": {"We dispute": {"disposition": "disputed"}, "We dispute nothing": {"disposition": "explained"}},
}
COLUMNS = {
    "id": "id",
    "date": "when",
    "text": "text",
    "brand": "company",
    "kind": "complaint",
    "answer": ANSWER,
}


def _source(columns: dict[str, Any] | None = None) -> Source:
    spec = {"id": "calls", "title": "Hotline", "kind": "records", "url": "data/calls.csv"}
    return Source.model_validate(spec | {"columns": COLUMNS if columns is None else columns})


def _read(body: bytes | str, columns: dict[str, Any] | None = None, limits: Limits | None = None) -> Reading:
    packed = body if isinstance(body, bytes) else body.encode()
    snapshot = Snapshot(source=SourceId("calls"), url="data/calls.csv", body=packed)
    return read(snapshot, _source(columns), limits=limits or Limits(), now=NOW, zone="Europe/Berlin")


def _one(record: dict[str, Any], columns: dict[str, Any] | None = None) -> Entry:
    reading = _read(
        json.dumps({"id": "1", "when": "2026-10-01", "text": "Late.", "company": "Kettle"} | record), columns
    )
    assert reading.failure is None
    return reading.entries[0]


def _aside(reading: Reading) -> list[str]:
    return [one.reason for one in reading.set_aside]


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({"kind": "Closed", "text": "We sent somebody."}, ResponseType.ANSWER),
        ({"kind": "Closed", "text": "Case closed by rule."}, ResponseType.ACKNOWLEDGEMENT),
        ({"kind": "Closed", "text": ""}, ResponseType.ACKNOWLEDGEMENT),
    ],
    ids=["any words", "listed words", "no words"],
)
def test_an_empty_beginning_fits_any_words_that_no_other_fits(
    response: dict[str, str], expected: ResponseType
) -> None:
    texts = {"": {"disposition": "unstated"}, "Case closed": {"type": "acknowledgement"}}
    entry = _one({"response": response}, COLUMNS | {"answer": ANSWER | {"texts": texts}})
    assert entry.answer is not None
    assert entry.answer.type is expected


def test_a_record_becomes_a_plain_text_entry() -> None:
    entry = _one({"text": " 2 < 3 "})
    assert (entry.key, entry.scope, entry.source) == ("id:1", "calls", "calls")
    assert (entry.body, entry.html, entry.brand, entry.kind) == ("2 < 3", False, "Kettle", Kind.COMPLAINT)
    assert entry.published == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert entry.quality is DateQuality.DAY


ANSWERS = [
    ({"kind": "closed with REFUND"}, (ResponseType.ANSWER, Disposition.REDRESS_MONETARY)),
    ({"kind": "Closed"}, (ResponseType.ACKNOWLEDGEMENT, Disposition.UNSTATED)),
    ({"kind": "Settled"}, (ResponseType.ANSWER, Disposition.UNSTATED)),
    ({"kind": "Closed", "text": "We dispute this."}, (ResponseType.ANSWER, Disposition.DISPUTED)),
    ({"kind": "Closed", "text": "we dispute nothing."}, (ResponseType.ANSWER, Disposition.EXPLAINED)),
    ({"text": "Sorry."}, (ResponseType.ANSWER, Disposition.UNSTATED)),
    ({"kind": "Open"}, None),
    ({"kind": ""}, None),
    ({}, None),
    (None, None),
    ("not { a record", None),
    ('{"kind": "Closed"}', (ResponseType.ACKNOWLEDGEMENT, Disposition.UNSTATED)),
    ("{broken", None),
]


@pytest.mark.parametrize(("response", "meant"), ANSWERS)
def test_an_answer_means_what_the_mapping_says(response: object, meant: object) -> None:
    answer = _one({"response": response}).answer
    assert (answer and (answer.type, answer.disposition)) == meant


def test_an_undated_answer_counts_without_a_date() -> None:
    reading = _read(
        json.dumps(
            {"id": 1, "when": "2026-10-01", "text": "x", "company": "K", "response": {"kind": "Closed"}}
        )
    )
    answer = reading.entries[0].answer
    assert answer is not None
    assert answer.at is None
    assert reading.answers_set_aside == ()


DATED = [
    ("2026-10-01T10:00:00Z", "2026-10-01T09:00:00Z", True),
    ("2026-10-01T10:00:00Z", "2026-10-01T10:00:00Z", False),
    ("2026-10-01T10:00:00Z", "2026-10-01", False),
    ("2026-10-01", "2026-10-01T00:30:00Z", False),
    ("2026-10-01", "2026-09-30", True),
    ("unknown", "2026-09-30", False),
]


@pytest.mark.parametrize(("asked", "answered", "aside"), DATED)
def test_an_answer_older_than_its_complaint_is_set_aside(asked: str, answered: str, *, aside: bool) -> None:
    record = {
        "id": "1",
        "when": asked,
        "text": "x",
        "company": "K",
        "response": {"kind": "Closed", "at": answered},
    }
    reading = _read(json.dumps(record))
    assert [one.reason for one in reading.answers_set_aside] == ["answer_before_complaint"] * aside
    assert (reading.entries[0].answer is None) is aside


def test_a_kind_has_its_exceptions() -> None:
    columns = COLUMNS | {"kind_except": [{"column": "text", "contains": ["Thank"], "kind": "praise"}]}
    assert _one({"text": "I must thank them"}, columns).kind is Kind.PRAISE
    assert _one({}, columns).kind is Kind.COMPLAINT


RATINGS = [
    ("4", 0.8),
    ("2,5", 0.5),
    (5, 1.0),
    ("6", None),
    ("-1", None),
    ("good", None),
    (None, None),
    ("nan", None),
]


@pytest.mark.parametrize(("written", "share"), RATINGS)
def test_a_rating_is_a_share_of_the_best(written: object, share: float | None) -> None:
    assert _one({"stars": written}, COLUMNS | {"rating": "stars", "rating_scale": 5}).rating == share


def test_a_rating_without_a_scale_is_none() -> None:
    assert _one({"stars": 3}, COLUMNS | {"rating": "stars"}).rating is None


def test_further_columns_find_their_place() -> None:
    more = {"title": "head", "author": "who", "thread": "case", "url": "link", "language": "lang"}
    record = {
        "head": "T",
        "who": 7.0,
        "case": True,
        "link": "https://calls.example/1",
        "lang": "de",
        "text": ["a", "b"],
    }
    entry = _one(record, COLUMNS | more)
    assert (entry.title, entry.author, entry.thread) == ("T", "7", "thread:true")
    assert (entry.url, entry.language, entry.body) == ("https://calls.example/1", "de", "a, b")


def test_a_declared_zone_is_no_assumption() -> None:
    entry = _one({"when": "2026-10-01 10:00:00"}, COLUMNS | {"zone": "America/New_York"})
    assert (entry.published, entry.quality) == (datetime(2026, 10, 1, 14, tzinfo=UTC), DateQuality.EXACT)
    assert _one({"when": "2026-10-01 10:00:00"}).quality is DateQuality.ZONE_ASSUMED


def test_a_day_is_a_day_of_the_site_whatever_the_zone() -> None:
    entry = _one({}, COLUMNS | {"zone": "America/New_York"})
    assert entry.published == datetime(2026, 9, 30, 22, tzinfo=UTC)


def test_a_record_without_a_readable_date_stays() -> None:
    entry = _one({"when": "soon"})
    assert (entry.published, entry.quality) == (None, DateQuality.FIRST_SEEN)


CSV = """id;when;text;company
1;2026-10-01;"Late; again
and again";Kettle
2;2026-10-01;Cold;Kettle;too;many
;2026-10-01;No id;Kettle
1;2026-10-01;Repeated;Kettle
3;2026-10-01;;Kettle
4;2026-10-01

5;2026-10-01;Warm "and";Kettle
6;2026-10-01;"odd" quote;Kettle
7;2026-10-01;Last;Kettle
"""


def test_every_row_of_a_csv_is_an_entry_or_set_aside() -> None:
    reading = _read(CSV)
    assert [entry.key for entry in reading.entries] == ["id:1", "id:5", "id:7"]
    assert reading.entries[0].body == "Late; again\nand again"
    assert _aside(reading) == ["unreadable", "no_id", "duplicate_key", "empty", "empty", "unreadable"]
    assert reading.read == 9


def test_a_quote_that_never_closes_is_said() -> None:
    reading = _read('id,when,text,company\n1,2026-10-01,fine,K\n2,2026-10-01,"open,K\n3,2026-10-01,lost,K\n')
    assert [entry.key for entry in reading.entries] == ["id:1"]
    assert "lines 3 to 4" in reading.set_aside[0].detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_offices_are_read(encoding: str) -> None:
    reading = _read("id\twhen\ttext\tcompany\n1\t2026-10-01\tKäse für 3 €\tK\n".encode(encoding))
    assert reading.entries[0].body == "Käse für 3 €"


def test_json_lines_survive_a_broken_line() -> None:
    good = '{"id": "%d", "when": "2026-10-01", "text": "x", "company": "K"}'
    reading = _read("\n".join([good % 1, "{broken", "", "[1, 2]", good % 2]))
    assert [entry.key for entry in reading.entries] == ["id:1", "id:2"]
    assert _aside(reading) == ["unreadable", "unreadable"]


def test_a_json_array_is_read_record_by_record() -> None:
    reading = _read(json.dumps([{"id": 1, "when": "", "text": "x", "company": ""}, 5]))
    assert (reading.read, len(reading.entries), _aside(reading)) == (2, 1, ["unreadable"])


def test_packed_records_are_unpacked_also_in_pieces() -> None:
    first, second = '{"id": "1", "when": "", "text": "x", "company": "K"}\n', '{"id": "2", "text": "y"}\n'
    reading = _read(gzip.compress(first.encode()) + gzip.compress(second.encode()))
    assert [entry.key for entry in reading.entries] == ["id:1", "id:2"]


def test_text_that_is_no_text_is_set_aside() -> None:
    assert _aside(_read('{"id": "1", "when": "", "text": "a\\ud800b", "company": "K"}')) == ["unreadable"]


SMALL = Limits(records_bytes=2048)
WHOLE = [
    (b"", "is empty"),
    (gzip.compress(b"\0" * 5_000), "larger than 2,048 bytes"),
    (b"id," * 2_000, "larger than 2,048 bytes"),
    (gzip.compress(b'{"id": 1}')[:-6], "ends too early"),
    (b"\x1f\x8bnonsense", "damaged"),
    (b"[{]", "cannot be read"),
    (b"[" * 2_000, "cannot be read"),
    (b"id,when,words,company\n1,2026-10-01,x,K\n", "no column `text` among `id`, `when`, `words`"),
    (b'{"id": 1, "when": "2026-10-01", "text": "x"}', "no column `company`"),
]


@pytest.mark.parametrize(("body", "said"), WHOLE)
def test_a_file_that_cannot_be_read_says_why(body: bytes, said: str) -> None:
    reading = _read(body, limits=SMALL)
    assert reading.read == 0
    assert reading.failure is not None
    assert reading.failure.startswith("Hotline: ")
    assert said in reading.failure


def test_a_source_without_a_mapping_says_so() -> None:
    source = Source.model_validate({"id": "calls", "title": "Hotline", "kind": "records", "url": "x.csv"})
    snapshot = Snapshot(source=SourceId("calls"), url="x.csv", body=b"id\n1\n")
    failure = read(snapshot, source, limits=Limits(), now=NOW, zone="UTC").failure
    assert failure is not None
    assert "`columns`" in failure


def test_a_long_text_is_cut_and_says_so() -> None:
    reading = _read(
        json.dumps({"id": 1, "when": "", "text": "x" * 500, "company": "K"}), limits=Limits(post_chars=280)
    )
    assert (len(reading.entries[0].body), reading.entries[0].cut) == (280, True)


def test_a_file_with_a_head_and_no_rows_holds_nothing() -> None:
    assert _read("id,when,text,company\n").read == 0
