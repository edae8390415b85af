"""What people decided about each target: moderation events in their order, the latest wins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from generator.model.base import Value
from generator.model.people import ModerationEvent, Override
from generator.model.words import ModerationKind

_RANGE = re.compile(r"^\s*([0-9]{1,6})\s*-\s*([0-9]{1,6})\s*$")
NOT_A_RANGE = (0, 0)
"""Stands for what could not be read as `start-end`; the words are withheld then."""


class Decision(Value, frozen=True, kw_only=True):
    """All that people decided about one target, as of the clock."""

    stems: tuple[str, ...] = ()
    """Files, oldest first."""
    held: bool = False
    released_at: datetime | None = None
    withheld: bool = False
    removed: bool = False
    covered: tuple[tuple[int, int], ...] = ()
    """Character ranges of the excerpt, end not included."""
    covered_at: datetime | None = None
    """When the oldest range that still counts was set."""
    override: Override | None = None


UNTOUCHED = Decision()

_PLAIN: Mapping[ModerationKind, Mapping[str, object]] = {
    ModerationKind.HOLD: {"held": True, "released_at": None},
    ModerationKind.WITHHOLD: {"withheld": True},
    ModerationKind.REMOVE: {"removed": True},
    ModerationKind.RESTORE: {"withheld": False, "removed": False, "covered": (), "covered_at": None},
}
"""Dispute, merge and split change nothing here: they are only recorded."""


def decide(moderation: Sequence[tuple[str, ModerationEvent]], as_of: datetime) -> dict[str, Decision]:
    """Return the decision for every target, from (file stem, event) not dated after `as_of`."""
    steps: dict[str, list[tuple[str, ModerationEvent]]] = defaultdict(list)
    for stem, event in sorted(moderation, key=lambda one: (one[1].at, one[0])):
        if event.at <= as_of:
            steps[event.target].append((stem, event))
    return {target: _decided(events) for target, events in steps.items()}


def targets(event: ModerationEvent) -> tuple[str, ...]:
    """Return all mention, case and reply ids that an event names; ids of responses hold a slash."""
    named = (event.target, *((event.into,) if event.into else ()), *event.mentions)
    return tuple(name for name in named if "/" not in name)


def _decided(events: Iterable[tuple[str, ModerationEvent]]) -> Decision:
    decision = UNTOUCHED
    for stem, event in events:
        changed = msgspec.structs.replace(decision, **_change(decision, event))
        decision = msgspec.structs.replace(changed, stems=(*decision.stems, stem))
    return decision


def _change(decision: Decision, event: ModerationEvent) -> Mapping[str, object]:
    match event.kind:
        case ModerationKind.RELEASE:
            return {"held": False, "released_at": event.at}
        case ModerationKind.OVERRIDE:
            return {"override": event.override}
        case ModerationKind.REDACT:
            ranges = tuple(_range(text) for text in event.redact) or (NOT_A_RANGE,)
            since = decision.covered_at or event.at
            return {"covered": (*decision.covered, *ranges), "covered_at": since}
        case _:
            return _PLAIN.get(event.kind, {})


def _range(text: str) -> tuple[int, int]:
    found = _RANGE.match(text)
    start, end = (int(found[1]), int(found[2])) if found else NOT_A_RANGE
    return (start, end) if start < end else NOT_A_RANGE
