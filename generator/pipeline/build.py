"""The verb `build`: from content/ to the finished site, without the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from generator import archive, measures, publish, report
from generator.archive import Folder
from generator.errors import NothingPublishedError
from generator.model.base import Value
from generator.model.book import Book
from generator.model.events import SourceFacts
from generator.model.page import Asset
from generator.model.views import SiteView
from generator.pipeline.book import Binder, joined, moderated
from generator.pipeline.content import Loaded
from generator.pipeline.progress import NOBODY, Progress
from generator.render import charts, data, feeds, pages

STATIC = ("site.css", "charts.css", "site.js", "charts.js")
"""Our own styles and scripts, in the order in which pages load them."""

VENDOR = "build/vendor"


class Built(Value, frozen=True, kw_only=True):
    """What `build` made."""

    output: Path
    as_of: str
    """The clock, as a day in the site's zone."""
    brands: int
    cases: int
    pages: int
    files: int
    bytes: int
    problems: tuple[str, ...]
    """What was set aside, one sentence each."""


def build_all(loaded: Loaded, *, progress: Progress = NOBODY) -> Built:
    """Make the whole site; the one that was there stays until the new one is whole.

    Raises:
        ConfigurationError: site_config.yml cannot be used.
        ArchiveError: the archive holds what this program did not write.
        NothingPublishedError: nothing was ever heard, or the pages could not be written.
    """
    with progress.stage("Joining complaints, answers and promises"):
        book, notices = bind(loaded)
    with progress.stage("Wording the pages"):
        view = report.site(book, measures.DEFINITIONS)
    with progress.stage("Writing the site", len(view.pages)) as stage:
        published = publish.build_site(
            pages.pages(view),
            _assets(view, book, loaded),
            book.config,
            loaded.output,
            as_of=book.as_of.astimezone(ZoneInfo(book.config.site.timezone)).date(),
            progress=lambda _number: stage.advance(),
        )
    return Built(
        output=loaded.output,
        as_of=f"{book.as_of.astimezone(ZoneInfo(book.config.site.timezone)):%d %B %Y}",
        brands=len(book.brands),
        cases=sum(len(one.cases) for one in book.brands),
        pages=published.pages,
        files=published.files,
        bytes=published.bytes,
        problems=(*notices, *book.problems, *(str(one) for one in published.problems)),
    )


def bind(loaded: Loaded) -> tuple[Book, tuple[str, ...]]:
    """The book as of the archive's clock, and what reading the archive had to leave out."""
    folder = Folder(loaded.archive)
    facts, ledger = folder.facts(), folder.ledger()
    as_of = _as_of(folder, facts.values(), loaded.config.paths.archive)
    folded = moderated(loaded, archive.merge(folder.read()), as_of)
    casebook = joined(loaded, folded, ledger, as_of)
    return Binder(loaded, as_of, facts).bind(folded, casebook, ledger), tuple(folder.notices)


def _as_of(folder: Folder, facts: Iterable[SourceFacts], where: str) -> datetime:
    """The archive's clock; where no source ever answered, the moment the newest of them was first tried."""
    clock = folder.clock()
    if clock is not None:
        return clock.as_of
    tried = [gap.start for one in facts for gap in one.gaps]
    if not tried:
        message = (
            f"Nothing was heard yet: {where} holds no clock. "
            "Run `listen` first; it needs the network, or a recording."
        )
        raise NothingPublishedError(message)
    return max(tried)


def _assets(view: SiteView, book: Book, loaded: Loaded) -> Iterator[Asset]:
    static = files("generator.render").joinpath("static")
    for name in STATIC:
        yield Asset(path=f"assets/{name}", body=static.joinpath(name).read_bytes())
    script = publish.plotly_script.script(loaded.content.root / VENDOR)
    yield Asset(path=publish.plotly_script.PATH, body=script.read_bytes())
    yield from charts.chart_assets(view.charts)
    yield from data.exports(book)
    yield feeds.site_feed(book)
    for one in book.brands:
        yield feeds.brand_feed(book, one)
