"""Find a known post again whose id changed at its source: by another of its ids, and by its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from generator import similar
from generator.archive.values import Pair
from generator.model.mention import Draft, Mention
from generator.model.words import BrandId, DateQuality, SourceId

_SAME_MOMENT = timedelta(minutes=1)
"""Two dates of one short post differ by no more than what one place rounds and the other does not."""

Post = Mention | Draft
"""What a draft may turn out to be: archived, or new in this very run."""
Edits = Callable[[Mention, Draft], bool]
"""Whether a draft of a known post becomes its next revision."""


def find_again(
    drafts: Sequence[Draft], known: Mapping[Pair, Mention], *, now: datetime, key: str, edits: Edits
) -> dict[Pair, Post]:
    """Return the post that each draft of an unknown id is under a new id; the others are not in it.

    A post is found by any of the ids in `also`, at the same brand, where the words agree: the same, or near.
    Hashes of two keys cannot be compared, so posts hashed with another key than `key` are never found. One
    source means a post once in a run: what it gave two ids at the same time are two posts. `drafts` come in
    the order in which they are archived. Words are compared as they will stand after this run, so that the
    same drafts find the same posts a second time.
    """
    if all((one.id, one.brand) in known or not one.also for one in drafts):
        return {}
    search = _Search(known.values(), drafts, now, key)
    # of several words for one id from one source the first ones count, as in the archive
    first = {(one.id, one.brand, one.source): one for one in reversed(drafts)}
    drafts = [one for one in drafts if first[one.id, one.brand, one.source] is one]
    for draft in drafts:
        have = known.get((draft.id, draft.brand))
        if have is not None and have.source == draft.source and edits(have, draft):
            search.reword(have, draft)
    found: dict[Pair, Post] = {}
    fresh = [one for one in drafts if (one.id, one.brand) not in known]
    for draft in fresh:
        _find_in_own_source(draft, found, search, edits)
    for draft in fresh:
        _find_elsewhere(draft, found, search)
    return found


def _find_in_own_source(draft: Draft, found: dict[Pair, Post], search: _Search, edits: Edits) -> None:
    pair = (draft.id, draft.brand)
    have = found.get(pair) or search.find(draft, {draft.source})
    if have is None:
        return
    found[pair] = have
    search.claim(have, draft.source)
    if isinstance(have, Mention) and have.source == draft.source and edits(have, draft):
        search.reword(have, draft)


def _find_elsewhere(draft: Draft, found: dict[Pair, Post], search: _Search) -> None:
    pair = (draft.id, draft.brand)
    if pair in search.new:
        return
    have = found.get(pair) or search.find(draft, search.elsewhere(draft))
    if have is None:
        search.add(draft)
        return
    found[pair] = have
    search.claim(have, draft.source)


class _Search:
    """The posts of the archive and of one run, by the keyed hashes of all ids that a source gave them."""

    def __init__(self, known: Iterable[Mention], drafts: Sequence[Draft], now: datetime, key: str) -> None:
        self._now = now
        self._posts: dict[tuple[BrandId, str], list[Post]] = defaultdict(list)
        self._shelved: set[SourceId] = set()
        self.new: set[Pair] = set()
        self._reworded: dict[Pair, Draft] = {}
        self._sources: dict[Pair, set[SourceId]] = defaultdict(set)
        for draft in drafts:
            self._sources[draft.id, draft.brand].add(draft.source)
        # a source that tells of a post under its own id does not mean it by another id as well
        self._claimed = {(pair, source) for pair, told in self._sources.items() for source in told}
        wanted = {name for draft in drafts for name in draft.also}
        for one in known:
            if one.key == key and not one.removed:
                self._shelve(one, wanted)

    def add(self, draft: Draft) -> None:
        """A post that this run archives: another source's copy of it may follow."""
        self.new.add((draft.id, draft.brand))
        self._shelve(draft, set(draft.also))

    def reword(self, have: Mention, draft: Draft) -> None:
        """A known post whose words this run changes; the first change counts."""
        self._reworded.setdefault((have.id, have.brand), draft)

    def claim(self, one: Post, source: SourceId) -> None:
        """The source means this post by what it said, and by nothing else in this run."""
        self._claimed.add(((one.id, one.brand), source))

    def elsewhere(self, draft: Draft) -> set[SourceId]:
        """All sources with posts but those that tell of this very draft."""
        return self._shelved - self._sources[draft.id, draft.brand]

    def find(self, draft: Draft, sources: AbstractSet[SourceId]) -> Post | None:
        """The post that a draft is; of several an archived one, with the very same words, the oldest."""
        names = dict.fromkeys(draft.also)
        every = {one.id: one for name in names for one in self._posts.get((draft.brand, name), ())}
        found = [
            one
            for one in every.values()
            if one.source in sources
            and ((one.id, one.brand), draft.source) not in self._claimed
            and self._agree(one, draft)
        ]
        if not found:
            return None
        return min(found, key=lambda post: self._rank(post, draft))

    def _rank(self, one: Post, draft: Draft) -> tuple[bool, bool, datetime, str]:
        # what this run adds stands last and in its order, so that a second run chooses alike
        new = not isinstance(one, Mention) or one.first_seen >= self._now
        other_words = not new and self._as_it_will_stand(one).body != draft.body
        return (new, other_words, one.published or self._now, one.id)

    def _shelve(self, one: Post, wanted: set[str]) -> None:
        for name in wanted.intersection(one.also):
            self._posts[one.brand, name].append(one)
            self._shelved.add(one.source)

    def _as_it_will_stand(self, one: Post) -> Post:
        return self._reworded.get((one.id, one.brand), one)

    def _agree(self, one: Post, draft: Draft) -> bool:
        now = self._as_it_will_stand(one)
        if now.author and draft.author and now.author != draft.author:
            return False
        if now.bands and draft.bands and similar.near(now.bands, draft.bands):
            return True
        if draft.body not in {now.body, _first_body(one)}:
            return False
        # a few words ("same here") are said by many people below one address: their date has to agree too
        return draft.bands is not None or not _apart(now, draft)


def _first_body(one: Post) -> str:
    return one.first.body if isinstance(one, Mention) and one.first else one.body


def _apart(one: Post, draft: Draft) -> bool:
    exact = [post.published for post in (one, draft) if post.quality is DateQuality.EXACT]
    told = [date for date in exact if date is not None]
    return len(told) > 1 and abs(told[0] - told[1]) > _SAME_MOMENT
