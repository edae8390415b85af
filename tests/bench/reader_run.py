"""The other side of bench_reader: the latest release of `reader` over the same addresses, on its own.

Prints one JSON object: seconds and processor seconds of both runs, entries held, and why each feed failed.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    """Update all feeds twice with 10 workers."""
    import reader

    folder, urls = Path(sys.argv[1]), json.load(sys.stdin)
    found: dict[str, object] = {"version": reader.__version__}
    held = reader.make_reader(str(folder / "reader.sqlite"))
    for url in urls:
        held.add_feed(url)
    failures = {}
    for name in ("first", "second"):
        wall, used = time.monotonic(), _cpu()
        for result in held.update_feeds_iter(workers=10, scheduled=False):
            if isinstance(result.value, Exception):
                cause = result.value.__cause__ or result.value
                failures[result.url] = f"{type(result.value).__name__} ({type(cause).__name__})"
        found[name] = [time.monotonic() - wall, _cpu() - used]
    counts = {feed.url: held.get_entry_counts(feed=feed).total for feed in held.get_feeds()}
    print(json.dumps({**found, "entries": counts, "failures": failures}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
