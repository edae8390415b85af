"""Entries read = kept + set aside, whatever the bytes."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest import Job, read, read_all
from generator.model.entry import SET_ASIDE, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

SHARED = Path(__file__).parents[2] / ".." / "shared"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LIMITS = Limits(entries=3, post_chars=280)
FEED = Source(id="s", title="A source", url="https://s.example/feed")
RECORDS = Source.model_validate(
    {
        "id": "s",
        "title": "A source",
        "kind": "records",
        "url": "s.csv",
        "columns": {"id": "id", "date": "d", "text": "t"},
    }
)
ANSWERED = {
    "kind": "response.kind",
    "text": "response.text",
    "at": "response.at",
    "kinds": {"Closed": {}, "Open": {"ignore": True}},
}
REAL = {
    "id": "id", "date": "created_at", "text": "text", "title": "title", "brand": "brand",
    "kind": "complaint", "answer": ANSWERED,
}  # fmt: skip


def _read(source: Source, body: bytes, limits: Limits = LIMITS) -> Reading:
    return read(
        Snapshot(source=SourceId("s"), url="s", body=body), source, limits=limits, now=NOW, zone="UTC"
    )


def _adds_up(reading: Reading) -> bool:
    reasons = {one.reason for one in (*reading.set_aside, *reading.answers_set_aside)}
    keys = [entry.key for entry in reading.entries]
    return (
        reading.read == len(reading.entries) + len(reading.set_aside)
        and reasons <= set(SET_ASIDE)
        and len(keys) == len(set(keys))
        and (reading.failure is None or reading.read == 0)
    )


WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
ITEMS = st.lists(
    st.dictionaries(st.sampled_from(["guid", "link", "title", "description", "pubDate"]), WORDS), max_size=8
)


@given(ITEMS)
@settings(max_examples=60, deadline=None)
def test_every_item_of_a_feed_is_accounted_for(items: list[dict[str, str]]) -> None:
    inner = "".join(
        "<item>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in item.items()) + "</item>"
        for item in items
    )
    reading = _read(FEED, f"<rss version='2.0'><channel><title>t</title>{inner}</channel></rss>".encode())
    assert reading.failure is None
    assert reading.read == len(items)
    assert _adds_up(reading)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"<rss><channel><item>", b"<feed><entry>", b"id,d,t\n", b"{", b"["]),
)
@settings(max_examples=100, deadline=None)
def test_no_bytes_raise_and_all_add_up(noise: bytes, begin: bytes) -> None:
    assert _adds_up(_read(FEED, begin + noise))
    assert _adds_up(_read(RECORDS, begin + noise))


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "d", "t"]), WORDS | st.integers() | st.none()), max_size=8
    )
)
@settings(max_examples=60, deadline=None)
def test_every_record_is_accounted_for(records: list[dict[str, object]]) -> None:
    reading = _read(RECORDS, json.dumps([{"id": "0", "d": "", "t": "x"}, *records]).encode())
    assert reading.read == len(records) + 1
    assert _adds_up(reading)


def test_entries_beyond_the_limit_are_set_aside_by_reason() -> None:
    items = b"".join(b"<item><guid>%d</guid><title>t</title></item>" % n for n in range(5))
    reading = _read(FEED, b"<rss version='2.0'><channel>" + items + b"</channel></rss>")
    assert [one.reason for one in reading.set_aside] == ["over_limit", "over_limit"]


def test_a_long_post_is_cut_and_says_so() -> None:
    item = b"<item><guid>1</guid><description>" + b"x" * 500 + b"</description></item>"
    (entry,) = _read(FEED, b"<rss version='2.0'><channel>" + item + b"</channel></rss>").entries
    assert (len(entry.body), entry.cut) == (280, True)


def test_what_the_archive_fixed_is_used_and_what_it_did_not_is_reported() -> None:
    body = b"<rss version='2.0'><channel><item><guid>1</guid><link>https://s.example/1</link><title>t</title></item></channel></rss>"
    snapshot = Snapshot(source=SourceId("s"), url="s", body=body)
    first = read(snapshot, FEED, limits=LIMITS, now=NOW, zone="UTC")
    fixed = read(snapshot, FEED, limits=LIMITS, now=NOW, zone="UTC", scope="old.example", policy="link")
    assert (first.scope, first.policy, first.entries[0].key) == ("s.example", "guid", "guid:1")
    assert (fixed.scope, fixed.policy, fixed.entries[0].key) == ("old.example", "link", "link:s.example/1")
    assert fixed.entries[0].scope == "old.example"


NOT_FEEDS = [
    (b"", "is empty"),
    (b" \n", "is empty"),
    (b'{"version": "https://jsonfeed.org/version/1"}', "not a JSON Feed"),
    (b'{"items": [{"id": 1, "title": "of an interface"}]}', "discourse, stackexchange"),
    (b'[{"id": 1}]', "not a JSON Feed"),
    (b'{"items": [', "broken"),
    (b"<!doctype html><title>Just a moment</title>", "is a web page"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "is not a feed"),
    (b"plain words", "is not a feed"),
    (b"<rss><chan<nel><!-- <item> --></rss>", "none could be read"),
]


@pytest.mark.parametrize(("body", "said"), NOT_FEEDS)
def test_what_is_no_feed_is_said_and_never_empty(body: bytes, said: str) -> None:
    failure = _read(FEED, body).failure
    assert failure is not None
    assert failure.startswith("A source: ")
    assert said in failure


def test_a_feed_above_the_limit_of_bytes_is_not_read() -> None:
    failure = _read(FEED, b"<rss version='2.0'>" + b" " * 2_000, Limits(body_bytes=1_024)).failure
    assert failure is not None
    assert "larger than 1,024 bytes" in failure


def test_a_feed_without_entries_is_a_feed() -> None:
    reading = _read(FEED, b"<rss version='2.0'><channel><title>Quiet</title><!-- <item> --></channel></rss>")
    assert (reading.failure, reading.read, reading.title) == (None, 0, "Quiet")


def test_blanks_before_the_root_cost_nothing() -> None:
    start = time.process_time()
    body = (
        b"<?xml version='1.0'?>"
        + b"\n" * 200_000
        + b"<rss version='2.0'><channel><item><title>t</title></item></channel></rss>"
    )
    assert _read(FEED, body).read == 1
    assert time.process_time() - start < 2


def _shared(*names: str) -> Path:
    path = SHARED.joinpath(*names)
    if not path.exists():
        pytest.skip(f"needs {path} beside the checkout")
    return path


@pytest.mark.shared
def test_every_real_feed_adds_up() -> None:
    folder = _shared("feeds")
    rows = (line.split("\t") for line in (folder / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:])
    found = {}
    for name, *columns in rows:
        reading = _read(FEED, (folder / name).read_bytes(), Limits())
        assert _adds_up(reading), name
        feed = name.endswith((".xml", ".rss", ".atom")) or name.startswith("jsonfeed/")
        assert (reading.failure is None) is feed, name
        if feed:
            found[name] = (reading.read, int(columns[3] or 1))
    assert all(read >= listed for read, listed in found.values()), found


@pytest.mark.shared
def test_no_real_id_changes_with_the_address_that_answered() -> None:
    for path in sorted(_shared("feeds").rglob("*")):
        if path.suffix in {".xml", ".rss", ".atom"}:
            keys = [
                [entry.key for entry in read(one, FEED, limits=Limits(), now=NOW, zone="UTC").entries]
                for one in (
                    Snapshot(source=SourceId("s"), url=url, body=path.read_bytes())
                    for url in ("https://a.example/x/", "http://b.example/y?z")
                )
            ]
            assert keys[0] == keys[1], path.name


@pytest.mark.shared
@pytest.mark.parametrize("name", ["cfpb", "sf311"])
def test_every_real_record_adds_up(name: str) -> None:
    body = _shared("data", f"{name}.jsonl.gz").read_bytes()
    spec = {"id": name, "title": name.upper(), "kind": "records", "url": "x", "columns": REAL}
    reading = _read(Source.model_validate(spec), body, Limits())
    assert reading.failure is None
    assert reading.read > 2_000
    assert _adds_up(reading)


@pytest.mark.shared
def test_hostile_feeds_stay_within_their_limits_and_harm_no_other() -> None:
    folder = _shared("attacks")
    rows = [line.split("\t") for line in (folder / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:]]
    feeds = {row[0].lower(): row for row in rows if row[1] == "feed"}
    jobs = [
        Job(
            snapshot=Snapshot(source=SourceId(name), url=row[2], body=(folder / row[2]).read_bytes()),
            source=Source(id=name, title=row[3][:90], url="https://forum.example/feed"),
            now=NOW,
            zone="UTC",
        )
        for name, row in feeds.items()
    ]
    start = time.monotonic()
    for reading in read_all(jobs, workers=2, limits=Limits()):
        canary = feeds[reading.source][6]
        assert _adds_up(reading)
        if canary == "yes":
            assert any("CANARY" in entry.title for entry in reading.entries), reading.source
    assert time.monotonic() - start < 60


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("<id>t3_42</id>", None),
        ("<id>https://forum.example/t3_42</id>", "https://forum.example/t3_42"),
        ('<id>t3_42</id><link href="/t/42"/>', "https://base.example/t/42"),
    ],
)
def test_an_id_joined_to_a_base_address_is_no_link(entry: str, url: str | None) -> None:
    words = "<title>late again</title><updated>2026-01-01T00:00:00Z</updated>"
    head = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/"><title>t</title>'
    (found,) = _read(FEED, f"{head}<entry>{entry}{words}</entry></feed>".encode()).entries
    assert found.url == url
