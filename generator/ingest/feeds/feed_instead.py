"""A platform's feed in place of its interface: the posts keep the keys that the interface gives them."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import msgspec

from generator.ingest.context import Context
from generator.ingest.identity import PLATFORM
from generator.ingest.platforms import home, post_key
from generator.ingest.sources import feed
from generator.ingest.threads import thread_of_link
from generator.model.entry import Entry, Reading, Snapshot
from generator.model.source import Source

_GUID = "guid:"


def read_feed(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read the feed. A post is known by the key of its address on the platform itself, or its guid's there.

    Raises:
        UnreadableError: the body is not a feed, or cannot be read.
    """
    asked = msgspec.structs.replace(context, policy=context.policy or PLATFORM)
    reading = feed.read(snapshot, source, asked)
    host = home(urlsplit(source.url).hostname or "")
    found = [_address(entry, host) for entry in reading.entries]
    claims = Counter(post_key(address) for address in found)
    entries = (
        _own(entry, address) if address and claims[post_key(address)] == 1 else entry
        for entry, address in zip(reading.entries, found, strict=True)
    )
    return msgspec.structs.replace(reading, entries=tuple(entries), policy=PLATFORM)


def _address(entry: Entry, host: str) -> str | None:
    """Where the platform itself has the post; a feed's link may be that of what the post is about."""
    guids = (key.removeprefix(_GUID) for key in (entry.key, *entry.also) if key.startswith(_GUID))
    return next((one for one in (entry.url, *guids) if post_key(one) and _host(one) == host), None)


def _own(entry: Entry, address: str) -> Entry:
    thread = thread_of_link(address) or (entry.thread if address == entry.url else None)
    key = post_key(address) or entry.key
    also = tuple(one for one in entry.also if one != key)
    return msgspec.structs.replace(entry, key=key, url=address, thread=thread, also=also)


def _host(address: str | None) -> str:
    return home(urlsplit(address or "").hostname or "")
