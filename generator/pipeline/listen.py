"""The verb `listen`: from what sources answered to new lines of the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import msgspec

from generator import archive, canonical, ingest
from generator.archive import Folded, Folder
from generator.errors import UsageError
from generator.model.base import Value
from generator.model.entry import Entry, Reading, Snapshot
from generator.model.events import AnyEvent, SourceFacts
from generator.model.run import Run, SourceRun
from generator.model.source import Source
from generator.model.words import MentionId, SourceId
from generator.pipeline.account import set_aside, source_run
from generator.pipeline.content import Loaded
from generator.pipeline.hear import Live, Moment, Recording
from generator.pipeline.progress import NOBODY, Progress, number
from generator.pipeline.screen import Rules, Screening
from generator.pipeline.sources import site_sources
from generator.pipeline.summary import commit_message, markdown
from generator.screening import Screened
from generator.text import nearest


class Options(Value, frozen=True, kw_only=True):
    """What to hear; empty means everything that is due."""

    only: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    everything: bool = False
    dry_run: bool = False
    opened: dict[str, datetime] = msgspec.field(default_factory=dict)
    """By response id: when its pull request was opened, as the hosting service tells."""


def read_opened(path: Path) -> dict[str, datetime]:
    """When responses were opened: a JSON object of response ids and instants.

    Raises:
        UsageError: the file cannot be read, or is something else.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, datetime])
    except (OSError, msgspec.MsgspecError) as error:
        message = f'{path} cannot be used: {error}. Write {{"<response>": "2026-03-01T09:00:00Z"}}.'
        raise UsageError(message) from error
    naive = sorted(name for name, at in found.items() if at.tzinfo is None)
    if naive:
        message = f"{path}: the instant of {naive[0]} names no time zone. Write 2026-03-01T09:00:00Z."
        raise UsageError(message)
    return found


class Heard(Value, frozen=True, kw_only=True):
    """What `listen` did."""

    runs: tuple[Run, ...]
    """Oldest first; several only where a recording is caught up with."""


def listen_to_all(
    loaded: Loaded,
    *,
    environ: Mapping[str, str],
    now: datetime,
    options: Options | None = None,
    progress: Progress = NOBODY,
    pool: ingest.Pool | None = None,
) -> Heard:
    """Hear the sources and add what is new to the archive, run by run.

    `pool` holds processes to reuse; None starts and ends its own.

    Raises:
        KeyMissingError: a live site without its key.
        ArchiveError: the archive holds what this program did not write.
        NothingPublishedError: a recorded site without a recording.
        UsageError: an option names a source or brand that does not exist, or would tear a recording apart.
    """
    options = options or Options()
    config = loaded.config
    sources = _chosen(loaded, options)
    recording = Recording(loaded) if config.site.clock == "recorded" else None
    key = archive.recorded_key(recording.key) if recording else archive.live_key(environ)
    own = ingest.Pool(workers=config.engine.workers, limits=config.limits)
    with nullcontext(pool) if pool else own as workers:
        listener = _Listener(loaded, sources, key, workers, options)
        if recording:
            runs = _replay(recording, listener, options, progress)
        else:
            network = Live(loaded, everything=options.everything or bool(options.only), progress=progress)
            runs = [listener.hear(network.moment(sources, now), progress)]
            if not options.dry_run:
                network.remember(runs[0])
    if not options.dry_run:
        _leave_summary(loaded, runs)
    return Heard(runs=tuple(runs))


def _replay(recording: Recording, listener: _Listener, options: Options, progress: Progress) -> list[Run]:
    clock = listener.folder.clock()
    if (options.only or options.brands) and not options.dry_run and recording.waiting(clock):
        message = (
            "A recording is heard run by run with all its sources, or its clock would pass over the others. "
            "Leave --source and --brand out, or add --dry-run."
        )
        raise UsageError(message)
    due = recording.due(clock)
    if len(due) == 1:
        return [listener.hear(recording.moment(due[0], listener.sources), progress)]
    runs = []
    with progress.stage(f"Hearing {number(len(due), 'run')} of the recording", len(due)) as stage:
        for run in due:
            runs.append(listener.hear(recording.moment(run, listener.sources), NOBODY))
            stage.advance()
    return runs


def _chosen(loaded: Loaded, options: Options) -> tuple[Source, ...]:
    sources = site_sources(loaded.content)
    _must_exist(options.only, {source.id for source in sources}, "source")
    _must_exist(options.brands, {brand.id for brand in loaded.content.brands}, "brand")
    chosen = tuple(
        source
        for source in sources
        if (not options.only or source.id in options.only)
        and (not options.brands or source.about in options.brands)
    )
    if sources and not chosen:
        message = (
            "None of the sources fits --source and --brand together. A brand that is matched by its names in "
            "shared sources has none of its own: name the shared source."
        )
        raise UsageError(message)
    return chosen


def _must_exist(names: Iterable[str], known: set[str], what: str) -> None:
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f" Did you mean {near}?" if near else f" There are: {', '.join(sorted(known)) or 'none'}."
            message = f"There is no {what} called {name}.{hint}"
            raise UsageError(message)


def _leave_summary(loaded: Loaded, runs: Sequence[Run]) -> None:
    loaded.state.mkdir(parents=True, exist_ok=True)
    (loaded.state / "summary.md").write_text(markdown(runs), encoding="utf-8")
    (loaded.state / "commit-message.txt").write_text(commit_message(runs), encoding="utf-8")


