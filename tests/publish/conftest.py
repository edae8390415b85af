"""A small invented site, built once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.model.page import Asset, Page
from generator.model.site import Publisher, Site, SiteConfig
from generator.model.words import Relationship
from generator.publish.site import Published, build_site

AS_OF = date(2026, 3, 1)
Build = Callable[..., Published]


@pytest.fixture
def config() -> SiteConfig:
    return SiteConfig(
        site=Site(
            title="Said & <Done>",
            url="https://voices.example/city/",
            description="What customers said.",
            banner="Invented <b>& so</b>.",
        ),
        publisher=Publisher(
            name="The <Consumer> Desk", contact="desk@voices.example", relationship=Relationship.CONSUMER_BODY
        ),
    )


@pytest.fixture
def pages() -> list[Page]:
    home = Page(
        path="",
        title="Home",
        html='<h1>Home</h1><a href="brands/">Brands</a>',
        nav="Overview",
        search="home",
        layout="home",
    )
    brands = Page(path="brands/", title="Brands", html="<h1>Brands</h1>", nav="Brands & all", layout="list")
    rest = [
        Page(
            path=f"brands/b{number}/",
            title=f"</title><script>alert({number})</script>",
            html=f'<h1 id="top">Brand {number}</h1><p>words</p><a href="../">All</a><a href="#top">Up</a>',
            description='A "brand" & more',
            search="rail <b>delays</b>" if number < 3 else None,
        )
        for number in range(6)
    ]
    deep = Page(path="brands/b1/2026-03/", title="March", html="<h1>March</h1>", layout="month")
    return [home, brands, *rest, deep]


@pytest.fixture
def assets() -> list[Asset]:
    return [
        Asset(path="assets/site.css", body=b"p{}"),
        Asset(path="assets/site.js", body=b"1"),
        Asset(path="assets/plotly.min.js", body=b"2"),
        Asset(path="assets/data/x.css", body=b"p{}"),
        Asset(path="feed.xml", body=b"<feed/>"),
        Asset(path="brands/b1/feed.xml", body=b"<feed/>"),
    ]


@pytest.fixture
def build(pages: list[Page], assets: list[Asset], config: SiteConfig) -> Build:
    def make(out: Path, **changes: object) -> Published:
        given = {"pages": pages, "assets": assets, "config": config, "as_of": AS_OF} | changes
        return build_site(
            given.pop("pages"),  # type: ignore[arg-type]
            given.pop("assets"),  # type: ignore[arg-type]
            given.pop("config"),  # type: ignore[arg-type]
            out,
            **given,  # type: ignore[arg-type]
        )

    return make
