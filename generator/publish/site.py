"""Pages and files become a site, whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from generator.errors import NothingPublishedError
from generator.model.base import Value
from generator.model.page import Asset, Page
from generator.model.site import SiteConfig
from generator.problems import Problem
from generator.publish import extras, frame, links, shell
from generator.publish.head import head
from generator.publish.plotly_script import PATH as PLOTLY
from generator.publish.spool import Spool

STAMP_OVER = 200
"""Up to so many pages, MkDocs draws every page; beyond, it draws one shell per layout and depth."""

Progress = Callable[[int], None]
"""Called with the number of pages written so far."""

_PATH = re.compile(r"(?:[\w~@+,=-][\w.~@+,=-]*/)*")
_FILE = re.compile(r"(?:[\w~@+,=-][\w.~@+,=-]*/)*[\w~@+,=-][\w.~@+,=-]*")
_LINKED = re.compile(r"assets/[^/]+\.(?P<kind>css|js)")
_NOT_FOUND = (
    '<h1>This page is not here</h1><p>The address may be old or mistyped. <a href="{home}">Start from the '
    "overview</a>, or search for a brand.</p>"
)


class Published(Value, frozen=True, kw_only=True):
    """What was written."""

    pages: int
    files: int
    """All files of the site, pages included."""
    bytes: int
    problems: tuple[Problem, ...] = ()
    """References to other origins, which the pages' policy blocks too."""


class _Site:
    """A site on its way: everything goes into a folder of its own first."""

    def __init__(self, work: Path, config: SiteConfig, as_of: date) -> None:
        self.config = config
        self.as_of = as_of
        self.folder = work / "site"
        self.theme = work / "theme"
        self.docs = work / "docs"
        for folder in (self.folder, self.theme, self.docs):
            folder.mkdir()
        self.spool = Spool(work / "spool")
        self.taken: set[str] = set()
        self.pages: list[str] = []
        self.made: set[Path] = {self.folder}
        self.search: list[dict[str, str]] = []
        self.linked: list[str] = []
        self.problems: list[Problem] = []
        self.bytes = 0

    def claim(self, path: str) -> None:
        """Every path is written once."""
        if path in self.taken:
            message = f"Two pages or files want the address {path!r}."
            raise NothingPublishedError(message)
        self.taken.add(path)

    def write(self, path: str, body: bytes) -> None:
        file = self.folder / path
        if file.parent not in self.made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self.made.add(file.parent)
        file.write_bytes(body)
        self.bytes += len(body)

    def add_asset(self, asset: Asset) -> None:
        if not _FILE.fullmatch(asset.path):
            message = f"A file cannot be published as {asset.path!r}."
            raise NothingPublishedError(message)
        self.claim(asset.path)
        if _LINKED.fullmatch(asset.path) and asset.path != PLOTLY:
            self.linked.append(asset.path)
        self.write(asset.path, asset.body)

    def add_page(self, page: Page) -> None:
        if not _PATH.fullmatch(page.path):
            message = f"A page cannot be published at {page.path!r}."
            raise NothingPublishedError(message)
        self.claim(f"{page.path}index.html")
        self.pages.append(page.path)
        entry = extras.search_entry(page)
        if entry is not None:
            self.search.append(entry)
        self.problems.extend(links.foreign(f"{page.path}index.html", page.html))
        self.spool.add(page)

    def head(self, page: Page) -> str:
        feed = f"{page.path}feed.xml"
        own = feed if page.path and feed in self.taken else None
        return head(page, self.config, own)

    def frame(self) -> shell.Frame:
        site = self.config.site
        missing = Page(path="404.html", title="This page is not here", html="", layout="missing")
        home = escape(urlsplit(site.url).path or "/")
        return shell.Frame(
            title=site.title,
            url=site.url,
            language=_language(site.languages[0]),
            banner=frame.banner(self.config, self.as_of),
            footer=frame.footer(self.config),
            not_found_head=head(missing, self.config, None),
            not_found_body=_NOT_FOUND.format(home=home),
            styles=tuple(path for path in self.linked if path.endswith(".css")),
            scripts=tuple(path for path in self.linked if path.endswith(".js")),
        )

    def leaf(self, page: Page) -> shell.Leaf:
        return shell.Leaf(
            path=page.path,
            layout=page.layout,
            title=page.title,
            nav=page.nav,
            head=self.head(page),
            body=page.html,
        )


