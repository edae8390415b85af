from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.apis.lemmy_pages import LISTS
from generator.ingest.context import Post, UnreadableError
from generator.ingest.platforms import post_key
from generator.ingest.sources import lemmy
from generator.model.entry import Snapshot
from generator.model.words import MentionId, SourceId
from tests.ingest.instances import Platform, answered, as_expected, cases, context, reading, source
from tests.ingest.odd_json import ANY, records
from tests.ingest.platform_talk import adds_up, recorded

TRAM = source("lemmy", "https://forum.example/c/tramline")
ALL = source("lemmy", "https://forum.example/")
API = "https://forum.example/api/v3"
LISTED = "community_name=tramline&type_=All&sort=New&limit=50"


def _post(number: int, **more: Any) -> dict[str, Any]:
    one = {"id": number, "name": f"Post {number}", "published": "2026-10-01T00:00:00Z", **more}
    return {"post": one, "community": {"name": "tramline"}}


@pytest.mark.parametrize("name", cases("lemmy"))
def test_an_answer_is_read_as_expected(name: str) -> None:
    as_expected("lemmy", name)


def test_a_community_is_paged_to_its_end_by_number() -> None:
    old = {"published": "2026-10-01T00:00:00.000000"}
    pages = [
        [_post(number, **old) for number in range(begin, end)]
        for begin, end in ((100, 150), (50, 100), (0, 7))
    ]
    asked = {f"{API}/post/list?{LISTED}&page={place}": {"posts": page} for place, page in enumerate(pages, 1)}
    platform = Platform({**asked, f"{API}/comment/list?{LISTED}&page=1": {"comments": []}})
    found = platform.listen(TRAM)
    keys = {entry.key for one in found for entry in one.entries}
    assert len(keys) == 107
    assert len(platform.asked) == 4
    assert all(map(adds_up, found))


def test_a_community_is_paged_to_its_end_by_cursor_where_the_instance_gives_one() -> None:
    first, second = [_post(number) for number in range(50)], [_post(number) for number in range(50, 100)]
    pages = {
        f"{API}/post/list?{LISTED}&page=1": {"posts": first, "next_page": "Pa"},
        f"{API}/post/list?{LISTED}&page_cursor=Pa": {"posts": second, "next_page": "Pb"},
        f"{API}/post/list?{LISTED}&page_cursor=Pb": {"posts": second, "next_page": "Pb"},
        f"{API}/comment/list?{LISTED}&page=1": {"comments": []},
    }
    found = Platform(pages).listen(TRAM)
    assert sum(one.read for one in found) == 150
    assert found[-1].older is None


def test_an_instance_that_gives_every_page_the_same_posts_is_asked_once_and_that_is_said() -> None:
    full = {"posts": [_post(number) for number in range(50)]}
    pages: dict[str, object] = {
        f"{API}/post/list?{LISTED}&page=1": full,
        f"{API}/comment/list?{LISTED}&page=1": {"comments": []},
    }
    posts, comments = Platform(pages).listen(TRAM)
    assert (len(posts.entries), posts.older, posts.left_out) == (50, None, (lemmy.NO_PAGES,))
    assert comments.left_out == ()


def test_a_comment_that_an_instance_does_not_know_is_not_taken_for_deleted() -> None:
    posts = [Post(id=MentionId(one), url=f"https://forum.example/{one}/12") for one in ("post", "comment")]
    for ask in lemmy.check(posts, TRAM, context()):
        assert ask.refusals == (400, 404)
        bare = Snapshot(source=SourceId("t"), url="", asked=ask.url, body=b"", status=404)
        with pytest.raises(UnreadableError):
            lemmy.read(bare, TRAM, context())
        gone = answered(TRAM, {"error": f"couldnt_find_{ask.part}"}, ask.url)
        assert (gone.failure, gone.gone) == (None, (f"post:{ask.part}/12",))
        assert answered(TRAM, {"error": "rate_limit_error"}, ask.url).failure


def test_every_word_is_searched_for_among_posts_and_comments() -> None:
    asked = [ask.url for ask in lemmy.ask(ALL, context(queries=("Tram & Bus",)))]
    form = "https://forum.example/api/v3/search?type_={}&sort=New&limit=50&page=1&q=Tram+%26+Bus&listing_type=All"
    assert asked == [form.format("Posts"), form.format("Comments")]
    full = {"type_": "Posts", "posts": [_post(n) for n in range(50)], "comments": [], "users": []}
    older = answered(ALL, full, asked[0]).older
    assert older is not None
    assert older.url == form.format("Posts").replace("page=1", "page=2")


def test_a_community_of_another_instance_is_asked_for_by_its_whole_name() -> None:
    ask, _ = lemmy.ask(source("lemmy", "https://forum.example/c/tram.line@else.example:8443/"), context())
    assert "community_name=tram.line%40else.example%3A8443&" in ask.url


def test_a_feed_is_asked_for_as_it_is() -> None:
    feed = source("lemmy", "https://forum.example/feeds/c/tramline.xml?sort=New")
    assert [ask.url for ask in lemmy.ask(feed, context())] == [feed.url]


