from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.context import Post, UnreadableError
from generator.ingest.platforms import post_key
from generator.ingest.sources import mastodon
from generator.model.words import MentionId
from tests.ingest.instances import (
    CASES,
    Platform,
    answered,
    as_expected,
    aside,
    cases,
    context,
    reading,
    source,
)
from tests.ingest.odd_json import ANY, records
from tests.ingest.platform_talk import adds_up, recorded

HOME = "https://social.example"
TRAM = source("mastodon", f"{HOME}/tags/tramline")
TAG = f"{HOME}/api/v1/timelines/tag/tramline?limit=40"


def _status(number: int, **more: Any) -> dict[str, Any]:
    account = {"acct": "ada", "indexable": True, **more.pop("account", {})}
    url = f"{HOME}/@ada/{number}"
    words = {"content": f"<p>{number}</p>", "visibility": "public", "created_at": "2026-10-01T00:00:00.000Z"}
    return {"id": str(number), "url": url, "account": account, **words, **more}


@pytest.mark.parametrize("name", cases("mastodon"))
def test_an_answer_is_read_as_expected(name: str) -> None:
    as_expected("mastodon", name)


def test_a_timeline_is_paged_until_it_is_empty_however_short_its_pages_are() -> None:
    first, second = [_status(n) for n in range(1050, 1010, -1)], [_status(n) for n in (1010, 999)]
    pages = {TAG: first, f"{TAG}&max_id=1011": second, f"{TAG}&max_id=999": []}
    found = Platform(pages).listen(TRAM)
    assert [one.read for one in found] == [40, 2, 0]
    assert found[-1].older is None


def test_an_instance_that_does_not_page_is_not_asked_for_ever() -> None:
    again = f"{TAG}&max_id=998"
    assert answered(TRAM, [_status(1000), _status(998)], again).older is None


def test_a_timeline_of_people_who_all_opted_out_still_shows_how_far_it_was_heard() -> None:
    found = answered(TRAM, [_status(n, account={"indexable": False}) for n in (1002, 1001)], TAG)
    assert found.entries == ()
    assert found.marks == ("post:status/1002", "post:status/1001")
    assert found.older is not None


def test_words_are_asked_for_as_hashtags_each_once() -> None:
    asked = [
        ask.url
        for ask in mastodon.ask(
            source("mastodon", HOME), context(queries=("Tram Line!", "#tramline", "Zürich", "!"))
        )
    ]
    assert asked == [TAG, f"{HOME}/api/v1/timelines/tag/z%C3%BCrich?limit=40"]


def test_beside_a_hashtag_only_written_words_are_asked_for() -> None:
    more = source("mastodon", f"{HOME}/tags/tramline/", query=["Bus Line"])
    asked = [ask.url for ask in mastodon.ask(more, context(queries=("Bus Line", "A brand")))]
    assert asked == [TAG, TAG.replace("tramline", "busline")]


def test_a_feed_is_asked_for_as_it_is() -> None:
    feed = source("mastodon", f"{HOME}/tags/tramline.rss")
    assert [ask.url for ask in mastodon.ask(feed, context())] == [feed.url]


@pytest.mark.parametrize(("url", "queries"), [(HOME, ()), (HOME, ("!",)), ("tags/tram", ("tram",))])
def test_an_address_without_a_hashtag_and_without_words_is_refused_with_advice(
    url: str, queries: tuple[str, ...]
) -> None:
    with pytest.raises(UnreadableError, match=r"names no hashtag.*instance\.example/tags/name"):
        mastodon.ask(source("mastodon", url), context(queries=queries))


OPTED_OUT = [
    {"account": {"indexable": False}},
    {"account": {"noindex": True}},
    {"account": {"discoverable": False}},
    {"visibility": "private"},
]
NOT_STATED = [
    {"account": {"indexable": None}},
    {"account": {"noindex": None}},
    {"account": {"discoverable": None}},
    {"visibility": None},
    {"account": {"noindex": False, "discoverable": True}},
]


@pytest.mark.parametrize("more", OPTED_OUT)
def test_whoever_asked_not_to_be_found_is_set_aside_and_hidden_where_known(more: dict[str, Any]) -> None:
    found = answered(TRAM, _status(1000, **more), f"{HOME}/api/v1/statuses/1000")
    assert aside(found) == [("opted_out", "post:status/1000")]
    assert (found.gone, found.noindex) == (("post:status/1000",), True)
    listed = answered(TRAM, [_status(1001), _status(1000, **more)])
    assert (len(listed.entries), listed.gone, listed.noindex) == (1, ("post:status/1000",), False)


