"""A brand's page: the answer in two sentences, four numbers, then everything behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from generator.model.book import BrandBook
from generator.model.case import ActionState, Case
from generator.model.chart import Chart
from generator.model.measure import Measure
from generator.model.view_parts import Link, Part
from generator.model.views import BrandPage, OwnedBox
from generator.model.words import ActionStatus, HandlingState, SourceOwner
from generator.report import answers, cases, charts, counted, figures, issues, lists, months, record, wording
from generator.report.context import Context

_PAIRS = 4
_ISSUES = 7
_GAPS = 3
_PROMISES = 4
_WAITING = 4
_PRAISE = 3
_BRIEF = 140
_TOP = 3


def page(brand: BrandBook, context: Context) -> BrandPage:
    """The page `brands/<brand>/`."""
    own, path = brand.brand, context.brand_path(brand.brand.id)
    waiting = lists.waiting([brand], context)
    praise = lists.praised(brand, context)
    pairs = lists.pairs(brand, len(brand.cases))
    rows = issues.rows(brand, context)[:_ISSUES]
    used = {key for row in rows for key, _, _ in row.split}
    return BrandPage(
        path=path,
        title=own.name,
        description=f"What customers say about {own.name}, and what {own.name} did about it.",
        crumbs=counted.crumbs(context),
        search=" ".join([own.name, own.sector, *(one for one in own.aliases if isinstance(one, str))]),
        id=own.id,
        name=own.name,
        about=own.about or "",
        kicker=(own.sector, f"updated {context.day(context.as_of).words}"),
        told=_told(brand, context),
        said=_said(brand, context),
        did=_did(brand, context),
        numbers=figures.key_numbers(brand.measures, context, counted.places(path)),
        numbers_href=f"{path}numbers/",
        issues=rows,
        more_issues=issues.more(brand, context, _ISSUES),
        window=lists.window_words(brand.measures, context),
        legend=tuple((key, words) for key, words in lists.SPLIT if key in used),
        pairs=tuple(cases.view(case, context) for case in pairs[:_PAIRS]),
        pairs_all=len(pairs),
        promises=tuple(answers.action(one, context) for one in _pressing(brand)[:_PROMISES]),
        promises_all=len(brand.actions),
        waiting=lists.shorts(waiting[:_WAITING], context),
        waiting_all=len(waiting),
        waiting_href=f"{path}waiting/",
        waiting_none=_nobody(brand),
        praise=lists.shorts(praise[:_PRAISE], context),
        praise_sentence=_praise(brand, praise, context),
        charts=_charts(brand),
        owned=_owned(brand, context),
        months=months.links(brand, context),
        sources=_sources(brand, context),
        context=tuple(
            (f"{size.what}: {size.value:,} ({context.day(size.as_of).words})", size.source)
            for size in own.context
        ),
        speak=own.speak,
        gaps=_gaps(brand, context),
        reply=_reply(brand, context),
        empty="" if brand.cases else _empty(brand),
    )


def _pressing(brand: BrandBook) -> list[ActionState]:
    """Late promises first, then the newest; what was replaced is left to the full list."""
    shown = [one for one in brand.actions if one.status is not ActionStatus.SUPERSEDED]
    return sorted(shown, key=lambda one: not one.late)


def _nobody(brand: BrandBook) -> str:
    """Why no wait is listed: nobody waits, or no wait can count."""
    number = brand.measures.not_told.numerator
    if not number:
        return "Nobody is known to be waiting."
    have = "has" if number == 1 else "have"
    return (
        f"Not counted: {wording.count(number, 'complaint')} {have} no answer, but {brand.brand.name} was not "
        "told of them."
    )


def never_told(brand: BrandBook) -> bool:
    """True where no complaint's silence can count, because nobody told the company."""
    own = lists.counted(brand)
    if own:
        return not brand.told and all(case.handling.state is HandlingState.NOT_TOLD for case in own)
    return not brand.told


