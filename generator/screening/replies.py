"""What the company said where the machine could hear it: in the thread, or in the record itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from generator.canonical import id16, keyed
from generator.model.entry import Entry, EntryAnswer
from generator.model.mention import ReplyDraft
from generator.model.words import BrandId, DateQuality, Disposition, MentionId, ResponseType
from generator.screening.lexicon import Hit
from generator.text import normalise, squash

_PROMISES_TO_LOOK = "reply:acknowledgement"
_SAYS_MORE = "reply:answer"


def reply_type(hits: Sequence[Hit]) -> ResponseType:
    """Return acknowledgement for words that only say that somebody heard, else answer."""
    groups = {hit.group for hit in hits}
    only_heard = _PROMISES_TO_LOOK in groups and _SAYS_MORE not in groups
    return ResponseType.ACKNOWLEDGEMENT if only_heard else ResponseType.ANSWER


def shorten(words: str, most: int) -> str:
    """Return the beginning of a masked text, cut between words and outside markers."""
    if len(words) <= most:
        return words
    head = words[: most - 1]
    if head.rfind("[") > head.rfind("]"):
        head = head[: head.rfind("[")]
    return (head[: head.rfind(" ")] if " " in head else head).rstrip() + "…"


def in_thread(
    entry: Entry, brand: str, raw: str, hits: Sequence[Hit], *, shown: str | None, key: bytes
) -> ReplyDraft:
    """Return the reply that an official account wrote into a thread; `shown` is its masked excerpt."""
    return ReplyDraft(
        id=MentionId(id16(entry.scope, entry.key)),
        brand=BrandId(brand),
        source=entry.source,
        thread=thread_id(entry),
        to=MentionId(id16(entry.scope, entry.reply_to)) if entry.reply_to else None,
        type=reply_type(hits),
        disposition=Disposition.UNSTATED,
        excerpt=shown,
        published=entry.published,
        quality=entry.quality,
        url=entry.url,
        accepted=entry.accepted,
        body=keyed(key, "body", normalise(raw)),
    )


def in_record(entry: Entry, answer: EntryAnswer, brand: str, *, shown: str | None, key: bytes) -> ReplyDraft:
    """Return the answer that a record itself carries; it answers that record's mention."""
    return ReplyDraft(
        id=MentionId(id16(entry.scope, entry.key, "answer")),
        brand=BrandId(brand),
        source=entry.source,
        thread=thread_id(entry),
        to=MentionId(id16(entry.scope, entry.key)),
        type=answer.type,
        disposition=answer.disposition,
        excerpt=shown or None,
        published=answer.at,
        quality=_quality(answer),
        url=None,
        body=keyed(key, "body", normalise(squash(answer.text))),
    )


def thread_id(entry: Entry) -> str:
    """Return the id of the thread an entry stands in; an entry without one is its own."""
    return id16(entry.scope, "thread", entry.thread or entry.key)


def _quality(answer: EntryAnswer) -> DateQuality:
    if answer.at is None:
        return DateQuality.FIRST_SEEN
    return DateQuality.DAY if answer.at.time() == time() else DateQuality.EXACT
