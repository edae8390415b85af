"""Conversations with sources: what is asked, in which order, when it ends, and what is counted as missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from generator.archive import window
from generator.model.events import SourceFacts
from generator.model.words import SourceId
from generator.pipeline.converse import converse
from generator.pipeline.talk import Said, Talk
from tests.pipeline.talking import NOW, HerePool, Web, means, place, spoken

SCOPE = "place.example"


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken(monkeypatch.setitem)


def _facts(*marks: str) -> SourceFacts:
    return SourceFacts(id=SourceId("place"), scope=SCOPE, policy="", window=window(SCOPE, marks))


def _said(web: Web, talk: Talk | None = None, **more: Any) -> Said:
    found = converse([talk or Talk(source=place())], means(web, **more))
    return found[SourceId("place")]


def _keys(said: Said) -> list[str]:
    return [entry.key for reading in said.readings for entry in reading.entries]


PAGES: dict[str, Any] = {
    "/new": {"posts": ["d", "c"], "older": "/2"},
    "/2": {"posts": ["b", "a"], "older": "/3"},
    "/3": {"posts": ["z"]},
}


@pytest.mark.parametrize(
    ("known", "asked", "gap"),
    [
        pytest.param((), ["/new"], False, id="a first listen takes what the window holds"),
        pytest.param(("c",), ["/new"], False, id="what is known in the first page ends it"),
        pytest.param(("a",), ["/new", "/2"], False, id="it pages back until something known is met"),
        pytest.param(("gone",), ["/new", "/2", "/3"], True, id="where nothing known is left there is a gap"),
    ],
)
def test_pages_are_read_back_until_something_known_is_met(
    known: tuple[str, ...], asked: list[str], *, gap: bool
) -> None:
    web = Web(PAGES)
    said = _said(web, Talk(source=place(), facts=_facts(*known) if known else None))
    assert [url for wave in web.waves for url in wave] == asked
    assert (said.gap, said.missed, said.failed) == (gap, 0, False)


def test_a_person_may_ask_to_read_back_to_a_day() -> None:
    pages = {
        "/new": {"posts": [["c", "2026-04-20"]], "older": "/2"},
        "/2": {"posts": [["b", "2026-04-10"]], "older": "/3"},
        "/3": {"posts": [["a", "2026-03-10"]], "older": "/4"},
        "/4": {"posts": [["z", "2026-02-10"]]},
    }
    talk = Talk(source=place(), facts=_facts("c"), reach=datetime(2026, 4, 1, tzinfo=UTC))
    assert _keys(_said(Web(pages), talk)) == ["c", "b", "a"]


def test_a_pinned_post_does_not_end_the_way_back() -> None:
    pages = {
        "/new": {"posts": [["pinned", "2020-01-01"], ["c", "2026-04-20"]], "marks": ["c"], "older": "/2"},
        "/2": {"posts": [["b", "2026-04-10"]]},
    }
    talk = Talk(source=place(), reach=datetime(2026, 4, 1, tzinfo=UTC))
    assert _keys(_said(Web(pages), talk)) == ["pinned", "c", "b"]


def test_threads_are_asked_for_unless_their_mark_was_answered_before() -> None:
    pages = {
        "/new": {"marks": ["t1@5", "t2@4"], "more": [["/t1", "t1@5"], ["/t2", "t2@4"]]},
        "/t1": {"posts": ["x"]},
        "/t2": {"posts": ["y"]},
    }
    web = Web(pages)
    said = _said(web, Talk(source=place(), answered=frozenset({"t2@4"})))
    assert web.waves == [["/new"], ["/t1"]]
    assert (_keys(said), said.answered, said.requests) == (["x"], ("t1@5",), 2)
    assert said.window == window(SCOPE, ["t1@5", "t2@4"])


def test_the_same_address_is_asked_once_in_a_run() -> None:
    web = Web({"/new": {"posts": ["a"], "more": [["/new", ""], ["/b", ""], ["/b", ""]]}, "/b": {}})
    _said(web)
    assert web.waves == [["/new"], ["/b"]]


def test_requests_beyond_the_limit_are_counted_and_said() -> None:
    pages = {"/new": {"posts": ["a"], "more": [[f"/{one}", f"t{one}"] for one in range(5)]}}
    said = _said(Web({**pages, **{f"/{one}": {} for one in range(5)}}), requests=3)
    assert (said.requests, said.missed, said.answered) == (3, 3, ("t0", "t1"))
    assert "3 further requests are left for the next run" in said.trouble


def test_where_one_run_cannot_ask_everything_others_have_their_turn() -> None:
    names = [f"/{one}" for one in range(5)]
    turns = []
    for day in range(5):
        web = Web({name: {} for name in names})
        talk = Talk(source=place("place", *names))
        found = means(web, requests=2)
        setting = msgspec.structs.replace(found.setting, now=NOW + timedelta(days=day))
        assert converse([talk], found._replace(setting=setting))[SourceId("place")].missed == 3
        turns += web.waves[0]
    assert sorted(set(turns)) == names
    assert len(turns) == 10


def test_a_thread_that_fails_is_missed_and_the_rest_is_kept() -> None:
    said = _said(
        Web({"/new": {"posts": ["a"], "more": [["/t", "t"], ["/u", "u"]]}, "/t": 500, "/u": "broken"})
    )
    assert (_keys(said), said.missed, said.failed) == (["a"], 2, False)
    assert said.trouble == "https://place.example/t: answered 500."


@pytest.mark.parametrize(
    ("url", "page", "words"),
    [
        ("/new", 503, "answered 503"),
        ("/new", "broken", "The place: it is broken."),
        ("/wrong", {}, "its address names no place"),
    ],
)
def test_a_source_of_which_nothing_can_be_heard_has_failed(url: str, page: Any, words: str) -> None:
    said = _said(Web({url: page}), Talk(source=place("place", url)))
    assert said.failed
    assert words in said.trouble


def test_one_listing_that_fails_is_not_the_whole_source() -> None:
    said = _said(
        Web({"/posts": {"posts": ["a"]}, "/comments": 500}),
        Talk(source=place("place", "/posts", "/comments")),
    )
    assert (said.failed, said.missed, _keys(said)) == (False, 1, ["a"])


def test_each_listing_proves_its_own_continuity() -> None:
    pages = {
        "/posts": {"posts": ["p2"], "older": "/posts2"},
        "/posts2": {"posts": ["p1"]},
        "/notes": {"posts": ["n1"]},
    }
    web = Web(pages)
    said = _said(web, Talk(source=place("place", "/posts", "/notes"), facts=_facts("p1", "n1")))
    assert web.waves == [["/posts", "/notes"], ["/posts2"]]
    assert not said.gap


def test_what_a_recording_does_not_hold_is_not_counted() -> None:
    said = _said(Web({"/new": {"posts": ["a"], "more": [["/t", "t"]]}}))
    assert (said.requests, said.missed) == (1, 0)
    assert converse([Talk(source=place())], means(Web())) == {}


def test_a_pause_the_source_asks_for_is_handed_on() -> None:
    web = Web({"/new": {"wait": 30}})
    _said(web)
    assert web.rested == [("/new", 30)]


def test_stopping_keeps_what_was_heard_and_counts_what_was_not() -> None:
    web = Web({"/new": {"posts": ["a"], "more": [["/t", "t"]]}, "/t": {"posts": ["b"]}})
    web.stop_at = "/t"
    said = _said(web)
    assert (_keys(said), said.missed) == (["a"], 1)


def test_stopping_while_bodies_are_read_leaves_the_unread_out() -> None:
    web = Web({"/a": {"posts": ["a"]}, "/b": {"posts": ["b"]}})
    talks = [Talk(source=place("one", "/a")), Talk(source=place("two", "/b"))]
    found = converse(talks, means(web, pool=HerePool(stop_after=1)))
    assert list(found) == ["one"]
    assert web.stopped
