"""The command line: it asks and prints; nothing else does."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click
from rich.console import Console

from generator.cli.brands import brands
from generator.cli.build import build, serve, site
from generator.cli.listen import listen
from generator.cli.people import check, init, respond, schemas, vendor
from generator.cli.sources import sources
from generator.errors import GeneratorError

HELP = """Reports of what customers said, what companies did about it, and whether it worked.

\b
  listen   hears the sources and writes what is new to content/archive/
  build    makes the pages from content/, without the network
  site     does both

Every command works on the folder that holds site_config.yml; name another one with --root.

\b
Exit codes
  0  all well
  1  nothing was published
  2  the command was used wrongly
  3  some sources or files were set aside, and everything else was published
"""

INTERRUPTED = 1


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name=None, version="0.1.0", prog_name="said-and-done")
def cli() -> None:
    """The commands below."""


for command in (site, listen, build, check, serve, respond, sources, brands, init, schemas, vendor):
    cli.add_command(command)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every error becomes a sentence."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        result = cli.main(args=list(argv) if argv is not None else None, standalone_mode=False)
    except click.exceptions.Abort:
        errors.print("Stopped. What was written before is whole.", markup=False)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except GeneratorError as error:
        errors.print(str(error), markup=False)
        return error.exit_code
    except Exception as error:  # the edge where a surprise becomes a sentence
        if os.environ.get("SAID_AND_DONE_DEBUG"):
            raise
        errors.print(f"Something unforeseen went wrong: {type(error).__name__}: {error}", markup=False)
        errors.print(
            "Run it again with SAID_AND_DONE_DEBUG=1 to see where, and please report it.", markup=False
        )
        return 1
    return result if isinstance(result, int) else 0
