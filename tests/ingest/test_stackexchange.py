"""Stack Exchange: questions, what stands below them, quotas, and what became of posts."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.context import UnreadableError
from generator.ingest.platforms import post_key
from generator.ingest.reading import KINDS
from generator.model.entry import Ask, Entry, Reading
from generator.model.source import Source
from generator.model.words import SourceKind, SourceOwner
from tests.ingest.odd_json import ANY, listed, record, written
from tests.ingest.platform_talk import NOW, adds_up, check, context_of, keys, read_body, recorded, talk

TWINS = Path(__file__).parents[1] / "cases" / "apis" / "stackexchange"
HOME = "https://help.example"
API = "https://api.stackexchange.com/2.3"
SINCE = datetime(2026, 11, 17, tzinfo=UTC)


def site(url: str = f"{HOME}/questions/tagged/acme", query: tuple[str, ...] = ()) -> Source:
    kind, owner = SourceKind.STACKEXCHANGE, SourceOwner.COMPANY
    return Source(id="help", title="Help", kind=kind, url=url, query=query, owner=owner)


def twin(name: str, ask: Ask | None = None, since: datetime | None = None) -> Reading:
    source = site()
    return read_body(source, context_of(source, since=since), (TWINS / name).read_bytes(), ask)


def entry(reading: Reading, key: str) -> Entry:
    return next(one for one in reading.entries if one.key == key)


def fields(ask: Ask) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(ask.url).query).items()}


ASKED = [
    ("https://help.example/questions/tagged/acme", (), (), "questions", {"tagged": "acme"}),
    ("https://help.example/questions/tagged/acme+late", (), ("Acme",), "questions", {"tagged": "acme;late"}),
    ("https://help.example/questions/tagged/c%23%20late/", (), (), "questions", {"tagged": "c#;late"}),
    (
        "https://help.example/questions/tagged/acme",
        ("late",),
        (),
        "search/advanced",
        {"tagged": "acme", "q": '"late"'},
    ),
    ("https://help.example/", (), ('Acme "Ltd"',), "search/advanced", {"q": '"Acme  Ltd "'}),
    ("https://www.help.example/", (), (), "questions", {}),
]


@pytest.mark.parametrize(("url", "query", "queries", "method", "wanted"), ASKED)
def test_an_address_names_a_site_or_a_tag_and_words_are_searched(
    url: str, query: tuple[str, ...], queries: tuple[str, ...], method: str, wanted: dict[str, str]
) -> None:
    source = site(url, query)
    (ask,) = KINDS[source.kind].ask(source, context_of(source, queries=queries))
    assert ask.url.startswith(f"{API}/{method}?")
    always = {"site": "help.example", "sort": "activity", "order": "desc", "pagesize": "100"}
    assert fields(ask) == {**always, "filter": "withbody", **wanted}


def test_every_word_is_one_search() -> None:
    source = site(f"{HOME}/")
    asks = KINDS[source.kind].ask(source, context_of(source, queries=("Acme", "Bolt")))
    assert [fields(one)["q"] for one in asks] == ['"Acme"', '"Bolt"']
    assert len({one.mark for one in asks}) == 2


def test_the_key_of_the_application_goes_out_and_into_nothing_else() -> None:
    source = site()
    context = context_of(source, {"STACKEXCHANGE_KEY": "k3y"}, since=SINCE)
    (ask,) = KINDS[source.kind].ask(source, context)
    assert (fields(ask)["key"], fields(ask)["min"]) == ("k3y", str(int(SINCE.timestamp())))
    assert "k3y" not in ask.mark + ask.part


def test_a_feed_address_is_read_as_a_feed_with_the_same_keys_and_threads() -> None:
    source = site(f"{HOME}/feeds/question/5")
    assert KINDS[source.kind].ask(source, context_of(source)) == (Ask(url=source.url),)
    feed = read_body(source, context_of(source), (TWINS / "question.atom").read_bytes())
    api = {one.key: one for one in (*twin("questions.json").entries, *twin("answers.json").entries)}
    assert keys([feed]) == ["post:q/5", "post:a/6"]
    assert [one.thread for one in feed.entries] == [api[one.key].thread for one in feed.entries]
    assert feed.entries[0].author == api["post:q/5"].author == "D'or"
    assert adds_up(feed)


def test_an_address_that_is_no_site_is_refused_with_a_sentence() -> None:
    source = site("questions.json")
    with pytest.raises(UnreadableError, match="Name a Stack Exchange site"):
        KINDS[source.kind].ask(source, context_of(source))


def test_questions_answers_and_comments_are_kept_with_their_facts() -> None:
    question = entry(twin("questions.json"), "post:q/5")
    assert (question.title, question.score, question.tags) == (
        "Why is Acme&#39;s parcel late?",
        3,
        ("acme", "delivery"),
    )
    assert (question.url, question.thread) == (f"{HOME}/questions/5", "thread:help.example/questions/5")
    assert question.published == datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert question.updated == datetime(2026, 11, 18, 8, 0, 50, tzinfo=UTC)
    answer = entry(twin("answers.json"), "post:a/6")
    assert (answer.title, answer.reply_to, answer.thread) == ("", "post:q/5", question.thread)
    assert (answer.accepted, answer.author, answer.score) == (True, "user44", 7)
    comments = twin("comments.json", Ask(url=f"{API}/posts/5;6/comments", part="comments 6:5"))
    first, second = comments.entries
    assert (first.key, first.reply_to, first.thread) == ("post:c/31", "post:q/5", question.thread)
    assert (second.key, second.reply_to, second.thread) == ("post:c/32", "post:a/6", question.thread)
    assert not any(one.official for one in (question, answer, first, second))


def test_posts_inside_others_are_read_as_they_are_alone() -> None:
    nested = twin("nested.json")
    assert keys([nested]) == ["post:q/5", "post:a/6", "post:c/32", "post:c/31"]
    assert {one.thread for one in nested.entries} == {"thread:help.example/questions/5"}
    assert entry(nested, "post:c/32").reply_to == "post:a/6"
    assert (nested.more, nested.read) == ((), 4)
    assert adds_up(nested)


def test_every_entry_has_the_key_of_its_address() -> None:
    for name in ("questions.json", "answers.json", "comments.json", "nested.json"):
        assert [post_key(one.url) for one in twin(name).entries] == keys([twin(name)])


def test_a_short_backoff_is_kept_before_every_request_that_follows() -> None:
    reading = twin("questions.json")
    assert reading.wait_seconds == 0
    assert [one.gap_seconds for one in reading.more] == [10.0, 10.0]


def test_a_long_backoff_and_a_spent_quota_leave_the_site_alone() -> None:
    source = site()
    late = msgspec.structs.replace(context_of(source), now=NOW.replace(hour=23, minute=30))
    waits = {
        '{"items": [], "quota_remaining": 0}': 1_800,
        '{"items": [], "quota_remaining": -1}': 1_800,
        '{"items": [], "quota_remaining": 0, "backoff": 4000}': 4_000,
        '{"items": [], "quota_remaining": 1, "backoff": 0.2}': 0,
        '{"items": [], "backoff": 60}': 0,
        '{"items": [], "backoff": 60.5}': 61,
        '{"items": [], "backoff": 1e300}': 86_400,
        '{"items": [], "backoff": -3}': 0,
        '{"items": [], "backoff": "5"}': 0,
        '{"items": []}': 0,
    }
    found = {body: read_body(source, late, body.encode()).wait_seconds for body in waits}
    assert found == waits


def test_a_refusal_is_a_sentence_and_a_pause() -> None:
    reading = twin("error.json")
    assert "error 502 (throttle_violation)" in (reading.failure or "")
    assert reading.wait_seconds == 3_600
    odd = read_body(site(), context_of(site()), b'{"error_id": "x", "error_name": "<b>"}')
    assert "error 0." in (odd.failure or "")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"items": 3}', b"{}", b"7"])
def test_an_answer_that_is_not_the_interfaces_is_a_sentence(body: bytes) -> None:
    assert read_body(site(), context_of(site()), body).failure


class Site:
    """A small Stack Exchange: questions with an answer each and a comment on both, newest first."""

    def __init__(self, questions: int, gone: frozenset[int] = frozenset(), page: int = 2) -> None:
        self.page, self.gone = page, gone
        self.questions = [
            {"question_id": number, "title": f"Acme {number}", "body": "late", "answer_count": number % 2}
            for number in range(1, questions + 1)
        ]

    def __call__(self, ask: Ask) -> bytes | None:
        parts = urlsplit(ask.url)
        method = parts.path.removeprefix("/2.3/")
        name, _, rest = method.partition("/")
        ids = [int(one) for one in rest.partition("/")[0].split(";") if one.isdecimal()]
        found: list[dict[str, Any]] = []
        if method in {"questions", "search/advanced"}:
            found = self.questions
        elif method.endswith("/answers"):
            found = [{"answer_id": 1_000 + one, "question_id": one, "body": "sorry"} for one in ids]
        elif method.endswith("/comments"):
            found = [{"comment_id": 5_000 + one, "post_id": one, "body": "same"} for one in ids]
        elif name == "comments":
            found = [{"comment_id": one, "post_id": one - 5_000, "body": "edited"} for one in ids]
        else:
            found = [{f"{name[:-1]}_id": one, "question_id": one % 1_000, "body": "edited"} for one in ids]
        found = [one for one in found if not set(one.values()) & self.gone]
        size = 100 if rest and "/" not in rest else self.page
        start = (int(fields(ask).get("page", "1")) - 1) * size
        more = start + size < len(found)
        return json.dumps({"items": found[start : start + size], "has_more": more}).encode()


def test_pages_are_read_to_the_end_with_all_that_stands_below() -> None:
    source = site()
    asked, readings = talk(source, context_of(source, since=SINCE), Site(7))
    odd = [1, 3, 5, 7]
    expected = {f"post:q/{one}" for one in range(1, 8)} | {f"post:c/{5_000 + one}" for one in range(1, 8)}
    expected |= {f"post:a/{1_000 + one}" for one in odd} | {f"post:c/{6_000 + one}" for one in odd}
    assert set(keys(readings)) == expected
    threads = {one.key: one.thread for reading in readings for one in reading.entries}
    assert threads["post:c/6003"] == threads["post:c/5003"] == "thread:help.example/questions/3"
    assert all(one.mark for one in asked if "page=" not in one.url)


def test_a_first_listen_reads_one_page_and_what_stands_below() -> None:
    source = site()
    _, readings = talk(source, context_of(source), Site(7))
    assert [key for key in keys(readings) if "q/" in key] == ["post:q/1", "post:q/2"]
    assert "post:c/6001" in keys(readings)


def test_a_hundred_posts_are_looked_at_again_with_one_request_and_missing_ones_are_gone() -> None:
    source = site()
    urls = [f"{HOME}/questions/{one}" for one in range(1, 131)] + [
        f"{HOME}/a/1007",
        f"{HOME}/questions/7/-/1007#comment6007_1007",
        f"{HOME}/questions/7/-#comment5007_7",
        f"{HOME}/help#top",
    ]
    asked, readings = check(source, context_of(source), Site(0, gone=frozenset({4, 130, 5_007})), urls)
    assert [len(one.posts) for one in asked] == [100, 30, 1, 2, 1]
    gone = [key for reading in readings for key in reading.gone]
    assert gone == ["post:q/4", "post:q/130", "post:c/5007"]
    comment = next(one for reading in readings for one in reading.entries if one.key == "post:c/6007")
    assert (comment.thread, comment.reply_to) == ("thread:help.example/questions/7", "post:a/1007")
    assert not any(reading.more or reading.older for reading in readings)


def test_items_that_cannot_be_read_are_counted() -> None:
    source = site()
    deep: dict[str, Any] = {"answer_id": 20, "body": "late"}
    for number in range(21, 25):
        deep = {"answer_id": number, "question_id": 1, "body": "late", "answers": [deep]}
    items = [7, None, {}, {"comment_id": 3}, {"comment_id": -3, "post_id": 1}, {"answer_id": 8}, deep]
    reading = read_body(source, context_of(source), json.dumps({"items": items}).encode())
    reasons = [one.reason for one in reading.set_aside]
    assert reasons.count("unreadable") == 6
    assert adds_up(reading)


FIELDS = """question_id answer_id comment_id post_id title body score tags owner display_name user_id
creation_date last_edit_date is_accepted answer_count answers comments link"""
PAGES = st.builds(
    lambda items, more: {**more, "items": items},
    st.lists(
        record(FIELDS)
        | st.builds(
            lambda one, a, c: {**one, "answers": a, "comments": c}, record(FIELDS), listed(FIELDS), ANY
        )
        | ANY,
        max_size=4,
    ),
    record("has_more backoff quota_remaining error_name error_message"),
)
ASKS = st.sampled_from(
    [
        None,
        Ask(url=f"{API}/questions?page=x&site=help.example", part="questions"),
        Ask(url=f"{API}/answers/1;2;3?site=help.example", part="check 1:2"),
        Ask(url=f"{API}/posts/1;2/comments?page=2", part="comments 1:2"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(body=PAGES | record("items error_id error_name") | ANY, ask=ASKS, since=st.sampled_from([None, SINCE]))
def test_no_answer_breaks_the_reader_or_its_account(
    body: object, ask: Ask | None, since: datetime | None
) -> None:
    source = site()
    reading = read_body(source, context_of(source, since=since), written(body), ask)
    assert adds_up(reading)
    assert reading.wait_seconds >= 0
    assert all(one.key == post_key(one.url) for one in reading.entries)


@pytest.mark.shared
def test_every_recorded_answer_is_read_whole() -> None:
    source = site("https://stackoverflow.com/questions/tagged/x")
    readings = list(recorded(source).values())
    assert [one.failure for one in readings] == [None] * 4
    assert all(map(adds_up, readings))
    assert (sum(one.read for one in readings), sum(len(one.entries) for one in readings)) == (16, 4)
    reasons = {one.reason for reading in readings for one in reading.set_aside}
    assert reasons == {"empty"}, "bodies that were blanked when they were recorded"
    assert not any(one.wait_seconds for one in readings)
