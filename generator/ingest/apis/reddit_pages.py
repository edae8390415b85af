"""Pages of Reddit: where the one before stands, what was asked by name, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from generator.ingest.apis import reddit_asks as asks
from generator.ingest.apis import reddit_sign_in as sign_in
from generator.ingest.apis.instance import fields_of, with_fields
from generator.ingest.apis.reddit_posts import NAME
from generator.ingest.context import Context, UnreadableError, heard
from generator.ingest.platforms import PREFIX
from generator.ingest.shelf import Shelf
from generator.model.entry import Ask, Entry, Snapshot
from generator.model.source import Source

NO_COMMENTS = (
    "Comments are left out: Reddit's search finds posts only. "
    "Name the forum itself (`/r/NAME`) to hear its comments."
)


def asked_by_name(snapshot: Snapshot) -> list[str]:
    """The names of the posts that were asked for; empty for a listing."""
    parts = urlsplit(snapshot.asked)
    names = fields_of(snapshot.asked).get("id", "") if parts.path == "/api/info" else ""
    return [name for name in names.split(",") if name]


def miss(shelf: Shelf, asked: Sequence[str]) -> None:
    """Posts that were asked for by name and are not in the answer are gone; an empty answer says nothing."""
    met = {one.key for one in shelf.entries} | {one.key for one in shelf.aside}
    missing = [key for key in (PREFIX + name for name in asked) if key not in met]
    if len(asked) > 1 and len(missing) == len(asked):
        message = f"Reddit showed none of {len(asked)} posts. They are asked for again; nothing was hidden."
        raise UnreadableError(message)
    shelf.gone += missing


def older_listing(snapshot: Snapshot, after: str, entries: Sequence[Entry], context: Context) -> Ask | None:
    """The page before, behind a new sign-in: a token is not kept."""
    parts = urlsplit(snapshot.asked)
    if not (NAME.fullmatch(after) and parts.path and sign_in.basic(context)) or _reaches(entries, context):
        return None
    place = with_fields(f"{parts.path}?{parts.query}", after=after, raw_json=None)
    return sign_in.ask(context, f"{sign_in.OLDER} {place}")


def _reaches(entries: Sequence[Entry], context: Context) -> bool:
    """Whether a page reaches back to what was heard."""
    return heard(min((one.published for one in entries if one.published), default=None), context)


def older_feed(snapshot: Snapshot, entries: Sequence[Entry], context: Context) -> Ask | None:
    """The feed before this one, unless it reaches back to what was heard."""
    parts = urlsplit(snapshot.asked)
    last = entries[-1].key.removeprefix(PREFIX) if entries else ""
    if not (NAME.fullmatch(last) and parts.path.endswith(".rss")) or _reaches(entries, context):
        return None
    url = with_fields(f"{asks.SITE}{parts.path}?{parts.query}", after=last)
    return Ask(url=url, part="feed", gap_seconds=asks.FEED_GAP)


def left_out_of(source: Source, hidden: int) -> tuple[str, ...]:
    """What of a source is not heard; `hidden` counts comments that an answer does not show."""
    more = f"{hidden:,} comments are left out: the answer counts them and does not show them."
    return (*((NO_COMMENTS,) if asks.is_search(source) else ()), *((more,) if hidden else ()))
