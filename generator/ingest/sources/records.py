"""Imported records: CSV, JSON lines, JSON or Parquet, read through the mapping in the source's file."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.pages import page_checks
from generator.ingest.tables.records_file import POLICY, RecordsFile
from generator.ingest.tables.table import rows
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The file's own address."""
    del context
    return (Ask(url=source.url),)


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Each post's own page: a record that left the file is not gone from the world, its page may be."""
    del source, context
    return page_checks(posts)


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read every record of a file.

    Raises:
        UnreadableError: the source has no mapping, the file cannot be read as a whole, or its dates do not
            say which number is the day.
    """
    if source.columns is None:
        message = "it has no `columns`. Say in its file which column is id, date and text."
        raise UnreadableError(message)
    table = RecordsFile(source, source.columns, context)
    found = rows(snapshot.body, max_bytes=context.limits.records_bytes, inside=source.columns.rows)
    table.take(found)
    return Reading(
        source=snapshot.source,
        read=table.read,
        entries=tuple(table.entries),
        set_aside=tuple(table.aside),
        answers_set_aside=tuple(table.answers_aside),
        title=source.title,
        scope=context.scope,
        policy=POLICY,
    )
