"""A small vocabulary for little sites: brands, posts, runs of a recording, and what people write."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any, Self

from generator.archive import Folder
from generator.ingest import Pool
from generator.model.base import Value
from generator.model.events import AnyEvent, MentionEvent
from generator.model.site import Limits
from generator.pipeline.build import Built, build_all
from generator.pipeline.content import Loaded, load
from generator.pipeline.listen import Heard, Options, listen_to_all

THEMES = Path(__file__).parents[2] / "content" / "themes.yml"
RECORDING_KEY = "a key that anybody may read"
LIVE_KEY = "0123456789abcdef" * 4
POOL = Pool(workers=1, limits=Limits())
"""One process that reads for all little sites."""
NOW = datetime(2026, 5, 1, 6, 0, tzinfo=UTC)
RIGHTS = {
    "ground": "The operator agreed in writing.",
    "publish": "excerpt",
    "checked_by": "Editor",
    "checked_on": "2026-01-02",
}
HOTLINE = {"id": "id", "date": "on", "text": "words", "brand": "company", "kind": "complaint"}
LATE = "My tram was two hours late again and nobody answers the phone."
CHARGED = "I was charged twice for one ticket and still wait for my refund."
RUDE = "The driver was rude and the ticket machine is broken."
KIND = "Thank you, the staff were friendly and helpful, great service!"


class Post(Value, frozen=True, kw_only=True):
    """One post of a feed."""

    key: str
    words: str
    at: str = "2026-03-01T10:00:00+00:00"
    author: str = "ann"


def post(key: str, words: str, at: str = "2026-03-01T10:00:00+00:00", author: str = "ann") -> Post:
    return Post(key=key, words=words, at=at, author=author)


def rss(posts: Iterable[Post]) -> bytes:
    """The posts as an RSS 2.0 feed."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{one.key}</guid><title>{escape(one.words[:40])}</title>"
        f"<link>https://forum.example/{one.key}</link><author>{one.author}</author>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(one.at))}</pubDate>"
        f"<description>{escape(one.words)}</description></item>"
        for one in posts
    )
    head = "<title>Forum</title><link>https://forum.example/</link><description>Talk</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def table(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows with the keys of `HOTLINE` as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, ["id", "on", "words", "company"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def row(key: str, words: str, company: str, on: str = "2026-03-01") -> dict[str, str]:
    return {"id": key, "on": on, "words": words, "company": company}


def source(name: str, **more: Any) -> dict[str, Any]:
    """A source with cleared rights."""
    fixed = {"id": name, "title": f"The {name}", "url": f"https://{name}.example/feed.xml", "rights": RIGHTS}
    return {**fixed, **more}


