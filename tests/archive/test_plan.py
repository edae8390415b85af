from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from generator import canonical
from generator.archive import PlanCounts, merge, plan, tombstones
from generator.archive.plan import REVISIONS
from generator.errors import ArchiveError
from generator.model.events import AnyEvent, MentionEvent, ReplyEvent, RevisionEvent
from generator.model.words import BrandId, Disposition, Kind, SourceId
from tests.archive.made import FORUM, KEY, START, day, decision, draft, finding, gone, name, planned, reply

COPY = "copy this letter and send it to them every single day until they answer us properly"
NEAR_COPY = COPY + " please"


def _words(events: tuple[AnyEvent, ...]) -> dict[str, MentionEvent | RevisionEvent]:
    return {one.id: one for one in events if isinstance(one, MentionEvent | RevisionEvent)}


def test_a_new_post_becomes_a_mention() -> None:
    result = planned([draft("a")])
    (event,) = result.events
    assert isinstance(event, MentionEvent)
    assert (event.rev, event.seen, event.id, event.key) == (0, START, name("a"), canonical.key_id(KEY))
    assert event.salt == canonical.keyed(KEY, "salt", name("a"), "0")
    assert result.counts == {"forum": PlanCounts(new=1)}


def test_the_same_input_at_the_same_now_plans_nothing() -> None:
    drafts = [draft("a"), draft("b", COPY), draft("c", NEAR_COPY, answers=(reply("c"),))]
    first = planned(drafts, replies=(reply("a"),))
    again = planned(drafts, first.events, replies=(reply("a"),))
    assert len(first.events) == 5
    assert again.events == ()
    assert again.counts["forum"] == PlanCounts(known=3, replies_known=2)


def test_an_edit_becomes_a_revision_with_a_salt_of_its_own() -> None:
    first = planned([draft("a")])
    result = planned([draft("a", "it came after all")], first.events, now=day(1))
    (event,) = result.events
    assert isinstance(event, RevisionEvent)
    assert (event.rev, event.seen) == (1, day(1))
    assert isinstance(first.events[0], MentionEvent)
    assert event.salt != first.events[0].salt
    assert result.counts["forum"] == PlanCounts(revised=1)


def test_a_brand_newly_matched_gets_a_mention_of_its_own() -> None:
    first = planned([draft("a")])
    drafts = [draft("a"), draft("a", brand=BrandId("southway"))]
    result = planned(drafts, first.events, now=day(1))
    assert [(one.brand, one.rev) for one in result.events] == [("southway", 0)]
    assert result.counts["forum"] == PlanCounts(new=1, known=1)


def test_edits_beyond_the_limit_are_counted_and_not_kept() -> None:
    events = planned([draft("a")]).events
    for number in range(1, REVISIONS + 2):
        events += planned([draft("a", f"edit {number}")], events, now=day(number)).events
    result = planned([draft("a", "one more")], events, now=day(99))
    assert (result.events, result.counts["forum"]) == ((), PlanCounts(capped=1))
    assert merge(events).mentions[0].rev == REVISIONS


def test_a_removed_id_stays_away_under_any_brand_with_its_answers() -> None:
    known = merge(())
    drafts = [draft("a", brand=BrandId("southway"), answers=(reply("a"),)), draft("b")]
    away = frozenset({(name("a"), BrandId("northway"))})
    result = plan(drafts, [], known=known, tombstones=away, now=START, key=KEY)
    assert [one.id for one in result.events] == [name("b")]
    assert result.counts["forum"] == PlanCounts(new=1, removed=1, replies_removed=1)


def test_a_removed_reply_stays_away() -> None:
    away = frozenset({(reply("a").id, BrandId("northway"))})
    result = plan([], [reply("a")], known=merge(()), tombstones=away, now=START, key=KEY)
    assert (result.events, result.counts["forum"]) == ((), PlanCounts(replies_removed=1))


def test_a_second_source_never_edits_what_the_first_one_told() -> None:
    first = planned([draft("a")])
    shorter = draft("a", "no refund", source=SourceId("planet"))
    result = planned([shorter], first.events, now=day(1))
    assert (result.events, result.counts["planet"]) == ((), PlanCounts(known=1))


def test_one_post_twice_in_a_batch_is_one_mention_and_one_known() -> None:
    drafts = [draft("a"), draft("a", "no refund", source=SourceId("planet"))]
    first = planned(drafts)
    assert len(first.events) == 1
    assert sum(one.new + one.known for one in first.counts.values()) == 2
    assert planned(drafts[::-1]).events == first.events
    assert planned(drafts, first.events).events == ()


def test_a_post_that_its_feed_had_withdrawn_and_carries_again_is_a_revision() -> None:
    first = planned([draft("a")])
    events = (*first.events, msgspec.structs.replace(gone(first.events[0], day(1)), how="tombstone"))
    result = planned([draft("a")], events, now=day(2))
    folded = merge((*events, *result.events)).mentions[0]
    assert (folded.rev, folded.gone, folded.excerpt) == (1, None, draft("a").excerpt)


def test_a_run_dated_before_the_archive_is_refused_with_a_sentence() -> None:
    first = planned([draft("a")])
    with pytest.raises(ArchiveError, match="set the clock right"):
        planned([draft("b")], first.events, now=day(-1))


def test_instants_are_written_in_utc_and_need_a_zone() -> None:
    here = START.astimezone(timezone(timedelta(hours=2)))
    result = planned([draft("a", published=here)], now=here)
    assert b"+02:00" not in canonical.dumps(result.events)
    with pytest.raises(ArchiveError, match="time zone"):
        planned([], now=datetime(2024, 1, 1))  # noqa: DTZ001 - the mistake under test


