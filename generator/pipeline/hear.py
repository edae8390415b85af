"""What the sources answer now, over the network; and what a run of listening is, live or recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Protocol

import msgspec

from generator.archive import Folded, rechecks
from generator.ingest import Edge, file_answer
from generator.ingest.costs import FILES
from generator.ingest.web import state
from generator.model.base import Value
from generator.model.entry import Ask, FetchFailure, FetchRequest, NotModified, Snapshot, SourceAnswer
from generator.model.site import SiteConfig
from generator.model.source import Source
from generator.model.words import SourceId
from generator.pipeline.content import Loaded
from generator.pipeline.exchange import Answerer
from generator.pipeline.look_again import Checks, Looked
from generator.pipeline.progress import NOBODY, Progress, Told
from generator.pipeline.sources import open_on, site_sources
from generator.pipeline.talk import Said

BATCH = 100
"""Posts that one request may ask about where an interface takes many; budgets count requests."""
LISTENING = 0.75
"""Share of a run's time after which nothing further is listened to: deletions must not wait for ever."""


class Moment(Answerer, Protocol):
    """One run: its `now`, who is to be heard in it, and the answers."""

    @property
    def now(self) -> datetime:
        """The run's clock."""

    def due(self, sources: Iterable[Source]) -> tuple[Source, ...]:
        """The sources that are heard in this run."""

    def answered_marks(self, source: SourceId) -> frozenset[str]:
        """Marks of asks that earlier runs had answered."""

    def checks(self, known: Folded, sources: Collection[SourceId] | None) -> Checks:
        """The published posts that are looked at again in this run; `sources` limits whose, None all."""

    def learn(self, said: Mapping[SourceId, Said], looked: Looked) -> dict[SourceId, tuple[str, ...]]:
        """Take note of what the run brought; returns what the publisher should know of each source."""


class Manner(Value, frozen=True, kw_only=True):
    """How the network is asked."""

    everything: bool = False
    """True asks sources too that are not due yet."""
    anew: bool = False
    """True asks as if nothing had been answered before."""
    allow_private: bool = False
    """True lets loopback through; for tests only."""


