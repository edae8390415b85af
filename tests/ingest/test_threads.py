import pytest

from generator.ingest.sidecar import RawEntry, deleted_entries, raw_entries
from generator.ingest.threads import replies, thread_of_link

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


def test_the_raw_pass_keeps_every_reply_mark_and_the_raw_id() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
     xml:base="https://elsewhere.example/"><id>feed</id><entry><id> t3_1 </id><author><id>no</id></author>
     <thr:in-reply-to ref="a"/><thr:in-reply-to ref="b"/><thr:in-reply-to/></entry><entry/></feed>"""
    assert raw_entries(body) == (RawEntry(guid="t3_1", replies_to=("a", "b")), RawEntry())


@pytest.mark.parametrize(
    "body",
    [b"<rss><item></rss>", b'<!DOCTYPE r [<!ENTITY a "b">]><rss><item/></rss>', b"", b"<rss>\x00</rss>"],
)
def test_the_raw_pass_says_nothing_of_broken_feeds_and_of_entities(body: bytes) -> None:
    assert raw_entries(body) is None


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
    assert deleted_entries(GRAVES.format(inside).encode()) == expected
