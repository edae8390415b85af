"""Reddit: its official interface with the operator's own credentials, else its Atom feeds, one a minute.

Interfaces: OAuth2 `client_credentials`, listings and `/api/info` of oauth.reddit.com.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from msgspec import structs

from generator.ingest.apis import reddit_asks as asks
from generator.ingest.apis import reddit_feed, reddit_posts
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.feeds.feed_instead import POLICY
from generator.ingest.pages import page_checks
from generator.ingest.platforms import PREFIX, post_key
from generator.ingest.shelf import Shelf, decoded, words
from generator.model.entry import Ask, Entry, Reading, Snapshot
from generator.model.source import Source
from generator.model.words import MentionId

_NAME = re.compile(r"t[13]_[a-z0-9]{1,13}")
_FEED = (b"<", b"\xef\xbb\xbf<")
NO_COMMENTS = (
    "Comments are left out: Reddit's search finds posts only. "
    "Name the forum itself (`/r/NAME`) to hear its comments."
)
NO_CREDENTIALS = (
    "Votes and deletions are left out: Reddit's feeds do not tell of them. "
    "Set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET to hear them."
)


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The sign-in that listings are asked for with; without credentials, the feeds of the same listings.

    Raises:
        UnreadableError: the address names no forum and no search.
    """
    places = asks.listings(source, context)
    return (asks.sign_in(context, "listings"),) if asks.basic(context) else tuple(map(asks.feed, places))


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """All posts by their names, behind one sign-in; without credentials, each post's page."""
    del source
    names = [(post_key(post.url) or "").removeprefix(PREFIX) for post in posts]
    if not asks.basic(context):
        names = [""] * len(posts)
    known = [f"{name}={one.id}" for name, one in zip(names, posts, strict=True) if _NAME.fullmatch(name)]
    pages = page_checks([one for name, one in zip(names, posts, strict=True) if not _NAME.fullmatch(name)])
    signing = (asks.sign_in(context, " ".join((asks.AGAIN, *known))),) if known else ()
    return (*signing, *(structs.replace(one, gap_seconds=asks.FEED_GAP) for one in pages))


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a listing, posts asked for by name, the answer to a sign-in, or a feed.

    Raises:
        UnreadableError: the body is none of these.
    """
    if snapshot.body.lstrip().startswith(_FEED):
        return _feed(snapshot, source, context)
    found = decoded(snapshot, "Reddit")
    if token := words(found, "access_token"):
        return _signed_in(token, snapshot, source, context)
    if not reddit_posts.is_listing(found):
        message = (
            "Reddit answered with an error in place of posts. "
            "Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, and that the forum is public."
        )
        raise UnreadableError(message)
    shelf = Shelf(source, context)
    hidden = reddit_posts.fill(shelf, found, source)
    asked = _asked_by_name(snapshot)
    _miss(shelf, asked)
    after = words(found.get("data"), "after") if isinstance(found, dict) else ""
    return shelf.reading(
        snapshot,
        policy=POLICY,
        older=None if asked else _older(snapshot, after, shelf.entries, context),
        left_out=_left_out(source, hidden),
    )


def _signed_in(token: str, snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """What a token opens: the listings, an older page of one, or posts by name."""
    word, _, rest = snapshot.part.partition(" ")
    reading = Reading(source=snapshot.source, read=0, scope=context.scope, marks=())
    if word == asks.OLDER:
        return structs.replace(reading, older=asks.signed(token, rest))
    if word == asks.AGAIN:
        return structs.replace(reading, more=_by_name(token, rest.split()))
    places = asks.listings(source, context)
    return structs.replace(reading, more=tuple(asks.signed(token, place) for place in places))


def _by_name(token: str, named: Sequence[str]) -> tuple[Ask, ...]:
    """Requests for archived posts, each of which is written `name=id`."""
    made = []
    for place in range(0, len(named), asks.PAGE_ROWS):
        pairs = [one.partition("=") for one in named[place : place + asks.PAGE_ROWS]]
        listing = asks.signed(token, f"/api/info?id={','.join(pair[0] for pair in pairs)}")
        ids = tuple(MentionId(pair[2]) for pair in pairs)
        made.append(structs.replace(listing, posts=ids, many=True))
    return tuple(made)


def _asked_by_name(snapshot: Snapshot) -> list[str]:
    parts = urlsplit(snapshot.asked)
    names = parse_qs(parts.query).get("id", [""])[0] if parts.path == "/api/info" else ""
    return [name for name in names.split(",") if name]


def _miss(shelf: Shelf, asked: Sequence[str]) -> None:
    """Posts that were asked for by name and are not in the answer are gone; an empty answer says nothing."""
    met = {one.key for one in shelf.entries} | {one.key for one in shelf.aside}
    missing = [key for key in (PREFIX + name for name in asked) if key not in met]
    if len(asked) > 1 and len(missing) == len(asked):
        message = f"Reddit showed none of {len(asked)} posts. They are asked for again; nothing was hidden."
        raise UnreadableError(message)
    shelf.gone += missing


def _older(snapshot: Snapshot, after: str, entries: Sequence[Entry], context: Context) -> Ask | None:
    """The page before, behind a new sign-in: a token is not kept."""
    parts = urlsplit(snapshot.asked)
    if not (_NAME.fullmatch(after) and parts.path and asks.basic(context)) or _reaches(entries, context):
        return None
    fields = {**dict(parse_qsl(parts.query)), "after": after}
    fields.pop("raw_json", None)
    return asks.sign_in(context, f"{asks.OLDER} {parts.path}?{urlencode(fields)}")


def _reaches(entries: Sequence[Entry], context: Context) -> bool:
    """Whether a page reaches back to what was heard."""
    dates = [one.published for one in entries if one.published]
    return context.since is not None and bool(dates) and min(dates) < context.since


def _feed(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    reading = reddit_feed.read(snapshot, source, context)
    left = _left_out(source, 0)
    return structs.replace(
        reading,
        older=_older_feed(snapshot, reading.entries, context),
        left_out=left if asks.basic(context) else (*left, NO_CREDENTIALS),
    )


def _older_feed(snapshot: Snapshot, entries: Sequence[Entry], context: Context) -> Ask | None:
    parts = urlsplit(snapshot.asked)
    last = entries[-1].key.removeprefix(PREFIX) if entries else ""
    if not (_NAME.fullmatch(last) and parts.path.endswith(".rss")) or _reaches(entries, context):
        return None
    query = urlencode({**dict(parse_qsl(parts.query)), "after": last})
    return Ask(url=f"{asks.SITE}{parts.path}?{query}", part="feed", gap_seconds=asks.FEED_GAP)


def _left_out(source: Source, hidden: int) -> tuple[str, ...]:
    more = f"{hidden:,} comments are left out: the answer counts them and does not show them."
    return (*((NO_COMMENTS,) if asks.is_search(source) else ()), *((more,) if hidden else ()))
