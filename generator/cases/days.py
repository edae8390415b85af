"""Days and instants: people write dates, the machine writes instants, and the site's zone joins them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def day(at: datetime, zone: ZoneInfo) -> date:
    """The day an instant falls on in the site's time zone."""
    return at.astimezone(zone).date()


def opens(on: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day, UTC."""
    return datetime.combine(on, time.min, zone).astimezone(UTC)


def closes(on: date, zone: ZoneInfo) -> datetime:
    """The last second of a day, UTC: what is dated only to the day comes after all that has an hour."""
    return datetime.combine(on, time(23, 59, 59), zone).astimezone(UTC)
