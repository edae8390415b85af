"""Discourse's addresses and posts: what stands where, and what one post of its JSON says."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from generator.ingest.apis.discourse_words import own_words
from generator.ingest.apis.json_fields import listed, rows, whole, words
from generator.ingest.context import Context, UnreadableError
from generator.ingest.platforms import post_key
from generator.ingest.shelf import Shelf, date_of
from generator.ingest.threads import thread_of_link
from generator.model.base import Value
from generator.model.source import Source

CHUNK = 20
"""Posts in one answer about a topic."""
LIKE = 2
"""Of `actions_summary`: the id of likes."""
SMALL_ACTION = 3
"""Of `post_type`: "closed", "pinned", "moved", ... in place of words."""
SYSTEM = -1
"""The software's own account."""
STAFF = ("admin", "moderator", "staff")
_PLACE = re.compile(r"(?P<home>.*?)(?P<listing>/(?:c|tags?)/.+?)?(?:/l/latest|/latest|/posts)?(?:\.json)?/?")
_TOPIC = re.compile(r".*/t/.+")
_SLUG = re.compile(r"[^/?#]*[^/?#\d][^/?#]*")


class Place(Value, frozen=True, kw_only=True):
    """What a source's address means."""

    home: str
    """The forum, its folder included, without a closing slash."""
    listing: str
    """`/c/...` for one category, `/tag/...` for one tag; empty for the whole forum."""


def place_of(url: str) -> Place:
    """Read a source's address.

    Raises:
        UnreadableError: it is one topic's address, or no web address.
    """
    parts = urlsplit(url)
    found = _PLACE.fullmatch(parts.path)
    if found is None or not parts.hostname or _TOPIC.fullmatch(parts.path):
        message = "its address is not a forum's. Name the forum, one category (/c/...) or one tag (/tag/...)."
        raise UnreadableError(message)
    home = f"{parts.scheme}://{parts.netloc}{found['home'].rstrip('/')}"
    return Place(home=home, listing=found["listing"] or "")


def key_of(topic: int, number: int) -> str:
    """The key of a post, the same as its address gives."""
    return f"post:t/{topic}/{number}"


def when(row: Any, context: Context, *names: str) -> datetime | None:
    """The first of these fields that holds a date; None where none does."""
    return date_of(words(row, *names), context)


def tags(row: Any) -> tuple[str, ...]:
    """Tags by name; newer forums write them as records."""
    return tuple(one if isinstance(one, str) else words(one, "name") for one in listed(row, "tags"))


class Posts:
    """The posts of one answer, on the way to entries."""

    def __init__(self, source: Source, context: Context, topic: Any = None) -> None:
        """Begin; `topic` is the topic's own record, where the answer holds one."""
        self.shelf = Shelf(source, context)
        self._home = place_of(source.url).home
        self._topic = topic
        self._tags = tags(topic)

    def take(self, post: Any) -> None:
        """Keep a post, or set it aside by reason."""
        topic = whole(post, "topic_id") or whole(self._topic, "id") or 0
        number = whole(post, "post_number") or 0
        if topic < 1 or number < 1:
            self.shelf.set_aside("unreadable", detail="it names no topic or no number")
        elif _is_gone(post):
            self.shelf.deleted(key_of(topic, number))
        elif _is_notice(post):
            self.shelf.set_aside("not_a_post", key_of(topic, number))
        else:
            self._keep(post, topic, number)

    def _keep(self, post: dict[str, Any], topic: int, number: int) -> None:
        url = self._address(post, topic, number)
        answers = whole(post, "reply_to_post_number") or 0
        self.shelf.keep(
            post_key(url) or key_of(topic, number),
            url=url,
            title=(words(post, "topic_title") or words(self._topic, "title")) if number == 1 else "",
            body=own_words(words(post, "cooked")),
            date=words(post, "created_at"),
            author=words(post, "username"),
            thread=thread_of_link(url),
            reply_to=key_of(topic, answers) if answers > 0 else None,
            updated=self.shelf.when(words(post, "updated_at")),
            score=_likes(post),
            tags=self._tags,
            official=self.shelf.staffed and any(post.get(name) is True for name in STAFF),
            accepted=post.get("accepted_answer") is True,
        )

    def _address(self, post: dict[str, Any], topic: int, number: int) -> str:
        slug = words(post, "topic_slug") or words(self._topic, "slug")
        slug = quote(slug, safe="%-._~", errors="replace") if _SLUG.fullmatch(slug) else "-"
        return f"{self._home}/t/{slug}/{topic}/{number}"


def _is_gone(post: dict[str, Any]) -> bool:
    return bool(post.get("deleted_at")) or post.get("user_deleted") is True or post.get("hidden") is True


def _is_notice(post: dict[str, Any]) -> bool:
    return whole(post, "post_type") == SMALL_ACTION or whole(post, "user_id") == SYSTEM


def _likes(post: dict[str, Any]) -> int | None:
    counts = post.get("actions_summary")
    if not isinstance(counts, list):
        return None
    return next((whole(one, "count") or 0 for one in rows(counts) if whole(one, "id") == LIKE), 0)
