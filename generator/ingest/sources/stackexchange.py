"""Stack Exchange sites through API 2.3: questions by tag or by words, their answers, and comments.

Fields, filters and limits are those of https://api.stackexchange.com/docs (`backoff`, `quota_remaining`,
up to 100 ids in one request). `STACKEXCHANGE_KEY` names an application, is no secret and raises the daily
quota from 300 requests to 10,000. A source whose address is one of the site's feeds is read as a feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from generator.ingest.apis.json_fields import decoded, is_feed, rows, whole
from generator.ingest.apis.stackexchange_asks import MOST, REFUSALS, address, further, listing
from generator.ingest.apis.stackexchange_limits import SEARCH_GAP, SHORT_PAUSE, pause_of, refused
from generator.ingest.apis.stackexchange_posts import Posts
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.feeds.feed_instead import read_feed
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import apart
from generator.ingest.platforms import post_key
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

CHECK = "check"
KINDS = {"q": "questions", "a": "answers", "c": "comments"}
_TAGGED = re.compile(r"/questions/tagged/([^/]+)/?")
_KEY = re.compile(r"post:([qac])/(\d+)")
_COMMENT = re.compile(r".*/questions/(\d+)/.*#comment\d+_(\d+)")
_BY_IDS = re.compile(r"/2\.\d/(questions|answers|comments)/(\d+(?:;\d+)*)")


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """Questions by last activity: of the address's tags, or one search for each of the words.

    They are bounded by `context.since`, so that their pages are read to the end: every ask is marked with
    the run's time, as nothing but the end shows that all was heard.

    Raises:
        UnreadableError: the source's address is no web address.
    """
    parts = urlsplit(source.url)
    if not parts.hostname:
        message = "its address is not a site's. Name a Stack Exchange site, or one of its tags."
        raise UnreadableError(message)
    if parts.path.startswith("/feeds"):
        return (Ask(url=source.url),)
    tagged = _TAGGED.fullmatch(parts.path)
    fields = {"tagged": ";".join(re.split(r"[+ ]", unquote(tagged[1])))} if tagged else {}
    queries = source.query if tagged else context.queries
    if queries:
        searches = [{"q": '"{}"'.format(one.replace('"', " ")), **fields} for one in queries]
        asks = (listing("search/advanced", one, source, context) for one in searches)
        return tuple(msgspec.structs.replace(one, gap_seconds=SEARCH_GAP) for one in asks)
    return (listing("questions", fields, source, context),)


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """A hundred posts of one sort in one request; an id that is missing in the answer is gone."""
    by_sort: dict[str, dict[str, Post]] = {}
    own, pages = apart(posts, lambda post: _KEY.fullmatch(post_key(post.url) or ""))
    for post, found in own:
        by_sort.setdefault(KINDS[found[1]], {})[found[2]] = post
    asks = [one for sort, named in by_sort.items() for one in _looks(sort, named, source, context)]
    return (*asks, *pages)


def _looks(sort: str, named: dict[str, Post], source: Source, context: Context) -> Iterable[Ask]:
    ids = sorted(named, key=int)
    for start in range(0, len(ids), MOST):
        some = ids[start : start + MOST]
        below = (_COMMENT.fullmatch(named[one].url) for one in some)
        part = " ".join([CHECK, *(f"{found[2]}:{found[1]}" for found in below if found)])
        url = address(f"{sort}/{';'.join(some)}", {}, source, context)
        yield Ask(url=url, part=part, posts=tuple(named[one].id for one in some), refusals=REFUSALS)


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a page of questions, answers or comments; those inside others are read as well.

    Raises:
        UnreadableError: the answer is not the API's, or a feed that cannot be read.
    """
    if is_feed(snapshot):
        return read_feed(snapshot, source, context)
    found = decoded(snapshot, "the Stack Exchange API")
    if isinstance(found, dict) and "error_id" in found:
        return refused(found, snapshot, source, context)
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        message = "the answer holds no list of items. Name a Stack Exchange site, or a tag of one."
        raise UnreadableError(message)
    pairs = (word.split(":") for word in snapshot.part.split() if ":" in word)
    below = {int(post): int(question) for post, question in pairs}
    posts = Posts(source, context, below)
    for item in found["items"]:
        posts.take(item)
    pause = pause_of(found, context)
    gap = pause if pause <= SHORT_PAUSE else 0
    pages = {} if snapshot.part.startswith(CHECK) else further(found, snapshot, source, context, gap)
    posts.shelf.gone += _missing(found, snapshot)
    return posts.shelf.reading(snapshot, policy=PLATFORM, wait_seconds=pause - gap, **pages)


def _missing(found: dict[str, Any], snapshot: Snapshot) -> list[str]:
    """Keys of the posts that were asked for by their ids and are not in the answer."""
    sought = _BY_IDS.fullmatch(urlsplit(snapshot.asked).path)
    if sought is None:
        return []
    letter, name = next((letter, name) for letter, name in KINDS.items() if name == sought[1])
    here = {whole(one, f"{name[:-1]}_id") for one in rows(found["items"])}
    return [f"post:{letter}/{one}" for one in sought[2].split(";") if int(one) not in here]
