import json
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

FOLDER = Path(__file__).parents[1] / "cases" / "apis" / "github"
TWINS = sorted(path.name.removesuffix(".expected.yml") for path in FOLDER.glob("*.expected.yml"))
TOKENS = {"GITHUB_TOKEN": "ghp_very-secret"}
HOME = "https://github.com/acme/app"


def _source(url: str = HOME, owner: SourceOwner = SourceOwner.INDEPENDENT) -> Source:
    return Source(id="app", title="The app's repository", kind=SourceKind.GITHUB, url=url, owner=owner)


def _twin(name: str, owner: SourceOwner = SourceOwner.INDEPENDENT) -> Reading:
    source = _source(owner=owner)
    return read_body(source, context_of(source), (FOLDER / f"{name}.json").read_bytes())


def _issue(number: int, day: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://api.github.com/repos/acme/app/issues/{number}",
        "html_url": f"{HOME}/issues/{number}",
        "number": number,
        "title": f"Issue {number}",
        "body": "It fails.",
        "user": {"login": "mira", "type": "User"},
        "created_at": "2026-10-01T08:00:00Z",
        "updated_at": f"2026-11-{day:02}T08:00:00Z",
        **more,
    }


def _comment(number: int, **more: Any) -> dict[str, Any]:
    url = "https://api.github.com/repos/acme/app/issues"
    named = {"url": f"{url}/comments/{number}", "issue_url": f"{url}/1"}
    return _issue(1, **{**named, "html_url": f"{HOME}/issues/1#issuecomment-{number}", **more})


class Hub:
    """An invented GitHub with its listings, single posts and discussions."""

    def __init__(self, issues: int = 0, comments: int = 0) -> None:
        self.issues = [_issue(number) for number in range(issues, 0, -1)]
        self.comments = [_comment(number) for number in range(comments, 0, -1)]
        self.graph: dict[str | None, Any] = {}
        """GraphQL answers by the cursor they begin after."""

    def __call__(self, ask: Ask) -> bytes | None:
        if ask.body is not None:
            variables = json.loads(ask.body)["variables"]
            found = self.graph.get(variables.get("inner") or variables.get("after"))
            return None if found is None else json.dumps(found).encode()
        parts = urlsplit(ask.url)
        if not parts.query:
            rows = [row for row in (*self.issues, *self.comments) if row["url"] == ask.url]
            return json.dumps(rows[0]).encode() if rows else None
        query = {name: int(value[0]) for name, value in parse_qs(parts.query).items() if value[0].isdigit()}
        rows = self.comments if parts.path.endswith("/comments") else self.issues
        start = (query.get("page", 1) - 1) * query["per_page"]
        return json.dumps(rows[start : start + query["per_page"]]).encode()


@pytest.mark.parametrize("name", TWINS)
def test_an_answer_is_read_as_expected(name: str) -> None:
    reading = _twin(name)
    expected = yaml.safe_load((FOLDER / f"{name}.expected.yml").read_text("utf-8"))
    assert reading.failure is None
    assert (reading.read, reading.policy) == (expected["read"], "platform")
    assert shown(reading.entries, expected["entries"]) == expected["entries"]
    assert [msgspec.to_builtins(one) for one in reading.set_aside] == expected["set_aside"]
    assert list(reading.gone) == expected.get("gone", [])
    assert list(reading.left_out) == expected.get("left_out", [])
    assert adds_up(reading)


def test_every_page_of_issues_and_comments_is_heard() -> None:
    source = _source()
    asked, readings = talk(source, context_of(source), Hub(issues=205, comments=101))
    found = keys(readings)
    assert len(found) == len(set(found)) == 306
    assert [parse_qs(urlsplit(one.url).query).get("page") for one in asked] == [
        None, None, ["2"], ["2"], ["3"],
    ]  # fmt: skip


def test_pages_older_than_what_was_heard_are_not_asked_for() -> None:
    source = _source()
    context = context_of(source, since=datetime(2026, 11, 10, tzinfo=UTC))
    asked, _ = talk(source, context, Hub(issues=205))
    assert len(asked) == 2


def test_a_listing_heard_to_its_end_shows_that_nothing_was_missed() -> None:
    source = _source()
    hub = Hub(issues=2, comments=1)
    _, before = talk(source, context_of(source), hub)
    hub.issues = [_issue(1, day=9), _issue(2, day=8)]
    _, after = talk(source, context_of(source), hub)
    seen = [set(one.marks or ()) for one in before]
    assert all(set(one.marks or ()) & marks for one, marks in zip(after, seen, strict=True))
    _, full = talk(source, context_of(source, since=datetime(2026, 11, 10, tzinfo=UTC)), Hub(issues=100))
    assert "end:issues" not in (full[0].marks or ())


