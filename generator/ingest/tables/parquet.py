"""Parquet files of records: read in small pieces, as the plain values that JSON would give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from math import isnan
from typing import Any

from generator.ingest.context import UnreadableError
from generator.ingest.tables.unpack import refuse_large

MAGIC = (b"PAR1", b"PARE")
"""How a Parquet file begins; the second is an encrypted one."""
BATCH_ROWS = 256
MAX_DEPTH = 20


def is_parquet(body: bytes) -> bool:
    """Whether the bytes begin as a Parquet file does."""
    return body.startswith(MAGIC)


def parquet_rows(body: bytes, max_bytes: int) -> Iterator[dict[str, Any] | str]:
    """Every record of a Parquet file, in order; a sentence where one cannot be read.

    Dates are ISO 8601, decimals are written out, missing values are None, nested records are records.

    Raises:
        UnreadableError: the file is damaged or encrypted, or holds more than `max_bytes` when unpacked: by
            what it says of itself before anything is read, and by what is found while reading.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(pa.BufferReader(body), pre_buffer=False)
        meta = file.metadata
        groups = [meta.row_group(place).total_byte_size for place in range(meta.num_row_groups)]
        refuse_large(max(sum(max(one, 0) for one in groups), meta.num_rows), max_bytes)
        yield from _rows(file, max_bytes)
    except pa.ArrowMemoryError:
        raise  # a MemoryError, and no fault of the file's form
    except (pa.ArrowException, OSError, NotImplementedError, UnicodeDecodeError) as error:
        # names of columns in bytes that are no text raise an error of Python, not of Arrow
        what = str(error).strip().partition("\n")[0][:200]
        message = f"the Parquet file cannot be read ({what}). Make it again, or write the records as CSV."
        raise UnreadableError(message) from error


def _rows(file: Any, max_bytes: int) -> Iterator[dict[str, Any] | str]:
    size = done = 0
    for batch in file.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
        size += batch.nbytes  # a repeated value is stored once in the file, and here in every row
        refuse_large(size, max_bytes)
        yield from _of_batch(_in_microseconds(batch), done)
        done += batch.num_rows


def _of_batch(batch: Any, done: int) -> Iterator[dict[str, Any] | str]:
    try:
        found = batch.to_pylist()
    except (ValueError, OverflowError):
        yield from _one_by_one(batch, done)
        return
    yield from map(_plain, found)


def _one_by_one(batch: Any, done: int) -> Iterator[dict[str, Any] | str]:
    for place in range(batch.num_rows):
        try:
            yield _plain(batch.slice(place, 1).to_pylist()[0])
        except (ValueError, OverflowError) as error:
            yield f"record {done + place + 1}: {str(error)[:120]}"


def _in_microseconds(batch: Any) -> Any:
    """Nanoseconds, which Python's dates do not have, are cut."""
    import pyarrow as pa

    fields = [one.with_type(_cut(one.type, 0)) for one in batch.schema]
    schema = pa.schema(fields)
    return batch if schema.equals(batch.schema) else batch.cast(schema, safe=False)


def _cut(kind: Any, depth: int) -> Any:
    import pyarrow as pa
    from pyarrow import types

    if depth > MAX_DEPTH:
        message = f"its records are nested more than {MAX_DEPTH} deep. Write them flatter."
        raise UnreadableError(message)
    if types.is_timestamp(kind) and kind.unit == "ns":
        return pa.timestamp("us", kind.tz)
    if types.is_time64(kind) and kind.unit == "ns":
        return pa.time64("us")
    if types.is_duration(kind) and kind.unit == "ns":
        return pa.duration("us")
    if types.is_struct(kind):
        return pa.struct([one.with_type(_cut(one.type, depth + 1)) for one in kind])
    if types.is_list(kind):
        return pa.list_(kind.value_field.with_type(_cut(kind.value_type, depth + 1)))
    return kind


def _plain(value: Any) -> Any:
    """One value as JSON would give it; maps, which come as lists of pairs, become records."""
    if isinstance(value, list) and value and all(isinstance(one, tuple) for one in value):
        value = dict(value)
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return _single(value)


def _single(value: Any) -> str | int | float | None:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float):
        return None if isnan(value) else value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return format(value, "f") if isinstance(value, Decimal) else str(value)
