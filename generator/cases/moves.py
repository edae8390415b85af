"""The table of states: what each happening makes of a case, and nothing a person can set.

What happened to a case is put in order, and each happening moves the state as `MOVES` says; what is not in
the table changes nothing. No acknowledgement ever stops a clock; only posts and verdicts reopen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from typing import Final

from generator.model.base import Value
from generator.model.case import Step
from generator.model.words import HandlingState

S = HandlingState


class What(IntEnum):
    """What can happen to a case, in the order in which things of one instant are taken."""

    TOLD = 0
    ACKNOWLEDGED = 1
    ANSWERED_IN_GENERAL = 2
    ANSWERED = 3
    DECLINED = 4
    """The company says that it is not responsible for this case."""
    POSTED_AGAIN = 5
    NOT_FIXED = 6


_SPOKEN: Final = {
    What.ANSWERED_IN_GENERAL: S.ANSWERED_IN_GENERAL,
    What.ANSWERED: S.ANSWERED,
    What.DECLINED: S.NOT_THIS_COMPANY,
}
_REOPENING: Final = {What.POSTED_AGAIN: S.REOPENED, What.NOT_FIXED: S.REOPENED}
_ANEW: Final = {What.ANSWERED: S.ANSWERED, What.DECLINED: S.NOT_THIS_COMPANY}

MOVES: Final[dict[HandlingState, dict[What, HandlingState]]] = {
    S.NOT_TOLD: {What.TOLD: S.AWAITING, What.ACKNOWLEDGED: S.ACKNOWLEDGED, **_SPOKEN},
    S.AWAITING: {What.ACKNOWLEDGED: S.ACKNOWLEDGED, **_SPOKEN},
    S.ACKNOWLEDGED: _SPOKEN,
    S.ANSWERED_IN_GENERAL: {**_ANEW, **_REOPENING},
    S.ANSWERED: _REOPENING,
    S.REOPENED: _ANEW,
    S.NOT_THIS_COMPANY: {What.ANSWERED: S.ANSWERED, **_REOPENING},
}
"""Next state by state and happening."""


class Happening(Value, frozen=True, kw_only=True):
    """One thing that happened to a case."""

    at: datetime | None
    """None for an answer without a date: it is taken before all that has one."""
    what: What
    by: str


def walk(start: Step, happened: Iterable[Happening]) -> tuple[Step, ...]:
    """Follow the table from a first step; only what changes the state becomes a step."""
    steps = [start]
    for one in happened:
        state = MOVES[steps[-1].state].get(one.what)
        if state is not None:
            steps.append(Step(at=one.at, state=state, by=one.by))
    return tuple(steps)
