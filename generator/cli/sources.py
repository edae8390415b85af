"""The command `sources`: how well sources are heard, and what a new one would yield."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from rich.console import Console

from generator.cli.listen import SOME_SET_ASIDE, root_option
from generator.cli.tables import Column, show, size
from generator.cli.terminal import Terminal, on_one_line
from generator.errors import UsageError
from generator.model.entry import SET_ASIDE
from generator.model.words import SourceKind
from generator.pipeline.progress import number
from generator.text import nearest, plain

if TYPE_CHECKING:
    from generator.model.source import Source
    from generator.pipeline.content import Loaded
    from generator.pipeline.exchange import Answerer
    from generator.pipeline.health import SourceHealth
    from generator.pipeline.probe import Probe, Prober
    from generator.pipeline.yields import Yield

NOTHING_READABLE = 1
MOST_LISTED = 20
POLICIES = {
    "platform": "the numbers that their platform gives them",
    "guid": "the ids that the source gives them",
    "id": "the column `id`",
    "link": "their links",
    "guid-or-link": "the ids that the source gives them together with their links",
    "hash": "their words: an edit counts as a new post",
}


@click.group(invoke_without_command=True)
@root_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list for machines.")
@click.pass_context
def sources(context: click.Context, root: Path, *, as_json: bool) -> int:
    """Say how well each source is heard, the worst first; or try and import sources.

    Without a further word it reads files only: the configuration, the archive's facts, and what runs
    remember. A source is *failing* where the last run could not hear it, *late* where twice its interval has
    passed, *never heard* before its first answer.

    `read` and `kept` count the entries of its last answer; `gaps`, the stretches in which it could not be
    heard, `now` for one that lasts; `failures`, those in a row; `due` is when it is asked next. A narrow
    terminal leaves columns out.

    Exit codes: 0 all well, 3 some source fails.
    """
    if context.invoked_subcommand is not None:
        context.default_map = {name: {"root": root} for name in ("test", "import")}
        return 0
    from generator.pipeline.content import load
    from generator.pipeline.health import site_health

    found = site_health(load(root), datetime.now(UTC))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        _print_health(found, Console())
    return SOME_SET_ASIDE if any(one.state == "failing" for one in found) else 0


def _print_health(found: tuple[SourceHealth, ...], console: Console) -> None:
    show(console, _columns(found))
    for one in found:
        moved = f"it has moved for good to {one.moved_to}: write that as its `url`." if one.moved_to else ""
        for why in filter(None, (one.why if one.state == "failing" else "", moved)):
            sentence = on_one_line(f"{one.id}: {why}")
            console.print(sentence, markup=False, highlight=False, soft_wrap=True)
    states = Counter(one.state for one in found)
    if states["late"]:
        words = "Late: nobody asked them for twice their interval. See whether `listen` still runs every day."
        console.print(words, highlight=False, soft_wrap=True)
    uncleared = sum(not one.rights for one in found)
    words = f"{number(len(found), 'source')}, {states['failing']:,} failing"
    words += "".join(f", {states[one]:,} {one}" for one in ("never heard", "late") if states[one])
    if uncleared:
        words += f", {uncleared:,} without rights: no words of theirs are printed"
    console.print(f"{words}.", highlight=False, soft_wrap=True)


def _columns(found: tuple[SourceHealth, ...]) -> tuple[Column, ...]:
    def column(head: str, rank: int, cells: list[str], *, words: bool = True) -> Column:
        return Column(head=head, rank=rank, cells=tuple(cells), words=words)

    return (
        column("source", 0, [one.id for one in found]),
        column("state", 0, [one.state for one in found]),
        column("heard until", 0, [str(one.heard_until or "-") for one in found]),
        column("read", 4, [f"{one.read:,}" for one in found], words=False),
        column("kept", 3, [f"{one.kept:,}" for one in found], words=False),
        column("gaps", 2, [_gaps(one) for one in found], words=False),
        column("failures", 1, [f"{one.failures:,}" for one in found], words=False),
        column("due (UTC)", 7, [f"{one.due:%m-%d %H:%M}" if one.due else "-" for one in found]),
        column("rights", 5, [one.rights or "none" for one in found]),
        column("kind", 6, [one.kind for one in found]),
        column("owner", 8, [one.owner for one in found]),
        column("brands", 9, [", ".join(one.brands) or "by name" for one in found]),
    )


def _gaps(one: SourceHealth) -> str:
    if one.open_gap:
        return f"{one.gaps} + now" if one.gaps else "now"
    return str(one.gaps)


private_option = click.option(
    "--allow-private", is_flag=True, hidden=True, help="Ask addresses of a private network, too: for tests."
)


@contextmanager
def prober(
    loaded: Loaded,
    console: Console,
    *,
    allow_private: bool,
    answerer: Answerer | None = None,
    now: datetime | None = None,
) -> Iterator[Prober]:
    """Everything that trying sources needs; nothing it does is remembered.

    `answerer` stands in for the network, and `now` for the clock, where a recording is played.
    """
    from generator.ingest import Pool
    from generator.ingest.context import TOKENS
    from generator.pipeline.hear import Live, Manner
    from generator.pipeline.probe import Prober

    now, terminal = now or datetime.now(UTC), Terminal(console, lines=False)
    manner = Manner(everything=True, anew=True, allow_private=allow_private)
    asked = answerer or Live(loaded, now, rules="", manner=manner, progress=terminal)
    tokens = {name: os.environ[name] for name in TOKENS if os.environ.get(name)}
    with Pool(workers=loaded.config.engine.workers, limits=loaded.config.limits) as pool:
        yield Prober(loaded, asked, pool, now=now, tokens=tokens, progress=terminal)


def must_not_be_stopped(*trying: Prober) -> None:
    """Leave where a person stopped it: half of what was to be heard would mislead.

    Raises:
        Abort: it was stopped.
    """
    if any(one.answerer.stopped for one in trying):
        raise click.Abort


@sources.command()
@root_option
@click.option("--kind", type=click.Choice([one.value for one in SourceKind]), help="Read it as this kind.")
@click.option("--brand", metavar="ID", help="Every entry is about this brand; else they are matched by name.")
@click.option("--query", "queries", multiple=True, metavar="WORDS", help="Words to search for; repeatable.")
@private_option
@click.argument("url")
def test(
    root: Path,
    url: str,
    kind: str | None,
    brand: str | None,
    queries: tuple[str, ...],
    *,
    allow_private: bool,
) -> int:
    """Say what kind of source URL is and what it would yield, and propose its YAML.

    URL is a web address, or a file below the site's folder. It is asked as `listen` would ask it, within the
    same limits and manners; nothing is archived, and no key is needed. A web page that names feeds is no
    source itself: they are listed, and the first is tried.

    The proposed YAML leaves `rights:` to you: until somebody has read the place's terms and written down what
    they allow, no words of it are printed.

    Exit codes: 0 something can be heard there, 1 nothing can be read or it was stopped, 2 no such brand.
    """
    from generator.pipeline.content import load
    from generator.pipeline.probe import Wish

    loaded = load(root)
    known = {one.id for one in loaded.content.brands}
    if brand is not None and brand not in known:
        near = nearest(brand, known)
        hint = f"Did you mean {near}?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."
        message = f"There is no brand called {brand}. {hint}"
        raise UsageError(message)
    console = Console(highlight=False)
    with prober(loaded, console, allow_private=allow_private) as trying:
        wish = Wish(brand=brand, queries=queries)
        probe = trying.probe(url, kind=SourceKind(kind) if kind else None, wish=wish)
        must_not_be_stopped(trying)
    return print_probe(probe, console, loaded.config.site.languages)


def print_probe(probe: Probe, console: Console, languages: tuple[str, ...]) -> int:
    """Print what came of trying an address, and return the exit code."""
    from generator.pipeline.flaws import warnings
    from generator.pipeline.source_yaml import source_yaml

    def say(words: str) -> None:
        console.print(words, markup=False, soft_wrap=True)

    for line in _told(probe):
        say(on_one_line(line))
    for sentence in warnings(probe, languages):
        say(f"! {on_one_line(sentence)}")
    if probe.failure:
        say(on_one_line(probe.failure))
    if probe.source is None or (probe.failure and not probe.columns):
        return NOTHING_READABLE
    place = f"content/brands/{probe.source.about}.yml" if probe.source.about else "site_config.yml"
    fill = ", and fill in what it asks for" if probe.failure else ""
    say(
        f"\nTo listen to it, add this below `sources:` in {place}{fill}. Where no such line is, write it. "
        "Then run: python -m generator check\n"
    )
    made = source_yaml(_as_written(probe.source), asked=probe.asked)
    console.print(made, markup=False, soft_wrap=True, end="")
    return NOTHING_READABLE if probe.failure else 0


def _as_written(source: Source) -> Source:
    """As its file says it: what stands in a brand's file is about that brand anyway."""
    return source.model_copy(update={"about": None})