class LittleSite:
    """A site's folder, written as people and recordings write it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings: dict[str, Any] = {
            "site": {
                "title": "Little reports",
                "url": "https://reports.example/",
                "description": "What a few customers said.",
                "clock": "recorded",
            },
            "publisher": {
                "name": "The Desk",
                "contact": "desk@reports.example",
                "relationship": "independent",
            },
            "engine": {"workers": 1},
            "paths": {"manifest": "recording/manifest.yml"},
            "sources": [],
        }
        self.runs: list[dict[str, Any]] = []
        self.opened: dict[str, str] = {}
        (root / "content").mkdir(parents=True, exist_ok=True)
        shutil.copy(THEMES, root / "content" / "themes.yml")
        self.save()

    def save(self) -> Self:
        """Write the configuration and the manifest as they stand."""
        self.write("site_config.yml", json.dumps(self.settings, indent=1))
        manifest = {
            "statement": "Invented for a test.",
            "key": RECORDING_KEY,
            "runs": self.runs,
            "opened": self.opened,
        }
        self.write("recording/manifest.yml", json.dumps(manifest, indent=1))
        return self

    def write(self, name: str, body: str | bytes) -> Path:
        """Any file below the root."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body.encode() if isinstance(body, str) else body)
        return path

    def live(self, **listening: Any) -> Self:
        """Make it a live site."""
        self.settings["site"]["clock"] = "live"
        self.settings["paths"] = {}
        self.settings["listening"] = {"gap_seconds": 0, **listening}
        return self.save()

    def brand(self, name: str, *sources: dict[str, Any], **more: Any) -> Self:
        """A brand's file; its id is made of its name."""
        fixed = {"id": slug(name), "name": name, "sector": "Transport", "sources": list(sources)}
        self.write(f"content/brands/{slug(name)}.yml", json.dumps({**fixed, **more}, indent=1))
        return self

    def shared(self, *sources: dict[str, Any]) -> Self:
        """Sources that serve several brands."""
        self.settings["sources"] += sources
        return self.save()

    def run(self, now: str, **answers: Any) -> Self:
        """One more run of the recording: posts, rows, bytes or a status by source."""
        heard: dict[str, Any] = {}
        for name, answer in answers.items():
            if isinstance(answer, int):
                heard[name] = {"status": answer}
                continue
            body = answer if isinstance(answer, bytes) else _body(answer)
            heard[name] = f"{len(self.runs) + 1}/{name}.txt"
            self.write(f"recording/{heard[name]}", body)
        self.runs.append({"now": now, "sources": heard})
        return self.save()

    def respond(self, brand: str, name: str, words: str, *, opened: str | None = None, **head: Any) -> str:
        """A response file; returns its id."""
        stem = f"{brand}/{name}"
        fixed = {
            "brand": brand,
            "date": name[:10],
            "type": "answer",
            "disposition": "explained",
            "by": "Desk",
        }
        self.write(
            f"content/responses/{stem}.md",
            f"---\n{json.dumps({**fixed, **head}, indent=1)}\n---\n\n{words}\n",
        )
        if opened:
            self.opened[stem] = opened
            self.save()
        return stem

    def remove(self, mention: str, at: str) -> Self:
        """An author's wish that a mention goes."""
        return self.moderate("remove", mention, at)

    def moderate(self, kind: str, target: str, at: str, **more: Any) -> Self:
        """A moderation event."""
        who = {"ground": "author_wish", "requested_by": "author"}
        event = {"kind": kind, "target": target, "at": at, **who, **more}
        self.write(f"content/moderation/{at[:10]}-{kind}-{target}.yml", json.dumps(event))
        return self

    def load(self) -> Loaded:
        return load(self.root)

    def listen(
        self, options: Options | None = None, *, environ: Mapping[str, str] | None = None, now: datetime = NOW
    ) -> Heard:
        """Listen as `python -m generator listen` does."""
        return listen_to_all(self.load(), environ=environ or {}, now=now, options=options, pool=POOL)

    def build(self) -> Built:
        """Build as `python -m generator build` does."""
        return build_all(self.load())

    @property
    def archive(self) -> Folder:
        return Folder(self.root / "content" / "archive")

    def events(self) -> tuple[AnyEvent, ...]:
        return self.archive.read()

    def mentions(self) -> tuple[MentionEvent, ...]:
        return tuple(event for event in self.events() if isinstance(event, MentionEvent))

    def files(self, below: str) -> dict[str, bytes]:
        """Every file of a folder with its bytes."""
        folder = self.root / below
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _body(answer: Any) -> bytes:
    posts = list(answer)
    return table(posts) if posts and isinstance(posts[0], dict) else rss(posts)


def two_brands(root: Path) -> LittleSite:
    """Two brands with a forum each, a hotline list that both share, and three runs."""
    site = LittleSite(root)
    site.brand("Blue Tram", source("forum"), aliases=["Blue Tram", "BlueTram"])
    site.brand("Oak Ferries", source("wire"), aliases=["Oak Ferries"])
    hotline = source("hotline", kind="records", url="hotline.csv", columns=HOTLINE)
    site.shared(hotline)
    first = [post("a", LATE), post("b", CHARGED, author="ben"), post("k", KIND, author="kim")]
    rows = [
        row("1", CHARGED, "Blue Tram"),
        row("2", RUDE, "Oak Ferries"),
        row("3", RUDE, "Nobody Knows Them"),
    ]
    site.run("2026-03-02T06:00:00Z", forum=first, wire=[post("w", RUDE, author="wim")], hotline=rows)
    edited = [
        post("a", f"{LATE} It is the third time."),
        *first[1:],
        post("c", RUDE, "2026-03-05T10:00:00+00:00"),
    ]
    site.run("2026-03-06T06:00:00Z", forum=edited, wire=500, hotline=304)
    site.run(
        "2026-04-10T06:00:00Z",
        forum=[*edited, post("d", CHARGED, "2026-04-09T10:00:00+00:00", "dan")],
        wire=304,
    )
    return site