def test_new_activity_changes_a_mark_and_quiet_does_not() -> None:
    source = _source()
    quiet, busy = (
        read_body(source, context_of(source), json.dumps([_issue(1, day)]).encode()) for day in (1, 2)
    )
    again = read_body(source, context_of(source), json.dumps([_issue(1)]).encode())
    assert quiet.marks == again.marks
    assert set(quiet.marks or ()) & set(busy.marks or ()) == {"end:issues"}


@pytest.mark.parametrize(
    ("owner", "official"), [("company", True), ("independent", False), ("regulator", False)]
)
@pytest.mark.parametrize(("twin", "key"), [
    ("issues", "post:acme/app/issues/9"),
    ("comments", "post:issuecomment-501"),
    ("discussions", "post:discussioncomment-77"),
])  # fmt: skip
def test_staff_speak_for_the_company_only_in_its_own_repository(
    owner: str, *, official: bool, twin: str, key: str
) -> None:
    reading = _twin(twin, SourceOwner(owner))
    assert [entry.official for entry in reading.entries if entry.key == key] == [official]
    assert sum(entry.official for entry in reading.entries) == official


@pytest.mark.parametrize(("url", "said"), [(HOME, [True]), (f"{HOME}.git", [True]), (f"{HOME}/issues", [])])
def test_without_a_token_discussions_are_left_out_and_that_is_said(url: str, said: list[bool]) -> None:
    source = _source(url)
    asked, readings = talk(source, context_of(source), Hub(issues=1))
    assert [one.part for one in asked] == ["issues", "comments"]
    assert not any("Authorization" in dict(one.headers) for one in asked)
    assert ["GITHUB_TOKEN" in sentence for one in readings for sentence in one.left_out] == said


def test_discussions_alone_are_refused_without_a_token_with_a_sentence() -> None:
    source = _source(f"{HOME}/discussions")
    with pytest.raises(UnreadableError, match="Set GITHUB_TOKEN, or name the issues"):
        KINDS[SourceKind.GITHUB].ask(source, context_of(source))


def test_a_recorded_feed_is_read_under_the_keys_of_the_interface() -> None:
    source = _source(f"{HOME}/discussions")
    entry = f'<entry><id>tag:5</id><title>Is it back?</title><link href="{HOME}/discussions/5"/></entry>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Discussions</title>{entry}</feed>'
    reading = read_body(source, context_of(source), feed.encode())
    assert keys([reading]) == ["post:acme/app/discussions/5"]


def test_with_a_token_discussions_are_heard_too_and_nothing_is_left_out() -> None:
    source = _source()
    hub = Hub(issues=1)
    hub.graph[None] = {"data": {"repository": {"discussions": {"pageInfo": {}, "nodes": []}}}}
    asked, readings = talk(source, context_of(source, TOKENS), hub)
    assert [one.part for one in asked] == ["issues", "comments", "discussions"]
    assert all(dict(one.headers)["Authorization"] == "Bearer ghp_very-secret" for one in asked)
    assert [one.left_out for one in readings] == [(), (), ()]


def _talked(number: int, comments: list[int], after: str | None = None, **more: Any) -> dict[str, Any]:
    url = f"{HOME}/discussions/{number}"
    return {
        "number": number,
        "url": url,
        "updatedAt": "2026-11-08T08:00:00Z",
        "comments": {
            "pageInfo": {"hasNextPage": after is not None, "endCursor": after},
            "nodes": [
                {"url": f"{url}#discussioncomment-{one}", "bodyHTML": f"<p>{one}</p>", "author": None}
                for one in comments
            ],
        },
        **more,
    }


OPENING = {"title": "A question", "createdAt": "2026-11-06T08:00:00Z", "bodyHTML": "<p>Why?</p>"}


def _listed(nodes: list[Any], after: str | None = None) -> dict[str, Any]:
    info = {"hasNextPage": after is not None, "endCursor": after}
    return {"data": {"repository": {"discussions": {"pageInfo": info, "nodes": nodes}}}}


def _one(node: Any, **more: Any) -> dict[str, Any]:
    return {"data": {"repository": {"discussion": node}}, **more}


