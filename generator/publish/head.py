"""What a page says of itself in its head: the only part of the shell that differs between pages."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from generator.model.page import Page
from generator.model.site import SiteConfig

FEED_REL = "alternate feed"
"""Two words: beside every link whose `rel` is `alternate` alone, Material's script asks for a sitemap."""


def page_url(config: SiteConfig, path: str) -> str:
    """The public address of a site path."""
    return config.site.url.rstrip("/") + "/" + quote(path)


def root(path: str) -> str:
    """The way from a page back to the site's root: `` for home, `../../` for `brands/northway/`."""
    return "../" * path.count("/")


def head(page: Page, config: SiteConfig, feed: str | None) -> str:
    """Title, description, address and feed of a page, escaped for HTML.

    `feed` is the site path of a feed of the page's own, None where it has none.
    """
    site = config.site.title
    title = escape(site if page.path == "" else f"{page.title} - {site}")
    words = escape(page.description or config.site.description)
    lines = [
        f"<title>{title}</title>",
        f'<meta name="description" content="{words}">',
        f'<link rel="canonical" href="{escape(page_url(config, page.path))}">',
        f'<meta property="og:title" content="{title}">',
        f'<meta property="og:description" content="{words}">',
        '<meta property="og:type" content="article">',
    ]
    if feed is not None:
        lines.append(
            f'<link rel="{FEED_REL}" type="application/atom+xml" title="{escape(page.title)}" '
            f'href="{escape(root(page.path) + quote(feed))}">'
        )
    return "\n      ".join(lines)
