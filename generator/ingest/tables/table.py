"""From the bytes of a records file to its rows: CSV, JSON lines, JSON or Parquet, packed or not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import msgspec

from generator.ingest.context import UnreadableError
from generator.ingest.tables.columns import pick
from generator.ingest.tables.parquet import is_parquet, parquet_rows
from generator.ingest.tables.unpack import unpacked

DELIMITERS = ",;\t|"
Row = dict[str, Any]


class Bad(msgspec.Struct, frozen=True):
    """A row that could not be read."""

    detail: str
    """Where it stands and what is wrong."""


def rows(body: bytes, *, max_bytes: int, inside: str | None = None) -> Iterator[Row | Bad]:
    """Every row of a records file, in order; blank lines are no rows.

    Args:
        body: the file.
        max_bytes: what it may hold when unpacked.
        inside: the dotted name of the list of records in a JSON object; None where the file is the list.

    Raises:
        UnreadableError: nothing in the file can be read, or it is larger than `max_bytes` when unpacked.
    """
    octets = unpacked(body, max_bytes)
    if is_parquet(octets):
        _refuse_inside(inside, "Parquet")
        return (Bad(one) if isinstance(one, str) else one for one in parquet_rows(octets, max_bytes))
    words = _words(octets).lstrip("\ufeff \t\r\n")
    if not words:
        message = "the records file is empty. Put a file with records in its place, or remove the source."
        raise UnreadableError(message)
    if inside is not None and words[0] == "{":
        return _inside(words, inside)
    _refuse_inside(inside, "a list of records" if words[0] == "[" else "CSV")
    if words[0] == "[":
        return _array(words)
    return _json_lines(words) if words[0] == "{" else _csv(words)


def _refuse_inside(inside: str | None, what: str) -> None:
    if inside is not None:
        message = f"`rows: {inside}` is for one JSON object, and the file is {what}. Leave `rows` out."
        raise UnreadableError(message)


def _inside(words: str, name: str) -> Iterator[Row | Bad]:
    whole = _json(words)
    found = pick(whole, name) if isinstance(whole, dict) else None
    if not isinstance(found, list):
        other = list_inside(whole) if isinstance(whole, dict) else None
        hint = (
            f"Its list of records is `rows: {other}`." if other else "Name the place of the list of records."
        )
        message = f"there is no list at `rows: {name}`. {hint}"
        raise UnreadableError(message)
    return iter([_row(one, f"record {place}") for place, one in enumerate(found, 1)])


def list_inside(row: Row) -> str | None:
    """The dotted name of the only list of records in a JSON object, at most three names deep; else None."""
    found = list(_lists(row, 3))
    return found[0] if len(found) == 1 else None


def _lists(row: Row, depth: int) -> Iterator[str]:
    for name, value in row.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            yield name
        elif isinstance(value, dict) and depth > 1:
            yield from (f"{name}.{inner}" for inner in _lists(value, depth - 1))


def _words(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _json(words: str) -> Any:
    try:
        return msgspec.json.decode(words)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"the JSON cannot be read ({error}). Mend the file, or write one record a line."
        raise UnreadableError(message) from error


def _array(words: str) -> Iterator[Row | Bad]:
    return iter([_row(one, f"record {place}") for place, one in enumerate(_json(words), 1)])


def _json_lines(words: str) -> Iterator[Row | Bad]:
    decoder = msgspec.json.Decoder()
    try:
        whole = decoder.decode(words)
    except (msgspec.DecodeError, RecursionError):
        return _lines(words, decoder)
    return iter([_row(whole, "record 1")])


def _lines(words: str, decoder: msgspec.json.Decoder[Any]) -> Iterator[Row | Bad]:
    for number, line in enumerate(words.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = decoder.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            yield Bad(f"line {number}: {str(error)[:120]}")
            continue
        yield _row(found, f"line {number}")


def _row(found: object, place: str) -> Row | Bad:
    return found if isinstance(found, dict) else Bad(f"{place}: is not a record with named fields")


def _csv(words: str) -> Iterator[Row | Bad]:
    before = csv.field_size_limit(max(len(words), 1))
    try:
        yield from _csv_rows(words)
    finally:
        csv.field_size_limit(before)


def _csv_rows(words: str) -> Iterator[Row | Bad]:
    head = words.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    line = 1
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Bad(f"lines {line} to {reader.line_num}: {error}")
            continue
        if cells is None:
            return
        if names is None:
            names = [cell.strip() for cell in cells]
        elif any(cell.strip() for cell in cells):
            yield _cells(names, cells, line)


def _cells(names: list[str], cells: list[str], line: int) -> Row | Bad:
    if len(cells) > len(names):
        return Bad(f"line {line}: has {len(cells)} fields, the first line names {len(names)}")
    return dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=True))
