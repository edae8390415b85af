"""The command `listen`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from generator.cli.terminal import Terminal, on_one_line
from generator.model.entry import SET_ASIDE
from generator.model.run import Run, SourceRun
from generator.pipeline.progress import number
from generator.pipeline.summary import STATUS_WORDS, set_aside, totals

if TYPE_CHECKING:
    from generator.pipeline.listen import Options

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
def listen(
    root: Path,
    only: tuple[str, ...],
    brands: tuple[str, ...],
    *,
    everything: bool,
    dry_run: bool,
    opened: Path | None,
) -> int:
    """Hear the sources and write what is new to content/archive/.

    A live site asks the network, and needs the secret SAID_AND_DONE_KEY in its environment. A recorded site
    (clock: recorded) reads its recordings: the runs that are not archived yet, or the last one again, which
    adds nothing. A source that fails is tried again next time; the others are heard.

    Exit codes: 0 all well, 1 it could not begin (no key, no recording), 2 no such source or brand, 3 some
    sources, or files people wrote, were set aside.
    """
    from generator.pipeline.listen import Options, read_opened

    options = Options(
        only=only,
        brands=brands,
        everything=everything,
        dry_run=dry_run,
        opened=read_opened(opened) if opened else {},
    )
    return run_listen(root, Console(), options)


def run_listen(root: Path, console: Console, options: Options | None = None, *, mistakes: bool = True) -> int:
    """Listen, print what each source did, and return the exit code; `mistakes` prints those in files, too."""
    from generator.pipeline.content import load
    from generator.pipeline.listen import listen_to_all

    loaded = load(root)
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
    failed = any(run.failed for run in heard.runs[-1:])
    return SOME_SET_ASIDE if failed or loaded.errors else 0


def _print_run(run: Run, console: Console) -> None:
    table = Table(title=f"{run.now:%Y-%m-%d %H:%M} UTC", title_justify="left", box=None, pad_edge=False)
    table.add_column("source")
    table.add_column("status")
    for head in ("read", "new", "edited", "replies", "set aside", "ms"):
        table.add_column(head, justify="right")
    for one in run.sources:
        if one.status != "not_due":
            table.add_row(*_row(one))
    console.print(table)
    for one in run.failed:
        console.print(f"{one.source}: {one.message}", markup=False, highlight=False, soft_wrap=True)


def _row(one: SourceRun) -> tuple[str, ...]:
    aside = sum(count for _, count in one.set_aside)
    numbers = (one.read, one.new, one.revised, one.replies, aside, one.milliseconds)
    return (one.source, STATUS_WORDS[one.status], *(str(number) for number in numbers))


def _print_totals(runs: tuple[Run, ...], console: Console, *, dry_run: bool) -> None:
    every = [one for run in runs for one in run.sources]
    total = totals(every)
    verb = "would be archived" if dry_run else "archived"
    console.print(
        f"{number(total['read'], 'entry', 'entries')} read in {number(len(runs), 'run')}: "
        f"{number(total['new'], 'new mention')}, {number(total['revised'], 'edit')} and "
        f"{number(total['replies'], 'reply', 'replies')} {verb}, {total['set_aside']:,} set aside.",
        highlight=False,
        soft_wrap=True,
    )
    for reason, count in set_aside(every):
        console.print(f"  {count:,}: {SET_ASIDE.get(reason, reason)}", highlight=False, soft_wrap=True)
