"""What a run remembers beside the archive, in a folder that may be lost at any time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from generator import canonical
from generator.ingest.context import clean
from generator.ingest.web.answers import bare
from generator.ingest.web.due import due_after_answer, due_after_failure
from generator.ingest.web.robots import KEPT, RobotsFile
from generator.model.base import Value
from generator.model.entry import (
    Ask,
    FetchFailure,
    FetchRequest,
    NotModified,
    Reading,
    Snapshot,
    SourceAnswer,
)
from generator.model.source import Source
from generator.model.words import MentionId, SourceId

FILE = "sources.json"
RUNS_TO_MOVE = 3
"""After so many runs with the same permanent redirect, a new address is proposed."""
MARKS = 2_000


class SourceState(Value, frozen=True, kw_only=True, omit_defaults=True):
    """Validators, due time and health of one source."""

    source: SourceId
    url: str
    """The address the validators belong to: what was asked first, without keys and tokens."""
    etag: str | None = None
    last_modified: str | None = None
    body: str = ""
    """SHA-256 of the last body as hex; empty where none was read."""
    due: datetime | None = None
    """Not to be asked before; None means now."""
    failures: int = 0
    """Failures in a row."""
    moved_to: str | None = None
    """Where permanent redirects led in the last run that answered; None where nowhere."""
    moved_runs: int = 0
    """Runs in a row in which they led there."""
    dead: bool = False
    """True where the address is gone for good (410); it is not asked again."""
    rules: str = ""
    """What the answer was read with, as the caller hashes it: validators and `body` hold for no other."""
    marks: tuple[str, ...] = ()
    """`Ask.mark` of what was answered, newest last."""


class Memory(Value, frozen=True, kw_only=True):
    """Everything that is remembered."""

    sources: dict[SourceId, SourceState] = msgspec.field(default_factory=dict)
    parked: dict[str, datetime] = msgspec.field(default_factory=dict)
    """By registrable domain: until when it is left alone."""
    robots: dict[str, RobotsFile] = msgspec.field(default_factory=dict)
    """By origin (scheme, host and port): what it allows."""
    checks: dict[MentionId, datetime] = msgspec.field(default_factory=dict)
    """When each published post was last looked at again."""
    doubted: dict[str, datetime] = msgspec.field(default_factory=dict)
    """By host: since when every post of it that is looked at seems gone."""


def load(folder: Path) -> Memory:
    """What was remembered; empty where the folder or its file is lost, damaged or of another make."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Memory)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Memory()


def save(folder: Path, memory: Memory, *, now: datetime) -> None:
    """Write everything in the place of the old, at once, without pauses that are over and old robots.txt.

    Raises:
        OSError: the folder cannot be written.
    """
    current = msgspec.structs.replace(
        memory,
        parked={domain: until for domain, until in memory.parked.items() if until > now},
        robots={origin: file for origin, file in memory.robots.items() if file.fetched > now - KEPT},
    )
    written = msgspec.json.encode(current, order="sorted")
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{FILE}.new"
    fresh.write_bytes(msgspec.json.format(written, indent=1) + b"\n")
    fresh.replace(folder / FILE)


def is_due(state: SourceState | None, now: datetime, url: str) -> bool:
    """True where the source may be asked now; `url` is its address as it stands in its file."""
    if state is None:
        return True
    if state.dead and bare(url) == state.url:
        return False
    return state.due is None or state.due <= now


def request(
    source: SourceId, ask: Ask, *, max_bytes: int, state: SourceState | None = None, rules: str = ""
) -> FetchRequest:
    """What to ask, with the validators of the last answer if they are of the same address and rules."""
    known = state if state is not None and _holds(state, ask.url, rules) and ask.body is None else None
    return FetchRequest(
        source=source,
        url=ask.url,
        part=ask.part,
        headers=ask.headers,
        body=ask.body,
        gap_seconds=ask.gap_seconds,
        refusals=ask.refusals,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
        max_bytes=max_bytes,
    )


