"""Customers' verdicts, joined to the cases and promises they speak of."""

from __future__ import annotations

from generator.cases.inputs import Inputs
from generator.cases.outline import CaseKey, Index
from generator.cases.scope import Scope
from generator.model.case import ConfirmationSeen
from generator.model.people import Confirmation
from generator.model.words import ActionId, CaseId


class Confirmed:
    """Confirmations by case and by action, oldest first."""

    def __init__(self) -> None:
        """Start with no verdict."""
        self.by_case: dict[CaseKey, list[ConfirmationSeen]] = {}
        self.by_action: dict[str, list[ConfirmationSeen]] = {}


def confirm(inputs: Inputs, index: Index, roots: dict[str, str], scope: Scope) -> Confirmed:
    """Join confirmations; `roots` leads from any action id to the id of the promise it is about."""
    found = Confirmed()
    for stem, one in sorted(inputs.confirmations, key=lambda pair: (pair[1].date, pair[0])):
        if scope.reached_day(stem, one.date):
            _join(stem, one, found, index, roots, scope)
    return found


def _join(
    stem: str, one: Confirmation, found: Confirmed, index: Index, roots: dict[str, str], scope: Scope
) -> None:
    action = roots.get(one.action or "")
    cases = index.everywhere(one.case or "")
    if action is not None and len(cases) > 1:
        brand = action.split("/", 1)[0]
        cases = tuple(case for case in cases if case.brand == brand) or cases
    if one.action is not None and action is None:
        scope.problems.append(f"confirmations/{stem}: there is no action {one.action}; copy its id.")
    if one.case is not None and not cases:
        scope.problems.append(f"confirmations/{stem}: there is no case {one.case}; copy its id.")
    seen = ConfirmationSeen(
        id=stem,
        action=None if action is None else ActionId(action),
        case=CaseId(cases[0].id) if cases else None,
        verdict=one.verdict,
        date=one.date,
        proved=one.proved,
        evidence=one.evidence,
    )
    if action is not None:
        found.by_action.setdefault(action, []).append(seen)
    if cases:
        found.by_case.setdefault(cases[0].key, []).append(seen)
