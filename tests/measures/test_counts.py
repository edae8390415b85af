"""Plain counts: kinds, people, promises, verdicts, months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from generator.measures import DEFINITIONS, definition, measure
from generator.measures.counts import confirmations, dispositions, kinds, months, not_told, people
from generator.measures.promises import promise_counts
from generator.model.events import Gap
from generator.model.measure import BrandMeasures, Measure
from generator.model.words import (
    ActionStatus,
    Certainty,
    Disposition,
    HandlingState,
    Kind,
    ResponseType,
    Verdict,
)
from tests.measures.counted_cases import (
    AS_OF,
    ago,
    answer,
    case,
    frame,
    mention,
    promise,
    ref,
    verdict,
)


def emitted(measures: BrandMeasures) -> list[Measure]:
    """Every measure inside, wherever it stands."""
    found: list[Measure] = [
        measures.answered,
        measures.answered_all,
        measures.waiting.median,
        *measures.waiting.by_day,
        measures.waiting_now,
        measures.oldest_waiting,
        measures.overdue,
        measures.people,
        measures.not_told,
        *measures.kinds,
        *measures.confirmations,
        *measures.dispositions,
    ]
    each = measures.promises
    return [*found, each.kept, each.kept_late, each.in_part, each.dropped, each.open, each.late]


def full() -> BrandMeasures:
    cases = [case(n, n, n // 2 if n % 3 else None) for n in range(60)]
    return measure(
        cases, [promise("a", ActionStatus.DONE)], as_of=AS_OF, zone="UTC", counting=frame().counting
    )


def test_every_number_has_its_definition_and_every_definition_its_number() -> None:
    names = [one.name for one in emitted(full())]
    assert len(set(names)) == len(names)
    assert {one.name for one in DEFINITIONS} == {*names, "effect"}
    for one in DEFINITIONS:
        assert all((one.title, one.question, one.formula, one.exclusions, one.example, one.source))


def test_a_definition_is_found_by_its_name() -> None:
    assert definition("waiting-15").title == "Answered by day 15"
    with pytest.raises(KeyError):
        definition("nothing")


def test_every_number_can_be_checked() -> None:
    for one in emitted(full()):
        assert one.numerator <= one.denominator or one.name == "oldest-waiting"
        assert list(one.counted) == sorted(one.counted)
        assert list(one.over) == sorted(one.over)
        assert one.as_of == AS_OF
        if one.value is not None and one.unit == "share":
            assert one.value == round(one.value, 4)
        if one.unit == "count":
            assert one.value == one.numerator


def test_kinds_are_counted_in_the_window() -> None:
    cases = [
        case(1, 5),
        case(2, 89),
        case(3, 90),
        case(4, 5, certainty=Certainty.REVIEW),
        case(5, 5, kind=Kind.PRAISE),
    ]
    found = {one.name: one.counted for one in kinds(cases, frame()) if one.numerator}
    assert found == {
        "kind-complaint": (ref(1), ref(2)),
        "kind-complaint-review": (ref(4),),
        "kind-praise": (ref(5),),
    }


def test_people_are_counted_once_and_unknown_authors_each() -> None:
    cases = [
        case(1, 5, author="ann"),
        case(2, 6, author="ann"),
        case(3, 7, author=None),
        case(4, 8, author=None),
        case(5, 9, author="bob", mentions=(mention(5, ago(9), "bob"), mention(6, ago(8), "cid"))),
        case(7, 9, author="eve", kind=Kind.PRAISE),
    ]
    found = people(cases, frame())
    assert (found.numerator, found.denominator) == (5, 5)
    assert found.counted == ()
    assert "2 by unknown authors" in found.note


def test_not_told_leaves_out_what_is_nobodys() -> None:
    cases = [
        case(1, 5, clock_start=None),
        case(2, 5, clock_start=None, state=HandlingState.OUT_OF_SCOPE),
        case(3, 5),
    ]
    assert not_told(cases, frame()).counted == (ref(1),)


PROMISES = [
    ("kept", promise("p", ActionStatus.DONE)),
    ("kept_late", promise("p", ActionStatus.DONE, days_late=9)),
    ("in_part", promise("p", ActionStatus.DONE_IN_PART)),
    ("dropped", promise("p", ActionStatus.ABANDONED)),
    ("open", promise("p", ActionStatus.PLANNED)),
    ("open", promise("p", ActionStatus.IN_PROGRESS)),
]


@pytest.mark.parametrize(("place", "one"), PROMISES)
def test_a_promise_stands_in_one_place(place: str, one: object) -> None:
    found = promise_counts([one], frame())  # type: ignore[list-item]
    names = ("kept", "kept_late", "in_part", "dropped", "open", "late")
    assert [name for name in names if getattr(found, name).numerator] == [place]


def test_a_late_promise_is_open_and_late_and_an_idea_is_neither() -> None:
    found = promise_counts(
        [
            promise("a", ActionStatus.PLANNED, late=True, days_late=3),
            promise("b", ActionStatus.CONSIDERING),
            promise("c", ActionStatus.SUPERSEDED),
            promise("d", ActionStatus.DONE, late=True),
        ],
        frame(),
    )
    assert found.open.counted == found.late.counted == ("northway/r#a",)
    assert found.open.excluded == (("considering", 1), ("superseded", 1))


def test_a_verdict_on_case_and_promise_is_one() -> None:
    both = verdict("v1", Verdict.FIXED)
    cases = [case(1, 5, confirmations=(both,)), case(2, 5, confirmations=(verdict("v2", Verdict.NO_REPLY),))]
    found = confirmations(cases, [promise("a", ActionStatus.DONE, confirmations=(both,))], frame())
    assert [(one.name, one.counted) for one in found if one.numerator] == [
        ("confirmation-fixed", ("v1",)),
        ("confirmation-no-reply", ("v2",)),
    ]


def test_dispositions_are_those_of_answers_to_cases() -> None:
    explained, refunded = answer(Disposition.EXPLAINED), answer(Disposition.REDRESS_MONETARY)
    cases = [
        case(1, 5, answers=(explained, explained, refunded)),
        case(2, 5, answers=(answer(Disposition.EXPLAINED, general=True),)),
        case(3, 5, answers=(answer(Disposition.UNSTATED, type=ResponseType.ACKNOWLEDGEMENT),)),
    ]
    found = {one.name: one.counted for one in dispositions(cases, frame()) if one.numerator}
    assert found == {"disposition-explained": (ref(1),), "disposition-redress-monetary": (ref(1),)}


def test_months_run_from_the_first_to_the_clock_without_a_hole() -> None:
    cases = [
        case(1, 100, 2),
        case(2, 100, None, answer_undated=True),
        case(3, 100),
        case(4, 5, kind=Kind.PRAISE),
        case(5, 5, kind=Kind.QUESTION),
        case(6, 5, certainty=Certainty.REVIEW),
        case(7, 5, kind=Kind.SUGGESTION),
        case(8, -3),
    ]
    found = months(cases, (), frame())
    assert [one.month for one in found] == ["2025-03", "2025-04", "2025-05", "2025-06"]
    assert (found[0].complaints, found[0].answered) == (3, 2)
    assert found[1].complaints == 0
    last = found[-1]
    assert (last.complaints, last.praise, last.questions, last.other, last.partial) == (0, 1, 1, 2, True)
    assert not found[0].partial


def test_a_month_is_that_of_the_sites_zone() -> None:
    late = case(1, 0, published=datetime(2025, 5, 31, 23, tzinfo=UTC))
    assert months([late], (), frame())[0].month == "2025-05"
    assert months([late], (), frame(zone=ZoneInfo("Europe/Berlin")))[0].month == "2025-06"


def test_only_the_newest_three_years_are_drawn() -> None:
    found = months([case(1, 3000)], (), frame())
    assert (len(found), found[0].month, found[-1].month) == (36, "2022-07", "2025-06")
    assert months([], (), frame()) == ()


def gap(start: tuple[int, int, int], hours: float | None) -> Gap:
    begun = datetime(*start, tzinfo=UTC)
    return Gap(start=begun, end=None if hours is None else begun + timedelta(hours=hours), reason="timeout")


GAPS = [
    ("an hour", gap((2025, 4, 10), 1), []),
    ("a day", gap((2025, 4, 10), 24), ["2025-04"]),
    ("more of one month than of the next", gap((2025, 4, 29), 60), ["2025-04"]),
    ("two months", gap((2025, 4, 29), 96), ["2025-04", "2025-05"]),
    ("still on", gap((2025, 5, 20), None), ["2025-05", "2025-06"]),
    ("still on, since an hour", Gap(start=ago(0.04), reason="timeout"), []),
]


@pytest.mark.parametrize(("one", "expected"), [row[1:] for row in GAPS], ids=[row[0] for row in GAPS])
def test_a_gap_of_a_day_marks_its_month(one: Gap, expected: list[str]) -> None:
    assert [month.month for month in months([case(1, 100)], [one], frame()) if month.gap] == expected


def test_the_window_ends_today() -> None:
    window = frame().recent(None)
    assert (window.start, window.end) == (date(2025, 4, 2), date(2025, 6, 30))
