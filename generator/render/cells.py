"""Cells of CSV files that a spreadsheet reads as text, never as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

Value = str | int | float | bool | date | datetime | None

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""The signs that begin a formula, with their full-width forms, and what spreadsheets skip before one."""


def guarded(text: str) -> str:
    """The text, with a quote in front where a spreadsheet would run it (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def cell(value: Value) -> str:
    """One cell: empty for None, ISO 8601 for dates, `true` and `false`, numbers as JSON has them."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case int() | float():
            return repr(value)
        case _:
            return guarded(value)


def table(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV file (RFC 4180, UTF-8) with a header line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode()
