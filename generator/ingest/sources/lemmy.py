"""Lemmy: posts and comments of a community, or of an instance's search, through API v3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from generator.ingest.apis.instance import home_of, instance_of, place_of
from generator.ingest.apis.json_fields import decoded, is_feed
from generator.ingest.apis.lemmy_answers import COMMUNITY, WHAT, missing_key, refuse_strangers, views_of
from generator.ingest.apis.lemmy_feed import read_feed
from generator.ingest.apis.lemmy_pages import LIMIT, LISTS, behind_old_interface, older
from generator.ingest.apis.lemmy_views import LemmyShelf
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import page_checks
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

NEWEST: dict[str, str | int] = {"type_": "All", "sort": "New", "limit": LIMIT, "page": 1}
REFUSALS = (400, 404)
_POST = re.compile(r"/(post|comment)/(\d+)/?")
NO_PAGES = (
    "Of posts only the newest page is heard, and comments as the instance ranks them: it runs Lemmy 1.0, "
    "whose older interface gives no more. Lower `every_hours` where more than 50 posts a day are written."
)


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The newest posts and comments of the community, or of each search.

    Raises:
        UnreadableError: the address is not an instance's, or names no community with nothing to search for.
    """
    home, place = instance_of(source.url), place_of(source.url)
    if home and place.startswith("/feeds/"):
        return (Ask(url=source.url),)
    if home and (found := COMMUNITY.fullmatch(place)):
        query = urlencode({"community_name": found[1], **NEWEST})
        return tuple(Ask(url=f"{home}/api/v3/{one}/list?{query}", part=one) for one in LISTS.values())
    if not home or not context.queries:
        message = (
            "its address names no community, and there are no words to search for. "
            "Write it as https://instance.example/c/name, or add `query`."
        )
        raise UnreadableError(message)
    return tuple(
        Ask(url=f"{home}/api/v3/search?{urlencode(_search(words_, type_))}", part=LISTS[type_.lower()])
        for words_ in context.queries
        for type_ in ("Posts", "Comments")
    )


def _search(query: str, type_: str) -> dict[str, str | int]:
    return {**NEWEST, "q": query, "type_": type_, "listing_type": "All"}


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Each post or comment by its number; one of another place by its own page."""
    del context
    home = instance_of(source.url)
    own = {
        post.id: found
        for post in posts
        if instance_of(post.url) == home and (found := _POST.fullmatch(place_of(post.url)))
    }
    asks = (
        # 0.19 answers 400 for what is deleted, 1.0 a bare 404 for every comment: only the body tells
        Ask(
            url=f"{home}/api/v3/{found[1]}?id={found[2]}",
            part=found[1],
            posts=(name,),
            refusals=REFUSALS,
        )
        for name, found in own.items()
    )
    return (*asks, *page_checks([post for post in posts if post.id not in own]))


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read every post and comment of an answer.

    Raises:
        UnreadableError: it is not an answer of Lemmy, or it is about another community.
    """
    if is_feed(snapshot):
        return read_feed(snapshot, source, context)
    answer = decoded(snapshot, WHAT)
    if missing := missing_key(answer, snapshot):
        return Reading(source=snapshot.source, read=0, scope=context.scope, gone=(missing,), marks=())
    views = list(views_of(answer))
    refuse_strangers(source, [view for _, view in views])
    shelf = LemmyShelf(source, context, home_of(source, snapshot))
    for name, view in views:
        shelf.take(name, view)
    return shelf.reading(
        snapshot,
        policy=PLATFORM,
        marks=tuple(shelf.marks),
        older=older(answer, snapshot),
        left_out=(NO_PAGES,) if behind_old_interface(answer, snapshot) else (),
    )
