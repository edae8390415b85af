"""Statuses as Mastodon's API has them, on the way to entries, without those of people who opted out.

Fields as in mastodon/mastodon, `REST::StatusSerializer` and `REST::AccountSerializer`.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import quote

from generator.ingest.apis.instance import instance_of
from generator.ingest.apis.json_fields import listed, part_of, whole, words
from generator.ingest.context import Context
from generator.ingest.feeds import feed_fields as fields
from generator.ingest.identity import guid_key
from generator.ingest.platforms import PREFIX, post_key
from generator.ingest.shelf import Shelf
from generator.ingest.threads import roots
from generator.model.source import Source

ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""Mastodon's ids are numbers; what else speaks its language has others."""


def number_of(status: Any) -> str:
    """The id of a status; empty where it has none."""
    number = words(status, "id")
    return number if ID.fullmatch(number) else ""


def _key(number: str) -> str:
    return f"{PREFIX}status/{number}"


class MastodonShelf(Shelf):
    """One answer of one instance, on the way to entries."""

    def __init__(self, source: Source, context: Context, home: str, statuses: list[Any]) -> None:
        """Begin with nothing; `home` is the instance that was asked, empty where nobody knows."""
        super().__init__(source, context)
        self.home = home
        self.marks: list[str] = []
        above = {number_of(one): words(one, "in_reply_to_id") for one in statuses}
        self.roots = roots({number: parent for number, parent in above.items() if number and parent})

    def take(self, status: Any) -> None:
        """Keep one status, or set it aside."""
        number, account = number_of(status), part_of(status, "account")
        if not number:
            self.set_aside("unreadable", detail="it has no id")
            return
        key = _key(number)
        self.marks.append(key)
        if _opted_out(status, account):
            self.set_aside("opted_out", key)
            self.gone.append(key)
        elif part_of(status, "reblog"):
            self.set_aside("not_a_post", key, "it repeats another status")
        elif account.get("bot") is True:
            self.set_aside("not_a_post", key, "a bot wrote it")
        else:
            self.status(number, status, account)

    def status(self, number: str, status: dict[str, Any], account: dict[str, Any]) -> None:
        """Keep one status."""
        parent = words(status, "in_reply_to_id")
        parent = parent if ID.fullmatch(parent) else ""
        self.keep(
            _key(number),
            url=self.address(number, status, account),
            also=self.elsewhere(number, status),
            title=escape(words(status, "spoiler_text"), quote=False),
            body=words(status, "content"),
            date=status.get("created_at"),
            updated=self.when(status.get("edited_at")),
            author=words(account, "acct", "username"),
            thread=_key(self.roots.get(parent, parent)) if parent else None,
            reply_to=_key(parent) if parent else None,
            score=whole(status, "favourites_count"),
            tags=[words(one, "name") for one in listed(status, "tags")],
            language=fields.feed_language(status),
            official=self.staffed and "@" not in words(account, "acct") and bool(listed(account, "roles")),
        )

    def address(self, number: str, status: dict[str, Any], account: dict[str, Any]) -> str:
        """The status on the instance that was asked: there it can be looked at again."""
        own = words(status, "url")
        if not self.home or instance_of(own) == self.home:
            return own
        return f"{self.home}/@{quote(words(account, 'acct', 'username'), safe='@')}/{number}"

    def elsewhere(self, number: str, status: dict[str, Any]) -> tuple[str, ...]:
        """The keys under which the instance's feed has it, which names the address at its origin."""
        origin = words(status, "url")
        found = {guid_key(origin), post_key(origin)} - {None, _key(number)} if origin else set()
        return tuple(sorted(key for key in found if key))


def _opted_out(status: Any, account: dict[str, Any]) -> bool:
    """Whether its author does not want it found.

    `indexable` is about search among posts, `noindex` (known of the instance's own people only) about
    search engines, `discoverable` about being recommended. Versions that lack one of them say nothing by it.
    """
    hidden = words(status, "visibility") not in {"", "public"}
    says_no = account.get("indexable") is False or account.get("discoverable") is False
    return hidden or says_no or account.get("noindex") is True
