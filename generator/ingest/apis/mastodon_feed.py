"""The feed of a hashtag, for instances whose interface is closed. It does not say who opted out."""

from __future__ import annotations

import re

import msgspec

from generator.ingest.apis.instance import instance_of, place_of
from generator.ingest.context import Context
from generator.ingest.platforms import post_key
from generator.ingest.sources import feed
from generator.model.entry import Entry, Reading, Snapshot
from generator.model.source import Source

_STATUS = re.compile(r"/@([\w.-]{1,100})/[^/]+")


def read_feed(snapshot: Snapshot, source: Source, context: Context, home: str) -> Reading:
    """Read the feed; its statuses of the instance's own people get the keys that the interface gives them.

    Those of others stay under their address at their origin, which the interface tells as well.

    Raises:
        UnreadableError: the body is not a feed.
    """
    reading = feed.read(snapshot, source, context)
    entries = tuple(_own(one, home) for one in reading.entries)
    return msgspec.structs.replace(reading, entries=entries)


def _own(entry: Entry, home: str) -> Entry:
    url = entry.url or ""
    found = _STATUS.fullmatch(place_of(url))
    if found is None:
        return entry
    host = instance_of(url).partition("://")[2]
    if instance_of(url) != home:
        return msgspec.structs.replace(entry, author=entry.author or f"{found[1]}@{host}")
    return msgspec.structs.replace(entry, key=post_key(url) or entry.key, author=entry.author or found[1])
