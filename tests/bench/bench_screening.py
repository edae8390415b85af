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
SHORT, LONG = 237, 3_000
TARGETS = {SHORT: 1_250, LONG: 300}
"""Posts per CPU-second, by about how many characters they have."""
_SHORTS_PER_LONG = 10


def posts(count: int, length: int) -> list[str]:
    """Return invented posts of about `length` characters, put together from the gold posts."""
    lines = [
        post["text"]
        for file in sorted(GOLD.glob("*.yml"))
        for post in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    made: list[str] = []
    turn = itertools.cycle(lines)
    for number in range(count):
        words = f"Acme, number {number}."
        while len(words) < length:
            words = f"{words} {next(turn)}"
        made.append(words)
    return made


def rate(count: int, length: int = SHORT) -> float:
    """Return posts of about `length` characters per CPU-second."""
    given = posts(count, length)
    reader = screener()
    reader.screen(entry(body=given[0]), about_acme())
    started = time.process_time()
    for number, words in enumerate(given):
        reader.screen(entry(body=words, key=f"guid:{number}"), about_acme())
    return count / (time.process_time() - started)


def main() -> int:
    """Print the rates and the peak memory; exit 1 where one is below its target."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    met = True
    for length, target in TARGETS.items():
        given = count if length == SHORT else max(1, count // _SHORTS_PER_LONG)
        found = rate(given, length)
        met = met and found >= target
        rates = f"{found:,.0f} posts of {length:,} characters per CPU-second (target {target:,})"
        print(f"{rates}, {given:,} posts")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
