"""How fast pages are published, against the floor: writing the same files from memory."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from generator import publish
from generator.model.page import Page
from generator.model.site import Publisher, Site, SiteConfig
from generator.model.words import Relationship

PAGES = 15_000
LIMIT_SECONDS = 40.0
LIMIT_RATIO = 12.0
"""At most so many times the floor; file systems differ by a factor of three from run to run."""

_CONFIG = SiteConfig(
    site=Site(title="Said & Done", url="https://voices.example/", description="What customers said."),
    publisher=Publisher(
        name="Desk of voices", contact="desk@voices.example", relationship=Relationship.INDEPENDENT
    ),
)


def pages() -> Iterator[Page]:
    """One overview and many pages of about 7 kB."""
    yield Page(path="", title="Overview", html="<h1>Overview</h1>", nav="Overview", search="overview")
    for number in range(PAGES):
        words = f"<p>Complaint {number}: the refund form stops at the last step.</p>" * 100
        yield Page(
            path=f"cases/{number}/",
            title=f"Case {number}",
            html=f"<h1>Case {number}</h1>{words}",
            layout=f"sort-{number % 3}",
        )


def floor(site: Path, out: Path) -> float:
    """Seconds to write the bytes of a built site once more."""
    bodies = [
        (file.relative_to(site), file.read_bytes()) for file in sorted(site.rglob("*")) if file.is_file()
    ]
    start = time.perf_counter()
    for name, body in bodies:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(body)
    return time.perf_counter() - start


def main() -> int:
    """Print the figures; 1 where a limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        done = publish.build_site(pages(), [], _CONFIG, Path(folder) / "site", as_of=date(2026, 3, 1))
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        least = floor(Path(folder) / "site", Path(folder) / "floor")
    ratio = seconds / least
    print(
        f"{done.pages} pages, {done.bytes / 1e6:.0f} MB: {seconds:.1f} s, {done.pages / seconds:.0f} pages/s"
    )
    print(f"peak memory {peak:.0f} MiB; {ratio:.1f} times the time of writing the same files from memory")
    return int(seconds > LIMIT_SECONDS or ratio > LIMIT_RATIO)


if __name__ == "__main__":
    raise SystemExit(main())
