"""A stretch in which posts may have been lost is said wherever numbers could be misread without it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from generator.archive import UNMET, advance
from generator.measures.counts import months
from generator.model.events import Gap, SourceFacts
from generator.model.run import SourceRun
from generator.model.views import BrandPage, RecordPage
from generator.model.words import SourceId
from generator.report import charts, site
from tests.measures.counted_cases import case, frame
from tests.report import books, builders

FORUM = SourceId("rail-forum")
START = builders.NOW - timedelta(days=50)
HEARD = SourceRun(source=FORUM, status="heard", read=3, new=3)
LOST = msgspec.structs.replace(HEARD, gap=True)
FAILED = SourceRun(source=FORUM, status="failed", message="the server was away")
SAID = [
    ((LOST,), f"10 January 2026 to 13 January 2026: {UNMET}"),
    ((FAILED, HEARD), "10 January 2026 to 13 January 2026: the server was away"),
]


def facts(*runs: SourceRun) -> SourceFacts:
    known = advance(None, HEARD, now=START, every_hours=24, scope="forum.example", window=("aaaaaaaa",))
    for number, run in enumerate(runs, 4 - len(runs)):
        known = advance(known, run, now=START + timedelta(days=number), every_hours=24)
    return known


@pytest.mark.parametrize(("runs", "words"), SAID, ids=["posts lost", "an outage"])
def test_a_gap_is_on_the_record_and_on_the_brands_page(runs: tuple[SourceRun, ...], words: str) -> None:
    book = books.book()
    first = msgspec.structs.replace(book.sources[0], facts=facts(*runs))
    pages = {one.path: one for one in site(books.book(sources=(first, *book.sources[1:]))).pages}
    brand, record = pages["brands/northway/"], pages["record/"]
    assert isinstance(brand, BrandPage)
    assert isinstance(record, RecordPage)
    assert brand.gaps == (f"Posts of Rail Forum may be missing, {words}.",)
    assert record.sources[0].gaps == (words,)


def test_a_gap_is_marked_in_the_trend() -> None:
    (gap,) = facts(LOST).gaps
    lost = Gap(start=frame().as_of - timedelta(days=4), end=frame().as_of, reason=gap.reason)
    counted = months([case(1, 100), case(2, 1)], [lost], frame())
    drawn = charts.flow("x", "X", msgspec.structs.replace(builders.measures(60, 30, 9), months=counted), ())
    assert drawn is not None
    assert drawn.gaps == tuple(at for at, month in enumerate(counted) if month.gap) != ()
