"""Pages from view models: our own escaped HTML, for any shell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from generator.markup import safe_markdown
from generator.model.page import Page
from generator.model.view_parts import ActionView, CaseView
from generator.model.views import (
    AnyPage,
    BrandPage,
    BrandsPage,
    CasePage,
    CountedPage,
    DataPage,
    Frame,
    HandPage,
    HomePage,
    IssuePage,
    MethodPage,
    MonthPage,
    PromisesPage,
    RecordPage,
    RespondPage,
    SiteView,
    WaitingPage,
)
from generator.render.charts import figure_html, spark

_KINDS: dict[type[AnyPage], str] = {
    HomePage: "home",
    BrandsPage: "brands",
    BrandPage: "brand",
    IssuePage: "issue",
    MonthPage: "month",
    CasePage: "case",
    CountedPage: "counted",
    WaitingPage: "waiting",
    PromisesPage: "promises",
    MethodPage: "method",
    RespondPage: "respond",
    RecordPage: "record",
    DataPage: "data",
    HandPage: "hand",
}
_ORDER = ("done", "done_in_part", "in_progress", "planned", "abandoned", "considering", "superseded")
_EMPTY_LINES = re.compile(r"\n\s*\n+")


def pages(view: SiteView) -> Iterator[Page]:
    """Every page, in the order of the view.

    Third parties' words reach a page through autoescape alone; what passes as HTML is the output of
    `generator.markup.safe_markdown` and of our own charts.
    """
    for one in view.pages:
        yield page(one, view.frame)


def page(one: AnyPage, frame: Frame) -> Page:
    """One page, with links relative to where it stands."""
    kind = _KINDS[type(one)]
    root = "../" * one.path.count("/")
    html = _template(kind).render(
        page=one,
        frame=frame,
        kind=kind,
        to=_to(root),
        chart=lambda chart, small=False: figure_html(chart, root=root, small=small),
    )
    return Page(
        path=one.path,
        title=one.title,
        html=_EMPTY_LINES.sub("\n", html).strip() + "\n",
        description=one.description,
        search=one.search,
        nav=one.nav,
    )


def _to(root: str) -> Callable[[str], str]:
    """The way to a site path from a page so deep."""
    return lambda path: f"{root}{path}" or "./"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Jinja that escapes everything and knows no undefined name."""
    found = Environment(
        loader=PackageLoader("generator.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.globals.update(markdown=_markdown, spark=spark, furthest=furthest)
    return found


@lru_cache(maxsize=32)
def _template(kind: str) -> Template:
    return environment().get_template(f"{kind}.html")


@lru_cache(maxsize=4096)
def _markdown(source: str) -> Markup:
    return Markup(safe_markdown(source))  # noqa: S704 (safe_markdown is the strict allow-list)


def furthest(case: CaseView) -> ActionView | None:
    """The promise that has come furthest, for a card."""
    return min(case.actions, key=lambda one: _ORDER.index(one.status), default=None)
