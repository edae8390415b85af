"""What a reader might take the wrong way is said another way."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from generator.model.book import BrandBook
from generator.model.case import Case, Issue
from generator.model.measure import Interval
from generator.model.people import ModerationEvent
from generator.model.view_parts import Part
from generator.model.words import (
    BrandId,
    CaseId,
    Ground,
    HandlingFlag,
    HandlingState,
    Kind,
    ModerationKind,
    Requester,
    ThemeId,
    Verdict,
)
from generator.report import brand, cases, charts, counted, figures, home, issues, lists, months, passages
from generator.report.context import Context, context
from tests.report import books, builders, histories


@pytest.fixture(scope="module")
def known() -> Context:
    return context(books.book())


def about(*themes: tuple[str, ...]) -> BrandBook:
    """A brand with one recent complaint about each of these sets of themes."""
    found = tuple(
        builders.case(
            at, mention=builders.mention(at, finding=builders.finding(themes=tuple(map(ThemeId, each))))
        )
        for at, each in enumerate(themes)
    )
    return msgspec.structs.replace(books.northway(), cases=found)


def said(parts: tuple[Part, ...]) -> str:
    return "".join(part.words for part in parts)


@pytest.mark.parametrize(
    ("themes", "words"),
    [
        ((("refunds",),), "Customers complain about refunds: 1 of 1 complaint"),
        ((("refunds",), ("refunds", "delays")), "Customers complain most about refunds: 2 of 2 complaints"),
        ((("refunds", "delays"),) * 2, "most about delays and refunds: 2 each, of 2 complaints"),
        ((("app", "crowding", "delays", "refunds"),) * 2, "app, crowding, delays and 1 more: 2 each, of 2"),
        ((("other",), ("other",), ("refunds",)), "refunds: 1 of 3 complaints"),
        ((("other",), ("other",)), "Customers made 2 complaints"),
    ],
)
def test_the_main_theme_says_when_it_is_not_alone(
    themes: tuple[tuple[str, ...], ...], words: str, known: Context
) -> None:
    assert words in said(brand.page(about(*themes), known).said)


def test_more_complaints_without_a_theme_than_with_one_are_told(known: Context) -> None:
    one = about(("other",), ("other",), ("refunds",))
    assert said(brand.page(one, known).said).endswith("; 2 fit no theme.")


def test_what_met_no_theme_stands_last_and_is_named_by_its_kind(known: Context) -> None:
    one = about(("other",), ("refunds",))
    themes = tuple(
        Issue(brand=BrandId("northway"), theme=ThemeId(theme), cases=(CaseId(case.id),))
        for theme, case in zip(("other", "refunds"), one.cases, strict=True)
    )
    one = msgspec.structs.replace(one, issues=themes)
    assert [row.theme for row in issues.rows(one, known)] == ["Refunds", "Other"]
    assert cases.view(one.cases[0], known).theme == "Other complaint"
    odd = builders.case(9, themes=(), kind=Kind.OTHER)
    assert known.case_theme(odd) == known.theme_title("northway", "other")


def untold() -> BrandBook:
    quiet = tuple(builders.case(at, HandlingState.NOT_TOLD) for at in range(3))
    measures = msgspec.structs.replace(builders.measures(0, 0, 0), not_told=builders.many("not-told", 3))
    return msgspec.structs.replace(
        books.northway(), cases=quiet, measures=measures, told=(), actions=(), issues=()
    )


def test_silence_of_a_company_that_was_not_told_is_no_zero(known: Context) -> None:
    one = untold()
    numbers = {number.label: number for number in brand.page(one, known).numbers}
    for label in ("Answered within 15 days", "Typical wait for an answer", "No answer yet"):
        assert numbers[label].figure == "not counted"
    assert "3 complaints: the company was not told" in numbers["No answer yet"].lines
    page = brand.page(one, known)
    assert page.waiting_none == (
        "Not counted: 3 complaints have no answer, but Northway Rail was not told of them."
    )
    row = home.row(one, known)
    assert (row.untold, row.wait, row.answered.words) == (True, "not counted", "not counted")
    assert lists.place(one.cases[0], known) == "untold"


def test_an_interval_of_days_is_said_in_days_everywhere(known: Context) -> None:
    days = builders.measure(
        "waiting-median", 30, 40, value=2.0, unit="days", interval=Interval(low=2, high=2, method="log-log")
    )
    assert figures.likely(days) == "likely 2 days"
    measures = builders.measures(40, 30, 2)
    measures = msgspec.structs.replace(
        measures, waiting=msgspec.structs.replace(measures.waiting, median=days)
    )
    found = {one.anchor: one.sentence for one in counted.lists(measures, known, prefix="list-")}
    assert "%" not in found["list-waiting-median"]
    assert "likely 2 days" in found["list-waiting-median"]


def test_a_share_that_is_not_known_has_no_interval_and_no_bar() -> None:
    shy = builders.measure(
        "answered",
        12,
        20,
        interval=Interval(low=0.4, high=0.6, method="wilson"),
        excluded=(("answer_undated", 30),),
    )
    assert (figures.likely(shy), figures.bar(shy).drawn, figures.bar(shy).out_of) == ("", False, "")


def test_a_bar_says_what_it_is_out_of() -> None:
    one = builders.measure("answered", 22, 25, interval=Interval(low=0.7, high=0.96, method="wilson"))
    assert (figures.bar(one).words, figures.bar(one).out_of) == ("88%", "22 of 25")


def disputed() -> Case:
    return builders.case(
        5,
        mention=builders.mention(5, moderated=("2026-02-20-facts",)),
        handling=builders.handling(HandlingState.ANSWERED, builders.NOW, HandlingFlag.DISPUTED),
    )


def test_a_dispute_is_being_decided_only_where_somebody_decides(known: Context) -> None:
    assert "the company disputes the facts" in cases.view(disputed(), known).notes
    event = ModerationEvent(
        kind=ModerationKind.DISPUTE,
        target=builders.ident(5),
        at=builders.NOW - timedelta(days=9),
        ground=Ground.FACTS_DISPUTED,
        requested_by=Requester.COMPANY,
        decide_by=(builders.NOW + timedelta(days=9)).date(),
    )
    decided = context(books.book(moderation=(("2026-02-20-facts", event),)))
    assert (
        "the company disputes the facts; to be decided by 10 March 2026"
        in cases.view(disputed(), decided).notes
    )


def test_a_notice_period_that_is_over_is_not_still_to_come(known: Context) -> None:
    old = builders.mention(1, excerpt=None, hidden="held", finding=builders.finding(held=("crime",)))
    old = msgspec.structs.replace(old, first_seen=builders.NOW - timedelta(days=60))
    assert "the notice period ended on" in passages.why_hidden(old, known)


def test_an_attribution_is_not_printed_beside_its_own_title(known: Context) -> None:
    found = passages.passage(builders.mention(1), known)
    assert (found.source, found.attribution) == ("Quoted from the Rail Forum", None)


def test_reasons_are_words_and_not_codes(known: Context) -> None:
    assert passages.reasons(builders.case(1), known)[0].startswith("Something is late: “")
    assert any(words.startswith("Theme “Refunds”") for words in passages.reasons(builders.case(1), known))


def test_a_day_by_day_holds_promises_deeds_and_verdicts(known: Context) -> None:
    book = known.book.brands[0]
    case = histories.northway_cases()[0]
    words = [what for what, _ in months.case_page(book, case, known).timeline]
    assert any(what.startswith("The company promises: “") for what in words)
    assert any(what.startswith("The company says it is done: “") for what in words)
    assert "A customer says: fixed" in words
    silent = msgspec.structs.replace(case, confirmations=(builders.seen(Verdict.NO_REPLY),))
    words = [what for what, _ in months.case_page(book, silent, known).timeline]
    assert "A customer did not reply when asked" in words


@pytest.mark.parametrize(
    ("complaints", "answered", "words"),
    [
        (0, 0, "no complaint about it came in."),
        (1, 1, "1 complaint about it came in; it has an answer."),
        (1, 0, "1 complaint about it came in; it has no answer."),
        (3, 0, "none of them have an answer."),
        (3, 1, "1 of them has an answer."),
    ],
)
def test_a_month_is_told_in_whole_sentences(complaints: int, answered: int, words: str) -> None:
    measures = builders.measures(40, 25, 6)
    months_ = tuple(
        msgspec.structs.replace(each, complaints=complaints, answered=answered)
        if not each.partial and each is [one for one in measures.months if not one.partial][-1]
        else each
        for each in measures.months
    )
    chart = charts.flow("x", "it", msgspec.structs.replace(measures, months=months_))
    assert chart is not None
    assert words in chart.summary


def test_a_handful_of_complaints_is_not_drawn() -> None:
    measures = builders.measures(40, 25, 6)
    assert charts.flow("x", "it", measures, fewest=10**6) is None


def test_a_list_behind_a_share_that_is_not_known_says_why(known: Context) -> None:
    shy = builders.measure("answered", 0, 16, excluded=(("answer_undated", 4),))
    measures = msgspec.structs.replace(builders.measures(40, 30, 2), answered=shy)
    found = {one.anchor: one.sentence for one in counted.lists(measures, known, prefix="list-")}
    assert "no share told because too many answers carry no date" in found["list-answered"]


def test_promises_that_are_all_late_are_not_counted_twice(known: Context) -> None:
    measures = builders.measures(40, 30, 2)
    promises = msgspec.structs.replace(
        measures.promises, open=builders.many("open", 1), late=builders.many("late", 1)
    )
    measures = msgspec.structs.replace(measures, promises=promises)
    number = figures.key_numbers(measures, known, figures.Lists(cases=""))[2]
    assert "1 still open and late" in number.lines


def test_a_day_of_decision_that_has_passed_is_not_still_to_come(known: Context) -> None:
    day = builders.NOW.date()
    assert known.decide_by(day + timedelta(days=1)) == "to be decided by 2 March 2026"
    assert known.decide_by(day - timedelta(days=1)) == "was to be decided by 28 February 2026"


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ((Kind.QUESTION,), "1 case first heard in this month: 0 complaints and 1 question."),
        (
            (Kind.COMPLAINT, Kind.QUESTION, Kind.QUESTION, Kind.PRAISE, Kind.OTHER),
            "5 cases first heard in this month: 1 complaint, 1 other post, 1 post of praise and 2 questions.",
        ),
    ],
)
def test_a_month_page_counts_in_whole_words(kinds: tuple[Kind, ...], words: str) -> None:
    some = [builders.case(at, kind=kind) for at, kind in enumerate(kinds)]
    assert months._sentence(some) == words
