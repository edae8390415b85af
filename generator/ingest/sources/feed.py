"""Feeds: RSS 0.9x to 2.0, RDF and Atom through feedparser, and JSON Feed."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ingest.context import Context, Post, UnreadableError, clean, refuse_flood
from generator.ingest.feeds.feed_bytes import parse
from generator.ingest.feeds.feed_items import Item, Place, at_home, items_of, older_page
from generator.ingest.feeds.feed_kept import kept_of
from generator.ingest.identity import AUTO, PLATFORM, Marks, alternates, guid_key, keys, policy_of, settled
from generator.ingest.pages import page_checks
from generator.ingest.platforms import names_post
from generator.model.entry import Ask, Reading, SetAside, Snapshot
from generator.model.source import Source

READING_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What feedparser raises on hostile input; UnicodeError is a ValueError, KeyError a LookupError."""


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The feed's own address."""
    del context
    return (Ask(url=source.url),)


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Each post's own page."""
    del source, context
    return page_checks(posts)


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read every entry of a feed, and say where the page before it stands (RFC 5005, JSON Feed).

    Raises:
        UnreadableError: the body is not a feed, or cannot be read.
    """
    if len(snapshot.body) > context.limits.body_bytes:
        message = (
            f"it is larger than {context.limits.body_bytes:,} bytes. Name a smaller feed, or raise the limit."
        )
        raise UnreadableError(message)
    try:
        parsed = parse(snapshot)
    except READING_ERRORS as error:
        message = f"the feed could not be read ({type(error).__name__}). Ask its operator to mend it."
        raise UnreadableError(message) from error
    place = Place(snapshot, source, context, parsed.feed)
    refuse_flood(len(parsed.entries), context.limits)
    items = items_of(parsed, place)
    marks = [_marks(item) for item in items]
    policy = policy_of(source, context.policy)
    if policy == AUTO and context.policy is None:
        policy = settled(marks)
    names = keys(marks, policy)
    entries, aside = kept_of(items, names, alternates(marks, names), place)
    aside += [SetAside(reason="unreadable")] * parsed.unreadable
    deleted = [_deleted_key(clean(one), policy, place) for one in parsed.raw_feed.deleted]
    return Reading(
        source=snapshot.source,
        read=len(items) + parsed.unreadable,
        entries=tuple(entries),
        set_aside=tuple(aside),
        gone=tuple(key for key in deleted if key not in names),
        title=clean(str(dict.get(parsed.feed, "title") or "")),
        scope=context.scope,
        policy=policy,
        older=older_page(parsed.raw_feed.older, place),
        ttl_seconds=parsed.raw_feed.ttl_seconds,
        skip_hours=parsed.raw_feed.skip_hours,
        repaired=parsed.again,
    )


def _deleted_key(guid: str, policy: str, place: Place) -> str:
    """What a tombstone's entry was known by."""
    known = at_home("", guid, place)[0] if policy == PLATFORM else None
    return known or guid_key(guid)


def _marks(item: Item) -> Marks:
    return Marks(
        guid=item.raw.guid and clean(item.raw.guid),
        link=item.link,
        author=item.author or "",
        title=item.title,
        published=item.dated,
        body=item.body,
        platform=item.platform,
        stands_alone=item.thread is None or "#" in item.link or names_post(item.url),
    )
