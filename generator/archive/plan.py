"""Decide what a run adds to the archive: new posts, edits and replies, and which words are copies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

import msgspec

from generator import canonical
from generator.archive.alternates import Post, find_again
from generator.archive.gone import ASKED, STAYS
from generator.archive.lines import in_order, utc
from generator.archive.same_text import SameText
from generator.archive.values import Folded, Pair, Plan, PlanCounts
from generator.errors import ArchiveError
from generator.model.events import CHANGES, VERSION, AnyEvent, MentionEvent, ReplyEvent, RevisionEvent
from generator.model.mention import Draft, Mention, Reply, ReplyDraft
from generator.model.words import BrandId, MentionId, SourceId
from generator.similar import near

REVISIONS = 24
"""Edits of one post or reply that are kept; later ones are counted."""


def plan(  # noqa: PLR0913 - each argument is one fact of the run
    drafts: Sequence[Draft],
    replies: Sequence[ReplyDraft],
    *,
    known: Folded,
    tombstones: frozenset[Pair],
    now: datetime,
    key: bytes,
    stands: AbstractSet[MentionId] = frozenset(),
    sources: AbstractSet[str] | None = None,
) -> Plan:
    """Return the events that drafts and replies (also those inside drafts) add to what is known.

    `known` is the whole archive, merged and not moderated. Ids in `tombstones` (those of `known`, and what
    `stay_away` adds) are never added again, under whatever brand. A draft of an unknown id that is a known
    post by another of its ids and by its words is that post: what it adds carries the known id, and `renamed`
    says so. `stands` are posts that another look at their own address found: an edit of one that was gone is
    heard at once. `sources` are those that are listened to; where the one that told of a post is no longer
    among them, any other may tell of its edits (None: all still are). The order of the drafts makes no
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
    batch = _Batch(known, {mention for mention, _brand in tombstones}, stands, now, key)
    batch.sources = sources
    for draft in batch.named(sorted(drafts, key=batch.place)):
        batch.draft(draft)
    loose = [*replies, *batch.answers]
    for reply in sorted(loose, key=batch.place):
        batch.reply(reply)
    return Plan(events=in_order(batch.events), counts=batch.counted(), renamed=batch.renamed)