def test_every_page_of_discussions_and_of_their_comments_is_heard() -> None:
    source = _source(f"{HOME}/discussions")
    hub = Hub()
    hub.graph = {
        None: _listed([_talked(2, [1, 2], after="C1", **OPENING)], after="D1"),
        "C1": _one(_talked(2, [3])),
        "D1": _listed([_talked(1, [], **OPENING)]),
    }
    asked, readings = talk(source, context_of(source, TOKENS), hub)
    assert sorted(keys(readings)) == [
        "post:acme/app/discussions/1", "post:acme/app/discussions/2", "post:discussioncomment-1",
        "post:discussioncomment-2", "post:discussioncomment-3",
    ]  # fmt: skip
    mark = next(one.mark for one in asked if one.mark)
    assert mark == f"{HOME}/discussions/2@2026-11-08T08:00:00Z#C1"
    again, _ = talk(source, context_of(source, TOKENS), hub, answered=frozenset([mark]))
    assert mark not in {one.mark for one in again}
    bounded = context_of(source, TOKENS, since=datetime(2026, 11, 15, tzinfo=UTC))
    asked, _ = talk(source, bounded, hub)
    assert [one.part for one in asked] == ["discussions", "comments"]


def test_a_post_looked_at_again_brings_its_edit_and_a_missing_one_is_a_404() -> None:
    source = _source()
    hub = Hub(issues=1, comments=1)
    hub.issues[0]["body"] = "It fails, but only on Mondays."
    urls = [
        f"{HOME}/issues/1",
        f"{HOME}/issues/1#issuecomment-1",
        f"{HOME}/issues/7",
        "https://other.example/1",
    ]
    asked, readings = check(source, context_of(source), hub, urls)
    assert [one.url for one in asked] == [
        "https://api.github.com/repos/acme/app/issues/1",
        "https://api.github.com/repos/acme/app/issues/comments/1",
        "https://api.github.com/repos/acme/app/issues/7",
        "https://other.example/1",
    ]
    assert [one.posts for one in asked] == [("id0",), ("id1",), ("id2",), ("id3",)]
    assert keys(readings) == ["post:acme/app/issues/1", "post:issuecomment-1"]
    assert readings[0].entries[0].body == "It fails, but only on Mondays."
    assert [one.older for one in readings] == [None, None]


def test_an_issue_that_moved_and_a_repository_that_was_renamed_keep_their_keys() -> None:
    source = _source()
    moved = _issue(1, html_url="https://github.com/acme/other/issues/77")
    asked = Ask(url="https://api.github.com/repos/acme/app/issues/1", part="again")
    assert keys([read_body(source, context_of(source), json.dumps(moved).encode(), asked)]) == [
        "post:acme/app/issues/1"
    ]
    renamed = [_issue(4, html_url="https://github.com/acme/new-name/issues/4")]
    assert keys([read_body(source, context_of(source), json.dumps(renamed).encode())]) == [
        "post:acme/app/issues/4"
    ]
    other = _source("https://github.com/Acme/App")
    assert keys([read_body(other, context_of(other), json.dumps([_issue(4)]).encode())]) == [
        "post:acme/app/issues/4"
    ]


def test_keys_are_those_that_a_feed_gives_the_same_addresses() -> None:
    for twin in ("issues", "comments", "discussions"):
        assert all(entry.key == post_key(entry.url) for entry in _twin(twin).entries)


AGAIN = [f"{HOME}/discussions/2{at}" for at in ("", "#discussioncomment-1", "#discussioncomment-3")]


def test_comments_that_left_a_discussion_are_gone_once_all_of_it_was_read() -> None:
    source = _source()
    hub = Hub()
    hub.graph = {None: _one(_talked(2, [2], after="C1", **OPENING)), "C1": _one(_talked(2, [3]))}
    asked, readings = check(source, context_of(source, TOKENS), hub, AGAIN)
    assert asked[0].posts == ("id0", "id1", "id2")
    assert asked[0].many
    assert [one.gone for one in readings] == [(), ("post:discussioncomment-1",)]


def test_a_discussion_that_is_not_found_is_gone_and_any_other_error_hides_nothing() -> None:
    source = _source()
    hub = Hub()
    hub.graph = {None: _one(None, errors=[{"type": "NOT_FOUND"}])}
    _, (reading,) = check(source, context_of(source, TOKENS), hub, AGAIN)
    assert len(reading.gone) == 3
    hub.graph = {None: {"data": None, "errors": [{"type": "RATE_LIMITED"}]}}
    _, (reading,) = check(source, context_of(source, TOKENS), hub, AGAIN)
    assert reading.gone == ()
    assert "in place of discussions" in (reading.failure or "")


def test_a_part_that_was_too_much_for_github_is_not_taken_for_deleted() -> None:
    source = _source()
    hub = Hub()
    limited = [{"type": "RESOURCE_LIMITS_EXCEEDED", "path": ["repository", "discussion", "comments"]}]
    hub.graph = {None: _one({**_talked(2, [], **OPENING), "comments": None}, errors=limited)}
    _, (reading,) = check(source, context_of(source, TOKENS), hub, AGAIN)
    assert (reading.gone, reading.entries) == ((), ())
    assert "only a part" in (reading.failure or "")


