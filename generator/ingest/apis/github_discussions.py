"""GitHub's discussions, their comments and the replies to these, through its GraphQL interface."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import msgspec

from generator.ingest.apis import github_graphql as graphql
from generator.ingest.apis.github_posts import NOBODY, Repository, is_official, key_of, repository_of, when
from generator.ingest.context import Context, UnreadableError
from generator.ingest.feeds.feed_instead import POLICY
from generator.ingest.shelf import Shelf, rows, whole, words
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source


def read(found: dict[str, Any], snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a page of discussions, or one discussion.

    Raises:
        UnreadableError: GitHub answered with an error, or knows no such repository.
    """
    asked = snapshot.part.split()[1:] if snapshot.part.startswith(graphql.AGAIN) else []
    repository = _dict(_dict(found).get("data")).get("repository")
    talk = _Talk(Shelf(source, context), source, asked)
    if not isinstance(repository, dict) or ("discussion" in repository and not repository["discussion"]):
        if not (asked and _not_found(found)):
            message = (
                "GitHub answered with an error in place of discussions. Check the address and GITHUB_TOKEN."
            )
            raise UnreadableError(message)
        talk.shelf.gone += asked
        return talk.reading(snapshot)
    page = _dict(repository.get("discussions"))
    listed = _nodes(page) if page else [repository.get("discussion")]
    for node in listed:
        talk.take(node)
    if not page:
        return talk.reading(snapshot)
    after = _cursor(page)
    end = () if after else ("end:discussions",)
    return talk.reading(
        snapshot,
        marks=(*end, *(f"{words(one, 'url')}@{words(one, 'updatedAt')}" for one in rows(listed))),
        older=talk.older(after, rows(listed)),
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _not_found(found: dict[str, Any]) -> bool:
    return any(words(one, "type") == "NOT_FOUND" for one in rows(found.get("errors")))


def _cursor(page: Any) -> str | None:
    """Where the next page begins; None where there is none."""
    info = _dict(page).get("pageInfo")
    return (words(info, "endCursor") or None) if _dict(info).get("hasNextPage") is True else None


class _Talk:
    """The discussions of one answer, on their way to the shelf."""

    def __init__(self, shelf: Shelf, source: Source, asked: list[str]) -> None:
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
            self.post(node, thread, title=words(node, "title"), tags=tuple(dict.fromkeys(filter(None, tags))))
        below = _dict(node.get("comments"))
        for comment in _nodes(below):
            self.comment(comment, thread, None)
            replies = _dict(_dict(comment).get("replies"))
            answers = _nodes(replies)
            for reply in answers:
                self.comment(reply, thread, key_of(words(comment, "url"), self.place))
            self.unheard += max(0, (whole(replies, "totalCount") or 0) - len(answers))
        self.go_on(node, _cursor(below))

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
            updated=when(words(row, "updatedAt"), self.context),
            score=whole(row, "upvoteCount"),
            official=is_official(words(row, "authorAssociation"), self.source),
            **more,
        )

    def go_on(self, node: dict[str, Any], after: str | None) -> None:
        """Ask for the comments that did not fit in the answer."""
        number, place = whole(node, "number"), graphql.PLACE.fullmatch(words(node, "url"))
        if after is None or number is None or place is None:
            return
        part = " ".join((graphql.AGAIN, *self.missing())) if self.asked else "comments"
        made = graphql.asking(graphql.FURTHER, place[1], self.context, part=part, number=number, inner=after)
        mark = "" if self.asked else f"{place[0]}@{words(node, 'updatedAt')}#{after}"
        self.more.append(msgspec.structs.replace(made, mark=mark))

    def missing(self) -> list[str]:
        """Keys that were asked for and are not in the answer."""
        met = {one.key for one in self.shelf.entries} | {one.key for one in self.shelf.aside}
        return [key for key in self.asked if key not in met]

    def older(self, after: str | None, listed: Sequence[dict[str, Any]]) -> Ask | None:
        """The page before, unless this one reaches back to what was heard."""
        last = when(words(listed[-1], "updatedAt"), self.context) if listed else None
        since = self.context.since
        if after is None or self.place is None or (since and last and last < since):
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
            policy=POLICY,
            more=tuple(self.more),
            left_out=(left,) if self.unheard else (),
            **{"marks": (), **more},
        )


def _nodes(page: dict[str, Any]) -> list[Any]:
    found = page.get("nodes")
    return found if isinstance(found, list) else []


def _names(labels: Any) -> list[str]:
    return [words(one, "name") for one in rows(_dict(labels).get("nodes"))]
