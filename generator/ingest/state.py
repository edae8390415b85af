"""What a run remembers of its sources beside the archive: a folder that may be lost at any time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from generator.model.base import Value
from generator.model.entry import FetchFailure, FetchRequest, SourceAnswer
from generator.model.words import SourceId

FILE = "sources.json"
LONGEST_BACK_OFF = timedelta(hours=24)
EARLY = 0.9
"""A little early on purpose: a daily schedule that starts a minute sooner must not skip a day."""


class SourceState(Value, frozen=True, kw_only=True, omit_defaults=True):
    """Validators and due time of one source."""

    source: SourceId
    url: str
    """The address the validators belong to."""
    etag: str | None = None
    last_modified: str | None = None
    due: datetime | None = None
    """Not to be asked before; None means now."""
    failures: int = 0
    """Failures in a row."""


def load(folder: Path) -> dict[SourceId, SourceState]:
    """What was remembered; empty where the folder or its file is lost or damaged."""
    try:
        found = msgspec.json.decode((folder / FILE).read_bytes(), type=list[SourceState])
    except (OSError, msgspec.MsgspecError):
        return {}
    return {one.source: one for one in found}


def save(folder: Path, states: Iterable[SourceState]) -> None:
    """Write all states in the place of the old ones, at once.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(states, key=lambda one: one.source)
    fresh = folder / f"{FILE}.new"
    fresh.write_bytes(msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")
    fresh.replace(folder / FILE)


def is_due(state: SourceState | None, now: datetime) -> bool:
    """True where the source may be asked now."""
    return state is None or state.due is None or state.due <= now


def request(source: SourceId, url: str, *, max_bytes: int, state: SourceState | None) -> FetchRequest:
    """What to ask, with the validators of the last answer if they are of the same address."""
    known = state if state is not None and state.url == url else None
    return FetchRequest(
        source=source,
        url=url,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
        max_bytes=max_bytes,
    )


def after(
    state: SourceState | None, asked: FetchRequest, answer: SourceAnswer, *, now: datetime, every_hours: int
) -> SourceState:
    """What to remember of an answer: failures push the next time back, doubling up to a day."""
    if isinstance(answer, FetchFailure):
        return _after_failure(state, asked, answer, now)
    due = now + EARLY * timedelta(hours=every_hours)
    return SourceState(
        source=asked.source, url=asked.url, etag=answer.etag, last_modified=answer.last_modified, due=due
    )


def _after_failure(
    state: SourceState | None, asked: FetchRequest, answer: FetchFailure, now: datetime
) -> SourceState:
    failures = (state.failures if state else 0) + 1
    pause = EARLY * min(timedelta(hours=1) * 2 ** min(failures - 1, 10), LONGEST_BACK_OFF)
    if answer.retry_seconds is not None:
        pause = max(pause, timedelta(seconds=answer.retry_seconds))
    return SourceState(
        source=asked.source,
        url=asked.url,
        etag=asked.etag,
        last_modified=asked.last_modified,
        due=now + pause,
        failures=failures,
    )


def unread(state: SourceState) -> SourceState:
    """The same without validators, for an answer that could not be read: it must not become a 304."""
    return msgspec.structs.replace(state, etag=None, last_modified=None)
