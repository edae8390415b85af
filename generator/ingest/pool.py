"""Reading many bodies side by side, each in a process that can be killed without harm to the others."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from time import monotonic
from types import TracebackType
from typing import Self

import msgspec

from generator.ingest.context import Cost
from generator.ingest.costs import cost_of
from generator.ingest.worker import OUT_OF_MEMORY, Job, failure_of, serve
from generator.model.entry import Reading
from generator.model.site import Limits
from generator.model.words import SourceId

Progress = Callable[[SourceId], None]
_SPAWN = multiprocessing.get_context("spawn")
_JOIN_SECONDS = 5.0


class _Worker:
    """One process and the body it is reading."""

    def __init__(self, limits: Limits) -> None:
        self.connection, far = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=serve, args=(far, limits), daemon=True)
        with _undisturbed():
            self.process.start()
        far.close()
        self.place = -1
        self.deadline = 0.0
        self.seconds = 0.0

    def take(self, place: int, job: Job, cost: Cost) -> None:
        """Send a body; a process that dies over it is noticed when its answer is awaited."""
        self.place, self.seconds = place, cost.wall_seconds
        self.deadline = monotonic() + cost.wall_seconds
        with suppress(OSError):
            self.connection.send((job, cost))

    def result(self) -> Reading | str:
        """The reading, or why there is none."""
        try:
            return msgspec.msgpack.decode(self.connection.recv_bytes(), type=Reading)
        except (EOFError, OSError):
            self.process.join(_JOIN_SECONDS)
            if self.process.exitcode == -signal.SIGXCPU:
                return "reading it took more processor time than one source may take"
            return f"the process that read it ended early (code {self.process.exitcode})"

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self.connection.close()
        self.process.kill()
        self.process.join(_JOIN_SECONDS)
        self.process.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach: it is the parent's to answer.

    A new process inherits what is blocked; before it could ignore the signal itself, it would die of it.
    """
    resource_tracker.ensure_running()  # lets signals through again when it has to be started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Pool:
    """A few worker processes, started when needed, reused, and replaced when they die."""

    def __init__(self, *, workers: int, limits: Limits) -> None:
        """Start nothing yet."""
        self.workers = max(1, workers)
        self.limits = limits
        self.idle: list[_Worker] = []
        self.busy: list[_Worker] = []

    def __enter__(self) -> Self:
        """Use it as `with Pool(...) as pool`."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all processes, also when the reading was given up."""
        self.close()

    def warm(self) -> None:
        """Start all processes now, so that they are ready when the first bodies have come."""
        while len(self.idle) + len(self.busy) < self.workers:
            self.idle.append(_Worker(self.limits))

    def close(self) -> None:
        """End all processes."""
        for worker in (*self.idle, *self.busy):
            worker.end()
        self.idle, self.busy = [], []

    def read_all(self, jobs: Sequence[Job], *, progress: Progress | None = None) -> Iterator[Reading]:
        """Read every body; see `read_all` of this module."""
        order = sorted(range(len(jobs)), key=lambda place: (jobs[place].snapshot.source, place))
        waiting = sorted(order, key=lambda place: len(jobs[place].snapshot.body))
        done: dict[int, Reading] = {}
        for place in order:
            while place not in done:
                self._start(waiting, jobs)
                for found, reading in self._collect(jobs):
                    done[found] = reading
                    if progress:
                        progress(reading.source)
            yield done.pop(place)

    def _start(self, waiting: list[int], jobs: Sequence[Job]) -> None:
        while waiting and len(self.busy) < self.workers:
            place = waiting.pop()
            job = jobs[place]
            worker = self._free()
            worker.take(place, job, cost_of(job.source.kind, job.snapshot.body, self.limits))
            self.busy.append(worker)

    def _free(self) -> _Worker:
        """A process that is alive and has nothing to do."""
        while self.idle:
            worker = self.idle.pop()
            if worker.process.is_alive():
                return worker
            worker.end()
        return _Worker(self.limits)

    def _collect(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Reading]]:
        """Wait for the next answer or the next deadline."""
        pause = max(0.0, min(worker.deadline for worker in self.busy) - monotonic())
        ready: list[Connection] = wait([worker.connection for worker in self.busy], pause)  # type: ignore[assignment]
        for worker in tuple(self.busy):
            if worker.connection in ready:
                yield worker.place, self._finish(worker, worker.result(), jobs)
            elif worker.deadline <= monotonic():
                message = f"reading it was not over after {worker.seconds:g} seconds"
                yield worker.place, self._finish(worker, message, jobs)

    def _finish(self, worker: _Worker, result: Reading | str, jobs: Sequence[Job]) -> Reading:
        self.busy.remove(worker)
        if isinstance(result, str):
            worker.end()
            return failure_of(jobs[worker.place], result)
        if OUT_OF_MEMORY in (result.failure or ""):
            worker.end()
        else:
            self.idle.append(worker)
        return result


def read_all(
    jobs: Sequence[Job],
    *,
    workers: int,
    limits: Limits,
    progress: Progress | None = None,
    pool: Pool | None = None,
) -> Iterator[Reading]:
    """Read every body in limited processes, largest first.

    Args:
        jobs: bodies with their sources.
        workers: processes side by side.
        limits: seconds for one body, entries of one run, characters of one post.
        progress: called with the source of each body that is done, in the order they end.
        pool: processes to reuse; None starts and ends its own.

    Yields:
        One reading for each job, in the order of source ids, whatever the order in which they ended. A
        body whose process was killed, crashed or hung is a `failure`; the others go on.
    """
    if pool is not None:
        yield from pool.read_all(jobs, progress=progress)
        return
    with Pool(workers=workers, limits=limits) as own:
        yield from own.read_all(jobs, progress=progress)
