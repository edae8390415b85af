"""How much less processor time our reading takes than feedparser's own way, on real feeds.

Three ways read the same bodies in turn, so that a busy machine hinders all alike: feedparser as it comes,
our call of feedparser with what is kept beside it, and the whole reading up to entries.

Run: python tests/bench/bench_feedparser.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import feedparser
import feedparser.api

from generator.ingest import read
from generator.ingest.feeds import feed_bytes
from generator.model.entry import Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared" / "feeds"
TWINS = ROOT / "tests" / "cases" / "feeds"
FEEDS = {".xml", ".rss", ".atom"}
NOW = datetime(2026, 11, 22, tzinfo=UTC)
SOURCE = Source(id="bench", title="Bench", url="https://bench.example/feed")
ROUNDS = 3
GOAL = 3.9


def _default(body: bytes) -> int:
    drivers = feedparser.api.PREFERRED_XML_PARSERS
    drivers[:] = [name for name in drivers if name != feed_bytes.DRIVER]
    return len(feedparser.parse(BytesIO(body))["entries"])


def _parsed(body: bytes) -> int:
    return len(feed_bytes.parse(Snapshot(source=SourceId("bench"), url="x", body=body)).entries)


def _ours(body: bytes) -> int:
    snapshot = Snapshot(source=SourceId("bench"), url="x", body=body)
    return read(snapshot, SOURCE, limits=Limits(entries=10_000), now=NOW, zone="UTC").read


def _measure(ways: list[Callable[[bytes], int]], bodies: list[bytes]) -> list[tuple[float, list[int]]]:
    """The least processor time of several rounds, and the entries of each body, by way."""
    best = [float("inf")] * len(ways)
    counts: list[list[int]] = [[]] * len(ways)
    for _ in range(ROUNDS):
        for place, way in enumerate(ways):
            start = time.process_time()
            counts[place] = [way(body) for body in bodies]
            best[place] = min(best[place], time.process_time() - start)
    return list(zip(best, counts, strict=True))


def main() -> None:
    """Print the ratios, and every feed whose entries differ."""
    folder = SHARED if SHARED.exists() else TWINS
    if folder is TWINS:
        print("../shared is absent: measured on the synthetic twins, which are too small to mean much")
    paths = sorted(path for path in folder.rglob("*.*") if path.suffix in FEEDS)
    bodies = [path.read_bytes() for path in paths]
    (base, theirs), (parsing, parsed), (reading, ours) = _measure([_default, _parsed, _ours], bodies)
    print(f"{len(paths)} feeds, {sum(map(len, bodies)) / 1e6:.2f} MB, best of {ROUNDS} rounds")
    rows = [
        ("feedparser as it comes", base, theirs),
        (f"our call, with what it drops (goal {GOAL})", parsing, parsed),
        ("whole reading, to entries", reading, ours),
    ]
    for name, seconds, counts in rows:
        print(f"{name:44} {seconds:6.2f} s CPU {sum(counts):6} entries {base / seconds:5.1f} x")
    for path, before, after in zip(paths, theirs, ours, strict=True):
        if before != after:
            print(f"  {path.relative_to(folder)}: feedparser {before}, ours {after}")


if __name__ == "__main__":
    main()
