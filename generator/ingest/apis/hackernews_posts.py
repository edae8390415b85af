"""Stories and comments of Hacker News as its search, and people who scrape it, write them."""

from __future__ import annotations

import re
from typing import Any

from generator.ingest.apis.json_fields import whole, words
from generator.ingest.shelf import Shelf

PAGE = "https://news.ycombinator.com/item?id="
_NUMBER = re.compile(r"\d{1,15}")


def take_hit(hit: Any, shelf: Shelf) -> None:
    """Keep one hit of the search, a story or a comment, or set it aside."""
    number = _number(hit, "objectID")
    if not number:
        shelf.set_aside("unreadable", detail="it has no number")
        return
    story, parent = _number(hit, "story_id"), _number(hit, "parent_id")
    comment = bool(parent) or bool(words(hit, "comment_text"))
    shelf.keep(
        key_of(number),
        url=PAGE + number,
        title="" if comment else words(hit, "title"),
        body=words(hit, "comment_text") if comment else words(hit, "story_text"),
        date=whole(hit, "created_at_i") or words(hit, "created_at"),
        author=words(hit, "author"),
        thread=key_of(story) if comment and story else None if comment else key_of(number),
        reply_to=key_of(parent) if parent else None,
        score=whole(hit, "points"),
    )


def take_scraped(row: Any, shelf: Shelf) -> None:
    """One story of a listing as people scrape it: id, title, dt, points, submitter."""
    number = _number(row, "id")
    if not number:
        shelf.set_aside("unreadable", detail="it has no number")
        return
    shelf.keep(
        key_of(number),
        url=PAGE + number,
        title=words(row, "title"),
        body="",
        date=words(row, "dt"),
        author=words(row, "submitter"),
        thread=key_of(number),
        score=whole(row, "points"),
    )


def key_of(number: str) -> str:
    """The key of a story or comment, the same as its address gives."""
    return f"post:item/{number}"


def _number(row: Any, name: str) -> str:
    """A post's number, which is written now as a number and now as text; empty where it is neither."""
    found = words(row, name) or str(whole(row, name) or "")
    return found if _NUMBER.fullmatch(found) else ""
