"""What Reddit is asked: listings and searches by path, and the feeds of the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode, urlsplit

from generator.ingest.context import Context, UnreadableError
from generator.model.entry import Ask
from generator.model.source import Source

SITE = "https://www.reddit.com"
PAGE_ROWS = 100
"""Posts of one page, and names of one request; Reddit gives and takes no more."""
QUERY_CHARS = 400
"""Characters of one search; Reddit takes 512."""
FEED_GAP = 60.0
_PLACE = re.compile(r"(/r/[\w+]{2,200})?(?:/(new|search))?(?:/?\.(?:rss|json))?/?", re.ASCII)


def is_search(source: Source) -> bool:
    """Whether a source searches, rather than hears one forum whole."""
    found = _PLACE.fullmatch(urlsplit(source.url).path)
    return bool(source.query) or (found is not None and found[2] == "search")


def listings(source: Source, context: Context) -> tuple[str, ...]:
    """Paths, with their queries, of what is to be heard.

    Raises:
        UnreadableError: the source's address names no forum and no search.
    """
    parts = urlsplit(source.url)
    host, found = (parts.hostname or "").lower(), _PLACE.fullmatch(parts.path)
    if not (host == "reddit.com" or host.endswith(".reddit.com")) or not found:
        raise _no_place(source)
    forum = found[1] or ""
    if is_search(source):
        phrases = parse_qs(parts.query).get("q") or _phrases(context.queries or source.query)
        within = {"restrict_sr": "1"} if forum else {}
        fixed = {**within, "sort": "new", "type": "link", "limit": str(PAGE_ROWS)}
        made = tuple(f"{forum}/search?{urlencode({'q': one, **fixed})}" for one in phrases)
    else:
        made = tuple(f"{forum}/{name}?limit={PAGE_ROWS}" for name in ("new", "comments") if forum)
    if not made:
        raise _no_place(source)
    return made


def _no_place(source: Source) -> UnreadableError:
    return UnreadableError(
        f"`{source.url}` names no forum. Write `url: {SITE}/r/NAME`, or `url: {SITE}/search` with `query:`."
    )


def _phrases(queries: Sequence[str]) -> list[str]:
    """Phrases joined by OR, as few searches as Reddit's limit allows."""
    made: list[str] = []
    for one in queries:
        phrase = '"' + one.replace('"', " ").strip()[: QUERY_CHARS - 2] + '"'
        if made and len(made[-1]) + len(phrase) < QUERY_CHARS:
            made[-1] += f" OR {phrase}"
        else:
            made.append(phrase)
    return made


def feed(place: str) -> Ask:
    """The feed of a listing."""
    path, _, query = place.partition("?")
    return Ask(url=f"{SITE}{path}/.rss?{query}", part="feed", gap_seconds=FEED_GAP)