def _feeds(probe: Probe) -> Iterator[str]:
    count = number(len(probe.feeds), "feed")
    if any(one.type for one in probe.feeds):
        yield f"{probe.url}: it is a web page that names {count}; the first is tried:"
    else:
        yield f"{probe.url}: it is a web page; {count} at its software's usual places, the first is tried:"
    for one in probe.feeds[:MOST_LISTED]:
        yield f"  {one.url}" + (f"  {plain(one.title)}" if one.title else "")
    if len(probe.feeds) > MOST_LISTED:
        yield f"  and {len(probe.feeds) - MOST_LISTED:,} more"
    if len(probe.feeds) > 1:
        yield "Try another one by its own address."


def told_yield(found: Yield) -> Iterator[str]:
    """What a source holds, a line each."""
    yield (
        f"{number(found.read, 'entry', 'entries')} read: {found.kept:,} kept, "
        f"{sum(count for _, count in found.set_aside):,} set aside."
    )
    for reason, count in found.set_aside:
        yield f"  {count:,}: {SET_ASIDE.get(reason, reason)}"
    if found.first is not None:
        rate = f", about {found.a_week:g} a week" if found.a_week else ""
        yield f"Dates: {found.first} to {found.last}{rate}."
    if found.kept:
        yield "Carrying: " + ", ".join(f"{name} {count:,}" for name, count in found.has) + "."
    if found.languages:
        yield "Languages: " + ", ".join(f"{name} {count:,}" for name, count in found.languages) + "."
    yield from _told_kept(found)
    for text in found.examples:
        yield f"  > {text}"