def same_body(state: SourceState | None, snapshot: Snapshot, rules: str = "") -> bool:
    """True where an answer's bytes are those of the last one, read with the same rules: nothing is new."""
    if state is None or not _holds(state, snapshot.asked or snapshot.url, rules):
        return False
    return state.body == canonical.sha256_hex(snapshot.body)


def after(  # noqa: PLR0913 - all by name; one call remembers a run
    state: SourceState | None,
    asked: FetchRequest,
    answer: SourceAnswer,
    *,
    now: datetime,
    every_hours: int,
    rules: str = "",
    reading: Reading | None = None,
    marks: Iterable[str] = (),
) -> SourceState:
    """What to remember of a source once its first request was answered.

    Args:
        state: what was remembered; None for a source that is new.
        asked: the request.
        answer: what came of it.
        now: the run's.
        every_hours: how often we want to hear the source.
        rules: what the answer was read with, as a hash.
        reading: what the answer held; None where it was not read.
        marks: of everything that was answered in this run.
    """
    state = state or SourceState(source=asked.source, url=bare(asked.url), rules=rules)
    if isinstance(answer, FetchFailure):
        changed = _failed(state, asked, answer, now)
    else:
        changed = _answered(state, answer, due_after_answer(now, every_hours, answer.fresh_seconds, reading))
    return msgspec.structs.replace(
        changed,
        url=bare(asked.url),
        body=_body(state, asked, answer, rules),
        rules=rules,
        marks=_merged(state.marks if state.rules == rules else (), marks),
    )


def _answered(state: SourceState, answer: Snapshot | NotModified, due: datetime) -> SourceState:
    moved_to = None if answer.moved_to is None else bare(answer.moved_to)
    again = moved_to is not None and moved_to == state.moved_to
    return msgspec.structs.replace(
        state,
        etag=answer.etag,
        last_modified=answer.last_modified,
        due=due,
        failures=0,
        moved_to=moved_to,
        moved_runs=state.moved_runs + 1 if again else int(moved_to is not None),
        dead=False,
    )


def _failed(state: SourceState, asked: FetchRequest, answer: FetchFailure, now: datetime) -> SourceState:
    # a request that was held back says nothing of its source
    failures = state.failures + (answer.code != "parked")
    return msgspec.structs.replace(
        state,
        etag=asked.etag,
        last_modified=asked.last_modified,
        due=due_after_failure(now, failures, answer),
        failures=failures,
        dead=answer.code == "gone",
    )


def _body(state: SourceState, asked: FetchRequest, answer: SourceAnswer, rules: str) -> str:
    if isinstance(answer, Snapshot):
        return canonical.sha256_hex(answer.body)
    return state.body if _holds(state, asked.url, rules) else ""


def _holds(state: SourceState, url: str, rules: str) -> bool:
    return (state.url, state.rules) == (bare(url), rules)


def _merged(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    latest = dict.fromkeys(clean(mark) for mark in new)
    return (*(mark for mark in old if mark not in latest), *latest)[-MARKS:]


def unread(state: SourceState) -> SourceState:
    """The same without validators, for an answer that could not be read: it must not become a 304."""
    return msgspec.structs.replace(state, etag=None, last_modified=None, body="")


def notes(state: SourceState | None, source: Source) -> tuple[str, ...]:
    """What a person should change in the source's file, a sentence each; a new address as a diff."""
    if state is None:
        return ()
    if state.dead:
        then = " and is not asked again" if state.url == bare(source.url) else ""
        return (f"{state.url} is gone for good{then}. Set `closed_on` of {source.title}.",)
    if state.moved_to is None or state.moved_runs < RUNS_TO_MOVE:
        return ()
    said = f"{state.url} has moved for good, as {state.moved_runs} runs running were told."
    if state.url != bare(source.url):
        return (f"{said} It leads to {state.moved_to} now. Correct the address of {source.title}.",)
    return (f"{said} Change the address of {source.title}:\n-url: {state.url}\n+url: {state.moved_to}",)
