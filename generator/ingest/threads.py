"""Which conversation a post belongs to, as far as its address or its reply marks say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from generator.ingest.feeds.sidecar import RawEntry
from generator.ingest.identity import guid_key

_PATHS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"/t/(?:[^/]+/)?(\d+)(?:/\d+)?/?$"), "/t/{0}"),
    (re.compile(r"/threads/(?:[^/]*\.)?(\d+)(?:/|$)"), "/threads/{0}"),
    (re.compile(r"topic,(\d+)[.,]"), "/topic/{0}"),
    (re.compile(r"/questions/(\d+)(?:/|$)"), "/questions/{0}"),
    (re.compile(r"/comments/([a-z0-9]{5,9})(?:/|$)"), "/comments/{0}"),
    (re.compile(r"^/t(\d+)(?:p\d+)?-[^/]+$"), "/t{0}"),
)
_QUERIES = (("viewtopic", "t"), ("showthread", "t"), ("index.php", "topic"))
"""Part of the path, and the query field that holds the thread's number: phpBB, vBulletin, SMF."""
_NUMBER = re.compile(r"\d+")


def thread_of_link(link: str | None) -> str | None:
    """The thread an address names, as a key; None where it names none and the post is its own."""
    if not link:
        return None
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        place = _by_path(parts.path) or _by_query(parts.path, parts.query)
    except ValueError:
        return None
    if place is None and parts.fragment:
        place = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"thread:{host}{place}" if place else None


def _by_path(path: str) -> str | None:
    for pattern, form in _PATHS:
        if found := pattern.search(path):
            return form.format(found[1])
    return None


def _by_query(path: str, query: str) -> str | None:
    fields = parse_qs(query, max_num_fields=50)
    for part, name in _QUERIES:
        if part in path and (found := _NUMBER.match(fields.get(name, [""])[0])):
            return f"/{part}?{name}={found[0]}"
    return None


def replies(raw: Sequence[RawEntry], keys: Sequence[str]) -> tuple[tuple[str | None, str | None], ...]:
    """For each entry: (key of its thread, key of the entry it replies to), both None without reply marks.

    References are followed to the first post within the answer; one that is not there stands for itself.
    """
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    for one, key in zip(raw, keys, strict=True):
        if one.guid and one.guid not in names:
            names[one.guid] = key
            if one.replies_to:
                parents[one.guid] = one.replies_to[0]
    firsts = roots(parents)
    return tuple(_reply(one, names, firsts) for one in raw)


def _reply(
    entry: RawEntry, names: Mapping[str, str], firsts: Mapping[str, str]
) -> tuple[str | None, str | None]:
    if not entry.replies_to:
        return None, None
    parent = entry.replies_to[0]
    root = firsts.get(parent, parent)
    return names.get(root) or guid_key(root), names.get(parent) or guid_key(parent)


def roots(parents: Mapping[str, str]) -> dict[str, str]:
    """For every post that replies to one: the first of its conversation, as far back as is known.

    Each step is taken once, however long the chain; one that runs in a circle ends where it closes.
    """
    found: dict[str, str] = {}
    for start, parent in parents.items():
        way, place = dict.fromkeys([start]), parent
        while place in parents and place not in found and place not in way:
            way[place] = None
            place = parents[place]
        found |= dict.fromkeys(way, found.get(place, place))
    return found
