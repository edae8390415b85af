from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.archive import merge, tombstones
from generator.archive.lines import entomb
from generator.model.events import ReplyEvent
from generator.model.words import BrandId, Certainty, DateQuality, Kind, ThemeId
from tests.archive.made import START, day, decision, draft, finding, gone, name, planned, reply, reviewed


def test_the_newest_words_count_and_the_first_day_stays() -> None:
    first = planned([draft("a")]).events
    events = first + planned([draft("a", "it came")], first, now=day(40)).events
    (mention,) = merge(events).mentions
    assert (mention.excerpt, mention.first_seen, mention.seen, mention.rev) == ("it came", START, day(40), 1)


def test_a_reviewed_finding_replaces_that_of_its_revision_only() -> None:
    (first,) = planned([draft("a")]).events
    praise = finding(kind=Kind.PRAISE)
    events = (first, reviewed(first, day(1), praise))
    assert merge(events).mentions[0].finding == praise
    later = planned([draft("a", "worse again")], events, now=day(2)).events
    assert merge((*events, *later)).mentions[0].finding.kind is Kind.COMPLAINT


def test_a_post_gone_at_its_source_keeps_its_count_and_loses_its_words() -> None:
    (first,) = planned([draft("a")]).events
    (mention,) = merge((first, gone(first, day(1)))).mentions
    assert (mention.gone, mention.hidden, mention.excerpt, mention.seen) == ("410", "gone", None, START)


def test_a_tombstone_keeps_what_is_counted_and_nothing_to_read() -> None:
    posts = [draft("a", published=datetime(2024, 2, 28, 17, 5, tzinfo=UTC))]
    events = planned(posts).events
    edited = planned([draft("a", "again", published=day(-1))], events, now=day(3)).events
    whole = (*events, *edited, reviewed(edited[0], day(4), finding(themes=(ThemeId("delays"),))))
    folded = merge(tombstones(whole, [("x", decision("remove", name("a"), day(4)))], day(5)))
    (mention,) = folded.mentions
    assert folded.tombstones == {(name("a"), BrandId("northway"))}
    assert (mention.removed, mention.hidden, mention.thread, mention.source) == (True, "removed", "", "forum")
    assert (mention.excerpt, mention.author, mention.url, mention.bands, mention.body) == (None,) * 4 + ("",)
    assert (mention.first_seen, mention.seen, mention.rev) == (START, day(4), 1)
    assert (mention.published, mention.quality) == (
        datetime(2024, 2, 29, tzinfo=UTC),
        DateQuality.DAY,
    )
    assert mention.finding == finding(language="und", cues=(), rules="", themes=(ThemeId("delays"),))


def test_a_removal_wins_over_the_line_itself_from_another_copy_of_the_archive() -> None:
    (first,) = planned([draft("a")]).events
    assert merge((first, entomb(first))) == merge((entomb(first),))


def test_a_removed_reply_still_answers() -> None:
    events = planned([draft("a", answers=(reply("a"),))]).events
    answer = next(one for one in events if isinstance(one, ReplyEvent))
    folded = merge(tombstones(events, [("x", decision("remove", answer.id, START))], START))
    (heard,) = folded.replies
    assert (heard.to, heard.type, heard.thread) == (name("a"), answer.reply, answer.thread)
    assert (heard.excerpt, heard.url, heard.hidden) == (None, None, "removed")
    assert (heard.published, heard.quality) == (START.replace(hour=0), DateQuality.DAY)


def test_an_undated_removed_reply_stays_undated() -> None:
    events = planned([], replies=(reply("a", published=None),)).events
    (heard,) = merge([entomb(events[0])]).replies
    assert (heard.published, heard.quality) == (None, DateQuality.FIRST_SEEN)


def test_lines_without_a_first_line_are_counted_and_change_nothing() -> None:
    (first,) = planned([draft("a")]).events
    stray = gone(first, day(1))
    assert merge([stray, stray]).orphans == 1
    assert merge([stray]).mentions == ()
    assert merge([entomb(stray)]).mentions == ()
    assert merge([stray, gone(first, day(2))]).orphans == 2


def test_the_clock_takes_what_was_seen_at_it_and_counts_what_came_later() -> None:
    events = (*planned([draft("a")]).events, *planned([draft("b")], now=day(1)).events)
    assert merge(events, until=day(1)).not_yet == 0
    assert [one.id for one in merge(events, until=day(0.5)).mentions] == [name("a")]
    assert merge(events, until=day(0.5)).not_yet == 1


def test_a_tombstone_counts_before_the_clock_reaches_it() -> None:
    (first,) = planned([draft("a")], now=day(1)).events
    folded = merge([entomb(first)], until=START)
    assert (folded.mentions[0].removed, folded.not_yet) == (True, 0)


def test_a_deletion_of_a_later_revision_hides_the_earlier_words_too() -> None:
    (first,) = planned([draft("a")]).events
    (edit,) = planned([draft("a", "it came")], (first,), now=day(1)).events
    assert merge((first, gone(edit, day(2)))).mentions[0].hidden == "gone"


def test_lines_after_the_clock_are_left_out_and_counted() -> None:
    first = planned([draft("a")]).events
    events = first + planned([draft("a", "it came")], first, now=day(9)).events
    folded = merge(events, until=day(1))
    assert (folded.mentions[0].rev, folded.not_yet, folded.latest) == (0, 1, START)


def test_two_lines_of_one_place_are_told_apart_by_their_bytes() -> None:
    one = planned([draft("a")]).events
    other = planned([draft("a", "heard differently")]).events
    assert merge(one + other) == merge(other + one)


@pytest.mark.parametrize("certainty", Certainty)
def test_a_removed_complaint_is_counted_as_it_was(certainty: Certainty) -> None:
    (first,) = planned([draft("a", finding=finding(certainty=certainty))]).events
    assert merge([entomb(first)]).mentions[0].finding.certainty is certainty
