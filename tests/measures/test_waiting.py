"""How long people wait, with those still waiting counted as waiting."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from math import exp, log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.measures.frame import TOO_FEW, TOO_UNDATED
from generator.measures.survival import POINTS, Curve, kaplan_meier, thinned
from generator.measures.waiting import NOT_SEEN, UNDER_HALF, oldest_waiting, overdue, waiting, waiting_now
from generator.model.case import Case
from generator.model.words import HandlingFlag, HandlingState
from tests.measures.counted_cases import ago, case, frame, ref, reopened


def test_the_curve_is_that_of_a_hand_worked_example() -> None:
    # Five at risk on day 2: 1/5. Four on day 4, one answered: 4/5 x 3/4. Two on day 6: 3/5 x 1/2.
    curve = kaplan_meier([2, 4, 6, 4, 9], [True, True, True, False, False])
    steps = {day: round(share, 10) for day, share in zip(curve.days, curve.share, strict=True)}
    assert steps == {2: 0.2, 4: 0.4, 6: 0.7, 9: 0.7}
    assert curve.longest == 9


def test_intervals_are_those_of_greenwood_on_the_log_log_scale() -> None:
    curve = kaplan_meier([2, 4, 6, 4, 9], [True, True, True, False, False])
    left = 0.6
    spread = 1.959964 * sqrt(1 / (5 * 4) + 1 / (4 * 3)) / log(left)
    low, high = 1 - left ** exp(spread), 1 - left ** exp(-spread)
    assert (curve.low[1], curve.high[1]) == pytest.approx((low, high), abs=1e-4)


def test_a_mean_of_answered_cases_would_say_less_than_half_of_the_truth() -> None:
    cases = [case(n, 40, 2) for n in range(8)] + [case(20 + n, 40, 30) for n in range(4)]
    cases += [case(40 + n, 40) for n in range(6)]
    found = waiting(cases, frame())
    assert found.median.value == 30.0
    assert (found.median.numerator, found.median.denominator) == (12, 18)
    assert found.median.interval is None
    assert [one.value for one in found.by_day] == [0.4444, 0.4444, 0.6667, None]
    assert [one.numerator for one in found.by_day[:3]] == [8, 8, 12]
    assert found.by_day[3].note == NOT_SEEN
    assert [one.name for one in found.by_day] == ["waiting-7", "waiting-15", "waiting-30", "waiting-60"]
    assert [(point.day, point.share) for point in found.curve] == [(0.0, 0.0), (2.0, 0.4444), (30.0, 0.6667)]


def test_a_median_comes_with_the_days_between_which_it_likely_lies() -> None:
    found = waiting([case(n, 60, n) for n in range(40)], frame()).median
    assert found.value == 19.0
    assert found.interval is not None
    assert found.interval.low < 19.0 < found.interval.high


def test_fewer_than_half_answered_has_no_median() -> None:
    found = waiting([case(n, 40, 2 if n < 4 else None) for n in range(12)], frame())
    assert (found.median.value, found.median.interval, found.median.note) == (None, None, UNDER_HALF)


def test_all_answered_ends_at_one() -> None:
    found = waiting([case(n, 40, n) for n in range(12)], frame())
    assert found.curve[-1].share == 1.0
    assert found.by_day[3].value == 1.0
    assert found.by_day[3].interval is None


def test_nobody_answered_is_a_flat_line() -> None:
    found = waiting([case(n, 40) for n in range(12)], frame())
    assert [(point.day, point.share) for point in found.curve] == [(0.0, 0.0)]
    assert [one.value for one in found.by_day] == [0.0, 0.0, 0.0, None]


def test_few_cases_are_shown_as_counts() -> None:
    found = waiting([case(n, 40, 2) for n in range(9)], frame())
    assert (found.median.value, found.median.note, found.curve) == (None, TOO_FEW, ())
    assert (found.by_day[0].value, found.by_day[0].numerator) == (None, 9)


def test_no_case_no_curve() -> None:
    found = waiting([], frame())
    assert (found.median.value, found.median.denominator, found.curve) == (None, 0, ())


def test_who_is_left_out_is_told() -> None:
    cases = [case(n, 40, 2) for n in range(20)]
    cases += [
        case(30, 40, None, clock_start=None, state=HandlingState.NOT_TOLD),
        case(31, 40, None, answer_undated=True, state=HandlingState.ANSWERED),
        case(32, 40, None, state=HandlingState.WITHDRAWN),
    ]
    found = waiting(cases, frame())
    assert found.median.excluded == (("answer_undated", 1), ("not_told", 1), ("withdrawn", 1))
    assert found.median.value == 2.0


def test_many_undated_answers_hide_the_share() -> None:
    cases = [case(n, 40, 2) for n in range(20)]
    cases += [case(30 + n, 40, None, answer_undated=True) for n in range(3)]
    found = waiting(cases, frame())
    assert (found.median.value, found.median.note, found.curve) == (None, TOO_UNDATED, ())


waits = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=40)


@given(waits)
@settings(max_examples=60, deadline=None)
def test_the_curve_only_climbs_and_stays_below_one(rows: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([days for days, _ in rows], [done for _, done in rows])
    points = thinned(curve)
    assert all(one.share <= two.share and one.day <= two.day for one, two in pairwise(points))
    assert all(0 <= one.share <= 1 for one in points)
    assert points[0].share == 0
    # Waiting is never better than leaving the waiting out.
    answered = sum(done for _, done in rows)
    assert points[-1].share >= round(answered / len(rows), 4) - 1e-4


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 90)), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_what_is_counted_lies_in_what_it_is_counted_over(rows: list[tuple[int, int]]) -> None:
    cases = [case(n, posted, took if took <= posted else None) for n, (posted, took) in enumerate(rows)]
    found = waiting(cases, frame())
    for one in (found.median, *found.by_day):
        assert one.numerator == len(one.counted) <= one.denominator == len(one.over) == len(cases)
        assert set(one.counted) <= set(one.over)


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    days = tuple(float(day) for day in range(1, 201))
    points = thinned(Curve(days=days, share=tuple(day / 400 for day in days)))
    assert len(points) <= POINTS
    assert (points[0].share, points[-1].day, points[-1].share) == (0.0, 200.0, 0.5)


STATES = [
    (case(1, 20), True),
    (case(1, 20, state=HandlingState.ACKNOWLEDGED), True),
    (reopened(1, 60, 9), True),
    (case(1, 20, 3), False),
    (case(1, 20, state=HandlingState.ANSWERED_IN_GENERAL), False),
    (case(1, 20, state=HandlingState.NOT_TOLD, clock_start=None), False),
    (case(1, 20, state=HandlingState.ACKNOWLEDGED, clock_start=None), False),
    (case(1, 20, state=HandlingState.WITHDRAWN), False),
]


@pytest.mark.parametrize(
    ("one", "waits"), STATES, ids=[f"{one.handling.state.value}-{n}" for n, (one, _) in enumerate(STATES)]
)
def test_who_waits_now(one: Case, *, waits: bool) -> None:
    found = waiting_now([one], frame())
    assert found.numerator == int(waits)
    assert found.counted == ((ref(1),) if waits else ())


def test_waiting_now_says_out_of_how_many() -> None:
    found = waiting_now([one for one, _ in STATES], frame())
    assert (found.numerator, found.denominator) == (3, 5)
    assert found.excluded == (("not_told", 2), ("withdrawn", 1))
    assert "1 answered in general" in found.note


def test_the_longest_wait_is_from_the_reopening_where_there_was_one() -> None:
    found = oldest_waiting([case(1, 20), reopened(2, 300, 50), case(3, 90, 1)], frame())
    assert (found.value, found.counted) == (50.0, (ref(2),))
    bare = case(4, 20, 1, state=HandlingState.REOPENED, last_event=ago(3))
    assert oldest_waiting([bare], frame()).value == 3.0
    nobody = oldest_waiting([case(3, 90, 1)], frame())
    assert (nobody.value, nobody.note) == (None, "Nobody is waiting.")


def test_overdue_counts_the_flag() -> None:
    late = case(1, 20, flags=(HandlingFlag.OVERDUE,))
    found = overdue([late, case(2, 3)], frame())
    assert (found.value, found.counted, found.window) == (1.0, (ref(1),), None)


def test_a_wait_begins_with_the_telling() -> None:
    told_late = [case(n, 40, 30, clock_start=ago(40) + timedelta(days=28)) for n in range(10)]
    assert waiting(told_late, frame()).median.value == 2.0
