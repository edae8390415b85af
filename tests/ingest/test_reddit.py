import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.context import UnreadableError
from generator.ingest.platforms import post_key
from generator.ingest.reading import KINDS
from generator.ingest.threads import thread_of_link
from generator.markup import to_text
from generator.model.entry import Ask, Reading
from generator.model.source import Source
from generator.model.words import SourceKind, SourceOwner
from tests.ingest.platform_talk import (
    adds_up,
    check,
    context_of,
    keys,
    printed,
    read_body,
    recorded,
    shown,
    talk,
)

FOLDER = Path(__file__).parents[1] / "cases" / "apis" / "reddit"
TWINS = {"new": "new.json", "thread": "thread.json", "feed": "feed.xml"}
TOKENS = {"REDDIT_CLIENT_ID": "my-client", "REDDIT_CLIENT_SECRET": "very-secret"}
BEARER = "bearer-secret"
BASIC = b64encode(b"my-client:very-secret").decode()
HOME = "https://www.reddit.com/r/acme"


def _source(url: str = HOME, **more: Any) -> Source:
    return Source(id="sub", title="The forum", kind=SourceKind.REDDIT, url=url, **more)


def _twin(name: str, **more: Any) -> Reading:
    source = _source(**more)
    return read_body(source, context_of(source), (FOLDER / TWINS[name]).read_bytes())


def _thing(kind: str, number: int, **more: Any) -> dict[str, Any]:
    link = f"{HOME}/comments/p{number:05}/a_title/".removeprefix("https://www.reddit.com")
    return {
        "kind": kind,
        "data": {
            "id": f"p{number:05}" if kind == "t3" else f"c{number:05}",
            "title": f"Post {number}",
            "selftext": "It fails.",
            "body": "For me too.",
            "author": "mira",
            "created_utc": 1_760_000_000.0 + number,
            "permalink": link if kind == "t3" else f"{link}c{number:05}/",
            **more,
        },
    }


class Forum:
    """An invented Reddit: a forum's posts and comments, behind a sign-in."""

    def __init__(self, posts: int = 0, comments: int = 0) -> None:
        self.posts = [_thing("t3", number) for number in range(posts, 0, -1)]
        self.comments = [_thing("t1", number) for number in range(comments, 0, -1)]

    def __call__(self, ask: Ask) -> bytes | None:
        headers, parts = dict(ask.headers), urlsplit(ask.url)
        if parts.path == "/api/v1/access_token":
            assert (ask.body, headers["Authorization"]) == (
                b"grant_type=client_credentials",
                f"Basic {BASIC}",
            )
            return json.dumps({"access_token": BEARER, "token_type": "bearer", "expires_in": 86400}).encode()
        if ask.part == "page":
            return b"<html></html>"
        query = {name: value[0] for name, value in parse_qs(parts.query).items()}
        assert headers == {"Authorization": f"Bearer {BEARER}"}
        assert (parts.hostname, query["raw_json"], ask.gap_seconds) == ("oauth.reddit.com", "1", 1.0)
        if parts.path == "/api/info":
            return self.listing([one for one in self.everything() if _name(one) in query["id"].split(",")])
        rows = self.comments if parts.path.endswith("/comments") else self.posts
        names = [_name(one) for one in rows]
        start = names.index(query["after"]) + 1 if "after" in query else 0
        page = rows[start : start + int(query["limit"])]
        return self.listing(page, _name(page[-1]) if page and page[-1] is not rows[-1] else None)

    def everything(self) -> list[dict[str, Any]]:
        return [*self.posts, *self.comments]

    @staticmethod
    def listing(rows: list[dict[str, Any]], after: str | None = None) -> bytes:
        return json.dumps({"kind": "Listing", "data": {"after": after, "children": rows}}).encode()


def _name(thing: dict[str, Any]) -> str:
    return f"{thing['kind']}_{thing['data']['id']}"


@pytest.mark.parametrize("name", TWINS)
def test_an_answer_is_read_as_expected(name: str) -> None:
    reading = _twin(name)
    expected = yaml.safe_load((FOLDER / f"{name}.expected.yml").read_text("utf-8"))
    assert reading.failure is None
    assert (reading.read, reading.policy) == (expected["read"], "platform")
    assert shown(reading.entries, expected["entries"]) == expected["entries"]
    aside = sorted((msgspec.to_builtins(one) for one in reading.set_aside), key=str)
    assert aside == sorted(expected["set_aside"], key=str)
    assert list(reading.gone) == expected.get("gone", [])
    assert list(reading.left_out) == expected.get("left_out", [])
    assert adds_up(reading)


