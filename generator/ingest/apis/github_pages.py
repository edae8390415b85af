"""Pages of GitHub: what stands in a listing, and where the next one is."""

from __future__ import annotations

import re
from typing import Any

from generator.ingest.apis.github_posts import API, headers
from generator.ingest.apis.instance import address_of, instance_of, next_page
from generator.ingest.apis.json_fields import words
from generator.ingest.context import Context, heard
from generator.ingest.shelf import date_of
from generator.model.entry import Ask, Snapshot

PAGE_ROWS = 100


def asked_key(snapshot: Snapshot) -> str | None:
    """The key of the issue that was asked for: it stays, also where the issue moved elsewhere."""
    found = re.fullmatch(rf"{API}/repos/([\w.-]+/[\w.-]+)/issues/(\d+)", snapshot.asked)
    return f"post:{found[1]}/issues/{found[2]}" if found else None


def marks_of(found: list[Any], *, full: bool) -> tuple[str, ...]:
    """What stands in a listing by activity; one that was heard to its end has missed nothing."""
    kind = "comments" if any(words(row, "issue_url") for row in found) else "issues"
    states = (f"{words(row, 'url')}@{words(row, 'updated_at')}" for row in found if words(row, "url"))
    return (*(() if full else (f"end:{kind}",)), *states)


def next_rows(snapshot: Snapshot, found: list[Any], context: Context) -> Ask | None:
    """The next page, unless this one reaches back to what was heard."""
    address = address_of(snapshot)
    if instance_of(address) != API:
        return None
    if heard(date_of(words(found[-1], "updated_at"), context), context):
        return None
    return Ask(url=next_page(address), part=snapshot.part, headers=headers(context))
