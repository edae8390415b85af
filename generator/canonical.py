"""One way to write JSON, hashes, ids and keyed hashes, so that the same value always gives the same bytes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import msgspec
from pydantic import BaseModel

ID_BYTES = 10
"""80 bits: 16 base32 characters."""


def dumps(value: object) -> bytes:
    """Write a value as canonical JSON: UTF-8, sorted keys, no spaces, no NaN, instants as RFC 3339.

    Takes msgspec structs, pydantic models and everything JSON knows; sets are sorted, bytes become base64.

    Raises:
        ValueError: where a float is not finite or a text holds half a surrogate pair.
        TypeError: where a type has no place in JSON.
    """
    built = msgspec.to_builtins(value, str_keys=True, order="sorted", enc_hook=_written)
    text = json.dumps(built, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def loads(body: bytes | str) -> Any:
    """Read JSON strictly: no NaN, nothing after the value.

    Raises:
        ValueError: where it is not JSON.
    """
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        message = f"this is not JSON: {error}"
        raise ValueError(message) from error


def sha256_hex(body: bytes) -> str:
    """SHA-256 as 64 lower-case hex digits."""
    return hashlib.sha256(body).hexdigest()


def id16(*parts: str) -> str:
    """Make an id: 80 bits of SHA-256 over the NUL-joined parts, as 16 lower-case base32 characters."""
    digest = hashlib.sha256(_joined(parts)).digest()
    return base64.b32encode(digest[:ID_BYTES]).decode().lower()


def keyed(key: bytes, *parts: str, size: int = 16) -> str:
    """Hash the NUL-joined parts with HMAC-SHA-256; the first `size` bytes (1 to 32) as lower-case hex."""
    return hmac.digest(key, _joined(parts), "sha256")[:size].hex()


def key_id(key: bytes) -> str:
    """Name a key without giving it away: 8 hex digits, the same for the same key."""
    return keyed(key, "key id", size=4)


def leaf(line: bytes) -> str:
    """Hash one archive line for the evidence log: SHA-256 of 0x00 and SHA-256 of `v1` and the line, as hex.

    The zero byte marks a leaf (RFC 6962, section 2.1). The line carries its own salt, so the hash says
    nothing about the words once line and salt are gone.
    """
    inner = hashlib.sha256(b"v1" + line).digest()
    return sha256_hex(b"\x00" + inner)


def _written(value: Any) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    message = f"{type(value).__name__} has no canonical JSON"
    raise TypeError(message)


def _joined(parts: tuple[str, ...]) -> bytes:
    # a NUL inside a part must not look like the border between two parts
    return "\0".join(part.replace("\0", "\ufffd") for part in parts).encode("utf-8", "surrogatepass")
