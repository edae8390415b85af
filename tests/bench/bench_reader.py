"""200 feeds over loopback, beside `reader` with 10 workers: a first run, and one in which nothing is new.

`reader` fetches, parses and stores. Of ours two times are printed: hearing (robots.txt, asking, reading),
and the whole of `listen`, with screening and the archive, of which `reader` does nothing. `reader` is
installed into build/bench/reader, for this comparison only. Without real feeds beside the checkout the
synthetic twins of the tests are served.

Run: python -m tests.bench.bench_reader [number of feeds]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from generator.model.run import Run
from generator.pipeline.progress import Told
from tests.bench.loopback import hosts, served

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared" / "feeds"
TWINS = ROOT / "tests" / "cases" / "feeds"
FEEDS = {".xml", ".rss", ".atom"}
ENVIRONMENT = ROOT / "build" / "bench" / "reader"
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
KEY = {"SAID_AND_DONE_KEY": "0123456789abcdef" * 4}


def bodies() -> dict[str, bytes]:
    """Feed files by path."""
    folder = SHARED if SHARED.is_dir() else TWINS
    found = sorted(path for path in folder.rglob("*") if path.suffix in FEEDS)
    return {f"/{place}{path.suffix}": path.read_bytes() for place, path in enumerate(found)}


def environment() -> Path:
    """The Python that has `reader`, installed where it is not yet."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        # the release's own copy of feedparser imports sgmllib, which nothing that it asks for brings along
        packages = ["install", "-q", "--upgrade", "reader", "sgmllib3k"]
        subprocess.run([python, "-m", "pip", *packages], check=True)
    return python


def theirs(urls: list[str], folder: Path) -> dict[str, Any]:
    """What `reader` made of the feeds."""
    done = subprocess.run(
        [environment(), Path(__file__).parent / "reader_run.py", folder],
        input=json.dumps(urls),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


class Watch:
    """Takes the time of each stretch of a run."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def told(self, one: Told) -> None:
        """Nobody watches."""

    def advance(self, amount: float = 1) -> None:
        """Nobody watches."""

    @contextmanager
    def stage(self, words: str, total: int | None = None) -> Iterator[Self]:
        """Take the time."""
        del total
        begun = time.monotonic()
        yield self
        self.seconds[words.split(maxsplit=1)[0]] = time.monotonic() - begun


def ours(urls: list[str], folder: Path) -> tuple[Run, list[list[float]]]:
    """What `listen` made of them: the first run; seconds of hearing, of all, processor seconds, by run."""
    from generator.pipeline.content import load
    from generator.pipeline.listen import Options, listen_to_all
    from tests.pipeline.little_site import LittleSite, source

    site = LittleSite(folder)
    site.settings["engine"] = {"workers": 2}
    site.live(gap_seconds=2)
    site.brand("Bench", *(source(_name(url), url=url) for url in urls))
    loaded = load(folder)
    spent: list[list[float]] = []
    runs: list[Run] = []
    for now in (NOW, NOW + timedelta(days=1)):
        wall, used = time.monotonic(), _cpu()
        # posts are not looked at again: their addresses are the world's
        loaded.config.limits.__dict__["checks"] = 0
        watch, options = Watch(), Options(allow_private=True)
        runs += listen_to_all(loaded, environ=KEY, now=now, options=options, progress=watch).runs
        spent.append([watch.seconds["Hearing"], time.monotonic() - wall, _cpu() - used])
    unchanged = sum(one.status == "unchanged" for one in runs[1].sources)
    new = sum(one.new for one in runs[1].sources)
    print(f"ours in the second run: {unchanged} of {len(urls)} unchanged, {new} new")
    return runs[0], spent


def _name(url: str) -> str:
    return "feed-" + (urlsplit(url).hostname or "").replace(".", "-")


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def main() -> None:
    """Serve, run both, and print times, ratios and an account of every entry."""
    try:
        environment()
    except subprocess.CalledProcessError:
        sys.exit("reader could not be installed (it needs the network once): nothing was compared")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    pages = bodies()
    with served(pages, count) as port, tempfile.TemporaryDirectory() as folder:
        paths = list(pages)
        urls = [f"http://{host}:{port}{paths[place % len(paths)]}" for place, host in enumerate(hosts(count))]
        run, spent = ours(urls, Path(folder) / "ours")
        other = theirs(urls, Path(folder))
    size = sum(len(pages[urlsplit(url).path]) for url in urls) / 1e6
    print(f"{count} feeds of {len(pages)} files, {size:.1f} MB; reader {other['version']}, 10 workers")
    for name, mine, its in zip(
        ("first run", "nothing new"), spent, (other["first"], other["second"]), strict=True
    ):
        hearing, all_of_it, cpu = mine
        print(f"{name}: reader {its[0]:.2f} s ({its[1]:.2f} s CPU)")
        print(f"  ours, hearing  {hearing:.2f} s: {its[0] / hearing:.1f} times as fast")
        print(f"  ours, in all   {all_of_it:.2f} s ({cpu:.2f} s CPU): {its[0] / all_of_it:.1f} times as fast")
    _account(run, urls, other)


def _account(run: Run, urls: list[str], other: dict[str, Any]) -> None:
    """Every entry that one has and the other has not."""
    mine = {str(one.source): one for one in run.sources}
    read = sum(one.read for one in run.sources)
    lost, why = 0, Counter[str]()
    for url in urls:
        missing = mine[_name(url)].read - other["entries"].get(url, 0)
        if missing > 0:
            why[
                other["failures"].get(url, "entries without an id it accepts, or that it takes for the same")
            ] += missing
        lost += max(0, -missing)
    failed = [one for one in run.sources if one.status == "failed"]
    print(
        f"entries: ours {read:,} read in {len(urls) - len(failed)} feeds, {lost} that reader has are missing"
    )
    print(f"entries: reader {sum(other['entries'].values()):,}; it lacks {sum(why.values()):,}:")
    for reason, number in why.most_common():
        print(f"  {number:6,}  {reason}")


if __name__ == "__main__":
    main()
