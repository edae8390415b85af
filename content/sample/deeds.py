"""What people add beside responses: verdicts, decisions, and what companies were told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

from content.sample.bank import FOLDER
from content.sample.post import Post
from content.sample.replies_by_file import Files

TOLD_OF_SITE = "The site was announced, with the address of the desk and how to answer."


def deeds(files: Files) -> dict[str, str]:
    """All files by path below `content/`."""
    spec: dict[str, Any] = yaml.safe_load((FOLDER / "deeds.yml").read_text(encoding="utf-8"))
    out: dict[str, str] = {}
    for one in spec["confirmations"]:
        out.update([_confirmation(files, one)])
    for one in spec["moderation"]:
        out.update([_event(files, one)])
    for brand, one in spec["told"].items():
        out[f"told/{one['date']}-{brand}.yml"] = _yaml({"brand": brand, **one, "what": TOLD_OF_SITE})
    for one in spec["told_cases"]:
        told = {**one, "case": files.tag(one["case"]).id} if "case" in one else one
        out[f"told/{one['date']}-{one['brand']}-{'case' if 'case' in one else 'alarm'}.yml"] = _yaml(told)
    return out


def _yaml(value: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(value), sort_keys=False, allow_unicode=True, width=100)


def _confirmation(files: Files, one: Mapping[str, Any]) -> tuple[str, str]:
    found = dict(one)
    day: date = one["date"]
    if "action" in one:
        brand, _, rest = one["action"].partition("/")
        found["action"] = files.whole(brand, rest)
    if "case" in one:
        found["case"] = files.tag(one["case"]).id
    name = one.get("case") or one["action"].replace("/", "-").replace("#", "-")
    mark = "" if "action" not in one or "case" not in one else "-action"
    return f"confirmations/{day}-{name}{mark}.yml", _yaml(found)


def _event(files: Files, one: Mapping[str, Any]) -> tuple[str, str]:
    found = {key: value for key, value in one.items() if key != "slug"}
    found["target"] = _target(files, one["target"], datetime.fromisoformat(one["at"])).id
    return f"moderation/{one['at'][:10]}-{one['slug']}.yml", _yaml(found)


def _target(files: Files, name: str, before: datetime) -> Post:
    untagged = {"lw-noshow-neighbour": ("larkwire", "complaint"), "or-praise": ("oakum-thread", "praise")}
    if name not in untagged:
        return files.tag(name)
    brand, kind = untagged[name]
    fitting = [
        one
        for one in files.posts
        if one.brand == brand and one.kind == kind and one.at < before and not _busy(one)
    ]
    return fitting[len(fitting) // 2]


def _busy(post: Post) -> bool:
    return bool(post.root or post.members or post.tag or post.answered or post.edit or post.theme == "prices")
