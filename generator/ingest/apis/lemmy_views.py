"""Posts and comments as Lemmy's API v3 has them, on the way to entries.

Fields as in LemmyNet/lemmy-js-client, `PostView` and `CommentView` of version 0.19.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from generator.ingest.apis.json_fields import part_of, whole, words
from generator.ingest.context import Context
from generator.ingest.identity import guid_key
from generator.ingest.platforms import PREFIX
from generator.ingest.shelf import Shelf
from generator.markup import LONGEST_MARKDOWN, safe_markdown
from generator.model.source import Source

_NO_ZONE = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+")


class LemmyShelf(Shelf):
    """One answer of one instance, on the way to entries."""

    def __init__(self, source: Source, context: Context, home: str) -> None:
        """Begin with nothing; `home` is the instance that was asked, empty where nobody knows."""
        super().__init__(source, context)
        self.home = home
        self.marks: list[str] = []

    def take(self, name: str, view: Any) -> None:
        """Keep one post or comment, or set it aside."""
        one, creator = part_of(view, name), part_of(view, "creator")
        number = whole(one, "id")
        if number is None:
            self.set_aside("unreadable", detail="it has no number")
            return
        key = _key(name, number)
        if not (one.get("featured_community") is True or one.get("featured_local") is True):
            self.marks.append(key)  # a pinned post is met in every answer and proves nothing
        if one.get("deleted") is True or one.get("removed") is True:
            self.deleted(key)
        elif creator.get("bot_account") is True:
            self.set_aside("not_a_post", key, "a bot wrote it")
        else:
            self.post(name, key, number, view)

    def post(self, name: str, key: str, number: int, view: dict[str, Any]) -> None:
        """Keep one post or comment."""
        one, creator = part_of(view, name), part_of(view, "creator")
        thread, parent = _place(one) if name == "comment" else (None, None)
        url = f"{self.home}/{name}/{number}" if self.home else None
        self.keep(
            key,
            url=url,
            also=(guid_key(url),) if url else (),
            title=escape(words(one, "name"), quote=False),
            body=_rendered(words(one, "body", "content")),
            date=_dated(words(one, "published", "published_at")),
            updated=self.when(_dated(words(one, "updated", "updated_at"))),
            author=words(creator, "actor_id", "ap_id", "name"),
            thread=thread,
            reply_to=parent,
            score=whole(part_of(view, "counts"), "score"),
            official=self.staffed and _is_staff(view, one, creator),
        )


def _rendered(written: str) -> str:
    """Markdown as HTML, as the place shows it; what is too long for that as the text it is."""
    if len(written) > LONGEST_MARKDOWN:
        return escape(written, quote=False)
    return safe_markdown(written)


def _key(name: str, number: int | str) -> str:
    return f"{PREFIX}{name}/{number}"


def _place(comment: dict[str, Any]) -> tuple[str | None, str | None]:
    """The keys of a comment's thread, and of what it answers: `path` is `0.<its ancestors>.<itself>`."""
    post = whole(comment, "post_id")
    thread = None if post is None else _key("post", post)
    above = words(comment, "path").split(".")[1:-1]
    parent = above[-1] if above and above[-1].isascii() and above[-1].isdigit() else ""
    return thread, _key("comment", parent) if parent else thread


def _is_staff(view: dict[str, Any], one: dict[str, Any], creator: dict[str, Any]) -> bool:
    """Admins, and whoever speaks with the mark of a moderator."""
    marks = (view.get("creator_is_admin"), creator.get("admin"), one.get("distinguished"))
    return any(mark is True for mark in marks)


def _dated(written: str) -> str:
    """Versions before 0.19 leave out the zone of their dates, which are UTC."""
    return f"{written}Z" if _NO_ZONE.fullmatch(written) else written
