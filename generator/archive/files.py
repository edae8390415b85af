"""Write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write(path: Path, body: bytes) -> bool:
    """Put `body` in the place of a file, atomically; return False where it held these bytes already.

    The bytes go to a new file beside it, reach the disk, and take its name: a reader, and a machine that
    loses power, see the old file or the new one and never a part.

    Raises:
        OSError: where the file cannot be written; the old one is whole then.
    """
    if path.is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)  # noqa: PTH105 - tests interrupt the one call that makes a write count
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
    _keep_name(path.parent)
    return True


def _keep_name(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
