"""Pages in a real browser: what every reader gets, with and without scripts, on a phone and in the dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from generator.publish import links

pytestmark = pytest.mark.browser

LIMIT = 200_000
"""Bytes over the wire for the first load of a brand page (DESIGN.md)."""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
LEAST_CONTRAST = 4.5
TOKENS = (".md-typeset h1", ".md-typeset p", ".md-typeset a", ".md-tabs__link", ".md-banner", ".md-footer p")
CONTRAST = """
(selector) => [...document.querySelectorAll(selector)].slice(0, 40)
  .filter((one) => one.offsetParent).map((one) => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let behind = one, back = [255, 255, 255];
  for (; behind; behind = behind.parentElement) {
    const found = parse(getComputedStyle(behind).backgroundColor);
    if (found.length && (found.length < 4 || found[3] === 1)) { back = found; break; }
  }
  const [a, b] = [light(parse(getComputedStyle(one).color)), light(back)].sort((x, y) => y - x);
  return [(a + 0.05) / (b + 0.05), one.textContent.trim().slice(0, 40)];
})
"""


class Watched:
    """What a page asked for and complained about."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self._asked(request.url, origin))
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, url: str, origin: str) -> None:
        if not url.startswith((origin, "data:", "blob:")):
            self.foreign.append(url)

    def _said(self, sort: str, text: str) -> None:
        if sort == "error" and not (self.page.url.endswith("not/here/") and "404" in text):
            self.complaints.append(text)


@contextmanager
def opened(browser: Browser, origin: str, **options: Any) -> Iterator[Watched]:
    context = browser.new_context(viewport=options.pop("viewport", DESK), **options)
    try:
        yield Watched(context.new_page(), origin)
    finally:
        context.close()


def test_no_page_asks_another_origin_or_breaks_its_policy(
    chromium: Browser, served: str, site_pages: list[str]
) -> None:
    with opened(chromium, served) as watched:
        for path in site_pages:
            watched.page.goto(served + path)
            watched.page.wait_for_load_state("networkidle")
    assert watched.foreign == []
    assert watched.complaints == []


def test_every_page_has_one_h1_a_skip_link_first_a_language_and_named_landmarks(
    chromium: Browser, served: str, site_pages: list[str]
) -> None:
    with opened(chromium, served) as watched:
        page = watched.page
        for path in site_pages:
            page.goto(served + path)
            assert page.locator("h1").count() == 1, path
            assert page.locator("main").count() == 1, path
            assert page.get_attribute("html", "lang"), path
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.classList.contains('md-skip')"), path
            target = page.evaluate("document.activeElement.getAttribute('href')")
            assert page.locator(target).count() == 1, path
            ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
            assert len(ids) == len(set(ids)), path
            unnamed = page.evaluate(
                "[...document.querySelectorAll('[role=dialog],[role=region],svg[role=img]')]"
                ".filter((one) => !one.ariaLabel && !one.hasAttribute('aria-labelledby')).length"
            )
            assert unnamed == 0, path


def test_no_page_scrolls_sideways_on_a_phone(chromium: Browser, served: str, site_pages: list[str]) -> None:
    with opened(chromium, served, viewport=PHONE) as watched:
        for path in site_pages:
            watched.page.goto(served + path)
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(
    chromium: Browser, served: str, site_pages: list[str], scheme: str
) -> None:
    faint: dict[str, list[Any]] = {}
    with opened(chromium, served, color_scheme=scheme, reduced_motion="reduce") as watched:
        for path in site_pages[:6]:
            watched.page.goto(served + path)
            for token in TOKENS:
                pairs = watched.page.evaluate(CONTRAST, token)
                weak = [pair for pair in pairs if pair[0] < LEAST_CONTRAST]
                if weak:
                    faint[f"{path} {token}"] = weak[:2]
    assert faint == {}


def test_everything_is_there_without_scripts(chromium: Browser, served: str, site_pages: list[str]) -> None:
    with opened(chromium, served, java_script_enabled=False) as watched:
        for path in site_pages:
            watched.page.goto(served + path)
            assert watched.page.locator("h1").is_visible(), path
            for picture in watched.page.locator(".sd-chart-svg--wide").all():
                assert picture.is_visible()
            assert watched.page.locator(".sd-chart-explore:visible").count() == 0, path


def test_links_and_anchors_lead_somewhere_and_nothing_comes_from_elsewhere(sample_site: Path) -> None:
    assert [str(problem) for problem in links.broken_on(sample_site)][:10] == []
    assert [str(problem) for problem in links.foreign_on(sample_site)][:10] == []


