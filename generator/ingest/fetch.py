"""The edge to the network: one event loop, one connection a host, every failure a value."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from http import HTTPStatus
from itertools import groupby
from time import monotonic
from urllib.parse import urlsplit

import aiohttp
from msgspec import structs
from yarl import URL

from generator.ingest.answers import Refusal, answer_of_status, failure, not_modified
from generator.ingest.guard import MARK, public_socket
from generator.model.entry import FetchRequest, Snapshot, SourceAnswer
from generator.model.site import Limits
from generator.model.words import SourceId

CHUNK_BYTES = 65_536
CONNECTIONS = 16
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"

Progress = Callable[[SourceId], None]


def fetch_all(
    requests: Sequence[FetchRequest],
    *,
    limits: Limits,
    user_agent: str,
    gap_seconds: float,
    progress: Progress | None = None,
    allow_private: bool = False,
) -> dict[SourceId, SourceAnswer]:
    """Ask every source, hosts side by side and each host one request at a time.

    Args:
        requests: http or https addresses, with the validators of the last answer.
        limits: seconds for one answer, headers and redirects included, and redirects followed.
        user_agent: says who asks and where to complain.
        gap_seconds: pause between two requests to one host.
        progress: called with each source that has answered or failed.
        allow_private: True lets loopback through; for tests only.

    Returns:
        An answer for every request, by source, in the order of the ids. Nothing is raised.
    """
    edge = _Edge(limits, user_agent, gap_seconds, progress or _silent)
    answers = asyncio.run(edge.ask_all(requests, allow_private=allow_private))
    return dict(sorted(answers.items()))


def _silent(_source: SourceId) -> None:
    pass


def _host(request: FetchRequest) -> str:
    try:
        return urlsplit(request.url).hostname or ""
    except ValueError:
        return ""


class _Edge:
    """One run's conversation with the network."""

    def __init__(self, limits: Limits, user_agent: str, gap_seconds: float, progress: Progress) -> None:
        self.limits = limits
        self.headers = {"User-Agent": user_agent, "Accept": ACCEPT}
        self.gap_seconds = gap_seconds
        self.progress = progress

    async def ask_all(
        self, requests: Sequence[FetchRequest], *, allow_private: bool
    ) -> dict[SourceId, SourceAnswer]:
        connector = aiohttp.TCPConnector(
            limit=CONNECTIONS, limit_per_host=1, socket_factory=None if allow_private else public_socket
        )
        hosts = [list(group) for _, group in groupby(sorted(requests, key=_host), key=_host)]
        answers: dict[SourceId, SourceAnswer] = {}
        async with aiohttp.ClientSession(
            connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar(), headers=self.headers
        ) as session:
            slots = asyncio.Semaphore(CONNECTIONS)
            await asyncio.gather(*(self.ask_host(session, slots, host, answers) for host in hosts))
        return answers

    async def ask_host(
        self,
        session: aiohttp.ClientSession,
        slots: asyncio.Semaphore,
        requests: Sequence[FetchRequest],
        answers: dict[SourceId, SourceAnswer],
    ) -> None:
        for place, request in enumerate(requests):
            if place:
                await asyncio.sleep(self.gap_seconds)
            async with slots:
                answers[request.source] = await self.ask(session, request)
            self.progress(request.source)

    async def ask(self, session: aiohttp.ClientSession, request: FetchRequest) -> SourceAnswer:
        """One source, from the first byte sent to the last one read."""
        start = monotonic()
        try:
            async with asyncio.timeout(self.limits.fetch_seconds):
                answer = await self.follow(session, request)
        except Refusal as refusal:
            answer = failure(request, refusal.code, str(refusal))
        except TimeoutError:
            message = (
                f"no whole answer within {self.limits.fetch_seconds:g} seconds. It is tried again next time."
            )
            answer = failure(request, "timeout", message)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            answer = failure(request, *_cause(error))
        return structs.replace(answer, milliseconds=round((monotonic() - start) * 1000))

    async def follow(self, session: aiohttp.ClientSession, request: FetchRequest) -> SourceAnswer:
        """Follow redirects by hand, each checked like the first address."""
        url = _web_address(request.url)
        for _ in range(self.limits.redirects + 1):
            async with session.get(url, headers=_validators(request), allow_redirects=False) as response:
                location = response.headers.get("Location")
                if response.status not in REDIRECTS or location is None:
                    return await self.take(request, response)
                url = _web_address(str(url.join(URL(location))))
        message = (
            f"more than {self.limits.redirects} redirects. Open it in a browser and name the last address."
        )
        raise Refusal(message, code="redirects")

    async def take(self, request: FetchRequest, response: aiohttp.ClientResponse) -> SourceAnswer:
        """Turn a response into a value; its body is counted while it streams."""
        if response.status == HTTPStatus.NOT_MODIFIED:
            return not_modified(request, response.headers)
        if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            return answer_of_status(request, response.status, response.headers)
        return Snapshot(
            source=request.source,
            url=str(response.url),
            body=await _body(response, request.max_bytes),
            content_type=response.headers.get("Content-Type", ""),
            etag=response.headers.get("ETag"),
            last_modified=response.headers.get("Last-Modified"),
            status=response.status,
        )


async def _body(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_chunked(CHUNK_BYTES):
        size += len(chunk)
        if size > max_bytes:
            message = f"more than {max_bytes:,} bytes when unpacked. Name a smaller feed, or raise the limit."
            raise Refusal(message, code="too_large")
        parts.append(chunk)
    return b"".join(parts)


def _web_address(url: str) -> URL:
    parsed = URL(url)
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        message = f"`{url[:200]}` is not an http or https address. Name one that is."
        raise Refusal(message, code="scheme")
    return parsed.with_user(None)


def _validators(request: FetchRequest) -> dict[str, str]:
    pairs = (("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified))
    return {name: value for name, value in pairs if value and value.isprintable()}


def _cause(error: Exception) -> tuple[str, str]:
    if isinstance(error, aiohttp.ClientConnectorError) and MARK in str(error.os_error):
        message = "the address leads into a private network, which is never asked. Name a public one."
        return "private_address", message
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "unknown_host", "its host name is not known. Check the spelling and the network."
    if isinstance(error, aiohttp.ClientSSLError):
        return "certificate", "its certificate is not valid. Ask its operator to renew it."
    if isinstance(error, aiohttp.ClientConnectorError):
        return "connection", "its host could not be reached. Check the address and the network."
    name = type(error).__name__  # its text may quote the server
    return "protocol", f"the answer broke off or is not proper HTTP ({name}). It is tried again next time."