def _told_kept(found: Yield) -> Iterator[str]:
    if found.policy:
        yield f"Posts are told apart by {POLICIES.get(found.policy, found.policy)}."
    if found.naming:
        yield (
            "Naming a brand of this site: "
            + ", ".join(f"{one} {count:,}" for one, count in found.naming)
            + "."
        )
    if found.kept:
        yield f"Complaints among them, about whomever: {found.sure:,} sure, {found.review:,} to review."


def _told(probe: Probe) -> Iterator[str]:
    if probe.feeds:
        yield from _feeds(probe)
    elif probe.source is not None and not probe.failure:
        yield f"{probe.url}: {probe.why} (kind {probe.source.kind.value})."
    said = probe.said
    if probe.found is not None and said is not None:
        yield f"Asked with {number(said.requests, 'request')} ({size(said.bytes)})."
        yield from told_yield(probe.found)


@sources.command("import")
@root_option
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(root: Path, path: Path) -> int:
    """Print the YAML of every feed in PATH, an OPML list, that is not a source yet.

    Nothing is written and nobody is asked: paste what you want to hear below `sources:` in site_config.yml,
    or in a brand's file. Try a feed first with: python -m generator sources test URL

    Exit codes: 0 the list was read, 2 it cannot be used.
    """
    from generator.ingest.feeds.opml import DROPPED
    from generator.pipeline.content import load
    from generator.pipeline.import_feeds import import_feeds
    from generator.pipeline.source_yaml import source_yaml

    found = import_feeds(load(root), path)
    console = Console(highlight=False)
    for source in found.sources:
        console.print(source_yaml(source), markup=False, soft_wrap=True, end="")
    # what is said goes beside what is pasted
    said = Console(stderr=True, highlight=False, soft_wrap=True)
    said.print(
        f"{number(len(found.sources), 'feed')} to add, {number(len(found.known), 'source')} known already."
    )
    for reason, count in found.dropped:
        said.print(f"  {number(count, 'line')} of the list: {DROPPED.get(reason, reason)}")
    return 0
