"""What a person should know of a source before writing it down, a sentence each. Pure."""

from __future__ import annotations

from generator.model.entry import Snapshot
from generator.model.source import Source
from generator.pipeline.probe import Probe
from generator.pipeline.progress import number
from generator.pipeline.talk import Said
from generator.pipeline.yields import Yield


def warnings(probe: Probe, languages: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What a person should know before writing the source down, a sentence each.

    `languages` are those of the site (ISO 639-1); empty says nothing about them.
    """
    found, said, source = probe.found, probe.said, probe.source
    if found is None or said is None or source is None:
        return ()
    return tuple(
        sentence
        for sentence in (
            *_entries_flaws(found),
            *_place_flaws(found, said, source),
            _foreign(source.language, languages),
        )
        if sentence
    )


def _foreign(language: str | None, languages: tuple[str, ...]) -> str:
    if not languages or language is None or language in languages:
        return ""
    return (
        f"Most of it is in `{language}`, which is not among `site.languages`: it would be taken for another."
    )


def _entries_flaws(found: Yield) -> list[str]:
    has, qualities, kept = dict(found.has), dict(found.qualities), len_of(found)
    undated, zones = kept - has["date"], qualities.get("zone_assumed", 0)
    return [
        "It holds no entry at present, so little can be told." if not found.read else "",
        f"{number(undated, 'entry', 'entries')} without a readable date: the day they are heard stands in."
        if undated
        else "",
        f"{number(zones, 'date')} without a usable time zone: that of the site is assumed." if zones else "",
        f"{number(found.hashed, 'entry', 'entries')} with neither id nor link: an edit counts as new."
        if found.hashed
        else "",
        "No entry names its author: two posts of one person cannot be told to be one case."
        if kept and not has["author"]
        else "",
        f"{number(kept - has['link'], 'entry', 'entries')} without a link: a reader cannot open the post."
        if kept > has["link"]
        else "",
        f"{number(found.cut, 'entry', 'entries')} longer than limits.post_chars: the rest is not read."
        if found.cut
        else "",
    ]


def len_of(found: Yield) -> int:
    """Entries that were counted."""
    return sum(count for _, count in found.qualities)


def _place_flaws(found: Yield, said: Said, source: Source) -> list[str]:
    answer = said.answer
    moved = answer.moved_to if isinstance(answer, Snapshot) else None
    noindex = isinstance(answer, Snapshot) and answer.noindex
    over = dict(found.set_aside).get("over_limit", 0)
    short = source.every_hours and not said.missed
    return [
        f"It has moved for good to {moved}: {_new_address(moved, source)}" if moved else "",
        "It asks not to be kept in indexes (X-Robots-Tag: noindex). Ask its operator first."
        if noindex
        else "",
        f"{number(over, 'entry', 'entries')} came after the limit of one run (limits.entries)."
        if over
        else "",
        f"{number(said.missed, 'further request')} of it could not be made or failed: {said.trouble}"
        if said.missed
        else "",
        f"Its entries cover {number_of_hours(found.hours)} only: it must be asked every "
        f"{'hour' if source.every_hours == 1 else f'{source.every_hours} hours'}."
        if short and found.hours
        else "",
        "Not half of its entries name the brand: add `search: true`, and they are matched by its names."
        if source.about and sum(n for _, n in found.naming) and _rarely_named(found, source.about)
        else "",
        "No entry names a brand of this site." if found.read and not found.naming else "",
    ]


def _new_address(moved: str, source: Source) -> str:
    return "that address is proposed." if source.url == moved else "name that address."


def number_of_hours(hours: float) -> str:
    """Hours as people read them."""
    return "1 hour" if hours == 1 else f"{hours:g} hours"


def _rarely_named(found: Yield, brand: str) -> bool:
    return 2 * dict(found.naming).get(brand, 0) < len_of(found)
