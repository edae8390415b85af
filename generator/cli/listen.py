"""The command `listen`."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import msgspec
from rich.console import Console

from generator.cli.tables import Column, show, size
from generator.cli.terminal import Terminal, on_one_line
from generator.errors import UsageError
from generator.model.entry import SET_ASIDE
from generator.model.run import Run, SourceRun
from generator.pipeline.progress import number
from generator.pipeline.summary import STATUS_WORDS, set_aside, totals

if TYPE_CHECKING:
    from generator.pipeline.listen import Heard, Options

SOME_SET_ASIDE = 3
NOT_DUE = "No source is due yet. Hear them all the same with --all."

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder that holds site_config.yml (default: this one).",
)


@click.command()
@root_option
@click.option("--source", "only", multiple=True, metavar="ID", help="Hear this source only; may be repeated.")
@click.option("--brand", "brands", multiple=True, metavar="ID", help="Hear this brand's sources only.")
@click.option("--all", "everything", is_flag=True, help="Hear sources too that are not due yet.")
@click.option("--dry-run", is_flag=True, help="Say what would be archived, and write nothing.")
@click.option(
    "--opened",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON of response ids and the instants their pull requests were opened; CI hands it over.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Page back to this day (YYYY-MM-DD) wherever a source allows it.",
)
def listen(  # noqa: PLR0913 -- one argument an option
    root: Path,
    only: tuple[str, ...],
    brands: tuple[str, ...],
    *,
    everything: bool,
    dry_run: bool,
    opened: Path | None,
    since: datetime | None,
) -> int:
    """Hear the sources and write what is new to content/archive/.

    A live site asks the network, and needs the secret SAID_AND_DONE_KEY in its environment. A recorded site
    (clock: recorded) reads its recordings: the runs that are not archived yet, or the last one again, which
    adds nothing. A source that fails is tried again next time; the others are heard.

    Whoever watches sees a row a source while it is asked; a log gets a line a source. With --since, sources
    are asked for older pages, too, until that day is reached or the limit of requests of one run is spent.
    Ctrl-C stops asking and archives what was heard so far; a second Ctrl-C stops at once.

    In the table of a run, `read` counts entries, `new` the mentions archived, `gone` the posts that are gone
    at their source, `replies` the company's own, `set aside` what is not kept (the reasons follow), `checked`
    the published posts that were looked at again. `gap` says that entries may have come and gone unheard.

    Exit codes: 0 all well, 1 it could not begin (no key, no recording), 2 no such source or brand, 3 some
    sources, or files people wrote, were set aside, or it was stopped.
    """
    from generator.pipeline.listen import Options, read_opened

    options = Options(
        only=only,
        brands=brands,
        everything=everything,
        dry_run=dry_run,
        opened=read_opened(opened) if opened else {},
    )
    return run_listen(root, Console(), options, since=since.date() if since else None)


def run_listen(
    root: Path,
    console: Console,
    options: Options | None = None,
    *,
    since: date | None = None,
    mistakes: bool = True,
) -> int:
    """Listen, print what each source did, and return the exit code.

    Args:
        root: the folder that holds site_config.yml.
        console: where it is printed.
        options: what to hear; None hears everything that is due.
        since: the day back to which older pages are asked for; None asks for new ones.
        mistakes: prints the mistakes in people's files, too.

    Raises:
        UsageError: the day has not come yet.
    """
    from generator.pipeline.content import load
    from generator.pipeline.listen import Options, listen_to_all

    loaded = load(root)
    if since is not None:
        beginning = _beginning(since, loaded.config.site.timezone)
        options = msgspec.structs.replace(options or Options(), since=beginning)
    heard = listen_to_all(
        loaded, environ=os.environ, now=datetime.now(UTC), options=options, progress=Terminal(console)
    )
    if any(one.status != "not_due" for run in heard.runs for one in run.sources):
        for run in heard.runs[-3:]:
            _print_run(run, console)
        _print_totals(heard.runs, console, dry_run=bool(options and options.dry_run))
    else:
        console.print(NOT_DUE, soft_wrap=True)
    for problem in loaded.errors if mistakes else ():
        console.print(on_one_line(problem), markup=False, highlight=False, soft_wrap=True)
    if heard.stopped:
        console.print(_stopped(heard), soft_wrap=True, highlight=False)
    failed = any(run.failed for run in heard.runs[-1:])
    return SOME_SET_ASIDE if failed or heard.stopped or loaded.errors else 0


def _beginning(day: date, zone: str) -> datetime:
    """The first instant of a day of the site."""
    beginning = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    if beginning > datetime.now(UTC):
        message = f"--since {day} has not come yet. Name a day that is over."
        raise UsageError(message)
    return beginning


def _stopped(heard: Heard) -> str:
    every = [one.status for run in heard.runs[-1:] for one in run.sources]
    done = every.count("heard") + every.count("unchanged")
    due = done + every.count("failed") + heard.waiting
    heard_of = f"{done:,} of {number(due, 'source')} were heard"
    return f"Stopped before the end: {heard_of}, and what they said is archived."


def _print_run(run: Run, console: Console) -> None:
    rows = [one for one in run.sources if one.status != "not_due"]
    show(console, _columns(rows), title=f"{run.now:%Y-%m-%d %H:%M} UTC")
    said = [f"{one.source}: {one.message}" for one in run.failed]
    said += [f"{one.source}: {note}" for one in rows for note in (*one.notes, *_left(one))]
    for sentence in said:
        console.print(on_one_line(sentence), markup=False, highlight=False, soft_wrap=True)


def _columns(rows: list[SourceRun]) -> tuple[Column, ...]:
    """What each source did; ranks say what a narrow terminal does without."""
    numbers = (
        ("read", 0, "read"),
        ("new", 0, "new"),
        ("edited", 1, "revised"),
        ("gone", 3, "gone"),
        ("replies", 4, "replies"),
        ("checked", 7, "checked"),
        ("ms", 8, "milliseconds"),
    )
    counts = {
        head: Column(head=head, rank=rank, cells=tuple(f"{getattr(one, field):,}" for one in rows))
        for head, rank, field in numbers
    }
    aside = tuple(f"{sum(count for _, count in one.set_aside):,}" for one in rows)
    return (
        Column(head="source", cells=tuple(one.source for one in rows), words=True),
        Column(head="status", cells=tuple(STATUS_WORDS[one.status] for one in rows), words=True),
        *(counts[head] for head in ("read", "new", "edited", "gone", "replies")),
        Column(head="set aside", cells=aside, rank=2),
        Column(head="gap", cells=tuple("gap" if one.gap else "" for one in rows), rank=1, words=True),
        counts["checked"],
        counts["ms"],
        Column(head="bytes", cells=tuple(size(one.bytes) for one in rows), rank=9),
    )


def _left(one: SourceRun) -> tuple[str, ...]:
    """What was not managed, in sentences."""
    said = []
    if one.missed:
        left = number(one.missed, "further page or thread", "further pages or threads")
        said.append(f"{left} could not be heard in this run; the next one asks again.")
    if one.checks_failed:
        looks = number(one.checks_failed, "look")
        said.append(
            f"{looks} at published posts brought no verdict; nothing is hidden, and it is tried again."
        )
    return tuple(said)


def _followed(total: Counter[str], *, dry_run: bool) -> str:
    """What became of published posts; a source tells of a deletion in its feed, too, without being asked."""
    gone, back = total["gone"], total["back"]
    said = f"{number(total['checked'], 'published post')} looked at again at their source."
    if gone:
        posts = "1 post is gone there: its" if gone == 1 else f"{gone:,} posts are gone there: their"
        said += f" {posts} words {'would be' if dry_run else 'are'} hidden."
    if back:
        said += f" {number(back, 'post that was gone is', 'posts that were gone are')} there again."
    return said


def _print_totals(runs: tuple[Run, ...], console: Console, *, dry_run: bool) -> None:
    every = [one for run in runs for one in run.sources]
    total = totals(every)
    verb = "would be archived" if dry_run else "archived"
    console.print(
        f"{number(total['read'], 'entry', 'entries')} read in {number(len(runs), 'run')}: "
        f"{number(total['new'], 'new mention')}, {number(total['revised'], 'edit')} and "
        f"{number(total['replies'], 'reply', 'replies')} {verb}, {total['known']:,} known already, "
        f"{total['set_aside']:,} set aside.",
        highlight=False,
        soft_wrap=True,
    )
    if total["checked"] or total["gone"] or total["back"]:
        console.print(
            _followed(total, dry_run=dry_run),
            highlight=False,
            soft_wrap=True,
        )
    for reason, count in set_aside(every):
        console.print(f"  {count:,}: {SET_ASIDE.get(reason, reason)}", highlight=False, soft_wrap=True)
