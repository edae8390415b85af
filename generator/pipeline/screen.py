"""Screens entries: in this process, or over a pool where there are many."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from generator.model.base import Value
from generator.model.brand import Brand
from generator.model.entry import Entry
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.theme import Theme
from generator.pipeline.progress import Stage
from generator.screening import Screened, Screener

POOL_FROM = 3_000
"""Entries below which starting processes costs more than it saves."""
CHUNK = 500
_SPAWN = get_context("spawn")
"""A fork would copy the thread that draws the progress bars, in whatever state it is."""


class Rules(Value, frozen=True, kw_only=True):
    """All that screening depends on besides the entry."""

    brands: tuple[Brand, ...]
    themes: tuple[Theme, ...]
    languages: tuple[str, ...]
    key: bytes
    limits: Limits


class Screening:
    """A screener that remembers what it has already decided in this process."""

    def __init__(self, rules: Rules, workers: int) -> None:
        """`workers` processes at most are used."""
        self._rules = rules
        self._workers = workers
        self._here = _screener(rules)
        self._known: dict[tuple[Entry, str], Screened] = {}

    @property
    def rules_version(self) -> str:
        """Hash of the rules in force."""
        return self._here.rules_version

    def screen(self, entries: Sequence[Entry], sources: Mapping[str, Source], stage: Stage) -> list[Screened]:
        """One `Screened` an entry, in the order of `entries`."""
        fresh = [one for one in dict.fromkeys(entries) if (one, one.source) not in self._known]
        stage.advance(len(entries) - len(fresh))
        for entry, screened in zip(fresh, self._decide(fresh, sources), strict=True):
            self._known[(entry, entry.source)] = screened
            stage.advance()
        return [self._known[(one, one.source)] for one in entries]

    def _decide(self, entries: list[Entry], sources: Mapping[str, Source]) -> Iterator[Screened]:
        if self._workers < 2 or len(entries) < POOL_FROM:  # noqa: PLR2004 -- one worker is no pool
            yield from (self._here.screen(one, sources[one.source]) for one in entries)
            return
        chunks = list(_chunks([(one, sources[one.source]) for one in entries]))
        with ProcessPoolExecutor(
            self._workers, mp_context=_SPAWN, initializer=_prepare, initargs=(self._rules,)
        ) as pool:
            for screened in pool.map(_screen_chunk, chunks):
                yield from screened


def _screener(rules: Rules) -> Screener:
    return Screener(
        brands=rules.brands,
        themes=rules.themes,
        languages=rules.languages,
        key=rules.key,
        limits=rules.limits,
    )


_WORKER: list[Screener] = []


def _prepare(rules: Rules) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _WORKER[:] = [_screener(rules)]


def _screen_chunk(chunk: list[tuple[Entry, Source]]) -> list[Screened]:
    return [_WORKER[0].screen(entry, source) for entry, source in chunk]


def _chunks(items: list[tuple[Entry, Source]]) -> Iterator[list[tuple[Entry, Source]]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
