"""Which answer belongs to which case."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cases import CaseBook, Inputs, build
from generator.model.case import Case
from generator.model.words import (
    BrandId,
    DateQuality,
    Disposition,
    Ground,
    HandlingState,
    ModerationKind,
    ResponseType,
)
from tests.cases_room.makers import (
    AS_OF,
    book,
    day,
    event,
    finding,
    line,
    mention,
    on,
    ref,
    reply,
    response,
    told,
    world,
)


def case(made: CaseBook, name: str, brand: str = "northway") -> Case:
    return next(one for one in made.cases if one.id == ref(name) and one.brand == brand)


def heard(made: CaseBook, name: str) -> list[str]:
    return [one.response or one.reply or "" for one in case(made, name).answers]


A, B = mention("a", 1, thread="t"), mention("b", 10, author="bob", thread="t")


def test_a_response_names_a_case_by_any_of_its_mentions() -> None:
    made = book(mentions=(A, mention("c", 2, thread="t")), responses=(response("r", cases=("c",)),))
    assert heard(made, "a") == ["northway/r"]
    assert made.case_of == {ref("a"): ref("a"), ref("c"): ref("a")}
    assert not made.problems


@pytest.mark.parametrize(
    ("ledger", "at"),
    [
        ((line("r", 20, opened=18),), day(18)),
        ((line("r", 20),), day(20)),
        ((), AS_OF),
    ],
    ids=["opened", "first seen", "not in the ledger"],
)
def test_a_response_counts_from_what_the_ledger_says(ledger: tuple[Any, ...], at: Any) -> None:
    made = book(mentions=(A,), responses=(response("r", cases=("a",), date=on(2)),), ledger=ledger)
    answer = case(made, "a").answers[0]
    assert answer.counts_from == at
    assert answer.dated == on(2)


def test_what_is_dated_after_the_clock_waits_for_it() -> None:
    made = book(
        mentions=(A,),
        responses=(response("r", cases=("a",)),),
        ledger=(line("r", 400),),
        replies=(reply("p", 500, to=ref("a")),),
    )
    assert heard(made, "a") == []
    assert made.not_yet == ("northway/r", ref("p"))


def test_a_response_to_an_unknown_case_is_told_and_the_rest_stands() -> None:
    made = book(mentions=(A,), responses=(response("r", cases=("a", "zz")),))
    assert heard(made, "a") == ["northway/r"]
    assert len(made.problems) == 1
    assert f"case {ref('zz')} is not a case of northway" in made.problems[0]


def test_a_response_reaches_its_own_brand_only() -> None:
    both = (A, mention("a", 1, thread="t", brand=BrandId("lumo")))
    made = book(mentions=both, responses=(response("r", cases=("a",)),))
    assert heard(made, "a") == ["northway/r"]
    assert case(made, "a", "lumo").answers == ()


def test_an_answer_to_a_theme_answers_what_was_said_until_then() -> None:
    late = mention("c", 30, author="cid")
    made = book(
        mentions=(A, B, late),
        responses=(response("r", theme="delays", cases=("a",)),),
        ledger=(line("r", 20),),
    )
    assert [one.general for one in case(made, "a").answers] == [False]
    assert [one.general for one in case(made, "b").answers] == [True]
    assert case(made, "c").answers == ()
    assert case(made, "b").handling.state is HandlingState.ANSWERED_IN_GENERAL
    assert not case(made, "b").own_page
    issue = made.issues[0]
    assert [one.response for one in issue.answers] == ["northway/r"]
    assert issue.cases == (ref("a"), ref("b"), ref("c"))


def test_an_unknown_theme_is_told() -> None:
    assert "theme zebra is not in the taxonomy" in book(responses=(response("r", theme="zebra"),)).problems[0]


def test_merged_themes_and_brands_lead_to_the_survivor() -> None:
    old = mention(
        "o", 3, author="eve", brand=BrandId("northrail"), finding=finding(themes=("tardy", "other"))
    )
    made = book(
        mentions=(old,), responses=(response("r", theme="lateness"),), told=(told(0, brand="northrail"),)
    )
    found = case(made, "o")
    assert found.themes == ("delays",)
    assert found.handling.state is HandlingState.ANSWERED_IN_GENERAL
    assert [(one.brand, one.theme) for one in made.issues] == [("northway", "delays")]


def test_other_stays_where_no_theme_was_found() -> None:
    made = book(mentions=(mention("a", 1, finding=finding(themes=("other",))),))
    assert [(one.theme, one.cases) for one in made.issues] == [("other", (ref("a"),))]


REPLIES: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("to a mention", {"to": ref("a"), "published": day(5)}, ["p"], []),
    ("in the thread: to all who spoke before", {"thread": "t", "published": day(15)}, ["p"], ["p"]),
    ("in the thread, between two posts", {"thread": "t", "published": day(5)}, ["p"], []),
    ("in the thread, undated", {"thread": "t", "published": None}, ["p"], ["p"]),
    ("before all of them", {"thread": "t", "published": day(0)}, [], []),
    ("to a mention that comes later", {"to": ref("a"), "published": day(0)}, [], []),
    (
        "to a mention nobody knows, in a thread",
        {"to": ref("x"), "thread": "t", "published": day(15)},
        ["p"],
        ["p"],
    ),
    ("in another thread", {"thread": "u", "published": day(15)}, [], []),
    ("of another brand", {"brand": BrandId("lumo"), "thread": "t", "published": day(15)}, [], []),
    (
        "dated the day only",
        {"to": ref("a"), "published": day(0.5), "quality": DateQuality.DAY},
        ["p"],
        [],
    ),
    (
        "dated the day before",
        {"to": ref("b"), "published": day(8.5), "quality": DateQuality.DAY},
        [],
        [],
    ),
    (
        "with a zone that was assumed",
        {"to": ref("a"), "published": day(0.5), "quality": DateQuality.ZONE_ASSUMED},
        ["p"],
        [],
    ),
]


@pytest.mark.parametrize(
    ("changes", "first", "second"), [row[1:] for row in REPLIES], ids=[row[0] for row in REPLIES]
)
def test_a_reply_finds_its_cases(changes: dict[str, Any], first: list[str], second: list[str]) -> None:
    made = book(mentions=(A, B), replies=(msgspec.structs.replace(reply("p", 5), **changes),))
    assert [one.rstrip("2") for one in heard(made, "a")] == first
    assert [one.rstrip("2") for one in heard(made, "b")] == second
    assert bool(made.set_aside) is not bool(first or second)


def test_a_mention_without_thread_is_reached_by_its_id_only() -> None:
    made = book(mentions=(mention("a", 1, thread="", author=None),), replies=(reply("p", 5),))
    assert made.set_aside == (("no_case", 1),)


def test_replies_that_apply_to_nothing_are_counted_by_reason() -> None:
    made = book(
        mentions=(A,),
        replies=(reply("p", 0, to=ref("a")), reply("q", 5, thread="u"), reply("r", 6, thread="u")),
    )
    assert made.set_aside == (("answer_before_complaint", 1), ("no_case", 2))


def test_a_superseding_response_takes_the_place_and_keeps_the_day() -> None:
    made = book(
        mentions=(A,),
        responses=(
            response("r", cases=("a",)),
            response("s", cases=("a",), supersedes="northway/r"),
            response("u", cases=("a",), supersedes="northway/s"),
        ),
        ledger=(line("r", 5), line("s", 30), line("u", 40)),
    )
    assert heard(made, "a") == ["northway/u"]
    assert case(made, "a").handling.answered_at == day(5)


def test_a_superseding_response_that_drops_a_case_leaves_it_waiting() -> None:
    made = book(
        mentions=(A, B),
        responses=(
            response("r", cases=("a", "b")),
            response("s", cases=("a",), supersedes="northway/r"),
        ),
        ledger=(line("r", 15), line("s", 30)),
    )
    assert heard(made, "b") == []
    assert case(made, "b").handling.state is HandlingState.AWAITING


def test_an_answer_taken_back_to_an_acknowledgement_is_none() -> None:
    made = book(
        mentions=(A,),
        responses=(
            response("r", cases=("a",)),
            response(
                "s",
                cases=("a",),
                supersedes="northway/r",
                type=ResponseType.ACKNOWLEDGEMENT,
                disposition=None,
            ),
        ),
        ledger=(line("r", 15), line("s", 30)),
    )
    assert case(made, "a").handling.state is HandlingState.ACKNOWLEDGED
    assert case(made, "a").handling.answered_at is None
    assert case(made, "a").answers[0].disposition is Disposition.UNSTATED


def test_a_superseded_answer_to_a_theme_leaves_the_issue() -> None:
    made = book(
        mentions=(A,),
        responses=(
            response("r", theme="delays"),
            response("s", theme="delays", supersedes="northway/r"),
        ),
        ledger=(line("r", 15), line("s", 30)),
    )
    assert [one.response for one in made.issues[0].answers] == ["northway/s"]
    assert [step.at for step in case(made, "a").handling.steps][1:] == [day(15)]


@pytest.mark.parametrize("supersedes", ["northway/nothing", "northway/r", "northway/s"])
def test_only_an_earlier_response_can_be_superseded(supersedes: str) -> None:
    made = book(
        mentions=(A,),
        responses=(response("r", cases=("a",), supersedes=supersedes), response("s", cases=("a",))),
        ledger=(line("r", 15), line("s", 30)),
    )
    assert heard(made, "a") == ["northway/r", "northway/s"]
    assert "both stand" in made.problems[0]


def test_template_letters_are_counted_but_for_their_numbers() -> None:
    letter = "Dear customer, we are sorry. Your number is {}. Please write to us."
    made = book(
        mentions=(A, B, mention("c", 3, author="cid")),
        replies=(
            reply("p", 15, to=ref("a"), excerpt=letter.format(1234)),
            reply("q", 16, to=ref("b"), excerpt=letter.format("77")),
            reply("h", 17, to=ref("b"), excerpt=None, body="k1"),
            reply("i", 18, to=ref("b"), excerpt=None, body="k1"),
            reply("j", 19, to=ref("b"), excerpt=None),
        ),
        responses=(response("r", cases=("c",), body=letter.format("9") + "!"), response("s", cases=("c",))),
    )
    assert [one.template for one in case(made, "a").answers] == [2]
    assert [one.template for one in case(made, "b").answers] == [2, 1, 1, 0]
    assert [one.template for one in case(made, "c").answers] == [2, 0]


def test_a_hidden_response_counts_without_words() -> None:
    hide = ("h", event(ModerationKind.WITHHOLD, "northway/r", 40, Ground.PRIVACY))
    show = ("i", event(ModerationKind.RELEASE, "northway/r", 50, Ground.PRIVACY))
    note = ("j", event(ModerationKind.DISPUTE, "northway/r", 51, Ground.FACTS_DISPUTED))
    parts: dict[str, Any] = {"mentions": (A,), "responses": (response("r", cases=("a",)),)}
    assert case(book(**parts, moderation=(hide,)), "a").answers[0].text is None
    assert case(book(**parts, moderation=(hide, show, note)), "a").answers[0].text is not None


def test_a_told_case_that_is_not_there_is_told() -> None:
    assert "is not a case of northway" in book(told=(told(0, "zz"),)).problems[0]


def test_a_report_and_a_hotline_are_kept_apart() -> None:
    mixed = (
        mention("a", 1, source="hotline"),
        mention("b", 1, thread="t", source="hotline"),
        mention("c", 2, thread="t"),
    )
    made = book(mentions=mixed)
    assert case(made, "a").company_owned
    assert not case(made, "b").company_owned


def test_the_same_words_link_cases_of_one_brand() -> None:
    copies = tuple(
        mention(one, place, author=one, same_text=None if one == "a" else ref("a"))
        for place, one in enumerate("abc")
    )
    made = book(
        mentions=(*copies, mention("d", 9, author="d"), mention("e", 9, author="a", thread="thread-a"))
    )
    assert case(made, "b").same_text == (ref("a"), ref("c"))
    assert case(made, "a").same_text == (ref("b"), ref("c"))
    assert case(made, "a").same_text_total == 2
    assert case(made, "d").same_text == ()


def test_a_flood_is_told_in_full_and_listed_in_part() -> None:
    flood = tuple(mention("a", 0) if n == 0 else _copy(n) for n in range(250))
    made = book(mentions=flood)
    assert {(len(one.same_text), one.same_text_total) for one in made.cases} == {(200, 249)}
    assert all(one.id not in one.same_text for one in made.cases)


def _copy(number: int) -> Any:
    letters = "abcdefghijklmnopqrstuvwxyz"
    name = f"f{letters[number // 26]}{letters[number % 26]}"
    return mention(name, 1, author=None, same_text=ref("a"))


def crowd() -> Inputs:
    """A little of everything, for laws."""
    return world(
        mentions=(
            A,
            B,
            mention("c", 20, thread="t", author="ann"),
            mention("d", 3, author=None, brand=BrandId("lumo")),
            mention("e", 4, author="ann", body="body-a"),
        ),
        replies=(reply("p", 5, thread="t"), reply("q", None, to=ref("b")), reply("r", 25, to=ref("c"))),
        responses=(
            response("r", cases=("a",), theme="delays"),
            response("s", cases=("b",), supersedes="northway/r"),
        ),
        ledger=(line("r", 12), line("s", 33)),
        moderation=(
            ("m", event(ModerationKind.MERGE, "b", 90, Ground.DUPLICATE, into=ref("a"))),
            ("n", event(ModerationKind.SPLIT, "a", 91, Ground.ERROR, mentions=(ref("b"),))),
        ),
        told=(told(2), told(1, "b")),
    )


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_inputs_decides_nothing(seed: int) -> None:
    inputs, shuffle = crowd(), random.Random(seed)  # noqa: S311 - an order, not a secret
    names = ("mentions", "replies", "responses", "ledger", "moderation", "told")
    mixed = {
        name: tuple(shuffle.sample(list(getattr(inputs, name)), len(getattr(inputs, name)))) for name in names
    }
    assert build(msgspec.structs.replace(inputs, **mixed)) == build(inputs)


def test_every_mention_of_the_crowd_resolves_to_a_case() -> None:
    made = build(crowd())
    assert {one.id for one in crowd().mentions} == made.case_of.keys()
    assert set(made.case_of.values()) == {one.id for one in made.cases}


def test_an_empty_archive_makes_an_empty_book() -> None:
    assert book() == CaseBook(cases=(), issues=(), actions=(), case_of={})
