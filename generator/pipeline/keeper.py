"""The archive as a run finds and leaves it: events, facts of sources, the ledger and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from generator import archive
from generator.archive import Folder
from generator.errors import ArchiveError
from generator.model.events import AnyEvent, SourceFacts
from generator.model.run import Run, SourceRun
from generator.model.source import Source
from generator.model.words import SourceId
from generator.pipeline.content import Loaded
from generator.pipeline.options import Options
from generator.pipeline.talk import Said


class Keeper:
    """Everything archived, and the only one who writes there."""

    def __init__(self, loaded: Loaded, sources: Iterable[Source], options: Options) -> None:
        """Read the archive.

        Raises:
            ArchiveError: it holds what this program did not write.
        """
        self.folder = Folder(loaded.archive)
        self.events: tuple[AnyEvent, ...] = self.folder.read()
        self.facts: dict[str, SourceFacts] = self.folder.facts()
        self._loaded = loaded
        self._sources = {source.id: source for source in sources}
        self._dry, self._opened = options.dry_run, options.opened

    def check_clock(self, now: datetime) -> None:
        """Refuse a run that is dated before one that is archived.

        Raises:
            ArchiveError: there is such a run.
        """
        clock = self.folder.clock()
        if clock is not None and now < clock.as_of:
            message = (
                f"The archive was listened to until {clock.as_of.isoformat()}, and this run is dated "
                f"{now.isoformat()}. Set the clock right and listen again."
            )
            raise ArchiveError(message)

    def apply_removals(self, now: datetime) -> None:
        """Put tombstones where a decision since the last run asks for them."""
        before = self.events
        after = archive.tombstones(before, self._loaded.content.moderation, now)
        if after != before and not self._dry:
            self.folder.replace(after)
        self.events = after

    def advance(self, run: Run, events: Sequence[AnyEvent], said: Mapping[SourceId, Said]) -> None:
        """Take a run's events and what its sources said into what is known."""
        self.events = (*self.events, *events)
        for one in run.sources:
            if one.source in self._sources:
                self.facts[one.source] = self._advanced(one, run.now, said.get(one.source))

    def _advanced(self, one: SourceRun, now: datetime, said: Said | None) -> SourceFacts:
        source, default = self._sources[one.source], self._loaded.config.listening.every_hours
        readings = said.readings if said else ()
        return archive.advance(
            self.facts.get(one.source),
            one,
            now=now,
            every_hours=source.every_hours or default,
            scope=next((reading.scope for reading in readings if reading.scope), ""),
            policy=next((reading.policy for reading in readings if reading.policy), ""),
            window=said.window if said else None,
        )

    def write(self, run: Run, events: Sequence[AnyEvent]) -> None:
        """Write a run to the archive, unless this is a rehearsal."""
        if self._dry:
            return
        # the clock moves last: a run that is cut off is heard again, and adds only what is missing
        self.folder.append(events)
        self.folder.write_facts(fact for fact in self.facts.values() if fact.scope or fact.gaps)
        self._write_ledger(run.now)
        # what is dated after the clock does not count yet, and a deletion must not wait for its source
        if run.answered or events:
            self.folder.write_clock(run.now)

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
