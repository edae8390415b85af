"""Processes that are starting: Ctrl-C does not reach them, and they may be started beforehand."""

import os
import signal
import time
from datetime import UTC, datetime

from generator.ingest import Job, Pool
from generator.model.entry import Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import SourceId

FEED = b"<rss version='2.0'><channel><item><title>CANARY</title><guid>1</guid></item></channel></rss>"


def _job() -> Job:
    source = Source(id="a", title="A feed", url="https://a.example/feed")
    snapshot = Snapshot(source=SourceId("a"), url=source.url, body=FEED)
    return Job(snapshot=snapshot, source=source, now=datetime(2026, 10, 31, tzinfo=UTC), zone="UTC")


def test_processes_started_beforehand_are_the_ones_that_read() -> None:
    with Pool(workers=2, limits=Limits()) as pool:
        pool.warm()
        started = list(pool.idle)
        (reading,) = pool.read_all([_job()])
        assert [entry.title for entry in reading.entries] == ["CANARY"]
        assert set(pool.idle) == set(started)
        pool.warm()
        assert len(pool.idle) == 2


def test_ctrl_c_while_processes_start_kills_none_of_them() -> None:
    with Pool(workers=2, limits=Limits()) as pool:
        pool.warm()
        for worker in pool.idle:
            assert worker.process.pid is not None
            for _ in range(5):
                os.kill(worker.process.pid, signal.SIGINT)
                time.sleep(0.02)
        (reading,) = pool.read_all([_job()])
        assert reading.failure is None
        assert all(worker.process.is_alive() for worker in pool.idle)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
