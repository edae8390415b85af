"""From a list of feeds to the sources that a site does not have yet."""

from __future__ import annotations

from pathlib import Path

from generator.errors import UsageError
from generator.ingest.context import UnreadableError
from generator.ingest.feeds.opml import Outlines, read_opml
from generator.ingest.identity import normal_link
from generator.model.base import Value
from generator.model.source import Source
from generator.pipeline.content import Loaded
from generator.pipeline.source_yaml import source_id, source_title
from generator.pipeline.sources import site_sources


class Imported(Value, frozen=True, kw_only=True):
    """What a list of feeds holds."""

    sources: tuple[Source, ...]
    """Feeds that the site does not have yet, in the order of the list."""
    known: tuple[str, ...]
    """Addresses that are sources already, or stand twice in the list."""
    dropped: tuple[tuple[str, int], ...]
    """Lines of the list that are no feed, by a word of `opml.DROPPED`."""


def import_feeds(loaded: Loaded, path: Path) -> Imported:
    """Read an OPML file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        outlines = read_opml(path.read_bytes())
    except (OSError, UnreadableError) as error:
        message = f"{path} cannot be used: {error}"
        raise UsageError(message) from error
    return sift(outlines, site_sources(loaded.content))


def sift(outlines: Outlines, have: tuple[Source, ...]) -> Imported:
    """Feeds that are not among the sources a site has. Pure."""
    seen = {normal_link(one.url) for one in have}
    taken = {one.id for one in have}
    sources: list[Source] = []
    known: list[str] = []
    for one in outlines.feeds:
        if normal_link(one.url) in seen:
            known.append(one.url)
            continue
        title = source_title(one.title, url=one.url)
        made = Source(id=source_id(title, one.url, taken), title=title, url=one.url, page=one.page)
        seen.add(normal_link(one.url))
        taken.add(made.id)
        sources.append(made)
    return Imported(sources=tuple(sources), known=tuple(known), dropped=outlines.dropped)
