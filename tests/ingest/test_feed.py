"""What one answer of a feed says beyond its entries, and one post heard through two feeds."""

from datetime import UTC, datetime

import pytest

from generator.ingest.context import Context
from generator.ingest.reading import read
from generator.ingest.sources import feed
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

NOW = datetime(2026, 10, 31, tzinfo=UTC)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">{}</feed>'


def _source(url: str) -> Source:
    return Source(id="place", title="A place", url=url)


def _read(body: str, url: str = "https://talk.example/feed", policy: str | None = None) -> Reading:
    snapshot = Snapshot(source=SourceId("place"), url=url, body=body.encode())
    return read(snapshot, _source(url), limits=Limits(), now=NOW, zone="UTC", policy=policy)


def _rss(*items: str) -> str:
    inside = "".join(f"<item><title>Lost parcel</title>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Talk</title>{inside}</channel></rss>'


def test_a_feed_is_asked_for_by_its_own_address() -> None:
    context = Context(limits=Limits(), now=NOW, zone="UTC", scope="talk.example")
    assert feed.ask(_source("https://talk.example/feed"), context) == (Ask(url="https://talk.example/feed"),)


LINK = "<link>https://talk.example/t/lost-parcel/77/4</link>"
ONE_POST = [
    _rss(f"{LINK}<guid isPermaLink='false'>talk.example-post-20218</guid>"),
    _rss(f"{LINK}<guid isPermaLink='false'>talk.example-post-77-4</guid>"),
]


def test_one_post_heard_through_two_feeds_of_a_forum_is_one() -> None:
    entries = [_read(body).entries[0] for body in ONE_POST]
    assert {(one.key, one.scope, one.thread) for one in entries} == {
        ("post:t/77/4", "talk.example", "thread:talk.example/t/77")
    }
    assert entries[0].also == ("guid:talk.example-post-20218", "link:talk.example/t/lost-parcel/77/4")


def test_posts_that_share_the_address_of_their_thread_stay_apart() -> None:
    link = "<link>https://talk.example/t/lost-parcel/77</link>"
    body = _rss(f"<guid>a</guid>{link}", f"<guid>b</guid>{link}")
    assert [entry.key for entry in _read(body, policy="platform").entries] == ["guid:a", "guid:b"]
    assert [entry.also for entry in _read(body).entries] == [(), ()]


def test_a_platform_names_posts_at_its_own_host_only() -> None:
    body = _rss("<guid>1</guid><link>https://github.com/o/r/issues/5</link>")
    assert _read(body).entries[0].key == "guid:1"
    assert _read(body, "https://github.com/o/r/feed.atom").entries[0].key == "post:o/r/issues/5"


def test_a_relative_link_names_the_same_post_wherever_the_answer_came_from() -> None:
    source = _source("https://talk.example/feed")
    keys = {
        read(
            Snapshot(source=SourceId("place"), url=url, body=_rss("<link>/t/lost/7/2</link>").encode()),
            source,
            limits=Limits(),
            now=NOW,
            zone="UTC",
        )
        .entries[0]
        .key
        for url in ("https://a.example/x/", "https://talk.example/feed")
    }
    assert keys == {"post:t/7/2"}


def test_a_tombstone_names_the_post_as_it_was_archived() -> None:
    grave = (
        '<at:deleted-entry ref="https://talk.example/t/lost/7/2"/><entry><id>{}</id><title>a</title></entry>'
    )
    body = ATOM.format(grave.format("https://talk.example/t/lost/7/3"))
    assert _read(body).gone == ("post:t/7/2",)
    assert _read(body, policy="guid").gone == ("guid:https://talk.example/t/lost/7/2",)


def test_an_entry_that_stands_is_not_gone() -> None:
    body = ATOM.format('<at:deleted-entry ref="urn:1"/><entry><id>urn:1</id><title>a</title></entry>')
    assert _read(body).gone == ()


PAGES = [
    ('rel="next" href="?page=2"', "https://talk.example/feed?page=2"),
    ('rel="prev-archive" href="https://archive.talk.example/9"', "https://archive.talk.example/9"),
    ('rel="next" href="https://other.example/feed?page=2"', None),
    ('rel="next" href="ftp://talk.example/feed"', None),
    ('rel="next" href="https://talk.example/feed"', None),
    ('rel="next" href="https://[broken"', None),
    ('rel="previous" href="?page=0"', None),
]


@pytest.mark.parametrize(("link", "older"), PAGES)
def test_the_page_before_is_asked_only_at_the_feeds_own_domain(link: str, older: str | None) -> None:
    found = _read(ATOM.format(f"<link {link}/><entry><id>1</id><title>a</title></entry>")).older
    assert (found and found.url) == older


def test_a_date_is_kept_as_its_source_wrote_it() -> None:
    body = _rss("<guid>1</guid><pubDate>some day</pubDate>", "<guid>2</guid><pubDate>2026-10-05</pubDate>")
    first, second = _read(body).entries
    assert (first.dated, first.published) == ("some day", None)
    assert (second.dated, second.published) == ("2026-10-05", datetime(2026, 10, 5, tzinfo=UTC))


NAMES = [
    ("<dc:creator>@mira Mira M.</dc:creator>", "mira"),
    ("<author>no-reply@example.com (@mira)</author>", "mira"),
    ("<dc:creator>/u/nan</dc:creator>", "nan"),
    ("<link>https://talk.example/@piet/111544891736153138</link>", "piet"),
    ("<link>https://herd.example/@piet/111544891736153138</link>", "piet@herd.example"),
    ("<link>https://talk.example/@piet@flock.example/111544891736153138</link>", "piet@flock.example"),
    ("<link>https://talk.example/about</link>", None),
]


@pytest.mark.parametrize(("inside", "author"), NAMES)
def test_a_person_has_one_name_in_feeds_and_interfaces(inside: str, author: str | None) -> None:
    body = _rss(inside).replace("<rss", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"')
    assert _read(body).entries[0].author == author


def test_a_numbers_id_of_a_json_feed_is_its_text() -> None:
    items = '{"id": 7, "title": "a"}, {"id": 7.5, "title": "b"}, {"id": true, "title": "c"}'
    body = f'"version": "https://jsonfeed.org/version/1.1", "items": [{items}]'
    keys = [entry.key for entry in _read("{" + body + "}").entries]
    assert keys[:2] == ["guid:7", "guid:7.5"]
    assert keys[2].startswith("hash:")


def test_an_ended_json_feed_has_no_page_before() -> None:
    head = '"version": "https://jsonfeed.org/version/1.1", "next_url": "https://talk.example/2", "items": []'
    assert _read("{" + head + ', "expired": true}').older is None
    assert _read("{" + head + "}").older == Ask(url="https://talk.example/2")
