"""The conversation with one source: what was said so far, and what to ask next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from generator import archive
from generator.ingest.context import UnreadableError
from generator.ingest.costs import FILES
from generator.ingest.reading import KINDS
from generator.model.entry import Ask, FetchFailure, FetchRequest, Reading, Snapshot, SourceAnswer
from generator.model.source import Source
from generator.pipeline.exchange import Answered, Answerer, Setting, Turn
from generator.pipeline.progress import Told
from generator.pipeline.talk import Said, Talk

AGAIN = "its XML is so broken that a second reader had to be used. Ask its operator to mend it."
Place = tuple[str, bytes | None]
"""What tells two asks of one run apart: address and body."""
State = Literal["asking", "reading", "heard", "unchanged", "failed", "checking"]


class Stream:
    """A listing and the pages before it: what continuity is judged by."""

    def __init__(self, *, listing: bool) -> None:
        """Begin with nothing; threads are no listings and prove no continuity."""
        self.listing = listing
        self.marks: list[str] = []
        self.older: Ask | None = None
        self.last: Ask | None = None
        self.oldest: datetime | None = None

    def take(self, reading: Reading, ask: Ask) -> None:
        """Go on by one page."""
        self.last = ask
        self.marks += _marks(reading)
        # what a place pins to its top is old and no mark: it says nothing of how far back the page goes
        marks = frozenset(reading.marks or ())
        judged = [one for one in reading.entries if one.key in marks] or reading.entries
        dates = (one.updated or one.published for one in judged)
        self.oldest = min((date for date in dates if date), default=None)
        self.older = reading.older


class Line:
    """The conversation with one source."""

    def __init__(self, talk: Talk, setting: Setting) -> None:
        """Queue what its kind asks first."""
        self.talk, self.source = talk, talk.source
        self.context = setting.context(
            talk.source, talk.facts, since=talk.reach or talk.since, queries=talk.queries
        )
        self.asked: FetchRequest | None = None
        self.answer: SourceAnswer | None = None
        self.readings: list[Reading] = []
        self.troubles: list[str] = []
        self.streams: list[Stream] = []
        self._marks: dict[Place, str] = {}
        self._parents: defaultdict[Place, set[Place]] = defaultdict(set)
        self._lost: set[Place] = set()
        self.requests = self.missed = self.bytes = self.milliseconds = self.good = 0
        self._asked: set[Place] = set()
        self._waiting: list[tuple[Turn, Stream]] = []
        try:
            first = KINDS[self.source.kind].ask(self.source, self.context)
        except UnreadableError as error:
            self.troubles.append(f"{self.source.title}: {error}")
            return
        for place, ask in enumerate(_fairly(first, setting)):
            self.queue(ask, first=place == 0)

    def queue(
        self, ask: Ask, *, first: bool = False, stream: Stream | None = None, behind: Ask | None = None
    ) -> None:
        """Ask for it in the next wave, unless this run did or its mark was answered before.

        `behind` is the ask whose answer named it: a mark stands for everything that its answer leads to.
        """
        place = _place(ask)
        if behind is not None:
            self._parents[place].add(_place(behind))
        if place in self._asked or (ask.mark and ask.mark in self.talk.answered):
            return
        self._asked.add(place)
        turn = Turn(source=self.source, context=self.context, ask=ask, first=first)
        self._waiting.append((turn, stream or Stream(listing=not ask.mark)))

    def turns(self) -> list[tuple[Turn, Stream]]:
        """What to ask in this wave; what the budget does not allow is counted as missed."""
        left = max(0, self.context.limits.requests - self.requests)
        now, later = self._waiting[:left], self._waiting[left:]
        for turn, _stream in later:
            self.miss(turn)
        if later:
            self.troubles.append(_left_over(self.source, len(later)))
        self._waiting = []
        return now

    def miss(self, turn: Turn) -> None:
        """Count an ask that was not answered; whatever led to it is asked again."""
        self.missed += 1
        self._lost.add(_place(turn.ask))

    def hear(self, turn: Turn, stream: Stream, one: Answered, answerer: Answerer) -> None:
        """Take one answer, and queue what its body asks for."""
        answer, reading = one.answer, one.reading
        self.requests += 1
        self.milliseconds += answer.milliseconds
        if turn.first:
            self.asked, self.answer = one.asked, answer
        if isinstance(answer, Snapshot):
            self.bytes += len(answer.body)
        if reading is not None and reading.wait_seconds:
            answerer.rest(turn.ask.url, reading.wait_seconds)
        failure = answer.message if isinstance(answer, FetchFailure) else reading and reading.failure
        if failure:
            self.miss(turn)
            self.troubles.append(failure)
            stream.older = None
            return
        self.good += 1
        if reading is not None:
            self.keep(turn, stream, reading)

    def keep(self, turn: Turn, stream: Stream, reading: Reading) -> None:
        """Take what one body held."""
        self.readings.append(reading)
        if stream not in self.streams:
            self.streams.append(stream)
        if turn.ask.mark:
            self._marks[_place(turn.ask)] = turn.ask.mark
        stream.take(reading, turn.ask)
        for ask in reading.more:
            self.queue(ask, behind=turn.ask)

    def go_on(self) -> None:
        """Queue the page before, for each stream that has not met anything known.

        Listings wait until everything that their newer pages named was heard: where the budget is small, a
        thread is heard to its end in one run, and the next run comes further.
        """
        self._older(stream for stream in self.streams if not stream.listing)
        if not self._waiting:
            self._older(stream for stream in self.streams if stream.listing)

    def _older(self, streams: Iterable[Stream]) -> None:
        for stream in streams:
            older, stream.older = stream.older, None
            if older is not None and self.wants(stream):
                self.queue(older, stream=stream, behind=stream.last)

    def wants(self, stream: Stream) -> bool:
        """Whether the entries before are needed."""
        if not stream.listing:
            return True
        if self.talk.reach is not None:
            return stream.oldest is None or stream.oldest >= self.talk.reach
        met, since = self.met(stream), self.context.since
        if met is not None or since is None:
            return met is False
        # a place that held nothing when it was heard leaves nothing to be met: dates have to do
        return stream.oldest is None or stream.oldest >= since

    def met(self, stream: Stream) -> bool | None:
        """Whether anything the last run saw was seen again; None where that cannot be told."""
        if self.source.kind in FILES or not stream.listing:
            return None
        return archive.met(self.talk.facts, stream.marks, self.context.scope)

    @property
    def state(self) -> State:
        """The word for how far it is."""
        if self._waiting:
            return "asking"
        if self.readings:
            return "heard"
        return "unchanged" if self.good else "failed"

    def told(self, state: State) -> Told:
        """How far it is, for whoever watches."""
        return Told(
            source=self.source.id,
            state=state,
            requests=self.requests,
            entries=sum(one.read for one in self.readings),
            bytes=self.bytes,
            milliseconds=self.milliseconds,
            message=self.troubles[0] if self.troubles and not self.good else "",
        )

    def said(self) -> Said | None:
        """What it said, once nothing more is asked; None where nobody was asked."""
        unread = isinstance(self.answer, Snapshot) and not self.readings
        if (self.answer is None or unread) and not self.troubles:
            return None
        left = len(self._waiting) + sum(one.older is not None and self.wants(one) for one in self.streams)
        return Said(
            asked=self.asked,
            answer=self.answer,
            readings=tuple(self.readings),
            requests=self.requests,
            missed=(self.missed + left) if self.good else 0,
            trouble=self.troubles[0] if self.troubles else "",
            failed=not self.good,
            gap=any(self.met(stream) is False for stream in self.streams),
            left_out=tuple(dict.fromkeys(words for one in self.readings for words in _remarks(one))),
            window=tuple(one for stream in self.streams for one in self.window(stream)),
            answered=self.answered(),
            milliseconds=self.milliseconds,
            bytes=self.bytes,
        )

    def answered(self) -> tuple[str, ...]:
        """Marks of what was answered with everything that it led to."""
        lost = {*self._lost, *(_place(turn.ask) for turn, _stream in self._waiting)}
        waiting = list(lost)
        while waiting:
            above = self._parents[waiting.pop()] - lost
            lost |= above
            waiting += above
        return tuple(mark for place, mark in self._marks.items() if place not in lost)

    def window(self, stream: Stream) -> tuple[str, ...]:
        """What the next run is compared with, of one stream."""
        if self.source.kind in FILES or not stream.listing:
            return ()
        return archive.window(self.context.scope, stream.marks)


def _remarks(reading: Reading) -> tuple[str, ...]:
    return (*reading.left_out, AGAIN) if reading.repaired else reading.left_out


def _fairly(asks: Sequence[Ask], setting: Setting) -> Sequence[Ask]:
    """Begin elsewhere each time where one run cannot ask them all: nothing is passed over for ever."""
    most = setting.limits.requests
    if len(asks) <= most:
        return asks
    # drawn, not counted: whatever the site's rhythm, no ask is left out in every run
    drawn = blake2b(setting.now.isoformat(timespec="hours").encode(), digest_size=8).digest()
    start = int.from_bytes(drawn, "big") % len(asks)
    return (*asks[start:], *asks[:start])


def _place(ask: Ask) -> Place:
    return (ask.url, ask.body)


def _marks(reading: Reading) -> Iterable[str]:
    if reading.marks is not None:
        return reading.marks
    return [one.key for one in reading.entries] or [one.key for one in reading.set_aside if one.key]


def _left_over(source: Source, count: int) -> str:
    return (
        f"{source.title}: {count} further requests are left for the next run. "
        "Raise limits.requests where that goes on."
    )
