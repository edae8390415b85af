"""What a case is, by what its mentions say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from generator.model.case import Case
from generator.model.words import Certainty, Kind
from tests.cases_room.makers import BRANDS, book, day, finding, mention

REVIEW = Certainty.REVIEW


def posts(*findings: Any) -> Case:
    names = "abcdef"
    mentions = tuple(
        mention(names[place], place + 1, thread="t", finding=one) for place, one in enumerate(findings)
    )
    return book(mentions=mentions).cases[0]


KINDS = [
    (
        "a sure complaint anywhere",
        (finding(Kind.QUESTION, themes=("refunds",)), finding(severity=3)),
        (Kind.COMPLAINT, Certainty.SURE, 3, ("delays",)),
    ),
    (
        "a complaint in review",
        (finding(Kind.PRAISE), finding(certainty=REVIEW, severity=2)),
        (Kind.COMPLAINT, REVIEW, 2, ("delays",)),
    ),
    (
        "else the first",
        (finding(Kind.QUESTION, themes=("refunds",)), finding(Kind.PRAISE)),
        (Kind.QUESTION, Certainty.SURE, 1, ("refunds",)),
    ),
    (
        "themes of all its complaints, the first one's first; praise names none",
        (
            finding(themes=("refunds", "tardy")),
            finding(Kind.PRAISE, severity=4, themes=("staff",)),
            finding(severity=2, themes=("other",)),
            finding(themes=("delays", "app")),
        ),
        (Kind.COMPLAINT, Certainty.SURE, 2, ("refunds", "delays", "app")),
    ),
]


@pytest.mark.parametrize(("findings", "expected"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_a_case_is_what_its_gravest_words_are(findings: tuple[Any, ...], expected: tuple[Any, ...]) -> None:
    case = posts(*findings)
    assert (case.kind, case.certainty, case.severity, case.themes) == expected


def test_the_month_page_is_that_of_the_first_hearing_in_the_sites_zone() -> None:
    seen = datetime(2025, 1, 31, 23, 30, tzinfo=UTC)
    heard = mention("a", 1, first_seen=seen)
    assert book(mentions=(heard,)).cases[0].month == "2025-01"
    assert book(mentions=(heard,), zone="Europe/Berlin").cases[0].month == "2025-02"


def test_the_earliest_known_publication_counts() -> None:
    case = book(mentions=(mention("a", None, seen=5, thread="t"), mention("b", 3, seen=6, thread="t"))).cases[
        0
    ]
    assert (case.published, case.first_seen) == (day(3), day(5))


def test_cases_come_newest_first() -> None:
    made = book(mentions=tuple(mention(one, place, author=one) for place, one in enumerate("abc")))
    assert [case.published for case in made.cases] == [day(2), day(1), day(0)]


def test_merged_brands_that_point_at_each_other_end_somewhere() -> None:
    made = book(
        mentions=(mention("a", 1),),
        brands=tuple(
            one.model_copy(update={"merged_into": into})
            for one, into in zip(BRANDS[:2], ("lumo", "northway"), strict=True)
        ),
    )
    assert len(made.cases) == 1
