"""Writes a site's files around the real records: brands joined by name, mappings, a manifest of one run."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import yaml

from generator.text import slug
from tests.real.feeds import RealFeed, real_feed

NOW = "2026-01-15T06:00:00Z"
"""After the youngest record."""
KEY = "the real run is a rehearsal and its key is public"
LEGAL = re.compile(
    r"\b(incorporated|inc|llc|l l c|corp|corporation|company|co|ltd|limited|lp|l p|n a|na"
    r"|national association"
    r"|holdings?|intermediate|group|usa|us|the|financial services|bancorp|fsb|plc|pc|p c|llp)\b"
)
QUEUE = re.compile(r"\b(queue|hold|sr|ssp|g|feedback|complaints?|requests?|ops|general)\b")
CFPB_KINDS = {
    "Closed with explanation": {"disposition": "explained"},
    "Closed with monetary relief": {"disposition": "redress_monetary"},
    "Closed with non-monetary relief": {"disposition": "redress_other"},
    "Closed with relief": {"disposition": "redress_other"},
    "Closed without relief": {"disposition": "no_change"},
    "Closed": {"type": "acknowledgement"},
    "In progress": {"type": "acknowledgement"},
    "Untimely response": {"ignore": "true"},
}
CFPB_TEXTS = {
    "Company believes it acted appropriately": {"disposition": "no_change"},
    "Company disputes the facts": {"disposition": "disputed"},
    "Company can't verify or dispute": {"disposition": "cannot_verify"},
    "Company believes complaint caused principally by actions of third party": {
        "disposition": "not_responsible"
    },
    "Company believes complaint represents an opportunity for improvement": {"disposition": "will_change"},
}
CITY_KINDS = {"Closed": {"type": "acknowledgement"}, "Open": {"ignore": "true"}}
ACKNOWLEDGING = (
    "Per process", "Completed", "Work Completed", "Closed", "Close", "accepted", "noted", "see notes", "sent",
    "resolved: done", "resolved: 10", "10-98", "10/98", "1098", "done", "Case Resolved", "Case Transferred",
    "Maximo Service Request has been resolved", "resolved: Maximo Service Request has been resolved",
    "Administrative Closure", "ADMIN CLOSED", "Sent email", "Emailed", "in progress",
    "Transit Shelter Maintenance Request Sent", "Comments received", "Noise informational reports are closed",
    "Case is invalid",
)  # fmt: skip
CITY_TEXTS: dict[str, dict[str, str]] = {
    "": {"disposition": "unstated"},
    "Field Work has been completed": {"disposition": "changed"},
    "resolved: Field Work has been completed": {"disposition": "changed"},
    "Graffiti removed": {"disposition": "changed"},
    "This property is no longer managed": {"type": "decline", "disposition": "not_responsible"},
    "Maximo Work Order has been cancelled": {"disposition": "no_change"},
} | {words: {"type": "acknowledgement"} for words in ACKNOWLEDGING}


def prepare(shared: Path, project: Path, out: Path) -> None:
    """Write `out/site_config.yml`, `out/content/` and `out/manifest.yml`.

    The records are laid beside the manifest, in the folder that git ignores: a recording never reaches
    outside its own folder.
    """
    shutil.rmtree(out, ignore_errors=True)
    (out / "content" / "brands").mkdir(parents=True)
    shutil.copy(project / "content" / "themes.yml", out / "content" / "themes.yml")
    feeds = real_feeds(shared)
    names = _names(shared / "data" / "cfpb.jsonl.gz", LEGAL) | _names(
        shared / "data" / "sf311.jsonl.gz", QUEUE
    )
    for brand, variants in sorted(names.items()):
        _write(out / "content" / "brands" / f"{brand}.yml", _brand(brand, variants))
    sources = [_cfpb(), _city()]
    for feed in feeds:
        _write(out / "content" / "brands" / f"{feed.id}.yml", _forum_brand(feed))
    _write(out / "site_config.yml", _config(sources))
    _write(out / "manifest.yml", _manifest(shared, out, feeds))


def _names(path: Path, noise: re.Pattern[str]) -> dict[str, Counter[str]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            name = json.loads(line)["brand"]
            plain = re.sub(r"[^a-z0-9&' ]", " ", name.casefold())
            core = noise.sub(" ", plain)
            found[slug(core if core.strip() else plain)][name] += 1
    return dict(found)


def real_feeds(shared: Path) -> list[RealFeed]:
    """Every file of the manifest, in its order."""
    with (shared / "feeds" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as rows:
        return [real_feed(row) for row in csv.DictReader(rows, delimiter="\t")]


def _brand(brand: str, variants: Counter[str]) -> dict[str, Any]:
    name, *others = [name for name, _ in sorted(variants.items(), key=lambda item: (-item[1], item[0]))]
    return {
        "id": brand,
        "name": name,
        "aliases": others,
        "sector": "Real records",
        "speak": [],
        "sources": [],
    }


def _forum_brand(feed: RealFeed) -> dict[str, Any]:
    return {
        "id": feed.id,
        "name": f"Forum {Path(feed.file).stem}",
        "sector": "Real forums",
        "sources": [feed.source()],
    }


def _rights(ground: str) -> dict[str, str]:
    return {"ground": ground, "publish": "excerpt", "checked_by": "Developer", "checked_on": "2026-01-15"}


def _cfpb() -> dict[str, Any]:
    return {
        "id": "cfpb",
        "title": "Complaints to a financial regulator",
        "kind": "records",
        "url": "cfpb.jsonl.gz",
        "owner": "regulator",
        "tells": "true",
        "rights": _rights("A work of the government, in the public domain."),
        "columns": {
            "id": "id", "date": "created_at", "text": "text", "title": "title", "brand": "brand",
            "language": "lang", "kind": "complaint",
            "answer": {"kind": "response.kind", "text": "response.public_text", "kinds": CFPB_KINDS,
                       "texts": CFPB_TEXTS},
        },
    }  # fmt: skip


def _city() -> dict[str, Any]:
    return {
        "id": "city",
        "title": "Requests to a city's agencies",
        "kind": "records",
        "url": "sf311.jsonl.gz",
        "owner": "regulator",
        "tells": "true",
        "rights": _rights("Published by the city as open data."),
        "columns": {
            "id": "id", "date": "created_at", "text": "text", "title": "title", "brand": "brand",
            "kind": "complaint",
            "kind_except": [{"column": "text", "contains": ["Commendation"], "kind": "praise"}],
            "answer": {"kind": "response.kind", "text": "response.text", "at": "response.at",
                       "kinds": CITY_KINDS, "texts": CITY_TEXTS},
        },
    }  # fmt: skip


def _config(sources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "site": {
            "title": "Said & Done, real records",
            "url": "https://real.said-and-done.example/",
            "description": "A rehearsal over public records; not published.",
            "languages": ["en", "de", "fr", "es"],
            "clock": "recorded",
            "banner": "A rehearsal over public records. Not for publication.",
        },
        "publisher": {
            "name": "A developer's machine",
            "contact": "https://real.said-and-done.example/",
            "relationship": "independent",
        },
        "paths": {"manifest": "manifest.yml", "build": "state", "output": "site"},
        "sources": sources,
    }


def _manifest(shared: Path, out: Path, feeds: list[RealFeed]) -> dict[str, Any]:
    def beside(path: Path, name: str) -> str:
        place = out / "recorded" / name
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, place)
        return f"recorded/{name}"

    sources = {"cfpb": "cfpb.jsonl.gz", "city": "sf311.jsonl.gz"}
    sources = {name: beside(shared / "data" / file, file) for name, file in sources.items()}
    for feed in feeds:
        sources[feed.id] = beside(shared / "feeds" / feed.file, feed.id + Path(feed.file).suffix)
    return {
        "statement": "Public records, read on a developer's machine and not published.",
        "key": KEY,
        "runs": [{"now": NOW, "sources": sources}],
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    text = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, encoding="utf-8")


class _Plain(yaml.SafeDumper):
    """Aliases are refused where people's YAML is read."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out."""
        del data
        return True
