"""The JSON of an interface's answer, and its fields: what is not of the expected sort counts as missing."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from generator.ingest.context import UnreadableError
from generator.model.entry import Snapshot

MOST_WHOLE = 2**53 - 1
_BOM = b"\xef\xbb\xbf"
_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:RDF)\b")
_ESCAPE = re.compile(
    rb"\\(?:(?P<pair>u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_REPLACEMENT = rb"\ufffd"


def is_feed(snapshot: Snapshot) -> bool:
    """Whether the answer is a feed in XML, where an interface's JSON might have been."""
    return _FEED.match(snapshot.body) is not None


def decoded(snapshot: Snapshot, what: str) -> Any:
    """The JSON of an answer.

    Half a character, as software leaves it that cuts text by UTF-16 units (RFC 8259, 8.2), and bytes that
    are no UTF-8 become replacement characters: one broken post loses no answer.

    Raises:
        UnreadableError: it is not JSON; `what` names the interface in the sentence.
    """
    body = snapshot.body.removeprefix(_BOM)
    try:
        return _either(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        message = f"the answer is not the JSON of {what}. Check its address in a browser."
        raise UnreadableError(message) from error


def _either(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        mended = _ESCAPE.sub(_whole_characters, body.decode("utf-8", "replace").encode())
        if mended == body:
            raise
    return msgspec.json.decode(mended)


def _whole_characters(escape: re.Match[bytes]) -> bytes:
    return _REPLACEMENT if escape["lone"] else escape[0]


def words(row: Any, *names: str) -> str:
    """The first of these fields that holds text; empty where none does, or `row` is no record."""
    found = (row.get(name) for name in names) if isinstance(row, dict) else ()
    return next((one for one in found if isinstance(one, str) and one), "")


def whole(row: Any, name: str) -> int | None:
    """A field that holds a whole number no larger than JSON carries exactly (RFC 8259, 6); else None."""
    value = row.get(name) if isinstance(row, dict) else None
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST_WHOLE
    return value if fits else None


def rows(value: Any) -> list[dict[str, Any]]:
    """The records in a list; empty where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def part_of(row: Any, name: str) -> dict[str, Any]:
    """The record inside a record; empty where there is none."""
    value = row.get(name) if isinstance(row, dict) else None
    return value if isinstance(value, dict) else {}


def listed(row: Any, name: str) -> list[Any]:
    """The list inside a record, whatever it holds; empty where there is none."""
    value = row.get(name) if isinstance(row, dict) else None
    return value if isinstance(value, list) else []
