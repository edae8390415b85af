"""A server on loopback that answers as a test says, and remembers who asked for what and when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from generator.ingest import Edge
from generator.model.entry import FetchRequest, SourceAnswer
from generator.model.site import Limits
from generator.model.words import SourceId

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIMITS = Limits(fetch_seconds=1.0, redirects=3)
CAP = 100_000
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title></channel></rss>'

Answer = tuple[int, dict[str, str], bytes]


class LittleWeb:
    """Routes by path; a path without one answers 404."""

    def __init__(self) -> None:
        self.routes: dict[str, Answer | Callable[[BaseHTTPRequestHandler], Answer | None]] = {}
        self.seen: list[tuple[str, str, dict[str, str], float]] = []
        """Host and path, method, headers, moment."""
        self.bodies: list[bytes] = []
        self.base = ""

    @property
    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [place.partition("/")[2] for place, *_ in self.seen if not place.endswith("/robots.txt")]

    def page(self, path: str, body: bytes | str = b"", *, status: int = 200, **headers: str) -> str:
        """Answer a path so, with 304 to whoever holds its ETag; underscores of names become hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = (status, named, body.encode() if isinstance(body, str) else body)
        tag = named.get("ETag")

        def tagged(handler: BaseHTTPRequestHandler) -> Answer:
            same = tag is not None and handler.headers.get("If-None-Match") == tag
            return (304, named, b"") if same else answer

        self.routes[path] = tagged
        return self.base + path

    def at(self, host: str) -> str:
        """The same server under another name."""
        return self.base.replace("127.0.0.1", host)


def _handler(web: LittleWeb) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            web.seen.append((host + self.path, self.command, dict(self.headers), time.monotonic()))
            found = web.routes.get(self.path, (404, {}, b""))
            answer = found(self) if callable(found) else found
            if answer:
                _send(self, *answer)

        def do_POST(self) -> None:
            web.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

    return Handler


def _send(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
    handler.send_response(status)
    for name, value in (headers | {"Content-Length": str(len(body))}).items():
        handler.send_header(name, value)
    handler.end_headers()
    try:
        handler.wfile.write(body)
    except OSError:
        handler.close_connection = True


@contextmanager
def little_web() -> Iterator[LittleWeb]:
    web = LittleWeb()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(web))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    web.base = f"http://127.0.0.1:{server.server_address[1]}"
    yield web
    server.shutdown()
    server.server_close()
    thread.join()


def slowly(begin: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that comes byte by byte, for longer than anybody waits."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(begin)
            for _ in range(60):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            handler.close_connection = True

    return answer


def an_edge(**more: Any) -> Edge:
    """An edge that may ask loopback, without a pause."""
    usual: dict[str, Any] = {
        "limits": LIMITS,
        "user_agent": "Said/1",
        "gap_seconds": 0,
        "allow_private": True,
        "now": NOW,
    }
    return Edge(**(usual | more))


def a_request(url: str, **more: Any) -> FetchRequest:
    usual: dict[str, Any] = {"source": SourceId("s"), "url": url, "max_bytes": CAP}
    return FetchRequest(**(usual | more))


def asked(url: str, edge: Edge | None = None, **more: Any) -> SourceAnswer:
    """The answer of one request."""
    (answer,) = (edge or an_edge()).ask([a_request(url, **more)])
    assert answer is not None
    return answer
