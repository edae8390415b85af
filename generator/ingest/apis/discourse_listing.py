"""A Discourse listing of topics: which of them changed, and where the rest of the listing stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from generator.ingest.apis.discourse_posts import CHUNK, place_of
from generator.ingest.apis.json_fields import whole, words
from generator.ingest.context import Context, heard, mark_word, refuse_flood
from generator.ingest.identity import PLATFORM
from generator.ingest.shelf import Shelf, date_of
from generator.markup import safe_url
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

END = "end"
"""Mark of a listing that reaches back beyond everything heard before."""


def read_listing(listed: dict[str, Any], snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Ask for each topic that changed, the oldest change first; a listing holds no posts itself.

    Raises:
        UnreadableError: it holds more topics than any forum lists in one answer.
    """
    refuse_flood(len(listed["topics"]), context.limits)
    shelf = Shelf(source, context)
    home = place_of(source.url).home
    changed: list[tuple[datetime, Ask]] = []
    marks: list[str] = []
    reached = False
    for topic in listed["topics"]:
        number = whole(topic, "id") or 0
        if number < 1:
            shelf.set_aside("unreadable", detail="the topic has no number")
            continue
        active = words(topic, "last_posted_at", "bumped_at", "created_at")
        at, mark = date_of(active, context), f"topic:{number}@{mark_word(active)}"
        if not (topic.get("pinned") is True or topic.get("pinned_globally") is True):
            marks.append(mark)
            reached = reached or heard(at, context)
        if not heard(at, context):
            url = _topic_url(home, number, whole(topic, "highest_post_number") or 0, context)
            changed.append((at or context.now, Ask(url=url, part="topic", mark=mark)))
    older = None if reached else _page_before(listed, snapshot, source)
    changed.sort(key=lambda one: one[0])
    return shelf.reading(
        snapshot,
        policy=PLATFORM,
        more=tuple(one for _, one in changed),
        older=older,
        marks=(*([] if older else [END]), *marks),
    )


def _topic_url(home: str, topic: int, highest: int, context: Context) -> str:
    """The topic from its beginning at first; later from its end, as far back as there is something new."""
    end = f"/{highest}" if context.since is not None and highest > CHUNK else ""
    return f"{home}/t/{topic}{end}.json"


def _page_before(listed: dict[str, Any], snapshot: Snapshot, source: Source) -> Ask | None:
    if not (rest := words(listed, "more_topics_url")) or not listed["topics"]:
        return None
    try:
        parts, own = urlsplit(urljoin(snapshot.asked or source.url, rest)), urlsplit(source.url)
    except ValueError:
        return None
    path = parts.path if parts.path.endswith(".json") else f"{parts.path}.json"
    url = safe_url(urlunsplit(parts._replace(scheme=own.scheme, path=path, fragment="")))
    return Ask(url=url) if url and parts.netloc == own.netloc else None
