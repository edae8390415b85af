"""The state machine as a table of what happened and what a case shows afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from generator.cases.moves import MOVES
from generator.model.case import Case
from generator.model.people import Override
from generator.model.words import (
    WAITING,
    Certainty,
    DateQuality,
    Disposition,
    Ground,
    HandlingFlag,
    HandlingState,
    Kind,
    ModerationKind,
    ResponseType,
    Verdict,
)
from tests.cases_room.makers import (
    book,
    day,
    event,
    finding,
    line,
    mention,
    ref,
    reply,
    response,
    told,
    verdict,
)

ACK, DECLINE = ResponseType.ACKNOWLEDGEMENT, ResponseType.DECLINE
POST = mention("a", 1, thread="t")
AGAIN = mention("b", 40, thread="t")


def only(**parts: Any) -> Case:
    return next(one for one in book(**parts).cases if one.id == ref("a"))


def says(at: float | None, **changes: Any) -> Any:
    return reply(f"r{'abcdefgh'[int(at or 0) % 8]}", at, to=ref("a"), **changes)


TABLE: list[tuple[str, dict[str, Any], list[str]]] = [
    ("nobody told the company", {"told": ()}, ["not_told"]),
    ("told before the post", {}, ["awaiting"]),
    ("told after the post", {"told": (told(9),)}, ["not_told", "awaiting"]),
    ("told of this case", {"told": (told(9, "a"),)}, ["not_told", "awaiting"]),
    ("another brand was told", {"told": (told(0, brand="lumo"),)}, ["not_told"]),
    ("told in the future", {"told": (told(400),)}, ["not_told"]),
    ("acknowledged", {"replies": (says(2, type=ACK),)}, ["awaiting", "acknowledged"]),
    ("answered", {"replies": (says(2),)}, ["awaiting", "answered"]),
    (
        "acknowledged, then answered",
        {"replies": (says(2, type=ACK), says(5))},
        ["awaiting", "acknowledged", "answered"],
    ),
    (
        "an acknowledgement after an answer changes nothing",
        {"replies": (says(2), says(5, type=ACK))},
        ["awaiting", "answered"],
    ),
    ("answered though nobody told it", {"told": (), "replies": (says(2),)}, ["not_told", "answered"]),
    (
        "told after the answer",
        {"told": (told(9),), "replies": (says(2),)},
        ["not_told", "answered"],
    ),
    ("answered without a date", {"replies": (says(None),)}, ["awaiting", "answered"]),
    (
        "answered in general",
        {"responses": (response("g", theme="delays"),), "ledger": (line("g", 10),)},
        ["awaiting", "answered_in_general"],
    ),
    (
        "answered in general, then itself",
        {"responses": (response("g", theme="delays"),), "ledger": (line("g", 10),), "replies": (says(20),)},
        ["awaiting", "answered_in_general", "answered"],
    ),
    (
        "a general answer after its own",
        {"responses": (response("g", theme="delays"),), "ledger": (line("g", 10),), "replies": (says(3),)},
        ["awaiting", "answered"],
    ),
    (
        "the author complains again",
        {"mentions": (POST, AGAIN), "replies": (says(5),)},
        ["awaiting", "answered", "reopened"],
    ),
    (
        "again, and answered again",
        {"mentions": (POST, AGAIN), "replies": (says(5), says(50))},
        ["awaiting", "answered", "reopened", "answered"],
    ),
    (
        "an acknowledgement does not close what was reopened",
        {"mentions": (POST, AGAIN), "replies": (says(5), says(50, type=ACK))},
        ["awaiting", "answered", "reopened"],
    ),
    (
        "a general answer does not close what was reopened",
        {
            "mentions": (POST, AGAIN),
            "replies": (says(5),),
            "responses": (response("g", theme="delays"),),
            "ledger": (line("g", 60),),
        },
        ["awaiting", "answered", "reopened"],
    ),
    (
        "again after a general answer",
        {
            "mentions": (POST, AGAIN),
            "responses": (response("g", theme="delays"),),
            "ledger": (line("g", 10),),
        },
        ["awaiting", "answered_in_general", "reopened"],
    ),
    (
        "thanks do not reopen",
        {
            "mentions": (POST, mention("b", 40, thread="t", finding=finding(Kind.PRAISE))),
            "replies": (says(5),),
        },
        ["awaiting", "answered"],
    ),
    (
        "what may be a complaint does not reopen",
        {
            "mentions": (POST, mention("b", 40, thread="t", finding=finding(certainty=Certainty.REVIEW))),
            "replies": (says(5),),
        },
        ["awaiting", "answered"],
    ),
    (
        "a post after an undated answer does not reopen",
        {"mentions": (POST, AGAIN), "replies": (says(None),)},
        ["awaiting", "answered"],
    ),
    (
        "the customer says that it is not fixed",
        {"replies": (says(5),), "confirmations": (("v", verdict(Verdict.NOT_FIXED, 30, case="a")),)},
        ["awaiting", "answered", "reopened"],
    ),
    (
        "not fixed on the day of the answer",
        {"replies": (says(5),), "confirmations": (("v", verdict(Verdict.NOT_FIXED, 5, case="a")),)},
        ["awaiting", "answered", "reopened"],
    ),
    (
        "not fixed, after an undated answer",
        {"replies": (says(None),), "confirmations": (("v", verdict(Verdict.NOT_FIXED, 5, case="a")),)},
        ["awaiting", "answered", "reopened"],
    ),
    (
        "fixed changes nothing",
        {"replies": (says(5),), "confirmations": (("v", verdict(Verdict.FIXED, 30, case="a")),)},
        ["awaiting", "answered"],
    ),
    (
        "not fixed without any answer",
        {"confirmations": (("v", verdict(Verdict.NOT_FIXED, 30, case="a")),)},
        ["awaiting"],
    ),
    (
        "declined as somebody else's",
        {"replies": (says(5, type=DECLINE, disposition=Disposition.NOT_RESPONSIBLE),)},
        ["awaiting", "not_this_company"],
    ),
    (
        "declined, and the author insists",
        {
            "mentions": (POST, AGAIN),
            "replies": (says(5, type=DECLINE, disposition=Disposition.NOT_RESPONSIBLE),),
        },
        ["awaiting", "not_this_company", "reopened"],
    ),
    (
        "declined for another reason is an answer",
        {"replies": (says(5, type=DECLINE, disposition=Disposition.NO_CHANGE),)},
        ["awaiting", "answered"],
    ),
    (
        "moderated out of scope",
        {
            "replies": (says(5),),
            "moderation": (("m", event(ModerationKind.OVERRIDE, "a", 20, Ground.SPAM)),),
        },
        ["awaiting", "answered", "out_of_scope"],
    ),
    (
        "of another brand",
        {"moderation": (("m", event(ModerationKind.OVERRIDE, "a", 20, Ground.NOT_THIS_BRAND)),)},
        ["awaiting", "not_this_company"],
    ),
    (
        "moved to this brand by moderation",
        {
            "moderation": (
                (
                    "m",
                    event(
                        ModerationKind.OVERRIDE,
                        "a",
                        20,
                        Ground.NOT_THIS_BRAND,
                        override=Override(brand="northway"),
                    ),
                ),
            )
        },
        ["awaiting"],
    ),
    (
        "withdrawn by its author",
        {"moderation": (("m", event(ModerationKind.OVERRIDE, "a", 20, Ground.AUTHOR_WISH)),)},
        ["awaiting", "withdrawn"],
    ),
    (
        "withdrawn and restored",
        {
            "moderation": (
                ("m", event(ModerationKind.OVERRIDE, "a", 20, Ground.AUTHOR_WISH)),
                ("n", event(ModerationKind.RESTORE, "a", 21, Ground.ERROR)),
            )
        },
        ["awaiting"],
    ),
    (
        "one of two mentions is spam",
        {
            "mentions": (POST, AGAIN),
            "moderation": (("m", event(ModerationKind.OVERRIDE, "b", 50, Ground.SPAM)),),
        },
        ["awaiting"],
    ),
    (
        "a theme corrected",
        {"moderation": (("m", event(ModerationKind.OVERRIDE, "a", 20, Ground.WRONG_THEME)),)},
        ["awaiting"],
    ),
    (
        "moderated in the future",
        {"moderation": (("m", event(ModerationKind.OVERRIDE, "a", 400, Ground.SPAM)),)},
        ["awaiting"],
    ),
]


@pytest.mark.parametrize(("parts", "states"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_happened_decides_the_state(parts: dict[str, Any], states: list[str]) -> None:
    case = only(**({"mentions": (POST,)} | parts))
    assert [step.state.value for step in case.handling.steps] == states
    assert case.handling.state.value == states[-1]


def test_no_happening_leads_back_to_silence() -> None:
    after = {state for moves in MOVES.values() for state in moves.values()}
    assert HandlingState.NOT_TOLD not in after
    assert {HandlingState.OUT_OF_SCOPE, HandlingState.WITHDRAWN}.isdisjoint(MOVES)
    assert MOVES.keys() >= WAITING


CLOCKS = [
    ("told before", {}, 1.0),
    ("told after, from the beginning of that day", {"told": (told(9),)}, 8.5),
    ("the first telling counts", {"told": (told(20), told(9), told(30, "a"))}, 8.5),
    ("a case told before the brand", {"told": (told(20), told(9, "a"), told(12, "a"))}, 8.5),
    ("nobody told", {"told": ()}, None),
    ("a desk tells", {"told": (), "mentions": (mention("a", 1, source="desk"),)}, 1.0),
    ("its own hotline tells", {"told": (), "mentions": (mention("a", 1, source="hotline"),)}, 1.0),
    ("no date: when it was first seen", {"mentions": (mention("a", None, seen=3),)}, 3.0),
]


@pytest.mark.parametrize(("parts", "start"), [row[1:] for row in CLOCKS], ids=[row[0] for row in CLOCKS])
def test_silence_counts_from_the_later_of_post_and_telling(
    parts: dict[str, Any], start: float | None
) -> None:
    case = only(**({"mentions": (POST,)} | parts))
    assert case.handling.clock_start == (None if start is None else day(start))


def test_the_first_answer_of_its_own_is_kept_through_a_reopening() -> None:
    case = only(mentions=(POST, AGAIN), replies=(says(5), says(50)))
    assert case.handling.answered_at == day(5)
    assert not case.handling.answer_undated


def test_an_undated_answer_is_an_answer_without_a_day() -> None:
    handling = only(mentions=(POST,), replies=(says(None),)).handling
    assert handling.answered_at is None
    assert handling.answer_undated
    assert not only(mentions=(POST,), replies=(says(None), says(4))).handling.answer_undated


DISPUTED, OVERDUE, LONG, QUIET = (
    HandlingFlag(one) for one in ("disputed", "overdue", "long_overdue", "quiet")
)
FLAGS: list[tuple[str, dict[str, Any], set[HandlingFlag]]] = [
    ("fifteen days", {"mentions": (mention("a", 165),)}, set()),
    ("sixteen days", {"mentions": (mention("a", 164),)}, {OVERDUE}),
    ("fifty-six days", {"mentions": (mention("a", 124),)}, {OVERDUE}),
    ("fifty-seven days", {"mentions": (mention("a", 123),)}, {OVERDUE, QUIET}),
    ("sixty days", {"mentions": (mention("a", 120),)}, {OVERDUE, QUIET}),
    ("sixty-one days", {"mentions": (mention("a", 119),)}, {OVERDUE, LONG, QUIET}),
    ("not told", {"told": (), "mentions": (mention("a", 164),)}, set()),
    (
        "acknowledged is not answered",
        {"mentions": (mention("a", 160),), "replies": (says(164, type=ACK),)},
        {OVERDUE},
    ),
    ("answered", {"mentions": (mention("a", 130),), "replies": (says(140),)}, set()),
    ("answered long ago", {"replies": (says(5),)}, {QUIET}),
    (
        "reopened: late from then on",
        {"mentions": (POST, mention("b", 150, thread="t")), "replies": (says(5),)},
        {OVERDUE},
    ),
    (
        "reopened yesterday",
        {"mentions": (POST, mention("b", 179, thread="t")), "replies": (says(5),)},
        set(),
    ),
    (
        "disputed by the company",
        {"mentions": (mention("a", 130),), "replies": (says(140, disposition=Disposition.DISPUTED),)},
        {DISPUTED},
    ),
    (
        "disputed in general only",
        {
            "mentions": (mention("a", 170),),
            "responses": (response("g", theme="delays", disposition=Disposition.DISPUTED),),
            "ledger": (line("g", 175),),
        },
        set(),
    ),
    (
        "a dispute that is open",
        {
            "mentions": (mention("a", 170),),
            "moderation": (("d", event(ModerationKind.DISPUTE, "a", 171, Ground.FACTS_DISPUTED)),),
        },
        {DISPUTED},
    ),
    (
        "a dispute that was decided",
        {
            "mentions": (mention("a", 170),),
            "moderation": (
                ("d", event(ModerationKind.DISPUTE, "a", 171, Ground.FACTS_DISPUTED)),
                ("e", event(ModerationKind.RELEASE, "a", 172, Ground.FACTS_DISPUTED)),
            ),
        },
        set(),
    ),
    (
        "a release after the notice period decides no dispute",
        {
            "mentions": (mention("a", 170),),
            "moderation": (
                ("d", event(ModerationKind.DISPUTE, "a", 171, Ground.FACTS_DISPUTED)),
                ("e", event(ModerationKind.RELEASE, "a", 172, Ground.NOTICE_PERIOD_OVER)),
            ),
        },
        {DISPUTED},
    ),
    (
        "a dispute that ended with the words withheld",
        {
            "mentions": (mention("a", 170),),
            "moderation": (
                ("d", event(ModerationKind.DISPUTE, "a", 171, Ground.FACTS_DISPUTED)),
                ("e", event(ModerationKind.WITHHOLD, "a", 172, Ground.LAW)),
            ),
        },
        set(),
    ),
]


@pytest.mark.parametrize(("parts", "flags"), [row[1:] for row in FLAGS], ids=[row[0] for row in FLAGS])
def test_flags_are_computed_beside_the_state(parts: dict[str, Any], flags: set[HandlingFlag]) -> None:
    assert set(only(**({"mentions": (POST,)} | parts)).handling.flags) == flags


def test_nothing_has_happened_later_than_the_clock() -> None:
    ahead = only(mentions=(mention("a", 181, seen=170),)).handling
    assert ahead.last_event == day(180)


def test_a_date_without_hour_is_read_to_the_end_of_its_day() -> None:
    posted = mention("a", 1.2)
    same_day = says(0.5 + 0.01, quality=DateQuality.DAY)
    handling = only(mentions=(posted,), replies=(same_day,)).handling
    assert handling.state is HandlingState.ANSWERED
    assert handling.answered_at == posted.published
