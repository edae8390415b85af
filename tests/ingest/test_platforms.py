import pytest

from generator.ingest.platforms import home, names_post, post_key

POSTS = [
    ("https://talk.example/t/lost-parcel/77/4", "post:t/77/4"),
    ("https://talk.example/forum/t/lost-parcel/77/4?u=mira", "post:t/77/4"),
    ("https://talk.example/t/77/4", "post:t/77/4"),
    ("https://www.reddit.com/r/phones/comments/1abc2d/title/xyz9/", "post:t1_xyz9"),
    ("https://news.ycombinator.com/item?id=35", "post:item/35"),
    ("https://ask.example/questions/5/why-late/6#6", "post:a/6"),
    ("https://ask.example/a/6", "post:a/6"),
    ("https://ask.example/questions/5/why-late#comment8_6", "post:c/8"),
    ("https://github.com/o/r/issues/5#issuecomment-99", "post:issuecomment-99"),
    ("https://lemmy.example/comment/12", "post:comment/12"),
    ("https://herd.example/@olga/111544891736153138", "post:status/111544891736153138"),
    ("https://b.example/viewtopic.php?f=1&t=20&p=9#p9", "post:p/9"),
    ("https://b.example/viewtopic.php?p=9", "post:p/9"),
    ("https://b.example/threads/no-refund.4412/post-9", "post:p/9"),
    ("https://b.example/index.php?threads/no-refund.4412/#post-9", "post:p/9"),
    ("https://b.example/posts/9/", "post:p/9"),
    ("https://b.example/showthread.php?t=8&p=1#post1", "post:p/1"),
    ("https://b.example/showthread.php?8-title&p=12", "post:p/12"),
    ("https://b.example/index.php?topic=1.msg2#msg2", "post:msg/2"),
    ("https://b.example/index.php?PHPSESSID=1;topic=1.msg2;topicseen#new", "post:msg/2"),
    ("https://b.example/index.php/topic,1149.msg11192.html#msg11192", "post:msg/11192"),
    ("https://g.example/t4067-cheap-vps#60130", "post:p/60130"),
    ("https://k.example/post/9/thread", "post:p/9"),
]
OPENINGS = [
    ("https://talk.example/t/lost-parcel/77", "post:t/77/1"),
    ("https://old.reddit.com/r/phones/comments/1abc2d/title/", "post:t3_1abc2d"),
    ("https://ask.example/questions/5/why-late?tab=votes", "post:q/5"),
    ("https://ask.example/q/5", "post:q/5"),
    ("https://github.com/o/r/discussions/5", "post:o/r/discussions/5"),
    ("https://lemmy.example/post/12", "post:post/12"),
]
THREADS = [
    "https://b.example/threads/no-refund.4412/",
    "https://b.example/viewtopic.php?f=1&t=20",
    "https://b.example/showthread.php?t=8",
    "https://b.example/index.php?topic=1.0",
    "https://g.example/t4067-cheap-vps",
    "https://k.example/thread/12/string-snapped",
    "https://blog.example/2026/a-post/",
    "https://[broken",
    "",
    None,
]


@pytest.mark.parametrize(("url", "key"), POSTS)
def test_an_address_of_a_post_gives_its_key(url: str, key: str) -> None:
    assert post_key(url) == key
    assert names_post(url)


@pytest.mark.parametrize(("url", "key"), OPENINGS)
def test_an_address_of_a_whole_thread_is_its_first_post_and_says_so(url: str, key: str) -> None:
    assert post_key(url) == key
    assert not names_post(url)


@pytest.mark.parametrize("url", THREADS)
def test_an_address_of_a_thread_without_its_first_post_gives_no_key(url: str | None) -> None:
    assert post_key(url) is None
    assert not names_post(url)


def test_feeds_and_interfaces_share_the_host_people_know() -> None:
    assert home("HNRSS.org") == home("hn.algolia.com") == "news.ycombinator.com"
    assert home("old.reddit.com") == "www.reddit.com"
    assert home("talk.example") == "talk.example"
