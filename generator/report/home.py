"""The first page and the table of brands."""

from __future__ import annotations

from generator.model.book import BrandBook
from generator.model.case import ActionState, Case
from generator.model.view_parts import BoardGroup, BoardRow
from generator.model.views import BrandsPage, HomePage
from generator.model.words import FINISHED, OPEN, Verdict
from generator.report import answers, brand, cases, charts, counted, figures, lists, wording
from generator.report.context import Context

_PAIRS = 3
_SHORT = 5
_EMPTY = (
    "No brand is reported on yet. Add one file per brand under content/brands/, with the feeds to listen to, "
    "and run the site again."
)
_SILENT = (
    "Nothing has been heard yet. The first listening run fills these pages; where the network was away, "
    "run it again."
)


def page(context: Context) -> HomePage:
    """The page at the root."""
    book = context.book
    waiting = lists.waiting(book.brands, context)
    heard = any(one.cases for one in book.brands)
    return HomePage(
        path="",
        title=book.config.site.title,
        description=book.config.site.description,
        nav="Overview",
        search=book.config.site.description,
        lead=_lead(context),
        numbers=figures.key_numbers(book.measures, context, counted.places("")) if heard else (),
        board=board(context),
        pairs=tuple(cases.view(case, context) for case in _pairs(context)),
        waiting=lists.shorts(_one_each(waiting)[:_SHORT], context),
        promises=tuple(answers.action(one, context) for one in _pressing(context)[:_SHORT]),
        proved=tuple(answers.action(one, context) for one in _proved(context)[:_SHORT]),
        chart=charts.flow("site", "all brands", book.measures),
        empty="" if heard else (_SILENT if book.brands else _EMPTY),
    )


def brands_page(context: Context) -> BrandsPage:
    """The page `brands/`: every brand by name, under its sector."""
    found = context.book.brands
    sectors = tuple(sorted({one.brand.sector for one in found}))
    return BrandsPage(
        path="brands/",
        title="All brands",
        description="Every company, service and body that this site reports on.",
        crumbs=counted.crumbs(context)[:1],
        nav="Brands",
        search=" ".join(one.brand.name for one in found),
        groups=tuple(
            BoardGroup(
                title=sector,
                meaning="",
                rows=tuple(row(one, context) for one in found if one.brand.sector == sector),
            )
            for sector in sectors
        ),
        sectors=sectors,
        empty="" if found else _EMPTY,
    )


def _lead(context: Context) -> str:
    number = len(context.book.brands)
    return (
        "What customers write in public, beside the company's answer: what it said, promised and did, and "
        "whether that helped. "
        f"{wording.count(number, 'brand')}, one page each."
    )


def board(context: Context) -> tuple[BoardGroup, ...]:
    """Brands in groups that the data can tell apart from the site as a whole; by name within."""
    whole = context.book.measures.answered.value
    groups: dict[str, list[BoardRow]] = {"above": [], "level": [], "below": [], "few": []}
    for one in context.book.brands:
        if one.cases:
            groups[_group(one, whole)].append(row(one, context))
    share = wording.percent(whole) if whole is not None else ""
    titles = {
        "above": (
            "Answer more often than most",
            f"Their whole likely range lies above {share}, the share of all brands together.",
        ),
        "level": (
            "Near the middle, or too close to call",
            f"Their likely range includes {share}. They cannot be put in an order.",
        ),
        "below": ("Answer less often than most", f"Their whole likely range lies below {share}."),
        "few": (
            "Cannot be compared",
            f"Fewer than {figures.FEWEST_FOR_ORDER} complaints to judge, undated answers, or never told.",
        ),
    }
    return tuple(
        BoardGroup(title=titles[key][0], meaning=titles[key][1], rows=tuple(rows))
        for key, rows in groups.items()
        if rows
    )


def _group(one: BrandBook, whole: float | None) -> str:
    share = one.measures.answered
    if share.denominator < figures.FEWEST_FOR_ORDER or brand.never_told(one):
        return "few"
    if share.interval is None or whole is None:
        return "few"
    if share.interval.low > whole:
        return "above"
    return "below" if share.interval.high < whole else "level"


def row(one: BrandBook, context: Context) -> BoardRow:
    """One brand in a table."""
    months = [each for each in charts.months(one.measures) if not each.partial][-12:]
    recent = len(lists.recent(lists.counted(one), one.measures, context))
    silent = brand.never_told(one)
    return BoardRow(
        name=one.brand.name,
        href=context.brand_path(one.brand.id),
        sector=one.brand.sector,
        complaints=recent,
        answered=figures.bar(one.measures.answered, untold=silent),
        wait=figures.NOT_COUNTED if silent else figures.median(one.measures.waiting.median),
        done=sum(action.status in FINISHED for action in one.actions),
        waiting=one.measures.waiting_now.numerator,
        spark=tuple(float(each.complaints) for each in months),
        untold=silent,
        spark_label=_spark_label(one.brand.name, [each.complaints for each in months]),
        note="not told yet, so silence is not counted"
        if silent and one.cases
        else ("" if one.cases else "nothing heard yet"),
    )


def _spark_label(name: str, values: list[int]) -> str:
    if not values:
        return f"No full month of complaints about {name} yet"
    return f"Complaints a month about {name}, {len(values)} full months: from {values[0]:,} to {values[-1]:,}"


def _one_each(waiting: list[Case]) -> list[Case]:
    """The longest wait of each brand first, so that one brand does not fill the list."""
    first: dict[str, Case] = {}
    for case in waiting:
        first.setdefault(case.brand, case)
    chosen = list(first.values())
    return chosen if len(chosen) >= _SHORT else chosen + [case for case in waiting if case not in chosen]


def _pairs(context: Context) -> list[Case]:
    """The newest said-and-done of different brands."""
    best = [pair[0] for one in context.book.brands if (pair := lists.pairs(one, 1))]
    best.sort(
        key=lambda case: (bool(case.actions), case.handling.answered_at or case.published, case.id),
        reverse=True,
    )
    return best[:_PAIRS]


def _pressing(context: Context) -> list[ActionState]:
    """Late promises, longest first, then those due next."""
    open_ = [
        action
        for one in context.book.brands
        for action in one.actions
        if action.status in OPEN and action.first_due
    ]
    return sorted(open_, key=lambda action: (action.first_due or action.said_on, action.id))


def _proved(context: Context) -> list[ActionState]:
    """Deeds that a customer confirmed, newest first."""
    found = [
        action
        for one in context.book.brands
        for action in one.actions
        if action.done and any(seen.verdict is Verdict.FIXED for seen in action.confirmations)
    ]
    return sorted(found, key=lambda action: (action.done or action.said_on, action.id), reverse=True)
