"""Whether complaints became fewer after a deed, and when nobody can tell."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from generator.measures.effect import effect_of, with_effects
from generator.model.words import ActionStatus, Effect, ThemeId
from tests.measures.counted_cases import AS_OF, case, promise

DONE = date(2025, 3, 1)
HEARD = date(2024, 1, 1)
TODAY = date(2025, 6, 30)


def daily(before: float, after: float) -> list[date]:
    """Even streams of so many complaints a day, before and after the deed."""
    return _even(-70, 0, before) + _even(1, 60, after)


def _even(first: int, last: int, rate: float) -> list[date]:
    count = int((last - first + 1) * rate)
    return [DONE + timedelta(days=first + int(n / rate)) for n in range(count)]


RATES = [
    ("halved", 4, 2, Effect.IMPROVED),
    ("doubled", 2, 4, Effect.WORSE),
    ("the same", 2, 2, Effect.NO_CLEAR_CHANGE),
    ("a little less", 2, 1.8, Effect.NO_CLEAR_CHANGE),
    ("too few to tell", 0.5, 0, Effect.TOO_FEW),
    ("gone for good", 2, 0, Effect.IMPROVED),
]


@pytest.mark.parametrize(
    ("before", "after", "effect"), [row[1:] for row in RATES], ids=[row[0] for row in RATES]
)
def test_the_interval_decides(before: float, after: float, effect: Effect) -> None:
    days = daily(before, after) if after else _even(-70, 0, before)
    assert effect_of(DONE, days, heard_from=HEARD, today=TODAY).effect is effect


def test_the_numbers_are_those_of_the_formula() -> None:
    # 56.5/4 over 224.5/8, times or over exp(2.228 x sqrt(1/56.5 + 1/224.5)) = 1.393: no dispersion.
    found = effect_of(DONE, daily(4, 2), heard_from=HEARD, today=TODAY)
    assert (found.before, found.after) == (224, 56)
    assert found.ratio == pytest.approx(0.503, abs=1e-3)
    assert (found.low, found.high) == pytest.approx((0.361, 0.701), abs=1e-3)


@pytest.mark.parametrize(("waited", "early"), [(28, True), (29, False)])
def test_nothing_is_said_before_28_full_days(waited: int, *, early: bool) -> None:
    found = effect_of(DONE, daily(4, 2), heard_from=HEARD, today=DONE + timedelta(days=waited))
    assert (found.effect is Effect.TOO_EARLY) is early


def test_the_spell_right_before_the_deed_is_left_out() -> None:
    spell = [DONE - timedelta(days=n % 14) for n in range(300)]
    found = effect_of(DONE, daily(2, 2) + spell, heard_from=HEARD, today=TODAY)
    assert found.effect is Effect.NO_CLEAR_CHANGE
    assert found.before == 112


def test_a_baseline_that_was_not_heard_tells_nothing() -> None:
    found = effect_of(DONE, daily(4, 2), heard_from=DONE - timedelta(days=60), today=TODAY)
    assert found.effect is Effect.TOO_FEW


def test_restless_weeks_widen_the_interval() -> None:
    restless = [DONE - timedelta(days=20 + 14 * (n % 4)) for n in range(224)]
    calm = effect_of(DONE, daily(4, 3), heard_from=HEARD, today=TODAY)
    wild = effect_of(DONE, restless + _even(1, 28, 3), heard_from=HEARD, today=TODAY)
    assert calm.low is not None
    assert wild.low is not None
    assert wild.low < calm.low


def test_chance_alone_is_seldom_called_an_effect() -> None:
    noise = np.random.default_rng(7)
    verdicts = []
    for _ in range(200):
        counts = noise.negative_binomial(5, 5 / 8, size=99)
        days = [DONE + timedelta(days=int(n) - 70) for n, count in enumerate(counts) for _ in range(count)]
        verdicts.append(effect_of(DONE, days, heard_from=HEARD, today=TODAY).effect)
    false = sum(one in {Effect.IMPROVED, Effect.WORSE} for one in verdicts)
    assert false <= 0.08 * len(verdicts)


def test_a_promise_is_judged_by_its_own_themes() -> None:
    ago = (AS_OF.date() - DONE).days
    loud = [case(n, ago + 70 - n // 4) for n in range(284)]
    other = [case(1000 + n, ago - 1 - n // 8, themes=(ThemeId("app"),)) for n in range(300)]
    owned = [case(2000 + n, ago - 1 - n // 8, company_owned=True) for n in range(300)]
    kept = promise("a", ActionStatus.DONE, done=DONE)
    open_ = promise("b", ActionStatus.PLANNED)
    silent = promise("c", ActionStatus.DONE, done=DONE, brand="lumo")
    found = with_effects([kept, open_, silent], loud + other + owned, as_of=AS_OF, zone="UTC")
    assert [one.effect for one in found] == [Effect.IMPROVED, Effect.TOO_EARLY, Effect.TOO_FEW]
