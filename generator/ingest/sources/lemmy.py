"""Lemmy: posts and comments of a community, or of an instance's search, through API v3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from generator.ingest.apis.instance import address_of, fields_of, home_of, instance_of, place_of, with_fields
from generator.ingest.apis.json_fields import decoded, is_feed, listed, part_of, words
from generator.ingest.apis.lemmy_feed import read_feed
from generator.ingest.apis.lemmy_views import LemmyShelf
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import page_checks
from generator.ingest.platforms import PREFIX
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

WHAT = "Lemmy's interface"
LIMIT = 50
"""Posts or comments of one page: the most that Lemmy gives."""
NEWEST: dict[str, str | int] = {"type_": "All", "sort": "New", "limit": LIMIT, "page": 1}
REFUSALS = (400, 404)
_MISSING = {"couldnt_find_post": "post", "couldnt_find_comment": "comment", "not_found": ""}
"""What an error says is missing; empty where it may be either."""
LISTS = {"posts": "post", "comments": "comment"}
"""What one record of each list is about."""
_COMMUNITY = re.compile(r"/c/([\w.-]+(?:@[\w.:-]+)?)/?")
_POST = re.compile(r"/(post|comment)/(\d+)/?")
_WORD = re.compile(r"[a-z_]{1,60}")
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
    if home and (found := _COMMUNITY.fullmatch(place)):
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
    if missing := _missing(answer, snapshot):
        return Reading(source=snapshot.source, read=0, scope=context.scope, gone=(missing,), marks=())
    views = list(_views(answer))
    _refuse_strangers(source, [view for _, view in views])
    shelf = LemmyShelf(source, context, home_of(source, snapshot))
    for name, view in views:
        shelf.take(name, view)
    return shelf.reading(
        snapshot,
        policy=PLATFORM,
        marks=tuple(shelf.marks),
        older=_older(answer, snapshot),
        left_out=(NO_PAGES,) if _behind_old_interface(answer, snapshot) else (),
    )


def _missing(answer: Any, snapshot: Snapshot) -> str:
    """The key of the post or comment that was asked for and is not there; empty for any other answer."""
    asked = address_of(snapshot)
    name, number = place_of(asked).rpartition("/")[2], fields_of(asked).get("id", "")
    missing = _MISSING.get(words(answer, "error"))
    if missing is None or name not in LISTS.values() or not re.fullmatch(r"[0-9]{1,15}", number):
        return ""
    return f"{PREFIX}{name}/{number}" if missing in {"", name} else ""


def _views(answer: Any) -> Iterator[tuple[str, Any]]:
    """Every record, with what it is about."""
    single = [name for name in LISTS.values() if part_of(answer, f"{name}_view")]
    lists = [name for name in LISTS if isinstance(answer, dict) and isinstance(answer.get(name), list)]
    if not single and not lists:
        said = words(answer, "error")
        why = f" (it says {said})" if _WORD.fullmatch(said) else ""
        message = f"the answer is not one of {WHAT}{why}. Check the instance and the community in a browser."
        raise UnreadableError(message)
    for name in single:
        yield name, answer[f"{name}_view"]
    for name in lists:
        yield from ((LISTS[name], view) for view in answer[name])


def _refuse_strangers(source: Source, views: list[Any]) -> None:
    """Some versions answer with everything where they do not know the community (LemmyNet/lemmy#3383)."""
    wanted = _COMMUNITY.fullmatch(place_of(source.url))
    names = {words(part_of(view, "community"), "name").lower() for view in views} - {""}
    if wanted and names and wanted[1].partition("@")[0].lower() not in names:
        message = (
            f"the instance answers with other communities; it may not know {wanted[1]}. Check the name there."
        )
        raise UnreadableError(message)


def _older(answer: Any, snapshot: Snapshot) -> Ask | None:
    """The page before, while this one is full."""
    url = address_of(snapshot)
    if "/api/v3/" not in url or not isinstance(answer, dict) or _behind_old_interface(answer, snapshot):
        return None
    fields = fields_of(url)
    limit, page = _number(fields, "limit", LIMIT), _number(fields, "page", 1)
    if max(len(listed(answer, name)) for name in LISTS) < max(1, limit):
        return None
    cursor = words(answer, "next_page")
    if not cursor:
        return Ask(url=with_fields(url, page=page + 1), part=snapshot.part)
    if cursor == fields.get("page_cursor"):
        return None
    # with a cursor, posts that were written meanwhile move nothing out of the next page
    return Ask(url=with_fields(url, page=None, page_cursor=cursor), part=snapshot.part)


def _behind_old_interface(answer: Any, snapshot: Snapshot) -> bool:
    """Whether Lemmy 1.0 answers a listing of posts: it gives every page the same posts.

    Its `api_routes_v3.rs` leaves out `next_page`, which 0.19 names wherever there are posts; older ones,
    which know no such thing, write dates without their zone.
    """
    if not place_of(address_of(snapshot)).endswith("/post/list") or words(answer, "next_page"):
        return False
    dates = [words(part_of(view, "post"), "published") for view in listed(answer, "posts")]
    return any(one.endswith("Z") for one in dates)


def _number(fields: dict[str, str], name: str, usual: int) -> int:
    value = fields.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else usual  # noqa: PLR2004
