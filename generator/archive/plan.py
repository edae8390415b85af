"""Decide what a run adds to the archive: new posts, edits and replies, and which words are copies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from generator import canonical
from generator.archive.lines import in_order, utc
from generator.archive.same_text import SameText
from generator.archive.values import Folded, Pair, Plan, PlanCounts
from generator.errors import ArchiveError
from generator.model.events import VERSION, AnyEvent, MentionEvent, ReplyEvent, RevisionEvent
from generator.model.mention import Draft, Mention, Reply, ReplyDraft
from generator.model.words import BrandId, SourceId

REVISIONS = 24
"""Edits of one post or reply that are kept; later ones are counted."""


def plan(
    drafts: Sequence[Draft],
    replies: Sequence[ReplyDraft],
    *,
    known: Folded,
    tombstones: frozenset[Pair],
    now: datetime,
    key: bytes,
) -> Plan:
    """Return the events that drafts and replies (also those inside drafts) add to what is known.

    `known` is the whole archive, merged and not moderated. Ids in `tombstones` (those of `known`, and what
    `stay_away` adds) are never added again, under whatever brand. The order of the drafts makes no
    difference; the same input at the same `now` plans nothing the second time.

    Raises:
        ArchiveError: where `now` is before a run that is already archived.
    """
    now = utc(now)
    if known.latest is not None and now < known.latest:
        message = (
            f"The archive already holds a run of {known.latest.isoformat()}, and this one is dated "
            f"{now.isoformat()}. Lines are only ever added at the end: set the clock right and listen again."
        )
        raise ArchiveError(message)
    batch = _Batch(known, tombstones, now, key)
    for draft in sorted(drafts, key=batch.place):
        batch.draft(draft)
    loose = [*replies, *batch.answers]
    for reply in sorted(loose, key=batch.place):
        batch.reply(reply)
    return Plan(events=in_order(batch.events), counts=batch.counted())


class _Batch:
    """One run while it is being decided."""

    def __init__(self, known: Folded, tombstones: Iterable[Pair], now: datetime, key: bytes) -> None:
        self.events: list[AnyEvent] = []
        self.answers: list[ReplyDraft] = []
        self._now = now
        self._key = key
        self._key_id = canonical.key_id(key)
        self._removed = {mention for mention, _brand in (*tombstones, *known.tombstones)}
        self._mentions: dict[Pair, Mention] = {(one.id, one.brand): one for one in known.mentions}
        self._replies: dict[Pair, Reply] = {(one.id, one.brand): one for one in known.replies}
        self._by_brand: dict[BrandId, list[Mention]] = defaultdict(list)
        for mention in known.mentions:
            self._by_brand[mention.brand].append(mention)
        self._texts: dict[BrandId, SameText] = {}
        self._done: set[Pair] = set()
        self._counts: dict[SourceId, Counter[str]] = defaultdict(Counter)

    def place(self, one: Draft | ReplyDraft) -> tuple[datetime, str, str, str, str]:
        return (one.published or self._now, one.id, one.brand, one.source, one.body)

    def counted(self) -> dict[str, PlanCounts]:
        return {source: PlanCounts(**self._counts[source]) for source in sorted(self._counts)}

    def draft(self, draft: Draft) -> None:
        verdict = self._verdict(draft)
        self._counts[draft.source][verdict] += 1
        if verdict == "removed":
            self._counts[draft.source]["replies_removed"] += len(draft.answers)
            return
        self.answers.extend(draft.answers)
        if verdict in {"new", "revised"}:
            self._add(draft)

    def _verdict(self, draft: Draft) -> str:
        pair = (draft.id, draft.brand)
        if draft.id in self._removed:
            return "removed"
        if pair in self._done:
            return "known"
        self._done.add(pair)
        have = self._mentions.get(pair)
        if have is None:
            return "new"
        return _how_changed(have, draft, changed=have.gone is not None or self._edited(have, draft))

    def _edited(self, have: Mention | Reply, draft: Draft | ReplyDraft) -> bool:
        # hashes of two keys cannot be compared: after a change of key only the words themselves tell
        if have.key != self._key_id:
            return have.excerpt != draft.excerpt
        return have.body != draft.body

    def _add(self, draft: Draft) -> None:
        have = self._mentions.get((draft.id, draft.brand))
        event: Callable[..., AnyEvent] = MentionEvent if have is None else RevisionEvent
        texts = self._texts_of(draft.brand)
        self.events.append(
            event(
                **self._head(draft, 0 if have is None else have.rev + 1),
                author=draft.author,
                cut=draft.cut,
                rating=draft.rating,
                bands=draft.bands,
                same_text=texts.place(draft.id, draft.author, draft.bands),
                finding=draft.finding,
            )
        )

    def _texts_of(self, brand: BrandId) -> SameText:
        if brand not in self._texts:
            self._texts[brand] = SameText(self._by_brand[brand])
        return self._texts[brand]

    def reply(self, reply: ReplyDraft) -> None:
        verdict = self._reply_verdict(reply)
        self._counts[reply.source]["replies" if verdict in {"new", "revised"} else f"replies_{verdict}"] += 1
        if verdict not in {"new", "revised"}:
            return
        have = self._replies.get((reply.id, reply.brand))
        self.events.append(
            ReplyEvent(
                **self._head(reply, 0 if have is None else have.rev + 1),
                to=reply.to,
                reply=reply.type,
                disposition=reply.disposition,
            )
        )

    def _reply_verdict(self, reply: ReplyDraft) -> str:
        pair = (reply.id, reply.brand)
        if reply.id in self._removed:
            return "removed"
        if pair in self._done:
            return "known"
        self._done.add(pair)
        have = self._replies.get(pair)
        if have is None:
            return "new"
        restated = (have.type, have.disposition) != (reply.type, reply.disposition)
        return _how_changed(have, reply, changed=restated or self._edited(have, reply))

    def _head(self, one: Draft | ReplyDraft, rev: int) -> dict[str, Any]:
        return {
            "v": VERSION,
            "id": one.id,
            "rev": rev,
            "seen": self._now,
            "brand": one.brand,
            "source": one.source,
            "published": one.published and utc(one.published),
            "quality": one.quality,
            "url": one.url,
            "thread": one.thread,
            "excerpt": one.excerpt,
            "body": one.body,
            "key": self._key_id,
            "salt": canonical.keyed(self._key, "salt", one.id, str(rev)),
        }


def _how_changed(have: Mention | Reply, draft: Draft | ReplyDraft, *, changed: bool) -> str:
    # a second source that carries the same post may cut it differently: only the first one tells of edits
    if not changed or have.source != draft.source:
        return "known"
    return "capped" if have.rev >= REVISIONS else "revised"
