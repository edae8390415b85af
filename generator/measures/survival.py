"""The share answered by day, from answers and from waits that are not over."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from scipy import stats

from generator.measures.frame import DAY_DIGITS, SHARE_DIGITS
from generator.model.base import Value
from generator.model.measure import CurvePoint

POINTS: Final = 60
"""Most steps of a published curve."""


class Curve(Value, frozen=True, kw_only=True):
    """The share answered by day, as steps: constant until the next day listed."""

    days: tuple[float, ...] = ()
    share: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    """Lower bound of the 95 % interval; NaN where it is undefined."""
    high: tuple[float, ...] = ()
    longest: float = 0.0
    """Days the longest-followed case was followed."""


def kaplan_meier(days: Sequence[int], answered: Sequence[bool]) -> Curve:
    """The share answered by each day, with cases still waiting as right-censored.

    Source: E. L. Kaplan and P. Meier (1958), Nonparametric estimation from incomplete observations, Journal
    of the American Statistical Association 53, 457-481; intervals on the log-log scale (Greenwood's
    variance); computed by `scipy.stats.ecdf`.
    """
    if not any(answered):
        return Curve(longest=float(max(days, default=0)))
    sample = stats.CensoredData.right_censored(
        np.asarray(days, dtype=float), ~np.asarray(answered, dtype=bool)
    )
    with warnings.catch_warnings():
        # SciPy warns where the interval is undefined, at shares of 0 and 1; those ends become NaN.
        warnings.simplefilter("ignore", RuntimeWarning)
        estimate = stats.ecdf(sample).sf
        bounds = estimate.confidence_interval(confidence_level=0.95, method="log-log")
    return Curve(
        days=_floats(estimate.quantiles),
        share=_floats(1 - estimate.probabilities),
        low=_floats(1 - bounds.high.probabilities),
        high=_floats(1 - bounds.low.probabilities),
        longest=float(max(days)),
    )


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(one) for one in values)


def thinned(curve: Curve) -> tuple[CurvePoint, ...]:
    """The curve from (0, 0), at most 60 points, first and last kept."""
    steps = [CurvePoint(day=0.0, share=0.0)]
    for day, share in zip(curve.days, curve.share, strict=True):
        point = CurvePoint(day=round(day, DAY_DIGITS), share=round(share, SHARE_DIGITS))
        if point.share > steps[-1].share:
            steps.append(point)
    if len(steps) <= POINTS:
        return tuple(steps)
    places = dict.fromkeys(round(one * (len(steps) - 1) / (POINTS - 1)) for one in range(POINTS))
    return tuple(steps[place] for place in places)
