"""The files a site has beside its pages: sitemap, robots.txt and the search index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from pathlib import Path

from generator.model.page import Asset, Page
from generator.model.site import SiteConfig
from generator.publish.head import page_url

SITEMAP_LIMIT = 50_000
"""Addresses one sitemap may hold (sitemaps.org)."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _urlset(config: SiteConfig, paths: Iterable[str], day: date) -> bytes:
    lines = "".join(
        f"<url><loc>{escape(page_url(config, path))}</loc><lastmod>{day}</lastmod></url>\n" for path in paths
    )
    return f"{_XML}<urlset {_NAMESPACE}>\n{lines}</urlset>\n".encode()


def sitemaps(config: SiteConfig, paths: Sequence[str], day: date) -> Iterator[Asset]:
    """One sitemap, or an index and its parts where there are more addresses than one may hold."""
    ordered = sorted(paths)
    if len(ordered) <= SITEMAP_LIMIT:
        yield Asset(path="sitemap.xml", body=_urlset(config, ordered, day))
        return
    names = []
    for start in range(0, len(ordered), SITEMAP_LIMIT):
        name = f"sitemap-{start // SITEMAP_LIMIT + 1}.xml"
        names.append(name)
        yield Asset(path=name, body=_urlset(config, ordered[start : start + SITEMAP_LIMIT], day))
    lines = "".join(f"<sitemap><loc>{escape(page_url(config, name))}</loc></sitemap>\n" for name in names)
    yield Asset(
        path="sitemap.xml", body=f"{_XML}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n".encode()
    )


def robots(config: SiteConfig) -> Asset:
    """Everything may be read; the sitemap says where it is."""
    text = f"User-agent: *\nAllow: /\nSitemap: {page_url(config, 'sitemap.xml')}\n"
    return Asset(path="robots.txt", body=text.encode())


def search_entry(page: Page) -> dict[str, str] | None:
    """A page's line in the search index; None keeps it out.

    Material prints an entry as HTML, so what goes in is escaped.
    """
    if page.search is None:
        return None
    return {
        "location": page.path,
        "title": escape(page.title, quote=False),
        "text": escape(page.search, quote=False),
    }


def fill_search(index: Path, entries: Iterable[dict[str, str]]) -> None:
    """Puts our entries into the index that Material's plugin wrote."""
    settings = json.loads(index.read_bytes())["config"]
    docs = sorted(entries, key=lambda entry: entry["location"])
    text = json.dumps({"config": settings, "docs": docs}, ensure_ascii=False, separators=(",", ":"))
    index.write_bytes(text.encode())


def drop_unused(theme: Path, language: str) -> None:
    """Deletes what no page of ours asks for: source maps, and stemmers of other languages."""
    for unused in theme.glob("assets/**/*.map"):
        unused.unlink()
    stemmers = theme / "assets/javascripts/lunr"
    keep = {f"lunr.{language}.min.js", "lunr.stemmer.support.min.js"} if language != "en" else set()
    for file in sorted(stemmers.rglob("*"), reverse=True):
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif file.name not in keep:
            file.unlink()
    if stemmers.is_dir() and not any(stemmers.iterdir()):
        stemmers.rmdir()
    for name in ("assets/images/favicon.png", "sitemap.xml", "sitemap.xml.gz"):
        (theme / name).unlink(missing_ok=True)
