"""Measures in words: never a percentage of fewer than ten, never a share without its interval."""

from __future__ import annotations

from generator.model.base import Value
from generator.model.measure import BrandMeasures, Measure
from generator.model.view_parts import Link, Number, ShareBar
from generator.report import wording
from generator.report.context import Context

FEWEST_FOR_PERCENT = 10
_TEN = 10
FEWEST_FOR_ORDER = 30
NOTHING = "nothing to judge"
NOT_COUNTED = "not counted"
"""What stands for a number where the company was not told, so that its silence cannot count."""


class Lists(Value, frozen=True, kw_only=True):
    """Where the exact lists behind numbers are; empty where there is none."""

    cases: str
    """Page with a list per measure, at the measure's anchor."""
    waiting: str = ""
    promises: str = ""


def undated(measure: Measure) -> int:
    """How many were left out because nobody says when they were answered."""
    return dict(measure.excluded).get("answer_undated", 0)


def unknown(measure: Measure) -> bool:
    """True where answers without a date could move the number too far for it to be shown."""
    total = undated(measure) + measure.denominator
    return total >= FEWEST_FOR_PERCENT and undated(measure) * _TEN > total


def share(measure: Measure) -> str:
    """`71%`, or `4 of 7` where there are too few for a percentage, or `nothing to judge`, or `not known`."""
    if unknown(measure):
        return "not known"
    if measure.denominator == 0:
        return NOTHING
    if measure.denominator < FEWEST_FOR_PERCENT or measure.value is None:
        return f"{measure.numerator:,} of {measure.denominator:,}"
    return wording.percent(measure.value)


def likely(measure: Measure) -> str:
    """The interval in words; empty where none is shown."""
    if measure.interval is None or measure.denominator < FEWEST_FOR_PERCENT or unknown(measure):
        return ""
    low, high = measure.interval.low, measure.interval.high
    if measure.unit == "days":
        return f"likely {wording.days(low)}" if low == high else f"likely {low:g} to {wording.days(high)}"
    return f"likely between {wording.percent(low)} and {wording.percent(high)}"


def bar(measure: Measure, *, untold: bool = False) -> ShareBar:
    """The share as a bar with a pale end for the interval; no share where silence does not count."""
    interval = measure.interval
    drawn = interval is not None and measure.denominator >= FEWEST_FOR_PERCENT and not unknown(measure)
    return ShareBar(
        words=NOT_COUNTED if untold and not measure.denominator else share(measure),
        out_of=f"{measure.numerator:,} of {measure.denominator:,}" if drawn else "",
        range_words=likely(measure),
        low=round(interval.low * 100, 1) if interval and drawn else 0.0,
        high=round(interval.high * 100, 1) if interval and drawn else 0.0,
        drawn=drawn,
    )


def window(measure: Measure) -> str:
    """The days a number is about."""
    if measure.window is None:
        return ""
    return wording.span(measure.window.start, measure.window.end)


def median(measure: Measure) -> str:
    """The typical wait, or why there is none."""
    if measure.value is not None:
        return wording.days(measure.value)
    if unknown(measure):
        return "not known"
    if measure.denominator == 0:
        return NOTHING
    return "too few to say" if measure.denominator < FEWEST_FOR_PERCENT else "most unanswered"


def key_numbers(measures: BrandMeasures, context: Context, lists: Lists) -> tuple[Number, ...]:
    """The four numbers of a first screen, each with its list."""
    return (
        _answered(measures, context, lists),
        _wait(measures, context, lists),
        _promises(measures, context, lists),
        _waiting(measures, context, lists),
    )


def _answered(measures: BrandMeasures, context: Context, lists: Lists) -> Number:
    one, limit = measures.answered, context.book.config.counting.answer_days
    out_of = wording.count(one.denominator, "complaint")
    bare = one.denominator < FEWEST_FOR_PERCENT
    lines = (
        ["complaint" if one.denominator == 1 else "complaints"]
        if bare
        else [f"{one.numerator:,} of {out_of}"]
    )
    lines += [likely(one), window(one)]
    if unknown(one):
        lines = [_undated(one), window(one)]
    elif one.denominator == 0:
        lines = [_untold(measures) or "no complaint old enough to judge", window(one)]
    return Number(
        label=f"Answered within {limit} days",
        figure=NOT_COUNTED if one.denominator == 0 and _untold(measures) else share(one),
        lines=tuple(line for line in lines if line),
        method=context.method(one.name),
        counted=_list(lists.cases, one),
    )


