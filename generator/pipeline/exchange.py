"""One wave of a conversation: requests out, answers in, bodies read; the network or a recording behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import msgspec

from generator.ingest import Job, Pool
from generator.ingest.context import Context
from generator.ingest.identity import scope_of
from generator.ingest.web.answers import failure
from generator.model.base import Value
from generator.model.entry import Ask, FetchRequest, Reading, Snapshot, SourceAnswer
from generator.model.events import SourceFacts
from generator.model.site import Limits
from generator.model.source import Source
from generator.pipeline.progress import NOBODY, Progress

MANY = 20
"""Requests of one wave that cannot be answered "not modified", from which on readers start beforehand."""


WEB = ("http://", "https://")
STRAYED = "only the file that the source's own `url` names is read. Correct the address of the source."


class Answerer(Protocol):
    """The network, or a recording of it."""

    @property
    def stopped(self) -> bool:
        """True where a person asked to stop: what was answered is kept, nothing more is asked."""

    def stop(self) -> None:
        """Ask nothing more."""

    def request(self, source: Source, ask: Ask, *, first: bool) -> FetchRequest:
        """The request of an ask; the first of a source carries its validators."""

    def answer(self, requests: Sequence[FetchRequest]) -> Sequence[SourceAnswer | None]:
        """What came back, in order; None where nobody was asked."""

    def rest(self, url: str, seconds: int) -> None:
        """Leave the host of an address alone for a while."""


class Setting(Value, frozen=True, kw_only=True):
    """What is the same for all sources of a run."""

    limits: Limits
    now: datetime
    zone: str
    tokens: Mapping[str, str] = msgspec.field(default_factory=dict)

    def context(
        self,
        source: Source,
        facts: SourceFacts | None,
        *,
        since: datetime | None = None,
        queries: tuple[str, ...] = (),
    ) -> Context:
        """What a kind is given besides a body; scope and policy as the archive fixed them."""
        return Context(
            limits=self.limits,
            now=self.now,
            zone=self.zone,
            scope=(facts.scope if facts else "") or scope_of(source),
            policy=(facts.policy or None) if facts else None,
            since=since,
            queries=queries,
            tokens=self.tokens,
        )


class Means(NamedTuple):
    """What a conversation is held with."""

    answerer: Answerer
    pool: Pool
    setting: Setting
    progress: Progress = NOBODY


class Turn(Value, frozen=True, kw_only=True):
    """One ask of one source."""

    source: Source
    context: Context
    ask: Ask
    first: bool = False


class Answered(Value, frozen=True, kw_only=True):
    """A turn that was answered."""

    place: int
    """Of the turn in its wave."""
    asked: FetchRequest
    answer: SourceAnswer
    reading: Reading | None = None
    """None where there was no body."""


def exchange(turns: Sequence[Turn], answerer: Answerer, pool: Pool) -> Iterator[Answered]:
    """Ask everything, then read what came back; yields in no promised order.

    Where a person stops the run, what was not answered or not read is left out.
    """
    requests = [answerer.request(turn.source, turn.ask, first=turn.first) for turn in turns]
    if sum(not (one.etag or one.last_modified) for one in requests) >= MANY:
        pool.warm()
    bodies: list[Answered] = []
    allowed = [place for place, turn in enumerate(turns) if not _strays(turn)]
    for place in sorted({*range(len(turns))}.difference(allowed)):
        refused = failure(requests[place], "scheme", STRAYED)
        yield Answered(place=place, asked=requests[place], answer=refused)
    for place, answer in zip(allowed, answerer.answer([requests[one] for one in allowed]), strict=True):
        if answer is None:
            continue
        one = Answered(place=place, asked=requests[place], answer=answer)
        if isinstance(answer, Snapshot):
            bodies.append(one)
        else:
            yield one
    yield from _read(bodies, turns, answerer, pool)


def _strays(turn: Turn) -> bool:
    """Whether it would read a file that no source names: what strangers write leads to the web only."""
    ask = turn.ask
    return not ask.url.startswith(WEB) and (bool(ask.posts) or ask.url != turn.source.url)


def _read(
    bodies: list[Answered], turns: Sequence[Turn], answerer: Answerer, pool: Pool
) -> Iterable[Answered]:
    # the pool answers by source, and within a source in the order of the jobs
    bodies.sort(key=lambda one: turns[one.place].source.id)
    jobs = [_job(turns[one.place], one.answer) for one in bodies if isinstance(one.answer, Snapshot)]
    readings = pool.read_all(jobs)
    try:
        for one, reading in zip(bodies, readings, strict=True):
            yield msgspec.structs.replace(one, reading=reading)
    except KeyboardInterrupt:
        answerer.stop()


def _job(turn: Turn, answer: Snapshot) -> Job:
    context = turn.context
    return Job(
        snapshot=answer,
        source=turn.source,
        now=context.now,
        zone=context.zone,
        scope=context.scope,
        policy=context.policy,
        since=context.since,
        queries=context.queries,
        tokens=context.tokens,
    )
