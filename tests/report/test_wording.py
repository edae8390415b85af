"""Days, shares and lists are said as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.words import (
    ActionStatus,
    CostToCustomer,
    Disposition,
    Effect,
    Ground,
    HandlingFlag,
    HandlingState,
    Kind,
    ModerationKind,
    Remedy,
    Requester,
    ResponseType,
    SourceOwner,
    Verdict,
)
from generator.report import wording

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (HandlingState, wording.HANDLING),
        (HandlingFlag, wording.FLAGS),
        (ActionStatus, wording.STATUS),
        (ActionStatus, wording.VERBS),
        (Effect, wording.EFFECTS),
        (ResponseType, wording.RESPONSES),
        (Disposition, wording.DISPOSITIONS),
        (Remedy, wording.REMEDIES),
        (CostToCustomer, wording.COSTS),
        (Verdict, wording.VERDICTS),
        (Kind, wording.KINDS),
        (SourceOwner, wording.OWNERS),
        (ModerationKind, wording.MODERATION),
        (Ground, wording.GROUNDS),
        (Requester, wording.REQUESTERS),
    ],
)
def test_every_word_of_the_vocabulary_has_words(words: type, table: dict[object, object]) -> None:
    assert set(table) == set(words)  # type: ignore[call-overload]


def test_a_promise_is_never_called_a_deed() -> None:
    for status in (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS, ActionStatus.CONSIDERING):
        assert wording.VERBS[status] != "did"
        assert wording.STATUS[status].tone != "good"


def test_a_day_is_read_in_the_sites_zone() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert wording.day(late, MADRID).words == "1 January 2027"
    assert wording.day(date(2026, 10, 7), MADRID).iso == "2026-10-07"


def test_days_between_are_calendar_days_across_a_clock_change() -> None:
    start = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert wording.days_between(start, datetime(2026, 3, 30, 0, 30, tzinfo=UTC), MADRID) == 1
    assert wording.days_after(start, 2, MADRID).iso == "2026-03-31"


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0%"), (0.001, "under 1%"), (0.714, "71%"), (0.999, "over 99%"), (1.0, "100%")]
)
def test_a_share_is_never_rounded_to_all_or_none(share: float, said: str) -> None:
    assert wording.percent(share) == said


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_end_with_and(words: list[str], said: str) -> None:
    assert wording.listed(words) == said


@pytest.mark.parametrize(
    ("words", "said"), [("Refunds", "refunds"), ("ATM cards", "ATM cards"), ("A fee", "a fee")]
)
def test_a_title_is_small_inside_a_sentence_unless_it_is_an_abbreviation(words: str, said: str) -> None:
    assert wording.lower_first(words) == said


def test_spans_name_the_first_year_only_where_it_differs() -> None:
    assert wording.span(date(2026, 1, 2), date(2026, 3, 4)) == "2 January to 4 March 2026"
    assert wording.span(date(2025, 1, 2), date(2026, 3, 4)) == "2 January 2025 to 4 March 2026"


def test_one_is_singular() -> None:
    assert (wording.days(1), wording.days(4.5)) == ("1 day", "4.5 days")
    assert (wording.count(1, "case"), wording.count(1200, "case")) == ("1 case", "1,200 cases")
    assert wording.count(2, "reply", "replies") == "2 replies"


@given(st.text(max_size=400), st.integers(min_value=2, max_value=80))
@settings(max_examples=60)
def test_a_cut_text_is_never_longer_and_says_that_it_is_cut(text: str, length: int) -> None:
    cut = wording.cut(text, length)
    assert len(cut) <= length
    assert cut == text or cut.endswith("…")