def _language(wanted: str) -> str:
    found = files("material").joinpath(f"templates/partials/languages/{wanted}.html")
    return wanted if wanted.isalpha() and found.is_file() else "en"


def _shell_path(layout: str, depth: int) -> str:
    # The name cannot be a page's: no path of ours begins with a dot.
    return "/".join([f".shell-{layout}", *["x"] * (depth - 1), ""])


def _shell_leaf(layout: str, depth: int) -> shell.Leaf:
    path = _shell_path(layout, depth)
    return shell.Leaf(path=path, layout=layout, title="", nav=None, head=shell.HEAD, body=shell.BODY)


def _take_pages(site: _Site, pages: Iterable[Page]) -> tuple[list[Page], set[tuple[str, int]]]:
    """Spools all pages; returns those MkDocs draws whole, and the shells that the others need.

    A page of the navigation is marked there as the current one, so it is always drawn whole.
    """
    early: list[Page] = []
    whole: list[Page] = []
    shells: set[tuple[str, int]] = set()
    for page in pages:
        site.add_page(page)
        if len(site.pages) <= STAMP_OVER:
            early.append(page)
        if page.nav is not None or page.path == "":
            whole.append(page)
        else:
            shells.add((page.layout, page.path.count("/")))
    return (early, set()) if len(site.pages) <= STAMP_OVER else (whole, shells)


def _draw(site: _Site, pages: list[Page], wanted: set[tuple[str, int]]) -> dict[str, shell.Shell]:
    """Runs MkDocs, and moves what it wrote to where the site grows."""
    leaves = [*map(site.leaf, pages), *(_shell_leaf(*key) for key in sorted(wanted))]
    shells = shell.run(site.frame(), leaves, docs=site.docs, out=site.theme)
    language = _language(site.config.site.languages[0])
    extras.fill_search(site.theme / "search/search_index.json", site.search)
    extras.drop_unused(site.theme, language)
    for file in sorted(path for path in site.theme.rglob("*") if path.is_file()):
        name = file.relative_to(site.theme).as_posix()
        if name in site.taken and not name.endswith("index.html"):
            continue
        site.taken.add(name)
        site.write(name, file.read_bytes())
    return shells


def _stamp(site: _Site, drawn: set[str], shells: dict[str, shell.Shell], progress: Progress | None) -> None:
    for number, page in enumerate(site.spool.read(), 1):
        if page.path not in drawn:
            key = _shell_path(page.layout, page.path.count("/"))
            site.write(f"{page.path}index.html", shells[key].stamp(site.head(page), page.html))
        if progress is not None:
            progress(number)


def _finish(site: _Site) -> None:
    own = (*extras.sitemaps(site.config, site.pages, site.as_of), extras.robots(site.config))
    for asset in own:
        if asset.path not in site.taken:
            site.taken.add(asset.path)
            site.write(asset.path, asset.body)


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A folder beside `out`, so that moving from one to the other is one step; gone afterwards."""
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-"))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(new: Path, out: Path, work: Path) -> None:
    if out.exists():
        out.rename(work / "previous")
    new.rename(out)


def build_site(  # the interface of the room: what, from which configuration, where to, as of when
    pages: Iterable[Page],
    assets: Iterable[Asset],
    config: SiteConfig,
    out: Path,
    *,
    as_of: date,
    progress: Progress | None = None,
) -> Published:
    """Writes the site to `out`; the site that was there stays until the new one is whole.

    Style sheets and scripts that lie directly in `assets/` are linked on every page, in the order
    given. `assets` are taken before `pages`; both may be generators and are read once. `progress`
    is called with the number of pages written.

    Raises:
        NothingPublishedError: two things want one address, an address cannot be one, or MkDocs
            could not draw the frame. The previous site is untouched.
    """
    with _workshop(out) as work:
        site = _Site(work, config, as_of)
        try:
            for asset in assets:
                site.add_asset(asset)
            whole, wanted = _take_pages(site, pages)
            shells = _draw(site, whole, wanted)
            _stamp(site, {page.path for page in whole}, shells, progress)
        finally:
            site.spool.close()
        _finish(site)
        _swap(site.folder, out, work)
    return Published(
        pages=len(site.pages),
        files=len(site.taken),
        bytes=site.bytes,
        problems=tuple(site.problems),
    )
