import resource
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from generator.ingest import Job, Pool, pool, read_all, worker
from generator.ingest.context import Cost, clean
from generator.ingest.costs import cost_of
from generator.model.entry import Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId, SourceKind

NOW = datetime(2026, 10, 31, tzinfo=UTC)
HONEST = b"<rss version='2.0'><channel><item><title>CANARY</title><guid>1</guid></item></channel></rss>"
MIB = 1024**2
LARGE = 10_000


def _job(name: str, body: bytes) -> Job:
    source = Source(id=name, title=f"Feed {name}", url=f"https://{name}.example/feed")
    snapshot = Snapshot(source=SourceId(name), url=source.url, body=body)
    return Job(snapshot=snapshot, source=source, now=NOW, zone="UTC")


def _many(count: int) -> bytes:
    """So many posts, each of which is read."""
    item = b"<item><title>x</title><guid>%d</guid><description>words</description></item>"
    return b"<rss version='2.0'><channel>" + b"".join(item % n for n in range(count)) + b"</channel></rss>"


def _entities(size: int, count: int) -> bytes:
    """Broken XML, so that feedparser's loose parser expands the entity without a limit."""
    head = (
        b"<?xml version='1.0'?>\n<!DOCTYPE r [\n<!ENTITY a \""
        + b"x" * size
        + b'">\n]><rss version="2.0"><channel>'
    )
    return head + b"<item><title>" + b"&a;" * count + b"</title></item><br></channel></rss>"


def _costing(monkeypatch: pytest.MonkeyPatch, cost: Cost) -> None:
    monkeypatch.setattr(pool, "cost_of", lambda _kind, body, _limits: cost if len(body) > LARGE else ENOUGH)


def _read(jobs: list[Job]) -> dict[str, Reading]:
    return {one.source: one for one in read_all(jobs, workers=2, limits=Limits())}


def _heard(reading: Reading) -> list[str]:
    return [entry.title for entry in reading.entries]


ENOUGH = Cost(cpu_seconds=30, wall_seconds=30, memory_bytes=2048 * MIB)


def test_readings_come_in_the_order_of_ids_whatever_their_size() -> None:
    jobs = [_job("c", HONEST), _job("a", HONEST + b" " * 100_000), _job("b", b"no feed at all")]
    done: list[str] = []
    readings = list(read_all(jobs, workers=2, limits=Limits(), progress=done.append))
    assert [one.source for one in readings] == ["a", "b", "c"]
    assert sorted(done) == ["a", "b", "c"]
    assert [len(one.entries) for one in readings] == [1, 0, 1]
    assert readings[1].failure is not None


def test_a_hung_worker_is_killed_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    _costing(monkeypatch, msgspec.structs.replace(ENOUGH, wall_seconds=0.2))
    found = _read([_job("slow", _many(60_000)), _job("x", HONEST), _job("y", HONEST)])
    assert "not over after 0.2 seconds" in (found["slow"].failure or "")
    assert _heard(found["x"]) == _heard(found["y"]) == ["CANARY"]


def test_a_worker_that_burns_its_processor_time_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    _costing(monkeypatch, msgspec.structs.replace(ENOUGH, cpu_seconds=0))
    found = _read([_job("slow", _many(60_000)), _job("x", HONEST)])
    assert "more processor time" in (found["slow"].failure or "")
    assert _heard(found["x"]) == ["CANARY"]


def test_a_memory_bomb_is_a_failure_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    _costing(monkeypatch, msgspec.structs.replace(ENOUGH, memory_bytes=100 * MIB))
    found = _read([_job("bomb", _entities(50_000, 4_000)), _job("x", HONEST), _job("y", HONEST)])
    assert "Feed bomb: reading it needed more memory" in (found["bomb"].failure or "")
    assert _heard(found["x"]) == _heard(found["y"]) == ["CANARY"]


def test_a_pool_is_reused_and_replaces_the_dead() -> None:
    with Pool(workers=1, limits=Limits()) as pool:
        first = list(read_all([_job("a", HONEST)], workers=1, limits=Limits(), pool=pool))
        (only,) = pool.idle
        again = list(pool.read_all([_job("a", HONEST)]))
        assert pool.idle == [only]
        only.process.kill()
        only.process.join()
        third = list(pool.read_all([_job("a", HONEST)]))
        assert pool.idle != [only]
    assert first == again == third


