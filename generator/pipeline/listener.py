"""One run of `listen`: talk with the sources, screen what they said, and add what is new to the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from generator import archive, canonical, ingest
from generator.archive import Folded
from generator.model.entry import Entry
from generator.model.events import Clock
from generator.model.run import Run
from generator.model.source import Source
from generator.model.words import MentionId, SourceId, SourceKind
from generator.pipeline.account import set_aside, source_runs, tally
from generator.pipeline.content import Loaded
from generator.pipeline.converse import converse
from generator.pipeline.ears import Deletion, Ears, Heed
from generator.pipeline.exchange import Means, Setting
from generator.pipeline.hear import Moment
from generator.pipeline.keeper import Keeper
from generator.pipeline.look_again import look_again
from generator.pipeline.options import Options
from generator.pipeline.progress import NOBODY, Progress, number
from generator.pipeline.screen import Rules, Screening
from generator.pipeline.sources import open_on, queries_of, site_sources
from generator.pipeline.talk import Talk
from generator.screening import Screened

_MATCHED = {"id", "name", "aliases", "responders", "places"}
"""What of a brand decides which posts are its own, and how they are read."""
OVERLAP = timedelta(days=1)
"""What was heard already is asked for once more over this stretch: indexes and clocks of others lag."""


class Tools(NamedTuple):
    """What a listener works with."""

    key: bytes
    """Of the keyed hashes."""
    pool: ingest.Pool
    tokens: Mapping[str, str]
    """The operator's own credentials, by name."""


class Listener:
    """The archive as it stands, and everything needed to add to it."""

    def __init__(self, loaded: Loaded, sources: Sequence[Source], options: Options, means: Tools) -> None:
        """Read the archive and build the screener."""
        self._keeper = Keeper(loaded, sources, options)
        self._loaded = loaded
        self._sources = {source.id: source for source in sources}
        self._tools = means
        self._since = options.since
        # where only some sources are heard, only their posts are looked at again
        self._only = {SourceId(one.id) for one in sources} if options.only or options.brands else None
        self._feeds = {source.id for source in sources if source.kind is SourceKind.FEED}
        content, config = loaded.content, loaded.config
        brands = tuple(brand for brand in content.brands if brand.merged_into is None)
        rules = Rules(
            brands=brands,
            themes=content.themes,
            languages=config.site.languages,
            key=means.key,
            limits=config.limits,
        )
        self._screening = Screening(rules, config.engine.workers)
        names = [one.model_dump(mode="json", include=_MATCHED) for one in brands]
        self._rules = canonical.sha256_hex(canonical.dumps([self._screening.rules_version, names]))
        self._limits, self._zone, self._tokens = config.limits, config.site.timezone, means.tokens
        self._queries = queries_of(sources, brands)

    @property
    def clock(self) -> Clock | None:
        """The archive's clock; None before the first answer of any source."""
        return self._keeper.folder.clock()

    @property
    def sources(self) -> Iterable[Source]:
        """What is listened to, by id."""
        return self._sources.values()

    @property
    def rules(self) -> str:
        """Hash of brands, themes and rules: under others, everything is heard anew."""
        return self._rules

    def hear(self, moment: Moment, progress: Progress) -> Run:
        """Talk, screen and archive: one run.

        Raises:
            ArchiveError: the archive holds a later run already; nobody is asked then.
        """
        self._keeper.check_clock(moment.now)
        self._keeper.apply_removals(moment.now)
        known = archive.merge(self._keeper.events)
        ears = self._listen(moment, known, progress)
        entries = [entry for found in ears.readings().values() for one in found for entry in one.entries]
        screened = self._screen(entries, progress)
        with (progress if entries else NOBODY).stage("Adding what is new to the archive"):
            return self._archive(moment.now, ears, known, Heed(entries, screened))

    def _listen(self, moment: Moment, known: Folded, progress: Progress) -> Ears:
        setting = Setting(limits=self._limits, now=moment.now, zone=self._zone, tokens=self._tokens)
        means = Means(moment, self._tools.pool, setting, progress)
        talks = [self._talk(one, moment) for one in moment.due(self.sources)]
        words = f"Hearing {number(len(talks), 'source')} of {moment.now:%Y-%m-%d}"
        with (progress if talks else NOBODY).stage(words):
            said = converse(talks, means)
        checks = moment.checks(known, self._only)
        words = f"Looking again at {number(len(checks.posts), 'post')}"
        with (progress if checks.posts else NOBODY).stage(words):
            looked = look_again(checks, self._sources, self._keeper.facts, means)
        notes = moment.learn(said, looked)
        left = Counter(checks.left) + Counter(looked.left)
        return Ears(said=said, looked=looked, left=dict(left), notes=notes)

    def _talk(self, source: Source, moment: Moment) -> Talk:
        facts = self._keeper.facts.get(SourceId(source.id))
        since = facts.whole_until - OVERLAP if facts and facts.whole_until else None
        return Talk(
            source=source,
            facts=facts,
            queries=self._queries.get(source.id, ()),
            since=since,
            reach=self._since,
            answered=moment.answered_marks(SourceId(source.id)),
        )

    def _screen(self, entries: Sequence[Entry], progress: Progress) -> list[Screened]:
        if not entries:
            return []
        words = f"Screening {number(len(entries), 'entry', 'entries')}"
        with progress.stage(words, len(entries)) as stage:
            return self._screening.screen(entries, self._sources, stage)

    def _archive(self, now: datetime, ears: Ears, known: Folded, heed: Heed) -> Run:
        away = known.tombstones | archive.stay_away(self._loaded.content.moderation, now)
        plan = archive.plan(
            [draft for one in heed.screened for draft in one.drafts],
            [reply for one in heed.screened for reply in one.replies],
            known=known,
            tombstones=away,
            now=now,
            key=self._tools.key,
            stands=ears.looked.stands,
            sources=self._listened(now),
        )
        names = plan.renamed
        deleted = self._deleted(ears.deleted(self._feeds, names), known, now)
        heard = {names.get(draft.id, draft.id) for one in heed.screened for draft in one.drafts}
        # a deletion must not lose to an edit that the same run heard
        told = {*deleted, *ears.looked.stands}
        known = archive.merge(one for one in (*self._keeper.events, *plan.events) if one.id in told)
        gone = archive.plan_gone(
            deleted,
            heard=heard,
            stands=ears.looked.stands,
            known=known,
            now=now,
        )
        removed = {mention for mention, _brand in away}
        kept = set_aside(heed.entries, heed.screened, removed)
        sources = source_runs(self._sources, ears, kept, plan.counts, tally(gone, known))
        run = Run(now=now, sources=sources)
        self._keeper.advance(run, (*plan.events, *gone), ears.said)
        self._keeper.write(run, (*plan.events, *gone))
        return run

    def _deleted(self, told: Mapping[Deletion, str], known: Folded, now: datetime) -> dict[MentionId, str]:
        """Deletions that count: a place speaks for its own posts, and for those of places no longer heard."""
        owners = {one.id: one.source for one in known.mentions} if told else {}
        listened = self._listened(now)
        counting = {
            name: how
            for (name, by), how in told.items()
            if by is not None and (owners.get(name, by) == by or owners[name] not in listened)
        }
        return {**counting, **{name: how for (name, by), how in told.items() if by is None}}

    def _listened(self, now: datetime) -> frozenset[str]:
        """Every source that is listened to these days, by whomever: each tells of edits of its own posts."""
        return frozenset(one.id for one in site_sources(self._loaded.content) if open_on(one, now))
