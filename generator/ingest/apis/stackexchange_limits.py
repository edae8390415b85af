"""What the Stack Exchange API asks of those who ask it: pauses, quotas, and its errors."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from generator.ingest.apis.json_fields import whole, words
from generator.ingest.context import Context
from generator.model.entry import Reading, Snapshot
from generator.model.source import Source

LONGEST_PAUSE = 86_400.0
SHORT_PAUSE = 60
"""Seconds up to which a pause is kept between two requests; for longer ones the site is left alone."""
SEARCH_GAP = 10.0
"""Pause between searches: what the API usually asks for, and would not be heard in time."""
_NAME = re.compile(r"[a-z_]{1,40}")
_SECONDS = re.compile(r"\b(\d{1,6}) seconds\b")


def refused(found: dict[str, Any], snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """What an error of the API comes to: a sentence, and a pause where it names one."""
    name = words(found, "error_name")
    said = f" ({name})" if _NAME.fullmatch(name) else ""
    pause = _SECONDS.search(words(found, "error_message"))
    message = (
        f"{source.title}: the Stack Exchange API refused with error {whole(found, 'error_id') or 0}{said}. "
        "It is asked again later; check the source's address where that goes on."
    )
    seconds = int(pause[1]) if pause else 0
    wait = max(pause_of(found, context), seconds)
    return Reading(source=snapshot.source, read=0, failure=message, wait_seconds=wait)


def pause_of(found: dict[str, Any], context: Context) -> int:
    """Seconds of `backoff`; until the next day (UTC) where the quota is spent."""
    pause = found.get("backoff")
    seconds = 0
    if isinstance(pause, int | float) and pause > 0:
        seconds = math.ceil(min(pause, LONGEST_PAUSE))
    left = whole(found, "quota_remaining")
    if left is None or left > 0:  # it may be overdrawn
        return seconds
    now = context.now.astimezone(UTC)
    tomorrow = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
    return max(seconds, math.ceil((tomorrow - now).total_seconds()))
