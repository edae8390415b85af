from __future__ import annotations

from typing import Any

import pytest

from generator.archive import Folded, merge, moderate, tombstones
from generator.model.events import AnyEvent, Tombstone
from generator.model.mention import Draft
from tests.archive.made import ALLOWED, START, day, decision, draft, name, planned, reply

ANN = {"author": "ann's hash", "thread": "one thread"}


def two_posts(**second: Any) -> tuple[AnyEvent, ...]:
    first = draft("a", **ANN)
    follow_up: Draft = draft("b", "and nobody answers the telephone either", **(ANN | second))
    return planned([first, follow_up]).events


def buried(events: tuple[AnyEvent, ...], *posts: str) -> tuple[AnyEvent, ...]:
    return tombstones(events, [(post, decision("remove", name(post), day(1))) for post in posts], day(1))


def stones(events: tuple[AnyEvent, ...]) -> list[Tombstone]:
    return [event for event in events if isinstance(event, Tombstone)]


def by_post(folded: Folded, post: str) -> Any:
    return next(one for one in folded.mentions if one.id == name(post))


@pytest.mark.parametrize("post", ["a", "b"])
def test_a_removed_post_keeps_what_ties_it_to_the_other_posts_of_its_case(post: str) -> None:
    events = two_posts()
    before, after = merge(events), merge(buried(events, post))
    (stone,) = stones(buried(events, post))
    first = min(("a", "b"), key=lambda one: by_post(before, one).id)
    assert stone.link == by_post(before, "a").link == by_post(after, "b").link
    assert (by_post(after, post).author, by_post(after, post).case) == (None, name(first))


def test_a_second_removal_names_the_same_case() -> None:
    events = two_posts(published=day(-1.2))
    assert {stone.case for stone in stones(buried(buried(events, "b"), "a", "b"))} == {name("b")}


@pytest.mark.parametrize("other", [{"author": "ben's hash"}, {"thread": "another"}, {"author": None}])
def test_a_post_that_stands_alone_leaves_no_tie(other: dict[str, Any]) -> None:
    (stone,) = stones(buried(two_posts(**other), "a"))
    assert (stone.link, stone.case, stone.thread) == (None, None, None)


def test_a_thread_stays_known_where_an_official_reply_stands_in_it() -> None:
    events = planned([draft("a")], replies=(reply("a", to=None),)).events
    folded = merge(buried(events, "a"))
    assert by_post(folded, "a").thread == folded.replies[0].thread


@pytest.mark.parametrize("posts", [("a",), ("b",), ("a", "b")])
def test_ties_are_the_same_before_and_after_the_tombstones(posts: tuple[str, ...]) -> None:
    events = two_posts()
    decisions = [(post, decision("remove", name(post), START)) for post in posts]

    def shown(lines: tuple[AnyEvent, ...]) -> list[tuple[str, str | None, str | None, str]]:
        folded = moderate(
            merge(lines),
            decisions,
            as_of=day(2),
            notice_days=7,
            retention_days=None,
            maintained_until=None,
            publish=ALLOWED,
        )
        return [(one.id, one.link, one.case, one.thread) for one in folded.mentions if one.removed]

    assert shown(events) == shown(tombstones(events, decisions, day(1)))


def test_an_edit_keeps_what_was_heard_first() -> None:
    events = planned([draft("a", **ANN)]).events
    edited = draft("a", "the same post with other words altogether", published=day(0.5), **ANN)
    events += planned([edited], events, now=day(1)).events
    (mention,) = merge(events).mentions
    assert (mention.rev, mention.published) == (1, day(0.5))
    assert mention.first is not None
    assert (mention.first.published, mention.first.author, mention.first.thread) == (day(-1), *ANN.values())
    assert mention.first.body != mention.body
