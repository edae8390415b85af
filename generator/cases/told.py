"""When a company was first told: silence does not count before that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from generator.cases.days import opens
from generator.cases.inputs import Inputs
from generator.cases.names import Names
from generator.cases.outline import CaseKey, Index, Outline, tells
from generator.cases.scope import Scope
from generator.model.source import Source


class Telling:
    """The first telling of each brand (the whole site) and of single cases."""

    def __init__(self, inputs: Inputs, index: Index, names: Names, scope: Scope) -> None:
        """Read the records of telling; one for a case that is not there is a problem."""
        self._brands: dict[str, datetime] = {}
        self._cases: dict[CaseKey, datetime] = {}
        for one in inputs.told:
            brand, at = names.brand(one.brand), opens(one.date, scope.zone)
            if not scope.reached_day(f"told/{one.brand}/{one.date}", one.date):
                continue
            if one.case is None:
                self._brands[brand] = min(at, self._brands.get(brand, at))
            elif (case := index.find(brand, one.case)) is not None:
                self._cases[case.key] = min(at, self._cases.get(case.key, at))
            else:
                scope.problems.append(
                    f"told/: case {one.case} is not a case of {brand}; copy the id from the case's page."
                )

    def of(self, case: Outline, sources: Mapping[str, Source]) -> datetime | None:
        """The earliest telling that holds for a case; None where nobody told the company."""
        moments = [self._brands.get(case.brand), self._cases.get(case.key)]
        if tells(case, sources):
            moments.append(case.published)
        return min((one for one in moments if one is not None), default=None)
