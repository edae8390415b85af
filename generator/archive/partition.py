"""One brand's month: its lines, their order, and how they are cut into files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator import canonical
from generator.archive.lines import Order, order
from generator.errors import ArchiveError
from generator.model.events import VERSION, AnyEvent

PART_BYTES = 20_000_000
"""Size past which a partition goes on in a further file."""

Shelf = tuple[str, str]
"""(brand, month as `YYYY-MM`)."""

_DECODER: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


class Line(msgspec.Struct, frozen=True):
    """A line with its place; equal lines have equal bytes."""

    order: Order
    raw: bytes


class Part(msgspec.Struct, frozen=True):
    """One file of a partition, read."""

    events: tuple[AnyEvent, ...]
    raws: tuple[bytes, ...]
    """The bytes of each event's line, kept as they are when the file is written again."""
    notice: str | None = None
    """What had to be left out; None where nothing was."""

    def lines(self) -> list[Line]:
        """Return the lines with their places."""
        return [Line(order(event), raw) for event, raw in zip(self.events, self.raws, strict=True)]


def read_part(body: bytes, name: str, shelf: Shelf) -> Part:
    """Read one file; `name` is what messages call it.

    Raises:
        ArchiveError: naming file and line, where a line is damaged or stands in the wrong file.
    """
    raws = body.split(b"\n")
    last = raws.pop()
    notice = None
    if last and _whole(last):
        raws.append(last)
    elif last:
        notice = f"{name}:{len(raws) + 1}: the last line was cut off and is left out; it is heard again."
    events = tuple(_event(raw, f"{name}:{number}", shelf) for number, raw in enumerate(raws, 1))
    return Part(events, tuple(raws), notice)


def line_of(event: AnyEvent) -> Line:
    """Return an event as the line it is written as."""
    return Line(order(event), canonical.dumps(event))


def added(parts: Sequence[Iterable[Line]], fresh: Iterable[Line], limit: int) -> list[list[Line]]:
    """Put new lines into their places; where the last file grows past `limit` bytes, go on in a new one."""
    shelved = [list(part) for part in parts] or [[]]
    ends = [max((line.order for line in part), default=None) for part in shelved]
    for line in fresh:
        later = (at for at, end in enumerate(ends) if end is not None and line.order <= end)
        shelved[next(later, len(shelved) - 1)].append(line)
    return [_sorted(part) for part in shelved[:-1]] + list(_cut(_sorted(shelved[-1]), limit))


def replaced(parts: Sequence[Iterable[Line]], stones: Iterable[Line]) -> list[list[Line]]:
    """Put tombstones where the lines of their places stand; every line with such a place goes."""
    by_place: dict[Order, set[Line]] = defaultdict(set)
    for stone in stones:
        by_place[stone.order].add(stone)
    return [_buried(list(part), by_place) for part in parts]


def _buried(part: list[Line], by_place: dict[Order, set[Line]]) -> list[Line]:
    places = {line.order for line in part} & by_place.keys()
    kept = [line for line in part if line.order not in places]
    return _sorted(kept + [stone for place in places for stone in by_place[place]])


def _sorted(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.order, line.raw))


def _cut(lines: Sequence[Line], limit: int) -> Iterator[list[Line]]:
    part: list[Line] = []
    size = 0
    for line in lines:
        if part and size + len(line.raw) + 1 > limit:
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line.raw) + 1
    yield part


def _whole(raw: bytes) -> bool:
    try:
        _DECODER.decode(raw)
    except msgspec.MsgspecError:
        return False
    return True


def _event(raw: bytes, where: str, shelf: Shelf) -> AnyEvent:
    try:
        event = _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = (
            f"{where}: this line is not what `listen` wrote: {error}. "
            "Take the file back from the last good commit."
        )
        raise ArchiveError(message) from error
    if event.v > VERSION:
        message = f"{where}: this line was written by a newer version of the program: update it."
        raise ArchiveError(message)
    if (event.brand, f"{event.seen:%Y-%m}") != shelf:
        message = (
            f"{where}: this line belongs to {event.brand}/{event.seen:%Y-%m}. "
            "Take the file back from the last good commit."
        )
        raise ArchiveError(message)
    return event
