"""Which published posts are looked at again at their source, and whether what was found can be believed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.archive.lines import utc
from generator.archive.values import Believed, Folded
from generator.model.mention import Mention, Reply
from generator.model.words import MentionId, SourceId

DAY = timedelta(days=1)
EARLY = 0.9
"""A little early on purpose: a daily schedule that starts a minute sooner must not skip a day."""
STEPS = ((7 * DAY, DAY), (56 * DAY, 7 * DAY), (730 * DAY, 30 * DAY))
"""(age since first seen, interval): daily for a week, weekly until eight weeks, monthly for two years."""
FRESH = 3
"""Posts that are looked at daily, for each one that is looked at less often, where not all can be."""
LAST_STEP = 90 * DAY
"""Older than that: words that are still printed are still followed, more slowly."""
GONE_STEP = 7 * DAY
"""At the most often, for posts that are gone: they may come back."""
STANDS = "stands"
DOUBTED_FROM = 10
"""Requests to one host: where as many were made and no post was found, the host itself is in doubt."""
DOUBTED_FOR = 2 * DAY * EARLY
"""So long a host without any post is in doubt; then its posts are gone, as nobody moved them back."""
_DELETED = frozenset({"404", "410"})


Public = Mention | Reply
"""What stands on pages and at its source: a post, or an official reply."""


class _Due(NamedTuple):
    """Sorts by urgency."""

    waited: float
    """Intervals since it was due, below 0: the longest wait comes first."""
    id: MentionId


def due(
    known: Folded,
    *,
    now: datetime,
    last: Mapping[MentionId, datetime],
    sources: AbstractSet[SourceId] | None = None,
) -> tuple[Public, ...]:
    """Return the published posts and replies to be looked at again, the most urgent first, one an id.

    Of each host, `FRESH` posts of its first week stand before each older one, as most is deleted and edited
    soon; among themselves the most overdue come first.

    `last` says when each id was looked at and a verdict was learnt; an id it does not hold was last seen
    with its newest event. Where that is too long ago to tell anything (the memory was lost), the id has its
    turn on one day of each interval, another one each time. `sources` limits whose posts are looked at; None
    takes all. Posts without an address, and those removed on request, are never looked at.
    """
    now = utc(now)
    found: list[tuple[_Due, Public]] = []
    for one in _one_an_id((*known.mentions, *known.replies), sources):
        waited = _waited(one, last.get(one.id), now)
        if waited >= 0:
            found.append((_Due(-waited, one.id), one))
    found.sort(key=lambda pair: pair[0])
    return tuple(_fresh_first((one for _order, one in found), now))


def budget(posts: Iterable[Public], *, per_host: int) -> tuple[tuple[Public, ...], int]:
    """Return the posts that fit, at most `per_host` of each host, in their order; and how many do not."""
    spent: Counter[str] = Counter()
    chosen = []
    left = 0
    for one in posts:
        host = host_of(one)
        if spent[host] < per_host:
            spent[host] += 1
            chosen.append(one)
        else:
            left += 1
    return tuple(chosen), left


def host_of(post: Public) -> str:
    """Return the host of a post's address, in lower case; empty where it has none that can be read."""
    try:
        return urlsplit(post.url or "").hostname or ""
    except ValueError:
        return ""


def believable(
    results: Mapping[MentionId, str],
    hosts: Mapping[MentionId, str],
    *,
    pages: Mapping[MentionId, str] | None = None,
    trusted: AbstractSet[str] = frozenset(),
) -> Believed:
    """Return what holds of one run's looks: `stands`, `404`, `410`, `api` or `noindex` by id.

    A host that was asked for ten pages or more, and answered every one of them with 404 or 410, has moved or
    is broken rather than emptied: none of its posts is hidden, unless it is `trusted`, having been in doubt
    for `DOUBTED_FOR`. `pages` says with which request each post was looked at; None takes one a post: that a
    thread of many posts was deleted says nothing of its host. Looks without a verdict are not among
    `results`.
    """
    by_host: dict[str, list[MentionId]] = defaultdict(list)
    for name in results:
        by_host[hosts.get(name, "")].append(name)
    pages = pages or {}
    emptied = {
        host: len(names)
        for host, names in by_host.items()
        if len({pages.get(name, name) for name in names}) >= DOUBTED_FROM
        and all(results[name] in _DELETED for name in names)
    }
    doubted = {host: count for host, count in emptied.items() if host not in trusted}
    return Believed(
        holds={name: how for name, how in results.items() if hosts.get(name, "") not in doubted},
        doubted=tuple(sorted(doubted.items())),
        emptied=frozenset(emptied),
        met=frozenset(by_host) - emptied.keys(),
    )


def _fresh_first(posts: Iterable[Public], now: datetime) -> Iterable[Public]:
    placed: Counter[tuple[str, bool]] = Counter()
    found = []
    for one in posts:
        fresh = _step(one, now) == DAY
        kind = (host_of(one), fresh)
        place, placed[kind] = placed[kind], placed[kind] + 1
        found.append(((place // FRESH if fresh else place, not fresh), one))
    # sorting keeps the order of equals
    found.sort(key=lambda pair: pair[0])
    return (one for _place, one in found)


def _one_an_id(posts: Sequence[Public], sources: AbstractSet[SourceId] | None) -> Iterable[Public]:
    kept: dict[MentionId, Public] = {}
    for one in posts:
        if _is_removed(one) or one.url is None or (sources is not None and one.source not in sources):
            continue
        have = kept.get(one.id)
        # about two brands: it is looked at as often as the one that still stands asks
        if have is None or (have.gone is not None and one.gone is None):
            kept[one.id] = one
    return kept.values()


def _is_removed(one: Public) -> bool:
    return one.removed if isinstance(one, Mention) else one.hidden == "removed"


def _waited(one: Public, looked: datetime | None, now: datetime) -> float:
    """Return how many intervals ago it was due; below 0 where it is not yet."""
    step = _step(one, now)
    waited = (now - (looked or one.seen)) / step - EARLY
    if looked is None and step > DAY and waited >= 0:
        return _turn(one.id, now, step // DAY)
    return waited


def _step(one: Public, now: datetime) -> timedelta:
    age = now - (one.first_seen if isinstance(one, Mention) else one.seen)
    step = next((step for until, step in STEPS if age < until), LAST_STEP)
    return max(step, GONE_STEP) if one.gone is not None else step


def _turn(name: MentionId, now: datetime, days: int) -> float:
    """Return how urgent a post is whose last look nobody remembers: below 0 but on one day of each round."""
    # another day and another order in each round, so that neither a site that runs on Mondays only nor one
    # whose budget is small passes over the same posts for ever
    turn, today = divmod(now.toordinal(), days)
    drawn = int.from_bytes(blake2b(f"{turn} {name}".encode(), digest_size=8).digest(), "big")
    place, rest = drawn % days, drawn // days % 1000
    return (1 - EARLY) * rest / 1000 if place == today else -1.0
