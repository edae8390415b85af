from __future__ import annotations

from datetime import date, timedelta, timezone
from typing import Any

import pytest

from generator.archive import Folded, merge, moderate
from generator.model.events import AnyEvent
from generator.model.mention import Cue, Mention, Reply
from generator.model.people import ModerationEvent
from generator.model.words import BrandId, Certainty, Kind, Publish, SourceId, ThemeId
from tests.archive.made import ALLOWED, START, day, decision, draft, finding, gone, name, planned, reply

A = name("a")
ACCUSED = finding(held=("crime",))


def shown(
    events: tuple[AnyEvent, ...], *decisions: ModerationEvent | tuple[str, ModerationEvent], **rules: Any
) -> Folded:
    given: dict[str, Any] = {
        "as_of": day(30),
        "notice_days": 7,
        "retention_days": None,
        "maintained_until": None,
        "publish": ALLOWED,
    }
    stems = [one if isinstance(one, tuple) else (f"file-{at}", one) for at, one in enumerate(decisions)]
    return moderate(merge(events), stems, **(given | rules))


def first(*args: Any, **rules: Any) -> Mention:
    return shown(*args, **rules).mentions[0]


def heard(*args: Any, **rules: Any) -> Reply:
    return shown(*args, **rules).replies[0]


def test_what_nobody_touched_is_shown_as_it_is() -> None:
    events = planned([draft("a", answers=(reply("a"),))]).events
    assert shown(events) == merge(events)


@pytest.mark.parametrize(
    ("kinds", "hidden"),
    [
        (["hold"], "held"),
        (["hold", "release"], None),
        (["release", "hold"], "held"),
        (["withhold"], "withheld"),
        (["withhold", "restore"], None),
        (["restore", "withhold"], "withheld"),
        (["remove"], "removed"),
        (["remove", "restore"], None),
        (["hold", "withhold"], "withheld"),
        (["hold", "restore"], "held"),
        (["dispute"], None),
        (["merge"], None),
        (["split"], None),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "files in another order"])
def test_the_latest_decision_wins(kinds: list[str], hidden: str | None, *, turned: bool) -> None:
    events = planned([draft("a")]).events
    decisions = [(f"file-{at}", decision(kind, A, day(1 + at))) for at, kind in enumerate(kinds)]
    mention = first(events, *(reversed(decisions) if turned else decisions))
    assert mention.hidden == hidden
    assert (mention.excerpt is None) == (hidden is not None)
    assert mention.moderated == tuple(f"file-{at}" for at in range(len(kinds)))


def test_files_of_one_instant_count_in_the_order_of_their_names() -> None:
    events = planned([draft("a")]).events
    pair = [("b", decision("hold", A, day(1))), ("a", decision("release", A, day(1)))]
    assert first(events, *pair).hidden == "held"


def test_decisions_dated_after_the_clock_do_not_count_yet() -> None:
    events = planned([draft("a")]).events
    mention = first(events, decision("withhold", A, day(31)))
    assert (mention.hidden, mention.moderated) == (None, ())


def test_posts_first_seen_after_the_clock_do_not_count_yet_and_are_counted() -> None:
    events = planned([draft("a", answers=(reply("a"),))]).events
    folded = shown(events, as_of=day(-1))
    assert (folded.mentions, folded.replies, folded.not_yet) == ((), (), 2)


@pytest.mark.parametrize("hidden", ["hold", "withhold"])
def test_hidden_words_take_link_and_cue_words_with_them_and_leave_the_reason(hidden: str) -> None:
    mention = first(planned([draft("a")]).events, decision(hidden, A, day(1)))
    assert (mention.excerpt, mention.url) == (None, None)
    assert mention.finding.cues == (Cue(group="theme:refunds", text="", weight=1.0),)
    assert mention.finding.kind is Kind.COMPLAINT


@pytest.mark.parametrize(
    ("release", "as_of", "hidden"),
    [
        (None, day(30), "held"),
        (day(8), day(30), None),
        (day(2), day(6), "held"),
        (day(2), day(7), None),
        (day(-1), day(30), "held"),
    ],
    ids=["never released", "released", "too early", "notice is over", "before the words were there"],
)
def test_an_accusation_waits_for_a_person_and_for_the_notice_period(
    release: Any, as_of: Any, hidden: str | None
) -> None:
    events = planned([draft("a", finding=ACCUSED)]).events
    decisions = [decision("release", A, release)] if release else []
    assert first(events, *decisions, as_of=as_of).hidden == hidden


