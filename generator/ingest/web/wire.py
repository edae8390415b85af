"""One HTTP request on its way: its turn, the wall before private addresses, and what may go wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from yarl import URL

from generator.ingest.web.answers import Refusal, shown
from generator.ingest.web.guard import MARK, public_socket
from generator.ingest.web.politeness import CONNECTIONS, Allowance, Parking, Turns
from generator.model.base import Value

CHUNK_BYTES = 65_536
IDLE_HOSTS = 100
"""With more hosts, connections are not kept for a next request: a process may hold few files open."""
ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"
_PRIVATE = "the address leads into a private network, which is never asked. Name a public one."


class Sending(Value, frozen=True, kw_only=True):
    """What goes out beside the address."""

    headers: dict[str, str]
    body: bytes | None = None
    """Sent by POST; None asks by GET."""
    before: float = 0.0
    """Least pause in seconds since the last request to the host."""
    after: float | None = 0.0
    """Least pause in seconds until the next one; None where the next one belongs to it."""


def session(user_agent: str, *, hosts: int, allow_private: bool) -> aiohttp.ClientSession:
    """A session for so many hosts that keeps no cookies and reads neither environment nor files."""
    connector = aiohttp.TCPConnector(
        limit=CONNECTIONS,
        limit_per_host=1,
        force_close=hosts > IDLE_HOSTS,
        socket_factory=None if allow_private else public_socket,
    )
    return aiohttp.ClientSession(
        connector=connector,
        trust_env=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent, "Accept": ACCEPT},
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
    )


class Wire:
    """Sends requests, each when it is its host's turn, unless the host's domain rests."""

    def __init__(self, session: aiohttp.ClientSession, turns: Turns, parking: Parking) -> None:
        """All three belong to one call of `Edge.ask`, but `parking` to the whole run."""
        self.parking = parking
        self._session = session
        self._turns = turns

    @asynccontextmanager
    async def send(
        self, url: URL, sending: Sending, allowance: Allowance, share: float = 1.0
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask once, without following a redirect; the host's turn ends with the context.

        Raises:
            Refusal: the domain rests.
            TimeoutError: the allowance, or this share of it, is used up.
            aiohttp.ClientError: and other `OSError` or `ValueError`, as `cause` explains.
        """
        host = url.raw_host or ""
        async with self._turns.turn(host, before=sending.before, after=sending.after):
            self._check_rest(host)
            method = "GET" if sending.body is None else "POST"
            async with (
                allowance.spend(share),
                self._session.request(
                    method, url, headers=sending.headers, data=sending.body, allow_redirects=False
                ) as response,
            ):
                yield response

    def _check_rest(self, host: str) -> None:
        resting = self.parking.rest(host)
        if resting:
            domain, until = resting
            wait = round((until - self.parking.clock).total_seconds())
            message = f"{domain} asked for a pause until {until:%Y-%m-%d %H:%M} UTC. It is asked again then."
            raise Refusal(message, code="parked", wait=wait)


async def body_of(response: aiohttp.ClientResponse, max_bytes: int) -> tuple[bytes, bool]:
    """The decoded body, and whether there is more of it than `max_bytes`; what is more is not kept."""
    parts: list[bytes] = []
    left = max_bytes
    async for chunk in response.content.iter_chunked(CHUNK_BYTES):
        parts.append(chunk[:left])
        if len(chunk) > left:
            return b"".join(parts), True
        left -= len(chunk)
    return b"".join(parts), False


def web_address(url: str | URL) -> URL:
    """An address that may be asked, without the login that may stand in it.

    Raises:
        Refusal: it is not http or https, or names no host.
        ValueError: it is no address at all.
    """
    parsed = URL(url)
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        message = f"`{shown(str(url))[:200]}` is not an http or https address. Name one that is."
        raise Refusal(message, code="scheme")
    return parsed.with_user(None)


def cause(error: Exception) -> Refusal:
    """What an error of the network means, in a sentence."""
    if isinstance(error, aiohttp.ClientConnectorError) and MARK in str(error.os_error):
        return Refusal(_PRIVATE, code="private_address")
    if isinstance(error, aiohttp.InvalidURL):
        return Refusal("it is not a proper address. Correct it.", code="scheme")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Refusal("its host name is not known. Check the spelling and the network.", code="unknown_host")
    if isinstance(error, aiohttp.ClientSSLError):
        return Refusal("its certificate is not valid. Ask its operator to renew it.", code="certificate")
    if isinstance(error, aiohttp.ClientConnectorError):
        message = "its host could not be reached. Check the address and the network."
        return Refusal(message, code="connection")
    name = type(error).__name__  # its text may quote the server
    message = f"the answer broke off or is not proper HTTP ({name}). It is tried again next time."
    return Refusal(message, code="protocol")
