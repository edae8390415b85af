"""What a web page says of itself: the feeds it names, the software that made it, where it links to. Pure.

Feeds are found as <https://www.rssboard.org/rss-autodiscovery> says: `link` elements with `rel=alternate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from generator.markup import safe_url, to_text
from generator.model.base import Value

LOOKED_AT = 524_288
"""Characters of a page that are looked at."""
FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
MOST_LINKS = 2_000
_TAG = re.compile(r"<(html|body|link|meta|base|a)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]{0,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("discourse", re.compile(r"data-discourse-setup|id=[\"']data-discourse", re.IGNORECASE)),
    ("mastodon", re.compile(r"<div[^<>]{0,4000}\bid=[\"']?mastodon\b", re.IGNORECASE)),
    ("lemmy", re.compile(r"window\.isoData\s{0,9}=")),
    ("xenforo", re.compile(r"<html[^<>]{0,1000}\bid=[\"']XF[\"']", re.IGNORECASE)),
    ("phpbb", re.compile(r"<body[^<>]{0,1000}\bid=[\"']phpbb[\"']", re.IGNORECASE)),
    ("smf", re.compile(r"\bsmf_(?:theme_url|scripturl)\b")),
)
_PLATFORMS = (
    "discourse",
    "mastodon",
    "lemmy",
    "xenforo",
    "phpbb",
    "vbulletin",
    "smf",
    "mybb",
    "vanilla",
    "nodebb",
    "flarum",
    "wordpress",
)
USUAL: dict[str, tuple[str, ...]] = {
    "discourse": ("posts.rss", "latest.rss"),
    "xenforo": ("forums/-/index.rss",),
    "phpbb": ("feed.php", "app.php/feed"),
    "vbulletin": ("external.php?type=RSS2",),
    "smf": ("index.php?action=.xml;type=rss2;sa=recent",),
    "mybb": ("syndication.php",),
    "vanilla": ("discussions/feed.rss",),
    "nodebb": ("recent.rss",),
    "wordpress": ("comments/feed/", "feed/"),
}
"""By software: where its feeds usually stand, below the address of its home page."""


class FoundFeed(Value, frozen=True, kw_only=True):
    """A feed that a page names."""

    url: str
    title: str = ""
    type: str = ""
    """Media type as the page gives it; empty for one at a usual place."""


class Page(Value, frozen=True, kw_only=True):
    """What a page says of itself."""

    url: str
    title: str = ""
    platform: str = ""
    """A word of `USUAL`, or another software's; empty where nothing tells."""
    language: str | None = None
    """ISO 639-1."""
    feeds: tuple[FoundFeed, ...] = ()
    """In the order of the page, each once."""
    links: tuple[str, ...] = ()
    """Addresses it links to, each once."""


def is_page(body: bytes) -> bool:
    """Whether a body looks like HTML."""
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html")) or (b"<html" in head and b"<feed" not in head)


def page(body: bytes, url: str) -> Page:
    """Read a page.

    Args:
        body: its bytes; what comes after the first half megabyte is not looked at.
        url: the address that answered, for relative links.
    """
    text = body[: LOOKED_AT * 2].decode("utf-8", "replace")[:LOOKED_AT]
    tags = [(found[1].lower(), dict(_attributes(found[2]))) for found in _TAG.finditer(text)]
    base = next((_whole(url, one["href"]) for name, one in tags if name == "base" and "href" in one), None)
    links = (_whole(base or url, one["href"]) for name, one in tags if name == "a" and "href" in one)
    title = _TITLE.search(text)
    return Page(
        url=url,
        title=to_text(title[1]) if title else "",
        platform=_platform(tags, text),
        language=_language(tags),
        feeds=tuple(_feeds(tags, base or url)),
        links=tuple(dict.fromkeys(link for link in links if link))[:MOST_LINKS],
    )


def usual_places(found: Page) -> tuple[str, ...]:
    """Addresses at which the software that made a page usually has its feeds."""
    root = re.sub(r"[^/]*$", "", found.url.partition("?")[0].partition("#")[0])
    return tuple(urljoin(root, place) for place in USUAL.get(found.platform, ()))


Tags = list[tuple[str, dict[str, str]]]


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        yield name.lower(), unescape(double or single or bare).strip()


def _whole(base: str, link: str) -> str | None:
    try:
        return safe_url(urljoin(base, link))
    except ValueError:
        return None


def _feeds(tags: Tags, base: str) -> Iterator[FoundFeed]:
    seen = set()
    for name, one in tags:
        if name != "link" or "alternate" not in one.get("rel", "").lower().split():
            continue
        url = _whole(base, one.get("href", ""))
        kind = one.get("type", "").lower().partition(";")[0].strip()
        if url and kind in FEED_TYPES and url not in seen and "href" in one:
            seen.add(url)
            yield FoundFeed(url=url, title=to_text(one.get("title", ""))[:200], type=kind)


def _platform(tags: Tags, text: str) -> str:
    said = next(
        (
            one.get("content", "")
            for name, one in tags
            if name == "meta" and one.get("name", "").lower() == "generator"
        ),
        "",
    )
    named = next((one for one in _PLATFORMS if one in said.lower()), "")
    return named or next((name for name, mark in _MARKS if mark.search(text)), "")


def _language(tags: Tags) -> str | None:
    said = next((one["lang"] for name, one in tags if name == "html" and one.get("lang")), "")
    code = re.split(r"[-_]", said.lower())[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


def same_site(link: str, domain: str) -> bool:
    """Whether an address is on a domain or below it."""
    host = urlsplit(link).hostname or ""
    return host == domain or host.endswith(f".{domain}")
