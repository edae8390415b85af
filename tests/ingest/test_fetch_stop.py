"""Ctrl-C: what was answered is kept."""

import asyncio
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from generator.model.entry import FetchRequest, Snapshot, SourceAnswer
from tests.ingest.little_web import FEED, LittleWeb, a_request, an_edge, little_web, slowly


@pytest.fixture(scope="module")
def web() -> Iterator[LittleWeb]:
    with little_web() as found:
        found.routes["/feed"] = (200, {}, FEED)
        found.routes["/slow"] = slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        yield found


def test_what_was_answered_before_a_person_stops_is_kept(web: LittleWeb) -> None:
    def stop(request: FetchRequest, _answer: SourceAnswer) -> None:
        if request.part == "second":
            signal.raise_signal(signal.SIGINT)

    edge = an_edge()
    requests = [a_request(f"{web.base}/feed", part=part) for part in ("first", "second", "third")]
    first, second, third = edge.ask(requests, stop)
    assert isinstance(first, Snapshot)
    assert isinstance(second, Snapshot)
    assert third is None
    assert edge.stopped
    asked = len(web.seen)
    assert edge.ask(requests) == (None, None, None)
    assert len(web.seen) == asked


def test_a_request_under_way_is_given_up_at_once(web: LittleWeb) -> None:
    edge = an_edge()
    timer = threading.Timer(0.3, _interrupt)
    timer.start()
    start = time.monotonic()
    answers = edge.ask([a_request(f"{web.base}/feed"), a_request(f"{web.base}/slow")])
    timer.join()
    assert time.monotonic() - start < 0.9
    assert isinstance(answers[0], Snapshot)
    assert answers[1] is None
    assert edge.stopped


def test_a_stop_that_comes_as_an_exception_is_one_as_well(web: LittleWeb) -> None:
    def stop(_request: FetchRequest, _answer: SourceAnswer) -> None:
        raise KeyboardInterrupt

    edge = an_edge()
    first, second = edge.ask([a_request(f"{web.base}/feed")] * 2, stop)
    assert isinstance(first, Snapshot)
    assert second is None
    assert edge.stopped


def test_a_second_stop_goes_through_while_the_first_clears_up(web: LittleWeb) -> None:
    def stop(_request: FetchRequest, _answer: SourceAnswer) -> None:
        asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.6)  # as a slow look-up of a name does
        signal.raise_signal(signal.SIGINT)
        timer.start()

    timer = threading.Timer(0.2, _interrupt)
    edge = an_edge()
    with pytest.raises(KeyboardInterrupt):
        edge.ask([a_request(f"{web.base}/feed")] * 2, stop)
    timer.join()
    assert edge.stopped


def test_a_stop_while_the_last_answer_is_cleared_up_after_loses_nothing(web: LittleWeb) -> None:
    def last(_request: FetchRequest, _answer: SourceAnswer) -> None:
        asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.6)
        timer.start()

    timer = threading.Timer(0.2, _interrupt)
    edge = an_edge()
    (answer,) = edge.ask([a_request(f"{web.base}/feed")], last)
    timer.join()
    assert isinstance(answer, Snapshot)
    assert edge.stopped


def _interrupt() -> None:
    ident = threading.main_thread().ident
    assert ident is not None
    signal.pthread_kill(ident, signal.SIGINT)


def test_when_the_runs_time_is_up_what_was_answered_is_kept(web: LittleWeb) -> None:
    edge = an_edge(gap_seconds=0.4, seconds=0.2)
    first, second = edge.ask([a_request(f"{web.base}/feed"), a_request(f"{web.base}/feed?2")])
    assert isinstance(first, Snapshot)
    assert second is None
    assert edge.stopped


def test_a_run_whose_time_was_up_may_be_given_more(web: LittleWeb) -> None:
    edge = an_edge(seconds=0.0)
    assert edge.ask([a_request(f"{web.base}/feed")]) == (None,)
    edge.go_on(20.0)
    (answer,) = edge.ask([a_request(f"{web.base}/feed")])
    assert isinstance(answer, Snapshot)
    assert not edge.stopped
