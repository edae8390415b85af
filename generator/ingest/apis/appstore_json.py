"""Reviews of the App Store from the JSON of its feed, where every value stands under `label`."""

from __future__ import annotations

from typing import Any

from generator.ingest.apis.appstore_reviews import Page, Review, votes
from generator.ingest.apis.json_fields import decoded, part_of, words
from generator.ingest.context import UnreadableError
from generator.ingest.feeds import feed_fields as fields
from generator.model.entry import Snapshot

WHAT = "the App Store's reviews"


def of_json(snapshot: Snapshot) -> Page:
    """The reviews of the feed's JSON, where every value stands under `label`.

    Raises:
        UnreadableError: the body is not that.
    """
    answer = decoded(snapshot, WHAT)
    feed = part_of(answer, "feed")
    if not feed:
        message = f"the answer is not the JSON of {WHAT}. Check the number of the app and its country."
        raise UnreadableError(message)
    links = (part_of(one, "attributes") for one in _several(feed.get("link")))
    return Page(
        reviews=tuple(
            _of_record(one) if isinstance(one, dict) else None for one in _several(feed.get("entry"))
        ),
        links=tuple((words(one, "rel"), words(one, "href")) for one in links),
        title=words(part_of(feed, "title"), "label"),
        language=None,
    )


def _several(value: Any) -> list[Any]:
    """A list as it is; the feed's JSON writes a list of one as that one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _of_record(entry: Any) -> Review | None:
    if not isinstance(entry, dict):
        return None
    return Review(
        id=_label(entry, "id").strip(),
        is_app=bool(part_of(entry, "im:name")),
        title=_label(entry, "title"),
        body=_label(entry, "content"),
        author=_label(part_of(entry, "author"), "name"),
        date=_label(entry, "updated"),
        rating=fields.rating({"im_rating": _label(entry, "im:rating")}),
        score=votes(_label(entry, "im:voteSum")),
        version=_label(entry, "im:version").strip(),
    )


def _label(row: dict[str, Any], name: str) -> str:
    return words(part_of(row, name), "label")
