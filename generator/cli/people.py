"""The commands for people who write: `check`, `respond new`, `init`, `schemas`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console

from generator.cli.listen import root_option
from generator.cli.terminal import on_one_line
from generator.errors import UsageError
from generator.model.words import Relationship, ResponseType
from generator.pipeline.progress import number

QUESTIONS = (
    ("title", "Title of the site", None),
    ("url", "Its public address, with a closing slash", "https://example.org/"),
    ("publisher", "Who publishes it", None),
    ("contact", "Where readers reach the publisher (web address or e-mail of a role)", None),
    ("relationship", f"What the publisher is to the brands ({', '.join(Relationship)})", None),
    ("language", "Language of the pages (two letters)", "en"),
    ("timezone", "Time zone, as in Europe/Paris", "UTC"),
    ("brand", "First brand's name", None),
    ("feed", "Where its customers speak: a feed, a forum, ... (https://…, or a file in this folder)", None),
)
"""Field of the answers, question, and what an empty line means."""
NEXT = """\
Then:
  export SAID_AND_DONE_KEY=...   (the key above)
  make check                     says what is wrong and how to mend it
  make site                      listens and builds; make serve shows it
  python -m generator sources test ADDRESS   what an address would bring, and the lines to paste
  python -m generator brands add NAME        a further brand's file, to be judged by you
Say in the brand's file what it does, who may answer for it and where it can be told."""


@click.command()
@root_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    show_default=True,
    help="github: lines that the hosting service shows beside the file in a pull request.",
)
@click.argument("paths", nargs=-1)
def check(root: Path, form: str, paths: tuple[str, ...]) -> int:
    """Report every mistake of every file people write, at once.

    Each mistake is one line: file:line: code: the rule and the way to mend it. With PATHS, files or folders,
    only their mistakes are reported; one folder that holds a site_config.yml of its own is checked as a site.

    Exit codes: 0 no mistakes, 1 mistakes, 2 a path that does not exist.
    """
    from generator.pipeline.check import format_github
    from generator.pipeline.content import load

    console = Console(highlight=False, soft_wrap=True)
    root, paths = _site_and_paths(root, paths)
    loaded = load(root, only=paths)
    for problem in loaded.problems:
        console.print(format_github(problem) if form == "github" else on_one_line(problem), markup=False)
    errors = len(loaded.errors)
    notes = len(loaded.problems) - errors
    found = number(errors, "mistake") if errors else "No mistakes"
    console.print(f"{found}, {number(notes, 'note')} that stop nothing." if notes else f"{found}.")
    return 1 if errors else 0


def _site_and_paths(root: Path, paths: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """The site to check, and what of it to report."""
    for path in paths:
        if not (root / path).exists():
            message = f"There is no file or folder {root / path}."
            raise UsageError(message)
    if len(paths) == 1 and (root / paths[0] / "site_config.yml").is_file():
        return root / paths[0], ()
    return root, paths


@click.group()
def respond() -> None:
    """Write a company's response."""


@respond.command()
@root_option
@click.argument("brand")
@click.option("--case", "cases", multiple=True, metavar="ID", help="A case it answers; may be repeated.")
@click.option("--theme", help="The theme it answers in general.")
@click.option(
    "--type",
    "kind",
    type=click.Choice([one.value for one in ResponseType]),
    default="answer",
    show_default=True,
    help="An acknowledgement is not an answer.",
)
@click.option("--slug", help="Last part of the file name; by default made of the theme or the case.")
def new(
    root: Path, brand: str, cases: tuple[str, ...], theme: str | None, kind: str, slug: str | None
) -> int:
    """Write a response file for BRAND (its id), ready to be filled in.

    Name the cases it answers, or a theme to answer all who wrote about it. Nothing is overwritten.

    Exit codes: 0 written, 2 it cannot be written so.
    """
    from generator.pipeline.respond import new_response

    today = datetime.now(UTC).date()
    path = new_response(
        root, brand, cases=cases, theme=theme, kind=ResponseType(kind), slug=slug, today=today
    )
    Console(soft_wrap=True).print(f"Fill in {path}, then run: make check", highlight=False)
    return 0


@click.command()
@root_option
@click.option("--yes", is_flag=True, help="Do not ask before the sample content is removed.")
def init(root: Path, *, yes: bool) -> int:
    """Clear the sample content and begin a site of your own.

    Asks for the title, the address, the publisher and a first brand. Everything it asks can be changed later
    in site_config.yml and content/brands/. An answer that cannot be used is asked
    for again. Answers may come from standard input, one a line.

    Exit codes: 0 begun, 1 stopped at a question, 2 an answer is not accepted or there is no sample any more.
    """
    from generator.pipeline.init import Answers, begin, must_be_sample

    must_be_sample(root)
    console = Console(soft_wrap=True, highlight=False)
    if not yes:
        click.confirm(
            "This removes the invented brands, responses and archive of the sample. Go on?", abort=True
        )
    answers = Answers(**{name: _asked(root, name, words, default) for name, words, default in QUESTIONS})
    begun = begin(root, answers)
    for path in begun.written:
        console.print(f"Wrote {path}")
    console.print(f"Removed {len(begun.removed)} files of the sample.")
    console.print("\nKeep this key as the secret SAID_AND_DONE_KEY, and nowhere else:")
    console.print(begun.key, markup=False)
    console.print(NEXT)
    return 0


def _asked(root: Path, name: str, words: str, default: str | None) -> str:
    """One answer that is accepted; a person is asked again until it is."""
    from generator.pipeline.init import objection

    def accepted(answer: str) -> str:
        wrong = objection(root, name, answer)
        if wrong is not None:
            raise click.BadParameter(wrong)
        return answer

    return str(click.prompt(words, default=default, value_proc=accepted))


@click.command()
@root_option
def schemas(root: Path) -> int:
    """Write content/schemas/, with which editors help people write.

    Names the files that changed. Exit code: 0.
    """
    from generator.pipeline.schemas import write

    for path in write(root):
        Console(soft_wrap=True).print(str(path), highlight=False)
    return 0


@click.command(hidden=True)
@root_option
def vendor(root: Path) -> int:
    """Fetch the small Plotly script into build/vendor where npm is at hand; never needed."""
    from generator.publish.plotly_script import fetch

    found = fetch(root / "build" / "vendor")
    if found is None:
        Console(soft_wrap=True).print(
            "npm is not at hand: charts use the larger script of the plotly package."
        )
    return 0
