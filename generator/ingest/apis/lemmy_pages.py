"""Pages of Lemmy: where the one before stands, and which instances have none."""

from __future__ import annotations

from typing import Any

from generator.ingest.apis.instance import address_of, fields_of, place_of, with_fields
from generator.ingest.apis.json_fields import listed, part_of, words
from generator.model.entry import Ask, Snapshot

LIMIT = 50
"""Posts or comments of one page: the most that Lemmy gives."""


LISTS = {"posts": "post", "comments": "comment"}
"""What one record of each list is about."""


def older(answer: Any, snapshot: Snapshot) -> Ask | None:
    """The page before, while this one is full."""
    url = address_of(snapshot)
    if "/api/v3/" not in url or not isinstance(answer, dict) or behind_old_interface(answer, snapshot):
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


def behind_old_interface(answer: Any, snapshot: Snapshot) -> bool:
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
