"""What the rules know of the world beside one response."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from generator import guarded_yaml
from generator.model.base import Value
from generator.model.events import LedgerLine
from generator.model.response import Action, Response
from generator.problems import Problem

SLIP_DAYS = 366


class Context(Value, frozen=True, kw_only=True):
    """Brands, themes, cases, other responses and the ledger, as far as they are known."""

    brands: frozenset[str]
    broken_brands: frozenset[str] = frozenset()
    """Ids of brands whose file is there and cannot be used."""
    themes: dict[str, frozenset[str]]
    """By brand: the slugs it may answer, general ones included; a brand that is missing may answer any."""
    contacts: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)
    """By brand: the addresses its own file publishes."""
    known_cases: Mapping[str, frozenset[str]] | None = None
    """Brands by the id of every mention and case (a post about two brands has one id); None where there is
    no archive to ask."""
    responses: tuple[Response, ...] = ()
    """All responses, by id."""
    set_aside: frozenset[str] = frozenset()
    """Ids of response files that exist and could not be read."""
    ledger: tuple[LedgerLine, ...] = ()
    as_of: date | None = None
    """The site's clock, in its time zone; None where nothing was ever heard."""

    days_between_runs: int = 2
    """The clock moves when the site listens: what was done today may be so far ahead of it."""

    def ahead(self, day: date) -> bool:
        """Whether a day lies after the clock, further than runs are apart."""
        return self.as_of is not None and day > self.as_of + timedelta(days=self.days_between_runs)

    def far_ahead(self, day: date) -> bool:
        """Whether a day lies so far after the clock that it must be a slip of the pen."""
        return self.as_of is not None and day > self.as_of + timedelta(days=SLIP_DAYS)

    def has_response(self, name: str) -> bool:
        """Whether a file with this id exists, readable or not."""
        return name in self.set_aside or any(one.id == name for one in self.responses)

    def has_action(self, name: str) -> bool:
        """Whether an action (`<response>#<id>`) exists; True where its file could not be read."""
        response, _, action = name.partition("#")
        if response in self.set_aside:
            return True
        return any(
            one.id == response and any(act.id == action for act in one.head.actions) for one in self.responses
        )


def problem(response: Response, code: str, words: tuple[str, str], *place: Any) -> Problem:
    """A problem at a place of a response's head; `words` are the message and the fix."""
    line = guarded_yaml.line_of(response.lines, *place)
    return Problem(path=response.path, line=line, code=code, message=words[0], fix=words[1])


def actions(response: Response) -> Iterator[tuple[tuple[str, int], Action]]:
    """Every action with its place."""
    for number, action in enumerate(response.head.actions):
        yield ("actions", number), action
