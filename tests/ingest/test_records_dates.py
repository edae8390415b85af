"""Days and months that changed places."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.context import Context, UnreadableError
from generator.ingest.sources import records
from generator.ingest.tables.swaps import ENOUGH_DAYS
from generator.model.entry import Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

NOW = datetime(2026, 10, 31, tzinfo=UTC)
DAY_FIRST, MONTH_FIRST = "%d/%m/%Y", "%m/%d/%Y"


def _read(dates: Sequence[str], pattern: str | None, answers: dict[str, Any] | None = None) -> Reading:
    columns = {"id": "id", "date": "d", "text": "t", "date_format": pattern, "answer": answers}
    source = Source.model_validate(
        {"id": "r", "title": "Records", "kind": "records", "url": "r.csv", "columns": columns}
    )
    out = io.StringIO()
    rows = [(str(place), one, "Late.", "Closed") for place, one in enumerate(dates)]
    csv.writer(out).writerows([("id", "d", "t", "k"), *rows])
    snapshot = Snapshot(source=SourceId("r"), url="r.csv", body=out.getvalue().encode())
    return records.read(snapshot, source, Context(limits=Limits(), now=NOW, zone="UTC", scope="r"))


READ = [
    (["25/03/2026", "04/03/2026"], DAY_FIRST, 2),
    (["03/25/2026", "03/04/2026"], MONTH_FIRST, 2),
    (["04/03/2026"] * 50, DAY_FIRST, 50),
    (["25/03/2026", "soon", "", "99/99/2026"], DAY_FIRST, 1),
    (["2026-03-04", "soon", "4 Mar 2026", "x" * 70], None, 2),
    (["March 2026"], "%B %Y", 1),
    (["2026-03-25 10:00"], "%Y-%m-%d %H:%M", 1),
]


@pytest.mark.parametrize(("dates", "pattern", "dated"), READ)
def test_dates_that_say_which_number_is_the_day_are_read(
    dates: list[str], pattern: str | None, dated: int
) -> None:
    entries = _read(dates, pattern).entries
    assert len(entries) == len(dates)
    assert sum(entry.published is not None for entry in entries) == dated


def test_the_date_as_written_goes_with_the_entry() -> None:
    assert [one.dated for one in _read(["25/03/2026", "soon", "x" * 70], DAY_FIRST).entries] == [
        "25/03/2026", "soon", "x" * 64,
    ]  # fmt: skip


TWELVES = [f"{day:02d}/{month:02d}/2026" for month in (1, 2) for day in range(1, 13)]
ASKED = [
    (
        ["03/04/2026", "03/25/2026", "soon"], DAY_FIRST,
        "dates such as 03/25/2026 do not fit %d/%m/%Y; is it %m/%d/%Y? Say so in `date_format`.",
    ),
    (["25/03/2026"], MONTH_FIRST, "is it %d/%m/%Y?"),
    (["03/25/2026 10:00"], "%d/%m/%Y %H:%M", "is it %m/%d/%Y %H:%M?"),
    (["04/03/2026", "25/03/2026", "03/25/2026"], DAY_FIRST, "25/03/2026 in record 2, 03/25/2026 in record 3"),
    (["03/25/2026", "25/03/2026"], None, "03/25/2026 in record 1, 25/03/2026 in record 2"),
    (TWELVES, DAY_FIRST, "of its 24 different dates none has a day above 12"),
    (TWELVES, MONTH_FIRST, "write %d/%m/%Y in `date_format`"),
    (["03/04/2026"], None, "is it %d/%m/%Y or %m/%d/%Y? Say so in `date_format`."),
    (["2026-01-01", "25.03.26 10:00"], None, "is it %d.%m.%y %H:%M?"),
    (["3-25-2026, 10:00:00"], None, "is it %m-%d-%Y %H:%M:%S?"),
    (["3-4-2026 at noon"], None, "is it %d-%m-%Y or %m-%d-%Y?"),
]  # fmt: skip


@pytest.mark.parametrize(("dates", "pattern", "said"), ASKED)
def test_doubtful_dates_are_a_question_and_nothing_is_read(
    dates: list[str], pattern: str | None, said: str
) -> None:
    with pytest.raises(UnreadableError) as found:
        _read(dates, pattern)
    assert said in str(found.value)


def test_few_dates_early_in_a_month_are_no_reason_to_doubt() -> None:
    assert len(_read(TWELVES[: ENOUGH_DAYS - 1], DAY_FIRST).entries) == ENOUGH_DAYS - 1


def test_records_dated_to_the_month_are_no_reason_to_doubt() -> None:
    months = [f"01/{month:02d}/{year}" for year in (2024, 2025, 2026) for month in range(1, 10)]
    assert all(one.published for one in _read(months, DAY_FIRST).entries)


@pytest.mark.parametrize(("pattern", "said"), [(DAY_FIRST, "`at_format`"), (None, "or %m/%d/%Y")])
def test_dates_of_answers_are_looked_at_too(pattern: str | None, said: str) -> None:
    source = Source.model_validate(
        {
            "id": "r", "title": "Records", "kind": "records", "url": "r.jsonl",
            "columns": {
                "id": "id", "date": "d", "text": "t",
                "answer": {"kind": "k", "at": "at", "at_format": pattern},
            },
        }
    )  # fmt: skip
    at = "03/25/2026" if pattern else "03/04/2026"
    body = json.dumps({"id": 1, "d": "2026-03-01", "t": "x", "k": "Closed", "at": at}).encode()
    context = Context(limits=Limits(), now=NOW, zone="UTC", scope="r")
    with pytest.raises(UnreadableError, match=said):
        records.read(Snapshot(source=SourceId("r"), url="r", body=body), source, context)


@given(st.lists(st.dates(date(1996, 1, 1), date(2026, 10, 1)), min_size=60, max_size=90, unique=True))
@settings(max_examples=50, deadline=None)
def test_a_swapped_file_is_never_read_and_an_honest_one_always(days: list[date]) -> None:
    days = [*days, date(2026, 1, 1) + timedelta(days=12)]  # one day that tells
    honest = [one.strftime(DAY_FIRST) for one in days]
    assert [one.published.date() for one in _read(honest, DAY_FIRST).entries if one.published] == days
    with pytest.raises(UnreadableError):
        _read(honest, MONTH_FIRST)
    with pytest.raises(UnreadableError):
        _read(honest, None)
