"""Promises through all the files that speak of them: lateness counts from the first day promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, TypeVar

from generator.cases.days import day
from generator.cases.inputs import Inputs
from generator.cases.names import Names
from generator.cases.outline import Index, Outline
from generator.cases.pair import Paired
from generator.cases.said import counts_from, ledger_times
from generator.cases.scope import Scope
from generator.model.base import Value
from generator.model.case import ActionState, ConfirmationSeen, Slip
from generator.model.response import Action, Response
from generator.model.words import FINISHED, OPEN, ActionId, ActionStatus, BrandId, CaseId, ResponseId, ThemeId

T = TypeVar("T")

STALLED_DAYS: Final = 30


class Statement(Value, frozen=True, kw_only=True):
    """One file's word on one promise."""

    response: Response
    action: Action
    at: datetime

    @property
    def id(self) -> str:
        """`<response>#<id>`."""
        return f"{self.response.id}#{self.action.id}"


class Threads:
    """The files' words on each promise, oldest first, and which promise each action id leads to."""

    def __init__(self, inputs: Inputs, names: Names, scope: Scope) -> None:
        """Follow `updates`; an action that repeats an id of the response it supersedes is an update too."""
        self.roots: dict[str, str] = {}
        self.tellings: dict[str, list[Statement]] = {}
        opened = ledger_times(inputs)
        dated = [(counts_from(one, opened, scope), one) for one in inputs.responses]
        for at, response in sorted(dated, key=lambda pair: (pair[0], pair[1].id)):
            if scope.reached(response.id, at):
                for action in response.head.actions:
                    self._add(Statement(response=response, action=action, at=at), names, scope)

    def _add(self, told: Statement, names: Names, scope: Scope) -> None:
        brand = names.brand(told.response.head.brand)
        earlier = told.action.updates or f"{told.response.head.supersedes}#{told.action.id}"
        root = self.roots.get(earlier)
        if root is not None and names.brand(self.tellings[root][0].response.head.brand) != brand:
            root = None
        if root is None and told.action.updates is not None:
            scope.problems.append(
                f"responses/{told.response.id}: action {told.action.id} updates {told.action.updates}, "
                "which is not an earlier action of this brand; it is shown as a new one."
            )
        root = root or told.id
        self.roots[told.id] = root
        self.tellings.setdefault(root, []).append(told)


def follow(
    threads: Threads,
    index: Index,
    paired: Paired,
    names: Names,
    scope: Scope,
    confirmed: Mapping[str, Sequence[ConfirmationSeen]],
) -> tuple[ActionState, ...]:
    """Every promise as of the clock, by brand, newest first by `said_on`, then id."""
    places = _Places(index, paired, names, scope)
    states = [
        _state(root, told, places, tuple(confirmed.get(root, ()))) for root, told in threads.tellings.items()
    ]
    return tuple(sorted(states, key=lambda one: (one.brand, -one.said_on.toordinal(), one.id)))


class _Places:
    """What a promise is about."""

    def __init__(self, index: Index, paired: Paired, names: Names, scope: Scope) -> None:
        self._index, self._paired, self._names, self.scope = index, paired, names, scope

    def brand(self, response: Response) -> str:
        return self._names.brand(response.head.brand)

    def of(self, told: Sequence[Statement]) -> tuple[tuple[ThemeId, ...], tuple[CaseId, ...]]:
        """Themes and cases: from `because_of`, else from the response; a case brings its primary theme."""
        brand = self.brand(told[0].response)
        refs = [(one, ref) for one in told for ref in one.action.because_of]
        cases, themes = self._named(brand, refs)
        if not refs:
            head = told[0].response.head
            cases = list(self._paired.targets.get(told[0].response.id, ()))
            themes = [] if head.theme is None else [head.theme]
        themes = themes or [one.themes[0] for one in cases if one.themes]
        return (
            tuple(ThemeId(one) for one in self._names.themes(brand, themes)),
            tuple(dict.fromkeys(one.id for one in cases)),
        )

    def _named(self, brand: str, refs: Iterable[tuple[Statement, str]]) -> tuple[list[Outline], list[str]]:
        cases: list[Outline] = []
        themes: list[str] = []
        for told, ref in refs:
            case = self._index.find(brand, ref)
            if case is not None:
                cases.append(case)
            elif self._names.knows_theme(brand, ref):
                themes.append(ref)
            else:
                self.scope.problems.append(
                    f"responses/{told.response.id}: action {told.action.id} names {ref}, "
                    f"which is neither a case of {brand} nor a theme."
                )
        return cases, themes


def _state(
    root: str, told: Sequence[Statement], places: _Places, confirmations: tuple[ConfirmationSeen, ...]
) -> ActionState:
    first, actions, scope = told[0], [one.action for one in told], places.scope
    themes, cases = places.of(told)
    status, done = _status(actions, scope.today)
    first_due = next((one.due for one in actions if one.due), None)
    late_days = _days_late(status, first_due, done, scope.today)
    updated = day(told[-1].at, scope.zone)
    late = late_days > 0 and status in OPEN
    return ActionState(
        id=ActionId(root),
        response=ResponseId(first.response.id),
        brand=BrandId(places.brand(first.response)),
        promise=first.action.promise,
        owner_role=_latest([one.owner_role for one in actions]),
        kind=first.action.kind.value,
        remedy=_latest([one.remedy for one in actions]),
        cost_to_customer=actions[-1].cost_to_customer,
        status=status,
        first_due=first_due,
        due=_latest([one.due for one in actions]),
        done=done,
        slips=_slips(told, scope),
        days_late=late_days,
        late=late,
        stalled=late and (scope.today - updated).days >= STALLED_DAYS,
        evidence=tuple(dict.fromkeys((e.url, e.what) for one in actions for e in one.evidence)),
        left_out=actions[-1].left_out,
        why=actions[-1].why,
        themes=themes,
        cases=cases,
        said_on=day(first.at, scope.zone),
        updated_on=updated,
        confirmations=confirmations,
        updates=tuple(dict.fromkeys(ResponseId(one.response.id) for one in told)),
    )


def _latest(values: Sequence[T | None]) -> T | None:
    return next((one for one in reversed(values) if one is not None), None)


def _status(actions: Sequence[Action], today: date) -> tuple[ActionStatus, date | None]:
    """The last word on it; a deed dated after the clock is not done yet."""
    last = actions[-1]
    if last.status not in FINISHED:
        return last.status, None
    if last.done is not None and last.done > today:
        return ActionStatus.IN_PROGRESS, None
    return last.status, last.done


def _days_late(status: ActionStatus, first_due: date | None, done: date | None, today: date) -> int:
    if first_due is None or status not in OPEN | FINISHED:
        return 0
    return max(0, ((done or today) - first_due).days)


def _slips(told: Sequence[Statement], scope: Scope) -> tuple[Slip, ...]:
    """Every move of the due date to a later day."""
    slips: list[Slip] = []
    due: date | None = None
    for one in told:
        moved = one.action.due
        if moved is not None and due is not None and moved > due:
            slips.append(Slip(said_on=day(one.at, scope.zone), due=moved))
        due = moved or due
    return tuple(slips)
