"""A little forum that changes while it is listened to: posts, threads, edits, deletions, outages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.web.robots import RobotsFile
from generator.model.entry import Ask, Entry, FetchFailure, FetchRequest, Reading, Snapshot, SourceAnswer
from generator.model.source import Source
from generator.model.words import DateQuality, SourceId

HOST = "https://forum.example"
WORDS = (
    "The tram was late",
    "My ticket was charged twice",
    "The driver was rude",
    "Nobody answers the phone",
)


@dataclass
class Said:
    """One post."""

    number: int
    thread: int
    at: datetime
    words: str
    changed: datetime | None = None
    deleted: datetime | None = None
    pinned: bool = False

    @property
    def key(self) -> str:
        return f"post:p/{self.number}"

    def row(self) -> dict[str, Any]:
        return {"id": self.number, "thread": self.thread, "at": self.at.isoformat(), "words": self.words}


@dataclass
class Forum:
    """What stands there now. `pages` limits how many pages of a listing it offers; None offers all."""

    size: int = 3
    pages: int | None = None
    threads: bool = False
    tells: bool = False
    """Whether a thread names its deleted posts."""
    posts: list[Said] = field(default_factory=list)

    def say(self, at: datetime, *, thread: int | None = None) -> None:
        number = len(self.posts) + 1
        said = f"{WORDS[number % len(WORDS)]}, said {spelt(number)}."
        self.posts.append(Said(number=number, thread=number if thread is None else thread, at=at, words=said))

    def edit(self, place: int, at: datetime) -> None:
        one = self.posts[place % len(self.posts)]
        if one.deleted is None:
            one.words = f"{one.words.partition(' Edited')[0]} Edited {spelt(int(at.timestamp()))}."
            one.changed = at

    def delete(self, place: int, at: datetime) -> None:
        one = self.posts[place % len(self.posts)]
        if one.number > 1:
            one.deleted = one.deleted or at

    def pin(self, place: int) -> None:
        self.posts[place % len(self.posts)].pinned = True

    def standing(self) -> list[Said]:
        return [one for one in self.posts if one.deleted is None]

    def answer(self, url: str) -> Any:
        """The JSON of an address; None where nothing stands there."""
        parts = urlsplit(url)
        fields = {name: int(value[0]) for name, value in parse_qs(parts.query).items()}
        if parts.path == "/new":
            return self._new(fields.get("before", 10**9), fields.get("page", 1))
        if parts.path == "/topics":
            return self._topics(fields.get("page", 1))
        _, kind, number = parts.path.split("/")
        if kind == "p":
            found = [one for one in self.standing() if one.number == int(number)]
            return {"posts": [one.row() for one in found]} if found else None
        return self._thread(int(number), fields.get("page", 1))

    def _new(self, before: int, page: int) -> Any:
        pins = [one.row() for one in self.standing() if one.pinned] if page == 1 else []
        rest = sorted((one for one in self.standing() if one.number < before), key=lambda one: -one.number)
        shown = rest[: self.size]
        more = len(rest) > self.size and (self.pages is None or page < self.pages)
        older = {"before": shown[-1].number, "page": page + 1} if more else None
        return {"pins": pins, "posts": [one.row() for one in shown], "older": older}

    def _topics(self, page: int) -> Any:
        last: dict[int, datetime] = {}
        for one in self.standing():
            last[one.thread] = max(one.at, last.get(one.thread, one.at))
        rest = sorted(last.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
        shown = rest[(page - 1) * self.size : page * self.size]
        more = len(rest) > page * self.size and (self.pages is None or page < self.pages)
        topics = [{"id": name, "last": at.isoformat()} for name, at in shown]
        return {"topics": topics, "older": {"page": page + 1} if more else None}

    def _thread(self, number: int, page: int) -> Any:
        of = [one for one in self.posts if one.thread == number]
        there = [one for one in of if one.deleted is None]
        shown = there[(page - 1) * self.size : page * self.size]
        more = [{"thread": number, "page": page + 1}] if len(there) > page * self.size else []
        gone = [one.key for one in of if one.deleted is not None] if self.tells else []
        return {"posts": [one.row() for one in shown], "more": more, "gone": gone}


def spelt(number: int) -> str:
    """A number in letters, which no mask covers."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


