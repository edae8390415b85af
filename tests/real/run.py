"""Runs the whole program over real public records that lie beside the checkout, and accounts for each.

    python -m tests.real.run --shared ../shared

Exits with 1 where the accounting does not add up, nothing was published, or a published number was missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.table import Column, Table

from generator.cli.terminal import Terminal
from generator.model.entry import SET_ASIDE
from generator.model.run import Run
from generator.model.words import SourceId
from generator.pipeline.summary import accounted, set_aside, totals
from tests.real.feeds import further
from tests.real.memory import PeakMemory
from tests.real.prepare import prepare, real_feeds

if TYPE_CHECKING:
    from generator.pipeline.build import Built

PROJECT = Path(__file__).resolve().parents[2]
SECONDS = 120
MEBIBYTES = 1024
RECORDS = 12_000
LOG_WIDTH = 150


def main() -> int:
    """Prepare, listen, build, and print the account."""
    # Worker processes import this module again: what only the parent needs is imported here, as the CLI does.
    from generator.pipeline.build import build_all
    from generator.pipeline.content import load
    from generator.pipeline.listen import listen_to_all

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared")
    parser.add_argument("--out", type=Path, default=PROJECT / "build" / "real")
    arguments = parser.parse_args()
    if not (arguments.shared / "data").is_dir():
        print(f"There are no real records in {arguments.shared}: nothing was run.")  # noqa: T201
        return 0
    # a log has no width of its own: file names stay whole in it
    console = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else LOG_WIDTH)
    prepare(arguments.shared, PROJECT, arguments.out)
    with PeakMemory() as memory:
        begun = time.monotonic()
        now, bars = datetime.now(UTC), Terminal(console)
        heard = listen_to_all(load(arguments.out), environ={}, now=now, progress=bars)
        listened = time.monotonic()
        built = build_all(load(arguments.out), progress=bars)
        ended = time.monotonic()
    _print_feeds(heard.runs[-1], arguments.shared, console)
    console.print(f"listen {listened - begun:.1f} s, build {ended - listened:.1f} s")
    cost = Cost(seconds=ended - begun, mebibytes=memory.bytes / 1024**2)
    return _account(heard.runs[-1], built, cost, console)


def _print_feeds(run: Run, shared: Path, console: Console) -> None:
    """An account of every file: entries the manifest names, those in the bytes, those kept, and the rest."""
    runs = {one.source: one for one in run.sources}
    numbers = (Column(name, justify="right") for name in ("named", "in the bytes", "kept"))
    table = Table("file", "kind", *numbers, "the rest", box=None, pad_edge=False)
    for feed in real_feeds(shared):
        one = runs[SourceId(feed.id)]
        rest = ", ".join(f"{count} {SET_ASIDE.get(why, why)}" for why, count in one.set_aside)
        if not one.read and not one.message:
            rest = f"a listing: the posts of its {further(shared, feed)} threads are asked for next"
        table.add_row(
            feed.file, feed.kind, feed.said or "?", str(one.read), str(one.kept), one.message or rest
        )
    console.print(table)


class Cost(NamedTuple):
    """What the run cost."""

    seconds: float
    mebibytes: float


def _account(run: Run, built: Built, cost: Cost, console: Console) -> int:
    total = totals(run.sources)
    answers: Counter[str] = Counter()
    for one in run.sources:
        answers.update(dict(one.answers_set_aside))
    console.print(f"\nsources           {len(run.sources)}, of which {total['failed']} could not be read")
    console.print(f"records read      {total['read']:,}")
    console.print(f"kept              {total['kept']:,} as {total['new'] + total['known']:,} mentions")
    console.print(f"set aside         {total['set_aside']:,}")
    for reason, count in set_aside(run.sources):
        console.print(f"  {count:>7,}  {SET_ASIDE.get(reason, reason)}")
    console.print(f"answers heard     {total['replies']:,}")
    for reason, count in sorted(answers.items()):
        console.print(f"  {count:>7,}  set aside: the answer {SET_ASIDE.get(reason, reason)}")
    console.print(f"cases             {built.cases:,}")
    console.print(f"brands            {built.brands:,}")
    console.print(f"pages             {built.pages:,} ({built.files:,} files, {built.bytes / 1e6:.0f} MB)")
    console.print(f"seconds           {cost.seconds:.1f} (at most {SECONDS})")
    console.print(f"peak memory       {cost.mebibytes:.0f} MiB (at most {MEBIBYTES})")
    failures = [
        words
        for words, held in (
            ("kept + set aside by reason is not what was read", accounted(run)),
            (f"fewer than {RECORDS:,} records were read", total["read"] >= RECORDS),
            (f"it took longer than {SECONDS} seconds", cost.seconds <= SECONDS),
            (f"it needed more than {MEBIBYTES} MiB", cost.mebibytes <= MEBIBYTES),
        )
        if not held
    ]
    for words in failures:
        console.print(f"MISSED: {words}")
    if not failures:
        console.print("Everything read is accounted for: kept + set aside by reason = read.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
