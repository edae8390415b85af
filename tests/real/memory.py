"""Peak memory of a process and all it starts, sampled while it works (Linux)."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

SECONDS = 0.05
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class PeakMemory:
    """Adds up the resident memory of this process and its descendants, 20 times a second.

    Pages that processes share are counted once for each, so the figure is an upper bound between samples.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self.bytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop watching; `bytes` is the peak."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(SECONDS):
            self.bytes = max(self.bytes, sum(_resident(one) for one in _family(os.getpid())))


def _family(process: int) -> list[int]:
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(word) for word in children.read_text().split()]
            except OSError:
                continue
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):
        return 0