def test_a_brand_page_loads_in_few_bytes(
    chromium: Browser, served: str, sample_site: Path, sent: dict[str, int]
) -> None:
    brands = sorted(path.parent.name for path in sample_site.glob("brands/*/index.html"))
    heaviest = max(brands, key=lambda name: (sample_site / f"brands/{name}/index.html").stat().st_size)
    with opened(chromium, served) as watched:
        watched.page.goto(f"{served}brands/{heaviest}/")
        watched.page.wait_for_load_state("networkidle")
    assert f"/brands/{heaviest}/" in sent
    assert not any("plotly" in name or "sitemap" in name for name in sent)
    assert sum(sent.values()) < LIMIT, sent


def test_explore_draws_the_same_numbers_with_plotly_from_this_site(
    chromium: Browser, served_small: str
) -> None:
    with opened(chromium, served_small) as watched:
        page = watched.page
        page.goto(f"{served_small}brands/northway/")
        buttons = page.locator(".sd-chart-explore")
        assert buttons.count() == 4
        for left in (3, 2, 1, 0):
            buttons.first.click()
            page.wait_for_function(
                "n => document.querySelectorAll('.sd-chart-explore').length === n", arg=left
            )
        page.wait_for_function("document.querySelectorAll('.main-svg').length >= 4")
        drawn = page.evaluate(
            "[...document.querySelectorAll('.sd-chart-drawing')].map((one) => one.data[0].y)"
        )
        hidden = page.evaluate(
            "[...document.querySelectorAll('.sd-chart-drawing')].map((one) => one.ariaHidden)"
        )
        bars = page.locator(".sd-chart-drawing .modebar-btn").count()
    assert drawn == [[14, 18, 30, 6]] * 4
    assert hidden == ["true"] * 4
    assert bars == 0
    assert watched.foreign == []
    assert watched.complaints == []


def test_a_drawn_chart_follows_the_colour_scheme(chromium: Browser, served_small: str) -> None:
    fill = "getComputedStyle(document.querySelector('.sd-chart-drawing .bars path')).fill"
    with opened(chromium, served_small, color_scheme="light") as watched:
        page = watched.page
        page.goto(f"{served_small}brands/northway/")
        page.locator(".sd-chart-explore").first.click()
        page.wait_for_selector(".sd-chart-drawing .bars path")
        before = page.evaluate(fill)
        page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
        page.wait_for_function(f"{fill} !== '{before}'")
    assert watched.complaints == []


def test_a_missing_script_is_said_and_the_picture_stays(chromium: Browser, served_small: str) -> None:
    with opened(chromium, served_small) as watched:
        page = watched.page
        page.route(re.compile("plotly"), lambda route: route.abort())
        page.goto(f"{served_small}brands/northway/")
        page.locator(".sd-chart-explore").first.click()
        page.wait_for_selector("text=could not be loaded")
        assert page.locator(".sd-chart-svg--wide").first.is_visible()
        assert page.locator(".sd-chart-explore").first.is_enabled()


def test_one_picture_is_shown_at_each_width(chromium: Browser, served_small: str) -> None:
    for size, shown, hidden in ((DESK, "wide", "narrow"), (PHONE, "narrow", "wide")):
        with opened(chromium, served_small, viewport=size) as watched:
            watched.page.goto(f"{served_small}brands/northway/")
            assert watched.page.locator(f".sd-chart-svg--{shown}").first.is_visible()
            assert not watched.page.locator(f".sd-chart-svg--{hidden}").first.is_visible()


def test_a_script_in_a_pages_words_would_not_run(
    chromium: Browser, small_site: Path, served_small: str
) -> None:
    whole = (small_site / "index.html").read_text("utf-8")
    planted = whole.replace(
        "</h1>", "</h1><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    )
    (small_site / "planted.html").write_text(planted, "utf-8")
    try:
        with opened(chromium, served_small) as watched:
            watched.page.goto(f"{served_small}planted.html")
            watched.page.wait_for_load_state("networkidle")
            assert watched.page.title() != "run"
            assert any("Content Security Policy" in text for text in watched.complaints)
    finally:
        (small_site / "planted.html").unlink()


def test_a_site_opened_from_its_folder_can_be_walked(chromium: Browser, small_site: Path) -> None:
    with opened(chromium, "file://") as watched:
        page = watched.page
        page.goto((small_site / "index.html").as_uri())
        page.get_by_role("link", name="Northway").first.click()
        page.wait_for_selector("h1:has-text('Northway')")
        assert page.url.endswith("/brands/northway/index.html")
        assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"


def test_the_search_finds_a_page_by_its_words(chromium: Browser, served_small: str) -> None:
    with opened(chromium, served_small) as watched:
        page = watched.page
        page.goto(served_small)
        page.locator(".md-search__input").click()
        page.keyboard.type("northway")
        page.wait_for_selector(".md-search-result__item a")
        assert (
            page.locator(".md-search-result__item a").first.get_attribute("href")
            == f"{served_small}brands/northway/"
        )
    assert watched.complaints == []
