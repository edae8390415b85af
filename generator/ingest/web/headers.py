"""What the headers of an answer say of time and of use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from generator.ingest.web.robots import PRODUCT

LONGEST_WAIT = 7 * 24 * 3600
"""Seconds; a longer pause than a week is taken for a mistake."""
_EPOCH_FROM = 10**8
"""A larger number in `X-RateLimit-Reset` counts from 1970, a smaller one from now: both are in use."""
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
"""Rules of `X-Robots-Tag` that carry a value: what stands before their colon is no program's name."""
_FORBIDS = frozenset({"noindex", "none"})

Headers = Mapping[str, str]


def fresh_seconds(headers: Headers) -> int:
    """How long an answer stays fresh: `max-age`, else `Expires`, less its age (RFC 9111, 4.2); 0 at least."""
    parts = [part.strip().lower() for part in headers.get("Cache-Control", "").split(",")]
    if "no-cache" in parts or "no-store" in parts:
        return 0
    ages = [part.removeprefix("max-age=").strip('"') for part in parts if part.startswith("max-age=")]
    if ages:
        return max(0, (_number(ages[0]) or 0) - (_number(headers.get("Age", "")) or 0))
    return max(0, _between(headers.get("Date"), headers.get("Expires")) or 0)


def retry_seconds(headers: Headers) -> int | None:
    """The pause of a `Retry-After` (RFC 9110, 10.2.3), at most a week; None where it asks for none.

    A date is taken beside the answer's own `Date`, so that a wrong clock on either side does not matter.
    """
    asked = headers.get("Retry-After", "")
    seconds = _number(asked)
    if seconds is None:
        seconds = _between(headers.get("Date"), asked)
    return None if seconds is None else max(0, min(seconds, LONGEST_WAIT))


def quota_seconds(headers: Headers, now: datetime) -> int | None:
    """How long until a spent quota is renewed, at most a week; None unless the headers say both.

    `X-RateLimit-Reset` is written as seconds since 1970, as seconds from now, or as an ISO 8601 instant.
    """
    if headers.get("X-RateLimit-Remaining", "").strip() not in {"0", "0.0"}:
        return None
    until = headers.get("X-RateLimit-Reset", "").strip()
    seconds = _number(until.partition(".")[0])
    said = _instant(headers.get("Date")) or now
    if seconds is None:
        try:
            seconds = int((_aware(datetime.fromisoformat(until)) - said).total_seconds())
        except ValueError:
            return None
    elif seconds > _EPOCH_FROM:
        seconds -= int(said.timestamp())
    return max(0, min(seconds, LONGEST_WAIT))


def noindex(tags: Iterable[str]) -> bool:
    """True where an `X-Robots-Tag` keeps the answer out of indexes, for everybody or for us by name.

    Args:
        tags: the header's values, one for each time that it was sent.
    """
    return any(_forbids(tag) for tag in tags)


def printable(value: str | None) -> str | None:
    """A header's value if it can be kept and sent back; None for bytes that are no text, and for nothing."""
    return value if value and value.isprintable() else None


def _forbids(tag: str) -> bool:
    ours = True
    for part in tag.lower().split(","):
        name, colon, rule = part.strip().partition(":")
        if colon and name.strip() not in _VALUED:
            ours = name.strip() == PRODUCT.lower()
        else:
            rule = name
        if ours and rule.strip() in _FORBIDS:
            return True
    return False


def _number(text: str) -> int | None:
    return int(text[:12]) if text.isascii() and text.isdigit() else None


def _between(said: str | None, until: str | None) -> int | None:
    start, end = _instant(said), _instant(until)
    return int((end - start).total_seconds()) if start and end else None


def _instant(text: str | None) -> datetime | None:
    try:
        return _aware(parsedate_to_datetime(text or ""))
    except ValueError:
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
