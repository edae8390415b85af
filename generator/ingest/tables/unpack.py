"""Files as they come: packed with gzip or not, and never larger than the limit."""

from __future__ import annotations

import zlib

from generator.ingest.context import UnreadableError

GZIP = b"\x1f\x8b"
_WINDOW = 31


def unpacked(body: bytes, max_bytes: int) -> bytes:
    """The bytes of a file, unpacked where it is gzip (RFC 1952), also in several pieces.

    Raises:
        UnreadableError: it is damaged, or larger than `max_bytes`; no more than that is unpacked.
    """
    parts: list[bytes] = []
    size = 0
    while body.startswith(GZIP):
        unpacker = zlib.decompressobj(_WINDOW)
        try:
            part = unpacker.decompress(body, max_bytes - size + 1)
        except zlib.error as error:
            message = f"the packed file is damaged ({error}). Make it again with gzip."
            raise UnreadableError(message) from error
        size += len(part)
        refuse_large(size, max_bytes)
        if not unpacker.eof:
            message = "the packed file ends too early. Make it again with gzip."
            raise UnreadableError(message)
        parts.append(part)
        body = unpacker.unused_data
    if parts:
        return b"".join(parts)
    refuse_large(len(body), max_bytes)
    return body


def refuse_large(size: int, max_bytes: int) -> None:
    """Raise `UnreadableError` where `size` is beyond the limit; both in bytes."""
    if size > max_bytes:
        message = (
            f"the file is larger than {max_bytes:,} bytes. Split the file or raise limits.records_bytes."
        )
        raise UnreadableError(message)
