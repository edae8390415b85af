"""How well each source is heard, from files alone: configuration, archive, and what runs remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import structs

from generator import archive
from generator.ingest.web import state
from generator.ingest.web.state import SourceState
from generator.model.base import Value
from generator.model.events import SourceFacts
from generator.model.source import Source
from generator.model.words import SourceId
from generator.pipeline.content import Loaded
from generator.pipeline.sources import brands_of, open_on, site_sources

State = Literal["failing", "late", "never heard", "well", "closed"]
WORST_FIRST: tuple[State, ...] = ("failing", "never heard", "late", "well", "closed")


GONE = "its address is gone for good (410), and it is not asked again: name another, or close the source."


class SourceHealth(Value, frozen=True, kw_only=True):
    """One source, as it stands."""

    id: str
    title: str
    kind: str
    owner: str
    brands: tuple[str, ...]
    """Brands it is heard for; empty where entries are matched by name."""
    state: State
    rights: str
    """What may be printed of it: `excerpt`, `full`, `cues`; empty where nothing was cleared."""
    heard_until: date | None
    """Day (UTC) of the last answer; None before the first."""
    read: int
    """Entries when it was last read."""
    kept: int
    open_gap: bool
    """True where it could not be heard the last time, and that still lasts."""
    gaps: int
    """Stretches that are over in which it could not be heard."""
    failures: int
    """Failures in a row; 0 where what runs remember was lost."""
    due: datetime | None
    """When it is asked next (UTC); None means with the next run."""
    why: str = ""
    """Why it fails, as far as files tell; empty where it does not."""
    moved_to: str | None = None
    """Where permanent redirects led the last time; None where nowhere."""


def health(
    sources: Sequence[Source],
    facts: Mapping[str, SourceFacts],
    states: Mapping[SourceId, SourceState],
    brands: Mapping[str, tuple[str, ...]],
    *,
    now: datetime,
    every_hours: int,
) -> tuple[SourceHealth, ...]:
    """How each source stands, the worst first. Pure.

    Args:
        sources: all of a site.
        facts: by source id, from the archive.
        states: by source id, as runs remember them; may be lost.
        brands: by source id.
        now: what "late" is judged by.
        every_hours: the site's interval, for sources that name none.
    """
    found = []
    for source in sources:
        one = _one(source, facts.get(source.id), states.get(SourceId(source.id)), brands.get(source.id, ()))
        every = timedelta(hours=source.every_hours or every_hours)
        found.append(structs.replace(one, state=_state(one, source, now, every)))
    return tuple(sorted(found, key=lambda one: (WORST_FIRST.index(one.state), -one.failures, one.id)))


def _one(
    source: Source, facts: SourceFacts | None, remembered: SourceState | None, brands: tuple[str, ...]
) -> SourceHealth:
    gaps = facts.gaps if facts else ()
    lasting = [gap for gap in gaps if gap.end is None]
    until = facts.heard_until if facts else None
    return SourceHealth(
        id=source.id,
        title=source.title,
        kind=source.kind.value,
        owner=source.owner.value,
        brands=brands,
        state="well",
        rights=source.rights.publish.value if source.rights else "",
        heard_until=until.date() if until else None,
        read=facts.last_read if facts else 0,
        kept=facts.last_kept if facts else 0,
        open_gap=bool(lasting),
        gaps=len(gaps) - len(lasting),
        failures=remembered.failures if remembered else 0,
        due=remembered.due if remembered else None,
        why=GONE if remembered and remembered.dead else lasting[-1].reason if lasting else "",
        moved_to=remembered.moved_to if remembered else None,
    )


def _state(one: SourceHealth, source: Source, now: datetime, every: timedelta) -> State:
    if not open_on(source, now):
        return "closed"
    if one.failures or one.why:
        return "failing"
    if one.heard_until is None:
        return "never heard"
    return "late" if now.date() - one.heard_until > max(2 * every, timedelta(days=2)) else "well"


def site_health(loaded: Loaded, now: datetime) -> tuple[SourceHealth, ...]:
    """How each source of a site stands; a recorded site is judged by its own clock."""
    folder = archive.Folder(loaded.archive)
    clock = folder.clock()
    recorded = loaded.config.site.clock == "recorded"
    return health(
        site_sources(loaded.content),
        folder.facts(),
        state.load(loaded.state).sources,
        brands_of(loaded.content),
        now=clock.as_of if recorded and clock else now,
        every_hours=loaded.config.listening.every_hours,
    )
