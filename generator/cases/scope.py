"""The clock of one build, and what it has not reached yet."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from generator.cases.days import day


class Scope:
    """As-of instant and zone; notes what is dated later, so that it is counted and not lost."""

    def __init__(self, as_of: datetime, zone: ZoneInfo) -> None:
        """Start with nothing left out."""
        self.as_of = as_of
        self.zone = zone
        self.today = day(as_of, zone)
        self.not_yet: set[str] = set()
        self.problems: list[str] = []

    def reached(self, name: str, at: datetime | None) -> bool:
        """True where the clock has reached an instant (undated: always); notes the name otherwise."""
        if at is None or at <= self.as_of:
            return True
        self.not_yet.add(name)
        return False

    def reached_day(self, name: str, on: date) -> bool:
        """The same for a date in the site's zone."""
        if on <= self.today:
            return True
        self.not_yet.add(name)
        return False
