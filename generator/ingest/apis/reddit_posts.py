"""Posts (`t3`) and comments (`t1`) of Reddit's listings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from generator.ingest.apis.json_fields import whole, words
from generator.ingest.apis.reddit_asks import SITE
from generator.ingest.platforms import PREFIX
from generator.ingest.shelf import Shelf
from generator.ingest.threads import thread_of_link

POST, COMMENT, MORE = "t3", "t1", "more"
DELETED = frozenset({"[deleted]", "[removed]", "[deleted by user]"})
"""What Reddit puts in the place of words that are gone."""
ID = re.compile(r"[a-z0-9]{1,13}")
NAME = re.compile(rf"t[13]_{ID.pattern}")
"""What Reddit calls a post or comment: its sort, and its number in base 36."""
ROBOTS = frozenset({"AutoModerator"})


def is_listing(found: Any) -> bool:
    """Whether an answer is a listing, or a thread: a list of listings."""
    listings = found if isinstance(found, list) and found else [found]
    return all(words(one, "kind") == "Listing" for one in listings)


def fill(shelf: Shelf, found: Any) -> int:
    """Put every post of an answer on the shelf; returns how many comments it names without showing them."""
    hidden = 0
    for one in _things(found):
        row = one.get("data") if isinstance(one, dict) else None
        kind = words(one, "kind")
        if kind == MORE:
            hidden += max(0, whole(row, "count") or 0)
        elif kind not in {POST, COMMENT} or not isinstance(row, dict) or not ID.fullmatch(words(row, "id")):
            shelf.set_aside("unreadable", detail="neither a post nor a comment")
        else:
            _take(shelf, row, f"{PREFIX}{kind}_{words(row, 'id')}", is_post=kind == POST)
    return hidden


def _things(found: Any) -> Iterator[Any]:
    """The posts of listings, each followed by the replies below it."""
    waiting = list(reversed(found)) if isinstance(found, list) else [found]
    while waiting:
        one = waiting.pop()
        data = one.get("data") if isinstance(one, dict) else None
        if words(one, "kind") == "Listing":
            children = data.get("children") if isinstance(data, dict) else None
            waiting += reversed(children) if isinstance(children, list) else []
            continue
        yield one
        replies = data.get("replies") if isinstance(data, dict) else None
        if words(replies, "kind") == "Listing":
            waiting.append(replies)


def _take(shelf: Shelf, row: dict[str, Any], key: str, *, is_post: bool) -> None:
    field = "selftext" if is_post else "body"
    text, html = words(row, field), _html(words(row, f"{field}_html"))
    title = words(row, "title") if is_post else ""
    author = words(row, "author")
    if row.get("removed_by_category") or {text.strip(), title.strip()} & DELETED:
        shelf.deleted(key)
        return
    if author in ROBOTS:
        shelf.set_aside("not_a_post", key, "written by a program")
        return
    url = _address(row, key, is_post=is_post)
    parent = words(row, "parent_id") if NAME.fullmatch(words(row, "parent_id")) else ""
    shelf.keep(
        key,
        url=url,
        title=escape(title, quote=False) if html else title,
        body=html or text,
        html=bool(html),
        date=row.get("created_utc"),
        author=None if author in DELETED else author,
        thread=thread_of_link(url),
        reply_to=f"{PREFIX}{parent}" if parent and not is_post else None,
        updated=shelf.when(row.get("edited")),  # false where the words were never changed
        score=None if row.get("score_hidden") is True else whole(row, "score"),
        tags=_tags(row),
        official=shelf.staffed and words(row, "distinguished") == "moderator",
    )


def _html(body: str) -> str:
    """The HTML of a body; without `raw_json=1` it comes escaped."""
    return unescape(body) if body.startswith("&lt;") else body


def _address(row: dict[str, Any], key: str, *, is_post: bool) -> str | None:
    """The post's address, as feeds give it."""
    place = words(row, "permalink")
    if place.startswith("/"):
        return SITE + place
    name = key.rpartition("_")[2]
    forum, link = words(row, "subreddit"), words(row, "link_id").removeprefix("t3_")
    if not forum or not (is_post or link):
        return None
    return f"{SITE}/r/{forum}/comments/{name}/" if is_post else f"{SITE}/r/{forum}/comments/{link}/_/{name}/"


def _tags(row: dict[str, Any]) -> tuple[str, ...]:
    marks = (word for word in ("stickied", "over_18") if row.get(word) is True)
    return (words(row, "link_flair_text"), *marks)
