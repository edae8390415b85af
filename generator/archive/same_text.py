"""Which posts of one brand share (nearly) the same words: decided when a post is heard, then frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from generator import similar
from generator.model.mention import Mention
from generator.model.words import MentionId


class _Group:
    """One text: its first mention, and the only author it has so far (None for several or an unknown one)."""

    __slots__ = ("alive", "bands", "first", "linked", "only")

    def __init__(self, first: MentionId, author: str | None, bands: str) -> None:
        self.first = first
        self.only = author
        self.bands = bands
        self.linked = False
        self.alive = True

    def join(self, author: str | None) -> None:
        self.linked = True
        if author != self.only:
            self.only = None


class SameText:
    """The texts of one brand, found by bands: a lookup costs what it finds, not what there is."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        """Take the brand's known mentions; groups are rebuilt from the links that were frozen."""
        self._texts: list[_Group] = []
        self._index: dict[bytes, list[int]] = {}
        self._groups: dict[MentionId, _Group] = {}
        known = sorted((one for one in mentions if one.bands), key=_batch_order)
        for one in known:
            if one.same_text is None:
                self.place(one.id, one.author, one.bands)
        for one in known:
            if one.same_text is not None:
                self._rejoin(one.same_text, one)

    def place(self, mention: MentionId, author: str | None, bands: str | None) -> MentionId | None:
        """Put one post to its text; return the first mention of that text if somebody else wrote it too.

        `bands` is None for texts too short to be copies; they stand alone. An author's own repeat is not
        linked. The first mention of a text that others are linked to stays the first when it is edited.
        """
        own = self._groups.get(mention)
        if own is not None and own.linked:
            return None
        if own is not None:
            own.alive = False
        if bands is None:
            return None
        return self._join(mention, author, bands)

    def _join(self, mention: MentionId, author: str | None, bands: str) -> MentionId | None:
        own_repeat = False
        for group in self._near(bands):
            if author is None or group.only != author:
                group.join(author)
                return group.first
            own_repeat = True
        if not own_repeat:
            self._open(mention, author, bands)
        return None

    def _near(self, bands: str) -> list[_Group]:
        shared: Counter[int] = Counter()
        for band in similar.split(bands):
            shared.update(self._index.get(band, ()))
        # texts that share equally many bands are equally near: one comparison for each number is enough
        samples = {number: place for place, number in shared.items()}
        enough = [
            number for number, place in samples.items() if similar.near(self._texts[place].bands, bands)
        ]
        if not enough:
            return []
        least = min(enough)
        found = (self._texts[place] for place in sorted(shared) if shared[place] >= least)
        return [group for group in found if group.alive]

    def _open(self, mention: MentionId, author: str | None, bands: str) -> _Group:
        group = _Group(mention, author, bands)
        for band in similar.split(bands):
            self._index.setdefault(band, []).append(len(self._texts))
        self._texts.append(group)
        self._groups[mention] = group
        return group

    def _rejoin(self, first: MentionId, mention: Mention) -> None:
        group = self._groups.get(first)
        if group is None and mention.bands:
            # the first mention was removed; the text goes on under its id
            group = self._open(first, None, mention.bands)
        if group is not None:
            group.join(mention.author)


def _batch_order(mention: Mention) -> tuple[datetime, datetime, MentionId]:
    return (mention.first_seen, mention.published or mention.first_seen, mention.id)
