import pytest

from generator.ingest.feeds.feed_bytes import parse
from generator.ingest.feeds.parsed import Parsed
from generator.ingest.feeds.sidecar import RawEntry
from generator.ingest.threads import replies, thread_of_link
from generator.model.entry import Snapshot
from generator.model.words import SourceId

THREADS = [
    ("https://talk.example/t/lost-parcel/77", "thread:talk.example/t/77"),
    ("https://talk.example/t/lost-parcel/77/4", "thread:talk.example/t/77"),
    ("https://talk.example/t/77", "thread:talk.example/t/77"),
    ("https://b.example/threads/no-refund.4412/", "thread:b.example/threads/4412"),
    ("https://b.example/threads/no-refund.4412/#post-9", "thread:b.example/threads/4412"),
    ("https://b.example/index.php/topic,11.msg12.html#msg12", "thread:b.example/topic/11"),
    ("https://b.example/index.php?topic=11.0", "thread:b.example/index.php?topic=11"),
    ("https://b.example/viewtopic.php?f=1&t=20&p=9#p9", "thread:b.example/viewtopic?t=20"),
    ("https://b.example/showthread.php?t=8&p=1", "thread:b.example/showthread?t=8"),
    ("https://g.example/t4067-cheap-vps", "thread:g.example/t4067"),
    ("https://g.example/t4067p15-cheap-vps#60130", "thread:g.example/t4067"),
    ("https://b.example/viewtopic.php?p=9#p9", "thread:b.example/viewtopic.php?p=9"),
    ("https://q.example/questions/5/why-late/6#6", "thread:q.example/questions/5"),
    ("https://r.example/r/phones/comments/1abc2d/title/xyz/", "thread:r.example/comments/1abc2d"),
    ("https://blog.example/2024/a-post/#comment-3", "thread:blog.example/2024/a-post/"),
    ("https://blog.example/2024/a-post/", None),
    (None, None),
    ("https://[broken", None),
    ("https://b.example/viewtopic.php?" + "a=1&" * 80, None),
]


@pytest.mark.parametrize(("link", "thread"), THREADS)
def test_an_address_names_its_thread(link: str | None, thread: str | None) -> None:
    assert thread_of_link(link) == thread


def test_replies_are_followed_to_the_first_post() -> None:
    raw = [
        RawEntry(guid="c", replies_to=("b",)),
        RawEntry(guid="b", replies_to=("a", "z")),
        RawEntry(guid="a"),
        RawEntry(guid="d", replies_to=("elsewhere",)),
    ]
    assert replies(raw, ["k:c", "k:b", "k:a", "k:d"]) == (
        ("k:a", "k:b"),
        ("k:a", "k:a"),
        (None, None),
        ("guid:elsewhere", "guid:elsewhere"),
    )


def test_replies_in_a_circle_end() -> None:
    raw = [RawEntry(guid="a", replies_to=("b",)), RawEntry(guid="b", replies_to=("a",))]
    assert [parent for _, parent in replies(raw, ["k:a", "k:b"])] == ["k:b", "k:a"]


def _parsed(body: bytes) -> Parsed:
    return parse(Snapshot(source=SourceId("s"), url="s", body=body))


def test_every_reply_mark_and_the_raw_id_are_kept() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
     xml:base="https://elsewhere.example/"><id>feed</id><entry><id> t3_1 </id><author><id>no</id></author>
     <thr:in-reply-to ref="a"/><thr:in-reply-to ref="b"/><thr:in-reply-to/></entry><entry/></feed>"""
    assert _parsed(body).raw == (RawEntry(guid="t3_1", permalink=True, replies_to=("a", "b")), RawEntry())


def test_an_entry_read_loosely_keeps_the_id_and_the_reply_mark_that_are_left() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
     <entry><id>t3_1</id><thr:in-reply-to ref="a"/><title>a</tilte></entry></feed>"""
    assert _parsed(body).raw == (RawEntry(guid="t3_1", replies_to=("a",)),)


def test_the_first_id_and_the_last_date_of_an_entry_count() -> None:
    body = b"""<rss version="2.0"><channel><item><guid isPermaLink="false">1</guid><guid>2</guid>
     <pubDate>a</pubDate><pubDate>b</pubDate><pubDate/></item></channel></rss>"""
    assert _parsed(body).raw == (RawEntry(guid="1", published="b"),)


SAID = [
    ("<ttl>60</ttl>", 3_600, ()),
    (
        "<ttl>soon</ttl><skipHours><hour>5</hour><hour>24</hour><hour>5</hour><hour>x</hour></skipHours>",
        0,
        (0, 5),
    ),
    ("<sy:updatePeriod>Hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1_800, ()),
    ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 604_800, ()),
    ("<ttl>10</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 86_400, ()),
    ("<sy:updatePeriod>sometimes</sy:updatePeriod><ttl>-5</ttl>", 0, ()),
]


@pytest.mark.parametrize(("inside", "seconds", "hours"), SAID)
def test_a_feed_says_how_long_to_wait(inside: str, seconds: int, hours: tuple[int, ...]) -> None:
    space = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    found = _parsed(f"<rss version='2.0' {space}><channel>{inside}</channel></rss>".encode()).raw_feed
    assert (found.ttl_seconds, found.skip_hours) == (seconds, hours)


RANKS = [("93", 93), ("-3", -3), ("3.5", None), ("", None)]


@pytest.mark.parametrize(("written", "score"), RANKS)
def test_the_votes_of_an_entry_are_kept(written: str, score: int | None) -> None:
    body = f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:re="http://purl.org/atompub/rank/1.0">
     <entry><id>1</id><re:rank scheme="s">{written}</re:rank></entry></feed>"""
    assert _parsed(body.encode()).raw[0].score == score


GRAVES = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>{}</feed>"
)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<at:deleted-entry ref='a' when='2026-10-05T11:00:00Z'/><at:deleted-entry ref=' b '/>", ("a", "b")),
        ("<at:deleted-entry ref='a'/><at:deleted-entry ref='a'/>", ("a",)),
        ("<at:deleted-entry/><deleted-entry ref='c'/>", ()),
        ("<entry><at:deleted-entry ref='inside'/></entry>", ()),
        ("<at:deleted-entry ref='a'>", ()),
        ("<entry/>", ()),
    ],
    ids=["two", "told twice", "not one", "inside an entry", "broken", "none"],
)
def test_what_a_feed_says_was_deleted_is_heard(inside: str, expected: tuple[str, ...]) -> None:
    assert _parsed(GRAVES.format(inside).encode()).raw_feed.deleted == expected
