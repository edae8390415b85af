"""Which mentions are one person's experience.

A case is one author's mentions about one brand in one thread, plus the same author's identical reposts within
30 days anywhere. Mentions are taken in the order they were archived and each joins at most one case that is
already there, and an edit changes nothing of what put it there: what is heard later can never rename a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from generator.model.base import Value
from generator.model.mention import Mention
from generator.model.people import ModerationEvent
from generator.model.words import ModerationKind

REPOST = timedelta(days=30)
"""How far apart the same words by the same author are still one experience."""

Group = tuple[Mention, ...]
"""The mentions of one case, earliest archived first."""


class Regrouped(Value, frozen=True, kw_only=True):
    """Groups after people's merges and splits."""

    groups: tuple[Group, ...]
    problems: tuple[str, ...]


def archive_order(mention: Mention) -> tuple[datetime, datetime, str, str]:
    """The order in which mentions came to be known; the first of a case gives it its id."""
    return (mention.first_seen, _posted(mention), mention.id, mention.brand)


def _posted(mention: Mention) -> datetime:
    return (mention.first or mention).published or mention.first_seen


def when(mention: Mention) -> datetime:
    """When it was published; where that is unknown, when it was first seen."""
    return mention.published or mention.first_seen


def group(mentions: Iterable[Mention]) -> tuple[Group, ...]:
    """Partition mentions into cases, whatever order they come in.

    An id that comes twice for one brand is one mention (the newest `seen` stays). A mention without an author
    is a case of its own.
    """
    single: dict[tuple[str, str], Mention] = {}
    for mention in sorted(mentions, key=lambda one: (one.seen, one.rev)):
        single[mention.brand, mention.id] = mention
    sorter = _Sorter()
    for mention in sorted(single.values(), key=archive_order):
        sorter.add(mention)
    return tuple(_members(members) for members in sorter.cases)


class _Sorter:
    """Cases found so far, and what a next mention is recognised by."""

    def __init__(self) -> None:
        self.cases: list[list[Mention]] = []
        self._threads: dict[tuple[str, ...], int] = {}
        self._words: dict[tuple[str, str, str], list[tuple[datetime, int]]] = {}

    def add(self, mention: Mention) -> None:
        thread = _thread(mention)
        if thread is None:
            self.cases.append([mention])
            return
        author = (mention.first or mention).author
        place = self._threads.get(thread)
        if place is None and author is not None:
            place = self._repost_of(mention, author)
        if place is None:
            place = len(self.cases)
            self.cases.append([])
        self._threads[thread] = place
        self.cases[place].append(mention)
        if author is not None:
            self._remember(mention, author, place)

    def _repost_of(self, mention: Mention, author: str) -> int | None:
        for key in _same_words(mention, author):
            place = _near(self._words.get(key, ()), _posted(mention))
            if place is not None:
                return place
        return None

    def _remember(self, mention: Mention, author: str, place: int) -> None:
        # Only the first posting within 30 days is kept: the lists stay short under any flood.
        for key in _same_words(mention, author):
            said = self._words.setdefault(key, [])
            if _near(said, _posted(mention)) is None:
                said.append((_posted(mention), place))


def _thread(mention: Mention) -> tuple[str, ...] | None:
    """What the same author's posts in the same thread share; a tombstone has its link only."""
    if mention.link is not None:
        return (mention.brand, mention.link)
    heard = mention.first or mention
    return None if heard.author is None else (mention.brand, heard.author, heard.thread)


def _members(group_: Iterable[Mention]) -> Group:
    """Earliest archived first; where a removal fixed the case's id, the mention of that id."""
    ordered = sorted(group_, key=archive_order)
    named = {one.case for one in ordered if one.case is not None}
    return tuple(sorted(ordered, key=lambda one: one.id not in named)) if len(named) == 1 else tuple(ordered)


def _same_words(mention: Mention, author: str) -> tuple[tuple[str, str, str], ...]:
    heard = mention.first or mention
    copies = (mention.brand, author, f"group:{heard.same_text or mention.id}")
    return ((mention.brand, author, f"body:{heard.body}"), copies) if heard.body else (copies,)


def _near(said: Sequence[tuple[datetime, int]], at: datetime) -> int | None:
    return next((place for moment, place in said if abs(at - moment) <= REPOST), None)


def regroup(groups: Sequence[Group], events: Sequence[tuple[str, ModerationEvent]]) -> Regrouped:
    """Apply people's merges and splits, oldest first.

    `merge`: the case of `target` joins the case of `into`, at the same brand. `split`: the listed mentions
    leave the case of `target` and become one case of their own.
    """
    table = _Table(groups)
    for stem, event in sorted(events, key=lambda one: (one[1].at, one[0])):
        if event.kind is ModerationKind.MERGE:
            table.merge(stem, event)
        elif event.kind is ModerationKind.SPLIT:
            table.split(stem, event)
    return Regrouped(groups=table.groups(), problems=tuple(table.problems))


class _Table:
    """Which case each mention lies in, while people move them."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._members = [list(members) for members in groups]
        self._home: dict[tuple[str, str], int] = {
            (m.brand, m.id): place for place, members in enumerate(groups) for m in members
        }
        self._brands: dict[str, list[str]] = {}
        for brand, mention in sorted(self._home):
            self._brands.setdefault(mention, []).append(brand)
        self.problems: list[str] = []

    def merge(self, stem: str, event: ModerationEvent) -> None:
        into = event.into or ""
        shared = [brand for brand in self._brands.get(event.target, ()) if (brand, into) in self._home]
        if not shared:
            self.problems.append(
                f"moderation/{stem}: cannot merge {event.target} into {into or 'nothing'}: "
                "both must be cases of one brand in the archive."
            )
        for brand in shared:
            target, place = self._home[brand, event.target], self._home[brand, into]
            if target != place:
                self._move(list(self._members[target]), place)

    def split(self, stem: str, event: ModerationEvent) -> None:
        leaving = set(event.mentions)
        done = False
        for brand in self._brands.get(event.target, ()):
            place = self._home[brand, event.target]
            out = [one for one in self._members[place] if one.id in leaving]
            if out and len(out) < len(self._members[place]):
                self._members.append([])
                self._move(out, len(self._members) - 1)
                done = True
        if not done:
            self.problems.append(
                f"moderation/{stem}: cannot split {event.target}: name some, but not all, of its mentions."
            )

    def _move(self, mentions: Sequence[Mention], place: int) -> None:
        leaving = {one.id for one in mentions}
        old = self._home[mentions[0].brand, mentions[0].id]
        self._members[old] = [one for one in self._members[old] if one.id not in leaving]
        self._members[place].extend(mentions)
        for one in mentions:
            self._home[one.brand, one.id] = place

    def groups(self) -> tuple[Group, ...]:
        return tuple(_members(one) for one in self._members if one)
