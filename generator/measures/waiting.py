"""How long people wait: cases still waiting are counted as waiting, never left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from generator.measures.frame import (
    DAY_DIGITS,
    FEWEST,
    SHARE_DIGITS,
    TOO_FEW,
    TOO_UNDATED,
    UNDATED_LIMIT,
    Frame,
    count,
    days_to_answer,
    ids,
    reasons,
)
from generator.measures.survival import Curve, kaplan_meier, thinned
from generator.model.base import Value
from generator.model.case import Case
from generator.model.measure import Interval, Measure, Waiting
from generator.model.words import EXITS, WAITING, HandlingFlag, HandlingState

DAYS: Final = (7, 15, 30, 60)
METHOD: Final = "Kaplan-Meier, log-log"
STILL: Final = "Cases without an answer count as waiting up to now."
NOT_SEEN: Final = "No case has been followed that long."
UNDER_HALF: Final = "Fewer than half have been answered within the time seen."


class Survey(Value, frozen=True, kw_only=True):
    """Who is watched, for how many days, and who was left out."""

    cases: tuple[Case, ...]
    days: tuple[int, ...]
    """Calendar days to the first answer, or to the clock while there is none; one a case."""
    answered: tuple[bool, ...]
    excluded: tuple[tuple[str, int], ...]
    why_not: str
    """Why no share can be told; empty where it can."""


def survey(counted: Sequence[Case], frame: Frame) -> Survey:
    """Counted complaints the company was told of, and how long each has waited.

    Left out, by reason: `not_told`, `answer_undated`, and the exits. An answer to a whole theme ends no
    wait, and neither does an acknowledgement.
    """
    kept: list[tuple[Case, int, bool]] = []
    left_out: Counter[str] = Counter()
    for case in counted:
        start = case.handling.clock_start
        if case.handling.state in EXITS:
            left_out[case.handling.state.value] += 1
        elif start is None:
            left_out["not_told"] += 1
        elif case.handling.answer_undated:
            left_out["answer_undated"] += 1
        else:
            days = days_to_answer(case, frame)
            waited = max(0, (frame.today - frame.day(start)).days)
            kept.append((case, waited if days is None else days, days is not None))
    undated = left_out["answer_undated"]
    return Survey(
        cases=tuple(case for case, _, _ in kept),
        days=tuple(days for _, days, _ in kept),
        answered=tuple(done for _, _, done in kept),
        excluded=reasons(left_out),
        why_not=_why_not(len(kept), undated),
    )


def _why_not(total: int, undated: int) -> str:
    if undated > UNDATED_LIMIT * (undated + total):
        return TOO_UNDATED
    return TOO_FEW if total < FEWEST else ""


def waiting(counted: Sequence[Case], frame: Frame) -> Waiting:
    """Median, shares by day 7, 15, 30 and 60, and the curve."""
    found = survey(counted, frame)
    curve = kaplan_meier(found.days, found.answered)
    return Waiting(
        median=_median(found, curve, frame),
        by_day=tuple(_by_day(day, found, curve, frame) for day in DAYS),
        curve=() if found.why_not or not found.cases else thinned(curve),
    )


def _median(found: Survey, curve: Curve, frame: Frame) -> Measure:
    half = _first(curve, curve.share)
    value = None if found.why_not else half
    answered = [case for case, done in zip(found.cases, found.answered, strict=True) if done]
    low, high = _first(curve, curve.high), _first(curve, curve.low)
    known = value is not None and low is not None and high is not None
    return Measure(
        name="waiting-median",
        value=None if value is None else round(value, DAY_DIGITS),
        unit="days",
        numerator=len(answered),
        denominator=len(found.cases),
        window=None,
        interval=Interval(
            low=round(low or 0.0, DAY_DIGITS), high=round(high or 0.0, DAY_DIGITS), method=METHOD
        )
        if known
        else None,
        as_of=frame.as_of,
        counted=ids(answered),
        over=ids(found.cases),
        excluded=found.excluded,
        note=found.why_not or (UNDER_HALF if half is None else STILL),
    )


def _first(curve: Curve, shares: Sequence[float]) -> float | None:
    """The first day on which a share reaches one half."""
    return next((day for day, share in zip(curve.days, shares, strict=True) if share >= 0.5 - 1e-12), None)


def _by_day(day: int, found: Survey, curve: Curve, frame: Frame) -> Measure:
    rows = zip(found.cases, found.days, found.answered, strict=True)
    answered = [case for case, days, done in rows if done and days <= day]
    place = sum(1 for step in curve.days if step <= day) - 1
    share = 0.0 if place < 0 else curve.share[place]
    seen = curve.longest >= day or share >= 1.0
    shown = seen and not found.why_not
    return Measure(
        name=f"waiting-{day}",
        value=round(share, SHARE_DIGITS) if shown else None,
        unit="share",
        numerator=len(answered),
        denominator=len(found.cases),
        window=None,
        interval=_interval(curve, place) if shown else None,
        as_of=frame.as_of,
        counted=ids(answered),
        over=ids(found.cases),
        excluded=found.excluded,
        note=found.why_not or (STILL if seen else NOT_SEEN),
    )


def _interval(curve: Curve, place: int) -> Interval | None:
    if place < 0 or math.isnan(curve.low[place]) or math.isnan(curve.high[place]):
        return None
    return Interval(
        low=round(curve.low[place], SHARE_DIGITS), high=round(curve.high[place], SHARE_DIGITS), method=METHOD
    )


def is_waiting(case: Case) -> bool:
    """True where the company was told, or has spoken before, and owes the next word."""
    state = case.handling.state
    told = case.handling.clock_start is not None or state is HandlingState.REOPENED
    return told and state in WAITING


def waiting_now(counted: Sequence[Case], frame: Frame) -> Measure:
    """Complaints without an answer as of the clock, of all that the company was told of and has to answer."""
    waits = [case for case in counted if is_waiting(case)]
    over, left_out = [], Counter[str]()
    for case in counted:
        if case.handling.state in EXITS:
            left_out[case.handling.state.value] += 1
        elif case.handling.clock_start is None and not is_waiting(case):
            left_out["not_told"] += 1
        else:
            over.append(case)
    general = sum(case.handling.state is HandlingState.ANSWERED_IN_GENERAL for case in over)
    return Measure(
        name="waiting-now",
        value=float(len(waits)),
        unit="count",
        numerator=len(waits),
        denominator=len(over),
        window=None,
        as_of=frame.as_of,
        counted=ids(waits),
        over=ids(over),
        excluded=reasons(left_out),
        note=f"Not among the waiting: {general} answered in general, with their theme." if general else "",
    )


def oldest_waiting(counted: Sequence[Case], frame: Frame) -> Measure:
    """Days the longest unanswered complaint has waited; a reopened one waits since it was reopened."""
    waits = [(since, case.id) for case in counted if (since := _since(case, frame)) is not None]
    oldest = min(waits, default=None)
    return Measure(
        name="oldest-waiting",
        value=None if oldest is None else float((frame.today - oldest[0]).days),
        unit="days",
        numerator=0 if oldest is None else 1,
        denominator=len(waits),
        window=None,
        as_of=frame.as_of,
        counted=() if oldest is None else (oldest[1],),
        over=tuple(sorted(one for _since, one in waits)),
        note="Nobody is waiting." if oldest is None else "",
    )


def _since(case: Case, frame: Frame) -> date | None:
    if not is_waiting(case):
        return None
    if case.handling.state is HandlingState.REOPENED:
        reopened = case.handling.steps[-1].at if case.handling.steps else None
        return frame.day(reopened or case.handling.last_event)
    return None if case.handling.clock_start is None else frame.day(case.handling.clock_start)


def overdue(counted: Sequence[Case], frame: Frame) -> Measure:
    """Complaints that wait longer than `overdue_days`."""
    return count(
        "overdue", (case.id for case in counted if HandlingFlag.OVERDUE in case.handling.flags), frame
    )
