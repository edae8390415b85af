"""Fold events into mentions and replies: the same result in whatever order, and however often, they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time

from generator.archive.gone import BACK
from generator.archive.kin import link
from generator.archive.lines import entomb, newest
from generator.archive.values import Folded, Pair
from generator.model.events import (
    AnyEvent,
    FindingEvent,
    GoneEvent,
    MentionEvent,
    ReplyEvent,
    RevisionEvent,
    Tombstone,
)
from generator.model.mention import Finding, FirstHeard, Mention, Reply
from generator.model.words import (
    Certainty,
    DateQuality,
    Disposition,
    Kind,
    ResponseType,
    SourceId,
)


def merge(events: Iterable[AnyEvent], *, until: datetime | None = None) -> Folded:
    """Fold events into mentions: newest words, `first_seen` of the first, removals over everything.

    Lines seen after `until` are left out and counted; tombstones always count. Order and repetition of the
    events make no difference.
    """
    groups: dict[Pair, list[AnyEvent]] = defaultdict(list)
    latest: datetime | None = None
    not_yet = 0
    for event in events:
        if until is not None and event.seen > until and not isinstance(event, Tombstone):
            not_yet += 1
            continue
        latest = event.seen if latest is None or event.seen > latest else latest
        groups[event.id, event.brand].append(event)
    return _folded(groups, latest, not_yet)


def _folded(groups: dict[Pair, list[AnyEvent]], latest: datetime | None, not_yet: int) -> Folded:
    mentions: list[Mention] = []
    replies: list[Reply] = []
    removed: set[Pair] = set()
    orphans = 0
    for pair, events in groups.items():
        stones = any(isinstance(event, Tombstone) for event in events)
        if stones:
            removed.add(pair)
        one = _removed([entomb(event) for event in events]) if stones else _standing(events)
        if isinstance(one, Mention):
            mentions.append(one)
        elif isinstance(one, Reply):
            replies.append(one)
        else:
            orphans += len(set(events))
    return Folded(
        mentions=tuple(sorted(mentions, key=lambda one: (one.first_seen, one.id, one.brand))),
        replies=tuple(sorted(replies, key=lambda one: (one.seen, one.id, one.brand))),
        tombstones=frozenset(removed),
        latest=latest,
        orphans=orphans,
        not_yet=not_yet,
    )


def _standing(events: list[AnyEvent]) -> Mention | Reply | None:
    words = [event for event in events if isinstance(event, MentionEvent | RevisionEvent)]
    if words:
        return _mention(words, events)
    heard = [event for event in events if isinstance(event, ReplyEvent)]
    return _reply(newest(heard), events) if heard else None


def _mention(words: list[MentionEvent | RevisionEvent], events: list[AnyEvent]) -> Mention:
    last = words[0] if len(words) == 1 else newest(words)
    first = None if len(words) == 1 else _first(words, last)
    finding, gone = last.finding, None
    if len(events) > len(words):
        finding = _finding(last.rev, events) or last.finding
        gone = _gone(last.rev, events)
    return Mention(
        id=last.id,
        brand=last.brand,
        source=last.source,
        first_seen=min(event.seen for event in words),
        seen=_seen(events),
        published=last.published,
        quality=last.quality,
        url=last.url,
        thread=last.thread,
        author=last.author,
        excerpt=None if gone else last.excerpt,
        cut=last.cut,
        rating=last.rating,
        rev=last.rev,
        changed=last.changed if isinstance(last, RevisionEvent) else (),
        same_text=last.same_text,
        body=last.body,
        also=last.also if first is None else _also(last, words),
        bands=last.bands,
        score=last.score,
        finding=finding,
        gone=gone,
        hidden="gone" if gone else None,
        key=last.key,
        link=link((first or last).author, (first or last).thread),
        first=first,
    )


def _first(
    words: list[MentionEvent | RevisionEvent], last: MentionEvent | RevisionEvent
) -> FirstHeard | None:
    start = min((event.rev, event.seen) for event in words)
    one = newest([event for event in words if (event.rev, event.seen) == start])
    if one == last:  # the same line more than once
        return None
    return FirstHeard(
        published=one.published,
        thread=one.thread,
        author=one.author,
        same_text=one.same_text,
        body=one.body,
    )


def _finding(rev: int, events: list[AnyEvent]) -> Finding | None:
    reviewed = [event for event in events if isinstance(event, FindingEvent) and event.rev == rev]
    return newest(reviewed).finding if reviewed else None


def _gone(rev: int, events: list[AnyEvent]) -> str | None:
    # a post heard again after it was gone comes back as the next revision
    gone = [event for event in events if isinstance(event, GoneEvent) and event.rev >= rev]
    if not gone:
        return None
    # told both ways in one run: the words stay hidden until the next look
    last = max(gone, key=lambda event: (event.rev, event.seen, event.how != BACK, event.how))
    return None if last.how == BACK else last.how


def _seen(events: list[AnyEvent]) -> datetime:
    # a person's decision about the words holds on after they were gone for a while: nothing new was said
    return max(event.seen for event in events if not isinstance(event, GoneEvent))


def _also(last: MentionEvent | RevisionEvent, words: list[MentionEvent | RevisionEvent]) -> tuple[str, ...]:
    earlier = {name for event in words for name in event.also}.difference(last.also)
    return (*last.also, *sorted(earlier))


def _reply(last: ReplyEvent, events: list[AnyEvent]) -> Reply:
    gone = _gone(last.rev, events)
    return Reply(
        id=last.id,
        brand=last.brand,
        source=last.source,
        thread=last.thread,
        to=last.to,
        type=last.reply,
        disposition=last.disposition,
        accepted=last.accepted,
        excerpt=None if gone else last.excerpt,
        published=last.published,
        quality=last.quality,
        seen=last.seen,
        url=last.url,
        body=last.body,
        gone=gone,
        hidden="gone" if gone else None,
        rev=last.rev,
        key=last.key,
    )


def _removed(stones: list[Tombstone]) -> Mention | Reply | None:
    words = [stone for stone in stones if stone.was in {"mention", "revision"}]
    if words:
        return _removed_mention(words, stones)
    heard = [stone for stone in stones if stone.was == "reply"]
    return _removed_reply(newest(heard)) if heard else None


def _removed_mention(words: list[Tombstone], stones: list[Tombstone]) -> Mention:
    last = newest(words)
    reviewed = [stone for stone in stones if stone.was == "finding" and stone.rev == last.rev]
    counted = newest(reviewed) if reviewed else last
    return Mention(
        id=last.id,
        brand=last.brand,
        source=last.source or SourceId(""),
        first_seen=min(stone.seen for stone in words),
        seen=max(stone.seen for stone in stones if stone.was != "gone"),
        published=_midnight(last),
        quality=DateQuality.DAY if last.day else DateQuality.FIRST_SEEN,
        url=None,
        thread=next((one.thread for one in words if one.thread), ""),
        author=None,
        excerpt=None,
        rev=last.rev,
        finding=Finding(
            language="und",
            kind=counted.kind or Kind.UNCLASSIFIED,
            certainty=counted.certainty or Certainty.REVIEW,
            severity=counted.severity or 1,
            themes=counted.themes,
            cues=(),
            rules="",
        ),
        removed=True,
        hidden="removed",
        link=next((one.link for one in words if one.link), None),
        case=min((one.case for one in words if one.case), default=None),
    )


def _removed_reply(last: Tombstone) -> Reply:
    return Reply(
        id=last.id,
        brand=last.brand,
        source=last.source or SourceId(""),
        thread=last.thread or "",
        to=last.to,
        type=last.reply or ResponseType.ACKNOWLEDGEMENT,
        disposition=last.disposition or Disposition.UNSTATED,
        excerpt=None,
        published=_midnight(last),
        quality=DateQuality.DAY if last.day else DateQuality.FIRST_SEEN,
        seen=last.seen,
        hidden="removed",
        rev=last.rev,
    )


def _midnight(stone: Tombstone) -> datetime | None:
    return datetime.combine(stone.day, time(), UTC) if stone.day else None