def _told(brand: BrandBook, context: Context) -> str:
    name = brand.brand.name
    if never_told(brand):
        return f"{name} has not been told of this site yet, so its silence is not counted against it."
    whole = [one for one in brand.told if one.case is None]
    target = brand.brand.answer_within_days
    own = f" Its own target is an answer within {wording.days(target)}." if target else ""
    if not whole:
        return own.strip()
    first = min(whole, key=lambda one: one.date)
    told = context.day(first.date).words
    return f"{name} was told of this site on {told} ({first.channel}).{own}"


def _said(brand: BrandBook, context: Context) -> tuple[Part, ...]:
    """What customers say, in one sentence."""
    when = lists.window_words(brand.measures, context)
    found = lists.recent(lists.counted(brand), brand.measures, context)
    if not found:
        return (
            Part(words="Customers", strong=True),
            Part(words=f" made no complaint about {brand.brand.name} that this site heard {when}."),
        )
    counts: Counter[str] = Counter(theme for case in found for theme in dict.fromkeys(case.themes))
    unnamed = counts.pop("other", 0)
    out_of = f"{wording.count(len(found), 'complaint')} {when}"
    if not counts:
        return (Part(words="Customers", strong=True), Part(words=f" made {out_of}, about no common theme."))
    number = max(counts.values())
    top = sorted(theme for theme in counts if counts[theme] == number)
    rest = f"; {unnamed:,} fit no theme." if unnamed > number else "."
    each = " each," if len(top) > 1 else ""
    return (
        Part(words="Customers complain", strong=True),
        Part(words=" most about " if len(found) > 1 else " about "),
        *_top_themes(brand.brand.id, top, context),
        Part(words=f": {number:,}{each} of {out_of}{rest}"),
    )


def _top_themes(brand: str, top: list[str], context: Context) -> Iterator[Part]:
    """The themes as links, at most three; the others of the same number are counted."""
    for place, theme in enumerate(top[:_TOP]):
        if place:
            yield Part(words=" and " if place == len(top) - 1 else ", ")
        title = wording.lower_first(context.theme_title(brand, theme))
        yield Part(words=title, href=context.issue_path(brand, theme))
    if len(top) > _TOP:
        yield Part(words=f" and {len(top) - _TOP:,} more")


def _did(brand: BrandBook, context: Context) -> tuple[Part, ...]:
    """What the company did, in one sentence."""
    name = Part(words=brand.brand.name, strong=True)
    if never_told(brand) and not any(case.answers for case in brand.cases):
        return (name, Part(words=" has not been told of this site yet, so its silence is not counted."))
    parts = [name, *_answered(brand, context)]
    newest = lists.latest(brand.actions)
    if newest is None:
        return (*parts, Part(words=" It has promised nothing here."))
    verb = {"done": "Latest thing done", "done_in_part": "Latest thing done in part"}.get(
        newest.status.value, "Latest promise, not done yet"
    )
    view = answers.action(newest, context)
    if newest.status is ActionStatus.ABANDONED:
        verb = "Latest promise, dropped"
    return (
        *parts,
        Part(words=f" {verb}: "),
        Part(words=f"“{wording.cut(newest.promise, _BRIEF)}”", href=view.href),
    )


def _answered(brand: BrandBook, context: Context) -> tuple[Part, ...]:
    one, days = brand.measures.answered, context.book.config.counting.answer_days
    waits = brand.measures.waiting_now.numerator
    if figures.unknown(one):
        said = _answered_some_day(brand, context)
    elif one.denominator == 0:
        said = f" had no complaint to judge its answers by{_in_time(one)}"
    else:
        out_of = wording.count(one.denominator, "complaint")
        many = one.denominator >= figures.FEWEST_FOR_PERCENT
        said = f" answered {one.numerator:,} of {out_of} within {wording.days(days)}"
        judged = (figures.share(one), figures.likely(one)) if many else ()
        told = ", ".join(part for part in (*judged, figures.window(one)) if part)
        said += f" ({told})" if told else ""
    tail = (
        f"; {waits:,} {'has' if waits == 1 else 'have'} no answer yet."
        if waits
        else "; nobody is known to be waiting."
    )
    return (Part(words=said), Part(words=tail))


