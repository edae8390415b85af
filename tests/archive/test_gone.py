"""A post that goes at its source loses its words here, is still counted, and may come back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive import merge, moderate, plan_gone, tombstones
from generator.model.events import AnyEvent, GoneEvent, ReplyEvent
from generator.model.words import BrandId, MentionId
from tests.archive.made import ALLOWED, day, decision, draft, finding, name, planned, reply

A, B = name("a"), name("b")
ASKED = ("404", "410", "api", "noindex")


@pytest.fixture
def events() -> tuple[AnyEvent, ...]:
    return planned([draft("a"), draft("b")]).events


def told(
    events: tuple[AnyEvent, ...],
    deleted: Mapping[MentionId, str],
    at: float,
    *,
    heard: frozenset[MentionId] = frozenset(),
    stands: frozenset[MentionId] = frozenset(),
) -> tuple[AnyEvent, ...]:
    return events + plan_gone(deleted, heard=heard, stands=stands, known=merge(events), now=day(at))


def hidden(events: tuple[AnyEvent, ...], post: MentionId = A) -> str | None:
    return {one.id: one.hidden for one in merge(events).mentions}[post]


@pytest.mark.parametrize("how", ["tombstone", *ASKED])
def test_a_deleted_post_loses_its_words_and_stays_counted(events: tuple[AnyEvent, ...], how: str) -> None:
    after = told(events, {A: how}, 7)
    event = after[-1]
    assert isinstance(event, GoneEvent)
    assert (event.id, event.rev, event.how, event.seen) == (A, 0, how, day(7))
    folded = {one.id: one for one in merge(after).mentions}
    assert (folded[A].excerpt, folded[A].hidden, folded[A].gone) == (None, "gone", how)
    assert folded[B].excerpt is not None


def test_a_deletion_told_twice_or_of_a_stranger_adds_nothing(events: tuple[AnyEvent, ...]) -> None:
    after = told(events, {A: "410"}, 7)
    assert told(after, {A: "404", name("stranger"): "410"}, 14) == after


def test_a_removed_post_or_reply_is_never_said_to_be_gone_or_back() -> None:
    events = planned([draft("a", answers=(reply("a"),))]).events
    away = [(one, decision("remove", one, day(1))) for one in (A, reply("a").id)]
    stones = tombstones(events, away, day(1))
    assert told(stones, {A: "410", reply("a").id: "api"}, 2, stands=frozenset({A})) == stones


@pytest.mark.parametrize(("how", "goes"), [("tombstone", False), *((how, True) for how in ASKED)])
def test_what_a_listing_still_carries_outweighs_a_feeds_word_only(
    events: tuple[AnyEvent, ...], how: str, *, goes: bool
) -> None:
    after = told(events, {A: how}, 7, heard=frozenset({A}))
    assert (hidden(after) == "gone") is goes


@pytest.mark.parametrize(("how", "back"), [("tombstone", False), *((how, True) for how in ASKED)])
def test_a_post_found_standing_at_its_own_address_comes_back_with_its_words(
    events: tuple[AnyEvent, ...], how: str, *, back: bool
) -> None:
    gone = told(events, {A: how}, 7)
    after = told(gone, {}, 14, stands=frozenset({A, B}))
    assert [one.how for one in after[len(gone) :] if isinstance(one, GoneEvent)] == ["back"] * back
    assert (hidden(after) is None) is back
    again = told(after, {A: "404"}, 21)
    assert hidden(again) == "gone"


def test_told_both_ways_in_one_run_the_words_stay_hidden(events: tuple[AnyEvent, ...]) -> None:
    gone = told(events, {A: "noindex"}, 7)
    assert told(gone, {A: "404"}, 14, stands=frozenset({A})) == gone
    back = told(gone, {}, 14, stands=frozenset({A}))
    assert hidden(told(back, {A: "404"}, 14)) == "gone"


@pytest.mark.parametrize(
    ("how", "change", "verdict"),
    [
        ("tombstone", {}, "revised"),
        *((how, {}, "known") for how in ASKED),
        *((how, {"words": "it came after all"}, "revised") for how in ("404", "410", "api")),
        ("noindex", {"words": "it came after all"}, "known"),
        ("404", {"url": "https://new.example/a"}, "revised"),
        ("404", {"url": None}, "known"),
    ],
)
def test_a_feed_brings_back_only_what_it_says_anew(
    events: tuple[AnyEvent, ...], how: str, change: dict[str, str], verdict: str
) -> None:
    gone = told(events, {A: how}, 7)
    plan = planned([draft("a", **change)], gone, now=day(8))
    assert getattr(plan.counts["forum"], verdict) == 1
    assert (hidden(gone + plan.events) is None) is (verdict == "revised")
    assert planned([draft("a", **change)], gone + plan.events, now=day(8)).events == ()


def test_a_deletion_met_in_the_run_of_an_edit_hides_the_edit(events: tuple[AnyEvent, ...]) -> None:
    edited = events + planned([draft("a", "it came")], events, now=day(7)).events
    assert hidden(told(edited, {A: "404"}, 7)) == "gone"


@pytest.mark.parametrize("how", ASKED)
def test_an_edit_met_by_the_look_that_finds_a_post_again_is_heard_at_once(
    events: tuple[AnyEvent, ...], how: str
) -> None:
    gone = told(events, {A: how}, 7)
    edit = gone + planned([draft("a", "it came")], gone, now=day(8), stands=frozenset({A})).events
    assert told(edit, {}, 8, stands=frozenset({A})) == edit
    assert {one.id: one.excerpt for one in merge(edit).mentions}[A] == "it came"


def test_a_post_about_two_brands_goes_under_both(events: tuple[AnyEvent, ...]) -> None:
    both = events + planned([draft("a", brand=BrandId("southway"))], events).events
    assert {one.brand for one in told(both, {A: "410"}, 7)[len(both) :]} == {"northway", "southway"}


def test_an_official_reply_goes_and_comes_and_stays_an_answer() -> None:
    events = planned([draft("a", answers=(reply("a"),))]).events
    answer = next(one.id for one in events if isinstance(one, ReplyEvent))
    gone = told(events, {answer: "api"}, 7)
    (heard,) = merge(gone).replies
    assert (heard.to, heard.gone, heard.hidden, heard.excerpt) == (A, "api", "gone", None)
    assert planned([], gone, replies=(reply("a"),), now=day(8)).events == ()
    (back,) = merge(told(gone, {}, 14, stands=frozenset({answer}))).replies
    assert (back.gone, back.hidden, back.excerpt) == (None, None, reply("a").excerpt)
    (told_by_feed,) = merge(
        (edit := told(events, {answer: "tombstone"}, 7))
        + planned([], edit, replies=(reply("a"),), now=day(8)).events
    ).replies
    assert (told_by_feed.rev, told_by_feed.hidden) == (1, None)


@pytest.mark.parametrize(
    ("kind", "hides"),
    [("withhold", "withheld"), ("remove", "removed"), ("hold", "held"), ("dispute", "gone")],
)
def test_what_a_person_decided_of_a_reply_is_named_before_its_going(kind: str, hides: str) -> None:
    events = planned([draft("a", answers=(reply("a"),))]).events
    gone = told(events, {reply("a").id: "404"}, 7)
    decided = [("x", decision(kind, reply("a").id, day(8)))]
    shown = moderate(
        merge(gone), decided, as_of=day(9), notice_days=7, retention_days=None, maintained_until=None,
        publish=ALLOWED,
    )  # fmt: skip
    assert (shown.replies[0].hidden, shown.replies[0].excerpt) == (hides, None)


def test_words_that_a_person_released_stay_released_after_they_were_gone_for_a_while() -> None:
    events = planned([draft("a", finding=finding(held=("crime",)))]).events
    released = [("x", decision("release", A, day(8)))]
    back = told(told(events, {A: "404"}, 9), {}, 12, stands=frozenset({A}))
    (mention,) = moderate(
        merge(back), released, as_of=day(13), notice_days=7, retention_days=None, maintained_until=None,
        publish=ALLOWED,
    ).mentions  # fmt: skip
    assert (mention.hidden, mention.excerpt) == (None, draft("a").excerpt)


steps = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from([A, B]), st.sampled_from(["tombstone", *ASKED])),
        st.frozensets(st.sampled_from([A, B])),
        st.frozensets(st.sampled_from([A, B])),
        st.sampled_from(["", "it came after all", "they paid me back today and said sorry to me"]),
    ),
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(steps, st.randoms(use_true_random=False))
def test_going_and_coming_back_folds_alike_in_any_order_and_a_second_run_adds_nothing(
    runs: list[tuple[dict[MentionId, str], frozenset[MentionId], frozenset[MentionId], str]], random: object
) -> None:
    events = planned([draft("a"), draft("b", "quite another story", answers=(reply("b"),))]).events
    for number, (deleted, listed, found, words) in enumerate(runs, 1):
        drafts = [draft("a", words)] if words else []
        heard, stands = listed | {one.id for one in drafts}, found - deleted.keys()
        for twice in (False, True):
            again = events + planned(drafts, events, now=day(number), stands=stands).events
            again = told(again, deleted, number, heard=heard, stands=stands)
            assert not twice or again == events
            events = again
    mixed = [*events, *events[:2]]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert merge(mixed) == merge(events)
