"""1,000 sources of which none has anything new: what our politeness costs beside plain aiohttp.

Each source has a loopback host of its own (127.x.y.z), so that the pause between two requests to one host is
waited for once, side by side, and not a thousand times. The server is a process of its own. The last line is
the whole of `listen` on a site that has heard them all before: its archive read, asked, and written.

Run: python tests/bench/bench_unchanged.py [number of sources]
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp

sys.path.insert(0, str(Path(__file__).parents[2]))

from generator.ingest import Edge
from generator.model.entry import FetchRequest, NotModified
from generator.model.site import Limits, Listening
from generator.model.words import SourceId
from generator.pipeline.content import load
from generator.pipeline.listen import Options, listen_to_all
from tests.bench.loopback import hosts, served, tag_of
from tests.pipeline.little_site import LittleSite, source

LIMITS = Limits()
ROBOTS = b"User-agent: *\nDisallow: /admin/\n"
FEED = b"""<rss version="2.0"><channel><title>Talk</title><item><guid isPermaLink="false">1</guid>
<description>My tram was two hours late again and nobody answers.</description></item></channel></rss>"""
ETAG = tag_of(FEED)
SECONDS, MIB = 10, 250
EACH = 50
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
KEY = {"SAID_AND_DONE_KEY": "0123456789abcdef" * 4}
_SPAWN = multiprocessing.get_context("spawn")


def _ours(urls: list[str]) -> int:
    edge = Edge(
        limits=LIMITS,
        user_agent="bench",
        gap_seconds=Listening().gap_seconds,
        now=datetime.now(UTC),
        allow_private=True,
    )
    requests = [
        FetchRequest(source=SourceId(f"s{place}"), url=url, etag=ETAG, max_bytes=LIMITS.body_bytes)
        for place, url in enumerate(urls)
    ]
    return sum(isinstance(one, NotModified) for one in edge.ask(requests))


def _plain(urls: list[str]) -> int:
    async def ask(session: aiohttp.ClientSession, url: str) -> bool:
        async with session.get(url, headers={"If-None-Match": ETAG}) as response:
            return response.status == HTTPStatus.NOT_MODIFIED

    async def ask_all() -> int:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=16)) as session:
            return sum(await asyncio.gather(*(ask(session, url) for url in urls)))

    return asyncio.run(ask_all())


def _site(folder: Path, urls: list[str]) -> None:
    """A site whose brands are heard in fifty of these places each, and that has heard them once."""
    site = LittleSite(folder)
    site.settings["engine"], site.settings["limits"] = {"workers": 2}, {"checks": 0}
    site.live(gap_seconds=Listening().gap_seconds)
    places = [source(f"place-{number}", url=url) for number, url in enumerate(urls)]
    for start in range(0, len(places), EACH):
        site.brand(f"Tram {start}", *places[start : start + EACH])
    _listen([str(folder)], YESTERDAY)


def _listen(folder: list[str], now: datetime = NOW) -> int:
    loaded = load(Path(folder[0]))
    heard = listen_to_all(loaded, environ=KEY, now=now, options=Options(allow_private=True))
    return sum(one.status == "unchanged" for one in heard.runs[0].sources)


def _measured(work: Callable[[list[str]], int], urls: list[str], result: Connection) -> None:
    start, used = time.monotonic(), time.process_time()
    unchanged = work(urls)
    wall, own = time.monotonic() - start, time.process_time() - used
    result.send((unchanged, wall, own, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def _child(work: Callable[[list[str]], int], urls: list[str]) -> tuple[int, float, float, float]:
    here, there = _SPAWN.Pipe(duplex=False)
    child = _SPAWN.Process(target=_measured, args=(work, urls, there))
    child.start()
    there.close()
    found: tuple[int, float, float, float] = here.recv()
    child.join()
    return found


def main() -> None:
    """Print seconds, processor seconds and peak memory of both; fail beyond the promise."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    found = {}
    with served({"/robots.txt": ROBOTS, "/feed": FEED}, count) as port:
        urls = [f"http://{host}:{port}/feed" for host in hosts(count)]
        for name, work in (("plain aiohttp", _plain), ("with our layer", _ours)):
            found[name] = unchanged, wall, own, peak = _child(work, urls)
            print(
                f"{name:14} {wall:6.2f} s wall {own:6.2f} s CPU {peak:6.0f} MiB peak: {unchanged} unchanged"
            )
        with tempfile.TemporaryDirectory() as folder:
            _site(Path(folder), urls)
            found["all of listen"] = unchanged, wall, own, peak = _child(_listen, [folder])
        print(
            f"all of listen  {wall:6.2f} s wall {own:6.2f} s CPU {peak:6.0f} MiB peak: {unchanged} unchanged"
        )
    plain, ours, whole = found.values()
    print(
        f"robots.txt first, and a pause of {Listening().gap_seconds:g} s a host, cost "
        f"{ours[1] - plain[1]:.2f} s wall, {ours[2] - plain[2]:.2f} s CPU "
        f"and {ours[3] - plain[3]:.0f} MiB more"
    )
    if any(one[0] != count or one[1] > SECONDS or one[3] > MIB for one in (ours, whole)):
        sys.exit(f"promised: all unchanged within {SECONDS} s and {MIB} MiB")


if __name__ == "__main__":
    main()
