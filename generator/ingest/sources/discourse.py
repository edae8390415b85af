"""Discourse forums: newest posts of a whole forum, or the topics of one category or tag that changed.

The addresses are those of Discourse's own routes (`config/routes.rb`): `posts.json?before=`,
`/c/.../l/latest.json`, `/tag/....json` (its `robots.txt` forbids `/tag/*/l`), `/t/<topic>.json`,
`/t/<topic>/posts.json`, `/posts/by_number/<topic>/<post>.json`.
A source whose address is one of the forum's feeds (`.rss`) is read as a feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from generator.ingest.apis.discourse_listing import read_listing
from generator.ingest.apis.discourse_newest import read_newest
from generator.ingest.apis.discourse_posts import CHUNK, Posts, place_of
from generator.ingest.apis.discourse_topic import CHECK, read_topic
from generator.ingest.apis.discourse_words import own_words
from generator.ingest.apis.json_fields import decoded, is_feed
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.feeds.feed_instead import read_feed
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import apart
from generator.ingest.platforms import post_key
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

_FEED = re.compile(r".*\.(?:rss|xml|atom)")
_KEY = re.compile(r"post:t/(\d+)/(\d+)")


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The newest posts, or the listing of a category or tag, by last activity."""
    del context
    if _FEED.fullmatch(urlsplit(source.url).path):
        return (Ask(url=source.url),)
    place = place_of(source.url)
    if not place.listing:
        return (Ask(url=f"{place.home}/posts.json"),)
    # without `order`, a category is listed in the order that its own settings name
    latest = "" if place.listing.startswith("/tag") else "/l/latest"
    return (Ask(url=f"{place.home}{place.listing}{latest}.json?order=activity"),)


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Each post by its number; early posts of one topic together, openers with the topic's title."""
    del context
    home = place_of(source.url).home
    topics: dict[int, dict[int, Post]] = {}
    own, pages = apart(posts, lambda post: _KEY.fullmatch(post_key(post.url) or ""))
    for post, found in own:
        topics.setdefault(int(found[1]), {})[int(found[2])] = post
    asks = [one for topic, numbered in topics.items() for one in _looks(home, topic, numbered)]
    return (*asks, *pages)


def _looks(home: str, topic: int, numbered: dict[int, Post]) -> Iterable[Ask]:
    early = sorted(number for number in numbered if number <= CHUNK)
    together = early if 1 in early or len(early) > 1 else []
    if together:
        part = f"{CHECK} {' '.join(map(str, together))}"
        yield Ask(
            url=f"{home}/t/{topic}.json", part=part, posts=tuple(numbered[number].id for number in together)
        )
    for number in sorted(numbered.keys() - set(together)):
        url = f"{home}/posts/by_number/{topic}/{number}.json"
        yield Ask(url=url, part=CHECK, posts=(numbered[number].id,))


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a page of posts, a listing of topics, a topic or a single post.

    Raises:
        UnreadableError: the answer is none of these, or a feed that cannot be read.
    """
    if is_feed(snapshot):
        reading = read_feed(snapshot, source, context)
        bare = (msgspec.structs.replace(one, body=own_words(one.body)) for one in reading.entries)
        return msgspec.structs.replace(reading, entries=tuple(bare))
    found = decoded(snapshot, "Discourse")
    if isinstance(found, dict):
        if isinstance(found.get("latest_posts"), list):
            return read_newest(found["latest_posts"], snapshot, source, context)
        if isinstance(listed := found.get("topic_list"), dict) and isinstance(listed.get("topics"), list):
            return read_listing(listed, snapshot, source, context)
        if isinstance(held := found.get("post_stream"), dict) and isinstance(held.get("posts"), list):
            return read_topic(found, snapshot, source, context)
        if "post_number" in found:
            return _single(found, snapshot, source, context)
    message = "the answer holds neither posts nor topics. The forum may want a login; its .rss feeds may not."
    raise UnreadableError(message)


def _single(post: dict[str, Any], snapshot: Snapshot, source: Source, context: Context) -> Reading:
    gathered = Posts(source, context)
    gathered.take(post)
    return gathered.shelf.reading(snapshot, policy=PLATFORM)
