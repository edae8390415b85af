"""One Discourse topic: its posts, where its newest and its earlier ones stand, and which of it is missing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from generator.ingest.apis.discourse_posts import CHUNK, Posts, key_of, place_of, when
from generator.ingest.apis.json_fields import rows, whole, words
from generator.ingest.context import Context, UnreadableError, heard
from generator.ingest.identity import PLATFORM
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

CHECK = "check"
"""Part of a look at archived posts; the numbers that are looked for in the topic follow."""


def read_topic(found: dict[str, Any], snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read the posts of a topic, or of a part of it, and say where the rest of what is new stands.

    Raises:
        UnreadableError: a look at archived posts does not reach all of them.
    """
    gathered = Posts(source, context, topic=found)
    posts = found["post_stream"]["posts"]
    for post in posts:
        gathered.take(post)
    if snapshot.part.startswith(CHECK):
        gathered.shelf.gone += _missing(found, snapshot.part)
        return gathered.shelf.reading(snapshot, policy=PLATFORM)
    url = _before(found, context)
    older = Ask(url=f"{place_of(source.url).home}{url}", part="topic") if url else None
    return gathered.shelf.reading(snapshot, policy=PLATFORM, older=older, title=words(found, "title"))


def _before(found: dict[str, Any], context: Context) -> str:
    """Where the topic's newest posts stand, then what stands before them; empty where all new was heard."""
    posts, topic = rows(found["post_stream"]["posts"]), whole(found, "id") or 0
    here = {whole(post, "id") for post in posts}
    stream = found["post_stream"].get("stream")
    newest = [one for one in stream if isinstance(one, int)][-CHUNK:] if isinstance(stream, list) else []
    if missing := [one for one in newest if one not in here]:
        return f"/t/{topic}/posts.json?{urlencode([('post_ids[]', one) for one in missing])}"
    first = min(posts, key=lambda post: whole(post, "post_number") or 0, default=None)
    number = whole(first, "post_number") or 0
    if context.since is None or number <= 1 or heard(when(first, context, "created_at"), context):
        return ""
    return f"/t/{topic}/posts.json?post_number={number}"


def _missing(found: dict[str, Any], part: str) -> list[str]:
    """Keys of the posts that were looked for and are not there.

    Raises:
        UnreadableError: the answer does not reach as far as one of them.
    """
    shown = [whole(post, "post_number") or 0 for post in rows(found["post_stream"]["posts"])]
    stream = found["post_stream"].get("stream")
    whole_topic = isinstance(stream, list) and len(stream) <= len(shown)
    sought = [int(word) for word in part.split()[1:] if word.isdecimal()]
    missing = [number for number in sought if number not in shown]
    if not whole_topic and any(number > max(shown, default=0) for number in missing):
        message = "the topic's answer is shorter than was asked for. It is asked for again later."
        raise UnreadableError(message)
    return [key_of(whole(found, "id") or 0, number) for number in missing]
