"""Questions, answers and comments as the Stack Exchange API writes them, on the way to entries."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from generator.ingest.apis.json_fields import listed, whole, words
from generator.ingest.context import Context
from generator.ingest.shelf import Shelf
from generator.ingest.threads import thread_of_link
from generator.model.source import Source

NESTED = ("answers", "comments")
DEEPEST = 2
"""Comments inside answers inside questions."""


class Posts:
    """The posts of one answer: those in its list, and those that stand inside others."""

    def __init__(self, source: Source, context: Context, questions: Mapping[int, int]) -> None:
        """Begin; `questions` names the question of posts that comments may stand below."""
        self.shelf = Shelf(source, context)
        self._home = f"https://{urlsplit(source.url).netloc}"
        self._questions = dict(questions)

    def take(self, item: Any, question: int = 0, *, depth: int = 0) -> None:
        """Keep a post and what stands inside it, or set it aside; `question` is the one it stands below."""
        if depth > DEEPEST:
            self.shelf.set_aside("unreadable", detail="it stands deeper than the API nests")
            return
        if number := whole(item, "comment_id"):
            self._comment(item, number, question)
            return
        answer = whole(item, "answer_id") or 0
        asked = max(whole(item, "question_id") or question, 0)
        if answer < 1 and (asked < 1 or depth):
            self.shelf.set_aside("unreadable", detail="it is no question, answer or comment")
            return
        self._post(item, answer, asked)
        for name in NESTED:
            for one in listed(item, name):
                self.take(one, asked, depth=depth + 1)

    def _post(self, item: Any, answer: int, question: int) -> None:
        """Keep an answer; a question where `answer` is 0."""
        if answer < 1:
            url, title = f"{self._home}/questions/{question}", words(item, "title")
            self._keep(item, _key("q", question), url, question=question, title=title)
            return
        self._questions[answer] = question
        parent = _key("q", question) if question > 0 else None
        self._keep(item, _key("a", answer), f"{self._home}/a/{answer}", question=question, reply_to=parent)

    def _comment(self, item: Any, number: int, question: int) -> None:
        post = whole(item, "post_id") or question
        question = question or self._questions.get(post, post)
        if min(number, post) < 1:
            self.shelf.set_aside("unreadable", detail="the comment names no post")
            return
        below = "" if post == question else f"/{post}"
        url = f"{self._home}/questions/{question}/-{below}#comment{number}_{post}"
        parent = _key("q" if post == question else "a", post)
        self._keep(item, _key("c", number), url, question=question, reply_to=parent)

    def _keep(self, item: Any, key: str, url: str, *, question: int, **more: Any) -> None:
        owner = item.get("owner")
        name = unescape(words(owner, "display_name"))
        self.shelf.keep(
            key,
            url=url,
            title=more.pop("title", ""),
            body=words(item, "body", "body_markdown"),
            date=whole(item, "creation_date"),
            author=name or _number(whole(owner, "user_id")),
            thread=thread_of_link(f"{self._home}/questions/{question}") if question > 0 else None,
            updated=self.shelf.when(whole(item, "last_edit_date")),
            score=whole(item, "score"),
            tags=_tags(item),
            accepted=item.get("is_accepted") is True,
            **more,
        )


def _key(letter: str, number: int) -> str:
    """A post's key, the same as its address gives: q for questions, a for answers, c for comments."""
    return f"post:{letter}/{number}"


def _number(number: int | None) -> str:
    return "" if number is None else f"user{number}"


def _tags(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(one for one in listed(item, "tags") if isinstance(one, str))
