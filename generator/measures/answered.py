"""The share of complaints that had an answer within the yardstick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from scipy import stats

from generator.measures.frame import (
    FEWEST,
    SHARE_DIGITS,
    TOO_FEW,
    TOO_UNDATED,
    UNDATED_LIMIT,
    Frame,
    clock_day,
    days_to_answer,
    ids,
    reasons,
    within,
)
from generator.model.case import Case
from generator.model.measure import Interval, Measure, Window
from generator.model.words import EXITS, HandlingState


def wilson(successes: int, total: int) -> Interval:
    """95 % score interval of a share, rounded to 4 digits.

    Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212; computed by SciPy.

    Raises:
        ValueError: where `total` is 0 or `successes` lies outside 0 to `total`.
    """
    found = stats.binomtest(successes, total).proportion_ci(confidence_level=0.95, method="wilson")
    return Interval(
        low=round(float(found.low), SHARE_DIGITS),
        high=round(float(found.high), SHARE_DIGITS),
        method="Wilson",
    )


def answered_within(name: str, counted: Sequence[Case], frame: Frame, *, everything: bool) -> Measure:
    """The share of a matured cohort with an answer of its own within `answer_days`.

    The cohort: counted complaints whose clock started in the window, which ends on the last day whose
    deadline is over. Acknowledgements and answers to a whole theme are not answers to a case. Left out, by
    reason: `not_told`, `answer_undated`, `too_new`, and the exits. `everything` takes the window back to the
    first complaint.
    """
    first = min((clock_day(case, frame) for case in counted), default=None)
    window = _window(frame, first, everything=everything)
    cohort: list[Case] = []
    left_out: Counter[str] = Counter()
    for case in counted:
        reason = _left_out(case, frame, window)
        if reason is None:
            cohort.append(case)
        elif reason:
            left_out[reason] += 1
    return _measure(name, cohort, left_out, window, frame)


def _window(frame: Frame, first: date | None, *, everything: bool) -> Window:
    window = frame.matured(first)
    if not everything or first is None:
        return window
    return Window(start=min(first, window.end), end=window.end)


def _left_out(case: Case, frame: Frame, window: Window) -> str | None:
    """Why a case is not in the cohort; empty where it lies before the window; None where it is in."""
    on = clock_day(case, frame)
    if on < window.start:
        return ""
    if case.handling.state in EXITS:
        return case.handling.state.value
    if case.handling.clock_start is None:
        return "not_told"
    if not within(window, on):
        return "too_new"
    return "answer_undated" if case.handling.answer_undated else None


def _measure(
    name: str, cohort: Sequence[Case], left_out: Counter[str], window: Window, frame: Frame
) -> Measure:
    limit = frame.counting.answer_days
    in_time = [case for case in cohort if _in_time(case, frame, limit)]
    undated, total = left_out["answer_undated"], len(cohort)
    few, unknown = total < FEWEST, undated > UNDATED_LIMIT * (undated + total)
    shown = not few and not unknown
    general = sum(case.handling.state is HandlingState.ANSWERED_IN_GENERAL for case in cohort)
    notes = (
        TOO_UNDATED if unknown else TOO_FEW if few else "",
        f"Not counted as answers: {general} answered in general, with their theme." if general else "",
    )
    return Measure(
        name=name,
        value=round(len(in_time) / total, SHARE_DIGITS) if shown else None,
        unit="share",
        numerator=len(in_time),
        denominator=total,
        window=window,
        interval=wilson(len(in_time), total) if shown else None,
        as_of=frame.as_of,
        counted=ids(in_time),
        over=ids(cohort),
        excluded=reasons(left_out),
        note=" ".join(note for note in notes if note),
    )


def _in_time(case: Case, frame: Frame, limit: int) -> bool:
    days = days_to_answer(case, frame)
    return days is not None and days <= limit
