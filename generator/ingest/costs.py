"""What reading one body may cost a worker, by kind of source."""

from __future__ import annotations

from generator.ingest.context import Cost
from generator.ingest.tables.parquet import is_parquet
from generator.model.site import Limits
from generator.model.words import SourceKind

CPU_SECONDS = 10
MEMORY_BYTES = 512 * 1024**2
FILES = frozenset({SourceKind.RECORDS, SourceKind.MBOX})
"""Kinds whose bodies may be as large as `limits.records_bytes`."""
MEMORY_A_BYTE = 12
SHARE_BYTES = 8 * 1024 * 1024
PARQUET_BYTES = 1280 * 1024**2
"""Address space, not memory: Arrow's libraries, and the gibibyte its allocator reserves at its first use."""


def cost_of(kind: SourceKind, body: bytes, limits: Limits) -> Cost:
    """The same for every answer of the web; for imported files it grows with their decoded bytes."""
    if kind not in FILES:
        return Cost(cpu_seconds=CPU_SECONDS, wall_seconds=limits.parse_seconds, memory_bytes=MEMORY_BYTES)
    decoded = min(len(body) * 20, limits.records_bytes)
    shares = 1 + decoded // SHARE_BYTES
    reserved = PARQUET_BYTES if is_parquet(body) else 0
    return Cost(
        cpu_seconds=CPU_SECONDS * shares,
        wall_seconds=limits.parse_seconds * shares,
        memory_bytes=2 * MEMORY_BYTES + MEMORY_A_BYTE * decoded + reserved,
    )