def test_the_feed_and_the_interface_tell_the_same_of_the_same_post() -> None:
    feed, api = _twin("feed").entries[0], _twin("new").entries[0]
    same = ("scope", "key", "url", "title", "author", "thread", "published")
    assert {name: getattr(feed, name) for name in same} == {name: getattr(api, name) for name in same}
    assert to_text(feed.body) == to_text(api.body) == "Three weeks and nothing."
    for entry in (*_twin("feed").entries, *_twin("new").entries, *_twin("thread").entries):
        assert (entry.key, entry.thread) == (post_key(entry.url), thread_of_link(entry.url))


def test_no_authors_name_is_left_in_the_words_of_a_feed() -> None:
    words = " ".join(to_text(f"{entry.title} {entry.body}") for entry in _twin("feed").entries)
    assert "/u/" not in words
    assert "submitted by" not in words


def test_every_page_of_posts_and_comments_is_heard_behind_a_sign_in() -> None:
    source = _source()
    asked, readings = talk(source, context_of(source, TOKENS), Forum(posts=250, comments=101))
    found = keys(readings)
    assert len(found) == len(set(found)) == 351
    assert (asked[0].part, asked[0].url.partition("#")[0]) == (
        "listings",
        "https://www.reddit.com/api/v1/access_token",
    )
    listed = [one for one in asked if one.part == "posts"]
    assert len(listed) == 5
    assert all(one.marks == () for one in readings if not one.entries)
    assert not any(one.left_out for one in readings)


def test_pages_older_than_what_was_heard_are_not_asked_for() -> None:
    source = _source()
    context = context_of(source, TOKENS, since=datetime(2026, 11, 10, tzinfo=UTC))
    asked, _ = talk(source, context, Forum(posts=250))
    assert [one.part for one in asked] == ["listings", "posts", "posts"]


