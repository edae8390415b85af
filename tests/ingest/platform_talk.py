"""A conversation with a small invented platform, as listening holds it: ask, read, ask on."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.ingest.context import Context, Post
from generator.ingest.identity import scope_of
from generator.ingest.reading import KINDS, read
from generator.model.entry import SET_ASIDE, Ask, Entry, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

NOW = datetime(2026, 11, 20, tzinfo=UTC)
MOST_ASKS = 50
SHARED = Path(__file__).parents[2] / ".." / "shared" / "feeds"
Platform = Callable[[Ask], bytes | None]
"""The body that answers a request; None stands for 404."""


def context_of(
    source: Source,
    tokens: dict[str, str] | None = None,
    since: datetime | None = None,
    queries: tuple[str, ...] = (),
) -> Context:
    """What a kind is given besides bodies."""
    return Context(
        limits=Limits(),
        now=NOW,
        zone="UTC",
        scope=scope_of(source),
        since=since,
        queries=queries,
        tokens=tokens or {},
    )


def read_body(source: Source, context: Context, body: bytes, ask: Ask | None = None) -> Reading:
    """Read one body as an answer to `ask`, or as a recording where there is none."""
    snapshot = Snapshot(
        source=SourceId(source.id),
        url=ask.url.partition("#")[0] if ask else "recorded.json",
        asked=ask.url if ask else "",
        part=ask.part if ask else "",
        body=body,
    )
    return read(
        snapshot,
        source,
        limits=context.limits,
        now=context.now,
        zone=context.zone,
        scope=context.scope,
        since=context.since,
        queries=context.queries,
        tokens=context.tokens,
    )


def talk(
    source: Source,
    context: Context,
    platform: Platform,
    *,
    first: Sequence[Ask] | None = None,
    answered: frozenset[str] = frozenset(),
) -> tuple[list[Ask], list[Reading]]:
    """Everything that was asked, and everything that was read, with every page before."""
    waiting = list(KINDS[source.kind].ask(source, context) if first is None else first)
    asked: list[Ask] = []
    readings: list[Reading] = []
    while waiting:
        ask = waiting.pop(0)
        if ask.mark in answered - {""}:
            continue
        assert len(asked) < MOST_ASKS, "the conversation does not end"
        assert (ask.url, ask.body) not in [(one.url, one.body) for one in asked], "asked twice"
        asked.append(ask)
        body = platform(ask)
        if body is None:
            continue
        reading = read_body(source, context, body, ask)
        readings.append(reading)
        waiting += [*reading.more, *([reading.older] if reading.older else [])]
    return asked, readings


def check(
    source: Source, context: Context, platform: Platform, urls: Sequence[str]
) -> tuple[list[Ask], list[Reading]]:
    """Look again at posts, known here by their addresses."""
    posts = [Post(id=f"id{place}", url=url) for place, url in enumerate(urls)]  # type: ignore[arg-type]
    return talk(source, context, platform, first=KINDS[source.kind].check(posts, source, context))


def keys(readings: Sequence[Reading]) -> list[str]:
    """Keys of all entries, in the order in which they were read."""
    return [entry.key for reading in readings for entry in reading.entries]


def shown(entries: Sequence[Entry], wanted: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each entry the fields that are wanted of it, as a case's file writes them."""
    pairs = zip(entries, wanted, strict=True)
    return [{name: _plain(getattr(entry, name)) for name in fields} for entry, fields in pairs]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def recorded(source: Source, *names: str) -> dict[str, Reading]:
    """Every real answer of the source's kind that lies beside the checkout, read; or only those named."""
    folder = SHARED / source.kind.value
    if not folder.is_dir():
        pytest.skip("the real answers are not beside the checkout")
    paths = [folder / name for name in names] or sorted(folder.iterdir())
    context = context_of(source)
    return {path.name: read_body(source, context, path.read_bytes()) for path in paths}


def printed(asked: Sequence[Ask], readings: Sequence[Reading]) -> str:
    """Everything of a conversation that may be printed, logged or kept."""
    asks = [
        one for reading in readings for one in (*reading.more, *([reading.older] if reading.older else []))
    ]
    words = [f"{one.url} {one.part} {one.mark}" for one in (*asked, *asks)]
    words += [f"{one.failure} {one.left_out} {one.marks} {one.title}" for one in readings]
    return "\n".join(words)


def adds_up(reading: Reading) -> bool:
    """Whether everything that was read is kept or set aside by a known reason."""
    found = [entry.key for entry in reading.entries]
    return (
        reading.read == len(reading.entries) + len(reading.set_aside)
        and {one.reason for one in reading.set_aside} <= set(SET_ASIDE)
        and len(found) == len(set(found))
        and (reading.failure is None or reading.read == 0)
    )
