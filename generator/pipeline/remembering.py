"""Asking for nothing twice: what told the kind of a source is also the beginning of its conversation."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from generator.model.entry import Ask, FetchRequest, Snapshot, SourceAnswer
from generator.model.source import Source
from generator.pipeline.exchange import Answerer


class Remembering:
    """Asks through another, and for nothing twice."""

    def __init__(self, inner: Answerer) -> None:
        """Remember nothing yet."""
        self._inner = inner
        self._known: dict[tuple[str, bytes | None], SourceAnswer] = {}

    @property
    def stopped(self) -> bool:
        """True where a person asked to stop."""
        return self._inner.stopped

    def stop(self) -> None:
        """Ask nothing more."""
        self._inner.stop()

    def request(self, source: Source, ask: Ask, *, first: bool) -> FetchRequest:
        """The request of an ask."""
        return self._inner.request(source, ask, first=first)

    def answer(self, requests: Sequence[FetchRequest]) -> list[SourceAnswer | None]:
        """What came back, in order; what was asked before is not asked again."""
        fresh = [one for one in requests if _key(one) not in self._known]
        for asked, answer in zip(fresh, self._inner.answer(fresh) if fresh else (), strict=True):
            if answer is not None:
                self._known[_key(asked)] = answer
        found = (self._known.get(_key(one)) for one in requests)
        return [_for(asked, answer) for asked, answer in zip(requests, found, strict=True)]

    def rest(self, url: str, seconds: int) -> None:
        """Leave the host of an address alone for a while."""
        self._inner.rest(url, seconds)


def _key(asked: FetchRequest) -> tuple[str, bytes | None]:
    # a recording's own answer has no address
    return asked.url or f"source:{asked.source}", asked.body


def _for(asked: FetchRequest, answer: SourceAnswer | None) -> SourceAnswer | None:
    if isinstance(answer, Snapshot):
        return structs.replace(answer, source=asked.source, part=asked.part, asked=asked.url)
    return structs.replace(answer, source=asked.source) if answer is not None else None
