"""Feeds of platforms, read in place of their interfaces."""

import pytest

from generator.ingest.feeds.feed_instead import read_feed
from generator.model.entry import Reading, Snapshot
from generator.model.source import Source
from generator.model.words import SourceId, SourceKind
from tests.ingest.platform_talk import adds_up, context_of


def feed(*items: tuple[str, str], url: str = "https://talk.example/latest.rss") -> Reading:
    source = Source(id="talk", title="Talk", kind=SourceKind.DISCOURSE, url=url)
    rows = "".join(
        f"<item><title>Acme {place}</title><description>late</description><link>{link}</link>"
        f'<guid isPermaLink="false">{guid}</guid></item>'
        for place, (link, guid) in enumerate(items)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{rows}</channel></rss>'
    snapshot = Snapshot(source=SourceId("talk"), url=url, body=body.encode())
    return read_feed(snapshot, source, context_of(source))


NEWS = "https://news.ycombinator.com/item?id=7"
CASES = [
    ("https://talk.example/t/late/7/2", "talk.example-post-7-2", "post:t/7/2", "thread:talk.example/t/7"),
    (
        "https://talk.example/about",
        "https://talk.example/t/late/7/2",
        "post:t/7/2",
        "thread:talk.example/t/7",
    ),
    ("https://elsewhere.example/t/late/7/2", "a-7", None, "thread:elsewhere.example/t/7"),
    ("https://talk.example/about", "a-7", "guid:a-7", None),
]


@pytest.mark.parametrize(("link", "guid", "key", "thread"), CASES)
def test_a_post_is_known_by_its_address_on_the_platform_itself(
    link: str, guid: str, key: str | None, thread: str | None
) -> None:
    (entry,) = feed((link, guid)).entries
    assert key in {None, entry.key}
    assert entry.thread == thread


def test_a_link_to_another_platform_is_not_the_posts_own() -> None:
    link = "https://github.com/acme/parcel/issues/3"
    (entry,) = feed((link, NEWS), url="https://hnrss.org/newest?q=acme").entries
    assert (entry.key, entry.url, entry.thread) == ("post:item/7", NEWS, None)


def test_entries_that_claim_one_address_stay_apart() -> None:
    link = "https://talk.example/t/late/7"
    reading = feed((link, "first"), (link, "second"))
    assert len({one.key for one in reading.entries}) == 2
    assert adds_up(reading)