class _Batch:
    """One run while it is being decided."""

    def __init__(
        self,
        known: Folded,
        away: AbstractSet[MentionId],
        stands: AbstractSet[MentionId],
        now: datetime,
        key: bytes,
    ) -> None:
        self.events: list[AnyEvent] = []
        self.answers: list[ReplyDraft] = []
        self.renamed: dict[MentionId, MentionId] = {}
        self._now = now
        self._key = key
        self._key_id = canonical.key_id(key)
        self._removed = away | {mention for mention, _brand in known.tombstones}
        self._stands = stands
        self._mentions: dict[Pair, Mention] = {(one.id, one.brand): one for one in known.mentions}
        self._replies: dict[Pair, Reply] = {(one.id, one.brand): one for one in known.replies}
        self._answered = {(one.brand, one.to, one.key, one.body) for one in known.replies if one.body}
        self._by_brand: dict[BrandId, list[Mention]] = defaultdict(list)
        for mention in known.mentions:
            self._by_brand[mention.brand].append(mention)
        self._texts: dict[BrandId, SameText] = {}
        self._done: set[Pair] = set()
        self._counts: dict[SourceId, Counter[str]] = defaultdict(Counter)
        self.sources: AbstractSet[str] | None = None

    def place(self, one: Draft | ReplyDraft) -> tuple[datetime, str, str, str, str, bytes]:
        told = msgspec.json.encode(one)
        return (one.published or self._now, one.id, one.brand, one.source, one.body, told)

    def counted(self) -> dict[str, PlanCounts]:
        return {source: PlanCounts(**self._counts[source]) for source in sorted(self._counts)}

    def named(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Return the drafts as the archive names them, those under a new id last."""
        found = find_again(drafts, self._mentions, now=self._now, key=self._key_id, edits=self._is_next)
        self.renamed = {pair[0]: post.id for pair, post in found.items()}
        own = [one for one in drafts if (one.id, one.brand) not in found]
        return own + [_as(one, post) for one in drafts if (post := found.get((one.id, one.brand)))]

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
        have = self._mentions.get(pair)
        # a second source that carries the same post may cut it differently: only the first one tells of edits
        if pair in self._done or (have is not None and self._leaves_to(have, draft)):
            if have is not None and self._clashes(have, draft):
                self._counts[draft.source]["clashes"] += 1
            return "known"
        self._done.add(pair)
        return "new" if have is None else _how_changed(have, changed=self._is_back(have, draft))

    def _leaves_to(self, have: Mention | Reply, draft: Draft | ReplyDraft) -> bool:
        """Whether another source, which is still listened to, tells of the edits of a known post."""
        still = self.sources is None or have.source in self.sources
        return have.source != draft.source and still

    def _clashes(self, have: Mention, draft: Draft) -> bool:
        """Whether two places of one host seem to have given two posts one id."""
        if have.source == draft.source or have.key != self._key_id or have.url == draft.url:
            return False
        alike = have.body == draft.body or (
            have.bands is not None and draft.bands is not None and near(have.bands, draft.bands)
        )
        return not alike and have.author != draft.author

    def _is_next(self, have: Mention, draft: Draft) -> bool:
        return have.rev < REVISIONS and have.id not in self._removed and self._is_back(have, draft)

    def _is_back(self, have: Mention | Reply, draft: Draft | ReplyDraft) -> bool:
        """Whether what a source says now is to be written as the next revision."""
        if have.gone in ASKED and have.id in self._stands:
            return self._edited(have, draft)
        if have.gone in STAYS:
            return False
        if have.gone in ASKED:
            # a feed goes on carrying what its own page no longer shows; at another address it does stand
            return self._edited(have, draft) or (draft.url is not None and draft.url != have.url)
        return have.gone is not None or self._edited(have, draft)

    def _edited(self, have: Mention | Reply, draft: Draft | ReplyDraft) -> bool:
        # hashes of two keys cannot be compared: after a change of key only the words themselves tell
        if have.key != self._key_id:
            return have.excerpt != draft.excerpt
        return have.body != draft.body

    def _add(self, draft: Draft) -> None:
        have = self._mentions.get((draft.id, draft.brand))
        texts = self._texts_of(draft.brand)
        words = {
            **self._head(draft, 0 if have is None else have.rev + 1),
            "author": draft.author,
            "cut": draft.cut,
            "rating": draft.rating,
            "also": draft.also,
            "score": draft.score,
            "dated": draft.dated,
            "bands": draft.bands,
            "same_text": texts.place(draft.id, draft.author, draft.bands),
            "finding": draft.finding,
        }
        if have is None:
            self.events.append(MentionEvent(**words))
        else:
            self.events.append(RevisionEvent(**words, changed=_changed(have, draft)))

    def _texts_of(self, brand: BrandId) -> SameText:
        if brand not in self._texts:
            self._texts[brand] = SameText(self._by_brand[brand])
        return self._texts[brand]

    def reply(self, reply: ReplyDraft) -> None:
        if reply.to in self.renamed:
            reply = msgspec.structs.replace(reply, to=self.renamed[reply.to])
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
                accepted=reply.accepted,
            )
        )

    def _reply_verdict(self, reply: ReplyDraft) -> str:
        pair = (reply.id, reply.brand)
        if reply.id in self._removed:
            return "removed"
        have = self._replies.get(pair)
        if pair in self._done or (have is not None and self._leaves_to(have, reply)):
            return "known"
        self._done.add(pair)
        if have is None:
            return "known" if self._retold(reply) else "new"
        said = (reply.type, reply.disposition, reply.accepted)
        restated = (have.type, have.disposition, have.accepted) != said
        return _how_changed(have, changed=restated or self._is_back(have, reply))

    def _retold(self, reply: ReplyDraft) -> bool:
        # the id of an answer inside a record is made from the record's: both change together
        said = (reply.brand, reply.to, self._key_id, reply.body)
        return reply.to in self.renamed.values() and said in self._answered

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


def _changed(have: Mention, draft: Draft) -> tuple[str, ...]:
    """What an edit makes different, beside the words themselves."""
    return tuple(name for name in CHANGES if _part(have, name) != _part(draft, name))


def _part(one: Mention | Draft, name: str) -> object:
    return getattr(one if hasattr(one, name) else one.finding, name)


def _how_changed(have: Mention | Reply, *, changed: bool) -> str:
    if not changed:
        return "known"
    return "capped" if have.rev >= REVISIONS else "revised"


def _as(draft: Draft, post: Post) -> Draft:
    # the thread may be named after the post: what was heard there before must go on belonging to it
    return msgspec.structs.replace(draft, id=post.id, thread=post.thread)
