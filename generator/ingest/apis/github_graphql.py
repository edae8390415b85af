"""What GitHub's GraphQL interface is asked: discussions, their comments, and the replies to these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from generator.ingest.apis.github_posts import API, Repository, headers
from generator.ingest.context import Context, Post
from generator.ingest.platforms import post_key
from generator.model.entry import Ask

GRAPHQL = f"{API}/graphql"
AGAIN = "again"
"""First word of the `part` of a request about archived posts; their keys follow."""
_POST = "bodyHTML url createdAt updatedAt author{__typename login} authorAssociation upvoteCount"
_COMMENTS = """comments(first:50,after:$inner){pageInfo{hasNextPage endCursor} nodes{...said
  replies(first:100){totalCount nodes{...said replyTo{url}}}}}"""
_SAID = f"fragment said on DiscussionComment{{{_POST} deletedAt}}"
_HEAD = f"number title {_POST} category{{name}} labels(first:20){{nodes{{name}}}}"
_NAMED = "$owner:String!,$name:String!,$inner:String"
LISTING = f"""query({_NAMED},$after:String){{repository(owner:$owner,name:$name){{
  discussions(first:10,after:$after,orderBy:{{field:UPDATED_AT,direction:DESC}}){{
    pageInfo{{hasNextPage endCursor}} nodes{{{_HEAD} {_COMMENTS}}}}}}}}} {_SAID}"""
WHOLE = f"""query({_NAMED},$number:Int!){{repository(owner:$owner,name:$name){{
  discussion(number:$number){{{_HEAD} {_COMMENTS}}}}}}} {_SAID}"""
FURTHER = f"""query({_NAMED},$number:Int!){{repository(owner:$owner,name:$name){{
  discussion(number:$number){{number url updatedAt {_COMMENTS}}}}}}} {_SAID}"""
PLACE = re.compile(r"https?://github\.com/([\w.-]+/[\w.-]+)/discussions/(\d+)(?:#.*)?")


def listing(place: Repository, context: Context, after: str | None = None) -> Ask:
    """The discussions with the newest activity, or those before a cursor."""
    return asking(LISTING, place.name, context, part="discussions", after=after)


def checks(posts: Sequence[Post], context: Context) -> tuple[tuple[Ask, ...], tuple[Post, ...]]:
    """One request a discussion with archived posts, and the posts that none can be made for."""
    talks: dict[tuple[str, int], list[Post]] = {}
    rest: list[Post] = []
    for post in posts:
        found = PLACE.fullmatch(post.url)
        if found and post_key(post.url) and context.tokens.get("GITHUB_TOKEN"):
            talks.setdefault((found[1], int(found[2])), []).append(post)
        else:
            rest.append(post)
    asks = []
    for (name, number), found_posts in talks.items():
        part = " ".join((AGAIN, *(post_key(one.url) or "" for one in found_posts)))
        made = asking(WHOLE, name, context, part=part, number=number)
        ids = tuple(one.id for one in found_posts)
        asks.append(msgspec.structs.replace(made, posts=ids, many=True))
    return tuple(asks), tuple(rest)


def asking(query: str, name: str, context: Context, *, part: str, **variables: Any) -> Ask:
    """One request; `query` is one of those above."""
    owner, _, repository = name.partition("/")
    body = {"query": query, "variables": {"owner": owner, "name": repository, **variables}}
    return Ask(
        url=GRAPHQL,
        part=part,
        headers=(*headers(context), ("Content-Type", "application/json")),
        body=msgspec.json.encode(body),
    )
