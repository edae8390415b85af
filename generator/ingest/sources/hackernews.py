"""Hacker News through its search (Algolia): stories and comments that name what is searched for.

Fields are those of https://hn.algolia.com/api. Whether a post still stands is asked of the official
interface (https://github.com/HackerNews/API), the only one that tells: `deleted` by its author, `dead` by
moderation. Words cannot be edited there beyond two hours, which every listen's day to spare covers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from generator.ingest.apis.hackernews_posts import key_of, take_hit, take_scraped
from generator.ingest.apis.instance import with_fields
from generator.ingest.apis.json_fields import decoded, is_feed, rows, whole
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.feeds.feed_instead import read_feed
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import apart
from generator.ingest.platforms import post_key
from generator.ingest.shelf import Shelf
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

SEARCH = "https://hn.algolia.com/api/v1/search_by_date"
ITEM = "https://hacker-news.firebaseio.com/v0/item"
MOST = 100
"""Hits of one page."""
_KEY = re.compile(r"post:item/(\d+)")
_FEED_HOST = "hnrss.org"


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """One search for each of the words, newest first.

    It is bounded by `context.since`, so that its pages are read to the end: every ask is marked with the
    run's time, as nothing but the end shows that all was heard.

    Raises:
        UnreadableError: there is nothing to search for.
    """
    if urlsplit(source.url).hostname == _FEED_HOST:
        return (Ask(url=source.url),)
    if not context.queries:
        message = "there is nothing to search for. Name a word or two under `query`."
        raise UnreadableError(message)
    return tuple(_search(words_, context) for words_ in context.queries)


def _search(query: str, context: Context) -> Ask:
    fields = {
        "query": '"{}"'.format(query.replace('"', " ")),
        "tags": "(story,comment)",
        "hitsPerPage": str(MOST),
    }
    if context.since is not None:
        fields["numericFilters"] = f"created_at_i>{int(context.since.timestamp())}"
    url = f"{SEARCH}?{urlencode(fields)}"
    return Ask(url=url, part="search", mark=f"search {query}@{context.now.isoformat()}")


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Each post by its number, of the official interface."""
    del source, context
    items, pages = apart(posts, lambda post: _KEY.fullmatch(post_key(post.url) or ""))
    asks = (Ask(url=f"{ITEM}/{found[1]}.json", part="item", posts=(post.id,)) for post, found in items)
    return (*asks, *pages)


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a page of hits, one item of the official interface, or a scraped listing of stories.

    Raises:
        UnreadableError: the answer is none of these, or a feed that cannot be read.
    """
    if is_feed(snapshot):
        return read_feed(snapshot, source, context)
    found = decoded(snapshot, "Hacker News")
    shelf = Shelf(source, context)
    if isinstance(found, dict) and isinstance(found.get("hits"), list):
        for hit in found["hits"]:
            take_hit(hit, shelf)
        older = _page_before(found, snapshot, context)
        return shelf.reading(snapshot, policy=PLATFORM, older=older)
    if isinstance(found, dict) and whole(found, "id"):
        return _item(found, shelf, snapshot)
    if isinstance(found, list):
        for row in found:
            take_scraped(row, shelf)
        return shelf.reading(snapshot, policy=PLATFORM)
    message = "the answer holds no hits and no item. It is asked for again later."
    raise UnreadableError(message)


def _item(item: dict[str, Any], shelf: Shelf, snapshot: Snapshot) -> Reading:
    """What became of an archived post; its words are not read, as they can no longer be edited."""
    if item.get("deleted") is True or item.get("dead") is True:
        shelf.deleted(key_of(str(whole(item, "id"))))
    return shelf.reading(snapshot, policy=PLATFORM)


def _page_before(found: dict[str, Any], snapshot: Snapshot, context: Context) -> Ask | None:
    """The hits before these, by their time: pages would move, and end after the first thousand."""
    more = (whole(found, "page") or 0) + 1 < (whole(found, "nbPages") or 0)
    times = [at for hit in rows(found["hits"]) if (at := whole(hit, "created_at_i"))]
    if context.since is None or not (more and times and snapshot.asked):
        return None
    bounds = f"created_at_i>{int(context.since.timestamp())},created_at_i<{min(times) + 1}"
    url = with_fields(snapshot.asked, numericFilters=bounds)
    return Ask(url=url, part=snapshot.part) if url != snapshot.asked else None
