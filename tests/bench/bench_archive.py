"""How fast the archive is planned, written, read and folded, beside plain `json.loads` of its lines."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from generator import canonical, similar
from generator.archive import Folder, merge, plan
from generator.model.mention import Cue, Draft, Finding
from generator.model.words import (
    BrandId,
    Certainty,
    DateQuality,
    Kind,
    MentionId,
    SourceId,
    ThemeId,
)

T = TypeVar("T")

KEY = b"an invented key of forty characters long"
NOW = datetime(2024, 3, 1, 6, tzinfo=UTC)
BRANDS = 12
MAX_READ = 2.5
"""Reading and folding may take this many times as long as `json.loads` of the same lines."""
WORDS = (
    "parcel",
    "refund",
    "late",
    "driver",
    "call",
    "week",
    "account",
    "closed",
    "twice",
    "letter",
    "staff",
)


def drafts(count: int) -> list[Draft]:
    """Invented drafts, every tenth a copy of one letter."""
    return [_draft(number) for number in range(count)]


def _draft(number: int) -> Draft:
    copied = number % 10 == 0
    words = [WORDS[(number // 11**place + place) % len(WORDS)] + str(number % 97) for place in range(24)]
    text = "please copy this letter and send it to the office every day" if copied else " ".join(words)
    return Draft(
        id=MentionId(canonical.id16("bench", str(number))),
        brand=BrandId(f"brand-{number % BRANDS}"),
        source=SourceId("forum"),
        url=f"https://forum.example/{number}",
        thread=canonical.id16("thread", str(number // 3)),
        author=canonical.keyed(KEY, "author", str(number)),
        published=NOW - timedelta(minutes=number),
        quality=DateQuality.EXACT,
        excerpt=text,
        body=canonical.keyed(KEY, "body", text),
        bands=similar.bands(text, KEY),
        finding=Finding(
            language="en",
            kind=Kind.COMPLAINT,
            certainty=Certainty.SURE,
            severity=2,
            themes=(ThemeId("refunds"), ThemeId("delays")),
            cues=(Cue(group="theme:refunds", text="refund", weight=1.0, start=3, end=9),) * 3,
            rules="bench",
        ),
    )


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds and result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main(count: int) -> int:
    """Print the measurements; 1 where reading is too slow against the yardstick."""
    made = drafts(count)
    empty = merge(())
    planning, first = timed(lambda: plan(made, [], known=empty, tombstones=frozenset(), now=NOW, key=KEY))
    known = merge(first.events)
    again, _ = timed(lambda: plan(made, [], known=known, tombstones=frozenset(), now=NOW, key=KEY))
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place))
        writing, _ = timed(lambda: folder.append(first.events))
        lines = [line for path in Path(place).rglob("*.jsonl") for line in path.read_bytes().splitlines()]
        plain, _ = timed(lambda: [json.loads(line) for line in lines])
        reading, events = timed(folder.read)
        folding, _ = timed(lambda: merge(events))
    ratio = (reading + folding) / plain
    size = sum(map(len, lines)) / len(lines)
    print(f"{count} lines of {size:.0f} bytes; json.loads {plain:.2f} s = 1.0")
    speed = count / (reading + folding)
    print(f"read {reading:.2f} s, merge {folding:.2f} s: {speed:,.0f} events/s, x{ratio:.2f}")
    print(f"plan {planning:.2f} s (all new), {again:.2f} s (all known); append {writing:.2f} s")
    print(f"limit x{MAX_READ}: {'kept' if ratio <= MAX_READ else 'MISSED'}")
    return 0 if ratio <= MAX_READ else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 12_000))
