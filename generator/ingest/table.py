"""From the bytes of a records file to its rows: CSV, JSON lines or a JSON array, packed or not."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec

from generator.ingest.context import UnreadableError

GZIP = b"\x1f\x8b"
GZIP_WINDOW = 31
DELIMITERS = ",;\t|"
Row = dict[str, Any]


class Bad(msgspec.Struct, frozen=True):
    """A row that could not be read."""

    detail: str
    """Where it stands and what is wrong."""


def rows(body: bytes, *, max_bytes: int) -> Iterator[Row | Bad]:
    """Every row of a records file, in order; blank lines are no rows.

    Raises:
        UnreadableError: nothing in the file can be read, or it is larger than `max_bytes` when unpacked.
    """
    words = _words(_unpacked(body, max_bytes)).lstrip("\ufeff \t\r\n")
    if not words:
        message = "the records file is empty. Put a file with records in its place, or remove the source."
        raise UnreadableError(message)
    if words[0] == "[":
        return _array(words)
    return _json_lines(words) if words[0] == "{" else _csv(words)


def _unpacked(body: bytes, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while body.startswith(GZIP):
        unpacker = zlib.decompressobj(GZIP_WINDOW)
        try:
            part = unpacker.decompress(body, max_bytes - size + 1)
        except zlib.error as error:
            message = f"the packed file is damaged ({error}). Make it again with gzip."
            raise UnreadableError(message) from error
        size += len(part)
        _refuse_large(size, max_bytes)
        if not unpacker.eof:
            message = "the packed file ends too early. Make it again with gzip."
            raise UnreadableError(message)
        parts.append(part)
        body = unpacker.unused_data
    if parts:
        return b"".join(parts)
    _refuse_large(len(body), max_bytes)
    return body


def _refuse_large(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        message = (
            f"the records are larger than {max_bytes:,} bytes. Split the file or raise limits.records_bytes."
        )
        raise UnreadableError(message)


def _words(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _array(words: str) -> Iterator[Row | Bad]:
    try:
        found = msgspec.json.decode(words)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"the JSON cannot be read ({error}). Mend the file, or write one record a line."
        raise UnreadableError(message) from error
    return iter([_row(one, f"record {place}") for place, one in enumerate(found, 1)])


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
