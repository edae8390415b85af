"""Discourse: a whole forum, one category, one topic, and what became of posts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.context import UnreadableError
from generator.ingest.platforms import post_key
from generator.ingest.reading import KINDS
from generator.ingest.web.robots import RobotsFile, refusal
from generator.model.entry import Ask, Entry, Reading
from generator.model.source import Source
from generator.model.words import SourceKind, SourceOwner
from generator.screening import post as own_words
from tests.ingest.little_forum import Forum
from tests.ingest.odd_json import ANY, listed, record, written
from tests.ingest.platform_talk import adds_up, check, context_of, keys, read_body, recorded, talk

TWINS = Path(__file__).parents[1] / "cases" / "apis" / "discourse"
HOME = "https://talk.example"
SINCE = datetime(2026, 11, 17, tzinfo=UTC)


def forum(url: str = f"{HOME}/", owner: SourceOwner = SourceOwner.INDEPENDENT) -> Source:
    return Source(id="talk", title="Talk", kind=SourceKind.DISCOURSE, url=url, owner=owner)


def twin(name: str, source: Source | None = None, since: datetime | None = None, part: str = "") -> Reading:
    source = source or forum()
    ask = Ask(url=f"{HOME}/asked.json", part=part) if part else None
    return read_body(source, context_of(source, since=since), (TWINS / name).read_bytes(), ask)


def entry(reading: Reading, key: str) -> Entry:
    return next(one for one in reading.entries if one.key == key)


ADDRESSES = [
    ("https://talk.example/", "https://talk.example/posts.json"),
    ("https://talk.example", "https://talk.example/posts.json"),
    ("https://talk.example/latest", "https://talk.example/posts.json"),
    ("https://talk.example/posts.json", "https://talk.example/posts.json"),
    ("https://acme.example/forum/", "https://acme.example/forum/posts.json"),
    ("https://talk.example/c/delivery/12", "https://talk.example/c/delivery/12/l/latest.json?order=activity"),
    (
        "https://talk.example/c/shop/delivery/12/",
        "https://talk.example/c/shop/delivery/12/l/latest.json?order=activity",
    ),
    (
        "https://talk.example/c/delivery/12/l/latest.json",
        "https://talk.example/c/delivery/12/l/latest.json?order=activity",
    ),
    (
        "https://acme.example/forum/c/delivery/12",
        "https://acme.example/forum/c/delivery/12/l/latest.json?order=activity",
    ),
    ("https://talk.example/tag/parcels", "https://talk.example/tag/parcels.json?order=activity"),
    ("https://talk.example/tag/parcels/7", "https://talk.example/tag/parcels/7.json?order=activity"),
    ("https://talk.example/tag/parcels/l/latest", "https://talk.example/tag/parcels.json?order=activity"),
    ("https://talk.example/c/delivery/12.rss", "https://talk.example/c/delivery/12.rss"),
    ("https://talk.example/posts.rss", "https://talk.example/posts.rss"),
]


@pytest.mark.parametrize(("url", "asked"), ADDRESSES)
def test_an_address_names_a_forum_a_category_a_tag_or_a_feed(url: str, asked: str) -> None:
    source = forum(url)
    assert [one.url for one in KINDS[SourceKind.DISCOURSE].ask(source, context_of(source))] == [asked]


@pytest.mark.parametrize("url", ["https://talk.example/t/lost-parcel/77", "talk/posts.json"])
def test_an_address_that_is_no_forum_is_refused_with_a_sentence(url: str) -> None:
    source = forum(url)
    with pytest.raises(UnreadableError, match="Name the forum"):
        KINDS[SourceKind.DISCOURSE].ask(source, context_of(source))


def test_newest_posts_are_kept_with_their_facts() -> None:
    reading = twin("posts.json")
    opener, reply = entry(reading, "post:t/77/1"), entry(reading, "post:t/77/2")
    assert (opener.title, opener.author, opener.score) == ("Lost parcel", "river", 6)
    assert opener.url == "https://talk.example/t/lost-parcel/77/1"
    assert opener.published == datetime(2026, 11, 18, 8, 0, 0, 100000, tzinfo=UTC)
    assert opener.updated == datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
    assert (reply.title, reply.reply_to, reply.score) == ("", "post:t/77/1", 0)
    assert opener.thread == reply.thread == "thread:talk.example/t/77"
    assert entry(reading, "post:t/77/3").accepted
    assert adds_up(reading)


def test_what_is_no_post_and_what_was_deleted_is_counted_and_named() -> None:
    reading = twin("posts.json")
    assert [(one.reason, one.key) for one in reading.set_aside] == [
        ("deleted", "post:t/78/4"),
        ("deleted", "post:t/78/3"),
        ("not_a_post", "post:t/78/2"),
        ("not_a_post", "post:t/77/4"),
    ]
    assert reading.gone == ("post:t/78/4", "post:t/78/3")


@pytest.mark.parametrize(
    ("owner", "official"),
    [(SourceOwner.COMPANY, True), (SourceOwner.INDEPENDENT, False), (SourceOwner.REGULATOR, False)],
)
def test_staff_speaks_for_the_company_only_in_its_own_forum(owner: SourceOwner, *, official: bool) -> None:
    reading = twin("posts.json", forum(owner=owner))
    assert entry(reading, "post:t/77/3").official is official
    assert not entry(reading, "post:t/77/1").official


def test_feed_and_interface_give_one_key_and_one_thread() -> None:
    source = forum(f"{HOME}/t/lost-parcel/77.rss")
    feed = read_body(source, context_of(source), (TWINS / "topic.rss").read_bytes())
    posts = twin("posts.json")
    assert adds_up(feed)
    for one in feed.entries:
        other = entry(posts, one.key)
        assert (one.thread, one.url, one.author) == (other.thread, other.url, other.author)
        assert post_key(other.url) == other.key


def test_quotes_of_earlier_posts_are_not_the_writers_words() -> None:
    reply = entry(twin("posts.json"), "post:t/77/2")
    words = own_words.read(reply, 2_000).words
    assert "three weeks late" in words
    assert "never came" not in words
    assert "river" not in words, "the name above a quote is nobody's words"


def test_previews_of_linked_pages_and_sizes_of_pictures_are_not_the_writers_words() -> None:
    source = forum()
    cooked = (
        '<p>Late again.</p><aside class="onebox generic" data-onebox-src="https://paper.example/a">'
        '<header class="source">paper.example</header><article>Acme in court</article></aside>'
        '<div class="lightbox-wrapper"><a class="lightbox" href="/a.png"><img src="/a.png">'
        '<div class="meta"><span class="filename">image</span><span>719x216 13.7 KB</span></div></a></div>'
    )
    post = {"topic_id": 5, "post_number": 2, "cooked": cooked}
    (entry,) = read_body(source, context_of(source), written({"latest_posts": [post]})).entries
    assert own_words.read(entry, 2_000).words == "Late again."


def test_a_topic_has_title_tags_and_an_end() -> None:
    reading = twin("topic.json")
    assert reading.title == entry(reading, "post:t/77/1").title == "Lost parcel"
    assert entry(reading, "post:t/77/2").tags == ("delivery", "parcels")
    assert keys([reading]) == ["post:t/77/1", "post:t/77/2", "post:t/77/3"]
    assert (reading.more, reading.older) == ((), None)


def test_a_category_asks_for_the_topics_that_changed_oldest_change_first() -> None:
    source = forum(f"{HOME}/c/delivery/12")
    first = twin("latest.json", source)
    later = twin("latest.json", source, since=SINCE)
    assert [one.url for one in first.more][1:] == [
        f"{HOME}/t/80.json",
        f"{HOME}/t/79.json",
        f"{HOME}/t/77.json",
        f"{HOME}/t/78.json",
    ]
    assert [one.mark for one in later.more] == [
        "topic:79@2026-11-17T00:00:00.000Z",
        "topic:77@2026-11-19T07:00:00.000Z",
        "topic:78@2026-11-19T08:20:00.000Z",
    ]
    assert (first.read, first.entries) == (0, ())


def test_a_listing_is_paged_until_it_reaches_what_was_heard_before() -> None:
    source = forum(f"{HOME}/c/delivery/12")
    first = twin("latest.json", source)
    later = twin("latest.json", source, since=SINCE)
    assert first.older == Ask(url=f"{HOME}/c/delivery/12/l/latest.json?page=1")
    assert first.marks is not None
    assert later.marks is not None
    assert first.marks[0].startswith("topic:78@")
    assert (later.older, later.marks[0]) == (None, "end")
    assert not any(mark.startswith("topic:5@") for mark in later.marks), "pinned topics prove nothing"


def test_a_long_topic_is_asked_from_its_end_once_it_is_known() -> None:
    source = forum(f"{HOME}/c/delivery/12")
    later = twin("latest.json", source, since=datetime(2026, 11, 15, tzinfo=UTC))
    assert later.more[0].url == f"{HOME}/t/80/57.json"


@pytest.mark.parametrize(
    "rest", ["https://elsewhere.example/c/x?page=1", "https://[broken", "", 7, None, "//elsewhere.example/x"]
)
def test_the_next_page_never_leads_to_another_host(rest: object) -> None:
    listed = {"topic_list": {"topics": [{"id": 1}], "more_topics_url": rest}}
    source = forum(f"{HOME}/c/x/1")
    assert read_body(source, context_of(source), json.dumps(listed).encode()).older is None


def test_a_whole_forum_is_read_to_its_first_post() -> None:
    source = forum()
    _, readings = talk(source, context_of(source), Forum(130))
    assert sorted(keys(readings)) == sorted(f"post:t/77/{number}" for number in range(1, 131))


def test_a_forum_that_pages_by_ids_is_read_over_stretches_without_a_public_post() -> None:
    source = forum()
    hidden = frozenset({*range(3, 95), *range(101, 180)})
    asked, readings = talk(source, context_of(source), Forum(190, deleted=hidden, by_ids=True))
    said = [number for number in range(1, 191) if number not in hidden]
    assert set(keys(readings)) == {f"post:t/77/{number}" for number in said}
    assert len(asked) < 20


def test_what_a_forum_is_asked_for_is_what_its_usual_robots_file_allows() -> None:
    refused = ("/search", "/tag/*/l", "/g", "/t/*/*.rss", "/c/*.rss", "/badges", "/my", "/admin/")
    text = "User-agent: *\n" + "\n".join(f"Disallow: {path}" for path in refused)
    file = RobotsFile(text=text, fetched=SINCE)
    for url in (f"{HOME}/", f"{HOME}/c/delivery/12", f"{HOME}/tag/parcels", f"{HOME}/tags/c/delivery/12/x"):
        source = forum(url)
        for ask in KINDS[SourceKind.DISCOURSE].ask(source, context_of(source)):
            assert refusal(file, HOME, ask.url) is None


def test_a_whole_forum_is_not_read_beyond_what_was_heard() -> None:
    source = forum()
    asked, _ = talk(source, context_of(source, since=SINCE), Forum(200))
    assert len(asked) == 1


def test_of_a_long_topic_the_opener_and_the_newest_posts_are_heard_at_first() -> None:
    source = forum(f"{HOME}/c/delivery/12")
    asked, readings = talk(source, context_of(source), Forum(70))
    heard = {int(key.rpartition("/")[2]) for key in keys(readings)}
    assert heard == {*range(1, 21), *range(51, 71)}
    assert len(asked) == 3
    assert [one.title for reading in readings for one in reading.entries if one.title] == ["Lost parcel"]


@pytest.mark.parametrize("posts", [3, 20, 21, 40, 41, 300])
def test_later_every_new_post_of_a_topic_is_heard(posts: int) -> None:
    source = forum(f"{HOME}/c/delivery/12")
    since = datetime(2026, 11, 12, tzinfo=UTC)
    begin = datetime(2026, 11, 10, tzinfo=UTC)
    _, readings = talk(source, context_of(source, since=since), Forum(posts))
    new = {f"post:t/77/{n}" for n in range(1, posts + 1) if begin + timedelta(hours=n) >= since}
    assert new <= set(keys(readings))


def test_a_topic_that_changed_has_another_mark() -> None:
    source = forum(f"{HOME}/c/delivery/12")
    context = context_of(source)
    before, _ = talk(source, context, Forum(3))
    marks = frozenset(one.mark for one in before)
    assert len(talk(source, context, Forum(3), answered=marks)[0]) == 1
    assert len(talk(source, context, Forum(4), answered=marks)[0]) == 2


def test_posts_are_looked_at_again_by_number_and_early_ones_together() -> None:
    source = forum()
    platform = Forum(60, deleted=frozenset({4, 6}))
    urls = [f"{HOME}/t/lost-parcel/77/{number}" for number in (1, 4, 6, 7, 30, 60)]
    asked, readings = check(source, context_of(source), platform, urls)
    assert [one.url for one in asked] == [
        f"{HOME}/t/77.json",
        f"{HOME}/posts/by_number/77/30.json",
        f"{HOME}/posts/by_number/77/60.json",
    ]
    assert [one.posts for one in asked] == [("id0", "id1", "id2", "id3"), ("id4",), ("id5",)]
    assert readings[0].gone == ("post:t/77/4", "post:t/77/6")
    assert keys(readings[1:]) == ["post:t/77/30", "post:t/77/60"]
    assert readings[0].older is None


def test_a_deleted_post_is_a_404_of_its_own_address() -> None:
    source = forum()
    asked, readings = check(
        source, context_of(source), Forum(60, deleted=frozenset({30})), [f"{HOME}/t/lost-parcel/77/30"]
    )
    assert (len(asked), readings) == (1, [])


def test_a_post_at_an_unknown_address_is_looked_at_by_its_page() -> None:
    source = forum()
    asked, _ = check(source, context_of(source), lambda _: None, [f"{HOME}/about#team"])
    assert (asked[0].url, asked[0].part) == (f"{HOME}/about", "page")


def test_an_edit_comes_back_when_a_post_is_looked_at_again() -> None:
    reading = twin("post.json", part="check")
    assert keys([reading]) == ["post:t/77/2"]


def test_a_look_that_does_not_reach_all_posts_hides_none() -> None:
    source = forum()
    body = {"post_stream": {"posts": [{"post_number": 1}], "stream": [1, 2, 3]}, "id": 77}
    ask = Ask(url=f"{HOME}/t/77.json", part="check 1 3")
    reading = read_body(source, context_of(source), json.dumps(body).encode(), ask)
    assert (reading.gone, reading.entries) == ((), ())
    assert "shorter than was asked" in (reading.failure or "")


REFUSED = [
    (b"<!DOCTYPE html><html><body>Log in</body></html>", "not the JSON of Discourse"),
    (b'{"errors": ["You need to be logged in"], "error_type": "not_logged_in"}', "may want a login"),
    (b"[]", "neither posts nor topics"),
    (b'{"latest_posts": {}}', "neither posts nor topics"),
    (b'{"topic_list": {"topics": 3}}', "neither posts nor topics"),
    (b"", "not the JSON of Discourse"),
]


@pytest.mark.parametrize(("body", "why"), REFUSED)
def test_an_answer_that_is_not_discourses_is_a_sentence(body: bytes, why: str) -> None:
    source = forum()
    assert why in (read_body(source, context_of(source), body).failure or "")


ODD = [
    {"topic_id": 5},
    {"post_number": 2},
    {"topic_id": True, "post_number": 1},
    {"topic_id": -1, "post_number": 1},
    7,
    None,
    ["x"],
]


def test_posts_that_cannot_be_read_are_counted() -> None:
    source = forum()
    reading = read_body(source, context_of(source), json.dumps({"latest_posts": ODD}).encode())
    assert [one.reason for one in reading.set_aside] == ["unreadable"] * len(ODD)
    assert adds_up(reading)


def test_topics_without_a_number_are_counted() -> None:
    source = forum(f"{HOME}/c/x/1")
    reading = read_body(source, context_of(source), b'{"topic_list": {"topics": [{}, 5, {"id": 3}]}}')
    assert (reading.read, len(reading.more)) == (2, 1)
    assert adds_up(reading)


@pytest.mark.parametrize(
    ("slug", "path"),
    [("lost-parcel", "lost-parcel"), ("123", "-"), ("", "-"), ("a/b", "-"), ("päckchen", "p%C3%A4ckchen")],
)
def test_every_slug_gives_the_same_key(slug: str, path: str) -> None:
    source = forum()
    post = {"topic_id": 5, "post_number": 2, "topic_slug": slug, "cooked": "late"}
    reading = read_body(source, context_of(source), json.dumps({"latest_posts": [post]}).encode())
    assert reading.entries[0].url == f"{HOME}/t/{path}/5/2"
    assert post_key(reading.entries[0].url) == reading.entries[0].key == "post:t/5/2"


FIELDS = """id topic_id topic_slug topic_title post_number post_type username cooked created_at updated_at
user_id reply_to_post_number actions_summary deleted_at user_deleted hidden accepted_answer staff tags title
slug count name posts stream topics more_topics_url last_posted_at highest_post_number pinned"""
BODIES = st.one_of(
    ANY,
    st.builds(lambda posts: {"latest_posts": posts}, listed(FIELDS)),
    st.builds(
        lambda topics, rest: {"topic_list": {"topics": topics, "more_topics_url": rest}}, listed(FIELDS), ANY
    ),
    st.builds(
        lambda posts, stream, more: {**more, "post_stream": {"posts": posts, "stream": stream}},
        listed(FIELDS),
        st.lists(st.integers(), max_size=3) | ANY,
        record(FIELDS),
    ),
    record(FIELDS).map(lambda found: {"post_number": 1, **found}),
)


@settings(max_examples=100, deadline=None)
@given(body=BODIES, since=st.sampled_from([None, SINCE]), part=st.sampled_from(["", "check 1 2", "topic"]))
def test_no_answer_breaks_the_reader_or_its_account(body: object, since: datetime | None, part: str) -> None:
    source = forum(f"{HOME}/c/delivery/12")
    ask = Ask(url=f"{HOME}/x.json", part=part)
    reading = read_body(source, context_of(source, since=since), written(body), ask)
    assert adds_up(reading)
    assert all(one.key == post_key(one.url) for one in reading.entries)


@pytest.mark.shared
def test_every_recorded_answer_is_read_whole() -> None:
    source = forum()
    readings = list(recorded(source).values())
    assert [one.failure for one in readings] == [None] * 7
    assert all(map(adds_up, readings))
    assert sum(len(one.entries) for one in readings) == 140
    assert sorted(len(one.more) for one in readings) == [0, 0, 0, 0, 0, 2, 2]
