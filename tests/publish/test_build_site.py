"""What a built site promises."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from generator.errors import NothingPublishedError
from generator.model.page import Asset, Page
from generator.model.site import SiteConfig
from generator.publish import extras, links, site
from generator.publish.site import Published

Build = Callable[..., Published]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_stamped_pages_are_the_bytes_that_mkdocs_would_have_written(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "drawn")
    monkeypatch.setattr(site, "STAMP_OVER", 2)
    build(tmp_path / "stamped")
    assert contents(tmp_path / "drawn") == contents(tmp_path / "stamped")


def test_two_builds_differ_in_no_byte(build: Build, tmp_path: Path) -> None:
    build(tmp_path / "one")
    build(tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_what_was_written_is_counted(build: Build, tmp_path: Path, pages: list[Page]) -> None:
    told: list[int] = []
    done = build(tmp_path / "out", progress=told.append)
    files = contents(tmp_path / "out")
    assert done.pages == len(pages) == told[-1]
    assert done.files == len(files)
    assert done.bytes == sum(map(len, files.values()))
    assert done.problems == ()


def test_a_title_cannot_leave_its_place(build: Build, tmp_path: Path) -> None:
    build(tmp_path / "out")
    html = (tmp_path / "out/brands/b0/index.html").read_text("utf-8")
    assert "<script>alert" not in html
    assert "&lt;/title&gt;&lt;script&gt;alert(0)" in html
    assert '<meta name="description" content="A &quot;brand&quot; &amp; more">' in html


def test_every_page_has_banner_publisher_relationship_licence_skip_link_and_one_h1(
    build: Build, tmp_path: Path
) -> None:
    build(tmp_path / "out")
    for file in (tmp_path / "out").rglob("*.html"):
        html = file.read_text("utf-8")
        assert "Invented &lt;b&gt;&amp; so&lt;/b&gt;." in html
        assert "The &lt;Consumer&gt; Desk" in html
        assert "a consumer body" in html
        assert "Quotes belong to their authors." in html
        assert '<a href="#content" class="md-skip">' in html
        assert html.count("<h1") == 1
        assert html.count("<title>") == 1
        assert html.count('role="dialog"') == html.count('role="dialog" aria-label=') == 1


def test_feeds_are_announced(build: Build, tmp_path: Path) -> None:
    build(tmp_path / "out")
    own = (tmp_path / "out/brands/b1/index.html").read_text("utf-8")
    other = (tmp_path / "out/brands/b2/index.html").read_text("utf-8")
    assert 'href="../../brands/b1/feed.xml"' in own
    assert "brands/b2/feed.xml" not in other
    assert 'href="../../feed.xml"' in own
    assert 'href="../../feed.xml"' in other
    assert 'rel="alternate"' not in own


def test_sheets_and_scripts_in_assets_are_linked_in_their_order_and_plotly_is_not(
    build: Build, tmp_path: Path
) -> None:
    build(tmp_path / "out")
    html = (tmp_path / "out/index.html").read_text("utf-8")
    assert html.index("assets/shell.css") < html.index("assets/site.css")
    assert '<script src="assets/site.js" defer></script>' in html
    assert "plotly.min.js" not in html
    assert "assets/data/x.css" not in html


def test_no_page_names_another_origin_and_no_link_is_broken(build: Build, tmp_path: Path) -> None:
    build(tmp_path / "out")
    assert list(links.foreign_on(tmp_path / "out")) == []
    assert list(links.broken_on(tmp_path / "out")) == []


def test_the_policy_names_exactly_the_shells_own_scripts(
    build: Build, tmp_path: Path, pages: list[Page]
) -> None:
    evil = Page(path="brands/evil/", title="x", html="<h1>x</h1><script>steal()</script>")
    build(tmp_path / "out", pages=[*pages, evil])
    for file in (tmp_path / "out").rglob("*.html"):
        html = file.read_text("utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
        assert policy is not None
        assert html.index("Content-Security-Policy") < html.index("<link")
        named = set(re.findall(r"'sha256-([^']+)'", policy[1]))
        inline = {
            base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            for body in re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
            if body != "steal()"
        }
        assert named == inline
        assert "default-src 'none'" in policy[1]
        assert "script-src 'self'" in policy[1]


def test_the_search_index_holds_only_pages_with_words_for_it_and_they_are_escaped(
    build: Build, tmp_path: Path
) -> None:
    build(tmp_path / "out")
    index = json.loads((tmp_path / "out/search/search_index.json").read_bytes())
    assert [entry["location"] for entry in index["docs"]] == ["", "brands/b0/", "brands/b1/", "brands/b2/"]
    assert index["docs"][1]["text"] == "rail &lt;b&gt;delays&lt;/b&gt;"
    assert "<" not in index["docs"][1]["title"]
    assert index["config"]["lang"] == ["en"]


def test_the_sitemap_carries_the_clocks_day_and_nothing_is_zipped(build: Build, tmp_path: Path) -> None:
    build(tmp_path / "out")
    tree = ET.fromstring((tmp_path / "out/sitemap.xml").read_text("utf-8"))  # noqa: S314
    assert len(tree) == 9
    assert {entry[1].text for entry in tree} == {"2026-03-01"}
    assert tree[0][0].text == "https://voices.example/city/"
    assert not (tmp_path / "out/sitemap.xml.gz").exists()
    assert "Sitemap: https://voices.example/city/sitemap.xml" in (tmp_path / "out/robots.txt").read_text(
        "utf-8"
    )


def test_a_large_sitemap_is_an_index_of_parts(config: SiteConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "SITEMAP_LIMIT", 2)
    found = list(extras.sitemaps(config, ["c/", "a/", "b/"], date(2026, 3, 1)))
    assert [asset.path for asset in found] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert found[2].body.count(b"<sitemap>") == 2


def test_a_failed_build_leaves_the_previous_site_and_no_rubbish(
    build: Build, tmp_path: Path, pages: list[Page]
) -> None:
    build(tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(NothingPublishedError, match="want the address"):
        build(tmp_path / "out", pages=[*pages, pages[-1]])
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_new_site_takes_the_place_of_the_old_one_whole(
    build: Build, tmp_path: Path, pages: list[Page]
) -> None:
    build(tmp_path / "out")
    build(tmp_path / "out", pages=pages[:2])
    assert not (tmp_path / "out/brands/b0").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("path", ["../x/", "/x/", "x", "a//b/", ".hidden/", "a/../b/", "a b/", 'a"b/'])
def test_an_address_that_cannot_be_one_is_refused(build: Build, tmp_path: Path, path: str) -> None:
    with pytest.raises(NothingPublishedError, match="cannot be published"):
        build(tmp_path / "out", pages=[Page(path=path, title="x", html="<h1>x</h1>")])


@pytest.mark.parametrize("path", ["../x.json", "/x.json", "x/", ".x", "a/../b.css"])
def test_a_file_name_that_cannot_be_one_is_refused(build: Build, tmp_path: Path, path: str) -> None:
    with pytest.raises(NothingPublishedError, match="cannot be published"):
        build(tmp_path / "out", assets=[Asset(path=path, body=b"")])


def test_what_mkdocs_refuses_is_one_sentence(build: Build, tmp_path: Path, config: SiteConfig) -> None:
    broken = config.model_copy(update={"site": config.site.model_copy(update={"url": "not an address"})})
    with pytest.raises(NothingPublishedError, match="could not be put into their frame"):
        build(tmp_path / "out", config=broken)


def test_a_file_of_ours_wins_over_the_themes(build: Build, tmp_path: Path, assets: list[Asset]) -> None:
    own = Asset(path="assets/favicon.svg", body=b"<svg/>")
    robots = Asset(path="robots.txt", body=b"User-agent: *\nDisallow: /\n")
    build(tmp_path / "out", assets=[*assets, own, robots])
    assert (tmp_path / "out/assets/favicon.svg").read_bytes() == b"<svg/>"
    assert b"Disallow: /" in (tmp_path / "out/robots.txt").read_bytes()


def test_nobody_looking_after_the_site_is_said_on_every_page(
    build: Build, tmp_path: Path, config: SiteConfig
) -> None:
    words = "Nobody looks after this site since 28 February 2026"
    site_of = config.site.model_copy(update={"maintained_until": date(2026, 2, 28), "banner": None})
    build(tmp_path / "out", config=config.model_copy(update={"site": site_of}))
    assert words in (tmp_path / "out/404.html").read_text("utf-8")
    later = config.site.model_copy(update={"maintained_until": date(2026, 3, 1), "banner": None})
    build(tmp_path / "out", config=config.model_copy(update={"site": later}))
    assert "md-banner__inner" not in (tmp_path / "out/index.html").read_text("utf-8")


def test_contact_and_statement_of_the_publisher_are_printed(
    build: Build, tmp_path: Path, config: SiteConfig
) -> None:
    publisher = config.publisher.model_copy(
        update={"contact": "https://voices.example/desk", "statement": "We take no money."}
    )
    build(tmp_path / "out", config=config.model_copy(update={"publisher": publisher}))
    html = (tmp_path / "out/index.html").read_text("utf-8")
    assert '<a href="https://voices.example/desk" rel="noopener">' in html
    assert "We take no money." in html


@pytest.mark.parametrize(("language", "drawn"), [("de", "de"), ("xx", "en"), ("../en", "en")])
def test_the_frame_speaks_the_sites_first_language_where_it_can(
    build: Build, tmp_path: Path, config: SiteConfig, language: str, drawn: str
) -> None:
    other = config.site.model_copy(update={"languages": (language,)})
    build(tmp_path / "out", config=config.model_copy(update={"site": other}))
    assert f'<html lang="{drawn}"' in (tmp_path / "out/index.html").read_text("utf-8")
    stemmer = tmp_path / f"out/assets/javascripts/lunr/min/lunr.{drawn}.min.js"
    assert stemmer.exists() == (drawn != "en")


def test_html_marked_as_safe_is_taken(build: Build, tmp_path: Path) -> None:
    build(tmp_path / "out", pages=[Page(path="", title="x", html=Markup("<h1>&amp;</h1>"), nav="Home")])
    assert "<h1>&amp;</h1>" in (tmp_path / "out/index.html").read_text("utf-8")


def test_a_picture_from_elsewhere_is_a_problem_and_the_site_is_published(
    build: Build, tmp_path: Path, pages: list[Page]
) -> None:
    bad = Page(path="x/", title="x", html='<h1>x</h1><img src="https://elsewhere.example/p.gif">')
    done = build(tmp_path / "out", pages=[*pages, bad])
    assert [(one.path, one.code) for one in done.problems] == [("x/index.html", "foreign-origin")]
    assert len(list(links.foreign_on(tmp_path / "out"))) == 1
