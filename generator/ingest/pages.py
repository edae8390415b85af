"""A post's own page, looked at again: whether it stands, and whether it may be kept in indexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from generator.ingest.context import Post
from generator.model.entry import Ask, Reading, Snapshot

PAGE = "page"
"""The `part` of a request for a post's own page."""
HEAD_BYTES = 65_536
Found = TypeVar("Found")
_META = re.compile(rb"<meta\b[^<>]{0,500}>", re.IGNORECASE)
_ROBOTS = re.compile(rb"""\bname\s*=\s*["']?(?:robots|saidanddone)\b""", re.IGNORECASE)
_NOINDEX = re.compile(rb"""\bcontent\s*=\s*["'][^"']{0,200}?\b(?:noindex|none)\b""", re.IGNORECASE)


def page_checks(posts: Sequence[Post]) -> tuple[Ask, ...]:
    """One request a page; posts that stand on one page share it."""
    by_page: dict[str, list[Post]] = {}
    for post in posts:
        by_page.setdefault(post.url.partition("#")[0], []).append(post)
    return tuple(
        Ask(url=url, part=PAGE, posts=tuple(post.id for post in found)) for url, found in by_page.items()
    )


def apart(
    posts: Sequence[Post], known: Callable[[Post], Found | None]
) -> tuple[list[tuple[Post, Found]], tuple[Ask, ...]]:
    """The posts that an interface can be asked for, with what `known` made of it; of others the pages."""
    found = [(post, known(post)) for post in posts]
    own = [(post, one) for post, one in found if one is not None]
    return own, page_checks([post for post, one in found if one is None])


def read_page(snapshot: Snapshot) -> Reading:
    """What a post's page says of itself; its words are not read."""
    return Reading(source=snapshot.source, read=0, noindex=snapshot.noindex or _asks_noindex(snapshot.body))


def _asks_noindex(body: bytes) -> bool:
    metas = _META.findall(body[:HEAD_BYTES])
    return any(_ROBOTS.search(one) and _NOINDEX.search(one) for one in metas)
