"""The commands that make and show the pages: `build`, `site`, `serve`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from generator.cli.listen import SOME_SET_ASIDE, root_option, run_listen
from generator.cli.terminal import Terminal, on_one_line
from generator.errors import NothingPublishedError
from generator.pipeline.progress import number


@click.command()
@root_option
def build(root: Path) -> int:
    """Make the pages from content/, without the network.

    The clock of the pages is the archive's: two builds of the same content differ in no byte. Files with
    mistakes are set aside, listed, and shown on the record page; everything else is published. The site that
    was there stays until the new one is whole.

    Exit codes: 0 all well, 1 nothing was published, 3 something was set aside.
    """
    return run_build(root, Console())


@click.command()
@root_option
def site(root: Path) -> int:
    """Listen, then build: from the sources to the finished pages.

    Exit codes: 0 all well, 1 nothing was published, 3 some sources or files were set aside.
    """
    console = Console()
    code = 0
    try:
        code = run_listen(root, console, mistakes=False)
    except NothingPublishedError as error:
        console.print(str(error), markup=False, soft_wrap=True)
        console.print("The pages are built from what was heard before.")
        code = SOME_SET_ASIDE
    return max(code, run_build(root, console))


@click.command()
@root_option
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port on 127.0.0.1."
)
def serve(root: Path, port: int) -> int:
    """Show the built site on this machine only; stop it with Ctrl-C.

    Exit codes: 0 stopped, 1 there is no site yet, or the port cannot be used.
    """
    from generator.pipeline.content import load
    from generator.pipeline.serve import server

    console = Console()
    with server(load(root).output, port) as running:
        console.print(
            f"http://{running.server_address[0]!s}:{running.server_address[1]}/  (stop with Ctrl-C)"
        )
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            console.print("Stopped.")
    return 0


def run_build(root: Path, console: Console) -> int:
    """Build, print what was made, and return the exit code."""
    from generator.pipeline.build import build_all
    from generator.pipeline.content import load

    loaded = load(root)
    built = build_all(loaded, progress=Terminal(console))
    for problem in built.problems:
        console.print(on_one_line(problem), markup=False, highlight=False, soft_wrap=True)
    megabytes = built.bytes / 1_000_000
    console.print(
        f"{number(built.cases, 'case')} of {number(built.brands, 'brand')} on {number(built.pages, 'page')} "
        f"({number(built.files, 'file')}, {megabytes:.1f} MB) as of {built.as_of}: "
        f"{built.output / 'index.html'}",
        highlight=False,
        soft_wrap=True,
    )
    return SOME_SET_ASIDE if built.problems else 0
