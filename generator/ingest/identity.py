"""Who an entry is: what its id is unique within, and its own key there."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from urllib.parse import urlsplit

from generator.ingest.platforms import home
from generator.model.base import Value
from generator.model.source import Source

AUTO = "auto"
BOTH = "guid|link"
PLATFORM = "platform"
POLICIES = frozenset({AUTO, PLATFORM, "guid", BOTH, "link", "hash"})
HASHED_CHARS = 500
MAX_KEY_CHARS = 500
_NOISE = re.compile(r"(?:utm_\w{1,64}|fbclid|gclid|sid|s|PHPSESSID)=[^&]*(?:&|$)")
_SESSION = re.compile(r"[0-9a-fA-F]{32}")


class Marks(Value, frozen=True, kw_only=True):
    """What an entry's key may be made of."""

    guid: str | None
    """As written in the bytes."""
    link: str | None
    """As written; it is normalised here."""
    author: str
    title: str
    published: str
    """The date as written."""
    body: str
    platform: str | None = None
    """The key that the platform gives the post by its address; None where none does."""
    stands_alone: bool = True
    """False where the link names a thread, whose posts may share it over time."""


def scope_of(source: Source) -> str:
    """What the source's ids are unique within: its host in lower case, or its own id for a file."""
    parts = urlsplit(source.url)
    if parts.scheme in {"http", "https"} and parts.hostname:
        return home(parts.hostname)
    return source.id


def policy_of(source: Source, fixed: str | None) -> str:
    """The id policy: what the archive fixed, else what the source's file says."""
    return fixed if fixed in POLICIES else source.id_policy


@lru_cache(maxsize=4_096)
def normal_link(link: str) -> str:
    """One form of an address, without scheme, session ids and advertising marks."""
    parts = urlsplit(link.strip())
    host = (parts.hostname or "").removeprefix("www.")
    query = _NOISE.sub(_drop, parts.query).rstrip("&")
    place = host + parts.path + (f"?{query}" if query else "")
    return place + (f"#{parts.fragment}" if parts.fragment else "")


def _drop(found: re.Match[str]) -> str:
    mark = found[0].rstrip("&")
    name, _, value = mark.partition("=")
    return found[0] if name in {"sid", "s"} and not _SESSION.fullmatch(value) else ""


def settled(marks: Sequence[Marks]) -> str:
    """The policy that `auto` comes down to for a source, from its first answer that holds entries.

    It is fixed in the archive then, so that an entry's key does not hang on what else is in an answer. A
    feed of which some entries name a guid and some do not stays `auto`; an answer without entries says
    nothing yet, and gives an empty word.
    """
    if not marks:
        return ""
    if len({one.platform for one in marks if one.platform}) == len(marks):
        return PLATFORM
    guids = [one.guid for one in marks if one.guid]
    links = [link for one in marks if (link := _link(one))]
    if len(guids) == len(marks):
        if len(set(guids)) == len(guids):
            return "guid"
        return BOTH if len(links) == len(marks) else AUTO
    return "link" if not guids and len(set(links)) == len(marks) else AUTO


def keys(marks: Sequence[Marks], policy: str) -> tuple[str, ...]:
    """The key of every entry of one answer, in order.

    `auto` takes the first that holds: a guid no other entry has, guid and link, a link no other entry
    has, a hash of the words. `platform` takes the platform's own key before, unless entries with other
    guids or links claim it too: then its address names a thread. Under `guid`, a guid that several entries
    claim belongs to the last of them, which in a feed is the oldest; others with other links are known by
    guid and link. Two entries may still get one key: they are the same post.
    """
    links = [_link(one) for one in marks]
    guids = Counter(one.guid for one in marks if one.guid)
    places = Counter(link for link in links if link)
    last = {one.guid: link for one, link in zip(marks, links, strict=True)}
    claims = _claims(marks, links) if policy == PLATFORM else {}
    rule = AUTO if policy == PLATFORM else policy
    return tuple(
        one.platform
        if one.platform and len(claims.get(one.platform, ())) == 1
        else _key(
            one,
            link,
            policy=rule,
            own=_owns(one, rule, guids, last=last[one.guid] == link),
            places=places,
        )
        for one, link in zip(marks, links, strict=True)
    )


def _claims(marks: Sequence[Marks], links: Sequence[str | None]) -> dict[str, set[str | None]]:
    """By platform's key: what else the entries that claim it are known by."""
    found: dict[str, set[str | None]] = {}
    for one, link in zip(marks, links, strict=True):
        if one.platform:
            found.setdefault(one.platform, set()).add(one.guid or link)
    return found


def alternates(marks: Sequence[Marks], names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For every entry: the other keys it might be known by, each of no other entry of the answer.

    A link that names a thread is none of them, nor is a hash of words without a date: others may come to
    share them.
    """
    all_of_them = [_others(one) for one in marks]
    shared = Counter(chain.from_iterable(all_of_them))
    taken = set(names)
    return tuple(
        tuple(key for key in keys_ if shared[key] == 1 and key not in taken) for keys_ in all_of_them
    )


def _others(marks: Marks) -> tuple[str, ...]:
    link = _link(marks) if marks.stands_alone else None
    found = (
        guid_key(marks.guid) if marks.guid else None,
        _short("link", link) if link else None,
        f"hash:{content_hash(marks)}" if marks.published and marks.body.strip() else None,
    )
    return tuple(dict.fromkeys(key for key in found if key))


def _owns(marks: Marks, policy: str, guids: Counter[str], *, last: bool) -> bool:
    """Whether the entry may be known by its guid alone."""
    if marks.guid is None or policy == BOTH:
        return False
    return guids[marks.guid] == 1 if policy == AUTO else last


def _link(marks: Marks) -> str | None:
    if not marks.link:
        return None
    try:
        return normal_link(marks.link) or None
    except ValueError:
        return None


def _key(marks: Marks, link: str | None, *, policy: str, own: bool, places: Counter[str]) -> str:
    if policy in {AUTO, "guid", BOTH} and marks.guid:
        if own:
            return _short("guid", marks.guid)
        if link:
            return _short("guid", f"{marks.guid}|{link}")
        if policy == BOTH:
            return _short("guid", marks.guid)
    if policy != "hash" and link and not (policy == AUTO and places[link] > 1):
        return _short("link", link)
    return f"hash:{content_hash(marks)}"


def _short(policy: str, value: str) -> str:
    if len(value) <= MAX_KEY_CHARS:
        return f"{policy}:{value}"
    return f"{policy}:sha256-{hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()}"


def guid_key(guid: str) -> str:
    """The key of an entry that is known by its guid alone."""
    return _short("guid", guid)


def content_hash(marks: Marks) -> str:
    """SHA-256 of author, title, date as written and the first 500 characters, as hex."""
    words = (marks.author, marks.title, marks.published, marks.body[:HASHED_CHARS])
    return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()
