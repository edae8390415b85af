"""Days and months that changed places in a file of records: found before a wrong date is published."""

from __future__ import annotations

import re
from datetime import datetime

from generator.ingest.context import UnreadableError
from generator.ingest.dates import MAX_CHARS

ENOUGH_DAYS = 20
"""Of so many true days, all stand in the first twelve of a month about once in 90 million files."""
TWELVE = 12
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)", re.ASCII | re.DOTALL)
_CLOCK = re.compile(r"[T ,]+\d{1,2}:\d{2}(?P<s>:\d{2})?", re.ASCII)


class Dates:
    """The dates of one column, as they pass by."""

    def __init__(self, pattern: str | None, name: str) -> None:
        """Begin with none; `name` is the mapping's own name for the `strptime` format `pattern`."""
        self.pattern = pattern
        self.name = name
        self.swapped = _swapped(pattern) if pattern else None
        self.days: set[tuple[int, int, int]] = set()
        self.fits: tuple[str, int] | None = None
        """The first date, with its record, that only the mapping's format reads."""
        self.misfits: tuple[str, int] | None = None
        """The first that only the swapped format reads."""
        self.numbers: tuple[str, int] | None = None
        """The first that names its month by a number, in a file without a format."""
        self._seen: set[str] = set()

    def take(self, written: str, record: int) -> None:
        """Look at one date; `record` is the number of its record, from 1."""
        if not written or len(written) > MAX_CHARS or written in self._seen:
            return
        if self.pattern is None:
            self._guess(written, record)
        elif self.swapped:
            self._seen.add(written)
            self._compare(written, record, self.pattern, self.swapped)

    def _guess(self, written: str, record: int) -> None:
        found = _NUMBERS.fullmatch(written)
        if found is None or max(int(found[1]), int(found[3])) > 31:  # noqa: PLR2004 - days of a month
            return
        self.numbers = self.numbers or (written, record)
        if int(found[1]) > TWELVE:
            self.fits = self.fits or (written, record)
        if int(found[3]) > TWELVE:
            self.misfits = self.misfits or (written, record)

    def _compare(self, written: str, record: int, pattern: str, swapped: str) -> None:
        own, other = _read(written, pattern), _read(written, swapped)
        if own and other:
            self.days.add((own.year, own.month, own.day))
        elif own:
            self.fits = self.fits or (written, record)
        elif other:
            self.misfits = self.misfits or (written, record)

    def refuse_doubtful(self) -> None:
        """Ask, where the dates do not say which number is the day.

        Raises:
            UnreadableError: the sentence is the question; the file is not read until it is answered.
        """
        if self.fits and self.misfits:
            (one, first), (other, second) = sorted((self.fits, self.misfits), key=lambda found: found[1])
            message = (
                f"its dates are written in two ways: {one} in record {first}, {other} in record {second}. "
                "Write all with the day first, or all with the month first."
            )
            raise UnreadableError(message)
        if self.pattern is None:
            self._ask_for_format()
        elif self.misfits:
            message = (
                f"dates such as {self.misfits[0]} do not fit {self.pattern}; is it {self.swapped}? "
                f"Say so in `{self.name}`."
            )
            raise UnreadableError(message)
        elif not self.fits and len(self.days) >= ENOUGH_DAYS and len({day for *_, day in self.days}) > 1:
            message = (
                f"of its {len(self.days)} different dates none has a day above 12 by {self.pattern}, as true "
                f"dates would: days and months may be swapped. Look at a few; write {self.swapped} in "
                f"`{self.name}`, or write the dates as 2026-03-25 and leave `{self.name}` out."
            )
            raise UnreadableError(message)

    def _ask_for_format(self) -> None:
        if self.numbers is None:
            return
        example = (self.fits or self.misfits or self.numbers)[0]
        day_first, month_first = _formats(example)
        said = day_first if self.fits else month_first
        asked = f"is it {said}" if self.fits or self.misfits else f"is it {day_first} or {month_first}"
        message = f"dates such as {example} do not say which number is the day; {asked}? "
        raise UnreadableError(message + f"Say so in `{self.name}`.")


def _swapped(pattern: str) -> str | None:
    """The format with day and month in each other's place; None where it does not name both by numbers."""
    if pattern.count("%d") != 1 or pattern.count("%m") != 1:
        return None
    return re.sub(r"%[dm]", lambda found: "%m" if found[0] == "%d" else "%d", pattern)


def _read(written: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(written, pattern)  # noqa: DTZ007 - only the day is looked at
    except ValueError:
        return None


def _formats(written: str) -> tuple[str, str]:
    """The two `strptime` formats that a date such as 03/04/2026 10:00 may have."""
    found = _NUMBERS.fullmatch(written)
    if found is None:
        return "%d/%m/%Y", "%m/%d/%Y"
    clock = _CLOCK.fullmatch(found[5])
    time = ("" if clock is None else " %H:%M:%S" if clock["s"] else " %H:%M") if found[5] else ""
    end = f"{found[2]}{'%Y' if len(found[4]) > 2 else '%y'}{time}"  # noqa: PLR2004 - a year of two digits
    return f"%d{found[2]}%m{end}", f"%m{found[2]}%d{end}"