class Live:
    """The network, asked politely; what it said of itself is remembered in a folder that may be lost."""

    def __init__(
        self,
        loaded: Loaded,
        now: datetime,
        *,
        rules: str,
        manner: Manner | None = None,
        progress: Progress = NOBODY,
    ) -> None:
        """Take up what is remembered.

        Args:
            loaded: the site.
            now: the run's clock.
            rules: hash of brands, themes and rules; under others every source is heard anew.
            manner: how to ask.
            progress: whoever watches.
        """
        manner = manner or Manner()
        self.now = now
        self._loaded = loaded
        self._config = loaded.config
        self._rules = rules
        self._everything, self._anew = manner.everything, manner.anew
        self._progress = progress
        self._memory = state.load(loaded.state)
        self._end = monotonic() + 60.0 * self._config.limits.run_minutes
        self.late = False
        """True where listening had not come to its end when its share of the time was over."""
        self.edge = Edge(
            limits=self._config.limits,
            user_agent=user_agent(self._config),
            gap_seconds=self._config.listening.gap_seconds,
            allow_private=manner.allow_private,
            parked=self._memory.parked,
            robots=self._memory.robots,
            now=now,
            seconds=LISTENING * 60.0 * self._config.limits.run_minutes,
        )
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """True where a person asked to stop."""
        return self._stopped or self.edge.stopped

    def stop(self) -> None:
        """Ask nothing more."""
        self._stopped = True

    def due(self, sources: Iterable[Source]) -> tuple[Source, ...]:
        """The sources whose time has come."""
        return tuple(one for one in sources if open_on(one, self.now) and self._is_due(one))

    def _is_due(self, source: Source) -> bool:
        known = self._memory.sources.get(SourceId(source.id))
        return self._everything or state.is_due(known, self.now, source.url)

    def answered_marks(self, source: SourceId) -> frozenset[str]:
        """Marks of asks that earlier runs had answered."""
        known = self._memory.sources.get(source)
        return (
            frozenset(known.marks) if known and known.rules == self._rules and not self._anew else frozenset()
        )

    def request(self, source: Source, ask: Ask, *, first: bool) -> FetchRequest:
        """The request of an ask."""
        limits = self._config.limits
        known = self._memory.sources.get(SourceId(source.id)) if first and not self._anew else None
        most = limits.records_bytes if source.kind in FILES else limits.body_bytes
        return state.request(SourceId(source.id), ask, max_bytes=most, state=known, rules=self._rules)

    def answer(self, requests: Sequence[FetchRequest]) -> list[SourceAnswer | None]:
        """Ask the web for addresses, and read files where they lie."""
        web = [place for place, one in enumerate(requests) if _web(one.url)]
        answers: list[SourceAnswer | None] = [None] * len(requests)
        root = self._loaded.content.root
        for place, one in enumerate(requests):
            if not _web(one.url) and not self.stopped:
                answers[place] = file_answer(one, root)
        fetched = self.edge.ask([requests[place] for place in web], progress=self._tell) if web else ()
        for place, answer in zip(web, fetched, strict=True):
            answers[place] = self._same_as_before(requests[place], answer)
        return answers

    def _tell(self, asked: FetchRequest, answer: SourceAnswer) -> None:
        size = len(answer.body) if isinstance(answer, Snapshot) else 0
        failed = isinstance(answer, FetchFailure)
        self._progress.told(
            Told(
                source=asked.source,
                state="failed" if failed else "reading" if size else "unchanged",
                bytes=size,
                milliseconds=answer.milliseconds,
            )
        )

    def _same_as_before(self, asked: FetchRequest, answer: SourceAnswer | None) -> SourceAnswer | None:
        known = self._memory.sources.get(asked.source)
        if not isinstance(answer, Snapshot) or known is None or self._anew:
            return answer
        if not state.same_body(known, answer, self._rules):
            return answer
        return NotModified(
            source=answer.source,
            etag=answer.etag,
            last_modified=answer.last_modified,
            milliseconds=answer.milliseconds,
            fresh_seconds=answer.fresh_seconds,
            moved_to=answer.moved_to,
        )

    def rest(self, url: str, seconds: int) -> None:
        """Leave the host of an address alone for a while."""
        self.edge.park(url, seconds)

    def checks(self, known: Folded, sources: Collection[SourceId] | None) -> Checks:
        """The posts that are due to be looked at again; the most urgent ones, where they are very many."""
        if self._stopped or (self.edge.stopped and self._left() > self._share()):
            return Checks(posts=())
        self.late = self.edge.stopped
        self.edge.go_on(self._left())
        names = {one.id for one in known.mentions} | {one.id for one in known.replies}
        checked = {name: at for name, at in self._memory.checks.items() if name in names}
        self._memory = msgspec.structs.replace(self._memory, checks=checked)
        wanted = None if sources is None else frozenset(sources)
        due = rechecks.due(known, now=self.now, last=self._memory.checks, sources=wanted)
        chosen, _left = rechecks.budget(due, per_host=BATCH * self._config.limits.checks)
        left = Counter(one.source for one in due)
        left.subtract(one.source for one in chosen)
        return Checks(
            posts=chosen,
            left={name: count for name, count in left.items() if count},
            per_host=self._config.limits.checks,
            trusted=frozenset(
                host for host, at in self._memory.doubted.items() if self.now - at >= rechecks.DOUBTED_FOR
            ),
        )

    def _left(self) -> float:
        return self._end - monotonic()

    def _share(self) -> float:
        """Seconds that are left when listening was not stopped before its time."""
        return (1 - LISTENING) * 60.0 * self._config.limits.run_minutes

    def learn(self, said: Mapping[SourceId, Said], looked: Looked) -> dict[SourceId, tuple[str, ...]]:
        """Take note of validators, due times and looks; returns what the publisher should know of sources."""
        sources = {SourceId(one.id): one for one in site_sources(self._loaded.content)}
        states = {**self._memory.sources}
        for name, one in said.items():
            if one.asked is not None and one.answer is not None:
                states[name] = self._after(sources[name], one, one.asked, one.answer)
        self._memory = msgspec.structs.replace(
            self._memory,
            sources=states,
            parked=dict(self.edge.parked),
            robots=dict(self.edge.robots),
            checks={**self._memory.checks, **dict.fromkeys((*looked.gone, *looked.stands), self.now)},
            doubted={
                host: self._memory.doubted.get(host, self.now)
                for host in sorted({*self._memory.doubted, *looked.emptied} - looked.met)
            },
        )
        notes = {name: state.notes(one, sources[name]) for name, one in states.items() if name in sources}
        return {name: found for name, found in notes.items() if found}

    def _after(
        self, source: Source, said: Said, asked: FetchRequest, answer: SourceAnswer
    ) -> state.SourceState:
        found = state.after(
            self._memory.sources.get(asked.source),
            asked,
            answer,
            now=self.now,
            every_hours=source.every_hours or self._config.listening.every_hours,
            rules=self._rules,
            reading=said.readings[0] if said.readings else None,
            marks=said.answered,
        )
        # what answered and could not be read, or not wholly, must not become "not modified" next time
        return state.unread(found) if said.failed or said.missed else found

    def remember(self) -> None:
        """Write it down; called when what the run heard is safe in the archive."""
        state.save(self._loaded.state, self._memory, now=self.now)


def user_agent(config: SiteConfig) -> str:
    """Who asks, with an address to complain to."""
    return config.listening.user_agent or f"SaidAndDone/0.1 (+{config.site.url})"


def _web(url: str) -> bool:
    return url.startswith(("http://", "https://"))
