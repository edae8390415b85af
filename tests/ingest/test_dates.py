from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.dates import EARLIEST, UNKNOWN, read_date
from generator.model.words import DateQuality

NOW = datetime(2026, 11, 22, tzinfo=UTC)
EXACT, DAY, ASSUMED = DateQuality.EXACT, DateQuality.DAY, DateQuality.ZONE_ASSUMED

READ = [
    ("Tue, 02 Jan 2024 10:00:00 GMT", "2024-01-02T10:00:00", EXACT),
    ("Tue, 02 Jan 2024 10:00:00", "2024-01-02T09:00:00", ASSUMED),
    ("Tue, 02 Jan 2024 10:00:00 CET", "2024-01-02T09:00:00", EXACT),
    ("Tue, 02 Jul 2024 10:00:00 CEST", "2024-07-02T08:00:00", EXACT),
    ("Tue, 02 Jul 2024 10:00:00 BST", "2024-07-02T09:00:00", EXACT),
    ("2 Jan 24 10:00 EST", "2024-01-02T15:00:00", EXACT),
    ("2 Jan 99 10:00 EST", "1999-01-02T15:00:00", EXACT),
    ("Di, 02 Jan 2024 10:00:00 +0100", "2024-01-02T09:00:00", EXACT),
    ("Mon, 1 Jan 2024 10:00:00 GMT (UTC)", "2024-01-01T10:00:00", EXACT),
    ("2024-01-02T10:00:00Z", "2024-01-02T10:00:00", EXACT),
    ("2024-01-02 10:00:00 -0530", "2024-01-02T15:30:00", EXACT),
    ("2024-01-02T10:00:00.123456789+05:30", "2024-01-02T04:30:00.123456", EXACT),
    ("2024-01-02T10:00:60Z", "2024-01-02T10:00:59", EXACT),
    ("2024-01-02 10:00:00 SGT", "2024-01-02T09:00:00", ASSUMED),
    ("2024-01-02", "2024-01-01T23:00:00", DAY),
    ("2024/01/02", "2024-01-01T23:00:00", DAY),
    ("2024.01.02", "2024-01-01T23:00:00", DAY),
    ("2 January 2024", "2024-01-01T23:00:00", DAY),
    ("January 2, 2024", "2024-01-01T23:00:00", DAY),
    ("1704189600", "2024-01-02T10:00:00", EXACT),
    ("1704189600000", "2024-01-02T10:00:00", EXACT),
    ("Jan 2, 2024 10:00 AM", "2024-01-02T09:00:00", ASSUMED),
    ("Jan 2, 2024 10:00 AM SGT", "2024-01-02T09:00:00", ASSUMED),
    ("Tue Jan 2 10:00:00 EST 2024", "2024-01-02T15:00:00", EXACT),
    ("Tue Jan 2 2024 10:00:00 +0200", "2024-01-02T08:00:00", EXACT),
    ("Tue Jan 02 2024 10:00:00 GMT+0200 (CEST)", "2024-01-02T08:00:00", EXACT),
    ("Tue, 02 Jan 2024 10:00:00 UTC-5", "2024-01-02T15:00:00", EXACT),
    ("Tue, 02 Jan 2024 10:00:00 gmt+5:30", "2024-01-02T04:30:00", EXACT),
    ("2024-01-02T10:00:00Z[UTC]", "2024-01-02T10:00:00", EXACT),
    ("2024-01-02T10:00:00+02", "2024-01-02T08:00:00", EXACT),
    ("2024-01-02 10:00 PM", "2024-01-02T21:00:00", ASSUMED),
    ("2024-01-02 12:05 am", "2024-01-01T23:05:00", ASSUMED),
    ("2024-01-02 13:05 PM", "2024-01-02T12:05:00", ASSUMED),
    ("20240102T100000Z", "2024-01-02T10:00:00", EXACT),
    ("20240102T100000+0100", "2024-01-02T09:00:00", EXACT),
    ("20240102", "2024-01-01T23:00:00", DAY),
]
UNREADABLE = [
    None, "", "yesterday", "0000-00-00", "2024-06-31", "01/02/2024", "2030-01-01", "1990-01-01T00:00:00Z",
    "Thu, 01 Feb 2024 00:00:00 +9999999999", "Mon, 01 Foo 2024 10:00:00 GMT",
    "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0662", "Tuesday 2024",
    "10:00 2024 Jan", "2024-01-02T24:00:00Z", "2024-01-02T10:00:00+99:99", "9999999999", "Jan " * 40,
    "02012024", "Tue, 02 Jan 2024 10:00:00 Europe/Berlin", "2024-01",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "at", "quality"), READ)
def test_a_date_is_read_with_its_quality(raw: str, at: str, quality: DateQuality) -> None:
    when = read_date(raw, zone="Europe/Berlin", now=NOW)
    assert when.at == datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert when.quality is quality


@pytest.mark.parametrize("raw", UNREADABLE)
def test_what_cannot_be_read_is_never_guessed(raw: str | None) -> None:
    assert read_date(raw, zone="Europe/Berlin", now=NOW) == UNKNOWN


PATTERNS = [
    ("03/02/2024", "%d/%m/%Y", "2024-02-02T23:00:00", DAY),
    ("03/02/2024 10:00", "%d/%m/%Y %H:%M", "2024-02-03T09:00:00", ASSUMED),
    ("03/02/2024 10:00 +0000", "%d/%m/%Y %H:%M %z", "2024-02-03T10:00:00", EXACT),
]


@pytest.mark.parametrize(("raw", "pattern", "at", "quality"), PATTERNS)
def test_a_mapping_may_name_the_form(raw: str, pattern: str, at: str, quality: DateQuality) -> None:
    when = read_date(raw, zone="Europe/Berlin", now=NOW, pattern=pattern)
    assert (when.at, when.quality) == (datetime.fromisoformat(at).replace(tzinfo=UTC), quality)


def test_a_date_of_another_form_than_named_is_unreadable() -> None:
    assert read_date("2024-02-03", zone="UTC", now=NOW, pattern="%d/%m/%Y") == UNKNOWN


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_a_date_in_range_or_none(raw: str) -> None:
    when = read_date(raw, zone="UTC", now=NOW)
    assert when.at is None or EARLIEST <= when.at <= NOW + timedelta(days=1)


@given(st.datetimes(min_value=datetime(1995, 1, 2), max_value=datetime(2026, 11, 1)))  # noqa: DTZ001
@settings(max_examples=50, deadline=None)
def test_what_standards_write_is_read_back(moment: datetime) -> None:
    whole = moment.replace(microsecond=0, tzinfo=UTC)
    for form in ("%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ"):
        assert read_date(whole.strftime(form), zone="Asia/Tokyo", now=NOW).at == whole
