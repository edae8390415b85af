"""A source as YAML to paste: what is known is filled in, what a person must say is asked. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from generator.model.source import Source
from generator.model.words import SourceOwner
from generator.text import plain, slug

TITLE_CHARS = 120
LONGEST_ID = 48
LEAST_TITLE = 3
UNSPEAKABLE = re.compile(r"x-[0-9a-f]{8}")
"""The slug of a title without Latin letters."""
RIGHTS = """\
# Without rights no words are printed: only what a post is about. Read the terms of the place, answer these
# questions, and take the signs # away:
# rights:
#   ground:       # On what ground may its words be printed: a licence, a law, a written consent?
#   publish:      # What does it allow: cues, excerpt or full?
#   terms:        # Where do the terms stand? A web address, or leave the line out.
#   checked_by:   # Who read them? A role, not a name.
#   checked_on:   # On which day (YYYY-MM-DD)?
#   attribution:  # Which line must stand beside a quote? Leave it out where none is asked for.
"""
COLUMNS = {
    "id": "Which column never changes for a row, and differs from row to row?",
    "date": "Which column tells when it was said?",
    "text": "Which column holds the words?",
}
"""What is asked of a table whose columns do not tell by their names."""
OWNER = "# Who runs the place: independent, company or regulator. {why}"


def source_id(title: str, url: str, taken: Collection[str]) -> str:
    """An id that no other source has, made of the title, else of the address."""
    made = slug(plain(title))
    if not re.search(r"[a-z]{2}", made) or UNSPEAKABLE.fullmatch(made):
        made = slug(_host(url))
    stem = made[:LONGEST_ID].strip("-")
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found


def source_title(*offered: str, url: str) -> str:
    """The first title that holds a name; else the host."""
    cleaned = (plain(one)[:TITLE_CHARS].strip() for one in offered)
    return next((one for one in cleaned if len(one) >= LEAST_TITLE), "") or _host(url) or "A source"


def _host(url: str) -> str:
    parts = urlsplit(url)
    return (parts.hostname or parts.path.rsplit("/", 1)[-1]).removeprefix("www.")


def source_yaml(
    source: Source, *, indent: int = 2, notes: tuple[str, ...] = (), asked: Collection[str] = ()
) -> str:
    """One item of a `sources:` list.

    Args:
        source: what is known; its rights are always left to a person.
        indent: spaces before the hyphen.
        notes: sentences that stand above it as comments.
        asked: keys of `columns` that a person must fill in.
    """
    default = Source(id="x", title="xxx", url="x")
    lines = [f"id: {quoted(source.id)}", f"title: {quoted(source.title)}", f"kind: {source.kind.value}"]
    lines.append(f"url: {quoted(source.url)}")
    if source.page:
        lines.append(f"page: {quoted(source.page)}")
    company = source.owner is SourceOwner.COMPANY
    why = "It stands on the brand's own domain." if company else "Make sure of it."
    lines += [OWNER.format(why=why), f"owner: {source.owner.value}"]
    for name in ("language", "every_hours", "search", "id_policy"):
        value = getattr(source, name)
        if value != getattr(default, name):
            lines.append(f"{name}: {json.dumps(value)}")
    if source.query:
        lines.append(f"query: [{', '.join(map(quoted, source.query))}]")
    if source.columns is not None:
        told = source.columns.model_dump(mode="json", exclude_defaults=True)
        lines += ["columns:", *(f"  {name}: {_column(name, told, asked)}" for name in told)]
    lines += RIGHTS.splitlines()
    pad = " " * indent
    body = [f"{pad}- {lines[0]}", *(f"{pad}  {line}" for line in lines[1:])]
    return "\n".join([*(f"{pad}# {plain(note)}" for note in notes), *body]) + "\n"


def _column(name: str, told: Mapping[str, Any], asked: Collection[str]) -> str:
    return f" # {COLUMNS[name]}" if name in asked else quoted(told[name])


def quoted(value: Any) -> str:
    """A value as YAML, for which JSON will do; what does not print is escaped, as a terminal obeys it."""
    written = json.dumps(value, ensure_ascii=False)
    return written if written.isprintable() else "".join(map(_printed, written))


def _printed(letter: str) -> str:
    # YAML 1.2, 5.7; a pair of JSON's escapes would be two letters there
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