class _Listener:
    """The archive as it stands, and everything needed to add to it."""

    def __init__(
        self, loaded: Loaded, sources: Sequence[Source], key: bytes, pool: ingest.Pool, options: Options
    ) -> None:
        self.folder = Folder(loaded.archive)
        self._loaded = loaded
        self._sources = {source.id: source for source in sources}
        self._key = key
        self._dry = options.dry_run
        self._opened = options.opened
        self._pool = pool
        self._events: tuple[AnyEvent, ...] = self.folder.read()
        self._facts = self.folder.facts()
        content, config = loaded.content, loaded.config
        rules = Rules(
            brands=tuple(brand for brand in content.brands if brand.merged_into is None),
            themes=content.themes,
            languages=config.site.languages,
            key=key,
            limits=config.limits,
        )
        self._screening = Screening(rules, config.engine.workers)

    @property
    def sources(self) -> Iterable[Source]:
        """What is listened to, by id."""
        return self._sources.values()

    def hear(self, moment: Moment, progress: Progress) -> Run:
        """Read, screen and archive what one run heard."""
        self._apply_removals(moment.now)
        readings = self._read(moment, progress)
        entries = [entry for reading in readings.values() for entry in reading.entries]
        screened = self._screen(entries, progress)
        with (progress if entries else NOBODY).stage("Adding what is new to the archive"):
            return self._archive(moment, readings, entries, screened)

    def _archive(
        self,
        moment: Moment,
        readings: Mapping[str, Reading],
        entries: Sequence[Entry],
        screened: Sequence[Screened],
    ) -> Run:
        known = archive.merge(self._events)
        away = known.tombstones | archive.stay_away(self._loaded.content.moderation, moment.now)
        plan = archive.plan(
            [draft for one in screened for draft in one.drafts],
            [reply for one in screened for reply in one.replies],
            known=known,
            tombstones=away,
            now=moment.now,
            key=self._key,
        )
        kept = set_aside(entries, screened, {mention for mention, _brand in away})
        gone = _gone(readings, screened, known, moment.now)
        run = Run(
            now=moment.now,
            sources=tuple(
                source_run(
                    name,
                    moment.answers.get(SourceId(name)),
                    readings.get(name),
                    kept[name],
                    plan.counts.get(name),
                    gone=len(gone.get(name, ())),
                )
                for name in sorted(self._sources)
            ),
        )
        events = (*plan.events, *(event for each in gone.values() for event in each))
        self._advance(run, events, readings)
        if not self._dry:
            self._write(run, events)
        return run

    def _screen(self, entries: Sequence[Entry], progress: Progress) -> list[Screened]:
        if not entries:
            return []
        words = f"Screening {number(len(entries), 'entry', 'entries')}"
        with progress.stage(words, len(entries)) as stage:
            return self._screening.screen(entries, self._sources, stage)

    def _read(self, moment: Moment, progress: Progress) -> dict[str, Reading]:
        zone = self._loaded.config.site.timezone
        jobs = [
            ingest.Job(
                snapshot=answer,
                source=self._sources[name],
                now=moment.now,
                zone=zone,
                scope=facts.scope or None if (facts := self._facts.get(SourceId(name))) else None,
                policy=facts.policy or None if facts else None,
            )
            for name, answer in sorted(moment.answers.items())
            if isinstance(answer, Snapshot)
        ]
        if not jobs:
            return {}
        words = f"Reading {number(len(jobs), 'source')} of {moment.now:%Y-%m-%d}"
        with progress.stage(words, len(jobs)) as stage:
            found = self._pool.read_all(jobs, progress=lambda _source: stage.advance())
            return {reading.source: reading for reading in found}

    def _apply_removals(self, now: datetime) -> None:
        before = self._events
        after = archive.tombstones(before, self._loaded.content.moderation, now)
        if after != before and not self._dry:
            self.folder.replace(after)
        self._events = after

    def _advance(self, run: Run, events: Sequence[AnyEvent], readings: Mapping[str, Reading]) -> None:
        self._events = (*self._events, *events)
        for one in run.sources:
            self._facts[one.source] = self._advanced(one, run.now, readings.get(one.source))

    def _write(self, run: Run, events: Sequence[AnyEvent]) -> None:
        # the clock moves last: a run that is cut off is heard again, and adds only what is missing
        self.folder.append(events)
        self.folder.write_facts(fact for fact in self._facts.values() if fact.scope or fact.gaps)
        self._write_ledger(run.now)
        if run.answered:
            self.folder.write_clock(run.now)

    def _advanced(self, one: SourceRun, now: datetime, reading: Reading | None) -> SourceFacts:
        source, default = self._sources[one.source], self._loaded.config.listening.every_hours
        return archive.advance(
            self._facts.get(one.source),
            one,
            now=now,
            every_hours=source.every_hours or default,
            scope=reading.scope if reading else "",
            policy=reading.policy if reading else "",
        )

    def _write_ledger(self, now: datetime) -> None:
        manifest = self._loaded.content.manifest
        recording = self._loaded.config.site.clock == "recorded"
        opened = {**(manifest.opened if manifest else {}), **self._opened}
        files = [
            (one.id, one.path, one.sha256)
            for one in self._loaded.responses
            # a recording holds the files of its later runs as well: each counts from its own day on
            if not recording or one.id in opened or one.head.date <= now.date()
        ]
        ledger = self.folder.ledger()
        self.folder.write_ledger((*ledger, *archive.plan_ledger(files, ledger, now, opened).new))


def _gone(
    readings: Mapping[str, Reading], screened: Iterable[Screened], known: Folded, now: datetime
) -> dict[str, tuple[AnyEvent, ...]]:
    """By source: what its feed says was deleted and the archive still shows."""
    heard = {draft.id for one in screened for draft in one.drafts}
    return {
        source: archive.plan_gone(
            (MentionId(canonical.id16(one.scope, key)) for key in one.gone), heard=heard, known=known, now=now
        )
        for source, one in readings.items()
        if one.gone
    }
