"""A known post whose id changed at its source is found again, and nothing else is taken for it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive import PlanCounts, merge, plan, tombstones
from generator.archive.plan import REVISIONS
from generator.model.events import AnyEvent, MentionEvent, ReplyEvent, RevisionEvent
from generator.model.mention import Draft
from generator.model.words import BrandId, DateQuality, SourceId
from tests.archive.made import KEY, day, decision, draft, gone, name, planned, reply

LONG = "my case was lost by them on the way to the coast and nobody could say where it went"
EDIT = LONG + " until now"
OTHER = "the driver went past our stop again although three of us stood there in the rain waving"
PLANET = SourceId("planet")


def post(guid: str, words: str = LONG, *, link: str = "l1", **other: Any) -> Draft:
    """A post with a guid and a link, as screening hands them over."""
    return draft(guid, words, also=(f"guid {guid}", f"link {link}"), **({"author": "sam"} | other))


def heard(*runs: list[Draft]) -> tuple[AnyEvent, ...]:
    events: tuple[AnyEvent, ...] = ()
    for number, drafts in enumerate(runs):
        events += planned(drafts, events, now=day(number)).events
    return events


def test_what_a_source_gave_a_post_besides_its_words_is_archived_and_folded() -> None:
    events = heard([post("a", score=3, dated="yesterday")])
    (event,) = events
    assert isinstance(event, MentionEvent)
    assert (event.also, event.score, event.dated) == (("guid a", "link l1"), 3, "yesterday")
    (mention,) = merge(events).mentions
    assert (mention.also, mention.score) == (("guid a", "link l1"), 3)


def test_other_ids_and_votes_alone_are_no_revision_and_an_edit_keeps_the_ids_of_before() -> None:
    first = heard([post("a", score=3)])
    assert planned([post("a", link="l2", score=9)], first, now=day(1)).events == ()
    (mention,) = merge(heard([post("a", score=3)], [post("a", EDIT, link="l2", score=9)])).mentions
    assert (mention.also, mention.score) == (("guid a", "link l2", "link l1"), 9)


FOUND = [
    ("the same words", post("new"), PlanCounts(known=1)),
    ("nearly the same words", post("new", EDIT), PlanCounts(revised=1)),
    ("its old id among the others", draft("new", LONG, also=("guid a",), author="sam"), PlanCounts(known=1)),
    ("an author nobody names", post("new", author=None), PlanCounts(known=1)),
    ("other words below the same address", post("new", OTHER), PlanCounts(new=1)),
    ("another author's words", post("new", author="kim"), PlanCounts(new=1)),
    ("another address", post("new", link="l2"), PlanCounts(new=1)),
    ("at another brand", post("new", brand=BrandId("southway")), PlanCounts(new=1)),
    ("no other ids", draft("new", LONG), PlanCounts(new=1)),
]  # fmt: skip


@pytest.mark.parametrize(("renamed", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_a_new_id_is_a_known_post_where_another_id_and_the_words_agree(
    renamed: Draft, expected: PlanCounts
) -> None:
    first = heard([post("a")])
    result = planned([renamed], first, now=day(1))
    assert result.counts["forum"] == expected
    assert result.renamed == ({} if expected.new else {name("new"): name("a")})
    assert {one.id for one in result.events} <= {name("new") if expected.new else name("a")}
    assert planned([renamed], first + result.events, now=day(1)).events == ()


def test_an_edit_under_a_new_id_is_the_next_revision_of_the_known_one() -> None:
    first = heard([post("a")])
    (event,) = planned([post("new", EDIT, thread="another")], first, now=day(1)).events
    assert isinstance(event, RevisionEvent)
    assert (event.id, event.rev, event.thread) == (name("a"), 1, draft("a").thread)
    assert "guid new" in event.also


SHORT = [
    ("at the same time", {"published": day(-1)}, "known"),
    ("an hour later", {"published": day(-0.9)}, "new"),
    ("at a time nobody knows", {"published": None, "quality": DateQuality.FIRST_SEEN}, "known"),
    ("other words", {"words": "no refund yet", "published": day(-1)}, "new"),
]


@pytest.mark.parametrize(("change", "verdict"), [row[1:] for row in SHORT], ids=[row[0] for row in SHORT])
def test_a_few_words_are_found_again_by_their_date_as_well(change: dict[str, Any], verdict: str) -> None:
    first = heard([post("a", "same here", author=None)])
    result = planned([post("b", **({"words": "same here", "author": None} | change))], first, now=day(1))
    assert getattr(result.counts["forum"], verdict) == 1


def test_two_ids_that_one_source_gives_at_the_same_time_are_two_posts() -> None:
    twins = [post("a"), post("b")]
    assert planned(twins).counts["forum"] == PlanCounts(new=2)
    assert planned(twins, heard([post("a")]), now=day(1)).counts["forum"] == PlanCounts(known=1, new=1)
    renamed = planned([post("c"), post("d")], heard(twins), now=day(1))
    assert (renamed.events, len(set(renamed.renamed.values()))) == ((), 2)
    third = planned([post("c"), post("d"), post("e")], heard(twins), now=day(1))
    assert third.counts["forum"] == PlanCounts(known=2, new=1)


def test_one_post_in_a_feed_and_an_interface_with_ids_of_their_own_is_one_mention() -> None:
    both = [post("a"), post("b", source=PLANET)]
    for drafts in (both, both[::-1]):
        result = planned(drafts)
        assert len(result.events) == 1
        assert planned(drafts, result.events).events == ()
    later = planned(both[1:], heard(both[:1]), now=day(1))
    assert (later.counts["planet"], later.events) == (PlanCounts(known=1), ())


def test_a_copy_elsewhere_is_known_by_its_first_words_and_never_edits() -> None:
    events = heard([post("a")], [post("a", OTHER)])
    stale = planned([post("b", source=PLANET)], events, now=day(2))
    assert (stale.counts["planet"], stale.events) == (PlanCounts(known=1), ())


def test_a_copy_elsewhere_that_comes_first_keeps_no_edit_from_being_heard() -> None:
    first = heard([post("a")])
    drafts = [post("a", source=SourceId("early"), published=day(-9)), post("a", OTHER)]
    assert planned(drafts, first, now=day(1)).counts["forum"] == PlanCounts(revised=1)
    moved = [post("b", source=SourceId("early"), published=day(-9)), post("c", EDIT)]
    assert planned(moved, first, now=day(1)).counts["forum"] == PlanCounts(revised=1)


def test_one_new_id_heard_by_its_listing_and_by_another_look_is_found_once() -> None:
    first = heard([post("a")])
    result = planned([post("new"), post("new"), post("new", source=PLANET)], first, now=day(1))
    assert result.events == ()
    assert result.counts == {"forum": PlanCounts(known=2), "planet": PlanCounts(known=1)}


def test_a_post_that_is_gone_comes_back_under_a_new_id_only_at_a_new_address() -> None:
    first = heard([post("a")])
    events = (*first, gone(first[0], day(1)))
    assert planned([post("new", url=draft("a").url)], events, now=day(2)).events == ()
    (event,) = planned([post("new", url="https://new.example/")], events, now=day(2)).events
    assert (event.id, event.rev) == (name("a"), 1)


def test_hashes_of_another_key_find_nothing() -> None:
    other = b"another key that is also long enough"
    assert planned([post("new")], heard([post("a")]), now=day(1), key=other).counts["forum"].new == 1


def test_edits_beyond_the_limit_are_counted_under_a_new_id_too() -> None:
    events = heard([post("a")], *([post("a", f"{LONG} {number}")] for number in range(REVISIONS)))
    result = planned([post("new", EDIT)], events, now=day(99))
    assert (result.events, result.counts["forum"]) == ((), PlanCounts(capped=1))


def test_a_removed_post_cannot_be_found_by_its_other_ids() -> None:
    first = heard([post("a")])
    stones = tombstones(first, [("x", decision("remove", name("a"), day(1)))], day(1))
    assert planned([post("new")], stones, now=day(2)).counts["forum"] == PlanCounts(new=1)


def test_a_post_whose_removal_is_decided_stays_away_under_a_new_id() -> None:
    away = frozenset({(name("a"), BrandId(""))})
    drafts = [post("new", answers=(reply("new"),))]
    result = plan(drafts, [], known=merge(heard([post("a")])), tombstones=away, now=day(1), key=KEY)
    assert (result.events, result.counts["forum"]) == ((), PlanCounts(removed=1, replies_removed=1))


def test_answers_follow_the_post_to_the_id_it_is_known_by() -> None:
    first = heard([post("a", answers=(reply("a"),))])
    again = planned([post("new", answers=(reply("new"),))], first, now=day(1))
    assert (again.events, again.counts["forum"]) == ((), PlanCounts(known=1, replies_known=1))
    (event,) = planned([post("new", answers=(reply("new", "it is found"),))], first, now=day(1)).events
    assert isinstance(event, ReplyEvent)
    assert event.to == name("a")


drafts_of_a_run = st.lists(
    st.builds(
        lambda guid, link, words, author, source, late: post(
            guid, words, link=link, author=author, source=SourceId(source), published=day(-late)
        ),
        st.sampled_from("abcdef"),
        st.sampled_from(["l1", "l2"]),
        st.sampled_from([LONG, EDIT, EDIT + " and again", OTHER, "same here"]),
        st.sampled_from(["sam", None]),
        st.sampled_from(["forum", "planet", "early"]),
        st.integers(1, 3),
    ),
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(drafts_of_a_run, max_size=4), st.randoms(use_true_random=False))
def test_a_second_run_plans_nothing_and_the_order_of_drafts_makes_no_difference(
    runs: list[list[Draft]], random: object
) -> None:
    events: tuple[AnyEvent, ...] = ()
    for number, drafts in enumerate(runs):
        result = planned(drafts, events, now=day(number))
        mixed = list(drafts)
        random.shuffle(mixed)  # type: ignore[attr-defined]
        assert planned(mixed, events, now=day(number)) == result
        assert sum(one.new + one.known + one.revised for one in result.counts.values()) == len(drafts)
        events += result.events
        assert planned(mixed, events, now=day(number)).events == ()