def _feed(numbers: range) -> bytes:
    entries = "".join(
        f"<entry><id>t3_p{number:05}</id><title>Post {number}</title>"
        f'<link href="{HOME}/comments/p{number:05}/a_title/"/><updated>2026-10-01T08:00:00Z</updated></entry>'
        for number in numbers
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>acme</title>{entries}</feed>'.encode()


def _feeds(ask: Ask) -> bytes:
    if "comments" in ask.url:
        return _feed(range(0))
    return (
        _feed(range(1, 26))
        if "after=" not in ask.url
        else _feed(range(26, 28) if "25" in ask.url else range(0))
    )


@pytest.mark.parametrize("tokens", [{}, {"REDDIT_CLIENT_ID": "my-client"}])
def test_without_credentials_the_feeds_are_heard_one_a_minute_and_that_is_said(
    tokens: dict[str, str],
) -> None:
    source = _source()
    asked, readings = talk(source, context_of(source, tokens), _feeds)
    assert [one.url for one in asked] == [
        f"{HOME}/new/.rss?limit=100",
        f"{HOME}/comments/.rss?limit=100",
        f"{HOME}/new/.rss?limit=100&after=t3_p00025",
        f"{HOME}/new/.rss?limit=100&after=t3_p00027",
    ]
    assert {one.gap_seconds for one in asked} == {60.0}
    assert not any(one.headers for one in asked)
    assert len(keys(readings)) == 27
    assert all("REDDIT_CLIENT_SECRET" in one.left_out[0] for one in readings)
    bounded = context_of(source, since=datetime(2026, 11, 10, tzinfo=UTC))
    assert len(talk(source, bounded, _feeds)[0]) == 2


@pytest.mark.parametrize(("url", "query", "paths"), [
    ("https://www.reddit.com/search", (), ["/search?q=%22Acme%22+OR+%22Acme+cloud%22"]),
    (f"{HOME}/search", (), ["/r/acme/search?q=%22Acme%22+OR+%22Acme+cloud%22&restrict_sr=1"]),
    (HOME, ("Acme",), ["/r/acme/search?q=%22Acme%22+OR+%22Acme+cloud%22&restrict_sr=1"]),
    (f"{HOME}/search?q=refund", (), ["/r/acme/search?q=refund&restrict_sr=1"]),
])  # fmt: skip
def test_a_search_asks_for_the_names_and_says_that_comments_are_left_out(
    url: str, query: tuple[str, ...], paths: list[str]
) -> None:
    source = _source(url, query=query or ())
    names = ("Acme", 'Acme "cloud'.replace(' "', " "))
    asked, readings = talk(source, context_of(source, TOKENS, queries=names), Forum(posts=1))
    assert [one.url for one in asked if one.part == "posts"] == [
        f"https://oauth.reddit.com{path}&sort=new&type=link&limit=100&raw_json=1" for path in paths
    ]
    assert any("search finds posts only" in sentence for one in readings for sentence in one.left_out)


def test_many_names_make_as_few_searches_as_fit() -> None:
    source = _source("https://www.reddit.com/search")
    names = tuple(f"Brand number {number:03}" for number in range(40))
    asks = KINDS[SourceKind.REDDIT].ask(source, context_of(source, queries=names))
    searched = [parse_qs(urlsplit(one.url).query)["q"][0] for one in asks]
    assert " OR ".join(searched) == " OR ".join(f'"{name}"' for name in names)
    assert len(searched) == 3
    assert max(map(len, searched)) <= 400


@pytest.mark.parametrize(
    "url",
    ["https://www.reddit.com/", "https://www.reddit.com/search", "https://other.example/r/acme", "a.json"],
)
def test_an_address_without_a_forum_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(UnreadableError, match=r"names no forum\. Write"):
        KINDS[SourceKind.REDDIT].ask(_source(url), context_of(_source(url)))


@pytest.mark.parametrize(
    "url", [f"{HOME}/", f"{HOME}/new", f"{HOME}/new/.rss", f"{HOME}.rss", "https://old.reddit.com/r/acme"]
)
def test_every_spelling_of_a_forum_is_understood(url: str) -> None:
    asks = KINDS[SourceKind.REDDIT].ask(_source(url), context_of(_source(url)))
    assert [one.url for one in asks] == [f"{HOME}/new/.rss?limit=100", f"{HOME}/comments/.rss?limit=100"]


def test_posts_are_looked_at_again_a_hundred_at_a_time_and_missing_ones_are_gone() -> None:
    source = _source()
    forum = Forum(posts=150, comments=1)
    forum.posts = [one for one in forum.posts if one["data"]["id"] != "p00007"]
    forum.posts[0]["data"]["selftext"] = "It works again."
    forum.comments[0]["data"].update(body="[deleted]", author="[deleted]")
    urls = [f"{HOME}/comments/p{number:05}/a_title/" for number in range(150, 0, -1)]
    urls += [f"{HOME}/comments/p00001/a_title/c00001/", "https://other.example/1"]
    asked, readings = check(source, context_of(source, TOKENS), forum, urls)
    assert [(one.part.split(" ")[0], len(one.posts), one.many) for one in asked] == [
        ("again", 0, False),
        ("page", 1, False),
        ("posts", 100, True),
        ("posts", 51, True),
    ]
    assert asked[2].posts[:2] == ("id0", "id1")
    gone = [key for one in readings for key in one.gone]
    assert sorted(gone) == ["post:t1_c00001", "post:t3_p00007"]
    assert len(keys(readings)) == 149
    assert readings[-2].entries[0].body == "It works again."
    assert not any(one.older for one in readings)


def test_an_empty_answer_about_several_posts_hides_none_of_them() -> None:
    source = _source()
    urls = [f"{HOME}/comments/p{number:05}/a_title/" for number in (1, 2)]
    _, readings = check(source, context_of(source, TOKENS), Forum(), urls)
    assert "Reddit showed none of 2 posts" in (readings[-1].failure or "")
    _, readings = check(source, context_of(source, TOKENS), Forum(), urls[:1])
    assert readings[-1].gone == ("post:t3_p00001",)


def test_without_credentials_posts_are_looked_at_by_their_page_once_a_minute() -> None:
    source = _source()
    asked, _ = check(source, context_of(source), lambda _: None, [f"{HOME}/comments/p00001/a_title/"])
    assert [(one.part, one.gap_seconds, one.posts) for one in asked] == [("page", 60.0, ("id0",))]
    assert check(source, context_of(source, TOKENS), Forum(), []) == ([], [])


@pytest.mark.parametrize(
    ("owner", "official"), [("company", True), ("independent", False), ("regulator", False)]
)
def test_moderators_speak_for_the_company_only_in_its_own_forum(owner: str, *, official: bool) -> None:
    entries = _twin("new", owner=SourceOwner(owner)).entries
    assert {entry.key: entry.official for entry in entries} == {
        "post:t3_1abcd1": False,
        "post:t3_1abcd4": False,
        "post:t3_1abcd5": official,
    }


def test_no_secret_and_no_token_stands_where_it_may_be_printed() -> None:
    source = _source()
    context = context_of(source, TOKENS)
    urls = [f"{HOME}/comments/p{number:05}/a_title/" for number in (1, 2)]
    shown = printed(*talk(source, context, Forum(posts=101))) + printed(
        *check(source, context, Forum(), urls)
    )
    shown += str(read_body(source, context, b'{"error": 401, "message": "Unauthorized"}').failure)
    assert not any(word in shown for word in ("secret", "my-client", BASIC, BEARER))


@pytest.mark.parametrize(
    "body", [b'{"error": "unauthorized"}', b"nothing", b"[]", b"<html><body>Blocked</body></html>"]
)
def test_what_holds_no_posts_is_a_failure_with_a_sentence(body: bytes) -> None:
    source = _source()
    reading = read_body(source, context_of(source), body)
    assert reading.failure
    assert reading.failure.endswith(".")


def test_a_recorded_sign_in_gives_the_listings() -> None:
    source = _source()
    reading = read_body(source, context_of(source), json.dumps({"access_token": BEARER}).encode())
    assert [one.url for one in reading.more] == [
        "https://oauth.reddit.com/r/acme/new?limit=100&raw_json=1",
        "https://oauth.reddit.com/r/acme/comments?limit=100&raw_json=1",
    ]


FIELDS = st.sampled_from([
    "kind", "data", "children", "after", "id", "title", "selftext", "selftext_html", "body", "body_html",
    "author", "permalink", "subreddit", "link_id", "parent_id", "created_utc", "edited", "score", "replies",
    "count", "removed_by_category", "link_flair_text", "distinguished", "access_token", "stickied",
])  # fmt: skip
PLACES = st.sampled_from(["Listing", "t1", "t3", "more", "/r/acme/comments/abc123/x/", "[removed]"])
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text(max_size=9) | PLACES
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=6),
    max_leaves=25,
)


