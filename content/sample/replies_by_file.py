"""The companies' files: responses with promises, and who they answer."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import yaml

from content.sample import plan
from content.sample.bank import FOLDER
from content.sample.post import Post

HEAD = ("brand", "date", "type", "disposition", "cases", "theme", "by", "language", "supersedes", "actions")
UNLEDGERED = frozenset(
    {"sale-prices", "five-coaches", "oven-timer", "mensualites", "geige", "quelle-commande"}
)
"""Responses whose pull request's time is not known: they count from the run that first sees them."""
RECENT = 0.7
"""Share of the picked answers that go to newer posts, where there are any."""
LAST_DAY = plan.RUNS[-1].date() - timedelta(days=3)


@dataclass
class Files:
    """Responses on the way to files."""

    posts: list[Post]
    rng: random.Random = field(default_factory=lambda: random.Random(plan.SEED + 2))
    ids: dict[str, str] = field(default_factory=dict)
    """By `<brand>/<slug>`: the response's id, which holds the date."""
    written: dict[str, str] = field(default_factory=dict)
    opened: dict[str, datetime] = field(default_factory=dict)

    def tag(self, name: str) -> Post:
        """The tagged post of that name."""
        return next(one for one in self.posts if one.tag == name)

    def whole(self, brand: str, name: str) -> str:
        """`<slug>#<action>` as `<response>#<action>`."""
        slug, _, action = name.partition("#")
        known = self.ids[f"{brand}/{slug}"]
        return f"{known}#{action}" if action else known


def responses(posts: list[Post]) -> Files:
    """All response files, by path below `content/responses`."""
    files = Files(posts)
    specs = [*_read("responses-en"), *_read("responses-de-fr"), *_picked(files), *_letters(files)]
    for spec in specs:
        _date(files, spec)
    for spec in specs:
        _write(files, spec)
    return files


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


def _date(files: Files, spec: dict[str, Any]) -> None:
    found = [files.tag(name) for name in spec.get("re", ())] or spec.get("posts", [])
    spec["posts"] = found
    spec["day"] = spec.get("day") or found[0].at.date() + timedelta(days=spec["days"])
    for post in found:
        post.answered = True
    files.ids[f"{spec['brand']}/{spec['slug']}"] = f"{spec['brand']}/{spec['day']}-{spec['slug']}"


def _write(files: Files, spec: Mapping[str, Any]) -> None:
    brand, name = spec["brand"], files.ids[f"{spec['brand']}/{spec['slug']}"]
    head: dict[str, Any] = {
        **spec,
        "date": spec["day"],
        "type": spec.get("type", "answer"),
        "cases": [one.id for one in spec["posts"]],
        "actions": [_action(files, brand, one) for one in spec.get("actions", ())],
    }
    if "supersedes" in spec:
        head["supersedes"] = files.whole(brand, spec["supersedes"])
    written = {key: head[key] for key in HEAD if head.get(key)}
    front = yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=100)
    files.written[f"{name}.md"] = f"---\n{front}---\n{spec['body'].strip()}\n"
    if spec["slug"] not in UNLEDGERED:
        at = time(files.rng.randint(8, 17), files.rng.randrange(60))
        files.opened[name] = datetime.combine(spec["day"], at, UTC)


def _action(files: Files, brand: str, action: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(action)
    for key in ("updates", "superseded_by"):
        if key in found:
            found[key] = files.whole(brand, found[key])
    return found


def _free(files: Files, brand: str, themes: Iterable[str], language: str) -> list[Post]:
    return [
        one
        for one in files.posts
        if one.brand == brand and one.theme in themes and one.language == language and _open(one)
    ]


def _open(post: Post) -> bool:
    whole = (
        post.kind == "complaint" and not post.root and not post.tag and not post.answered and not post.gone
    )
    record = post.form in {"hotline", "register"}
    return whole and not record and post.at.date() < LAST_DAY - timedelta(days=28)


def _picked(files: Files) -> Iterable[dict[str, Any]]:
    for number, spec in enumerate(_read("responses-picked")):
        found = _free(files, spec["brand"], [spec["theme"]], spec.get("language", "en"))
        for place, body in enumerate(spec["bodies"]):
            open_cases = [one for one in found if not one.answered]
            free = [one for one in open_cases if not one.members] or open_cases
            late = [one for one in free if one.at.date() > plan.BUSY[0]]
            post = files.rng.choice(late if late and files.rng.random() < RECENT else free)
            post.answered = True
            yield {
                **{key: value for key, value in spec.items() if key not in {"theme", "bodies"}},
                "slug": f"case-{number + 1}-{place + 1}",
                "posts": [post],
                "days": files.rng.randint(*spec["days"]),
                "body": body,
            }


def _letters(files: Files) -> Iterable[dict[str, Any]]:
    spec = _read("responses-letters")
    since: date = spec["from"]
    found = [one for one in _free(files, spec["brand"], spec["theme"], "en") if one.at.date() >= since]
    found.sort(
        key=lambda one: (files.rng.random() > RECENT, one.at < datetime.combine(plan.BUSY[0], time(), UTC))
    )
    chosen = sorted(found[: spec["count"]], key=lambda one: one.at)
    for number, post in enumerate(chosen):
        yield {
            "brand": spec["brand"],
            "slug": f"letter-{number + 1:02}",
            "posts": [post],
            "days": files.rng.randint(*spec["days"]),
            "disposition": spec["disposition"],
            "by": spec["by"],
            "body": spec["body"],
        }
