"""Reddit: its official interface with the operator's own credentials, else its Atom feeds, one a minute.

Interfaces: OAuth2 `client_credentials`, listings and `/api/info` of oauth.reddit.com.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec import structs

from generator.ingest.apis import reddit_asks as asks
from generator.ingest.apis import reddit_feed, reddit_posts
from generator.ingest.apis import reddit_sign_in as sign_in
from generator.ingest.apis.instance import fields_of, with_fields
from generator.ingest.apis.json_fields import decoded, is_feed, words
from generator.ingest.apis.reddit_posts import NAME
from generator.ingest.context import Context, Post, UnreadableError, heard
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import page_checks
from generator.ingest.platforms import PREFIX, post_key
from generator.ingest.shelf import Shelf
from generator.model.entry import Ask, Entry, Reading, Snapshot
from generator.model.source import Source

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
    return (sign_in.ask(context, "listings"),) if sign_in.basic(context) else tuple(map(asks.feed, places))


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """All posts by their names, behind one sign-in; without credentials, each post's page."""
    del source
    names = [(post_key(post.url) or "").removeprefix(PREFIX) for post in posts]
    if not sign_in.basic(context):
        names = [""] * len(posts)
    known = [f"{name}={one.id}" for name, one in zip(names, posts, strict=True) if NAME.fullmatch(name)]
    pages = page_checks([one for name, one in zip(names, posts, strict=True) if not NAME.fullmatch(name)])
    signing = (sign_in.ask(context, " ".join((sign_in.AGAIN, *known))),) if known else ()
    return (*signing, *(structs.replace(one, gap_seconds=asks.FEED_GAP) for one in pages))


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a listing, posts asked for by name, the answer to a sign-in, or a feed.

    Raises:
        UnreadableError: the body is none of these.
    """
    if is_feed(snapshot):
        return _feed(snapshot, source, context)
    found = decoded(snapshot, "Reddit")
    if token := sign_in.token_of(found):
        return sign_in.opened(token, snapshot, source, context)
    if not reddit_posts.is_listing(found):
        message = (
            "Reddit answered with an error in place of posts. "
            "Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, and that the forum is public."
        )
        raise UnreadableError(message)
    shelf = Shelf(source, context)
    hidden = reddit_posts.fill(shelf, found)
    asked = _asked_by_name(snapshot)
    _miss(shelf, asked)
    after = words(found.get("data"), "after") if isinstance(found, dict) else ""
    return shelf.reading(
        snapshot,
        policy=PLATFORM,
        older=None if asked else _older(snapshot, after, shelf.entries, context),
        left_out=_left_out(source, hidden),
    )


def _asked_by_name(snapshot: Snapshot) -> list[str]:
    parts = urlsplit(snapshot.asked)
    names = fields_of(snapshot.asked).get("id", "") if parts.path == "/api/info" else ""
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
    if not (NAME.fullmatch(after) and parts.path and sign_in.basic(context)) or _reaches(entries, context):
        return None
    place = with_fields(f"{parts.path}?{parts.query}", after=after, raw_json=None)
    return sign_in.ask(context, f"{sign_in.OLDER} {place}")


def _reaches(entries: Sequence[Entry], context: Context) -> bool:
    """Whether a page reaches back to what was heard."""
    return heard(min((one.published for one in entries if one.published), default=None), context)


def _feed(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    reading = reddit_feed.read(snapshot, source, context)
    left = _left_out(source, 0)
    return structs.replace(
        reading,
        older=_older_feed(snapshot, reading.entries, context),
        left_out=left if sign_in.basic(context) else (*left, NO_CREDENTIALS),
    )


def _older_feed(snapshot: Snapshot, entries: Sequence[Entry], context: Context) -> Ask | None:
    parts = urlsplit(snapshot.asked)
    last = entries[-1].key.removeprefix(PREFIX) if entries else ""
    if not (NAME.fullmatch(last) and parts.path.endswith(".rss")) or _reaches(entries, context):
        return None
    url = with_fields(f"{asks.SITE}{parts.path}?{parts.query}", after=last)
    return Ask(url=url, part="feed", gap_seconds=asks.FEED_GAP)


def _left_out(source: Source, hidden: int) -> tuple[str, ...]:
    more = f"{hidden:,} comments are left out: the answer counts them and does not show them."
    return (*((NO_COMMENTS,) if asks.is_search(source) else ()), *((more,) if hidden else ()))
