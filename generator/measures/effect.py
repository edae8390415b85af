"""Did complaints become fewer after a promise was done? Told only where there are enough to tell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from scipy import stats

from generator.model.base import Value
from generator.model.case import ActionState, Case
from generator.model.words import FINISHED, Effect

BEFORE: Final = (-70, -15)
"""First and last day of the baseline, counted from the day it was done. The last fourteen days before are
left out: promises follow the worst spells, and a spell ends by itself."""
AFTER: Final = (1, 28)
WEEK: Final = 7
FEWEST_A_DAY: Final = 1.0
"""Complaints a day in the baseline below which nothing can be told."""
DIGITS: Final = 3


class Effected(Value, frozen=True, kw_only=True):
    """What happened to the rate of complaints, and the numbers it rests on."""

    effect: Effect
    before: int = 0
    """Complaints in the 56 days of the baseline."""
    after: int = 0
    """Complaints in the 28 days after."""
    ratio: float | None = None
    """Rate after over rate before; None where nothing can be told."""
    low: float | None = None
    high: float | None = None
    """95 % interval of the ratio."""


def effect_of(done: date, published: Iterable[date], *, heard_from: date, today: date) -> Effected:
    """Compare the rate of complaints after a deed with the baseline before it.

    Args:
        done: The day the action was done.
        published: The day of each counted complaint of its themes, in the site's zone.
        heard_from: The first day that was heard at all; a baseline that begins earlier is not known.
        today: The day of the clock.

    Source: quasi-Poisson rate ratio with a t interval. log RR +- t(10) sqrt(phi (1/(x1+1/2) + 1/(x0+1/2))),
    phi the Pearson dispersion of the twelve weekly sums, never below 1 (P. McCullagh and J. A. Nelder (1989),
    Generalized Linear Models, 2nd edition, sections 4.5 and 6.2). The published effect is a description,
    not a proof of cause.
    """
    if (today - done).days <= AFTER[1]:
        return Effected(effect=Effect.TOO_EARLY)
    offsets = [(on - done).days for on in published]
    before, after = _weeks(offsets, BEFORE), _weeks(offsets, AFTER)
    x0, x1 = sum(before), sum(after)
    known = (heard_from - done).days <= BEFORE[0]
    if not known or x0 < FEWEST_A_DAY * WEEK * len(before):
        return Effected(effect=Effect.TOO_FEW, before=x0, after=x1)
    log_ratio = math.log((x1 + 0.5) / len(after)) - math.log((x0 + 0.5) / len(before))
    freedom = len(before) + len(after) - 2
    spread = math.sqrt(_dispersion(before, after) * (1 / (x1 + 0.5) + 1 / (x0 + 0.5)))
    reach = float(stats.t.ppf(0.975, freedom)) * spread
    low, high = math.exp(log_ratio - reach), math.exp(log_ratio + reach)
    return Effected(
        effect=_verdict(low, high),
        before=x0,
        after=x1,
        ratio=round(math.exp(log_ratio), DIGITS),
        low=round(low, DIGITS),
        high=round(high, DIGITS),
    )


def _weeks(offsets: Iterable[int], window: tuple[int, int]) -> list[int]:
    """Complaints by week of a window, both ends included."""
    first, last = window
    sums = [0] * ((last - first + 1) // WEEK)
    for offset in offsets:
        if first <= offset <= last:
            sums[(offset - first) // WEEK] += 1
    return sums


def _dispersion(before: Sequence[int], after: Sequence[int]) -> float:
    pearson = 0.0
    for weeks in (before, after):
        mean = (sum(weeks) + 0.5) / len(weeks)
        pearson += sum((x - mean) ** 2 / mean for x in weeks)
    return max(1.0, pearson / (len(before) + len(after) - 2))


def _verdict(low: float, high: float) -> Effect:
    if high < 1:
        return Effect.IMPROVED
    return Effect.WORSE if low > 1 else Effect.NO_CLEAR_CHANGE


def with_effects(
    actions: Sequence[ActionState], cases: Sequence[Case], *, as_of: datetime, zone: str
) -> tuple[ActionState, ...]:
    """Every promise with its effect: of the brand's counted complaints with one of its themes.

    Company-owned cases are left out. What is not done, or names no theme, stays as it is.
    """
    place = ZoneInfo(zone)
    days: dict[tuple[str, str], list[tuple[date, str]]] = {}
    heard: dict[str, date] = {}
    for case in cases:
        if case.company_owned:
            continue
        on = case.published.astimezone(place).date()
        heard[case.brand] = min(on, heard.get(case.brand, on))
        for theme in case.themes if case.counted else ():
            days.setdefault((case.brand, theme), []).append((on, case.id))

    def judged(one: ActionState) -> ActionState:
        if one.done is None or one.status not in FINISHED:
            return one
        found = {case: on for theme in one.themes for on, case in days.get((one.brand, theme), ())}
        today = as_of.astimezone(place).date()
        heard_from = heard.get(one.brand, today)
        effect = effect_of(one.done, found.values(), heard_from=heard_from, today=today).effect
        return msgspec.structs.replace(one, effect=effect)

    return tuple(judged(one) for one in actions)
