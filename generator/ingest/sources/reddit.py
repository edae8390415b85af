"""Reddit: its official interface with the operator's own credentials, else its Atom feeds, one a minute.

Interfaces: OAuth2 `client_credentials`, listings and `/api/info` of oauth.reddit.com.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from generator.ingest.apis import reddit_asks as asks
from generator.ingest.apis import reddit_feed, reddit_posts
from generator.ingest.apis import reddit_sign_in as sign_in
from generator.ingest.apis.json_fields import decoded, is_feed, words
from generator.ingest.apis.reddit_pages import asked_by_name, left_out_of, miss, older_feed, older_listing
from generator.ingest.apis.reddit_posts import NAME
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import page_checks
from generator.ingest.platforms import PREFIX, post_key
from generator.ingest.shelf import Shelf
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

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
    asked = asked_by_name(snapshot)
    miss(shelf, asked)
    after = words(found.get("data"), "after") if isinstance(found, dict) else ""
    return shelf.reading(
        snapshot,
        policy=PLATFORM,
        older=None if asked else older_listing(snapshot, after, shelf.entries, context),
        left_out=left_out_of(source, hidden),
    )


def _feed(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    reading = reddit_feed.read(snapshot, source, context)
    left = left_out_of(source, 0)
    return structs.replace(
        reading,
        older=older_feed(snapshot, reading.entries, context),
        left_out=left if sign_in.basic(context) else (*left, NO_CREDENTIALS),
    )
