"""No number without what it is out of; no percentage of a few."""

from __future__ import annotations

import msgspec
import pytest

from generator.model.measure import Interval
from generator.report import figures
from generator.report.context import context
from tests.report import books, builders

RANGE = Interval(low=0.4, high=0.6, method="wilson")


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"), [(0, 0, "nothing to judge"), (4, 9, "4 of 9"), (5, 10, "50%")]
)
def test_below_ten_there_are_counts_only(numerator: int, denominator: int, said: str) -> None:
    one = builders.measure("answered", numerator, denominator, interval=RANGE)
    assert figures.share(one) == said
    assert bool(figures.likely(one)) == (denominator >= 10)
    assert figures.bar(one).drawn == (denominator >= 10)


def test_a_share_that_was_not_measured_says_why() -> None:
    shy = builders.measure("answered", 12, 20, value=None, excluded=(("answer_undated", 30),))
    measures = msgspec.structs.replace(builders.measures(20, 12, 2), answered=shy)
    number = figures.key_numbers(measures, context(books.book()), figures.Lists(cases=""))[0]
    assert number.figure == "not known"
    assert number.lines[0] == "30 answers without a date among 50: no share can be told"


@pytest.mark.parametrize(("undated", "known"), [(2, True), (3, False)])
def test_one_answer_in_ten_without_a_date_leaves_the_share_known(undated: int, *, known: bool) -> None:
    one = builders.measure("answered", 9, 18, excluded=(("answer_undated", undated),))
    assert (figures.share(one) == "50%") is known


def test_a_missing_median_is_said_in_words() -> None:
    found = context(books.book())
    wait = figures.key_numbers(builders.measures(10, 2, 8), found, figures.Lists(cases=""))[1]
    assert wait.figure == "most unanswered"
    assert (
        figures.key_numbers(builders.measures(0, 0, 0), found, figures.Lists(cases=""))[1].figure
        == "nothing to judge"
    )


def test_the_interval_of_a_median_is_shown() -> None:
    measures = builders.measures(40, 30, 2)
    median = msgspec.structs.replace(
        measures.waiting.median, interval=Interval(low=4, high=12, method="log-log")
    )
    measures = msgspec.structs.replace(
        measures, waiting=msgspec.structs.replace(measures.waiting, median=median)
    )
    assert (
        "likely 4 to 12 days"
        in figures.key_numbers(measures, context(books.book()), figures.Lists(cases=""))[1].lines
    )


def test_silence_that_does_not_count_is_said_beside_the_number() -> None:
    measures = msgspec.structs.replace(builders.measures(10, 5, 0), not_told=builders.many("not-told", 3))
    number = figures.key_numbers(measures, context(books.book()), figures.Lists(cases=""))[3]
    assert "3 more not counted: the company was not told" in number.lines
    assert number.tone == "plain"


def test_promises_name_what_became_of_all_of_them() -> None:
    number = figures.key_numbers(builders.measures(10, 5, 1), context(books.book()), figures.Lists(cases=""))[
        2
    ]
    assert number.figure == "2"
    assert number.lines[0] == "of 5 promises made"


def test_a_method_that_is_not_explained_is_linked_without_an_anchor() -> None:
    assert context(books.book()).method("answered") == "how-we-count/"
    assert context(books.book(), ("answered",)).method("answered") == "how-we-count/#answered"
