"""A real browser in front of a real site, served by a loopback server that compresses as hosts do."""

from __future__ import annotations

import functools
import gzip
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from generator import publish
from generator.model.chart import Chart, Series
from generator.model.page import Asset, Page
from generator.model.site import Publisher, Site, SiteConfig
from generator.model.words import Relationship
from generator.render import charts

ROOT = Path(__file__).parents[2]
COMPRESSED = {".html", ".css", ".js", ".json", ".xml", ".csv", ".svg", ".txt"}
SMALLEST = 200
"""Hosts do not compress tiny answers."""

SENT: dict[str, int] = {}
"""Bytes of bodies sent so far, by path."""


class _Zipping(SimpleHTTPRequestHandler):
    """Static files, gzipped, with the site's own page for what is missing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        """Tests print nothing."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file()
        if not found:
            file = Path(self.directory) / "404.html"
        body = file.read_bytes()
        asked = self.path.partition("?")[0]
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in COMPRESSED and len(body) >= SMALLEST:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        SENT[asked] = SENT.get(asked, 0) + len(body)


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """The address of a folder, while it lasts."""
    handler = functools.partial(_Zipping, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, else Playwright's own; without one CI fails and others skip."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
        except Error as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"no Chromium to test pages with: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


def _chart(kind: str) -> Chart:
    return Chart(
        id=f"northway-{kind}",
        kind=kind,  # type: ignore[arg-type]
        title=f"Are complaints answered? ({kind})",
        summary="In October 30 came and 11 were answered.",
        x="Month",
        y="Complaints",
        categories=("Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026"),
        series=(
            Series(name="Received", role="said", values=(14.0, 18.0, 30.0, 6.0)),
            Series(name="Answered", role="did", values=(14.0, None, 11.0, 1.0)),
        ),
        partial=(3,),
        gaps=(1,),
        marks=((2, "done"),),
    )


def _small(out: Path) -> Path:
    shown = [_chart(kind) for kind in ("bars", "stacked", "lines", "steps")]
    blocks = "".join(str(charts.figure_html(chart, root="../../")) for chart in shown)
    pages = [
        Page(
            path="",
            title="Overview",
            html='<h1>What customers say</h1><p><a href="brands/northway/">Northway</a></p>',
            nav="Overview",
            search="overview",
        ),
        Page(
            path="brands/northway/",
            title="Northway",
            html=f'<h1>Northway</h1><p><a href="#chart-northway-bars">Charts</a></p>{blocks}',
            search="northway rail",
        ),
    ]
    static = files("generator.render").joinpath("static")
    assets = [
        *(
            Asset(path=f"assets/{name}", body=static.joinpath(name).read_bytes())
            for name in ("charts.css", "charts.js")
        ),
        Asset(path="feed.xml", body=b"<feed/>"),
        Asset(path=publish.PLOTLY, body=publish.plotly_script.script(ROOT / "build/vendor").read_bytes()),
        *charts.chart_assets(shown),
    ]
    config = SiteConfig(
        site=Site(
            title="Said & Done", url="https://voices.example/", description="x y z", banner="Invented."
        ),
        publisher=Publisher(
            name="Desk of voices", contact="desk@voices.example", relationship=Relationship.INDEPENDENT
        ),
    )
    publish.build_site(pages, assets, config, out, as_of=date(2026, 3, 1))
    return out


def _sample(out: Path) -> Path | None:
    """The sample, built as `make site` builds it but elsewhere; None where it was not heard yet."""
    if not (ROOT / "site_config.yml").is_file() or not (ROOT / "content/archive/clock.json").is_file():
        return None
    from generator.pipeline.build import build_all
    from generator.pipeline.content import load

    loaded = load(ROOT)
    paths = loaded.config.paths.model_copy(update={"output": str(out)})
    config = loaded.config.model_copy(update={"paths": paths})
    content = msgspec.structs.replace(loaded.content, config=config)
    build_all(msgspec.structs.replace(loaded, content=content))
    return out


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two invented pages with a chart of each kind."""
    return _small(tmp_path_factory.mktemp("small") / "site")


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory, small_site: Path) -> Path:
    """The sample site; the small one where there is no sample, as after `init`."""
    return _sample(tmp_path_factory.mktemp("sample") / "site") or small_site


@pytest.fixture(scope="session")
def served(sample_site: Path) -> Iterator[str]:
    """Address of the sample site."""
    with serving(sample_site) as address:
        yield address


@pytest.fixture(scope="session")
def served_small(small_site: Path) -> Iterator[str]:
    """Address of the small site."""
    with serving(small_site) as address:
        yield address


@pytest.fixture
def sent() -> dict[str, int]:
    """Bytes sent from here on, by path: workers' requests too, which a page's own log leaves out."""
    SENT.clear()
    return SENT


@pytest.fixture(scope="session")
def site_pages(sample_site: Path) -> list[str]:
    """One page of each sort: the first of each pattern of addresses, and the page for missing ones."""
    found: dict[str, str] = {}
    for file in sorted(sample_site.rglob("index.html")):
        path = file.parent.relative_to(sample_site).as_posix()
        parts = [] if path == "." else path.split("/")
        sort = "/".join(part if place % 2 == 0 else "*" for place, part in enumerate(parts))
        sort += "#month" if parts and parts[-1][:2] == "20" else ""
        found.setdefault(sort, "".join(f"{part}/" for part in parts))
    return [*sorted(found.values()), "not/here/"]
