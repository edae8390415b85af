"""GitHub: issues and their comments through the REST interface, discussions through GraphQL.

Interfaces: REST `issues` and `issues/comments` of version 2022-11-28, and the GraphQL schema's `discussions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.ingest.apis import github_discussions as discussions
from generator.ingest.apis import github_graphql as graphql
from generator.ingest.apis import github_posts as posts
from generator.ingest.apis.github_pages import PAGE_ROWS, asked_key, marks_of, next_rows
from generator.ingest.apis.github_posts import API, Repository, headers, repository_of
from generator.ingest.apis.json_fields import decoded, is_feed
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.feeds.feed_instead import read_feed
from generator.ingest.identity import PLATFORM
from generator.ingest.pages import page_checks
from generator.ingest.shelf import Shelf
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

LISTING = f"state=all&sort=updated&direction=desc&per_page={PAGE_ROWS}"
COMMENTS = f"sort=updated&direction=desc&per_page={PAGE_ROWS}"
_ISSUE = re.compile(r"https?://github\.com/([\w.-]+/[\w.-]+)/issues/(\d+)(?:#issuecomment-(\d+))?")
NO_DISCUSSIONS = (
    "Discussions are left out: GitHub gives them to programs only with a token. "
    "Set GITHUB_TOKEN to hear them."
)


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The newest page of issues, of comments, and of discussions where there is a token.

    Raises:
        UnreadableError: the address names no repository, or only discussions where there is no token.
    """
    place = repository_of(source)
    asks: list[Ask] = []
    if place.only != "discussions":
        base = f"{API}/repos/{place.name}/issues"
        asks.append(Ask(url=f"{base}?{LISTING}", part="issues", headers=headers(context)))
        asks.append(Ask(url=f"{base}/comments?{COMMENTS}", part="comments", headers=headers(context)))
    if place.only != "issues" and context.tokens.get("GITHUB_TOKEN"):
        asks.append(graphql.listing(place, context))
    elif place.only == "discussions":
        message = (
            "GitHub gives discussions to programs only with a token. Set GITHUB_TOKEN, or name the issues."
        )
        raise UnreadableError(message)
    return tuple(asks)


def check(found: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Each issue and each comment by itself; the posts of a discussion together; others by their page."""
    del source
    asks: list[Ask] = []
    rest: list[Post] = []
    for post in found:
        if at := _ISSUE.fullmatch(post.url):
            place = f"comments/{at[3]}" if at[3] else at[2]
            url = f"{API}/repos/{at[1]}/issues/{place}"
            asks.append(Ask(url=url, part="again", headers=headers(context), posts=(post.id,)))
        else:
            rest.append(post)
    talked, pages = graphql.checks(rest, context)
    return (*asks, *talked, *page_checks(pages))


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read a page of issues or comments, one of them alone, discussions, or one of GitHub's feeds.

    Raises:
        UnreadableError: the body is none of these.
    """
    if is_feed(snapshot):
        return read_feed(snapshot, source, context)
    found = decoded(snapshot, "GitHub")
    if isinstance(found, dict) and ("data" in found or "errors" in found):
        return discussions.read(found, snapshot, source, context)
    if isinstance(found, dict) and not {"issue_url", "number"} & found.keys():
        message = "GitHub answered with a message in place of posts. Check the address and GITHUB_TOKEN."
        raise UnreadableError(message)
    shelf = Shelf(source, context)
    shop = posts.Posts(shelf, _repository(source))
    if not isinstance(found, list):
        shop.take(found, key=asked_key(snapshot))
        return shelf.reading(snapshot, policy=PLATFORM, marks=())
    for row in found:
        shop.take(row)
    full = len(found) >= PAGE_ROWS
    return shelf.reading(
        snapshot,
        policy=PLATFORM,
        marks=marks_of(found, full=full),
        older=next_rows(snapshot, found, context) if full else None,
        left_out=_left_out(snapshot, source, context),
    )


def _repository(source: Source) -> Repository | None:
    try:
        return repository_of(source)
    except UnreadableError:
        return None  # a recorded body is read all the same


def _left_out(snapshot: Snapshot, source: Source, context: Context) -> tuple[str, ...]:
    place = _repository(source)
    unasked = place is not None and place.only == "" and not context.tokens.get("GITHUB_TOKEN")
    return (NO_DISCUSSIONS,) if unasked and snapshot.part == "issues" else ()