def test_a_worker_that_dies_over_a_body_is_a_failure() -> None:
    with Pool(workers=1, limits=Limits()) as pool:
        reading = pool.read_all([_job("a", _many(60_000)), _job("b", HONEST)], progress=None)
        pool._start([0], [_job("a", _many(60_000))])
        pool.busy[0].process.kill()
        ((place, failed),) = pool._collect([_job("a", HONEST)])
        del reading
    assert place == 0
    assert "ended early (code -9)" in (failed.failure or "")


class _Line:
    """A connection with its jobs already sent."""

    def __init__(self, jobs: list[tuple[Job, Cost]]) -> None:
        self.jobs = jobs
        self.sent: list[Reading] = []

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.jobs = []

    def recv(self) -> tuple[Job, Cost]:
        if not self.jobs:
            raise EOFError
        return self.jobs.pop(0)

    def send_bytes(self, packed: bytes) -> None:
        self.sent.append(msgspec.msgpack.decode(packed, type=Reading))


def test_a_worker_reads_until_the_other_end_closes() -> None:
    line, limited = _Line([(_job("a", HONEST), ENOUGH), (_job("b", b""), ENOUGH)]), list[Cost]()
    before = signal.getsignal(signal.SIGINT)
    try:
        worker.serve(cast("Any", line), Limits(), limited.append)
    finally:
        signal.signal(signal.SIGINT, before)
    assert [one.source for one in line.sent] == ["a", "b"]
    assert limited == [ENOUGH, ENOUGH]


def _raiser(error: Exception) -> Callable[..., Reading]:
    def fail(*_: object, **__: object) -> Reading:
        raise error

    return fail


CRASHES = [
    (MemoryError(), worker.OUT_OF_MEMORY),
    (KeyError("x"), "KeyError"),
    (RecursionError(), "RecursionError"),
]


@pytest.mark.parametrize(("error", "said"), CRASHES)
def test_a_crash_inside_reading_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    monkeypatch.setattr(worker, "read", _raiser(error))
    reading = msgspec.msgpack.decode(worker.answer(_job("a", HONEST), Limits()), type=Reading)
    assert said in (reading.failure or "")


@pytest.mark.parametrize("hard", [resource.RLIM_INFINITY, 1000])
def test_limits_are_soft_and_below_the_hard_ones(monkeypatch: pytest.MonkeyPatch, hard: int) -> None:
    told: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (0, hard))
    monkeypatch.setattr(resource, "setrlimit", told.__setitem__)
    worker.limit(ENOUGH)
    most, top = told[resource.RLIMIT_AS]
    assert top == hard
    assert most == 1000 if hard == 1000 else most > ENOUGH.memory_bytes
    assert told[resource.RLIMIT_CPU][0] >= 31


def test_no_body_is_charged_for_the_modules_that_are_loaded_already(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", told.__setitem__)
    monkeypatch.setattr(worker, "address_space", lambda: 3 * 1024 * MIB)
    worker.limit(ENOUGH)
    assert told[resource.RLIMIT_AS][0] == 3 * 1024 * MIB + ENOUGH.memory_bytes


def test_a_system_that_does_not_say_what_a_process_holds_limits_it_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "Path", lambda _name: Path("/nowhere"))
    assert worker.address_space() == 0


def test_a_feed_costs_the_same_and_records_by_their_size() -> None:
    limits = Limits()
    feed, records = SourceKind.FEED, SourceKind.RECORDS
    assert cost_of(feed, b"", limits) == cost_of(feed, b"x" * MIB, limits)
    assert cost_of(feed, b"", limits).wall_seconds == limits.parse_seconds
    small, large = cost_of(records, b"x", limits), cost_of(records, b"x" * 64 * MIB, limits)
    assert small.cpu_seconds < large.cpu_seconds <= 90
    assert small.memory_bytes < large.memory_bytes <= 2048 * MIB


def test_text_that_utf_8_cannot_hold_is_mended() -> None:
    assert (clean("a\ud800b"), clean("é")) == ("a?b", "é")
