"""Pages of the App Store: which store and app an address names, and how many pages there are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.model.entry import Ask
from generator.model.source import Source

PART = "reviews"


LAST_PAGE = 10


USUAL = "us"
"""The store of an address that names no country."""


_APP = re.compile(
    r"https?://(?:apps|itunes)\.apple\.com/(?:([a-z]{2})/)?app/(?:[^/?#]+/)?id(\d+)(?:[/?#].*)?"
)


_FEED = re.compile(r"https?://itunes\.apple\.com/(?:([a-z]{2})/)?rss/customerreviews/(?:[^?#]*/)?id=(\d+).*")


_PAGE = re.compile(r"/page=(\d{1,2})(?:/|$)")


def store_of(source: Source) -> tuple[str, str] | None:
    """Country and number of the app; None where the address names none."""
    found = _APP.fullmatch(source.url) or _FEED.fullmatch(source.url)
    return (found[1] or USUAL, found[2]) if found else None


def page_ask(store: tuple[str, str], number: int, form: str) -> Ask:
    """The request for one page of reviews; `form` is `xml` or `json`."""
    country, app = store
    address = f"https://itunes.apple.com/{country}/rss/customerreviews/id={app}/sortBy=mostRecent"
    return Ask(url=f"{address}/page={number}/{form}", part=PART)


def number_of(url: str) -> int:
    """The number of the page at an address; 1 where it names none."""
    found = _PAGE.search(url)
    return int(found[1]) if found else 1


def last_page(links: Iterable[tuple[str, str]]) -> int:
    """The last page, as the feed says; the store gives no more than ten."""
    named = [number_of(href) for rel, href in links if rel == "last"]
    return min([LAST_PAGE, *named])
