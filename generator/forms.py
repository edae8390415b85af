"""How single values are written: dates, instants, numbers, switches; and what pydantic says, in our words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from generator.model.base import SLUG
from generator.text import nearest

Words = tuple[str, str, str]
"""Code, message and fix."""

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})",
    re.ASCII,
)
WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
YEARS = range(1900, 2200)
MONTHS = 12
_SHOWN = 60
"""Characters of a value that a message repeats."""


def check(kind: Any, text: str, name: str) -> Words | None:
    """Why `text` is no value of `kind`, or None where it is or where pydantic knows best."""
    checker = _CHECKS.get(kind) if isinstance(kind, type) else None
    return checker(text, name) if checker else None


def _day(text: str, name: str) -> Words | None:
    match = DAY.fullmatch(text)
    if match is None:
        return (
            "not-a-date",
            f"`{name}` is a date, and `{_cut(text)}` is not written as one.",
            "Write year, month and day: 2026-01-31.",
        )
    return _in_calendar(text, *map(int, match.groups()))


def _in_calendar(text: str, year: int, month: int, day: int) -> Words | None:
    if year not in YEARS or not 1 <= month <= MONTHS:
        return (
            "no-such-date",
            f"{_cut(text)} is not in the calendar from {YEARS[0]} to {YEARS[-1]}.",
            "Write year, month and day: 2026-01-31.",
        )
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        return (
            "no-such-date",
            f"{_cut(text)} is not in the calendar: {calendar.month_name[month]} {year} has {days} days.",
            f"Write a day from 01 to {days}.",
        )
    return None


def _instant(text: str, name: str) -> Words | None:
    example = "Write date, time and zone: 2026-01-31T06:00:00Z."
    if INSTANT.fullmatch(text) is None:
        message = f"`{name}` is an instant with its zone, and `{_cut(text)}` is not written as one."
        return "not-an-instant", message, example
    wrong = _in_calendar(text[:10], int(text[:4]), int(text[5:7]), int(text[8:10]))
    if wrong is not None:
        return wrong
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return "not-an-instant", f"`{_cut(text)}` has a time or zone that does not exist.", example
    return None


def _switch(text: str, name: str) -> Words | None:
    if text in {"true", "false"}:
        return None
    return (
        "not-true-or-false",
        f"`{name}` is `true` or `false`, not `{_cut(text)}`.",
        "Write true or false.",
    )


def _number(pattern: re.Pattern[str], example: str) -> Callable[[str, str], Words | None]:
    def checker(text: str, name: str) -> Words | None:
        if pattern.fullmatch(text):
            return None
        return "not-a-number", f"`{name}` is a number, not `{_cut(text)}`.", f"Write digits, as in {example}."

    return checker


_CHECKS: dict[Any, Callable[[str, str], Words | None]] = {
    date: _day,
    datetime: _instant,
    bool: _switch,
    int: _number(WHOLE, "24"),
    float: _number(DECIMAL, "2.5"),
}


def _cut(text: object) -> str:
    """The value as a message may repeat it: one line, cut where it is long."""
    flat = " ".join(str(text).split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…"


def explain(error: dict[str, Any], name: str, words: tuple[str, ...], about: str) -> Words:
    """One error of pydantic as code, message and fix.

    Args:
        error: one of `ValidationError.errors()`.
        name: how the message calls the value.
        words: the fixed words it may be, if it takes any.
        about: the field's docstring.
    """
    kind, value, limits = error["type"], error["input"], error.get("ctx", {})
    if kind == "missing":
        allowed = f" It is one of: {', '.join(words)}." if words else ""
        return "missing-key", f"The key `{name}` is missing.", f"Add `{name}:`. {about}{allowed}".strip()
    if kind in {"enum", "literal_error"}:
        return _word(str(value), name, words)
    if kind == "string_pattern_mismatch":
        return _pattern(value, name, limits["pattern"])
    if kind in {"string_too_short", "string_too_long", "too_short"}:
        return _length(kind, name, limits)
    if kind in _BOUNDS:
        bound = limits[_BOUNDS[kind][0]]
        message = f"`{name}` is {_cut(value)} and must be {_BOUNDS[kind][1]} {bound}."
        return "out-of-range", message, "Write a number within the limit."
    return (
        "bad-value",
        f"`{name}` is not accepted: {error['msg']}.",
        "See the key's description in the schema.",
    )


_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "more than"),
    "less_than": ("lt", "less than"),
}


def _word(value: str, name: str, words: tuple[str, ...]) -> Words:
    near = nearest(value[:60], words)
    hint = f"Did you mean `{near}`? " if near else ""
    message = f"`{name}` is `{_cut(value)}`, which is not one of its words."
    return "unknown-word", message, f"{hint}Write one of: {', '.join(words)}."


def _pattern(value: object, name: str, pattern: str) -> Words:
    if pattern == SLUG:
        return (
            "bad-slug",
            f"`{name}` holds `{_cut(value)}`, which is not a slug.",
            "Use 1 to 64 lower-case letters, digits and inner hyphens, as in `late-trains`.",
        )
    return (
        "bad-id",
        f"`{name}` holds `{_cut(value)}`, which is not an id of a case.",
        "Copy the 16 characters from the case's address: the letters a to z and the digits 2 to 7.",
    )


def _length(kind: str, name: str, limits: dict[str, Any]) -> Words:
    if kind == "too_short":
        return "too-few-items", f"`{name}` needs at least {limits['min_length']} item.", "Add one."
    if kind == "string_too_short":
        return (
            "bad-length",
            f"`{name}` has fewer than {limits['min_length']} characters.",
            "Write a little more.",
        )
    return "bad-length", f"`{name}` has more than {limits['max_length']} characters.", "Say it shorter."
