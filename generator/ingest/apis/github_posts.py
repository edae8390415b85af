"""Single issues and comments of GitHub's REST interface, and what both of its interfaces share."""

from __future__ import annotations

import re
from html import escape
from typing import Any, Literal
from urllib.parse import urlsplit

from generator.ingest.apis.json_fields import rows, whole, words
from generator.ingest.context import Context, UnreadableError
from generator.ingest.platforms import post_key
from generator.ingest.shelf import Shelf
from generator.model.base import Value
from generator.model.source import Source

API = "https://api.github.com"
STAFF = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
"""`author_association` of people who belong to the repository."""
NOBODY = "ghost"
"""The account that stands for all deleted ones."""
_REPOSITORY = re.compile(r"/([\w.-]+)/([\w.-]+?)(?:\.git)?(?:/(issues|discussions))?/?")
_OWN = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)(/.*)")


class Repository(Value, frozen=True, kw_only=True):
    """Which repository a source names, and which part of it."""

    name: str
    """`owner/repository`, as the source spells it."""
    only: Literal["", "issues", "discussions"]
    """Empty hears both."""


def repository_of(source: Source) -> Repository:
    """The repository of a source.

    Raises:
        UnreadableError: its address names none.
    """
    parts = urlsplit(source.url)
    found = _REPOSITORY.fullmatch(parts.path)
    if (parts.hostname or "").removeprefix("www.") != "github.com" or not found:
        message = f"`{source.url}` names no repository. Write `url: https://github.com/OWNER/REPOSITORY`."
        raise UnreadableError(message)
    only: Literal["", "issues", "discussions"] = ""
    if found[3]:
        only = "issues" if found[3] == "issues" else "discussions"
    return Repository(name=f"{found[1]}/{found[2]}", only=only)


def headers(context: Context) -> tuple[tuple[str, str], ...]:
    """What GitHub asks for; bodies come as HTML, without the hidden comments of templates."""
    fixed = (("Accept", "application/vnd.github.html+json"), ("X-GitHub-Api-Version", "2022-11-28"))
    token = context.tokens.get("GITHUB_TOKEN")
    return (*fixed, ("Authorization", f"Bearer {token}")) if token else fixed


def key_of(url: str, place: Repository | None) -> str | None:
    """The key of a post; a repository that was renamed keeps the name that its source gives it."""
    found = _OWN.fullmatch(url)
    if found and place is not None and found[1].casefold() != place.name.casefold():
        url = f"https://github.com/{place.name}{found[2]}"
    return post_key(url)


class Posts:
    """Issues and comments on their way to the shelf."""

    def __init__(self, shelf: Shelf, place: Repository | None) -> None:
        """`place` is None where a recorded body's source names no repository."""
        self.shelf, self.place = shelf, place

    def take(self, row: Any, *, key: str | None = None) -> None:
        """Count one record of an answer; `key` is what an issue was asked for by."""
        address = words(row, "html_url")
        own = key_of(address, self.place) or ""
        if why := _no_post(row, address):
            self.shelf.set_aside("not_a_post", own, why)
        elif not own:
            self.shelf.set_aside("unreadable", detail="a record without the address of a post")
        elif words(row, "issue_url"):
            self.keep(row, own, title="", thread=self.thread(row))
        else:
            self.keep(row, key or own, title=words(row, "title"), thread=None)

    def thread(self, row: Any) -> str | None:
        """The key of the issue that a comment stands below."""
        url = words(row, "issue_url").replace(f"{API}/repos/", "https://github.com/", 1)
        return key_of(url, self.place)

    def keep(self, row: Any, key: str, *, title: str, thread: str | None) -> None:
        """Put one post on the shelf."""
        html = words(row, "body_html")
        login = words(row.get("user"), "login")
        self.shelf.keep(
            key,
            url=words(row, "html_url"),
            title=escape(title, quote=False) if html else title,
            body=html or words(row, "body"),
            html=bool(html),
            date=words(row, "created_at"),
            author=None if login == NOBODY else login,
            thread=thread,
            updated=self.shelf.when(words(row, "updated_at")),
            score=_score(row.get("reactions")),
            tags=_tags(row),
            official=self.shelf.staffed and words(row, "author_association") in STAFF,
        )


def _no_post(row: Any, address: str) -> str:
    """Why a record is no customer's post; empty where it may be one."""
    if not isinstance(row, dict):
        return ""
    if "pull_request" in row or "/pull/" in address:
        return "a pull request"
    if "content" in row and "html_url" not in row:
        return "a reaction"
    return "written by a program" if words(row.get("user"), "type") == "Bot" else ""


def _score(reactions: Any) -> int | None:
    """Thumbs up less thumbs down."""
    up, down = whole(reactions, "+1"), whole(reactions, "-1")
    return None if up is None else up - (down or 0)


def _tags(row: dict[str, Any]) -> tuple[str, ...]:
    """The labels, then whether the issue is closed, on what ground, and locked."""
    labels = [words(one, "name") for one in rows(row.get("labels"))]
    state = ["closed"] if words(row, "state") == "closed" else []
    state += [words(row, "state_reason")] if state else []
    state += ["locked"] if row.get("locked") is True else []
    return (*labels, *state)
