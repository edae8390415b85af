"""A recording, played: what the sources answered in each of its runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.archive import Folded
from generator.archive.rechecks import Public
from generator.errors import NothingPublishedError
from generator.ingest import recorded
from generator.model.entry import Ask, FetchRequest, Snapshot, SourceAnswer
from generator.model.events import Clock
from generator.model.recording import RecordedRun
from generator.model.source import Source
from generator.model.words import SourceId
from generator.pipeline.content import Loaded
from generator.pipeline.look_again import Checks, Looked
from generator.pipeline.talk import Said


class Recording:
    """What a recorded site was recorded from."""

    def __init__(self, loaded: Loaded) -> None:
        """Take the manifest.

        Raises:
            NothingPublishedError: there is no recording, or its manifest cannot be read.
        """
        manifest, where = loaded.content.manifest, loaded.config.paths.manifest
        if manifest is None or where is None or not manifest.runs:
            raise NothingPublishedError(_no_recording(loaded, where))
        self.key = manifest.key
        self._folder = (loaded.content.root / where).parent
        self._runs = tuple(sorted(manifest.runs, key=lambda run: run.now))

    def waiting(self, clock: Clock | None) -> tuple[RecordedRun, ...]:
        """The runs that the archive does not hold yet, oldest first."""
        return tuple(run for run in self._runs if clock is None or run.now > clock.as_of)

    def due(self, clock: Clock | None) -> tuple[RecordedRun, ...]:
        """The runs to hear: those that wait, else the last one again."""
        return self.waiting(clock) or self._runs[-1:]

    def moment(self, run: RecordedRun) -> Replay:
        """What the sources answered then."""
        return Replay(run, self._folder)


def _no_recording(loaded: Loaded, where: str | None) -> str:
    mistakes = [str(one) for one in loaded.errors if where and one.path.endswith(where)]
    message = (
        "site_config.yml says `clock: recorded`, and there is no recording to listen to. "
        "Name its manifest, with at least one run, under `paths: manifest:`, or say `clock: live`."
    )
    return "\n".join([message, *mistakes])


class Replay:
    """One recorded run."""

    stopped = False

    def __init__(self, run: RecordedRun, folder: Path) -> None:
        """Recorded files are relative to `folder`."""
        self.now = run.now
        self._run = run
        self._folder = folder

    def stop(self) -> None:
        """Give up the whole run: its other sources would never be heard once the clock has passed it.

        Raises:
            KeyboardInterrupt: always.
        """
        raise KeyboardInterrupt

    def due(self, sources: Iterable[Source]) -> tuple[Source, ...]:
        """The sources that were heard then."""
        return tuple(one for one in sources if one.id in self._run.sources)

    def answered_marks(self, source: SourceId) -> frozenset[str]:
        """Nothing: a recording holds what was asked then."""
        del source
        return frozenset()

    def request(self, source: Source, ask: Ask, *, first: bool) -> FetchRequest:
        """The request of an ask; its size was limited when it was recorded."""
        part = "" if first else ask.part
        return FetchRequest(
            source=SourceId(source.id), url="" if first else ask.url, part=part, max_bytes=2**40
        )

    def answer(self, requests: Sequence[FetchRequest]) -> list[SourceAnswer | None]:
        """The source's recorded answer to its first request, recorded pages to the others."""
        return [self._answer(one) for one in requests]

    def _answer(self, asked: FetchRequest) -> SourceAnswer | None:
        if not asked.url:
            return recorded(asked.source, self._run, self._folder)
        page = self._run.pages.get(asked.url)
        if page is None:
            return None
        answer = recorded(asked.source, RecordedRun(now=self.now, sources={asked.source: page}), self._folder)
        if isinstance(answer, Snapshot):
            return msgspec.structs.replace(answer, url=asked.url, asked=asked.url, part=asked.part)
        return answer

    def rest(self, url: str, seconds: int) -> None:
        """A recording needs no rest."""

    def learn(self, said: Mapping[SourceId, Said], looked: Looked) -> dict[SourceId, tuple[str, ...]]:
        """Nothing: what is remembered of a recording stands in the archive."""
        del said, looked
        return {}

    def checks(self, known: Folded, sources: Collection[SourceId] | None) -> Checks:
        """The posts whose pages were recorded."""
        del sources
        pages = self._run.pages
        posts: tuple[Public, ...] = (*known.mentions, *known.replies)
        found = (one for one in posts if one.url and one.url.partition("#")[0] in pages)
        return Checks(posts=tuple({one.id: one for one in found if one.hidden != "removed"}.values()))
