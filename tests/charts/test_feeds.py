"""Feeds tell each event once, for ever under the same id."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import feedparser
import msgspec
import pytest

from generator.model.book import Book, BrandBook
from generator.model.words import Disposition
from generator.render import feeds

ATOM = "{http://www.w3.org/2005/Atom}"
THREAD = "{http://purl.org/syndication/thread/1.0}"


def parsed(body: bytes) -> ET.Element:
    return ET.fromstring(body.decode())  # noqa: S314 (our own bytes)


def told(body: bytes) -> list[tuple[str, str]]:
    return [
        (
            entry.findtext(f"{ATOM}id", "").removeprefix("tag:voices.example,2026:city/"),
            entry.findtext(f"{ATOM}updated", ""),
        )
        for entry in parsed(body).findall(f"{ATOM}entry")
    ]


def test_every_answer_promise_turn_and_confirmation_is_one_entry_newest_first(
    book: Book, rail: BrandBook
) -> None:
    form = "northway-rail/2026-03-05-form%23"
    assert told(feeds.brand_feed(book, rail).body) == [
        ("confirmation/northway-rail/partly-1", "2026-03-20T00:00:00Z"),
        ("confirmation/northway-rail/fixed-1", "2026-03-20T00:00:00Z"),
        (f"dropped/{form}gone", "2026-03-18T00:00:00Z"),
        (f"kept/{form}slow", "2026-03-14T00:00:00Z"),
        (f"late/{form}late", "2026-03-13T00:00:00Z"),
        (f"kept/{form}kept", "2026-03-10T00:00:00Z"),
        ("answer/northway-rail/2026-03-09-all", "2026-03-09T09:30:00Z"),
        (f"late/{form}slow", "2026-03-09T00:00:00Z"),
        ("answer/replyreplyreply2", "2026-03-07T09:30:00Z"),
        ("answer/northway-rail/2026-03-06-delays", "2026-03-06T09:30:00Z"),
        ("answer/northway-rail/2026-03-05-form", "2026-03-05T09:30:00Z"),
        (f"promise/{form}to-come", "2026-03-05T00:00:00Z"),
        (f"promise/{form}slow", "2026-03-05T00:00:00Z"),
        (f"promise/{form}late", "2026-03-05T00:00:00Z"),
        (f"promise/{form}kept", "2026-03-05T00:00:00Z"),
        (f"promise/{form}gone", "2026-03-05T00:00:00Z"),
    ]


def test_an_answer_to_several_complaints_is_one_entry_threaded_to_each(book: Book, rail: BrandBook) -> None:
    entries = parsed(feeds.brand_feed(book, rail).body).findall(f"{ATOM}entry")
    (entry,) = [
        one
        for one in entries
        if (one.findtext(f"{ATOM}id") or "").endswith("answer/northway-rail/2026-03-05-form")
    ]
    replies = entry.findall(f"{THREAD}in-reply-to")
    assert [one.get("ref") for one in replies] == [
        f"tag:voices.example,2026:city/case/{letter * 16}" for letter in "ab"
    ]
    assert replies[0].get("href") == f"https://voices.example/city/brands/northway-rail/2026-03/#{'a' * 16}"
    assert entry.findtext(f"{ATOM}title") == "Northway <Rail> & Sons answered (2 complaints)"
    assert entry.findtext(f"{ATOM}summary") == "Decision: will change. We will mend the form <soon> & pay."


def test_a_customers_words_are_never_in_a_feed(book: Book) -> None:
    body = feeds.site_feed(book).body
    assert b"The form fails" not in body
    assert b"secret words" not in body


def test_a_feeds_time_is_its_newest_events_and_never_the_builds(book: Book, rail: BrandBook) -> None:
    later = msgspec.structs.replace(book, as_of=book.as_of + timedelta(hours=5))
    assert feeds.brand_feed(book, rail).body == feeds.brand_feed(later, rail).body
    assert parsed(feeds.brand_feed(book, rail).body).findtext(f"{ATOM}updated") == "2026-03-20T00:00:00Z"


def test_an_empty_feed_is_a_feed(book: Book) -> None:
    asset = feeds.brand_feed(book, book.brands[0])
    assert asset.path == "brands/lumen-power/feed.xml"
    assert parsed(asset.body).findtext(f"{ATOM}updated") == "2026-03-31T06:00:00Z"


def test_what_comes_after_the_clock_is_not_told_yet(book: Book, rail: BrandBook) -> None:
    early = msgspec.structs.replace(book, as_of=datetime(2026, 3, 5, 12, tzinfo=UTC))
    assert {updated[:10] for _, updated in told(feeds.brand_feed(early, rail).body)} == {"2026-03-05"}


def test_a_promise_is_late_from_the_first_moment_after_its_day(book: Book, rail: BrandBook) -> None:
    for at, late in ((datetime(2026, 3, 12, 23, 59, tzinfo=UTC), 0), (datetime(2026, 3, 13, tzinfo=UTC), 1)):
        early = msgspec.structs.replace(book, as_of=at)
        each = [one for one, _ in told(feeds.brand_feed(early, rail).body)]
        assert sum(one.startswith("late/") and one.endswith("late") for one in each) == late


def test_ids_do_not_change_as_a_promise_goes_on(book: Book, rail: BrandBook) -> None:
    early = msgspec.structs.replace(book, as_of=datetime(2026, 3, 13, 12, tzinfo=UTC))
    before = {one for one, _ in told(feeds.brand_feed(early, rail).body)}
    after = {one for one, _ in told(feeds.brand_feed(book, rail).body)}
    assert before < after


def test_readers_understand_the_feed(book: Book) -> None:
    asset = feeds.site_feed(book)
    read = feedparser.parse(asset.body)
    assert asset.path == "feed.xml"
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == 16
    assert read.feed.author == "Desk of voices"
    assert len({entry.id for entry in read.entries}) == 16


def test_only_the_newest_hundred_are_told(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "NEWEST", 3)
    assert len(told(feeds.site_feed(book).body)) == 3


def test_long_words_are_cut_and_hidden_signs_are_dropped(book: Book, rail: BrandBook) -> None:
    first = rail.cases[0]
    long = msgspec.structs.replace(first.answers[1], text="\x00\ufffe\ud800" + "word " * 200)
    changed = msgspec.structs.replace(
        rail, cases=(msgspec.structs.replace(first, answers=(long,)),), issues=(), actions=()
    )
    entries = parsed(feeds.brand_feed(book, changed).body).findall(f"{ATOM}entry")
    summary = entries[-1].findtext(f"{ATOM}summary") or ""
    assert len(summary) == 400
    assert summary.endswith("\u2026")


@pytest.mark.parametrize(("more", "cut"), [(0, False), (1, True)])
def test_four_hundred_characters_are_not_cut(book: Book, rail: BrandBook, more: int, *, cut: bool) -> None:
    first = rail.cases[0]
    words = "w" * (400 - len("Decision: will change. ") + more)
    full = msgspec.structs.replace(first.answers[1], disposition=Disposition.WILL_CHANGE, text=words)
    case = msgspec.structs.replace(first, answers=(full,))
    changed = msgspec.structs.replace(rail, cases=(case,), issues=(), actions=())
    entries = parsed(feeds.brand_feed(book, changed).body).findall(f"{ATOM}entry")
    summary = max((one.findtext(f"{ATOM}summary") or "" for one in entries), key=len)
    assert (len(summary), summary.endswith("\u2026")) == (400, cut)
