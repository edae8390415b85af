"""One request from the first byte sent to the last one read, redirects followed by hand."""

from __future__ import annotations

from http import HTTPStatus

import aiohttp
from msgspec import structs
from yarl import URL

from generator.ingest.web.answers import Refusal, failure, not_modified, refusal_of_status
from generator.ingest.web.headers import fresh_seconds, noindex, printable
from generator.ingest.web.permission import REDIRECTS, Permission
from generator.ingest.web.politeness import Allowance
from generator.ingest.web.wire import Sending, Wire, body_of, cause, web_address
from generator.model.base import Value
from generator.model.entry import FetchRequest, Snapshot, SourceAnswer
from generator.model.site import Limits

_PERMANENT = frozenset({301, 308})
_SAME_METHOD = frozenset({307, 308})
_KEPT_ABROAD = "accept"
"""Beginning of the names of those headers of a request that may follow it to another origin."""


class Hop(Value, frozen=True, kw_only=True):
    """Where a request stands on its way."""

    url: URL
    headers: dict[str, str]
    moved_to: str | None = None
    """Where only permanent redirects have led so far."""
    settled: bool = False
    """True after a redirect that is not permanent: what comes after it says nothing of the first address."""


class Asking:
    """Answers requests one by one; belongs to one call of `Edge.ask`."""

    def __init__(self, wire: Wire, permission: Permission, limits: Limits, gap_seconds: float) -> None:
        """`gap_seconds` is the usual pause between two requests to a host."""
        self._wire = wire
        self._permission = permission
        self._limits = limits
        self._gap = gap_seconds

    async def answer(self, request: FetchRequest) -> SourceAnswer:
        """Ask; every failure of the network, and every refusal of ours, is a value."""
        allowance = Allowance(self._limits.fetch_seconds)
        try:
            answer = await self._follow(request, allowance)
        except Refusal as refusal:
            answer = _refused(request, refusal)
        except TimeoutError:
            seconds = self._limits.fetch_seconds
            message = f"no whole answer within {seconds:g} seconds. It is tried again next time."
            answer = failure(request, "timeout", message)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            answer = _refused(request, cause(error))
        return structs.replace(answer, milliseconds=round(allowance.spent * 1000))

    async def _follow(self, request: FetchRequest, allowance: Allowance) -> SourceAnswer:
        hop = Hop(url=web_address(request.url), headers={**_validators(request), **dict(request.headers)})
        for _ in range(self._limits.redirects + 1):
            agreed = any(name.lower() == "authorization" for name in hop.headers)
            # whoever gave the operator credentials has said what may be asked with them
            delay = 0.0 if agreed else await self._permission.delay(hop.url, allowance)
            gap = max(self._gap, delay)
            sending = Sending(
                headers=hop.headers, body=request.body, before=gap, after=max(gap, request.gap_seconds)
            )
            async with self._wire.send(hop.url, sending, allowance) as response:
                location = response.headers.get("Location")
                if response.status not in REDIRECTS or location is None:
                    return await self._take(request, hop, response)
                hop = _led(request, hop, response.status, location)
        count = self._limits.redirects
        message = f"more than {count} redirects. Open it in a browser and name the last address."
        raise Refusal(message, code="redirects")

    async def _take(self, request: FetchRequest, hop: Hop, response: aiohttp.ClientResponse) -> SourceAnswer:
        """Turn a response into a value; its body is counted while it streams."""
        status, headers = response.status, response.headers
        if status == HTTPStatus.NOT_MODIFIED and _validators(request):
            return not_modified(request, headers, hop.moved_to)
        if not (HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status in request.refusals):
            refusal = refusal_of_status(status, headers, self._wire.parking.clock)
            if refusal.code == "busy" and refusal.wait:
                self._wire.parking.park(hop.url.raw_host or "", refusal.wait)
            raise refusal
        body, more = await body_of(response, request.max_bytes)
        if more:
            size = f"{request.max_bytes:,} bytes when unpacked"
            message = f"more than {size}. Name a smaller feed, or raise the limit."
            raise Refusal(message, code="too_large")
        return Snapshot(
            source=request.source,
            url=str(response.url),
            asked=request.url,
            part=request.part,
            body=body,
            content_type=printable(headers.get("Content-Type")) or "",
            etag=printable(headers.get("ETag")),
            last_modified=printable(headers.get("Last-Modified")),
            status=status,
            fresh_seconds=fresh_seconds(headers),
            moved_to=hop.moved_to,
            noindex=noindex(headers.getall("X-Robots-Tag", ())),
        )


def _led(request: FetchRequest, hop: Hop, status: int, location: str) -> Hop:
    """The next hop; raises `Refusal` where it must not be followed."""
    url = web_address(hop.url.join(URL(location)))
    abroad = url.origin() != hop.url.origin()
    if request.body is not None and (abroad or status not in _SAME_METHOD):
        message = f"answered {status} and leads away what was sent to it. Name the address it leads to."
        raise Refusal(message, code="redirects", status=status)
    permanent = status in _PERMANENT and not hop.settled
    own = {name.lower() for name, _ in request.headers} if abroad else set()
    return Hop(
        url=url,
        headers={
            name: value
            for name, value in hop.headers.items()
            if name.lower() not in own or name.lower().startswith(_KEPT_ABROAD)
        },
        moved_to=str(url) if permanent else hop.moved_to,
        settled=not permanent,
    )


def _refused(request: FetchRequest, refusal: Refusal) -> SourceAnswer:
    return failure(request, refusal.code, str(refusal), status=refusal.status, wait=refusal.wait)


def _validators(request: FetchRequest) -> dict[str, str]:
    if request.body is not None:
        return {}
    pairs = (("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified))
    return {name: value for name, value in pairs if value and printable(value)}