@given(
    VALUES,
    st.sampled_from(["bare", "listing", "post", "comment"]),
    st.sampled_from(["", "again x", "older x"]),
)
@settings(max_examples=100, deadline=None)
def test_no_json_raises_and_all_adds_up(value: Any, envelope: str, part: str) -> None:
    source = _source()
    wrapped = {
        "bare": value,
        "listing": [value],
        "post": [{"kind": "t3", "data": {"id": "abc123", "title": value, "edited": value, "replies": value}}],
        "comment": [
            {"kind": "t1", "data": {"id": "abc123", "body": "x", "created_utc": value, "score": value}}
        ],
    }
    found = wrapped[envelope]
    body = json.dumps(found) if envelope == "bare" else Forum.listing(found, "t3_abc123").decode()
    ask = Ask(url="https://oauth.reddit.com/r/acme/new?limit=100", part=part)
    assert adds_up(read_body(source, context_of(source, TOKENS), body.encode("utf-8", "replace"), ask))


@pytest.mark.shared
@pytest.mark.parametrize(("name", "count"), [
    ("feeddeck_reddit_responseSubreddit.xml", 5),
    ("reddit-atom_rss.xml", 24),
    ("reddit-home_rss.xml", 24),
    ("rss_2.0_reddit.xml", 1),
])  # fmt: skip
def test_real_feeds_are_accounted_for(name: str, count: int) -> None:
    source = _source()
    reading = recorded(source, name)[name]
    assert (reading.read, len(reading.entries)) == (count, count)
    assert all(entry.key.startswith("post:t3_") for entry in reading.entries)
    assert not any("submitted by" in to_text(entry.body) for entry in reading.entries)