class Talked:
    """The kind that reads the forum."""

    @staticmethod
    def ask(source: Source, context: Context) -> tuple[Ask, ...]:
        del context
        return (Ask(url=source.url),)

    @staticmethod
    def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
        del source, context
        return tuple(Ask(url=one.url, part="again", posts=(one.id,)) for one in posts)

    @staticmethod
    def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
        try:
            found = json.loads(snapshot.body)
        except ValueError as error:
            message = "it is broken."
            raise UnreadableError(message) from error
        listed = found.get("posts", [])
        rows = [*found.get("pins", ()), *listed]
        entries = {row["id"]: _entry(row, source, context) for row in rows}
        topics = [(_topic(one), one) for one in found.get("topics", ())]
        dates = [datetime.fromisoformat(one["at"]) for one in listed]
        dates += [datetime.fromisoformat(one["last"]) for _, one in topics]
        reached = context.since is not None and any(at < context.since for at in dates)
        place = urlsplit(snapshot.asked).path
        marks = None
        if topics:
            marks = tuple(mark for mark, _ in topics)
        elif "pins" in found:
            marks = tuple(f"post:p/{one['id']}" for one in listed)
        new = [
            Ask(url=f"{HOST}/t/{one['id']}", mark=mark)
            for mark, one in topics
            if context.since is None or datetime.fromisoformat(one["last"]) >= context.since
        ]
        further = [Ask(url=f"{HOST}/t/{one['thread']}?page={one['page']}") for one in found.get("more", ())]
        older = found.get("older")
        return Reading(
            source=snapshot.source,
            read=len(entries),
            entries=tuple(entries.values()),
            scope=context.scope,
            policy="platform",
            gone=tuple(found.get("gone", ())),
            marks=marks,
            more=(*new, *further),
            older=Ask(url=f"{HOST}{place}?{urlencode(older)}") if older and not reached else None,
        )


def _topic(one: dict[str, Any]) -> str:
    return f"topic:{one['id']}@{one['last']}"


def _entry(row: dict[str, Any], source: Source, context: Context) -> Entry:
    return Entry(
        source=SourceId(source.id),
        scope=context.scope,
        key=f"post:p/{row['id']}",
        url=f"{HOST}/p/{row['id']}",
        title="",
        body=row["words"],
        html=False,
        author=f"somebody {row['id']}",
        thread=f"t/{row['thread']}",
        published=datetime.fromisoformat(row["at"]),
        quality=DateQuality.EXACT,
    )


class Wire:
    """What stands between a run and the forum: faults by the number of the request, and a stop."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.faults: dict[int, str] = {}
        self.count = 0
        self.asked: list[str] = []

    def begin(self, faults: dict[int, str]) -> None:
        self.faults, self.count, self.asked = faults, 0, []

    def edge(self, **settings: Any) -> Edge:
        """In the place of `ingest.Edge`."""
        return Edge(self, settings["now"], settings["parked"] or {})

    def answer(self, asked: FetchRequest, edge: Edge) -> SourceAnswer | None:
        self.count += 1
        self.asked.append(asked.url)
        fault = self.faults.get(self.count, "")
        if fault in {"stop", "late"}:
            edge.stopped = True
            return None
        if edge.parked:
            return _failure(asked, "parked", None, 3600)
        if fault.startswith("429"):
            edge.park(asked.url, 3600 * int(fault[4:]))
            return _failure(asked, "status", 429, 3600 * int(fault[4:]))
        if fault == "500":
            return _failure(asked, "status", 500, None)
        if fault == "broken":
            return _snapshot(asked, b"<html>")
        found = self.forum.answer(asked.url)
        return _failure(asked, "status", 404, None) if found is None else _snapshot(asked, _bytes(found))


@dataclass
class Edge:
    """One run's network."""

    wire: Wire
    now: datetime
    parked: dict[str, datetime]
    stopped: bool = False
    robots: dict[str, RobotsFile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parked = {host: until for host, until in self.parked.items() if until > self.now}

    def go_on(self, seconds: float) -> None:
        assert seconds > 0
        self.stopped = False

    def park(self, url: str, seconds: int) -> None:
        self.parked[urlsplit(url).hostname or ""] = self.now + timedelta(seconds=seconds)

    def ask(self, requests: Iterable[FetchRequest], progress: Callable[..., None]) -> Iterator[Any]:
        del progress
        return iter([None if self.stopped else self.wire.answer(one, self) for one in requests])


def _bytes(found: Any) -> bytes:
    return json.dumps(found).encode()


def _snapshot(asked: FetchRequest, body: bytes) -> Snapshot:
    return Snapshot(source=asked.source, url=asked.url, asked=asked.url, part=asked.part, body=body)


def _failure(asked: FetchRequest, code: str, status: int | None, wait: int | None) -> FetchFailure:
    message = f"{asked.url}: answered {status}."
    return FetchFailure(source=asked.source, code=code, message=message, status=status, retry_seconds=wait)