def test_replies_that_were_not_shown_are_not_taken_for_gone() -> None:
    source = _source()
    hub = Hub()
    node = _talked(2, [1], **OPENING)
    node["comments"]["nodes"][0]["replies"] = {"totalCount": 101, "nodes": []}
    hub.graph = {None: _one(node)}
    _, (reading,) = check(source, context_of(source, TOKENS), hub, AGAIN)
    assert reading.gone == ()
    assert reading.left_out[0].startswith("101 replies")


def test_without_a_token_discussions_are_looked_at_by_their_page() -> None:
    source = _source()
    asked, _ = check(source, context_of(source), lambda _: None, AGAIN)
    assert [(one.url, one.part, one.posts) for one in asked] == [
        (f"{HOME}/discussions/2", "page", ("id0", "id1", "id2"))
    ]


def test_the_token_stands_in_headers_only() -> None:
    source = _source()
    hub = Hub(issues=101)
    hub.graph = {None: _listed([_talked(2, [1], after="C1", **OPENING)], after="D1")}
    context = context_of(source, TOKENS)
    asked, readings = talk(source, context, hub)
    assert "secret" not in printed(asked, readings) + printed(*check(source, context, hub, AGAIN))
    assert b"secret" not in b"".join(one.body or b"" for one in asked)


@pytest.mark.parametrize(
    "url", ["https://github.com/acme", "https://other.example/acme/app", "feeds/app.json"]
)
def test_an_address_without_a_repository_is_refused_with_a_sentence(url: str) -> None:
    source = _source(url)
    with pytest.raises(UnreadableError, match=r"names no repository\. Write"):
        KINDS[SourceKind.GITHUB].ask(source, context_of(source))
    assert keys([read_body(source, context_of(source), json.dumps([_issue(1)]).encode())]) == [
        "post:acme/app/issues/1"
    ]
    listed = json.dumps(_listed([_talked(2, [1], **OPENING)], after="D1")).encode()
    assert read_body(source, context_of(source, TOKENS), listed).older is None


@pytest.mark.parametrize(
    "body", [b'{"message": "Not Found"}', b"nothing", b'"words"', b'{"data": {"repository": null}}']
)
def test_what_holds_no_posts_is_a_failure_or_counted(body: bytes) -> None:
    source = _source()
    reading = read_body(source, context_of(source), body)
    assert adds_up(reading)
    assert reading.failure or reading.set_aside
    assert not reading.entries


FIELDS = st.sampled_from([
    "url", "html_url", "issue_url", "number", "title", "body", "body_html", "user", "login", "type", "name",
    "labels", "reactions", "+1", "-1", "created_at", "updated_at", "state", "locked", "pull_request", "data",
    "content", "errors", "repository", "discussions", "discussion", "nodes", "pageInfo", "hasNextPage",
    "comments", "endCursor", "replies", "totalCount", "replyTo", "author", "createdAt", "updatedAt",
    "deletedAt", "bodyHTML",
])  # fmt: skip
PLACES = st.sampled_from([f"{HOME}/issues/1", f"{HOME}/discussions/2", f"{HOME}/issues/1#issuecomment-3"])
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text(max_size=9) | PLACES
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=6),
    max_leaves=25,
)
ENVELOPES = st.sampled_from(["rows", "one", "data", "listing", "discussion"])


@given(VALUES, ENVELOPES, st.sampled_from(["", "again post:discussioncomment-1"]))
@settings(max_examples=100, deadline=None)
def test_no_json_raises_and_all_adds_up(value: Any, envelope: str, part: str) -> None:
    source = _source()
    wrapped = {
        "rows": [value],
        "one": value,
        "data": {"data": value},
        "listing": _listed([value]),
        "discussion": _one(value),
    }
    body = json.dumps(wrapped[envelope]).encode("utf-8", "replace")
    ask = Ask(url="https://api.github.com/repos/acme/app/issues?page=x", part=part)
    assert adds_up(read_body(source, context_of(source, TOKENS), body, ask))


@pytest.mark.shared
@pytest.mark.parametrize(("name", "counts"), [
    ("atom_example_6.xml", (4, 4)),
    ("github_issue_2.json", (1, 1)),
    ("github_issue_2_reactions.json", (2, 0)),
    ("gulp-releases.atom", (10, 10)),
])  # fmt: skip
def test_real_answers_are_accounted_for(name: str, counts: tuple[int, int]) -> None:
    source = _source("https://github.com/o/r")
    reading = recorded(source, name)[name]
    assert (reading.read, len(reading.entries)) == counts
    assert adds_up(reading)
