"""GitHub's discussions, their comments and the replies to these, through its GraphQL interface."""

from __future__ import annotations

from typing import Any

from generator.ingest.apis import github_graphql as graphql
from generator.ingest.apis.github_talk import Talk, cursor
from generator.ingest.apis.json_fields import listed, part_of, rows, words
from generator.ingest.context import Context, UnreadableError
from generator.ingest.shelf import Shelf
from generator.model.entry import Reading, Snapshot
from generator.model.source import Source


def read(found: dict[str, Any], snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a page of discussions, or one discussion.

    Raises:
        UnreadableError: GitHub answered with an error, or knows no such repository.
    """
    asked = snapshot.part.split()[1:] if snapshot.part.startswith(graphql.AGAIN) else []
    repository = part_of(found, "data").get("repository")
    talk = Talk(Shelf(source, context), source, asked)
    if not isinstance(repository, dict) or ("discussion" in repository and not repository["discussion"]):
        if not (asked and _not_found(found)):
            message = (
                "GitHub answered with an error in place of discussions. Check the address and GITHUB_TOKEN."
            )
            raise UnreadableError(message)
        talk.shelf.gone += asked
        return talk.reading(snapshot)
    if rows(found.get("errors")):
        # what took GitHub too long is null in the answer, and looks like posts that were deleted
        message = "GitHub gave only a part of the discussions, so nothing of it counts. It is asked again."
        raise UnreadableError(message)
    page = part_of(repository, "discussions")
    found_nodes = listed(page, "nodes") if page else [repository.get("discussion")]
    for node in found_nodes:
        talk.take(node)
    if not page:
        return talk.reading(snapshot)
    after = cursor(page)
    end = () if after else ("end:discussions",)
    return talk.reading(
        snapshot,
        marks=(*end, *(f"{words(one, 'url')}@{words(one, 'updatedAt')}" for one in rows(found_nodes))),
        older=talk.older(after, rows(found_nodes)),
    )


def _not_found(found: dict[str, Any]) -> bool:
    return any(words(one, "type") == "NOT_FOUND" for one in rows(found.get("errors")))
