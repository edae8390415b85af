"""Promises through all the files that speak of them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.cases import CaseBook
from generator.model.case import ActionState, Slip
from generator.model.words import ActionStatus, CostToCustomer, Remedy, Verdict
from tests.cases_room.makers import action, book, finding, line, mention, on, ref, response, verdict

A, B = mention("a", 1), mention("b", 2, author="bob", finding=finding(themes=("refunds",)))
CONSIDERING, PLANNED, IN_PROGRESS = (ActionStatus(one) for one in ("considering", "planned", "in_progress"))
DONE, IN_PART = ActionStatus.DONE, ActionStatus.DONE_IN_PART
ABANDONED, SUPERSEDED = ActionStatus.ABANDONED, ActionStatus.SUPERSEDED
FIRST = "northway/f0#lift"


def told_in(*files: tuple[float, dict[str, Any]], **parts: Any) -> CaseBook:
    """One file a telling: f0 makes the promise, each later one updates it."""
    responses, ledger = [], []
    for place, (at, changes) in enumerate(files):
        updates = {"updates": FIRST} if place else {}
        stem = f"f{place}"
        responses.append(
            response(stem, theme="delays", actions=(action("lift", **(updates | changes)),), date=on(int(at)))
        )
        ledger.append(line(stem, at))
    values: dict[str, Any] = {"mentions": (A, B), "responses": tuple(responses), "ledger": tuple(ledger)}
    return book(**(values | parts))


def only(made: CaseBook) -> ActionState:
    assert len(made.actions) == 1
    return made.actions[0]


# The clock stands on day 180.
STATES: list[tuple[str, tuple[tuple[float, dict[str, Any]], ...], tuple[Any, ...]]] = [
    ("not due yet", ((10, {"due": on(200)}),), (PLANNED, 0, False, False, 0)),
    ("due today", ((10, {"due": on(180)}),), (PLANNED, 0, False, False, 0)),
    ("due yesterday", ((170, {"due": on(179)}),), (PLANNED, 1, True, False, 0)),
    ("late, and silent for 30 days", ((150, {"due": on(170)}),), (PLANNED, 10, True, True, 0)),
    (
        "late, and spoken of lately",
        ((10, {"due": on(100)}), (170, {"status": IN_PROGRESS})),
        (IN_PROGRESS, 80, True, False, 0),
    ),
    (
        "moved twice: late from the first day",
        ((10, {"due": on(100)}), (90, {"due": on(150)}), (140, {"due": on(200)})),
        (PLANNED, 80, True, True, 2),
    ),
    (
        "moved to an earlier day is no slip",
        ((10, {"due": on(100)}), (20, {"due": on(50)}), (30, {"status": DONE, "done": on(28)})),
        (DONE, 0, False, False, 0),
    ),
    (
        "kept",
        ((10, {"due": on(100)}), (90, {"status": DONE, "done": on(88)})),
        (DONE, 0, False, False, 0),
    ),
    (
        "kept late",
        ((10, {"due": on(100)}), (90, {"due": on(150)}), (130, {"status": DONE, "done": on(120)})),
        (DONE, 20, False, False, 1),
    ),
    (
        "done in part, late",
        ((10, {"due": on(100)}), (130, {"status": IN_PART, "done": on(120), "left_out": "One of two."})),
        (IN_PART, 20, False, False, 0),
    ),
    (
        "dropped is not late",
        ((10, {"due": on(100)}), (130, {"status": ABANDONED, "why": "No money."})),
        (ABANDONED, 0, False, False, 0),
    ),
    (
        "considered has no lateness",
        ((10, {"status": CONSIDERING, "due": on(20)}),),
        (CONSIDERING, 0, False, False, 0),
    ),
    (
        "superseded",
        ((10, {"due": on(20)}), (30, {"status": SUPERSEDED, "superseded_by": "northway/x#y"})),
        (SUPERSEDED, 0, False, False, 0),
    ),
    (
        "a file that names no day moves none",
        ((10, {"due": on(100)}), (50, {"status": IN_PROGRESS}), (90, {"due": on(200)})),
        (PLANNED, 80, True, True, 1),
    ),
    ("done today", ((10, {"status": DONE, "done": on(180)}),), (DONE, 0, False, False, 0)),
    ("done in the future", ((10, {"status": DONE, "done": on(400)}),), (IN_PROGRESS, 0, False, False, 0)),
    ("no day promised", ((10, {"status": IN_PROGRESS}),), (IN_PROGRESS, 0, False, False, 0)),
]


@pytest.mark.parametrize(("files", "expected"), [row[1:] for row in STATES], ids=[row[0] for row in STATES])
def test_a_promise_is_what_its_files_and_the_clock_say(
    files: tuple[tuple[float, dict[str, Any]], ...], expected: tuple[Any, ...]
) -> None:
    one = only(told_in(*files))
    assert (one.status, one.days_late, one.late, one.stalled, len(one.slips)) == expected


def test_the_first_words_stay_and_the_last_state_counts() -> None:
    one = only(
        told_in(
            (10, {"due": on(100)}),
            (
                90,
                {
                    "due": on(150),
                    "promise": "Something smaller.",
                    "owner_role": "Somebody else",
                    "remedy": "refund",
                    "cost_to_customer": "paid",
                },
            ),
        )
    )
    assert one.promise == "The lift is mended."
    assert (one.first_due, one.due) == (on(100), on(150))
    assert one.slips == (Slip(said_on=on(90), due=on(150)),)
    assert (one.said_on, one.updated_on) == (on(10), on(90))
    assert (one.owner_role, one.remedy, one.cost_to_customer) == (
        "Somebody else",
        Remedy.REFUND,
        CostToCustomer.PAID,
    )
    assert one.updates == ("northway/f0", "northway/f1")
    assert one.id == FIRST


def test_an_update_of_an_update_leads_to_the_first_promise() -> None:
    chain = tuple(
        response(
            f"f{n}",
            theme="delays",
            actions=(action("lift", updates=f"northway/f{n - 1}#lift" if n else None),),
        )
        for n in range(3)
    )
    made = book(responses=chain, ledger=tuple(line(f"f{n}", 10 + n) for n in range(3)))
    assert only(made).updates == ("northway/f0", "northway/f1", "northway/f2")


def test_a_superseding_file_that_repeats_an_action_speaks_of_the_same_promise() -> None:
    made = book(
        responses=(
            response("f0", theme="delays", actions=(action("lift", due=on(20)), action("fan", due=on(20)))),
            response("f1", theme="delays", supersedes="northway/f0", actions=(action("lift", due=on(300)),)),
        ),
        ledger=(line("f0", 5), line("f1", 15)),
    )
    assert [(one.id, one.first_due, len(one.slips)) for one in made.actions] == [
        ("northway/f0#fan", on(20), 0),
        (FIRST, on(20), 1),
    ]


@pytest.mark.parametrize("updates", ["northway/nothing#lift", "lumo/f9#lift"])
def test_an_update_of_nothing_is_told_and_shown_as_new(updates: str) -> None:
    made = book(
        responses=(
            response("f9", brand="lumo", theme="delays", actions=(action("lift"),)),
            response("f0", theme="delays", actions=(action("lift", updates=updates),)),
        )
    )
    assert {one.id for one in made.actions} == {FIRST, "lumo/f9#lift"}
    assert "shown as a new one" in made.problems[0]


ABOUT: list[tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...], tuple[str, ...]]] = [
    ("its response's theme", {"theme": "refunds"}, {}, ("refunds",), ()),
    ("its response's cases, with their first theme", {"cases": ("a",)}, {}, ("delays",), (ref("a"),)),
    (
        "its own case",
        {"theme": "delays"},
        {"because_of": (ref("b"),)},
        ("refunds",),
        (ref("b"),),
    ),
    ("its own theme, merges resolved", {"cases": ("b",)}, {"because_of": ("lateness",)}, ("delays",), ()),
]


@pytest.mark.parametrize(
    ("head", "changes", "themes", "cases"), [row[1:] for row in ABOUT], ids=[row[0] for row in ABOUT]
)
def test_a_promise_is_about_what_it_says_or_what_its_response_is_about(
    head: dict[str, Any], changes: dict[str, Any], themes: tuple[str, ...], cases: tuple[str, ...]
) -> None:
    made = book(mentions=(A, B), responses=(response("f0", actions=(action("lift", **changes),), **head),))
    one = only(made)
    assert (one.themes, one.cases) == (themes, cases)
    for case in made.cases:
        assert (FIRST in case.actions) is (case.id in cases)
        assert case.own_page is (bool(case.actions) or any(not each.general for each in case.answers))
    assert {issue.theme for issue in made.issues if FIRST in issue.actions} == set(themes)


def test_a_reason_that_is_neither_case_nor_theme_is_told() -> None:
    made = book(responses=(response("f0", theme="delays", actions=(action("lift", because_of=("zebra",)),)),))
    assert "neither a case of northway nor a theme" in made.problems[0]


def test_verdicts_stand_beside_the_promise_and_the_case() -> None:
    made = told_in(
        (10, {"due": on(100), "because_of": (ref("a"),)}),
        (90, {"status": DONE, "done": on(88)}),
        confirmations=(
            ("v1", verdict(Verdict.NO_REPLY, 100, action=FIRST)),
            ("v2", verdict(Verdict.FIXED, 99, case="a", action="northway/f1#lift")),
            ("v3", verdict(Verdict.FIXED, 400, case="a")),
            ("v4", verdict(Verdict.FIXED, 101, case="zz")),
            ("v5", verdict(Verdict.FIXED, 101, action="northway/f7#lift")),
        ),
    )
    one = only(made)
    assert [(seen.id, seen.verdict.value) for seen in one.confirmations] == [
        ("v2", "fixed"),
        ("v1", "no_reply"),
    ]
    case = next(case for case in made.cases if case.id == ref("a"))
    assert [(seen.id, seen.action) for seen in case.confirmations] == [("v2", FIRST)]
    assert case.own_page
    assert made.not_yet == ("v3",)
    assert [problem.split(":")[0] for problem in made.problems] == ["confirmations/v4", "confirmations/v5"]


def test_a_verdict_on_a_post_about_two_brands_goes_to_the_brand_of_the_promise() -> None:
    made = told_in(
        (10, {}),
        mentions=(A, mention("a", 1, brand="lumo")),
        confirmations=(("v", verdict(Verdict.PARTLY, 20, case="a", action=FIRST)),),
    )
    assert [case.brand for case in made.cases if case.confirmations] == ["northway"]


def test_a_promise_that_the_clock_has_not_reached_is_not_made() -> None:
    made = told_in((400, {"due": on(500)}))
    assert made.actions == ()
    assert made.not_yet == ("northway/f0",)
