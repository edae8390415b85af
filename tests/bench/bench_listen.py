"""Two runs over many feeds on loopback: the first reads them all, in the second nothing is new.

Run: python tests/bench/bench_listen.py [number of feeds]
"""

from __future__ import annotations

import resource
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from generator.ingest import Edge, Job, read_all
from generator.model.entry import FetchRequest, NotModified, Snapshot, SourceAnswer
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

TWINS = Path(__file__).parents[1] / "cases" / "feeds"
BODIES = [path.read_bytes() for path in sorted(TWINS.glob("*/feed.xml"))]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LIMITS = Limits()
WORKERS = 2


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536  # one write an answer: two would wait for each other on loopback

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        known = self.headers.get("If-None-Match") == '"1"'
        body = b"" if known else BODIES[int(self.path[1:]) % len(BODIES)]
        self.send_response(304 if known else 200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _source(number: int, base: str) -> Source:
    return Source(id=f"s{number}", title=f"Feed {number}", url=f"{base}/{number}")


def _ask(sources: list[Source], etag: str | None) -> list[SourceAnswer | None]:
    requests = [
        FetchRequest(source=SourceId(one.id), url=one.url, etag=etag, max_bytes=LIMITS.body_bytes)
        for one in sources
    ]
    edge = Edge(limits=LIMITS, user_agent="bench", gap_seconds=0, now=NOW, allow_private=True)
    return list(edge.ask(requests))


def _first(sources: list[Source]) -> str:
    answers = _ask(sources, None)
    by_id = {SourceId(one.id): one for one in sources}
    jobs = [
        Job(snapshot=one, source=by_id[one.source], now=NOW, zone="UTC")
        for one in answers
        if isinstance(one, Snapshot)
    ]
    readings = list(read_all(jobs, workers=WORKERS, limits=LIMITS))
    entries = sum(len(one.entries) for one in readings)
    return f"{len(jobs)} answers, {entries} entries, {sum(bool(one.failure) for one in readings)} failures"


def _second(sources: list[Source]) -> str:
    unchanged = sum(isinstance(one, NotModified) for one in _ask(sources, '"1"'))
    return f"{unchanged} unchanged"


def _timed(name: str, work: Callable[[], str]) -> None:
    start, used = time.monotonic(), time.process_time()
    said = work()
    wall, own = time.monotonic() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:12} {wall:6.2f} s wall {own:6.2f} s CPU here {peak:6.0f} MiB peak: {said}")


def main() -> None:
    """Print time, processor time of this process (server included) and peak memory of both runs."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sources = [_source(number, f"http://127.0.0.1:{server.server_address[1]}") for number in range(count)]
    _timed("first run", lambda: _first(sources))
    _timed("second run", lambda: _second(sources))
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
