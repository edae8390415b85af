"""The whole way over the sample, beside the least that any program must do with the same files.

    python -m tests.bench.bench_whole

References of the same run: feedparser's default call over the recorded feeds, and writing the finished
site's files from memory. Prints wall seconds and ratios; no figure is a pass or a failure.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import feedparser

from generator.model.run import Run
from generator.pipeline.build import build_all
from generator.pipeline.content import load
from generator.pipeline.listen import listen_to_all
from generator.pipeline.summary import totals

PROJECT = Path(__file__).resolve().parents[2]


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call: the work is spread over processes, so CPU time of this one says little."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Listen to all runs of the sample from nothing, build, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        shutil.copytree(PROJECT / "content", root / "content", ignore=shutil.ignore_patterns("archive"))
        shutil.copy(PROJECT / "site_config.yml", root)
        heard: list[Run] = []
        listen = seconds(
            lambda: heard.extend(listen_to_all(load(root), environ={}, now=datetime.now(UTC)).runs)
        )
        build = seconds(lambda: build_all(load(root)))
        again = seconds(lambda: listen_to_all(load(root), environ={}, now=datetime.now(UTC)))
        recordings = sorted((root / "content" / "sample" / "runs").rglob("*.xml"))
        parse = seconds(lambda: [feedparser.parse(BytesIO(path.read_bytes())) for path in recordings])
        site = root / "build" / "site"
        files = {
            path.relative_to(site): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()
        }
        write = seconds(lambda: _write(Path(folder) / "copy", files))
    total = totals(one for run in heard for one in run.sources)
    print(f"{len(heard)} runs: {total['read']:,} entries read, {total['new']:,} mentions")
    print(f"{len(recordings)} recorded feeds, {len(files)} files of the site")
    print(
        f"listen, all runs     {listen:7.2f} s = {listen / parse:6.2f} x feedparser's default ({parse:.2f} s)"
    )
    print(f"listen, nothing new  {again:7.2f} s")
    print(f"build                {build:7.2f} s = {build / write:6.2f} x writing its files ({write:.2f} s)")


def _write(folder: Path, files: dict[Path, bytes]) -> None:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)


if __name__ == "__main__":
    main()
