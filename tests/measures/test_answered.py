"""The share answered within the yardstick."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.measures import measure
from generator.measures.answered import answered_within, wilson
from generator.measures.frame import TOO_FEW, TOO_UNDATED
from generator.model.case import Case
from generator.model.measure import Measure, Window
from generator.model.words import HandlingState
from tests.measures.counted_cases import case, frame, ref


def answered(cases: list[Case], *, everything: bool = False) -> Measure:
    return answered_within("answered", cases, frame(), everything=everything)


def test_wilson_at_80_per_cent_of_30_is_63_to_90() -> None:
    found = wilson(24, 30)
    assert (round(found.low, 2), round(found.high, 2)) == (0.63, 0.90)
    assert found.method == "Wilson"


@pytest.mark.parametrize(("total", "low", "high"), [(5, 0.38, 0.96), (10, 0.49, 0.94), (100, 0.71, 0.87)])
def test_the_interval_narrows_with_the_number(total: int, low: float, high: float) -> None:
    found = wilson(total * 4 // 5, total)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_interval_holds_the_share(pair: tuple[int, int]) -> None:
    found = wilson(*pair)
    assert 0 <= found.low <= round(pair[0] / pair[1], 4) <= found.high <= 1


def test_the_share_is_of_cases_whose_deadline_is_over() -> None:
    cohort = [case(n, 20, 3) for n in range(24)] + [case(100 + n, 20, 16) for n in range(6)]
    new = [case(200 + n, 5, 1) for n in range(4)]
    old = [case(300, 300, 1)]
    found = answered(cohort + new + old)
    assert (found.numerator, found.denominator, found.value) == (24, 30, 0.8)
    assert found.interval == wilson(24, 30)
    assert found.window == Window(start=date(2025, 3, 17), end=date(2025, 6, 14))
    assert found.excluded == (("too_new", 4),)
    assert found.counted == tuple(sorted(ref(n) for n in range(24)))
    assert set(found.counted) <= set(found.over)
    assert len(found.over) == 30


EDGES: list[tuple[str, Case, tuple[int, int], tuple[tuple[str, int], ...]]] = [
    ("the fifteenth day is in time", case(1, 30, 15), (1, 1), ()),
    ("the sixteenth is not", case(1, 30, 16), (0, 1), ()),
    ("a deadline of today is not over", case(1, 15, None), (0, 0), (("too_new", 1),)),
    ("one of yesterday is", case(1, 16, None), (0, 1), ()),
    ("the window's first day", case(1, 105, 1), (1, 1), ()),
    ("the day before", case(1, 106, 1), (0, 0), ()),
    ("answered before it was told", case(1, 30, -3), (1, 1), ()),
    ("not told", case(1, 30, 2, clock_start=None), (0, 0), (("not_told", 1),)),
    ("not told, before the window", case(1, 200, 2, clock_start=None), (0, 0), ()),
    ("answered without a date", case(1, 30, None, answer_undated=True), (0, 0), (("answer_undated", 1),)),
    *(
        (state.value, case(1, 30, None, state=state), (0, 0), ((state.value, 1),))
        for state in (HandlingState.OUT_OF_SCOPE, HandlingState.NOT_THIS_COMPANY, HandlingState.WITHDRAWN)
    ),
]


@pytest.mark.parametrize(
    ("one", "counts", "excluded"), [row[1:] for row in EDGES], ids=[row[0] for row in EDGES]
)
def test_who_is_counted_and_who_is_left_out(
    one: Case, counts: tuple[int, int], excluded: tuple[tuple[str, int], ...]
) -> None:
    found = answered([one])
    assert (found.numerator, found.denominator) == counts
    assert found.excluded == excluded


def test_days_are_those_of_the_sites_zone() -> None:
    # 09:00 UTC is 21:00 in Auckland: five hours later it is tomorrow there, and still today in UTC.
    late = case(1, 30, 15.2)
    assert answered_within("answered", [late], frame(), everything=False).numerator == 1
    there = frame(zone=ZoneInfo("Pacific/Auckland"))
    assert answered_within("answered", [late], there, everything=False).numerator == 0


def test_below_ten_only_counts_are_shown() -> None:
    found = answered([case(n, 20, 3) for n in range(9)])
    assert (found.value, found.interval, found.numerator, found.denominator) == (None, None, 9, 9)
    assert found.note == TOO_FEW
    assert answered([case(n, 20, 3) for n in range(10)]).value == 1.0


@pytest.mark.parametrize(("dated", "undated", "shown"), [(20, 2, True), (20, 3, False), (18, 2, True)])
def test_no_share_where_undated_answers_could_move_it_by_ten_points(
    dated: int, undated: int, *, shown: bool
) -> None:
    cases = [case(n, 20, 3) for n in range(dated)]
    cases += [case(100 + n, 20, None, answer_undated=True) for n in range(undated)]
    found = answered(cases)
    assert (found.value is not None) is shown
    assert (TOO_UNDATED in found.note) is not shown


def test_answers_in_general_are_told_and_not_counted() -> None:
    cases = [case(n, 20, 3) for n in range(10)]
    cases += [case(50, 20, None, state=HandlingState.ANSWERED_IN_GENERAL)]
    found = answered(cases)
    assert (found.numerator, found.denominator) == (10, 11)
    assert "1 answered in general" in found.note


def test_everything_heard_reaches_back_to_the_first() -> None:
    found = answered([case(1, 700, 3), case(2, 20, 30)], everything=True)
    assert (found.numerator, found.denominator) == (1, 2)
    assert found.window == Window(start=date(2023, 7, 31), end=date(2025, 6, 14))
    assert answered([], everything=True).denominator == 0
    assert answered([case(1, 2)], everything=True).window == Window(
        start=date(2025, 6, 14), end=date(2025, 6, 14)
    )


def test_a_recorded_archive_looks_at_all_of_it() -> None:
    arguments: dict[str, Any] = {"as_of": frame().as_of, "zone": "UTC", "counting": frame().counting}
    cases = [case(1, 700, 3)]
    assert measure(cases, [], **arguments).answered.denominator == 0
    recorded = measure(cases, [], recorded_all=True, **arguments)
    assert recorded.answered.denominator == 1
    assert recorded.people.numerator == 1


states = st.sampled_from(list(HandlingState))
rows = st.lists(st.tuples(st.integers(0, 150), st.integers(-3, 40), states, st.booleans()), max_size=40)


@given(rows)
@settings(max_examples=60, deadline=None)
def test_the_numerator_lies_in_the_denominator_and_nobody_is_lost(
    each: list[tuple[int, int, HandlingState, bool]],
) -> None:
    cases = [
        case(n, posted, took, state=state, answer_undated=undated)
        for n, (posted, took, state, undated) in enumerate(each)
    ]
    found = answered(cases, everything=True)
    assert set(found.counted) <= set(found.over)
    assert found.numerator == len(found.counted) <= found.denominator == len(found.over)
    assert found.denominator + sum(count for _, count in found.excluded) == len(cases)
    assert answered(list(reversed(cases)), everything=True) == found
    if found.interval is not None and found.value is not None:
        assert found.interval.low <= found.value <= found.interval.high
