"""Which items of a feed become entries, and why others do not."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ingest.feeds.feed_items import Item, Place, entry_of
from generator.ingest.threads import replies
from generator.model.entry import Entry, SetAside


def kept_of(
    items: Sequence[Item], names: Sequence[str], also: Sequence[tuple[str, ...]], place: Place
) -> tuple[list[Entry], list[SetAside]]:
    """Entries, and what is not one with its reason: together as many as were found."""
    threads = {name: item.thread for name, item in zip(names, items, strict=True)}
    linked = replies([item.raw for item in items], names)
    entries: list[Entry] = []
    aside: list[SetAside] = []
    seen: set[str] = set()
    for item, name, others, (root, parent) in zip(items, names, also, linked, strict=True):
        if reason := _why_not(item, name, seen, len(entries) >= place.limits.entries):
            aside.append(SetAside(reason=reason, key=name))
            continue
        seen.add(name)
        thread = (threads.get(root) or root) if root else threads[name]
        entries.append(entry_of(item, place, key=name, also=others, thread=thread, reply_to=parent))
    return entries, aside


def _why_not(item: Item, key: str, seen: set[str], full: bool) -> str | None:  # noqa: FBT001 - told by name
    """The reason to set an entry aside; None keeps it."""
    if key in seen:
        return "duplicate_key"
    if full:
        return "over_limit"
    return None if item.title.strip() or item.body.strip() else "empty"
