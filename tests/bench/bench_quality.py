"""What the rules find in texts of strangers, labelled by strangers: `python -m tests.bench.bench_quality`.

Prints precision and recall of complaints, and the share of personal data that masking covers, over the
labelled sets beside the checkout. No rule was tuned on them. No figure is a pass or a failure.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from generator.masking import mask
from generator.model.words import Certainty, Kind
from tests.screening.posts import about_acme, entry, screener

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
TYPES = (
    "PHONE_NUMBER",
    "CREDIT_CARD",
    "IBAN_CODE",
    "EMAIL_ADDRESS",
    "IP_ADDRESS",
    "US_SSN",
    "PERSON",
    "STREET_ADDRESS",
)
MARKER = re.compile(r"\[[a-z ]+\]")
COVERED = 0.9
"""Share of a span's characters that must be gone for it to count as masked."""


def kinds() -> None:
    """Complaints among posts to six companies: `negative` is the stranger's word for one."""
    room, source = screener(), about_acme()
    with gzip.open(DATA / "labelled-airline.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found: Counter[tuple[bool, bool, bool]] = Counter()
    for row in rows:
        drafts = room.screen(entry(body=row["text"]), source).drafts
        said = [one.finding for one in drafts if one.finding.kind is Kind.COMPLAINT]
        sure = any(one.certainty is Certainty.SURE for one in said)
        found[row["sentiment"] == "negative", bool(said), sure] += 1
    for name, place in (("sure", 2), ("sure or review", 1)):
        right = sum(count for key, count in found.items() if key[0] and key[place])
        called = sum(count for key, count in found.items() if key[place])
        there = sum(count for key, count in found.items() if key[0])
        print(
            f"complaints, {name:14}  precision {right / called:.3f} ({right} of {called})"
            f"  recall {right / there:.3f} ({right} of {there})"
        )


def masks() -> None:
    """Personal data covered, by the strangers' types."""
    rows = json.loads((DATA / "labelled-pii.json").read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for row in rows:
        kept = _kept(row["full_text"], mask(row["full_text"]).text) if row["spans"] else set()
        for span in row["spans"]:
            seen[span["entity_type"]] += 1
            covered[span["entity_type"]] += _gone(span, kept) >= COVERED
    for name in TYPES:
        print(f"masked, {name:14}  {covered[name] / seen[name]:.3f} ({covered[name]} of {seen[name]})")


def _kept(before: str, after: str) -> set[int]:
    # a marker's own letters must not pass for letters that were left standing
    bare = MARKER.sub("\0", after)
    blocks = SequenceMatcher(None, before, bare, autojunk=False).get_matching_blocks()
    return {place for block in blocks for place in range(block.a, block.a + block.size)}


def _gone(span: dict[str, Any], kept: set[int]) -> float:
    places = range(span["start_position"], span["end_position"])
    return sum(place not in kept for place in places) / max(len(places), 1)


def main() -> None:
    """Print all figures, or say why there are none."""
    if not (DATA / "labelled-pii.json").is_file():
        print(f"There are no labelled texts in {DATA.name}/ beside the checkout: nothing was measured.")
        return
    kinds()
    masks()


if __name__ == "__main__":
    main()