def _in_time(one: Measure) -> str:
    return f" from {figures.window(one)}" if one.window else ""


def _answered_some_day(brand: BrandBook, context: Context) -> str:
    found = lists.recent(lists.counted(brand), brand.measures, context)
    vague = sum(case.handling.answer_undated for case in found)
    given = vague + sum(case.handling.answered_at is not None for case in found)
    out_of = wording.count(len(found), "complaint")
    unknown = "on days that nobody names, so how fast is not known"
    return f" answered {given:,} of these {out_of}, {vague:,} {unknown}"


def _praise(brand: BrandBook, praise: tuple[Case, ...], context: Context) -> str:
    when = lists.window_words(brand.measures, context)
    if not praise:
        return f"No praise for {brand.brand.name} was heard {when}."
    themes = dict.fromkeys(
        wording.lower_first(context.theme_title(case.brand, theme))
        for case in praise
        for theme in case.themes[:1]
        if theme != "other"
    )
    about = f", about {wording.listed(list(themes)[:3])}" if themes else ""
    return f"{wording.count(len(praise), 'post')} of praise {when}{about}."


def _charts(brand: BrandBook) -> tuple[Chart, ...]:
    own, measures = brand.brand, brand.measures
    found = (
        charts.flow(own.id, own.name, measures, brand.actions),
        charts.wait(own.id, own.name, measures.waiting),
        charts.praise(own.id, own.name, measures),
    )
    return tuple(chart for chart in found if chart is not None)


def _owned(brand: BrandBook, context: Context) -> OwnedBox | None:
    if brand.company_owned is None:
        return None
    titles = [
        one.source.title
        for one in context.book.sources
        if brand.brand.id in one.brands and one.source.owner is SourceOwner.COMPANY
    ]
    own = figures.Lists(cases=f"{context.brand_path(brand.brand.id)}numbers/#own-")
    return OwnedBox(
        sources=tuple(titles),
        numbers=figures.key_numbers(brand.company_owned, context, own)[:2],
        sentence=(
            f"{brand.brand.name} runs {wording.listed(titles) or 'these places'} itself and can choose what "
            "stays there. These numbers are counted apart and are in no other number of this page."
        ),
    )


def _sources(brand: BrandBook, context: Context) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.source.title, _health(one.facts.heard_until if one.facts else None, context))
        for one in context.book.sources
        if brand.brand.id in one.brands
    )


def _health(heard: datetime | None, context: Context) -> str:
    return f"heard until {context.day(heard).words}" if heard else "never heard"


def _gaps(brand: BrandBook, context: Context) -> tuple[str, ...]:
    """The newest stretches in which something may have been missed; the record has them all."""
    found = sorted(
        (
            (gap.start, one.source.title, record.gap_words(gap, one.source.id, one.source.title, context))
            for one in context.book.sources
            if brand.brand.id in one.brands and one.facts
            for gap in one.facts.gaps
        ),
        reverse=True,
    )
    return tuple(f"Posts of {title} may be missing, {words}." for _, title, words in found[:_GAPS])


def _reply(brand: BrandBook, context: Context) -> Link:
    form = context.form_url(brand=brand.brand.id)
    words = f"Answer for {brand.brand.name}"
    return Link(href=form, words=words, out=True) if form else Link(href="respond/", words=words)


def _empty(brand: BrandBook) -> str:
    name = brand.brand.name
    if not brand.brand.sources:
        return f"No source is listened to for {name} alone. Posts elsewhere that name it will appear here."
    return f"Nothing about {name} has been heard yet. Its sources are read every day; look again tomorrow."
