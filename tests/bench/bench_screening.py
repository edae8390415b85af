"""Posts per CPU-second of one process: `python -m tests.bench.bench_screening [posts]`."""

from __future__ import annotations

import itertools
import resource
import sys
import time
from pathlib import Path

import yaml

from tests.screening.posts import about_acme, entry, screener

GOLD = Path(__file__).parents[1] / "gold"
TARGET = 1_250
"""Posts of about 237 characters per CPU-second."""
_LENGTH = 237


def posts(count: int) -> list[str]:
    """Return invented posts of about 237 characters, put together from the gold posts."""
    lines = [
        post["text"]
        for file in sorted(GOLD.glob("*.yml"))
        for post in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    made: list[str] = []
    turn = itertools.cycle(lines)
    for number in range(count):
        words = f"Acme, number {number}."
        while len(words) < _LENGTH:
            words = f"{words} {next(turn)}"
        made.append(words)
    return made


def rate(count: int) -> float:
    """Return posts per CPU-second."""
    given = posts(count)
    reader = screener()
    reader.screen(entry(body=given[0]), about_acme())
    started = time.process_time()
    for number, words in enumerate(given):
        reader.screen(entry(body=words, key=f"guid:{number}"), about_acme())
    return count / (time.process_time() - started)


def main() -> int:
    """Print the rate and the peak memory; exit 1 below the target."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    found = rate(count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{found:,.0f} posts per CPU-second (target {TARGET:,}), peak {peak:,.0f} MiB, {count:,} posts")
    return 0 if found >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
