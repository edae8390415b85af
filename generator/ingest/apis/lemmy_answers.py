"""What an answer of Lemmy is about: its records, what is missing, and whose community it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.ingest.apis.instance import address_of, fields_of, place_of
from generator.ingest.apis.json_fields import part_of, words
from generator.ingest.apis.lemmy_pages import LISTS
from generator.ingest.context import UnreadableError
from generator.ingest.platforms import PREFIX
from generator.model.entry import Snapshot
from generator.model.source import Source

WHAT = "Lemmy's interface"


_MISSING = {"couldnt_find_post": "post", "couldnt_find_comment": "comment", "not_found": ""}
"""What an error says is missing; empty where it may be either."""


COMMUNITY = re.compile(r"/c/([\w.-]+(?:@[\w.:-]+)?)/?")


_WORD = re.compile(r"[a-z_]{1,60}")


def missing_key(answer: Any, snapshot: Snapshot) -> str:
    """The key of the post or comment that was asked for and is not there; empty for any other answer."""
    asked = address_of(snapshot)
    name, number = place_of(asked).rpartition("/")[2], fields_of(asked).get("id", "")
    missing = _MISSING.get(words(answer, "error"))
    if missing is None or name not in LISTS.values() or not re.fullmatch(r"[0-9]{1,15}", number):
        return ""
    return f"{PREFIX}{name}/{number}" if missing in {"", name} else ""


def views_of(answer: Any) -> Iterator[tuple[str, Any]]:
    """Every record, with what it is about."""
    single = [name for name in LISTS.values() if part_of(answer, f"{name}_view")]
    lists = [name for name in LISTS if isinstance(answer, dict) and isinstance(answer.get(name), list)]
    if not single and not lists:
        said = words(answer, "error")
        why = f" (it says {said})" if _WORD.fullmatch(said) else ""
        message = f"the answer is not one of {WHAT}{why}. Check the instance and the community in a browser."
        raise UnreadableError(message)
    for name in single:
        yield name, answer[f"{name}_view"]
    for name in lists:
        yield from ((LISTS[name], view) for view in answer[name])


def refuse_strangers(source: Source, views: list[Any]) -> None:
    """Some versions answer with everything where they do not know the community (LemmyNet/lemmy#3383)."""
    wanted = COMMUNITY.fullmatch(place_of(source.url))
    names = {words(part_of(view, "community"), "name").lower() for view in views} - {""}
    if wanted and names and wanted[1].partition("@")[0].lower() not in names:
        message = (
            f"the instance answers with other communities; it may not know {wanted[1]}. Check the name there."
        )
        raise UnreadableError(message)