@pytest.mark.parametrize("more", NOT_STATED)
def test_what_a_version_does_not_state_is_no_opting_out(more: dict[str, Any]) -> None:
    found = answered(TRAM, [_status(1000, **more)])
    assert (len(found.entries), found.gone) == (1, ())


def test_a_status_is_looked_at_again_by_its_number_and_a_strangers_by_its_page() -> None:
    posts = [
        Post(id=MentionId("a"), url=f"{HOME}/@ada/1000"),
        Post(id=MentionId("b"), url=f"{HOME}/@bob@elsewhere.example/1001"),
        Post(id=MentionId("c"), url="https://elsewhere.example/@bob/7"),
        Post(id=MentionId("d"), url=f"{HOME}/@ada/x.y"),
    ]
    asks = [(ask.url, ask.posts, ask.part) for ask in mastodon.check(posts, TRAM, context())]
    assert asks == [
        (f"{HOME}/api/v1/statuses/1000", ("a",), "status"),
        (f"{HOME}/api/v1/statuses/1001", ("b",), "status"),
        ("https://elsewhere.example/@bob/7", ("c",), "page"),
        (f"{HOME}/@ada/x.y", ("d",), "page"),
    ]


def test_an_edit_is_found_when_a_status_is_looked_at_again() -> None:
    found = answered(TRAM, _status(1000, content="<p>solved</p>", edited_at="2026-10-02T00:00:00.000Z"))
    (entry,) = found.entries
    assert entry.body == "<p>solved</p>"
    assert entry.updated is not None
    assert found.older is None


def test_a_key_is_what_its_own_address_says_wherever_the_status_comes_from() -> None:
    far = _status(
        113400000000000008, url="https://notes.example/notes/9x", account={"acct": "cy@notes.example"}
    )
    found = answered(TRAM, [_status(113400000000000009), far])
    assert [entry.key for entry in found.entries] == [post_key(entry.url) for entry in found.entries]


def test_a_status_is_one_by_feed_and_by_interface() -> None:
    by_feed = reading(TRAM, (CASES / "mastodon" / "feed" / "answer.xml").read_bytes())
    by_interface = reading(TRAM, (CASES / "mastodon" / "tag" / "answer.json").read_bytes())
    for entry in by_feed.entries:
        (same,) = (one for one in by_interface.entries if entry.key in {one.key, *one.also})
        assert entry.author in {same.author, None}


def test_replies_in_a_circle_do_not_go_round_for_ever() -> None:
    statuses = [_status(1000, in_reply_to_id="1001"), _status(1001, in_reply_to_id="1000")]
    threads = [entry.thread for entry in answered(TRAM, statuses).entries]
    assert threads == ["post:status/1000", "post:status/1000"]


def test_a_file_of_statuses_keeps_their_own_addresses() -> None:
    recorded = source("mastodon", "statuses.json")
    assert [entry.url for entry in answered(recorded, [_status(1000)]).entries] == [f"{HOME}/@ada/1000"]


@pytest.mark.parametrize("body", [b'{"error": "The access token is invalid"}', b"17", b'"x"', b"{", b""])
def test_what_is_no_answer_of_mastodon_is_said(body: bytes) -> None:
    failure = reading(TRAM, body).failure
    assert failure is not None
    assert "Mastodon's interface" in failure


STATUS = st.builds(
    lambda one, account: {**one, **account},
    records(
        "id", "url", "content", "spoiler_text", "created_at", "edited_at", "in_reply_to_id", "tags",
        "language", "favourites_count", "visibility", "reblog",
    ),
    st.fixed_dictionaries({"account": records("acct", "username", "bot", "roles", "indexable", "noindex")}),
)  # fmt: skip
NUMBERED = st.builds(lambda one, number: {**one, "id": number}, STATUS, st.sampled_from(["1", "22", "333"]))


@given(st.lists(NUMBERED | STATUS | ANY, max_size=5) | STATUS | ANY, st.sampled_from(["", TAG, "https://["]))
@settings(max_examples=100, deadline=None)
def test_no_json_raises_and_all_add_up(value: object, asked: str) -> None:
    assert adds_up(answered(TRAM, value, asked))


@pytest.mark.shared
def test_every_real_body_is_read_whole() -> None:
    (found,) = recorded(TRAM).values()
    assert found.failure is None
    assert adds_up(found)
    assert all(entry.author and "@" in entry.author for entry in found.entries)
    assert (found.read, len(found.entries)) == (4, 4)
