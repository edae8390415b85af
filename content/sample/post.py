"""One invented post, and what the recording needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from generator.canonical import id16
from generator.ingest.platforms import post_key


@dataclass
class Post:
    """A post by one person, an official reply, or a row of a record."""

    source: str
    form: str
    host: str
    brand: str
    language: str
    kind: str
    theme: str
    author: str
    at: datetime
    title: str
    text: str
    number: int = 0
    root: Post | None = None
    tag: str = ""
    stars: int = 0
    official: bool = False
    visible: datetime | None = None
    """When the source shows it; None means at once. Later for posts that waited for a moderator."""
    edit: tuple[datetime, str] | None = None
    gone: datetime | None = None
    answer: tuple[str, str, datetime | None, datetime] | None = None
    """A record's answer: word, text, date as the record gives it, and when the row first shows it."""
    answered: bool = False
    members: list[Post] = field(default_factory=list)

    @property
    def shown(self) -> datetime:
        """When it first stands in the feed."""
        return self.visible or self.at

    @property
    def top(self) -> Post:
        """The first post of its thread."""
        return self.root or self

    @property
    def guid(self) -> str:
        """What the source calls it."""
        forms = {
            "discourse": f"{self.host.removeprefix('www.')}-post-{self.number}",
            "phpbb": f"https://{self.host}/viewtopic.php?t={self.top.number}&p={self.number}#p{self.number}",
            "threads": f"tag:{self.host},2025:post/{self.number}",
            "comments": f"https://{self.host}/{self.slug}/#comment-{self.number}",
            "reviews": str(7_300_000_000 + self.number * 37),
        }
        return forms.get(self.form, f"{'FD' if self.form == 'hotline' else 'OMB'}-{self.number:06}")

    @property
    def slug(self) -> str:
        """The page a comment stands under."""
        return f"{self.at:%Y/%m}/{self.brand}-{self.top.number % 3 + 1}"

    @property
    def link(self) -> str:
        """Where a reader finds it."""
        forms = {
            "discourse": f"https://{self.host}/t/topic/{self.top.number}/{self.place}",
            "phpbb": self.guid,
            "threads": f"https://{self.host}/d/{self.top.number}/{self.number}",
            "comments": self.guid,
            "reviews": f"https://{self.host}/reviews/{self.guid}",
        }
        return forms.get(self.form, "")

    @property
    def place(self) -> int:
        """Its number in the thread, from 1."""
        return 1 if self.root is None else self.root.members.index(self) + 2

    @property
    def id(self) -> str:
        """The mention's id, as the engine computes it."""
        own = f"id:{self.guid}" if self.form in {"hotline", "register"} else f"guid:{self.guid}"
        return id16(self.host.lower(), post_key(self.link) or own)

    @property
    def page(self) -> str:
        """The address under which it is looked at again."""
        return self.link.partition("#")[0]
