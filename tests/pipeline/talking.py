"""A small vocabulary for conversations: a kind whose bodies say what they hold, and a web of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from generator.ingest import Job, Pool, read
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.reading import KINDS
from generator.model.entry import Ask, Entry, FetchFailure, FetchRequest, Reading, Snapshot, SourceAnswer
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import DateQuality, MentionId, SourceId, SourceKind
from generator.pipeline.exchange import Means, Setting

NOW = datetime(2026, 5, 1, 6, 0, tzinfo=UTC)
KIND = SourceKind.LEMMY
HOST = "https://place.example"


class Spoken:
    """The kind: a JSON body with `posts`, and what else a reading may hold."""

    @staticmethod
    def ask(source: Source, context: Context) -> tuple[Ask, ...]:
        del context
        if "wrong" in source.url:
            message = "its address names no place. Write one that does."
            raise UnreadableError(message)
        return tuple(Ask(url=url) for url in source.url.split(" "))

    @staticmethod
    def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
        said = json.loads(snapshot.body)
        if said == "broken":
            message = "it is broken."
            raise UnreadableError(message)
        entries = tuple(_entry(source, context, one) for one in said.get("posts", ()))
        return Reading(
            source=snapshot.source,
            read=len(entries),
            entries=entries,
            scope=context.scope,
            gone=tuple(said.get("gone", ())),
            more=tuple(
                Ask(url=HOST + url, mark=mark, posts=tuple(MentionId(one) for one in said.get("of", ())))
                for url, mark in said.get("more", ())
            ),
            older=Ask(url=HOST + said["older"]) if "older" in said else None,
            marks=tuple(said["marks"]) if "marks" in said else None,
            wait_seconds=said.get("wait", 0),
        )

    @staticmethod
    def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
        del source, context
        return tuple(Ask(url=f"{one.url}.json", part="again", posts=(one.id,)) for one in posts)


def _entry(source: Source, context: Context, said: Any) -> Entry:
    key, at = said if isinstance(said, list) else (said, "2026-04-30")
    return Entry(
        source=SourceId(source.id),
        scope=context.scope,
        key=key,
        url=f"{HOST}/{key}",
        title="",
        body=f"Words of {key}.",
        author=None,
        thread=None,
        published=datetime.fromisoformat(at).replace(tzinfo=UTC),
        quality=DateQuality.EXACT,
    )


class HerePool:
    """Reads in this process."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.left = stop_after

    def warm(self) -> None:
        """Nothing has to be started."""

    def read_all(self, jobs: Sequence[Job]) -> Iterator[Reading]:
        for job in jobs:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left = None if self.left is None else self.left - 1
            yield read(
                job.snapshot, job.source, limits=Limits(), now=job.now, zone=job.zone, scope=job.scope,
                since=job.since, queries=job.queries,
            )  # fmt: skip


class Web:
    """What each address answers: a JSON value, or a status; an address that is missing was not recorded."""

    def __init__(self, pages: Mapping[str, Any] | None = None) -> None:
        self.pages = pages or {}
        self.waves: list[list[str]] = []
        self.rested: list[tuple[str, int]] = []
        self.stopped = False
        self.stop_at: str | None = None

    def stop(self) -> None:
        self.stopped = True

    def request(self, source: Source, ask: Ask, *, first: bool) -> FetchRequest:
        del first
        return FetchRequest(source=SourceId(source.id), url=ask.url, part=ask.part, max_bytes=1000)

    def answer(self, requests: Sequence[FetchRequest]) -> list[SourceAnswer | None]:
        self.waves.append([one.url.removeprefix(HOST) for one in requests])
        return [self._answer(one) for one in requests]

    def _answer(self, asked: FetchRequest) -> SourceAnswer | None:
        place = asked.url.removeprefix(HOST)
        if place == self.stop_at:
            self.stopped = True
        if self.stopped:
            return None
        said = self.pages.get(place)
        if isinstance(said, int):
            words = f"{asked.url}: answered {said}."
            return FetchFailure(source=asked.source, code="status", message=words, status=said)
        if said is None:
            return None
        body = json.dumps(said).encode()
        return Snapshot(source=asked.source, url=asked.url, asked=asked.url, part=asked.part, body=body)

    def rest(self, url: str, seconds: int) -> None:
        self.rested.append((url.removeprefix(HOST), seconds))


def spoken(patch: Callable[..., None]) -> None:
    """Let `KIND` be the spoken kind; `patch` is a monkeypatch's `setitem`."""
    patch(cast("dict[SourceKind, Any]", KINDS), KIND, Spoken)


def place(name: str = "place", *urls: str) -> Source:
    """A source that asks these addresses first."""
    return Source(
        id=name, title=f"The {name}", kind=KIND, url=" ".join(HOST + url for url in urls or ("/new",))
    )


def means(web: Web, *, requests: int = 30, pool: HerePool | None = None) -> Means:
    """What to converse with."""
    setting = Setting(limits=Limits(requests=requests), now=NOW, zone="UTC")
    return Means(web, cast("Pool", pool or HerePool()), setting)
