"""The verb `listen`: from what sources answered to new lines of the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import msgspec

from generator import archive, ingest
from generator.errors import UsageError
from generator.ingest.context import TOKENS
from generator.model.base import Value
from generator.model.run import Run
from generator.model.source import Source
from generator.pipeline.content import Loaded
from generator.pipeline.hear import Live, Manner
from generator.pipeline.listener import Listener, Tools
from generator.pipeline.options import Options
from generator.pipeline.progress import NOBODY, Progress, number
from generator.pipeline.replay import Recording
from generator.pipeline.sources import site_sources
from generator.pipeline.summary import commit_message, markdown
from generator.text import nearest

__all__ = ["Heard", "Options", "listen_to_all", "read_opened"]


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
    stopped: bool = False
    """True where a person stopped it, or its time was up; what was heard before is archived."""
    waiting: int = 0
    """Sources that were due and not heard, where it was stopped."""


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
        tokens = {name: environ[name] for name in TOKENS if environ.get(name)}
        listener = Listener(loaded, sources, options, Tools(key, workers, tokens))
        if recording:
            heard = Heard(runs=_replay(recording, listener, options, progress))
        else:
            network = Live(
                loaded,
                now,
                rules=listener.rules,
                manner=_manner(options),
                progress=progress,
            )
            heard = _live(network, listener, options, progress)
    if not options.dry_run:
        _leave_summary(loaded, heard.runs)
    return heard


def _manner(options: Options) -> Manner:
    far = options.since is not None
    return Manner(
        everything=options.everything or bool(options.only) or far,
        anew=far,
        allow_private=options.allow_private,
    )


def _live(network: Live, listener: Listener, options: Options, progress: Progress) -> Heard:
    run = listener.hear(network, progress)
    if not options.dry_run:
        network.remember()
    due = {one.id for one in network.due(listener.sources)}
    waiting = sum(one.status == "not_due" and one.source in due for one in run.sources)
    cut = network.stopped or network.late
    return Heard(runs=(run,), stopped=cut, waiting=waiting if cut else 0)


def _replay(
    recording: Recording, listener: Listener, options: Options, progress: Progress
) -> tuple[Run, ...]:
    clock = listener.clock
    if (options.only or options.brands) and not options.dry_run and recording.waiting(clock):
        message = (
            "A recording is heard run by run with all its sources, or its clock would pass over the others. "
            "Leave --source and --brand out, or add --dry-run."
        )
        raise UsageError(message)
    due = recording.due(clock)
    if len(due) == 1:
        return (listener.hear(recording.moment(due[0]), progress),)
    runs = []
    with progress.stage(f"Hearing {number(len(due), 'run')} of the recording", len(due)) as stage:
        for run in due:
            runs.append(listener.hear(recording.moment(run), NOBODY))
            stage.advance()
    return tuple(runs)


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
