"""Invented drafts, events and decisions for the archive's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from generator import canonical, similar
from generator.archive import Folder, Plan, merge, plan, stay_away, tombstones
from generator.model.events import AnyEvent, FindingEvent, GoneEvent
from generator.model.mention import Cue, Draft, Finding, ReplyDraft
from generator.model.people import ModerationEvent
from generator.model.words import (
    BrandId,
    Certainty,
    DateQuality,
    Disposition,
    Kind,
    MentionId,
    Publish,
    ResponseType,
    SourceId,
    ThemeId,
)

KEY = b"an invented key of forty characters long"
START = datetime(2024, 3, 1, 6, tzinfo=UTC)
FORUM = SourceId("forum")
ALLOWED = {FORUM: Publish.EXCERPT}


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def name(text: str) -> MentionId:
    return MentionId(canonical.id16("forum.example", text))


def finding(**other: Any) -> Finding:
    given: dict[str, Any] = {
        "language": "en",
        "kind": Kind.COMPLAINT,
        "certainty": Certainty.SURE,
        "severity": 3,
        "themes": (ThemeId("refunds"),),
        "cues": (Cue(group="theme:refunds", text="refund", weight=1.0, start=9, end=15),),
        "rules": "r1",
    }
    return Finding(**(given | other))


def draft(post: str, words: str = "no refund after three weeks of waiting", **other: Any) -> Draft:
    given: dict[str, Any] = {
        "id": name(post),
        "brand": BrandId("northway"),
        "source": FORUM,
        "url": f"https://forum.example/{post}",
        "thread": canonical.id16("thread", post),
        "author": canonical.keyed(KEY, "author", post),
        "published": day(-1),
        "quality": DateQuality.EXACT,
        "excerpt": words,
        "body": canonical.keyed(KEY, "body", words),
        "bands": similar.bands(words, KEY),
        "finding": finding(),
    }
    return Draft(**(given | other))


def reply(post: str, words: str = "we have sent it today", **other: Any) -> ReplyDraft:
    given: dict[str, Any] = {
        "id": name(f"reply to {post}"),
        "brand": BrandId("northway"),
        "source": FORUM,
        "thread": canonical.id16("thread", post),
        "to": name(post),
        "type": ResponseType.ANSWER,
        "disposition": Disposition.UNSTATED,
        "excerpt": words,
        "published": day(0),
        "quality": DateQuality.EXACT,
        "body": canonical.keyed(KEY, "body", words),
    }
    return ReplyDraft(**(given | other))


def decision(kind: str, target: str, at: datetime, **other: Any) -> ModerationEvent:
    given = {"kind": kind, "target": target, "at": at, "ground": "privacy", "requested_by": "author"}
    return ModerationEvent.model_validate(given | other)


def planned(
    drafts: list[Draft],
    events: tuple[AnyEvent, ...] = (),
    *,
    now: datetime = START,
    replies: tuple[ReplyDraft, ...] = (),
    key: bytes = KEY,
    stands: frozenset[MentionId] = frozenset(),
) -> Plan:
    known = merge(events)
    return plan(drafts, replies, known=known, tombstones=known.tombstones, now=now, key=key, stands=stands)


def listened(folder: Folder, drafts: list[Draft], now: datetime, removed: tuple[str, ...] = ()) -> Plan:
    """One run as `listen` does it: tombstones first, then what is new."""
    decisions = [(f"{target}-away", decision("remove", target, now)) for target in removed]
    folder.replace(tombstones(folder.read(), decisions, now))
    known = merge(folder.read())
    away = known.tombstones | stay_away(decisions, now)
    result = plan(drafts, [], known=known, tombstones=away, now=now, key=KEY)
    folder.append(result.events)
    return result


def gone(event: AnyEvent, now: datetime) -> GoneEvent:
    return GoneEvent(v=1, id=event.id, rev=event.rev, seen=now, brand=event.brand, how="410")


def reviewed(event: AnyEvent, now: datetime, found: Finding) -> FindingEvent:
    return FindingEvent(v=1, id=event.id, rev=event.rev, seen=now, brand=event.brand, finding=found)
