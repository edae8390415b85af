"""What a source would bring, counted from entries that were read and screened for the asker alone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.model.base import Value
from generator.model.entry import Entry, Reading
from generator.model.words import Certainty, DateQuality, Kind
from generator.screening import Screened

WEEK = timedelta(days=7)
EXAMPLE_CHARS = 200
HAS = ("author", "date", "link", "thread", "score", "rating")
"""What entries may carry, in the order in which it is told."""


class Yield(Value, frozen=True, kw_only=True):
    """What the answers of one source hold."""

    read: int
    """Entries in the bytes: `read` = `kept` + the sum of `set_aside`."""
    kept: int
    """Entries that could be screened; whether they name a brand is told apart."""
    set_aside: tuple[tuple[str, int], ...]
    first: date | None
    """Day of the oldest entry with a date, in the zone of the site."""
    last: date | None
    a_week: float | None
    """Entries a week over that stretch; None where it is shorter than a day or nothing is dated."""
    hours: float
    """Hours between the oldest and the newest entry."""
    has: tuple[tuple[str, int], ...]
    """How many kept entries carry what, by the words of `HAS`."""
    qualities: tuple[tuple[str, int], ...]
    """Kept entries by what their date is worth."""
    cut: int
    """Entries longer than the limit."""
    hashed: int
    """Entries that have neither id nor link of their own: their words make the key."""
    policy: str
    """What makes two entries the same post; empty where nothing was read."""
    languages: tuple[tuple[str, int], ...]
    """Most frequent first."""
    naming: tuple[tuple[str, int], ...]
    """Entries that name a brand of the site, by brand, most first."""
    sure: int
    """Entries that are surely complaints."""
    review: int
    """Entries that may be complaints: a person would look at them."""
    examples: tuple[str, ...]
    """Masked and shortened as they would be printed; complaints first."""


def entries_of(readings: Iterable[Reading], since: datetime | None = None) -> tuple[Entry, ...]:
    """Every entry once, in order; those dated before `since` are left out."""
    found = {(one.scope, one.key): one for reading in readings for one in reading.entries}
    return tuple(
        one for one in found.values() if since is None or one.published is None or one.published >= since
    )


def counted(
    readings: Sequence[Reading],
    entries: Sequence[Entry],
    own: Sequence[Screened],
    named: Sequence[Screened],
    most: int,
    zone: ZoneInfo,
) -> Yield:
    """Count what was read.

    Args:
        readings: all bodies of the source.
        entries: those that count.
        own: what screening makes of each entry for a brand that all are about.
        named: likewise for the brands of the site.
        most: examples to give.
        zone: of the site, in which days are told.
    """
    days = sorted(one.published for one in entries if one.published)
    span = days[-1] - days[0] if days else timedelta()
    read = sum(one.read for one in readings)
    aside = Counter(one.reason for reading in readings for one in reading.set_aside)
    languages = Counter(draft.finding.language for one in own for draft in one.drafts)
    naming = Counter(draft.brand for one in named for draft in one.drafts)
    complaints = Counter(
        draft.finding.certainty for one in own for draft in one.drafts if draft.finding.kind is Kind.COMPLAINT
    )
    return Yield(
        read=read,
        kept=read - aside.total(),
        set_aside=tuple(sorted(aside.items())),
        first=days[0].astimezone(zone).date() if days else None,
        last=days[-1].astimezone(zone).date() if days else None,
        a_week=round(len(days) * (WEEK / span), 1) if span >= timedelta(days=1) else None,
        hours=round(span / timedelta(hours=1), 1),
        has=tuple((name, sum(_has(one, name) for one in entries)) for name in HAS),
        qualities=tuple(Counter(one.quality.value for one in entries).most_common()),
        cut=sum(one.cut for one in entries),
        hashed=sum(one.key.startswith("hash:") for one in entries),
        policy=next((one.policy for one in readings if one.policy), ""),
        languages=tuple(languages.most_common()),
        naming=tuple(naming.most_common()),
        sure=complaints[Certainty.SURE],
        review=complaints[Certainty.REVIEW],
        examples=examples(own, most),
    )


def _has(entry: Entry, name: str) -> bool:
    match name:
        case "author":
            return bool(entry.author)
        case "date":
            return entry.published is not None and entry.quality is not DateQuality.FIRST_SEEN
        case "link":
            return entry.url is not None
        case "thread":
            return entry.thread is not None
        case "score":
            return entry.score is not None
        case _:
            return entry.rating is not None


def examples(screened: Iterable[Screened], most: int) -> tuple[str, ...]:
    """Up to `most` excerpts, complaints first, each text once."""
    drafts = [draft for one in screened for draft in one.drafts if draft.excerpt]
    drafts.sort(key=lambda one: one.finding.kind is not Kind.COMPLAINT)
    texts = dict.fromkeys(_short(one.excerpt or "") for one in drafts)
    return tuple(texts)[:most]


def _short(text: str) -> str:
    return text if len(text) <= EXAMPLE_CHARS else f"{text[: EXAMPLE_CHARS - 1].rstrip()}…"
