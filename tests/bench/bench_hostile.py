"""100 feeds of which 20 are hostile, read by the limited workers: how long it takes, and what became of each.

With the attacks beside the checkout the hostile ones are those; without them, floods made here.

Run: python -m tests.bench.bench_hostile
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from generator.ingest import Job, Pool
from generator.model.entry import Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

ROOT = Path(__file__).parents[2]
ATTACKS = ROOT / ".." / "shared" / "attacks" / "feeds"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
HONEST, HOSTILE = 80, 20
MOST_SECONDS, MOST_EACH = 300, 20
WORKERS = 2


def honest(number: int) -> bytes:
    """A feed of thirty posts; the first one must be heard whatever stands beside it."""
    items = "".join(
        f"<item><guid>{number}-{place}</guid><title>{'CANARY' if place == 0 else 'Post'} {place}</title>"
        f"<description>The tram of line {number} was late again, for the {place}th time.</description></item>"
        for place in range(30)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>".encode()


def hostile() -> list[tuple[str, bytes]]:
    """Twenty bodies that try to cost as much as they can, by name."""
    found = sorted(ATTACKS.glob("*.xml")) if ATTACKS.is_dir() else []
    bodies = [(path.stem, path.read_bytes()) for path in found if path.stem[:3] != "F00"] or _floods()
    heaviest = sorted(bodies, key=lambda one: len(one[1]), reverse=True)
    return list(islice(cycle(heaviest), HOSTILE))


def _floods() -> list[tuple[str, bytes]]:
    item = b"<rss><channel><item><title>x</title><description>%s</description></item></channel></rss>"
    return [
        ("blank-lines", b"<?xml version='1.0'?>" + b"\n" * 60_000 + item % b"x"),
        ("attributes", b"<rss><channel><item " + b" ".join(b"a%d='1'" % n for n in range(20_000)) + b"/>"),
        ("nested", item % (b"&lt;blockquote&gt;" * 20_000)),
        ("long-title", item % (b"x" * 5_000_000)),
        ("brackets", item % (b"[" * 50_000)),
        ("not-well-formed", b"<rss><channel>" + b"<item><title>&b;</title>" * 20_000),
    ]


def jobs() -> list[Job]:
    """The hundred, hostile ones between honest ones."""
    named = [(f"honest-{number:02}", honest(number)) for number in range(HONEST)]
    named += [(f"hostile-{place:02}-{name.lower()}", body) for place, (name, body) in enumerate(hostile())]
    return [
        Job(
            snapshot=Snapshot(source=SourceId(name), url=f"https://{place}.example/feed", body=body),
            source=Source(id=f"s{place}", title=name, url=f"https://{place}.example/feed"),
            now=NOW,
            zone="UTC",
        )
        for place, (name, body) in enumerate(named)
    ]


def main() -> None:
    """Print seconds and outcomes; fail beyond the promise."""
    every = jobs()
    spent: dict[str, float] = {}
    with Pool(workers=WORKERS, limits=Limits()) as pool:
        for job in every[-HOSTILE:]:
            begun = time.monotonic()
            list(pool.read_all([job]))
            spent[job.snapshot.source] = time.monotonic() - begun
        begun = time.monotonic()
        readings = {one.source: one for one in pool.read_all(every)}
        whole = time.monotonic() - begun
    for job in every[-HOSTILE:]:
        name = job.snapshot.source
        size, outcome = len(job.snapshot.body), _outcome(readings[name])
        print(f"{name[8:]:28} {size:>9,} bytes {spent[name]:6.2f} s  {outcome}")
    kept = sum(_has_canary(readings[job.snapshot.source]) for job in every[:HONEST])
    print(
        f"{len(every)} feeds, {HOSTILE} hostile: {whole:.1f} s, {WORKERS} workers (at most {MOST_SECONDS} s)"
    )
    print(f"honest feeds read: {kept} of {HONEST}; slowest hostile one alone: {max(spent.values()):.1f} s")
    if kept < HONEST or whole > MOST_SECONDS or max(spent.values()) > MOST_EACH + 5:
        sys.exit("promised: every honest feed read, nothing above its limit")


def _outcome(reading: Reading) -> str:
    if reading.failure:
        return reading.failure[:90]
    return f"{reading.read} read, {len(reading.entries)} kept"


def _has_canary(reading: Reading) -> bool:
    return any("CANARY" in entry.title for entry in reading.entries)


if __name__ == "__main__":
    main()
