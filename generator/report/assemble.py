"""The whole site, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.markup import safe_url
from generator.model.book import Book, BrandBook
from generator.model.chart import Chart
from generator.model.measure import Definition
from generator.model.views import AnyPage, BrandPage, Frame, HomePage, IssuePage, SiteView
from generator.report import brand, counted, home, issues, ledgers, method, months, record, wording
from generator.report.context import Context, context


def site(book: Book, definitions: tuple[Definition, ...] = ()) -> SiteView:
    """Everything the pages show: counted, sorted and worded.

    Args:
        book: The site's content as of its clock.
        definitions: How each measure is counted, for the method page.
    """
    known = context(book, (one.name for one in definitions))
    pages = tuple(_pages(known, definitions))
    charts = {chart.id: chart for one in pages for chart in _charts(one)}
    return SiteView(frame=frame(known), pages=pages, charts=tuple(charts[key] for key in sorted(charts)))


def _pages(known: Context, definitions: tuple[Definition, ...]) -> Iterator[AnyPage]:
    yield home.page(known)
    yield home.brands_page(known)
    yield ledgers.waiting_page(known)
    yield ledgers.promises_page(known)
    yield method.respond_page(known)
    yield method.method_page(known, definitions)
    yield record.page(known)
    yield counted.site_page(known)
    yield method.data_page(known)
    yield from method.hand_pages(known)
    for one in known.book.brands:
        yield from _brand(one, known)


def _brand(one: BrandBook, known: Context) -> Iterator[AnyPage]:
    yield brand.page(one, known)
    yield counted.page(one, known)
    yield ledgers.waiting_page(known, one)
    yield ledgers.promises_page(known, one)
    for issue in one.issues:
        yield issues.page(one, issue, known)
    yield from months.pages(one, known)
    for case in one.cases:
        if case.own_page:
            yield months.case_page(one, case, known)


def _charts(one: AnyPage) -> tuple[Chart, ...]:
    if isinstance(one, BrandPage):
        return one.charts
    if isinstance(one, HomePage | IssuePage) and one.chart:
        return (one.chart,)
    return ()


def frame(known: Context) -> Frame:
    """What stands on every page: who publishes, as of when, and what is not real."""
    config = known.book.config
    return Frame(
        site=config.site.title,
        language=known.language,
        notice=_clock(known),
        contact_href=_contact(config.publisher.contact),
        as_of=known.day(known.as_of),
        live=config.site.clock == "live",
        repository=safe_url(config.site.repository),
        window=wording.days(config.counting.window_days),
    )


def _clock(known: Context) -> str:
    if known.book.config.site.clock == "live":
        return ""
    told = known.book.config.site.banner or not known.book.recording
    if known.day(known.as_of).words in (known.book.config.site.banner or ""):
        return ""  # The banner says it; saying it twice costs a phone its first screen.
    said = "" if told else f"{str(known.book.recording).rstrip('.')}. "
    return f"{said}This is a recording: its clock stands at {known.day(known.as_of).words}."


def _contact(contact: str) -> str | None:
    if "@" in contact and ":" not in contact and " " not in contact:
        return f"mailto:{contact}"
    return safe_url(contact)