def _undated(measure: Measure) -> str:
    answers = wording.count(undated(measure), "answer")
    return f"{answers} without a date among {undated(measure) + measure.denominator:,}: no share can be told"


def _wait(measures: BrandMeasures, context: Context, lists: Lists) -> Number:
    one = measures.waiting.median
    out_of = wording.count(one.denominator, "complaint")
    day = context.day(one.as_of).words
    when = f"heard up to {day}" if one.window is None else window(one)
    if one.value is None:
        lines = [_no_median(one), f"of {out_of}", when]
    else:
        range_words = likely(one) if one.interval else ""
        lines = ["half have a first answer by then", range_words, f"of {out_of}", when]
    untold = one.denominator == 0 and _untold(measures)
    if one.denominator == 0:
        lines = [_untold(measures) or "no complaint to time", when]
    return Number(
        label="Typical wait for an answer",
        figure=NOT_COUNTED if untold else median(one),
        lines=tuple(line for line in lines if line),
        method=context.method(one.name),
        counted=_list(lists.cases, one),
    )


def _no_median(one: Measure) -> str:
    if unknown(one):
        return "too many answers carry no date"
    if one.denominator < FEWEST_FOR_PERCENT:
        return "too few complaints to time"
    return "fewer than half have an answer so far"


def _promises(measures: BrandMeasures, context: Context, lists: Lists) -> Number:
    each = measures.promises
    kept = each.kept.numerator + each.kept_late.numerator
    still = each.open.numerator
    late = f", {each.late.numerator:,} of them late" if each.late.numerator else ""
    late = " and late" if still and each.late.numerator == still else late
    rest = (
        (each.kept_late.numerator, f"{each.kept_late.numerator:,} of the {kept:,} kept late"),
        (each.in_part.numerator, f"{each.in_part.numerator:,} done in part"),
        (each.dropped.numerator, f"{each.dropped.numerator:,} dropped"),
        (still, f"{still:,} still open{late}"),
    )
    made = kept + each.in_part.numerator + each.dropped.numerator + still
    lines = [f"of {wording.count(made, 'promise')} made"] if made else ["no promise was made"]
    return Number(
        label="Promises kept",
        figure=f"{kept:,}",
        lines=(*lines, *(words for number, words in rest if number), _as_of(context)),
        method=context.method(each.kept.name),
        counted=Link(href=lists.promises, words="See the promises") if lists.promises and made else None,
    )


def _waiting(measures: BrandMeasures, context: Context, lists: Lists) -> Number:
    one, overdue = measures.waiting_now, measures.overdue
    after = context.book.config.counting.overdue_days
    lines = [f"{overdue.numerator:,} for more than {after} days"] if one.numerator else []
    if one.denominator > one.numerator:
        lines.insert(0, f"of {wording.count(one.denominator, 'complaint')}")
    if one.numerator and measures.oldest_waiting.value is not None:
        lines.append(f"longest: {wording.days(measures.oldest_waiting.value)}")
    if measures.not_told.numerator:
        told = measures.not_told.numerator
        more = f"{told:,} more not counted" if one.denominator else wording.count(told, "complaint")
        lines.append(f"{more}: the company was not told")
    return Number(
        label="No answer yet",
        figure=NOT_COUNTED if one.denominator == 0 and _untold(measures) else f"{one.numerator:,}",
        lines=(*lines, _as_of(context)),
        method=context.method(one.name),
        counted=_waiting_list(lists, one),
        tone="bad" if one.numerator else "plain",
    )


def _untold(measures: BrandMeasures) -> str:
    return "the company has not been told of this site" if measures.not_told.numerator else ""


def _as_of(context: Context) -> str:
    return f"as of {context.day(context.as_of).words}"


def _waiting_list(lists: Lists, measure: Measure) -> Link | None:
    if lists.waiting and measure.numerator:
        return Link(href=lists.waiting, words="See who waits")
    return _list(lists.cases, measure)


def _list(page: str, measure: Measure) -> Link | None:
    if not page or not measure.denominator:
        return None
    return Link(href=f"{page}{measure.name}", words="See the list")
