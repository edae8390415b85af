"""What the pages say as wholes: brands, lists, the record and charts."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from generator.model.base import Value
from generator.model.book import Book, BrandBook
from generator.model.measure import Window
from generator.model.people import Told
from generator.model.view_parts import Part
from generator.model.views import (
    BrandPage,
    BrandsPage,
    CasePage,
    HomePage,
    IssuePage,
    PromisesPage,
    RecordPage,
    WaitingPage,
)
from generator.model.words import (
    ActionStatus,
    BrandId,
    SourceOwner,
    ThemeId,
)
from generator.report import brand, charts, lists, site
from generator.report.context import Context, context
from tests.report import books, builders


@pytest.fixture(scope="module")
def book() -> Book:
    return books.book()


@pytest.fixture(scope="module")
def known(book: Book) -> Context:
    return context(book)


@pytest.fixture(scope="module")
def pages(book: Book) -> dict[str, Value]:
    return {one.path: one for one in site(book).pages}


def said(parts: tuple[Part, ...]) -> str:
    return "".join(part.words for part in parts)


def test_a_brand_answers_in_two_sentences(pages: dict[str, Value]) -> None:
    page = pages["brands/northway/"]
    assert isinstance(page, BrandPage)
    assert (
        said(page.said) == "Customers complain most about refunds: 14 of 15 complaints in the last 90 days."
    )
    assert said(page.did).startswith(
        "Northway Rail answered 25 of 40 complaints within 15 days (62%, likely between"
    )
    assert "Latest thing done: “The line is open on Sundays.”" in said(page.did)


def test_the_number_who_wait_and_the_list_agree(pages: dict[str, Value], book: Book) -> None:
    page = pages["brands/northway/waiting/"]
    assert isinstance(page, WaitingPage)
    assert len(page.cases) == book.brands[0].measures.waiting_now.numerator


def test_a_company_that_was_not_told_is_not_blamed(pages: dict[str, Value]) -> None:
    page = pages["brands/parcelo/"]
    assert isinstance(page, BrandPage)
    assert "has not been told of this site yet" in said(page.did)
    assert "not counted against it" in page.told
    waiting = pages["waiting/"]
    assert isinstance(waiting, WaitingPage)
    assert [link.words for link in waiting.untold] == ["Parcelo"]


def test_a_brand_without_mentions_gets_a_helpful_sentence(pages: dict[str, Value]) -> None:
    page = pages["brands/stillwater/"]
    assert isinstance(page, BrandPage)
    assert page.empty.startswith("No source is listened to for Stillwater")
    heard = msgspec.structs.replace(
        books.quiet(), brand=books.quiet().brand.model_copy(update={"sources": books.SOURCES[:1]})
    )
    page = brand.page(heard, context(books.book(heard)))
    assert "look again tomorrow" in page.empty


def test_company_owned_sources_stand_in_their_own_box(pages: dict[str, Value], book: Book) -> None:
    page = pages["brands/northway/"]
    assert isinstance(page, BrandPage)
    assert page.owned is not None
    assert page.owned.sources == ("Northway hotline",)
    assert book.sources[1].source.owner is SourceOwner.COMPANY
    assert all(one.id != builders.ident(17) for one in page.waiting)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (ActionStatus.PLANNED, "Latest promise, not done yet: "),
        (ActionStatus.ABANDONED, "Latest promise, dropped: "),
        (ActionStatus.DONE_IN_PART, "Latest thing done in part: "),
    ],
)
def test_the_answer_box_never_calls_a_promise_a_deed(status: ActionStatus, words: str) -> None:
    done = date(2026, 2, 1) if status is ActionStatus.DONE_IN_PART else None
    one = msgspec.structs.replace(books.northway(), actions=(builders.action("x", status, done=done),))
    assert words in said(brand.page(one, context(books.book(one))).did)


def test_few_complaints_are_counts_in_the_answer_box() -> None:
    one = msgspec.structs.replace(books.northway(), measures=builders.measures(7, 4, 0), actions=())
    words = said(brand.page(one, context(books.book(one))).did)
    assert words == (
        "Northway Rail answered 4 of 7 complaints within 15 days (2 December 2025 to 1 March 2026); "
        "nobody is known to be waiting. It has promised nothing here."
    )


def test_answers_without_dates_are_never_read_as_slowness() -> None:
    measures = builders.measures(12, 0, 0)
    vague = msgspec.structs.replace(
        measures.answered, value=None, interval=None, excluded=(("answer_undated", 40),)
    )
    one = msgspec.structs.replace(
        books.northway(), measures=msgspec.structs.replace(measures, answered=vague), actions=()
    )
    words = said(brand.page(one, context(books.book(one))).did)
    assert "answered 2 of these 15 complaints, 1 on days that nobody names" in words
    assert "0 of 12" not in words


def test_no_cohort_yet_is_said() -> None:
    one = msgspec.structs.replace(books.northway(), measures=builders.measures(0, 0, 0))
    assert "had no complaint to judge its answers by from 2 December 2025 to 1 March 2026" in said(
        brand.page(one, context(books.book(one))).did
    )


def test_a_quiet_window_is_said() -> None:
    one = msgspec.structs.replace(books.northway(), cases=(), told=(), measures=builders.measures(0, 0, 0))
    page = brand.page(one, context(books.book(one)))
    assert "made no complaint about Northway Rail that this site heard in the last 90 days" in said(page.said)
    assert "No praise for Northway Rail" in page.praise_sentence


def test_a_company_told_of_a_case_only_and_its_own_target() -> None:
    told = Told(brand="northway", date=date(2026, 1, 1), what="One case.", channel="Letter", case="a" * 16)
    own = books.northway()
    one = msgspec.structs.replace(
        own, told=(told,), brand=own.brand.model_copy(update={"answer_within_days": 10})
    )
    assert brand.page(one, context(books.book(one))).told == "Its own target is an answer within 10 days."


def test_windows_that_were_measured_longer_are_said_with_their_days(known: Context) -> None:
    measures = builders.measures(10, 5, 1)
    long = builders.many("kind-complaint", 10, window=Window(start=date(2025, 1, 1), end=date(2026, 3, 1)))
    measures = msgspec.structs.replace(measures, kinds=(long,))
    assert lists.window_words(measures, known) == "from 1 January 2025 to 1 March 2026"
    bare = msgspec.structs.replace(measures, kinds=())
    assert lists.window_words(bare, known) == "in the last 90 days"


def test_brands_are_grouped_and_never_ranked_where_ranges_overlap() -> None:
    def named(name: str, total: int, answered: int) -> BrandBook:
        own = books.northway()
        return msgspec.structs.replace(
            own,
            brand=own.brand.model_copy(update={"id": name, "name": name.title()}),
            measures=builders.measures(total, answered, 0),
        )

    home = site(
        books.book(named("high", 100, 80), named("mid", 100, 52), named("low", 100, 20), named("tiny", 12, 9))
    ).pages[0]
    assert isinstance(home, HomePage)
    found = {group.title: [row.name for row in group.rows] for group in home.board}
    assert found == {
        "Answer more often than most": ["High"],
        "Near the middle, or too close to call": ["Mid"],
        "Answer less often than most": ["Low"],
        "Cannot be compared": ["Tiny"],
    }


def test_a_first_run_without_network_and_a_site_without_brands_say_what_to_do() -> None:
    nothing = msgspec.structs.replace(
        books.book(), brands=(), sources=(), measures=builders.measures(0, 0, 0), moderation=(), ledger=()
    )
    for book, words in (
        (nothing, "content/brands/"),
        (books.book(books.quiet()), "first listening run"),
    ):
        home = site(book).pages[0]
        assert isinstance(home, HomePage)
        assert words in home.empty
    brands = site(nothing).pages[1]
    assert isinstance(brands, BrandsPage)
    assert brands.empty


def test_an_issue_says_promises_and_effects_apart(pages: dict[str, Value]) -> None:
    page = pages["brands/northway/issues/refunds/"]
    assert isinstance(page, IssuePage)
    assert page.promised_sentence == "6 promises. 2 are late."
    assert page.happened[0] == "2 deeds reported as done, the last on 14 February 2026."
    assert page.happened[1] == "5 complaints came in after that day."
    assert [tag.words for _, tag in page.effects] == ["Fewer complaints since", "Too few complaints to tell"]
    quiet = pages["brands/northway/issues/delays/"]
    assert isinstance(quiet, IssuePage)
    assert quiet.happened == ("Nothing has been reported as done.",)
    assert quiet.promised_sentence == "No promise was made."


def test_every_promise_is_in_exactly_one_group(pages: dict[str, Value]) -> None:
    page = pages["promises/"]
    assert isinstance(page, PromisesPage)
    groups = {key: [view.anchor.rsplit("--", 1)[-1] for view in some] for key, _, some in page.groups}
    assert groups == {
        "late": ["slow", "form"],
        "open": ["next"],
        "done": ["phone"],
        "part": ["half"],
        "dropped": ["drop"],
        "considering": ["think"],
        "replaced": ["old"],
    }


def test_a_waiting_case_offers_the_form_with_its_id(known: Context, pages: dict[str, Value]) -> None:
    form = known.form_url(case="abc", brand="a&b")
    assert (
        form == "https://git.example/said/done/issues/new?template=company-response.yml&brand=a%26b&case=abc"
    )
    bare = context(books.book(config=books.config(repository=None)))
    assert bare.form_url() is None
    assert bare.file_url("a.md") is None
    page = pages["cases/caseaaaaaaaaaaaa/"]
    assert isinstance(page, CasePage)
    assert page.reply is None


def test_a_waiting_case_with_its_own_page_leads_to_the_ways_to_answer() -> None:
    one = builders.case(1, own_page=True)
    own = msgspec.structs.replace(books.northway(), cases=(one,))
    made = site(books.book(own, config=books.config(repository=None)))
    page = next(page for page in made.pages if isinstance(page, CasePage))
    assert page.reply is not None
    assert page.reply.href == "respond/"


def test_the_record_counts_what_was_set_aside(pages: dict[str, Value]) -> None:
    page = pages["record/"]
    assert isinstance(page, RecordPage)
    assert page.aside == (("names no brand that this site reports on", 2),)
    assert page.aside_answers == (("has no date and stays out of waiting times", 1),)
    assert [row.bad for row in page.sources] == [False, True, True]
    assert page.moderation[0][4] == "An order of a court. To be decided by 9 March 2026."


def test_a_source_that_is_silent_for_too_long_is_marked(book: Book) -> None:
    first = book.sources[0]
    assert first.facts is not None
    silent = msgspec.structs.replace(
        first, facts=msgspec.structs.replace(first.facts, heard_until=builders.NOW - timedelta(days=9))
    )
    closed = msgspec.structs.replace(
        silent, source=silent.source.model_copy(update={"closed_on": date(2026, 2, 20)})
    )
    rows = next(
        page
        for page in site(msgspec.structs.replace(book, sources=(silent, closed))).pages
        if isinstance(page, RecordPage)
    ).sources
    assert [row.bad for row in rows] == [True, False]
    assert rows[1].heard == "closed on 20 February 2026"


def test_a_recording_says_where_its_clock_stands() -> None:
    clock = "This is a recording: its clock stands at 1 March 2026."
    assert site(books.book()).frame.notice == clock
    bare = site(books.book(config=books.config(banner=None)))
    assert bare.frame.notice == f"Invented for tests. {clock}"
    assert site(books.book(config=books.config(clock="live"))).frame.notice == ""


def test_gaps_say_from_when_to_when_and_why_once(pages: dict[str, Value]) -> None:
    page = pages["brands/northway/"]
    assert isinstance(page, BrandPage)
    assert page.gaps == (
        "Posts of Rail Forum may be missing, 10 January 2026 to 13 January 2026: the server was away.",
    )


def test_a_contact_by_mail_is_linked() -> None:
    assert site(books.book()).frame.contact_href == "mailto:desk@said.example"


def test_a_contact_that_is_no_address_is_printed_and_not_linked() -> None:
    config = books.config()
    plain = config.model_copy(
        update={"publisher": config.publisher.model_copy(update={"contact": "the town hall"})}
    )
    assert site(books.book(config=plain)).frame.contact_href is None


def test_a_theme_without_a_page_or_a_title_still_has_words(known: Context) -> None:
    assert known.theme_title("northway", "lost-and-found") == "Lost and found"
    assert known.issue_path("northway", "lost-and-found") == "brands/northway/#issues"
    assert known.brand_name("nobody") == "nobody"
    assert known.theme_title("northway", ThemeId("refunds")) == "Refunds"


def test_hand_written_pages_take_their_title_from_the_first_heading() -> None:
    made = site(books.book(pages=(("who-we-are", "Only text."), ("b", "# Bees\n\nText."))))
    titles = {page.path: page.title for page in made.pages if page.path.startswith("pages/")}
    assert titles == {"pages/who-we-are/": "Who we are", "pages/b/": "Bees"}


# charts


def test_charts_answer_their_question_from_the_last_full_month(book: Book) -> None:
    found = {chart.id: chart for chart in site(book).charts}
    assert {"northway-flow", "northway-wait", "northway-praise", "site-flow"} <= set(found)
    flow = found["northway-flow"]
    assert flow.summary.startswith(
        "In February 2026, the last full month, 12 complaints about Northway Rail came in;"
    )
    assert flow.partial == (3,)
    assert flow.gaps == (1,)
    assert flow.marks == ((1, "due"), (2, "done + due"))


def test_too_little_makes_no_chart() -> None:
    few = builders.measures(5, 2, 1)
    assert charts.wait("x", "X", few.waiting) is None
    one = msgspec.structs.replace(few, months=few.months[:1])
    assert charts.flow("x", "X", one) is None
    assert charts.praise("x", "X", one) is None


def test_the_busiest_month_is_named_where_it_is_another() -> None:
    measures = builders.measures(40, 20, 1)
    months = (msgspec.structs.replace(measures.months[0], complaints=99, answered=1), *measures.months[1:])
    chart = charts.flow("x", "X", msgspec.structs.replace(measures, months=months))
    assert chart is not None
    assert chart.summary.endswith("The most came in December 2025: 99.")


def test_a_theme_of_the_brand_itself_is_known() -> None:
    own = books.northway()
    theme = books.THEMES[0].model_copy(update={"id": "sleeper-cars", "title": {"es": "Coches cama"}})
    book = books.book(msgspec.structs.replace(own, brand=own.brand.model_copy(update={"themes": (theme,)})))
    assert context(book).theme_title(BrandId("northway"), "sleeper-cars") == "Coches cama"
