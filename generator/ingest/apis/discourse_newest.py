"""The newest posts of a whole Discourse forum, page by page."""

from __future__ import annotations

from typing import Any

from generator.ingest.apis.discourse_posts import Posts, place_of, when
from generator.ingest.apis.instance import fields_of
from generator.ingest.apis.json_fields import rows, whole
from generator.ingest.context import Context, heard
from generator.ingest.identity import PLATFORM
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

WINDOW = 50
"""Ids that one page of the newest posts looks at."""


MOST_DIGITS = 16


def read_newest(posts: list[Any], snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read one page of the newest posts, and say where the page before it begins."""
    gathered = Posts(source, context)
    for post in posts:
        gathered.take(post)
    # in the order of ids, which is the order of coming; dates of imported posts need not be
    lowest = min(rows(posts), key=lambda post: whole(post, "id") or 0, default=None)
    number = _before(whole(lowest, "id") or 0, snapshot.asked)
    url = f"{place_of(source.url).home}/posts.json?before={number}"
    more = number > 1 and not heard(when(lowest, context, "created_at"), context)
    return gathered.shelf.reading(snapshot, policy=PLATFORM, older=Ask(url=url) if more else None)


def _before(lowest: int, asked: str) -> int:
    """Where the page before begins; 0 where nobody can tell.

    Before 2026, Discourse looked at no more than the `WINDOW` newest ids up to `before`, that one with them,
    and left out those that are not public: such a page may hold nothing new, with older posts behind it.
    """
    written = fields_of(asked).get("before", "")
    before = int(written) if written.isascii() and written.isdecimal() and len(written) < MOST_DIGITS else 0
    if before and not 0 < lowest < before:
        return max(0, before - WINDOW)
    return lowest
