"""Pages wait here while the shell is drawn, so that a large site is never in memory at once."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.model.page import Page

_LENGTH = struct.Struct("<I")


class Spool:
    """A file of pages, written once and read once."""

    def __init__(self, path: Path) -> None:
        """Starts empty at `path`."""
        self._path = path
        self._file = path.open("wb")
        self._encoder = msgspec.msgpack.Encoder(enc_hook=str)  # markupsafe.Markup is a kind of str

    def add(self, page: Page) -> None:
        """Appends one page."""
        line = self._encoder.encode(page)
        self._file.write(_LENGTH.pack(len(line)))
        self._file.write(line)

    def read(self) -> Iterator[Page]:
        """All pages in the order they came."""
        self._file.close()
        decoder = msgspec.msgpack.Decoder(Page)
        with self._path.open("rb") as lines:
            while size := lines.read(_LENGTH.size):
                yield decoder.decode(lines.read(_LENGTH.unpack(size)[0]))

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()
