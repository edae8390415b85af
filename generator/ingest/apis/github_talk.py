"""One discussion of GitHub's after the other, with what stands below it, on the way to the shelf."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import msgspec

from generator.ingest.apis import github_graphql as graphql
from generator.ingest.apis.github_posts import NOBODY, STAFF, Repository, key_of, repository_of
from generator.ingest.apis.json_fields import listed, part_of, whole, words
from generator.ingest.context import UnreadableError, heard, mark_word
from generator.ingest.identity import PLATFORM
from generator.ingest.shelf import Shelf
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source


def cursor(page: Any) -> str | None:
    """Where the next page begins; None where there is none."""
    info = part_of(page, "pageInfo")
    return (words(info, "endCursor") or None) if info.get("hasNextPage") is True else None


class Talk:
    """The discussions of one answer, on their way to the shelf."""

    def __init__(self, shelf: Shelf, source: Source, asked: list[str]) -> None:
        """Begin; `asked` are the keys of archived posts that are looked at again, if that is so."""
        self.shelf, self.source, self.context = shelf, source, shelf.context
        self.asked = asked
        self.more: list[Ask] = []
        self.unheard = 0
        try:
            self.place: Repository | None = repository_of(source)
        except UnreadableError:
            self.place = None

    def take(self, node: Any) -> None:
        """Count a discussion and everything below it."""
        thread = key_of(words(node, "url"), self.place)
        if not thread:
            self.shelf.set_aside("unreadable", detail="a discussion without an address")
            return
        if "createdAt" in node:  # the further comments of one come without it
            tags = [words(node.get("category"), "name"), *_names(node.get("labels"))]
            self.post(node, thread, title=words(node, "title"), tags=tuple(tags))
        below = part_of(node, "comments")
        for comment in listed(below, "nodes"):
            self.comment(comment, thread, None)
            replies = part_of(comment, "replies")
            answers = listed(replies, "nodes")
            for reply in answers:
                self.comment(reply, thread, key_of(words(comment, "url"), self.place))
            self.unheard += max(0, (whole(replies, "totalCount") or 0) - len(answers))
        self.go_on(node, cursor(below))

    def comment(self, row: Any, thread: str, parent: str | None) -> None:
        """Count a comment, or a reply to one."""
        key = key_of(words(row, "url"), self.place)
        if not key:
            self.shelf.set_aside("unreadable", detail="a comment without an address")
        elif words(row, "deletedAt"):
            self.shelf.deleted(key)
        else:
            above = key_of(words(row.get("replyTo"), "url"), self.place)
            self.post(row, key, thread=thread, reply_to=above or parent)

    def post(self, row: dict[str, Any], key: str, *, title: str = "", **more: Any) -> None:
        """Count one post."""
        login = words(row.get("author"), "login")
        if words(row.get("author"), "__typename") == "Bot":
            self.shelf.set_aside("not_a_post", key, "written by a program")
            return
        self.shelf.keep(
            key,
            url=words(row, "url"),
            title=escape(title, quote=False),
            body=words(row, "bodyHTML"),
            date=words(row, "createdAt"),
            author=None if login == NOBODY else login,
            updated=self.shelf.when(words(row, "updatedAt")),
            score=whole(row, "upvoteCount"),
            official=self.shelf.staffed and words(row, "authorAssociation") in STAFF,
            **more,
        )

    def go_on(self, node: dict[str, Any], after: str | None) -> None:
        """Ask for the comments that did not fit in the answer."""
        number, place = whole(node, "number"), graphql.PLACE.fullmatch(words(node, "url"))
        if after is None or number is None or place is None:
            return
        part = " ".join((graphql.AGAIN, *self.missing())) if self.asked else "comments"
        made = graphql.asking(graphql.FURTHER, place[1], self.context, part=part, number=number, inner=after)
        state = mark_word(f"{words(node, 'updatedAt')}#{after}")
        mark = "" if self.asked else f"{place[0]}@{state}"
        self.more.append(msgspec.structs.replace(made, mark=mark))

    def missing(self) -> list[str]:
        """Keys that were asked for and are not in the answer."""
        met = {one.key for one in self.shelf.entries} | {one.key for one in self.shelf.aside}
        return [key for key in self.asked if key not in met]

    def older(self, after: str | None, rest: Sequence[dict[str, Any]]) -> Ask | None:
        """The page before, unless this one reaches back to what was heard."""
        last = self.shelf.when(words(rest[-1], "updatedAt")) if rest else None
        if after is None or self.place is None or heard(last, self.context):
            return None
        return graphql.listing(self.place, self.context, after)

    def reading(self, snapshot: Snapshot, **more: Any) -> Reading:
        """Everything found; what was asked for and is nowhere is gone, if all was in the answer."""
        if not self.more and not self.unheard:
            self.shelf.gone += self.missing()
        left = (
            f"{self.unheard:,} replies in discussions are left out: GitHub gives 100 a comment. "
            "Read the rest at the source."
        )
        return self.shelf.reading(
            snapshot,
            policy=PLATFORM,
            more=tuple(self.more),
            left_out=(left,) if self.unheard else (),
            **{"marks": (), **more},
        )


def _names(labels: Any) -> list[str]:
    return [words(one, "name") for one in listed(labels, "nodes")]
