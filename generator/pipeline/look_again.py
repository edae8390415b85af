"""Published posts, looked at again at their source: gone, edited, or standing as they were."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

from generator.archive import rechecks
from generator.archive.rechecks import Public
from generator.canonical import id16
from generator.ingest.context import Context, Post
from generator.ingest.pages import page_checks
from generator.ingest.reading import KINDS
from generator.model.base import Value
from generator.model.entry import Ask, FetchFailure, Reading
from generator.model.events import SourceFacts
from generator.model.source import Source
from generator.model.words import MentionId, SourceId
from generator.pipeline.exchange import Answered, Means, Setting, Turn, exchange
from generator.pipeline.progress import Told

DELETED = frozenset({404, 410})
HOSTS = 5
"""Budgets of one host that one source may use: strangers choose what their posts link to."""
ROUNDS = 5
"""Waves of one round of looking; a kind that wants a token first needs two."""


class Checks(Value, frozen=True, kw_only=True):
    """Whose turn it is to be looked at again."""

    posts: tuple[Public, ...]
    left: dict[SourceId, int] = msgspec.field(default_factory=dict)
    """By source: posts that were due too, and wait for the next run."""
    per_host: int | None = None
    """Requests that one host may be asked; None sets no limit."""
    trusted: frozenset[str] = frozenset()
    """Hosts that are believed even where every post seems gone."""


class Looked(Value, frozen=True, kw_only=True):
    """What looking again brought."""

    gone: dict[MentionId, str]
    """How each post that no longer stands is gone: `404`, `410`, `api` or `noindex`."""
    stands: frozenset[MentionId]
    """Posts found as they were, or edited."""
    readings: tuple[Reading, ...]
    """Bodies that hold posts again, edited or not."""
    checked: dict[SourceId, int]
    """Posts asked about, by source."""
    failed: dict[SourceId, int]
    """Posts about which nothing could be learnt; they are asked about again."""
    doubts: dict[SourceId, str]
    """By source: a sentence on a host whose every post seemed gone, and was not believed."""
    left: dict[SourceId, int] = msgspec.field(default_factory=dict)
    """Posts that wait for the next run, as the budget of their host was spent."""
    emptied: frozenset[str] = frozenset()
    """Hosts where nothing was found, believed or not."""
    met: frozenset[str] = frozenset()
    """Hosts where something was."""


def look_again(
    checks: Checks,
    sources: Mapping[str, Source],
    facts: Mapping[str, SourceFacts],
    means: Means,
) -> Looked:
    """Ask about the posts, through the interfaces of their sources or by their own pages.

    A host is asked `per_host` things, those about the most urgent posts first; `posts` come in that order. A
    source that this site no longer listens to is followed all the same, by the posts' pages.
    """
    look = _Look(checks)
    first = _first(checks.posts, sources, facts, means.setting)
    look.leave_out({turn.source.id for turn in first})
    wave = look.allowed(first)
    for _ in range(ROUNDS):
        if means.answerer.stopped or not wave:
            break
        for name in {turn.source.id for turn in wave}:
            means.progress.told(Told(source=name, state="checking"))
        following: list[Turn] = []
        for one in exchange(wave, means.answerer, means.pool):
            following += look.take(wave[one.place], one)
        wave = look.allowed(following)
    return look.ended()


def _first(
    posts: Sequence[Public],
    sources: Mapping[str, Source],
    facts: Mapping[str, SourceFacts],
    setting: Setting,
) -> list[Turn]:
    by_source: dict[SourceId, list[Post]] = defaultdict(list)
    for one in posts:
        if one.url is not None:
            by_source[one.source].append(Post(id=one.id, url=one.url))
    turns = []
    for name, found in sorted(by_source.items()):
        source = sources.get(name) or Source(id=name, title=name, url=found[0].url)
        context = setting.context(source, facts.get(name))
        turns += [
            Turn(source=source, context=context, ask=ask) for ask in _asks(found, sources, source, context)
        ]
    return turns


def _asks(
    posts: Sequence[Post], sources: Mapping[str, Source], source: Source, context: Context
) -> tuple[Ask, ...]:
    if source.id not in sources:
        return page_checks(posts)
    return KINDS[source.kind].check(posts, source, context)


class _Look:
    """What was learnt so far."""

    def __init__(self, checks: Checks) -> None:
        self._asked = {one.id: one for one in checks.posts}
        self._rank = {name: place for place, name in enumerate(self._asked)}
        self._per_host, self._trusted = checks.per_host, checks.trusted
        self._spent: Counter[str] = Counter()
        self._left: set[MentionId] = set()
        self._pages: dict[MentionId, str] = {}
        self.gone: dict[MentionId, str] = {}
        self.stands: set[MentionId] = set()
        self.readings: list[Reading] = []

    def leave_out(self, asked: Collection[str]) -> None:
        """Forget the posts of sources whose kind knows no way to look again: nobody is asked about them."""
        self._asked = {name: one for name, one in self._asked.items() if one.source in asked}

    def allowed(self, turns: Sequence[Turn]) -> list[Turn]:
        """The turns that the budgets of their hosts allow, about the most urgent posts first."""
        found = []
        for turn in sorted(turns, key=self._urgency):
            host, source = urlsplit(turn.ask.url).hostname or "", f"source {turn.source.id}"
            most = self._per_host
            if most is None or (self._spent[host] < most and self._spent[source] < HOSTS * most):
                self._spent[host] += 1
                self._spent[source] += 1
                found.append(turn)
            else:
                self._left.update(turn.ask.posts)
        return found

    def _urgency(self, turn: Turn) -> int:
        return min((self._rank[name] for name in turn.ask.posts if name in self._rank), default=0)

    def take(self, turn: Turn, one: Answered) -> list[Turn]:
        """Learn from one answer; returns what must be asked besides."""
        answer, reading = one.answer, one.reading
        self._pages.update(dict.fromkeys(turn.ask.posts, turn.ask.url))
        if isinstance(answer, FetchFailure) and answer.status in DELETED and not turn.ask.many:
            self.gone.update(dict.fromkeys(turn.ask.posts, str(answer.status)))
        if reading is None or reading.failure is not None:
            return []
        if reading.noindex:
            self.gone.update(dict.fromkeys(turn.ask.posts, "noindex"))
            return []
        deleted = {MentionId(id16(turn.context.scope, key)) for key in reading.gone}
        self.gone.update(dict.fromkeys(deleted, "api"))
        self.stands |= set(turn.ask.posts) - deleted
        self.readings.append(reading)
        return [Turn(source=turn.source, context=turn.context, ask=ask) for ask in reading.more]

    def ended(self) -> Looked:
        """Everything that was learnt, and can be believed, of the posts that were asked about."""
        results = {**dict.fromkeys(self.stands, rechecks.STANDS), **self.gone}
        left = self._left - results.keys()
        asked = {name: one for name, one in self._asked.items() if name not in left}
        hosts = {name: rechecks.host_of(one) for name, one in asked.items()}
        believed = rechecks.believable(
            {name: how for name, how in results.items() if name in asked},
            hosts,
            pages=self._pages,
            trusted=self._trusted,
        )
        doubted = dict(believed.doubted)
        return Looked(
            gone={name: how for name, how in believed.holds.items() if how != rechecks.STANDS},
            stands=frozenset(name for name, how in believed.holds.items() if how == rechecks.STANDS),
            readings=tuple(self.readings),
            checked=_count(one.source for one in asked.values()),
            failed=_count(one.source for name, one in asked.items() if name not in believed.holds),
            doubts={
                **_unindexed(asked, hosts, results),
                **{
                    one.source: _doubt(hosts[name], doubted[hosts[name]])
                    for name, one in asked.items()
                    if hosts[name] in doubted
                },
            },
            left=_count(self._asked[name].source for name in left if name in self._asked),
            emptied=believed.emptied,
            met=believed.met,
        )


def _unindexed(
    asked: Mapping[MentionId, Public], hosts: Mapping[MentionId, str], results: Mapping[MentionId, str]
) -> dict[SourceId, str]:
    """A sentence where every post of a host asks not to be indexed: it is obeyed, and may be a login page."""
    by_host: dict[str, list[MentionId]] = defaultdict(list)
    for name in asked:
        by_host[hosts[name]].append(name)
    return {
        asked[name].source: (
            f"all {len(names)} posts of {host} that were looked at ask to be kept out of indexes: their "
            "words are hidden. See whether it answers with a login page."
        )
        for host, names in by_host.items()
        if len(names) >= rechecks.DOUBTED_FROM and all(results.get(name) == "noindex" for name in names)
        for name in names
    }


def _doubt(host: str, count: int) -> str:
    return (
        f"all {count} posts of {host} that were looked at seem gone, which is not believed: nothing was "
        "hidden. See whether the place has moved: where that goes on for two days, it is believed."
    )


def _count(names: Iterable[SourceId]) -> dict[SourceId, int]:
    return dict(sorted(Counter(names).items()))
