"""Asking each origin for its robots.txt before anything else is asked there (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus

import aiohttp
from yarl import URL

from generator.ingest.web.answers import Refusal, refusal_of_status
from generator.ingest.web.politeness import Allowance
from generator.ingest.web.robots import FRESH, MAX_BYTES, RobotsFile, delay_of, refusal, robots_file
from generator.ingest.web.wire import Sending, Wire, body_of, cause, web_address

REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOPS = 5
"""Redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2)."""
SHARE = 0.5
"""Of a request's time that may go to robots.txt, so that some is left where the file is known from before."""
MOST_CHARS = 32 * 1024 * 1024
"""Of all files that are kept: posts may link to any number of hosts, each with a long robots.txt."""
ORIGIN_CHARS = 1_000
"""What an origin counts for beside its file."""
_NOT_A_MATTER_OF_ROBOTS = frozenset(
    {"unknown_host", "certificate", "connection", "private_address", "scheme"}
)


class Permissions:
    """What is known of each origin's robots.txt; lives as long as a run."""

    def __init__(self, known: Mapping[str, RobotsFile]) -> None:
        """Begin with what earlier runs were answered."""
        self.files = dict(known)
        """By origin, for the next run; those that were asked for in this one are as they are now."""
        self.settled: dict[str, RobotsFile | Refusal] = {}
        """By origin: what holds for this run."""
        self._chars = sum(_weight(file) for file in self.files.values())

    def keep(self, origin: str, file: RobotsFile) -> None:
        """Take a new file; where all are too much, the oldest are let go, and asked for again when needed."""
        before = self.files.pop(origin, None)
        self._chars += _weight(file) - (_weight(before) if before else 0)
        self.files[origin] = file
        while self._chars > MOST_CHARS and len(self.files) > 1:
            oldest = next(iter(self.files))
            self._chars -= _weight(self.files.pop(oldest))
            self.settled.pop(oldest, None)


class Permission:
    """Asks for robots.txt where it must; belongs to one call of `Edge.ask`."""

    def __init__(self, wire: Wire, permissions: Permissions, gap_seconds: float) -> None:
        """`gap_seconds` is the usual pause between two requests to a host."""
        self._wire = wire
        self._permissions = permissions
        # what is allowed and what is then asked are one visit
        self._sending = Sending(headers={}, before=gap_seconds, after=None)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def delay(self, url: URL, allowance: Allowance) -> float:
        """Seconds that the address's origin wants between two requests.

        Raises:
            Refusal: its robots.txt forbids the address, or could not be read.
        """
        origin = str(url.origin())
        async with self._locks[origin]:
            file = await self._file(origin, allowance)
        if sentence := refusal(file, origin, str(url)):
            raise Refusal(sentence, code="robots")
        return delay_of(file)

    async def _file(self, origin: str, allowance: Allowance) -> RobotsFile:
        settled = self._permissions.settled
        known = self._permissions.files.get(origin)
        if origin not in settled:
            if known and known.fetched <= self._wire.parking.clock < known.fetched + FRESH:
                settled[origin] = known
            else:
                settled[origin] = await self._asked(origin, allowance, known)
        found = settled[origin]
        if isinstance(found, Refusal):
            raise found.with_traceback(None)  # it is raised again and again
        return found

    async def _asked(
        self, origin: str, allowance: Allowance, known: RobotsFile | None
    ) -> RobotsFile | Refusal:
        try:
            file = await self._fetch(origin, allowance)
        except Refusal as refused:
            if refused.code != "robots":
                raise
            return known or refused
        except TimeoutError:
            return known or _unreachable(origin, "did not answer in time")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            why = cause(error)
            return known or (
                why if why.code in _NOT_A_MATTER_OF_ROBOTS else _unreachable(origin, "broke off")
            )
        self._permissions.keep(origin, file)
        return file

    async def _fetch(self, origin: str, allowance: Allowance) -> RobotsFile:
        url: URL | None = URL(f"{origin}/robots.txt")
        for _ in range(HOPS + 1):
            if url is None:
                break
            async with self._wire.send(url, self._sending, allowance, SHARE) as response:
                location = response.headers.get("Location")
                if response.status not in REDIRECTS or location is None:
                    return await self._read(origin, response)
                url = _next(url, location)
        return robots_file(b"", self._wire.parking.clock)

    async def _read(self, origin: str, response: aiohttp.ClientResponse) -> RobotsFile:
        status, clock = response.status, self._wire.parking.clock
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return robots_file((await body_of(response, MAX_BYTES + 1))[0], clock)
        said = refusal_of_status(status, response.headers, clock)
        if said.code == "busy" and said.wait:
            self._wire.parking.park(response.url.raw_host or "", said.wait)
            raise said
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _unreachable(origin, f"answered {status}")
        return robots_file(b"", clock)


def _weight(file: RobotsFile) -> int:
    return len(file.text) + ORIGIN_CHARS


def _next(url: URL, location: str) -> URL | None:
    """Where a redirect leads; None where no robots.txt can be, which counts as none."""
    try:
        return web_address(url.join(URL(location)))
    except (Refusal, ValueError):
        return None


def _unreachable(origin: str, what: str) -> Refusal:
    message = (
        f"{origin}/robots.txt {what}, so that nobody knows what may be asked. It is tried again next time."
    )
    return Refusal(message, code="robots")