@pytest.mark.parametrize(
    "url", ["https://forum.example", "tramline", "https://[", "https://forum.example/u/ada"]
)
def test_an_address_without_a_community_and_without_words_is_refused_with_advice(url: str) -> None:
    with pytest.raises(UnreadableError, match=r"names no community.*instance\.example/c/name"):
        lemmy.ask(source("lemmy", url), context())


def test_pinned_posts_do_not_pass_for_continuity() -> None:
    posts = [
        _post(1, featured_community=True),
        _post(2, featured_local=True),
        _post(9),
        _post(8, deleted=True),
    ]
    found = answered(TRAM, {"posts": posts})
    assert found.marks == ("post:post/9", "post:post/8")
    assert len(found.entries) == 3


def test_an_instance_that_does_not_know_the_community_is_not_taken_at_its_word() -> None:
    others = {"posts": [{"post": {"id": 1, "name": "x"}, "community": {"name": "cats"}}]}
    assert "may not know tramline" in (answered(TRAM, others).failure or "")
    assert answered(ALL, others).failure is None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"[]", "is not one of Lemmy's interface. Check"),
        (b'{"error": "couldnt_find_community"}', "(it says couldnt_find_community)"),
        (b'{"error": "<b>no</b>"}', "interface. Check"),
        (b"<!doctype html><title>Wait</title>", "not the JSON of Lemmy's interface"),
    ],
)
def test_what_is_no_answer_of_lemmy_is_said(body: bytes, said: str) -> None:
    failure = reading(TRAM, body).failure
    assert failure is not None
    assert failure.startswith("A twin: ")
    assert said in failure


def test_a_post_is_looked_at_again_by_its_number_and_a_strangers_by_its_page() -> None:
    posts = [
        Post(id=MentionId("a"), url="https://forum.example/post/61"),
        Post(id=MentionId("b"), url="https://forum.example/comment/12"),
        Post(id=MentionId("c"), url="https://elsewhere.example/post/61"),
    ]
    asks = [(ask.url, ask.posts, ask.part) for ask in lemmy.check(posts, TRAM, context())]
    assert asks == [
        (f"{API}/post?id=61", ("a",), "post"),
        (f"{API}/comment?id=12", ("b",), "comment"),
        ("https://elsewhere.example/post/61", ("c",), "page"),
    ]


def test_a_post_that_was_deleted_since_is_named_gone_when_it_is_looked_at_again() -> None:
    found = answered(TRAM, {"post_view": _post(61, deleted=True), "cross_posts": []}, f"{API}/post?id=61")
    assert found.gone == ("post:post/61",)
    assert (found.entries, found.older) == ((), None)


def test_of_a_post_too_long_to_be_rendered_nothing_is_dropped_unsaid() -> None:
    long = "<late> " * 20_000
    (entry,) = answered(TRAM, {"posts": [_post(1, body=long)]}).entries
    assert entry.cut
    assert entry.body.startswith("&lt;late&gt; ")


def test_a_key_is_what_its_own_address_says() -> None:
    comment = {"comment": {"id": 5, "content": "x", "path": "0.x.5"}}
    found = answered(ALL, {"posts": [_post(7)], "comments": [comment]})
    assert [entry.key for entry in found.entries] == [post_key(entry.url) for entry in found.entries]
    assert found.entries[1].thread is None


def test_a_page_address_that_makes_no_sense_begins_anew() -> None:
    comments = [{"comment": {"id": n, "content": "x"}} for n in range(50)]
    older = answered(TRAM, {"comments": comments}, f"{API}/comment/list?page=x&limit=y").older
    assert older is not None
    assert older.url == f"{API}/comment/list?page=2&limit=y"


VIEW = records(
    "post",
    "comment",
    "creator",
    "community",
    "counts",
    inner=records(
        "id", "name", "body", "content", "published", "updated", "path", "post_id", "score", "deleted"
    ),
)


@given(
    st.fixed_dictionaries({}, optional={name: st.lists(VIEW | ANY, max_size=4) | ANY for name in LISTS})
    | st.fixed_dictionaries({"post_view": VIEW | ANY})
    | ANY,
    st.sampled_from(
        ["", f"{API}/post/list?page=1&limit=1", "https://[", "https://forum.example/api/v3/x?" + "a=1&" * 60]
    ),
)
@settings(max_examples=100, deadline=None)
def test_no_json_raises_and_all_add_up(value: object, asked: str) -> None:
    assert adds_up(answered(ALL, value, asked))


@pytest.mark.shared
def test_every_real_body_is_read_whole() -> None:
    found = recorded(source("lemmy", "https://lemmy.world")).values()
    assert all(one.failure is None and adds_up(one) for one in found)
    entries = [entry for one in found for entry in one.entries]
    assert all(entry.key.startswith("post:post/") and entry.score is not None for entry in entries)
    assert not any("submitted by" in entry.body for entry in entries)
    assert sorted((one.read, len(one.entries)) for one in found) == [(2, 2), (8, 8)]
