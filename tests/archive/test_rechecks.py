"""Published posts are looked at again as often as is due, politely, and a broken host hides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive import Folded, believable, budget, due, host_of, merge
from generator.archive.rechecks import Public
from generator.model.mention import Mention, Reply
from generator.model.words import BrandId, MentionId, SourceId
from tests.archive.made import day, draft, name, planned, reply

(MENTION,) = merge(planned([draft("a")]).events).mentions


def post(title: str, at: float = 0, **other: Any) -> Mention:
    given: dict[str, Any] = {"id": name(title), "first_seen": day(at), "seen": day(at)}
    return msgspec.structs.replace(MENTION, **(given | {"url": f"https://forum.example/{title}"} | other))


def known(*mentions: Mention) -> Folded:
    return Folded(mentions=mentions)


def is_due(one: Mention, now: float, looked: float | None = None) -> bool:
    last = {} if looked is None else {one.id: day(looked)}
    return due(known(one), now=day(now), last=last) == (one,)


def test_an_official_reply_is_looked_at_again_like_a_post() -> None:
    said = planned([draft("a")], replies=(reply("a", url="https://forum.example/b"),))
    folded = merge(said.events)
    found = due(folded, now=day(2), last={})
    assert {type(one) for one in found} == {Mention, Reply}
    assert {one.url for one in found} == {"https://forum.example/a", "https://forum.example/b"}
    (answer,) = folded.replies
    removed = msgspec.structs.replace(answer, hidden="removed")
    assert due(Folded(replies=(removed,)), now=day(2), last={}) == ()


SCHEDULE = [
    ("an hour after it was heard", 0.04, None, False),
    ("a day after", 1, None, True),
    ("a little before the day is over", 0.92, None, True),
    ("an hour after the last look", 3, 2.96, False),
    ("a day after the last look", 3, 2, True),
    ("a day after the last look, in the second week", 9, 8, False),
    ("a week after the last look", 16, 9, True),
    ("a week after the last look, in the third month", 70, 63, False),
    ("a month after the last look", 100, 70, True),
    ("a month after the last look, in the third year", 800, 770, False),
    ("a quarter after the last look, years later", 2000, 1910, True),
]


@pytest.mark.parametrize(
    ("now", "looked", "expected"), [row[1:] for row in SCHEDULE], ids=[row[0] for row in SCHEDULE]
)
def test_a_post_is_due_daily_then_weekly_then_monthly(
    now: float, looked: float | None, *, expected: bool
) -> None:
    assert is_due(post("a"), now, looked) is expected


@pytest.mark.parametrize(("looked", "expected"), [(2, False), (-4, True)], ids=["yesterday", "a week ago"])
def test_a_post_that_is_gone_is_looked_at_weekly_so_that_it_may_come_back(
    looked: float, *, expected: bool
) -> None:
    assert is_due(post("a", gone="404"), 3, looked) is expected


@pytest.mark.parametrize("change", [{"url": None}, {"removed": True}])
def test_a_post_without_an_address_or_removed_is_left_alone(change: dict[str, Any]) -> None:
    assert not is_due(post("a", **change), 3, 1)


def test_only_the_posts_of_the_sources_asked_for_are_looked_at() -> None:
    one, other = post("a"), post("b", source=SourceId("planet"))
    found = due(known(one, other), now=day(2), last={}, sources={SourceId("planet")})
    assert found == (other,)


def test_a_post_about_two_brands_is_looked_at_once_and_as_often_as_it_stands() -> None:
    gone, stands = post("a", gone="404"), post("a", brand=BrandId("southway"))
    for both in ((gone, stands), (stands, gone)):
        assert due(known(*both), now=day(2), last={name("a"): day(1)}) == (stands,)


def test_the_most_overdue_come_first_and_ties_go_by_id() -> None:
    posts = [post(title) for title in "abcd"]
    looked = {one.id: day(2) for one in posts} | {posts[2].id: day(0)}
    found = due(known(*posts), now=day(3), last=looked)
    assert found[0] == posts[2]
    assert [one.id for one in found[1:]] == sorted(one.id for one in posts if one != posts[2])


def test_each_host_gets_its_share_and_the_rest_is_counted() -> None:
    posts = [post(str(number)) for number in range(5)]
    posts += [post("x", url="https://Other.example/x"), post("y", url="https://[broken/")]
    chosen, left = budget(posts, per_host=2)
    assert [host_of(one) for one in chosen] == ["forum.example"] * 2 + ["other.example", ""]
    assert left == 3
    assert budget(posts, per_host=0) == ((), 7)


def test_posts_of_the_first_week_stand_before_older_ones_and_do_not_shut_them_out() -> None:
    fresh = [post(f"new {number}", 100) for number in range(4)]
    older = [post(f"old {number}", 60) for number in range(3)]
    last = {one.id: day(20) for one in older}
    found = due(known(*older, *fresh), now=day(102), last=last)
    assert [one in fresh for one in found] == [True, True, True, False, True, False, False]


@pytest.mark.parametrize(
    ("answers", "doubted"),
    [
        (["404"] * 9, False),
        (["404"] * 10, True),
        (["404"] * 5 + ["410"] * 5, True),
        (["404"] * 30 + ["stands"], False),
        (["api"] * 12, False),
        (["404"] * 10 + ["noindex"], False),
    ],
)
def test_a_host_where_nothing_at_all_is_found_any_more_is_not_believed(
    answers: list[str], *, doubted: bool
) -> None:
    results = {name(str(number)): how for number, how in enumerate(answers)}
    other = {name("elsewhere"): "404"}
    hosts = dict.fromkeys(results, "forum.example") | dict.fromkeys(other, "other.example")
    found = believable(results | other, hosts)
    assert found.doubted == ((("forum.example", len(answers)),) if doubted else ())
    assert found.holds == (other if doubted else results | other)


def test_a_thread_of_many_posts_that_is_gone_is_believed() -> None:
    results = {name(str(number)): "404" for number in range(12)}
    hosts = dict.fromkeys(results, "forum.example")
    assert believable(results, hosts, pages=dict.fromkeys(results, "/t/1")).holds == results


def test_a_host_that_was_in_doubt_long_enough_is_believed() -> None:
    results = {name(str(number)): "404" for number in range(12)}
    hosts = dict.fromkeys(results, "forum.example")
    found = believable(results, hosts, trusted=frozenset({"forum.example"}))
    assert (found.holds, found.doubted, found.emptied) == (results, (), frozenset({"forum.example"}))
    assert not found.met
    stands = results | {name("0"): "stands"}
    assert believable(stands, hosts).met == {"forum.example"}


# sixty runs, one a day

Look = Callable[[int, Folded], tuple[Public, ...]]


def looks(posts: list[Mention], days: range, look: Look) -> dict[MentionId, list[int]]:
    """The days on which each post was looked at."""
    found: dict[MentionId, list[int]] = defaultdict(list)
    for today in days:
        heard = tuple(one for one in posts if one.first_seen <= day(today))
        for one in look(today, Folded(mentions=heard)):
            found[one.id].append(today)
    return found


heard_on = st.lists(st.integers(0, 50), min_size=1, max_size=40)


@settings(max_examples=30, deadline=None)
@given(heard_on, st.lists(st.integers(-20, 20), min_size=60, max_size=60))
def test_every_post_of_the_first_week_is_looked_at_each_day_whatever_the_minute(
    days: list[int], minutes: list[int]
) -> None:
    posts = [post(str(number), at) for number, at in enumerate(days)]
    last: dict[MentionId, datetime] = {}

    def look(today: int, folded: Folded) -> tuple[Public, ...]:
        now = day(today) + timedelta(minutes=minutes[today])
        chosen, left = budget(due(folded, now=now, last=last), per_host=len(posts))
        last.update(dict.fromkeys((one.id for one in chosen), now))
        assert left == 0
        return chosen

    found = looks(posts, range(60), look)
    for one, at in zip(posts, days, strict=True):
        week = [today for today in range(at + 1, at + 7) if today < 60]
        assert found[one.id][: len(week)] == week
        later = [today for today in found[one.id] if today > at + 7]
        assert all(7 <= after - before <= 8 for before, after in pairwise(later))


@settings(max_examples=30, deadline=None)
@given(heard_on)
def test_where_every_memory_is_lost_no_post_waits_longer_than_two_intervals(days: list[int]) -> None:
    posts = [post(str(number), at) for number, at in enumerate(days)]

    def look(today: int, folded: Folded) -> tuple[Public, ...]:
        return budget(due(folded, now=day(today), last={}), per_host=len(posts))[0]

    found = looks(posts, range(200), look)
    for one, at in zip(posts, days, strict=True):
        gone_by = [at, *found[one.id], 200]
        for before, after in pairwise(gone_by):
            interval = 1 if after - at < 7 else 7 if after - at < 56 else 30
            assert after - before <= 2 * interval


def test_where_every_memory_is_lost_each_day_has_another_share_of_the_posts() -> None:
    posts = [post(str(number), -20) for number in range(700)]
    folded = known(*posts)
    shares = [{one.id for one in due(folded, now=day(today), last={})} for today in range(28)]
    assert all(60 < len(share) < 140 for share in shares)
    fewest = [budget(due(folded, now=day(7 * week), last={}), per_host=20)[0] for week in range(20)]
    assert len({one.id for chosen in fewest for one in chosen}) > 250


def test_a_tight_budget_leaves_no_post_behind() -> None:
    posts = [post(str(number), -60) for number in range(90)]
    last = {one.id: day(-30) for one in posts}

    def look(today: int, folded: Folded) -> tuple[Public, ...]:
        chosen, _left = budget(due(folded, now=day(today), last=last), per_host=2)
        last.update(dict.fromkeys((one.id for one in chosen), day(today)))
        return chosen

    found = looks(posts, range(60), look)
    assert len(found) == 90
