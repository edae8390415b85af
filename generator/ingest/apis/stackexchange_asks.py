"""What to ask of the Stack Exchange API: listings, what stands below their posts, and the page before."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from generator.ingest.apis.instance import next_page, place_of
from generator.ingest.apis.json_fields import rows, whole
from generator.ingest.apis.stackexchange_posts import NESTED
from generator.ingest.context import Context
from generator.model.entry import Ask, Snapshot
from generator.model.source import Source

API = "https://api.stackexchange.com/2.3"
REFUSALS = (400,)
"""All errors come with this status, that of a spent quota too; the body says which, and for how long."""
MOST = 100
"""Items of one page, and ids of one request."""
_BELOW = re.compile(r".*/(?:questions|posts)/[\d;]+/(?:answers|comments)")


def listing(method: str, fields: dict[str, str], source: Source, context: Context, part: str = "") -> Ask:
    """A listing of everything since `context.since`, newest first, marked with the run's time."""
    bound = "fromdate" if method.endswith("/comments") else "min"
    order = {"sort": "creation" if bound == "fromdate" else "activity", "order": "desc"}
    if context.since is not None:
        order[bound] = str(int(context.since.timestamp()))
    url = address(method, {**fields, **order}, source, context)
    what = method.rpartition("/")[2]
    named = hashlib.sha256(f"{method} {fields}".encode("utf-8", "replace")).hexdigest()[:16]
    mark = f"{what}:{named}@{context.now.isoformat()}"
    return Ask(url=url, part=part or what, mark=mark, refusals=REFUSALS)


def address(method: str, fields: dict[str, str], source: Source, context: Context) -> str:
    """The address of a method of the API, for the source's site."""
    site = (urlsplit(source.url).hostname or "").removeprefix("www.")
    key = {"key": context.tokens["STACKEXCHANGE_KEY"]} if context.tokens.get("STACKEXCHANGE_KEY") else {}
    query = {**fields, "pagesize": str(MOST), "filter": "withbody", "site": site, **key}
    return f"{API}/{method}?{urlencode(query)}"


def further(
    found: dict[str, Any], snapshot: Snapshot, source: Source, context: Context, gap: float
) -> dict[str, Any]:
    """What stands below these questions or answers, and the page before, each after `gap` seconds."""
    items = rows(found["items"])
    answers = {number: whole(one, "question_id") or 0 for one in items if (number := whole(one, "answer_id"))}
    questions = [one for one in items if not (one.keys() & {"answer_id", "comment_id", *NESTED}) and _id(one)]
    more = []
    answered = [_id(one) for one in questions if whole(one, "answer_count") != 0]
    for name, ids in (("questions/{}/answers", answered), ("posts/{}/comments", [*map(_id, questions)])):
        if ids:
            more.append(listing(name.format(";".join(map(str, ids[:MOST]))), {}, source, context))
    bare = [number for number in answers if number > 0][:MOST]
    if bare and not any(one.keys() & set(NESTED) for one in items):
        part = " ".join(["comments", *(f"{number}:{answers[number]}" for number in bare)])
        method = f"posts/{';'.join(map(str, bare))}/comments"
        more.append(listing(method, {}, source, context, part))
    older = _page_before(found, snapshot, context)
    return {
        "more": tuple(msgspec.structs.replace(one, gap_seconds=gap) for one in more),
        "older": older and msgspec.structs.replace(older, gap_seconds=gap),
    }


def _id(item: dict[str, Any]) -> int:
    return max(whole(item, "question_id") or 0, 0)


def _page_before(found: dict[str, Any], snapshot: Snapshot, context: Context) -> Ask | None:
    """The next page; of a first listing only the first page is heard, and all that stands below it."""
    place = place_of(snapshot.asked)
    wanted = context.since is not None or _BELOW.fullmatch(place)
    if found.get("has_more") is not True or not place or not wanted:
        return None
    return Ask(url=next_page(snapshot.asked), part=snapshot.part, refusals=REFUSALS)
