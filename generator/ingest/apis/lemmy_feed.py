"""A Lemmy community's feed, for instances whose interface is closed: the same posts under the same keys."""

from __future__ import annotations

import re

import msgspec

from generator.ingest.apis.instance import home_of, instance_of
from generator.ingest.context import Context
from generator.ingest.platforms import post_key
from generator.ingest.sources import feed
from generator.markup import safe_url
from generator.model.entry import Entry, Reading, Snapshot
from generator.model.source import Source

_HEAD = re.compile(
    r'submitted by <a href="[^"<>]{1,500}">[^<>]{0,300}</a> to <a href="[^"<>]{1,500}">[^<>]{0,300}</a>'
    r'<br ?/?>(?P<score>-?\d{1,9}) points \| <a href="(?P<post>https?://[^"<>]{1,500})">\d+ comments</a>'
    r'(?:<br ?/?><a href="(?P<link>[^"<>]{1,2000})">(?P=link)</a>)?'
)
"""What Lemmy's `feeds.rs` puts before the words of a post, the author's name in it."""
_GUID = "guid:"


def read_feed(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read the feed; its links lead to what a post is about, so the post's address is taken from elsewhere.

    Raises:
        UnreadableError: the body is not a feed.
    """
    home = home_of(source, snapshot)
    reading = feed.read(snapshot, source, context)
    return msgspec.structs.replace(reading, entries=tuple(_own(one, home) for one in reading.entries))


def _own(entry: Entry, home: str) -> Entry:
    head = _HEAD.match(entry.body)
    address = head["post"] if head else entry.key.removeprefix(_GUID)
    key = post_key(address)
    if key is None or instance_of(address) != home:
        return entry  # another instance numbers its posts by itself
    return msgspec.structs.replace(
        entry,
        key=key,
        url=safe_url(address),
        thread=None,
        body=entry.body[head.end() :] if head else entry.body,
        score=int(head["score"]) if head else entry.score,
    )
