"""The exact lists behind a brand's numbers: no number without the cases it counts."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.book import BrandBook
from generator.model.measure import BrandMeasures, Measure
from generator.model.view_parts import Link
from generator.model.views import CountedList, CountedPage
from generator.report import figures, wording
from generator.report.context import Context

_LONGEST = 500
_UNKNOWN = "no share told because too many answers carry no date"
_LEFT_OUT = {
    "answer_undated": "answered on a day that nobody names",
    "too_new": "too new to be judged",
    "not_told": "the company was not told",
    "not_this_company": "about another company",
    "out_of_scope": "out of scope",
    "withdrawn": "withdrawn by the customer",
}


def page(brand: BrandBook, context: Context) -> CountedPage:
    """The page `brands/<brand>/numbers/`."""
    name, path = brand.brand.name, context.brand_path(brand.brand.id)
    owned = brand.company_owned
    return CountedPage(
        path=f"{path}numbers/",
        title=f"The numbers of {name}",
        description=f"Every number on the page of {name}, with the cases it counts.",
        crumbs=crumbs(context, brand),
        brand=name,
        brand_href=path,
        numbers=figures.key_numbers(brand.measures, context, places(path)),
        lists=(
            *lists(brand.measures, context, prefix="list-"),
            *(lists(owned, context, prefix="own-", note=" (places the company runs)") if owned else ()),
        ),
    )


def site_page(context: Context) -> CountedPage:
    """The page `numbers/`: the same for all brands together."""
    measures = context.book.measures
    return CountedPage(
        path="numbers/",
        title="The numbers of all brands together",
        description="Every number of the first page, with the cases it counts.",
        crumbs=crumbs(context)[:1],
        brand="all brands together",
        brand_href="",
        numbers=figures.key_numbers(measures, context, places("")),
        lists=lists(measures, context, prefix="list-"),
    )


def places(path: str) -> figures.Lists:
    """Where the lists of a brand are, or of the whole site."""
    return figures.Lists(
        cases=f"{path}numbers/#list-", waiting=f"{path}waiting/", promises=f"{path}promises/"
    )


def lists(
    measures: BrandMeasures, context: Context, *, prefix: str, note: str = ""
) -> tuple[CountedList, ...]:
    """One list a number, where there is anything to list."""
    return tuple(
        _list(f"{title}{note}", one, context, prefix)
        for title, one in _named(measures, context)
        if one.denominator
    )


def crumbs(context: Context, brand: BrandBook | None = None) -> tuple[Link, ...]:
    """The way back."""
    way = (Link(href="", words="Overview"), Link(href="brands/", words="Brands"))
    if brand is None:
        return way
    return (*way, Link(href=context.brand_path(brand.brand.id), words=brand.brand.name))


def _named(measures: BrandMeasures, context: Context) -> tuple[tuple[str, Measure], ...]:
    counting = context.book.config.counting
    kinds = tuple((_kind(one.name), one) for one in measures.kinds)
    return (
        (f"Answered within {counting.answer_days} days", measures.answered),
        (f"Answered within {counting.answer_days} days, of everything heard", measures.answered_all),
        ("Typical wait for an answer", measures.waiting.median),
        ("Waiting now", measures.waiting_now),
        (f"Waiting for more than {counting.overdue_days} days", measures.overdue),
        ("Not counted as waiting, because the company was not told", measures.not_told),
        *kinds,
    )


def _kind(name: str) -> str:
    kind = name.removeprefix("kind-")
    if "review" in kind:
        return "Perhaps complaints, not counted as such"
    words = {"complaint": "Complaints", "question": "Questions", "suggestion": "Suggestions"}
    return words.get(kind, kind.replace("_", " ").capitalize())


def _list(title: str, one: Measure, context: Context, prefix: str) -> CountedList:
    counted = _links(one.counted, context)
    members = set(one.counted)
    others = _links((case for case in one.over if case not in members), context)
    return CountedList(
        anchor=f"{prefix}{one.name}",
        title=title,
        sentence=_sentence(one, context),
        counted=counted[:_LONGEST],
        others=others[:_LONGEST],
        excluded=tuple(
            f"{number:,} left out: {_LEFT_OUT.get(reason, reason.replace('_', ' '))}"
            for reason, number in one.excluded
            if number
        ),
        more=max(0, len(counted) - _LONGEST) + max(0, len(others) - _LONGEST),
    )


def _links(ids: Iterable[str], context: Context) -> tuple[Link, ...]:
    return tuple(
        Link(href=context.anchor(context.cases[one]), words=context.case_words(context.cases[one]))
        for one in ids
        if one in context.cases
    )


def _sentence(one: Measure, context: Context) -> str:
    if one.unit == "days":
        parts = [f"{figures.median(one)}, of {wording.count(one.denominator, 'case')}"]
    elif one.denominator == one.numerator:
        parts = [wording.count(one.numerator, "case")]
    else:
        parts = [f"{one.numerator:,} of {wording.count(one.denominator, 'case')}"]
        if one.unit == "share" and one.denominator >= figures.FEWEST_FOR_PERCENT:
            parts.append(_UNKNOWN if figures.unknown(one) else figures.share(one))
    when = figures.window(one) or f"as of {context.day(one.as_of).words}"
    return ", ".join(part for part in (*parts, figures.likely(one), when) if part) + "."