def test_an_edit_after_the_release_is_held_again() -> None:
    one = planned([draft("a", finding=ACCUSED)]).events
    events = one + planned([draft("a", "and worse", finding=ACCUSED)], one, now=day(10)).events
    assert first(events, decision("release", A, day(8))).hidden == "held"
    assert first(events, decision("release", A, day(18))).hidden is None


def test_after_the_day_nobody_looks_after_the_site_no_new_words_appear() -> None:
    events = planned([draft("a")]).events
    assert first(events, maintained_until=date(2024, 3, 1)).hidden is None
    assert first(events, maintained_until=date(2024, 2, 29)).hidden == "held"
    west = timezone(timedelta(hours=-7))
    assert first(events, maintained_until=date(2024, 2, 29), zone=west).hidden is None


@pytest.mark.parametrize(
    ("publish", "hidden"),
    [
        ({SourceId("forum"): Publish.FULL}, None),
        ({SourceId("forum"): Publish.CUES}, "rights"),
        ({}, "rights"),
    ],
)
def test_rights_narrower_than_what_is_stored_leave_cues(publish: Any, hidden: str | None) -> None:
    mention = first(planned([draft("a")]).events, publish=publish)
    assert mention.hidden == hidden
    assert (mention.excerpt is None, mention.url is None) == (hidden is not None, False)
    assert mention.finding.cues[0].text == "refund"


def test_a_full_text_is_not_an_excerpt() -> None:
    events = planned([draft("a", "word " * 60)]).events
    assert first(events).hidden == "rights"
    assert first(events, publish={SourceId("forum"): Publish.FULL}).hidden is None


def test_a_line_stored_without_words_says_that_rights_hide_them() -> None:
    assert first(planned([draft("a", excerpt=None)]).events).hidden == "rights"


def test_words_expire_and_the_link_stays() -> None:
    events = planned([draft("a", answers=(reply("a"),))]).events
    folded = shown(events, retention_days=30)
    (mention,), (answer,) = folded.mentions, folded.replies
    assert (mention.hidden, mention.excerpt, mention.finding.cues[0].text) == ("expired", None, "")
    assert mention.url is not None
    assert (answer.hidden, answer.excerpt) == ("expired", None)
    assert first(events, retention_days=31).hidden is None


def test_a_post_gone_at_its_source_stays_hidden() -> None:
    (event,) = planned([draft("a")]).events
    mention = first((event, gone(event, day(1))))
    assert (mention.hidden, mention.url, mention.finding.cues[0].text) == ("gone", None, "")


def test_redacted_places_are_covered_and_so_are_cues_that_tell_them() -> None:
    cues = (
        Cue(group="delay", text="three weeks", start=16, end=27),
        Cue(group="theme:refunds", text="refund", start=3, end=9),
        Cue(group="effort", text="three"),
        Cue(group="anger", text="", start=26, end=30),
        Cue(group="title", text="shouting"),
    )
    events = planned([draft("a", "no refund after three weeks, really", finding=finding(cues=cues))]).events
    mention = first(events, decision("redact", A, day(1), redact=("16-27",)))
    assert mention.excerpt == "no refund after ▇▇▇▇▇ ▇▇▇▇▇, really"
    assert [cue.text for cue in mention.finding.cues] == ["", "refund", "", "", "shouting"]
    assert mention.hidden is None


@pytest.mark.parametrize(("start", "end", "text"), [(9, 16, "x"), (27, 30, "x"), (10, 17, ""), (26, 30, "")])
def test_a_cue_beside_a_covered_place_keeps_its_word(start: int, end: int, text: str) -> None:
    cues = (Cue(group="delay", text="x", start=start, end=end),)
    words = "no refund after three weeks, really"
    events = planned([draft("a", words, finding=finding(cues=cues))]).events
    (cue,) = first(events, decision("redact", A, day(1), redact=("16-27",))).finding.cues
    assert cue.text == text


def test_a_decision_of_the_clocks_own_instant_counts() -> None:
    assert first(planned([draft("a")]).events, decision("withhold", A, day(30))).hidden == "withheld"


def test_a_second_redaction_does_not_renew_ranges_meant_for_older_words() -> None:
    one = planned([draft("a")]).events
    events = one + planned([draft("a", "other words")], one, now=day(5)).events
    both = [decision("redact", A, day(at), redact=("0-2",)) for at in (1, 6)]
    assert first(events, *both).hidden == "withheld"


