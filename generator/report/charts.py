"""The questions that charts answer, with the answer in a sentence."""

from __future__ import annotations

from datetime import date

from generator.model.case import ActionState
from generator.model.chart import Chart, Series
from generator.model.measure import BrandMeasures, MonthCount, Waiting
from generator.report import wording

_MOST_MONTHS = 13
_FEWEST_MONTHS = 2
_FEWEST_WAITS = 10
_FORTNIGHT = 15
_DAYS = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90)


def months(measures: BrandMeasures) -> tuple[MonthCount, ...]:
    """The last year and the month that is not over."""
    return measures.months[-_MOST_MONTHS:]


def flow(
    one: str, name: str, measures: BrandMeasures, actions: tuple[ActionState, ...] = (), *, fewest: int = 1
) -> Chart | None:
    """Are complaints answered as they come?

    None before there are two months to compare, and below `fewest` complaints in them.
    """
    shown = months(measures)
    if len(shown) < _FEWEST_MONTHS or sum(each.complaints for each in shown) < fewest:
        return None
    return Chart(
        id=f"{one}-flow",
        kind="bars",
        title="Are complaints being answered?",
        summary=_flow_summary(name, shown),
        x="Month",
        y="Complaints",
        categories=tuple(wording.short_month(each.month) for each in shown),
        series=(
            Series(name="Complaints", role="said", values=tuple(float(each.complaints) for each in shown)),
            Series(
                name="Of those, answered by now",
                role="did",
                values=tuple(float(each.answered) for each in shown),
            ),
        ),
        partial=_partial(shown),
        gaps=_gaps(shown),
        marks=marks(shown, actions),
    )


def _flow_summary(name: str, shown: tuple[MonthCount, ...]) -> str:
    whole = [each for each in shown if not each.partial] or list(shown)
    last, most = whole[-1], max(whole, key=lambda each: (each.complaints, each.month))
    came = wording.count(last.complaints, "complaint") if last.complaints else "no complaint"
    text = f"In {wording.month(last.month)}, the last full month, {came} about {name} came in"
    if last.complaints == 1:
        text += "; it has an answer." if last.answered else "; it has no answer."
    elif last.complaints:
        text += f"; {last.answered or 'none'} of them {_have(last.answered)} an answer."
    else:
        text += "."
    alone = sum(each.complaints == most.complaints for each in whole) == 1
    if alone and most.month != last.month:
        text += f" The most came in {wording.month(most.month)}: {most.complaints:,}."
    return text


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def praise(one: str, name: str, measures: BrandMeasures) -> Chart | None:
    """Complaints beside praise; None where nobody praised."""
    shown = months(measures)
    total = sum(each.praise for each in shown)
    if len(shown) < _FEWEST_MONTHS or not total:
        return None
    complaints = sum(each.complaints for each in shown)
    return Chart(
        id=f"{one}-praise",
        kind="lines",
        title="Is there praise as well?",
        summary=(
            f"Since {wording.month(shown[0].month)}: {wording.count(total, 'post')} of praise and "
            f"{wording.count(complaints, 'complaint')} about {name}. Unhappy customers write more often, so "
            "the two do not show how many customers are happy."
        ),
        x="Month",
        y="Posts",
        categories=tuple(wording.short_month(each.month) for each in shown),
        series=(
            Series(name="Complaints", role="said", values=tuple(float(each.complaints) for each in shown)),
            Series(name="Praise", role="praise", values=tuple(float(each.praise) for each in shown)),
        ),
        partial=_partial(shown),
        gaps=_gaps(shown),
    )


def wait(one: str, name: str, waiting: Waiting) -> Chart | None:
    """How long until an answer? None where too few were answered to draw it."""
    if not waiting.curve or waiting.median.denominator < _FEWEST_WAITS:
        return None
    last = waiting.curve[-1].day
    points = tuple(number for number in _DAYS if number <= max(last, _DAYS[5]))
    values = tuple(round(_share(waiting, number) * 100, 1) for number in points)
    fortnight = next(
        (each for number, each in zip(points, values, strict=True) if number >= _FORTNIGHT), values[-1]
    )
    return Chart(
        id=f"{one}-wait",
        kind="steps",
        title="How long does an answer take?",
        summary=(
            f"{wording.percent(fortnight / 100)} of complaints about {name} have a first answer within "
            f"{wording.days(next((number for number in points if number >= _FORTNIGHT), points[-1]))}. "
            "Cases still waiting are counted as waiting."
        ),
        x="Days since the complaint",
        y="Answered, per cent",
        categories=tuple(str(number) for number in points),
        series=(Series(name="Answered", role="did", values=values),),
    )


def _share(waiting: Waiting, number: int) -> float:
    return max((point.share for point in waiting.curve if point.day <= number), default=0.0)


def marks(shown: tuple[MonthCount, ...], actions: tuple[ActionState, ...]) -> tuple[tuple[int, str], ...]:
    """Promises due and deeds done, in the month they fall into."""
    places = {each.month: place for place, each in enumerate(shown)}
    found: dict[int, set[str]] = {}
    for one in actions:
        when, word = (one.done, "done") if one.done else (one.first_due, "due")
        place = places.get(_month(when)) if when else None
        if place is not None:
            found.setdefault(place, set()).add(word)
    return tuple((place, " + ".join(sorted(words))) for place, words in sorted(found.items()))


def _month(when: date) -> str:
    return f"{when.year:04d}-{when.month:02d}"


def _partial(shown: tuple[MonthCount, ...]) -> tuple[int, ...]:
    return tuple(place for place, each in enumerate(shown) if each.partial)


def _gaps(shown: tuple[MonthCount, ...]) -> tuple[int, ...]:
    return tuple(place for place, each in enumerate(shown) if each.gap)
