"""How each real feed file is read: which kind of source it is, and under what address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from generator.ingest import read
from generator.model.entry import Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId
from generator.text import slug

PLACES = {
    "discourse": "https://{id}.example/",
    "stackexchange": "https://{id}.example/questions/tagged/any",
    "hackernews": "https://news.ycombinator.com/",
    "github": "https://github.com/owner/{id}",
    "appstore": "https://apps.apple.com/us/app/any/id1",
    "mbox": "recorded/{id}.mbox",
}
"""Address of a source of each kind; others are feeds."""
GITLAB = {
    "id": "web_url", "date": "created_at", "text": "description", "title": "title",
    "author": "author.username", "url": "web_url",
}  # fmt: skip
COLUMNS: dict[str, dict[str, Any]] = {
    "gitlab": GITLAB,
    "askbot": {
        "rows": "questions", "id": "id", "date": "added_at", "text": "summary", "title": "title",
        "url": "url", "author": "author.username",
    },
    "hackernews": {"id": "id", "date": "dt", "text": "title", "url": "commentsUrl", "author": "submitter"},
}  # fmt: skip
"""Interfaces of which there is no kind are read as records."""
RECORDS = {"hackernews/simonwillison-net.json": "hackernews"}


class RealFeed(NamedTuple):
    """One file of the manifest."""

    id: str
    file: str
    place: str
    """What the manifest calls its kind: the platform it comes from."""
    said: str
    """How many entries the manifest says it holds; empty where it does not say."""

    @property
    def kind(self) -> str:
        """How it is read."""
        if self.columns:
            return "records"
        if self.file.endswith((".mbox", ".txt")):
            return "mbox"
        if self.place == "appstore" or (self.place in PLACES and self.file.endswith(".json")):
            return self.place
        return "feed"

    @property
    def columns(self) -> dict[str, Any] | None:
        """The mapping of a file that is read as records."""
        if not self.file.endswith(".json"):
            return None
        if self.place == "hackernews":
            return COLUMNS.get(RECORDS.get(self.file, ""))
        return COLUMNS.get(self.place)

    @property
    def url(self) -> str:
        """The address it is read under."""
        return PLACES.get(self.kind, "https://{id}.example/feed").format(id=self.id)

    def source(self) -> dict[str, Any]:
        """Its entry in a site's file."""
        found = {"id": self.id, "title": f"Recorded feed {self.file}", "kind": self.kind, "url": self.url}
        return {**found, "columns": self.columns} if self.columns else found


def real_feed(row: dict[str, str]) -> RealFeed:
    """One row of the manifest."""
    name = slug("feed " + Path(row["file"]).stem)[:60].strip("-")
    return RealFeed(id=name, file=row["file"], place=row["kind"], said=row["entries"])


def further(shared: Path, feed: RealFeed) -> int:
    """How many further requests a body asks for; a recording of one file holds none of their answers."""
    body = (shared / "feeds" / feed.file).read_bytes()
    source = Source.model_validate(feed.source())
    snapshot = Snapshot(source=SourceId(feed.id), url=feed.url, body=body)
    return len(read(snapshot, source, limits=Limits(), now=datetime.now(UTC), zone="UTC").more)