def test_redactions_add_up_until_restored() -> None:
    events = planned([draft("a", "no refund after three weeks")]).events
    both = [decision("redact", A, day(1), redact=("0-2",)), decision("redact", A, day(2), redact=("16-99",))]
    assert first(events, *both).excerpt == "▇▇ refund after ▇▇▇▇▇ ▇▇▇▇▇"
    assert first(events, *both, decision("restore", A, day(3))).excerpt == "no refund after three weeks"


@pytest.mark.parametrize("ranges", [(), ("from 3 to 5",), ("9-3",), ("0-2", "x")])
def test_ranges_that_cannot_be_read_withhold_the_words(ranges: tuple[str, ...]) -> None:
    events = planned([draft("a", answers=(reply("a"),))]).events
    assert first(events, decision("redact", A, day(1), redact=ranges)).hidden == "withheld"
    assert heard(events, decision("redact", reply("a").id, day(1), redact=ranges)).hidden == "withheld"


def test_ranges_meant_for_words_since_changed_withhold_the_words() -> None:
    one = planned([draft("a")]).events
    events = one + planned([draft("a", "other words")], one, now=day(5)).events
    assert first(events, decision("redact", A, day(1), redact=("0-2",))).hidden == "withheld"


def test_a_redaction_of_what_has_no_words_changes_nothing() -> None:
    events = planned([draft("a", excerpt=None)]).events
    assert first(events, decision("redact", A, day(1), redact=("x",))).hidden == "rights"


def test_an_override_puts_another_finding_and_keeps_the_archived_one() -> None:
    events = planned([draft("a", finding=finding(certainty=Certainty.REVIEW))]).events
    put = {"kind": "praise", "themes": ["staff"], "brand": "southway"}
    mention = first(events, decision("override", A, day(1), override=put))
    assert (mention.brand, mention.finding.kind, mention.finding.themes) == ("southway", "praise", ("staff",))
    assert mention.finding.certainty is Certainty.SURE
    assert mention.overridden == merge(events).mentions[0].finding
    assert first(events, decision("override", A, day(1))).overridden is None


def test_an_override_without_words_keeps_none_in_the_archived_finding_either() -> None:
    decisions = [decision("override", A, day(1), override={"kind": "other"}), decision("withhold", A, day(2))]
    mention = first(planned([draft("a")]).events, *decisions)
    assert mention.overridden is not None
    assert mention.overridden.cues[0].text == ""


def test_a_mention_moved_to_a_brand_that_has_the_post_counts_once() -> None:
    there = finding(themes=(ThemeId("delays"),))
    events = planned([draft("a"), draft("a", brand=BrandId("southway"), finding=there)]).events
    folded = shown(events, decision("override", A, day(1), override={"brand": "southway"}))
    assert [one.brand for one in folded.mentions] == ["southway"]
    assert folded.joined == 1
    assert folded.mentions[0].finding == there


@pytest.mark.parametrize("kind", ["hold", "withhold", "remove"])
def test_replies_can_be_hidden_too(kind: str) -> None:
    events = planned([draft("a", answers=(reply("a", url="https://forum.example/a/2"),))]).events
    answer = heard(events, decision(kind, reply("a").id, day(1)))
    assert answer.hidden == {"hold": "held", "withhold": "withheld", "remove": "removed"}[kind]
    assert (answer.excerpt, answer.url, answer.to) == (None, None, A)


def test_replies_can_be_redacted_and_follow_rights() -> None:
    events = planned([draft("a", answers=(reply("a", url="https://forum.example/a/2"),))]).events
    covered = heard(events, decision("redact", reply("a").id, day(1), redact=("0-2",)))
    assert covered.excerpt == "▇▇ have sent it today"
    by_right = heard(events, publish={})
    assert (by_right.excerpt, by_right.hidden, by_right.url) == (None, "rights", "https://forum.example/a/2")


def test_decisions_about_unknown_ids_come_back_for_the_record() -> None:
    events = planned([draft("a")]).events
    folded = shown(
        events,
        ("2024-03-02-gone", decision("hold", name("z"), day(1))),
        ("2024-03-03-merge", decision("merge", A, day(1), into=name("y"))),
        ("2024-03-04-split", decision("split", A, day(40), mentions=[A, name("x")])),
        ("2024-03-05-file", decision("dispute", "northway/2024-03-01-sorry", day(1))),
    )
    assert folded.unknown == (
        ("2024-03-02-gone", name("z")),
        ("2024-03-03-merge", name("y")),
        ("2024-03-04-split", name("x")),
    )


def test_a_removal_without_a_readable_date_keeps_none() -> None:
    events = planned([draft("a", published=None)]).events
    mention = first(events, decision("remove", A, START))
    assert (mention.published, mention.quality, mention.author) == (None, "first_seen", None)
