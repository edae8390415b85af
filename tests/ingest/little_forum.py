"""A small Discourse to talk with."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from generator.model.entry import Ask


class Forum:
    """A small Discourse of one topic, a post an hour, with the windows and pages of a real one."""

    def __init__(self, posts: int, deleted: frozenset[int] = frozenset(), *, by_ids: bool = False) -> None:
        """`by_ids` pages as before 2026: among the fifty ids up to `before`, that one with them."""
        self.by_ids = by_ids
        begin = datetime(2026, 11, 10, tzinfo=UTC)
        self.posts: list[dict[str, Any]] = [
            {
                "id": 500 + number,
                "topic_id": 77,
                "topic_slug": "lost-parcel",
                "post_number": number,
                "post_type": 1,
                "username": f"user{number}",
                "cooked": f"<p>Acme, day {number}</p>",
                "created_at": f"{begin + timedelta(hours=number):%Y-%m-%dT%H:%M:%S.000Z}",
            }
            for number in range(1, posts + 1)
            if number not in deleted
        ]

    def __call__(self, ask: Ask) -> bytes | None:
        parts = urlsplit(ask.url)
        path, fields = parts.path, parse_qs(parts.query)
        found: Any = None
        if path == "/posts.json":
            found = {"latest_posts": self.newest(int(fields.get("before", ["99999"])[0]))}
        elif path == "/c/delivery/12/l/latest.json":
            found = {"topic_list": {"topics": [self.topic()]}}
        elif path == "/t/77/posts.json" and "post_ids[]" in fields:
            wanted = {int(one) for one in fields["post_ids[]"]}
            found = self.stream([one for one in self.posts if one["id"] in wanted])
        elif path == "/t/77/posts.json":
            before = int(fields["post_number"][0])
            found = self.stream([one for one in self.posts if one["post_number"] < before][-20:])
        elif path == "/t/77.json":
            found = self.whole_topic(self.posts[:20])
        elif path.startswith("/t/77/"):
            found = self.whole_topic(self.posts[-20:])
        elif path.startswith("/posts/by_number/77/"):
            number = int(path.rpartition("/")[2].removesuffix(".json"))
            found = next((one for one in self.posts if one["post_number"] == number), None)
        return None if found is None else json.dumps(found).encode()

    def newest(self, before: int) -> list[dict[str, Any]]:
        if self.by_ids:
            last = min(before, self.posts[-1]["id"])
            return [one for one in reversed(self.posts) if last - 50 < one["id"] <= last]
        return [one for one in reversed(self.posts) if one["id"] < before][:50]

    def topic(self) -> dict[str, Any]:
        last = self.posts[-1]
        return {
            "id": 77,
            "slug": "lost-parcel",
            "highest_post_number": last["post_number"],
            "last_posted_at": last["created_at"],
        }

    def stream(self, posts: list[dict[str, Any]]) -> dict[str, Any]:
        return {"post_stream": {"posts": posts}, "id": 77}

    def whole_topic(self, posts: list[dict[str, Any]]) -> dict[str, Any]:
        stream = {"posts": posts, "stream": [one["id"] for one in self.posts]}
        return {"post_stream": stream, "id": 77, "title": "Lost parcel", "slug": "lost-parcel"}
