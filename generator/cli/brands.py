"""The command `brands`: what a new brand's file would say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from generator.cli.listen import root_option
from generator.cli.sources import must_not_be_stopped, private_option, prober
from generator.cli.terminal import on_one_line
from generator.pipeline.progress import number

if TYPE_CHECKING:
    from generator.pipeline.add_brand import Proposed
    from generator.pipeline.content import Loaded
    from generator.pipeline.discover import Named
    from generator.pipeline.probe import Prober

MISTAKES = 1
NEXT = (
    "Next: judge the names and sources in it, say in `rights` what each source allows, tell the company, and "
    "write that down in content/told/."
)


@click.group()
def brands() -> None:
    """Add a brand to report on."""


@brands.command()
@root_option
@click.option("--domain", "domains", multiple=True, metavar="D", help="A domain of its own; repeatable.")
@click.option("--sector", default="Not yet said", show_default=True, help="What it does, in a word or two.")
@click.option(
    "--days", default=30, show_default=True, type=click.IntRange(1, 366), help="How far back is looked."
)
@click.option("--write", is_flag=True, help="Write content/brands/<id>.yml, and check it.")
@private_option
@click.argument("name")
def add(  # noqa: PLR0913 -- one argument an option
    root: Path,
    name: str,
    domains: tuple[str, ...],
    sector: str,
    days: int,
    *,
    write: bool,
    allow_private: bool,
) -> int:
    """Propose the file of a brand called NAME: its other names, its sources, what they would have brought.

    Names are held against those of the other brands, and against the words people use: one that is an
    ordinary word as well is matched by its capitals. Sources are looked for on the brand's own domains (feeds
    its home page names, forums it links to, usual places), and the forums this site hears already are read
    for its names. A sample of excerpts, masked as they would be printed, shows whether the right posts are
    found.

    Nothing is archived, and no key is needed. Without --write, nothing is written at all.

    Exit codes: 0 proposed, 1 it was stopped, or the written file has mistakes, 2 the name is taken, or the
    file is there.
    """
    from generator.pipeline import add_brand
    from generator.pipeline.content import load

    loaded = load(root)
    console = Console(highlight=False)
    wanted = add_brand.Wanted(name=name, domains=domains, sector=sector, days=days)
    with _probers(loaded, console, allow_private=allow_private) as (own, listened):
        proposed = add_brand.propose(loaded, wanted, own, listened, listened.now)
        must_not_be_stopped(own, listened)
    for line in _told(proposed, days):
        console.print(on_one_line(line), markup=False, soft_wrap=True)
    if not write:
        place = f"content/brands/{proposed.brand.id}.yml"
        said = f"\nNothing is written yet. Save this as {place}, or run the same again with --write:\n"
        console.print(said, markup=False, soft_wrap=True)
        console.print(proposed.yaml, markup=False, soft_wrap=True, end="")
        return 0
    path = add_brand.write(loaded, proposed)
    console.print(f"Wrote {path}", markup=False, soft_wrap=True)
    checked = load(root, only=(str(path.relative_to(loaded.content.root)),))
    for problem in checked.problems:
        console.print(on_one_line(problem), markup=False, soft_wrap=True)
    console.print(NEXT, markup=False, soft_wrap=True)
    return MISTAKES if checked.errors else 0


@contextmanager
def _probers(loaded: Loaded, console: Console, *, allow_private: bool) -> Iterator[tuple[Prober, Prober]]:
    """Two that try sources: one asks the network, one plays the recording of a recorded site."""
    from generator.pipeline.replay import Recording

    with prober(loaded, console, allow_private=allow_private) as own:
        if loaded.config.site.clock != "recorded":
            yield own, own
            return
        recording = Recording(loaded)
        last = recording.moment(recording.due(None)[-1])
        with prober(loaded, console, allow_private=False, answerer=last, now=last.now) as listened:
            yield own, listened


def _told(proposed: Proposed, days: int) -> Iterator[str]:
    if proposed.ordinary:
        yield (
            f"! {proposed.brand.name} is an ordinary word or an abbreviation, and a brand's name is matched "
            "in any case. Write a fuller name, and this one as an alias with `case: true`."
        )
    for one in proposed.names:
        if one.taken:
            yield f"! {one.text} is a name of {one.taken} already, and is left out."
    yield from (f"! {one}" for one in proposed.troubles)
    yield from _places(proposed, days)
    if proposed.untried:
        yield f"Not tried: {', '.join(one.url for one in proposed.untried)}"
    if not any(one.naming for one in (*proposed.heard, *proposed.found)):
        yield "Nobody was heard to speak of it. Name its domains with --domain, or other names in its file."


def _places(proposed: Proposed, days: int) -> Iterator[str]:
    """Where it is spoken of, most first; then where it is not."""
    every = sorted((*proposed.heard, *proposed.found), key=lambda one: (-one.naming, not one.failure))
    said: set[str] = set()
    for found in every:
        if found.naming or found.failure or found.flaws:
            yield from _source(found, days, said)
    if silent := [_place(one) for one in every if not (one.naming or one.failure or one.flaws)]:
        yield f"Within {number(days, 'day')} nothing about it: {', '.join(silent)}."


def _place(found: Named) -> str:
    return f"{found.source.id} (heard already)" if found.known else f"{found.source.url} ({found.where})"


def _source(found: Named, days: int, said: set[str]) -> Iterator[str]:
    """What one place holds; an excerpt that stood in `said` already is not repeated."""
    from generator.pipeline.add_brand import what

    place = _place(found)
    if found.failure:
        yield f"! {place}: {found.failure}"
        return
    yield f"{place}. {what(found, days)}"
    new = [text for text in found.examples if text not in said]
    yield from (f"  > {text}" for text in new)
    if found.examples and not new:
        yield "  > the same words as above"
    said.update(found.examples)
    yield from (f"  ! {sentence}" for sentence in found.flaws)
