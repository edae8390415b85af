"""Mastodon and what speaks its language: the timelines of hashtags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from generator.ingest.apis.instance import address_of, fields_of, home_of, instance_of, place_of, with_fields
from generator.ingest.apis.json_fields import decoded, is_feed, part_of
from generator.ingest.apis.mastodon_feed import read_feed
from generator.ingest.apis.mastodon_statuses import ID, MastodonShelf, number_of
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import apart
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

WHAT = "Mastodon's interface"
TIMELINE = "/api/v1/timelines/tag/"
LIMIT = 40
"""Statuses of one page: the most that Mastodon gives."""
_TAG = re.compile(r"/tags/([^/]+?)/?")
_NOT_IN_TAGS = re.compile(r"[^\w·]+")


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The timeline of the hashtag in the address and of each word to search for, written as a hashtag.

    Raises:
        UnreadableError: the address is not an instance's, or there is no hashtag.
    """
    home, place = instance_of(source.url), place_of(source.url)
    if home and place.endswith(".rss"):
        return (Ask(url=source.url),)
    found = _TAG.fullmatch(place)
    # beside a hashtag in the address, only words that a person wrote are asked for, not every brand's name
    tags = [found[1], *map(_tag, source.query)] if found else [_tag(one) for one in context.queries]
    if not home or not any(tags):
        message = (
            "its address names no hashtag, and there are no words to search for. "
            "Write it as https://instance.example/tags/name, or add `query`."
        )
        raise UnreadableError(message)
    urls = dict.fromkeys(f"{home}{TIMELINE}{one}?limit={LIMIT}" for one in tags if one)
    return tuple(Ask(url=url, part="tag") for url in urls)


def _tag(query: str) -> str:
    return quote(_NOT_IN_TAGS.sub("", query).lower())


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Each status by its number; one that was heard from another instance by its own page."""
    del context
    home = instance_of(source.url)
    own, pages = apart(posts, lambda post: _number_at(post.url, home))
    asks = (
        Ask(url=f"{home}/api/v1/statuses/{number}", part="status", posts=(post.id,)) for post, number in own
    )
    return (*asks, *pages)


def _number_at(url: str, home: str) -> str | None:
    number = place_of(url).rstrip("/").rpartition("/")[2]
    return number if instance_of(url) == home and ID.fullmatch(number) else None


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read every status of an answer. A feed is read as one; it does not say who opted out.

    Raises:
        UnreadableError: it is neither a list of statuses, nor one status, nor a feed.
    """
    if is_feed(snapshot):
        return read_feed(snapshot, source, context, home_of(source, snapshot))
    answer = decoded(snapshot, WHAT)
    alone = bool(part_of(answer, "account"))
    statuses = [answer] if alone else answer
    if not isinstance(statuses, list):
        message = f"the answer is not one of {WHAT}. Check in a browser whether the instance shows it to all."
        raise UnreadableError(message)
    shelf = MastodonShelf(source, context, home_of(source, snapshot), statuses)
    for status in statuses:
        shelf.take(status)
    return shelf.reading(
        snapshot,
        policy=PLATFORM,
        marks=tuple(shelf.marks),
        older=_older(statuses, snapshot),
        noindex=alone and bool(shelf.gone),  # looked at again: a wish, which no later edit outweighs
    )


def _older(statuses: list[Any], snapshot: Snapshot) -> Ask | None:
    """The page before. A page may be short in the middle of a timeline, so only an empty one is the end."""
    url = address_of(snapshot)
    numbers = [number for one in statuses if (number := number_of(one))]
    if TIMELINE not in url or not numbers:
        return None
    lowest = min(numbers, key=_order)
    if (before := fields_of(url).get("max_id", "")) and _order(lowest) >= _order(before):
        return None  # the instance does not page
    return Ask(url=with_fields(url, max_id=lowest), part=snapshot.part)


def _order(number: str) -> tuple[int, str]:
    """Ids are numbers written as text, of no fixed length."""
    return len(number), number
