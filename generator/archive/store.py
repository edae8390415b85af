"""The archive as a folder: partitions of lines, and the small files beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from generator import canonical
from generator.archive import files
from generator.archive.lines import utc
from generator.archive.partition import PART_BYTES, Line, Part, Shelf, added, line_of, read_part, replaced
from generator.errors import ArchiveError
from generator.model.base import SLUG
from generator.model.events import AnyEvent, Clock, LedgerLine, SourceFacts, Tombstone

T = TypeVar("T")

_PART = re.compile(r"^([0-9]{4}-[0-9]{2})(?:\.([2-9]|[1-9][0-9]+))?\.jsonl$")


class Folder:
    """An archive in a folder; every write is atomic and changes no byte where nothing changed."""

    def __init__(self, root: Path, *, part_bytes: int = PART_BYTES) -> None:
        """Take the folder (`content/archive`); it need not exist."""
        self.root = root
        self.notices: list[str] = []
        """What reading had to leave out, one sentence each."""
        self._part_bytes = part_bytes

    def read(self) -> tuple[AnyEvent, ...]:
        """Return all lines of all brands, partition by partition.

        Raises:
            ArchiveError: naming file and line, where a line is not what this program wrote.
        """
        shelves = sorted({self._shelf_of(path) for path in self.root.glob("*/*.jsonl")})
        return tuple(event for shelf in shelves for part in self._parts(shelf) for event in part.events)

    def append(self, events: Iterable[AnyEvent]) -> int:
        """Add lines that are not there yet, each in its place; return how many were added."""
        count = 0
        for shelf, new in _by_shelf(events).items():
            parts = self._parts(shelf)
            held = {raw for part in parts for raw in part.raws}
            fresh = [line for line in dict.fromkeys(map(line_of, new)) if line.raw not in held]
            count += len(fresh)
            self._write(shelf, added([part.lines() for part in parts], fresh, self._part_bytes))
        return count

    def replace(self, events: Iterable[AnyEvent]) -> int:
        """Put the tombstones among the events in the place of the lines they stand for; return how many.

        Lines are found by (seen, type, id, rev); every line with that place goes, whatever else it says.
        """
        count = 0
        for shelf, stones in _by_shelf(one for one in events if isinstance(one, Tombstone)).items():
            parts = self._parts(shelf)
            held = {raw for part in parts for raw in part.raws}
            lines = [line_of(stone) for stone in stones]
            fresh = sum(line.raw not in held for line in lines)
            if fresh:
                count += fresh
                self._write(shelf, replaced([part.lines() for part in parts], lines))
        return count

    def facts(self) -> dict[str, SourceFacts]:
        """Return what is known of each source, by id."""
        found = sorted((self.root / "sources").glob("*.json"))
        return {path.stem: self._decode(path, path.read_bytes(), SourceFacts) for path in found}

    def write_facts(self, facts: Iterable[SourceFacts]) -> int:
        """Write one file a source; return how many changed."""
        return sum(
            files.write(self.root / "sources" / f"{_slug(one.id)}.json", canonical.dumps(one) + b"\n")
            for one in facts
        )

    def clock(self) -> Clock | None:
        """Return the archive's clock; None before the first answer of any source."""
        path = self.root / "clock.json"
        return self._decode(path, path.read_bytes(), Clock) if path.is_file() else None

    def write_clock(self, as_of: datetime) -> bool:
        """Set the clock; return whether it moved."""
        return files.write(self.root / "clock.json", canonical.dumps(Clock(as_of=utc(as_of))) + b"\n")

    def ledger(self) -> tuple[LedgerLine, ...]:
        """Return the ledger's lines as they stand."""
        path = self.root / "ledger.jsonl"
        lines = path.read_bytes().splitlines() if path.is_file() else []
        return tuple(self._decode(path, raw, LedgerLine, at) for at, raw in enumerate(lines, 1))

    def write_ledger(self, lines: Sequence[LedgerLine]) -> bool:
        """Write all lines of the ledger, by (first_seen, id); return whether anything changed."""
        if not lines and not (self.root / "ledger.jsonl").exists():
            return False
        ordered = sorted(lines, key=lambda line: (line.first_seen, line.id))
        body = b"".join(canonical.dumps(line) + b"\n" for line in ordered)
        return files.write(self.root / "ledger.jsonl", body)

    def _shelf_of(self, path: Path) -> Shelf:
        found = _PART.match(path.name)
        if found is None:
            message = (
                f"{self._name(path)} is not a partition's name, which is a month such as 2026-01.jsonl. "
                "Only `listen` writes into the archive: take the file away."
            )
            raise ArchiveError(message)
        return (path.parent.name, found[1])

    def _parts(self, shelf: Shelf) -> list[Part]:
        brand, month = shelf
        found = [path for path in (self.root / brand).glob("*.jsonl") if self._shelf_of(path)[1] == month]
        paths = sorted(found, key=lambda path: int(path.name.split(".")[1].replace("jsonl", "1")))
        parts = [read_part(path.read_bytes(), self._name(path), shelf) for path in paths]
        notices = [part.notice for part in parts if part.notice]
        self.notices += [notice for notice in notices if notice not in self.notices]
        return parts

    def _write(self, shelf: Shelf, parts: Sequence[Sequence[Line]]) -> None:
        brand, month = shelf
        # lines only ever move to a later part: written from the end, a broken run leaves copies, never holes
        for number, part in reversed(list(enumerate(parts, 1))):
            name = f"{month}.jsonl" if number == 1 else f"{month}.{number}.jsonl"
            files.write(self.root / brand / name, b"".join(line.raw + b"\n" for line in part))

    def _decode(self, path: Path, body: bytes, of: type[T], line: int = 1) -> T:
        try:
            return msgspec.json.decode(body, type=of)
        except msgspec.MsgspecError as error:
            message = (
                f"{self._name(path)}:{line} is not what `listen` wrote: {error}. "
                "Take the file back from the last good commit."
            )
            raise ArchiveError(message) from error

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root.parent).as_posix()


def _by_shelf(events: Iterable[AnyEvent]) -> dict[Shelf, list[AnyEvent]]:
    shelves: dict[Shelf, list[AnyEvent]] = defaultdict(list)
    for event in events:
        shelves[_slug(event.brand), f"{utc(event.seen):%Y-%m}"].append(event)
    return dict(sorted(shelves.items()))


def _slug(name: str) -> str:
    if re.fullmatch(SLUG, name) is None:
        message = f"{name!r} cannot name a file of the archive: lower-case letters, digits and hyphens only."
        raise ArchiveError(message)
    return name
