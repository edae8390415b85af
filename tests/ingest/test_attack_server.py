"""The hostile server that lies beside the checkout: each of its tricks is a value, none costs long."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model.entry import FetchFailure, Snapshot
from generator.model.site import Limits
from tests.ingest.little_web import an_edge, asked

SERVER = Path(__file__).parents[2] / ".." / "shared" / "attacks" / "server.py"
SECONDS = 1.0
CAP = Limits().body_bytes
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SERVER.is_file(), reason="the attacks beside the checkout are absent"),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("attacks") / "requests.log"
    with subprocess.Popen(  # noqa: S603 - the server of the attacks, on loopback
        [sys.executable, str(SERVER), str(log)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.terminate()


TRICKS = [
    ("/feed", None),
    ("/bomb", "too_large"),
    ("/slow", "timeout"),
    ("/slowhead", "timeout"),
    ("/endless", "too_large"),
    ("/r?/feed", None),
    ("/r?file:///etc/hostname", "scheme"),
    ("/r?http://127.0.0.1:1/", "connection"),
    ("/loop", "redirects"),
    ("/hdr", "protocol"),
    ("/500", "status"),
    ("/410", "gone"),
    ("/429", "busy"),
    ("/304", "status"),
    ("/html", None),
    ("/close", "protocol"),
    ("/brotli", "protocol"),
    ("/nothing", "status"),
]


@pytest.mark.parametrize(("path", "code"), TRICKS)
def test_every_trick_ends_in_time_and_in_a_value(base: str, path: str, code: str | None) -> None:
    edge = an_edge(limits=Limits(fetch_seconds=SECONDS))
    start = time.monotonic()
    answer = asked(base + path, edge, max_bytes=CAP)
    assert time.monotonic() - start < SECONDS + 1
    if code is None:
        assert isinstance(answer, Snapshot)
    else:
        assert isinstance(answer, FetchFailure)
        assert answer.code == code, answer.message


@pytest.mark.parametrize("path", ["/feed", "/r?/feed"])
def test_with_the_guard_on_it_is_not_even_asked(base: str, path: str) -> None:
    answer = asked(base + path, an_edge(allow_private=False), max_bytes=CAP)
    assert isinstance(answer, FetchFailure)
    assert answer.code == "private_address"
