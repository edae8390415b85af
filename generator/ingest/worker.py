"""The inside of a worker process: it reads one body at a time, within limits the system enforces."""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from generator.ingest.context import Cost
from generator.ingest.reading import read
from generator.model.base import Value
from generator.model.entry import Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source

OUT_OF_MEMORY = "reading it needed more memory than one source may take"
CRASHED = "reading it failed in a way nobody foresaw"


class Job(Value, frozen=True, kw_only=True):
    """One body to read, with what `read` needs besides."""

    snapshot: Snapshot
    source: Source
    now: datetime
    zone: str
    scope: str | None = None
    policy: str | None = None
    since: datetime | None = None
    queries: tuple[str, ...] = ()
    tokens: Mapping[str, str] = msgspec.field(default_factory=dict)


def limit(cost: Cost) -> None:
    """Set the soft limits for the next body: processor time and address space from now on.

    What the process holds already are its modules, and those of the program that started it: no body is
    charged for them.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + cost.cpu_seconds + 1
    _soft(resource.RLIMIT_CPU, seconds)
    _soft(resource.RLIMIT_AS, address_space() + cost.memory_bytes)


def address_space() -> int:
    """Bytes of address space this process holds; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()


def _soft(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    # some systems know no limit of this sort; the clock in the parent process still ends the reading
    with suppress(OSError, ValueError):
        resource.setrlimit(which, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def serve(connection: Connection, limits: Limits, set_limits: Callable[[Cost], None] = limit) -> None:
    """Read bodies until the other end closes; each answer is a packed `Reading`, or a sentence."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with connection:
        while True:
            try:
                job, cost = connection.recv()
            except EOFError:
                return
            set_limits(cost)
            connection.send_bytes(answer(job, limits))


def answer(job: Job, limits: Limits) -> bytes:
    """The packed reading of one body; running out of memory or depth is a failure with a sentence."""
    try:
        found = read(
            job.snapshot,
            job.source,
            limits=limits,
            now=job.now,
            zone=job.zone,
            scope=job.scope,
            policy=job.policy,
            since=job.since,
            queries=job.queries,
            tokens=job.tokens,
        )
        return msgspec.msgpack.encode(found)
    except MemoryError:
        message = OUT_OF_MEMORY
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        message = f"{CRASHED} ({type(error).__name__})"
    return msgspec.msgpack.encode(failure_of(job, message))


def failure_of(job: Job, message: str) -> Reading:
    """A reading that says why there is none."""
    sentence = (
        f"{job.source.title}: {message}. Its entries were not read; tell its operator, or remove the source."
    )
    return Reading(source=job.snapshot.source, read=0, failure=sentence)
