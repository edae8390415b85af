"""What the sources answer: a recording's runs one after the other, or the network now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from generator.errors import NothingPublishedError
from generator.ingest import fetch_all, file_answer, recorded, state
from generator.model.base import Value
from generator.model.entry import FetchRequest, SourceAnswer
from generator.model.events import Clock
from generator.model.recording import RecordedRun
from generator.model.run import Run
from generator.model.site import SiteConfig
from generator.model.source import Source
from generator.model.words import SourceId, SourceKind
from generator.pipeline.content import Loaded
from generator.pipeline.progress import Progress, number
from generator.pipeline.sources import open_on


class Moment(Value, frozen=True, kw_only=True):
    """One run: its `now`, and what each source answered; sources not due are left out."""

    now: datetime
    answers: dict[SourceId, SourceAnswer]


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

    def moment(self, run: RecordedRun, sources: Iterable[Source]) -> Moment:
        """What the sources answered then."""
        heard = {SourceId(one.id): recorded(SourceId(one.id), run, self._folder) for one in sources}
        return Moment(
            now=run.now, answers={name: answer for name, answer in heard.items() if answer is not None}
        )


def _no_recording(loaded: Loaded, where: str | None) -> str:
    mistakes = [str(one) for one in loaded.errors if where and one.path.endswith(where)]
    message = (
        "site_config.yml says `clock: recorded`, and there is no recording to listen to. "
        "Name its manifest, with at least one run, under `paths: manifest:`, or say `clock: live`."
    )
    return "\n".join([message, *mistakes])


class Live:
    """The network, asked politely; what it said of itself is remembered in a folder that may be lost."""

    def __init__(self, loaded: Loaded, *, everything: bool, progress: Progress) -> None:
        """`everything` asks sources too that are not due yet."""
        self._loaded = loaded
        self._config = loaded.config
        self._everything = everything
        self._progress = progress
        self.states: dict[SourceId, state.SourceState] = {}
        """What is to be remembered of each source."""

    def moment(self, sources: Sequence[Source], now: datetime) -> Moment:
        """Ask every source that is due; files are read where they lie."""
        states = state.load(self._loaded.state)
        due = [
            one
            for one in sources
            if open_on(one, now) and (self._everything or state.is_due(states.get(SourceId(one.id)), now))
        ]
        asked = {SourceId(one.id): self._request(one, states) for one in due}
        web = [asked[SourceId(one.id)] for one in due if _web(one)]
        root = self._loaded.content.root
        answers = {
            SourceId(one.id): file_answer(asked[SourceId(one.id)], root) for one in due if not _web(one)
        }
        if web:
            answers |= self._fetch(web)
        hours = {SourceId(one.id): one.every_hours or self._config.listening.every_hours for one in due}
        new = {
            name: state.after(states.get(name), asked[name], answer, now=now, every_hours=hours[name])
            for name, answer in answers.items()
        }
        self.states = {**states, **new}
        return Moment(now=now, answers=answers)

    def _fetch(self, web: Sequence[FetchRequest]) -> dict[SourceId, SourceAnswer]:
        with self._progress.stage(f"Asking {number(len(web), 'source')}", len(web)) as stage:
            return fetch_all(
                web,
                limits=self._config.limits,
                user_agent=user_agent(self._config),
                gap_seconds=self._config.listening.gap_seconds,
                progress=lambda _source: stage.advance(),
            )

    def remember(self, run: Run) -> None:
        """Keep validators and due times; called when what `run` heard is safe in the archive.

        What answered and could not be read loses its validators: its next answer must not be "not modified".
        """
        unread = {one.source for one in run.failed}
        kept = (state.unread(one) if one.source in unread else one for one in self.states.values())
        state.save(self._loaded.state, kept)

    def _request(self, source: Source, states: Mapping[SourceId, state.SourceState]) -> FetchRequest:
        limits = self._config.limits
        records = source.kind is SourceKind.RECORDS
        return state.request(
            SourceId(source.id),
            source.url,
            max_bytes=limits.records_bytes if records else limits.body_bytes,
            state=states.get(SourceId(source.id)),
        )


def user_agent(config: SiteConfig) -> str:
    """Who asks, with an address to complain to."""
    return config.listening.user_agent or f"SaidAndDone/0.1 (+{config.site.url})"


def _web(source: Source) -> bool:
    return source.url.startswith(("http://", "https://"))
