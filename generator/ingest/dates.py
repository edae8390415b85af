"""Dates as sources write them: read exactly, or with a stated assumption, or not at all."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from generator.model.base import Value
from generator.model.words import DateQuality

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
MAX_CHARS = 64

ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "CEST": 2,
    "MEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7,
}  # fmt: skip
"""Hours east of UTC by zone word; words with several meanings are left out on purpose."""

_CLOCK = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
_ZONE = r"(?P<zone>[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,5})?"
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?", re.ASCII)
_NAMED_OFFSET = re.compile(r"\b(?:GMT|UTC?)\s?(?=[+-]\d)", re.IGNORECASE)
"""`GMT+0200` is two hours east of GMT, as browsers write it; dateutil would read it as west."""
_REMARK = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(.*))?", re.ASCII)
_HALVES = {"AM": 0, "PM": 12}
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})(?P<sep>[-/.])(?P<mo>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?:[T ]\s*{_CLOCK}\s*{_ZONE})?",
    re.ASCII,
)
_MAIL = re.compile(
    r"(?:[^\W\d]{2,12}\.?,?\s+)?(?P<d>\d{1,2})[\s-](?P<month>[A-Za-z]{3})[a-z]*\.?[\s-](?P<y>\d{4}|\d{2})"
    rf"(?:,?\s+{_CLOCK}\s*{_ZONE})?(?:\s*\([^)]*\))?"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_NAMED_MONTH = re.compile(r"(?=.*[A-Za-z]{3})(?=.*\b\d{4}\b)[\w\s,.:+-]+", re.ASCII)
_DEFAULTS = (datetime(2000, 1, 1), datetime(2000, 2, 2))  # noqa: DTZ001 - only to see what is filled in
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class When(Value, frozen=True, kw_only=True):
    """A source's date as far as it can be known."""

    at: datetime | None
    """UTC; None where no readable date between 1995 and tomorrow was given."""
    quality: DateQuality


UNKNOWN = When(at=None, quality=DateQuality.FIRST_SEEN)


def read_date(raw: str | None, *, zone: str, now: datetime, pattern: str | None = None) -> When:
    """Read a source's date.

    Args:
        raw: what the source wrote.
        zone: tz database name used where `raw` names a day only, or no usable zone.
        now: nothing later than a day after it is believed.
        pattern: a `strptime` format; None tries the forms feeds use.

    Returns:
        The instant and how much it is worth; `UNKNOWN` where it cannot be read. Nothing is raised.
    """
    text = (raw or "").strip()
    if not text or len(text) > MAX_CHARS:
        return UNKNOWN
    try:
        when = _by_pattern(text, pattern, ZoneInfo(zone)) if pattern else _by_form(text, ZoneInfo(zone))
    except (ValueError, OverflowError):
        return UNKNOWN
    if when.at is None or not EARLIEST <= when.at <= now + AHEAD:
        return UNKNOWN
    return when


def _by_form(text: str, home: ZoneInfo) -> When:
    text = _NAMED_OFFSET.sub("", _REMARK.sub("", text))
    if found := _COMPACT.fullmatch(text):
        clock = f" {found[4]}:{found[5]}:{found[6]} {found[7]}" if found[4] else ""
        text = f"{found[1]}-{found[2]}-{found[3]}{clock}".strip()
    if found := _YEAR_FIRST.fullmatch(text):
        day = date(int(found["y"]), int(found["mo"]), int(found["d"]))
        return _at(day, found, home)
    if found := _MAIL.fullmatch(text):
        return _mail(found, home)
    if _EPOCH.fullmatch(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)  # noqa: PLR2004 - 13 digits are milliseconds
        return When(at=datetime.fromtimestamp(seconds, UTC), quality=DateQuality.EXACT)
    return _by_dateutil(text, home)


def _mail(found: re.Match[str], home: ZoneInfo) -> When:
    year = int(found["y"])
    if len(found["y"]) == 2:  # noqa: PLR2004 - two digits, as RFC 822 had them
        year += 1900 if year >= 90 else 2000  # noqa: PLR2004
    day = date(year, _MONTHS.index(found["month"].lower()) + 1, int(found["d"]))
    return _at(day, found, home)


def _at(day: date, found: re.Match[str], home: ZoneInfo) -> When:
    if found["h"] is None:
        return When(at=_midnight(day, home), quality=DateQuality.DAY)
    micro = int((found["f"] or "0")[:6].ljust(6, "0"))
    hour, zone = int(found["h"]), found["zone"]
    if zone and zone.upper() in _HALVES:
        hour, zone = hour % 12 + _HALVES[zone.upper()], None
    clock = time(hour, int(found["m"]), min(int(found["s"] or 0), 59), micro)
    offset = _offset(zone)
    if offset is None:
        at = datetime.combine(day, clock, home).astimezone(UTC)
        return When(at=at, quality=DateQuality.ZONE_ASSUMED)
    at = datetime.combine(day, clock, offset).astimezone(UTC)
    return When(at=at, quality=DateQuality.EXACT)


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    if found := _OFFSET.fullmatch(zone):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    hours = ZONES.get(zone.upper())
    return None if hours is None else timezone(timedelta(hours=hours))


def _midnight(day: date, home: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), home).astimezone(UTC)


def _by_pattern(text: str, pattern: str, home: ZoneInfo) -> When:
    found = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone follows below
    if not re.search(r"%[HIcXsTR]", pattern):
        return When(at=_midnight(found.date(), home), quality=DateQuality.DAY)
    return _placed(found, home)


def _by_dateutil(text: str, home: ZoneInfo) -> When:
    """Last resort, for forms with a month's name and a year of four digits; others are ambiguous."""
    if not _NAMED_MONTH.fullmatch(text):
        return UNKNOWN
    found, other = (dateutil_parser.parse(text, default=start, tzinfos=_zone_of) for start in _DEFAULTS)
    if found != other:  # a day or month that the text does not name was filled in
        return UNKNOWN
    if ":" not in text:
        return When(at=_midnight(found.date(), home), quality=DateQuality.DAY)
    return _placed(found, home)


def _zone_of(name: str | None, seconds: int | None) -> timezone | None:
    if seconds is not None:
        return timezone(timedelta(seconds=seconds))
    return _offset(name)


def _placed(found: datetime, home: ZoneInfo) -> When:
    if found.tzinfo is None:
        return When(at=found.replace(tzinfo=home).astimezone(UTC), quality=DateQuality.ZONE_ASSUMED)
    return When(at=found.astimezone(UTC), quality=DateQuality.EXACT)
