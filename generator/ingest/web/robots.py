"""What a host's robots.txt lets us ask for (RFC 9309). Pure: it is fetched elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from protego import Protego

from generator.model.base import Value

PRODUCT = "SaidAndDone"
"""The product token that a group of robots.txt may name us by (RFC 9309, 2.2.1)."""
MAX_BYTES = 500 * 1024
"""What comes after is not read (RFC 9309, 2.5)."""
FRESH = timedelta(hours=24)
"""How long one answer is used before it is asked for again (RFC 9309, 2.4)."""
KEPT = timedelta(days=30)
"""How long an answer stands in for one that cannot be reached (RFC 9309, 2.3.1.4)."""
LONGEST_DELAY = 60.0
"""A longer `Crawl-delay` is taken for this many seconds."""
LINES_SEARCHED = 100
"""In a longer file the line that refuses is not looked for: some lines cost one more reading of it."""


class RobotsFile(Value, frozen=True, kw_only=True):
    """What one origin answered."""

    text: str
    """As it was sent; empty where there is none, which allows everything."""
    fetched: datetime


def robots_file(body: bytes, fetched: datetime) -> RobotsFile:
    """The file of an answer's body; a line that the limit cuts through is dropped."""
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES].rpartition(b"\n")[0]
    return RobotsFile(text=body.decode("utf-8-sig", "replace"), fetched=fetched)


def delay_of(file: RobotsFile) -> float:
    """Seconds it wants between two requests, at most `LONGEST_DELAY`; 0 where it does not say."""
    return min(_rules(file.text).crawl_delay(PRODUCT) or 0.0, LONGEST_DELAY)


def refusal(file: RobotsFile, origin: str, url: str) -> str | None:
    """Why an address may not be asked for, as a sentence that goes on after it; None where it may.

    Args:
        file: what the address's origin answered.
        origin: scheme, host and port.
        url: the address.
    """
    if _rules(file.text).can_fetch(url, PRODUCT):
        return None
    line = _line(file.text.splitlines(), url)
    where = f"line {line} of " if line else ""
    return (
        f"{where}{origin}/robots.txt asks programs not to fetch it. "
        f"Ask its operator to allow {PRODUCT} there, or remove the source."
    )


def _line(lines: list[str], url: str) -> int:
    """The line that turned the verdict last, counted from 1; 0 where it is not looked for."""
    if len(lines) > LINES_SEARCHED:
        return 0
    # it would refuse alone as well: only after such lines is the file read again
    alone = [place for place, line in enumerate(lines, 1) if not _allows([f"User-agent: *\n{line}"], url)]
    turned = (
        one for one in reversed(alone) if _allows(lines[: one - 1], url) and not _allows(lines[:one], url)
    )
    return next(turned, 0)


def _allows(lines: list[str], url: str) -> bool:
    return bool(Protego.parse("\n".join(lines)).can_fetch(url, PRODUCT))


@lru_cache(maxsize=16)
def _rules(text: str) -> Protego:
    return Protego.parse(text)
