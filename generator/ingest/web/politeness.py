"""When a host may be asked again: the gap between two requests, and the pauses it asked for."""

from __future__ import annotations

import asyncio
import ipaddress
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from time import monotonic

from publicsuffixlist import PublicSuffixList

from generator.ingest.web.headers import LONGEST_WAIT

CONNECTIONS = 16
"""Requests under way at once, over all hosts."""


def registrable(host: str) -> str:
    """The domain whose hosts rest together: what its operator registered below a public suffix.

    Only suffixes of registries count: hosts that one operator rents out share that operator's limits. An
    address in numbers and a host of one label stand for themselves.
    """
    host = host.rstrip(".").lower()
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return str(_suffixes().privatesuffix(host) or host)
    return host


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)


class Parking:
    """Domains that asked for a pause, and until when."""

    def __init__(self, parked: Mapping[str, datetime], now: datetime) -> None:
        """Begin with what earlier runs were asked for; `now` is the run's."""
        self.until = dict(parked)
        """By registrable domain; those that are over stay in until somebody drops them."""
        self._now = now
        self._start = monotonic()

    @property
    def clock(self) -> datetime:
        """The run's `now`, and what has passed since."""
        return self._now + timedelta(seconds=monotonic() - self._start)

    def park(self, host: str, seconds: int) -> None:
        """Leave a host's domain alone for a while, at most a week; a longer pause is never shortened."""
        domain = registrable(host)
        until = self.clock + timedelta(seconds=max(0, min(seconds, LONGEST_WAIT)))
        self.until[domain] = max(until, self.until.get(domain, until))

    def rest(self, host: str) -> tuple[str, datetime] | None:
        """The domain that rests and until when; None where the host may be asked."""
        if not self.until:
            return None
        domain = registrable(host)
        until = self.until.get(domain)
        return (domain, until) if until is not None and until > self.clock else None


class Gaps:
    """When each host was last asked, and the pause that its last request left behind."""

    def __init__(self) -> None:
        """Begin with no host."""
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, host: str, gap: float) -> float:
        """Seconds to wait before the host may be asked, where at least `gap` must lie between."""
        ended, owed = self._left.get(host, (-float("inf"), 0.0))
        return max(0.0, ended + max(owed, gap) - monotonic())

    def leave(self, host: str, gap: float) -> None:
        """A request to the host has ended; the next one comes `gap` seconds later or more."""
        self._left[host] = (monotonic(), gap)


class Turns:
    """One request to a host at a time, `CONNECTIONS` over all; belongs to one event loop."""

    def __init__(self, gaps: Gaps) -> None:
        """Share `gaps` with the calls before and after."""
        self._gaps = gaps
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._slots = asyncio.Semaphore(CONNECTIONS)

    @asynccontextmanager
    async def turn(self, host: str, *, before: float, after: float | None) -> AsyncIterator[None]:
        """Wait for the host's turn; `before` and `after` are the least pauses in seconds.

        After None the next request counts as part of this one.
        """
        async with self._hosts[host]:
            await asyncio.sleep(self._gaps.wait(host, before))
            async with self._slots:
                try:
                    yield
                finally:
                    if after is not None:
                        self._gaps.leave(host, after)


class Allowance:
    """Seconds on the wire that one request may take; waiting for its turn costs nothing."""

    def __init__(self, seconds: float) -> None:
        """Begin with all of them."""
        self.seconds = seconds
        self.spent = 0.0

    @asynccontextmanager
    async def spend(self, share: float = 1.0) -> AsyncIterator[None]:
        """Take from it; raises `TimeoutError` when it, or this share of the whole, is used up."""
        start = monotonic()
        try:
            async with asyncio.timeout(min(self.seconds - self.spent, self.seconds * share)):
                yield
        finally:
            self.spent += monotonic() - start