def test_under_a_new_key_the_words_tell_an_edit_from_a_repeat() -> None:
    first = planned([draft("a"), draft("b")])
    other = b"another key that is also long enough"
    drafts = [draft("a", body="x"), draft("b", "it came", body="y")]
    result = planned(drafts, first.events, now=day(1), key=other)
    assert [(one.id, one.rev) for one in result.events] == [(name("b"), 1)]


@pytest.mark.parametrize(
    "change",
    [{"words": "we are sorry"}, {"disposition": Disposition.EXPLAINED}],
    ids=["words", "disposition"],
)
def test_a_changed_reply_becomes_the_next_reply(change: dict[str, str]) -> None:
    first = planned([], replies=(reply("a"),))
    result = planned([], first.events, replies=(reply("a", **change),), now=day(1))
    (event,) = result.events
    assert isinstance(event, ReplyEvent)
    assert (event.rev, event.seen) == (1, day(1))
    assert result.counts["forum"] == PlanCounts(replies=1)


def test_a_reply_that_is_accepted_later_becomes_the_next_reply() -> None:
    first = planned([draft("a")], replies=(reply("a"),))
    result = planned([draft("a")], first.events, replies=(reply("a", accepted=True),), now=day(1))
    (event,) = result.events
    assert isinstance(event, ReplyEvent)
    assert (event.rev, event.accepted) == (1, True)
    (heard,) = merge((*first.events, event)).replies
    assert heard.accepted


def test_a_reply_twice_in_a_batch_counts_once() -> None:
    result = planned([draft("a", answers=(reply("a"),))], replies=(reply("a"),))
    assert result.counts["forum"] == PlanCounts(new=1, replies=1, replies_known=1)


def test_copies_by_others_are_linked_to_the_first() -> None:
    drafts = [
        draft("a", COPY, published=day(-3)),
        draft("b", NEAR_COPY, published=day(-2)),
        draft("c", COPY, published=day(-1)),
        draft("d", "something else happened to me on the way home today"),
    ]
    words = _words(planned(drafts[::-1]).events)
    links = [words[name(post)].same_text for post in "abcd"]
    assert links == [None, name("a"), name("a"), None]


def test_links_are_the_same_whether_posts_come_in_one_run_or_in_three() -> None:
    posts = [
        draft("a", COPY, published=day(-9), author="x"),
        draft("b", COPY, published=day(-8), author="x"),
        draft("c", NEAR_COPY, published=day(-7)),
        draft("d", COPY, published=day(-6), author=None),
    ]
    at_once = _words(planned(posts).events)
    events: tuple[AnyEvent, ...] = ()
    for number, post in enumerate(posts):
        events += planned([post], events, now=day(number)).events
    one_by_one = _words(events)
    links = {post: one.same_text for post, one in at_once.items()}
    assert links == {post: one.same_text for post, one in one_by_one.items()}
    assert links == {name("a"): None, name("b"): None, name("c"): name("a"), name("d"): name("a")}


def test_an_unknown_author_counts_as_one_more_person() -> None:
    drafts = [draft("a", COPY, author=None, published=day(-3)), draft("b", COPY, author=None)]
    assert _words(planned(drafts).events)[name("b")].same_text == name("a")


def test_copies_at_another_brand_and_short_texts_are_not_linked() -> None:
    drafts = [draft("a", COPY), draft("b", COPY, brand=BrandId("southway"))]
    drafts += [draft("c", "no refund"), draft("d", "no refund")]
    assert {one.same_text for one in _words(planned(drafts).events).values()} == {None}


def test_the_first_of_a_text_stays_first_when_edited_and_a_lone_one_may_join_another() -> None:
    drafts = [
        draft("a", COPY, published=day(-9)),
        draft("b", COPY, published=day(-8)),
        draft("c", "quite another story with many words of its own", published=day(-7)),
    ]
    first = planned(drafts)
    edits = [draft("a", "quite another story with many words of its own"), draft("c", COPY)]
    words = _words(planned(edits, first.events, now=day(1)).events)
    assert (words[name("a")].same_text, words[name("c")].same_text) == (None, name("a"))


def test_a_text_goes_on_under_its_first_id_when_that_one_was_removed() -> None:
    first = planned([draft("a", COPY, published=day(-9)), draft("b", COPY)])
    events = tombstones(first.events, [("x", decision("remove", name("a"), START))], day(1))
    words = _words(planned([draft("c", COPY)], events, now=day(1)).events)
    assert words[name("c")].same_text == name("a")


def test_an_edit_of_a_copy_follows_its_new_words() -> None:
    first = planned([draft("a", COPY, published=day(-9)), draft("b", COPY)])
    result = planned([draft("b", "they paid")], first.events, now=day(1))
    assert _words(result.events)[name("b")].same_text is None
    assert result.counts == {FORUM: PlanCounts(revised=1)}


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        ({}, ("excerpt",)),
        ({"excerpt": "no refund after three weeks of waiting"}, ()),
        ({"finding": finding(kind=Kind.PRAISE, severity=1)}, ("excerpt", "kind", "severity")),
        ({"finding": finding(themes=("delays",)), "rating": 0.2}, ("excerpt", "themes", "rating")),
        ({"published": day(0), "url": "https://forum.example/moved"}, ("excerpt", "published", "url")),
    ],
)
def test_an_edit_says_what_it_made_different(edit: dict[str, Any], changed: tuple[str, ...]) -> None:
    first = planned([draft("a")])
    result = planned([draft("a", "it came after all", **edit)], first.events, now=day(1))
    (event,) = result.events
    assert isinstance(event, RevisionEvent)
    (mention,) = merge((*first.events, event)).mentions
    assert event.changed == mention.changed == changed
