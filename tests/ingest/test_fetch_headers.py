"""What an answer's headers say of time and of use, as they are found in the wild."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from generator.ingest.web.headers import fresh_seconds, noindex, quota_seconds, retry_seconds

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DATE = "Sun, 22 Nov 2026 12:00:00 GMT"
WEEK = 7 * 24 * 3600

FRESH = [
    ({}, 0),
    ({"Cache-Control": "max-age=600"}, 600),
    ({"cache-control": "public, MAX-AGE=600, must-revalidate"}, 600),
    ({"Cache-Control": 'max-age="600"'}, 600),
    ({"Cache-Control": "max-age=600", "Age": "100"}, 500),
    ({"Cache-Control": "max-age=600", "Age": "1000"}, 0),
    ({"Cache-Control": "no-cache, max-age=600"}, 0),
    ({"Cache-Control": "no-store", "Date": DATE, "Expires": "Sun, 22 Nov 2026 13:00:00 GMT"}, 0),
    ({"Cache-Control": "max-age=-5"}, 0),
    ({"Cache-Control": "s-maxage=600"}, 0),
    ({"Cache-Control": "max-age=60", "Date": DATE, "Expires": "Sun, 22 Nov 2026 13:00:00 GMT"}, 60),
    ({"Date": DATE, "Expires": "Sun, 22 Nov 2026 13:00:00 GMT"}, 3600),
    ({"Date": DATE, "Expires": "Sun, 22 Nov 2026 11:00:00 GMT"}, 0),
    ({"Date": DATE, "Expires": "0"}, 0),
    ({"Expires": "Sun, 22 Nov 2026 13:00:00 GMT"}, 0),
]


@pytest.mark.parametrize(("headers", "seconds"), FRESH)
def test_an_answer_says_how_long_it_is_fresh(headers: dict[str, str], seconds: int) -> None:
    assert fresh_seconds(CIMultiDict(headers)) == seconds


RETRY = [
    ({}, None),
    ({"Retry-After": "120"}, 120),
    ({"Retry-After": "99999999999999"}, WEEK),
    ({"Retry-After": "-5"}, None),
    ({"Retry-After": "soon"}, None),
    ({"Retry-After": "Sun, 22 Nov 2026 13:00:00 GMT", "Date": DATE}, 3600),
    ({"Retry-After": "Sun, 22 Nov 2026 13:00:00 -0000", "Date": DATE}, 3600),
    ({"Retry-After": "Sun, 22 Nov 2026 11:00:00 GMT", "Date": DATE}, 0),
    ({"Retry-After": "Tue, 22 Dec 2026 13:00:00 GMT", "Date": DATE}, WEEK),
    ({"Retry-After": "Sun, 22 Nov 2026 13:00:00 GMT"}, None),
]


@pytest.mark.parametrize(("headers", "seconds"), RETRY)
def test_a_pause_is_read_as_seconds_or_beside_the_date(headers: dict[str, str], seconds: int | None) -> None:
    assert retry_seconds(CIMultiDict(headers)) == seconds


EPOCH = int(NOW.timestamp())
QUOTA = [
    ({"X-RateLimit-Remaining": "0"}, None),
    ({"X-RateLimit-Remaining": "5", "X-RateLimit-Reset": str(EPOCH + 60)}, None),
    ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 60)}, 60),
    ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH - 60)}, 0),
    ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 60), "Date": DATE}, 60),
    ({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "354"}, 354),
    ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-22T12:05:00.000Z"}, 300),
    ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-22T12:05:00"}, 300),
    ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "later"}, None),
    ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH * 2)}, WEEK),
]


@pytest.mark.parametrize(("headers", "seconds"), QUOTA)
def test_a_spent_quota_says_when_it_is_renewed(headers: dict[str, str], seconds: int | None) -> None:
    assert quota_seconds(CIMultiDict(headers), NOW) == seconds


TAGS = [
    ([], False),
    (["noindex"], True),
    (["NOINDEX, nofollow"], True),
    (["nofollow", "none"], True),
    (["nofollow"], False),
    (["saidanddone: noindex"], True),
    (["SaidAndDone: nofollow, noindex"], True),
    (["otherbot: noindex"], False),
    (["otherbot: noindex, nofollow, saidanddone: none"], True),
    (["otherbot: noindex", "noindex"], True),
    (["unavailable_after: 25 Jun 2027 15:00:00 GMT"], False),
    (["unavailable_after: 25 Jun 2027 15:00:00 GMT, noindex"], True),
    (["max-snippet: 0, noindex"], True),
]


@pytest.mark.parametrize(("tags", "forbidden"), TAGS)
def test_only_what_is_said_to_all_or_to_us_keeps_an_answer_out_of_indexes(
    tags: list[str], *, forbidden: bool
) -> None:
    assert noindex(tags) is forbidden


NAMES = (
    "Cache-Control",
    "Expires",
    "Date",
    "Age",
    "Retry-After",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
)
VALUES = st.text(max_size=40) | st.sampled_from(
    ["0", "max-age=9", DATE, "²", "9" * 400, DATE.replace("2026", "99999")]
)


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_header_is_ever_an_error(headers: dict[str, str]) -> None:
    found = CIMultiDict(headers)
    assert fresh_seconds(found) >= 0
    for wait in (retry_seconds(found), quota_seconds(found, NOW)):
        assert wait is None or 0 <= wait <= WEEK
    noindex(headers.values())
