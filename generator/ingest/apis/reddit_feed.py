"""Reddit's Atom feeds, brought to what its interface says of the same posts."""

from __future__ import annotations

import re

from msgspec import structs

from generator.ingest.apis.reddit_posts import DELETED, ROBOTS
from generator.ingest.context import Context
from generator.ingest.feeds.feed_instead import read_feed
from generator.markup import to_text
from generator.model.entry import Entry, Reading, SetAside, Snapshot
from generator.model.source import Source

_BEGIN = re.compile(r"<!--\s{0,9}SC_OFF\s{0,9}-->")
_END = re.compile(r"<!--\s{0,9}SC_ON\s{0,9}-->")
_FURNITURE = re.compile(r"submitted\s+by\b.{0,40}?<a\s[^<>]{0,300}/user/", re.DOTALL)
"""What Reddit writes below every post; where the post is a bare link, only a picture stands before it."""


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a feed of posts or comments.

    Reddit writes the author's name into the body of every post and into the title of every comment; both
    are taken out, as they are no words of the post.

    Raises:
        UnreadableError: the body is no feed.
    """
    found = read_feed(snapshot, source, context)
    entries: list[Entry] = []
    aside = list(found.set_aside)
    for one in map(_tidied, found.entries):
        if reason := _why_not(one):
            aside.append(SetAside(reason=reason, key=one.key))
        else:
            entries.append(one)
    deleted = tuple(one.key for one in aside if one.reason == "deleted")
    return structs.replace(
        found, entries=tuple(entries), set_aside=tuple(aside), gone=(*found.gone, *deleted)
    )


def _tidied(entry: Entry) -> Entry:
    author = (entry.author or "").removeprefix("/u/")
    is_comment = entry.key.rpartition(":")[2].startswith("t1_")
    return structs.replace(
        entry,
        title="" if is_comment else entry.title,
        body=_own_words(entry.body),
        author=None if not author or author in DELETED else author,
    )


def _own_words(body: str) -> str:
    begin = _BEGIN.search(body)
    if begin and (end := _END.search(body, begin.end())):
        return body[begin.end() : end.start()]
    below = [one.start() for one in _FURNITURE.finditer(body)]
    return body[: below[-1]] if below else body


def _why_not(entry: Entry) -> str | None:
    words, title = to_text(entry.body), to_text(entry.title)
    if {words, title} & DELETED:
        return "deleted"
    if entry.author in ROBOTS:
        return "not_a_post"
    return None if words or title else "empty"
