"""Against a server on loopback that behaves well, badly and worse."""

import gzip
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, ClassVar

import aiohttp
import pytest

from generator.ingest import fetch_all
from generator.ingest.fetch import _cause
from generator.ingest.guard import PrivateAddressError, is_public, public_socket
from generator.model.entry import FetchFailure, FetchRequest, NotModified, Snapshot, SourceAnswer
from generator.model.site import Limits
from generator.model.words import SourceId

FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title></channel></rss>'
LIMITS = Limits(fetch_seconds=1.0, redirects=3)
CAP = 100_000
PLAIN: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/feed": (200, {"ETag": 'W/"a b"', "Last-Modified": "Mon, 05 Oct 2026 10:00:00 GMT"}, FEED),
    "/packed": (200, {"Content-Encoding": "gzip"}, gzip.compress(FEED)),
    "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 20_000_000)),
    "/large": (200, {}, b"x" * (CAP + 1)),
    "/limit": (200, {}, b"x" * CAP),
    "/r1": (301, {"Location": "/r2"}, b""),
    "/r2": (302, {"Location": "/r3"}, b""),
    "/r3": (307, {"Location": "/feed"}, b""),
    "/r4": (308, {"Location": "/r1"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/to-file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/to-nowhere": (302, {"Location": "gopher://a.example/"}, b""),
    "/no-location": (302, {}, b""),
    "/404": (404, {}, b""),
    "/410": (410, {}, b""),
    "/429": (429, {"Retry-After": "3600"}, b""),
    "/500": (500, {}, b""),
    "/brotli": (200, {"Content-Encoding": "br"}, b"\x0b\x02\x80hello\x03"),
    "/long-header": (200, {"X-Big": "a" * 60_000}, FEED),
    "/cookie": (200, {"Set-Cookie": "track=1"}, FEED),
}


class Handler(BaseHTTPRequestHandler):
    seen: ClassVar[list[tuple[str, dict[str, str], float]]] = []

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass

    def do_GET(self) -> None:
        self.seen.append((self.path, dict(self.headers), time.monotonic()))
        if self.path == "/feed" and self.headers.get("If-None-Match") == 'W/"a b"':
            self.plain(304, {"ETag": 'W/"a b"'}, b"")
        elif self.path in PLAIN:
            self.plain(*PLAIN[self.path])
        elif self.path == "/slow-body":
            self.slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        elif self.path == "/slow-headers":
            self.slowly(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        elif self.path == "/close":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")
        elif self.path == "/nonsense":
            self.wfile.write(b"\x00\xff nonsense\r\n\r\n")

    def plain(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def slowly(self, begin: bytes) -> None:
        try:
            self.wfile.write(begin)
            for _ in range(40):
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            self.close_connection = True


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{web.server_address[1]}"
    web.shutdown()
    web.server_close()
    thread.join()


def _request(url: str, **more: str) -> FetchRequest:
    return FetchRequest(source=SourceId("s"), url=url, max_bytes=CAP, **more)


def _ask(url: str, *, private: bool = True, **more: str) -> SourceAnswer:
    answers = fetch_all(
        [_request(url, **more)], limits=LIMITS, user_agent="Said/1", gap_seconds=0, allow_private=private
    )
    return answers[SourceId("s")]


def test_an_answer_is_a_snapshot_with_its_validators(server: str) -> None:
    answer = _ask(f"{server}/feed")
    assert isinstance(answer, Snapshot)
    assert (answer.body, answer.status, answer.url) == (FEED, 200, f"{server}/feed")
    assert (answer.etag, answer.last_modified) == ('W/"a b"', "Mon, 05 Oct 2026 10:00:00 GMT")


def test_validators_go_back_verbatim_and_nothing_new_is_an_answer(server: str) -> None:
    answer = _ask(f"{server}/feed", etag='W/"a b"', last_modified="then")
    assert isinstance(answer, NotModified)
    assert (answer.etag, answer.last_modified) == ('W/"a b"', "then")
    headers = Handler.seen[-1][1]
    assert headers["If-None-Match"] == 'W/"a b"'
    assert headers["If-Modified-Since"] == "then"
    assert headers["User-Agent"] == "Said/1"


def test_redirects_are_followed_and_the_last_address_is_named(server: str) -> None:
    answer = _ask(f"{server}/r1")
    assert isinstance(answer, Snapshot)
    assert answer.url == f"{server}/feed"


def test_a_packed_answer_is_unpacked(server: str) -> None:
    answer = _ask(f"{server}/packed")
    assert isinstance(answer, Snapshot)
    assert answer.body == FEED


def test_an_answer_as_large_as_the_limit_is_taken(server: str) -> None:
    assert isinstance(_ask(f"{server}/limit"), Snapshot)


FAILURES = [
    ("/r4", "redirects", None),
    ("/loop", "redirects", None),
    ("/to-file", "scheme", None),
    ("/to-nowhere", "scheme", None),
    ("/no-location", "status", 302),
    ("/large", "too_large", None),
    ("/bomb", "too_large", None),
    ("/slow-body", "timeout", None),
    ("/slow-headers", "timeout", None),
    ("/404", "status", 404),
    ("/410", "gone", 410),
    ("/429", "busy", 429),
    ("/500", "status", 500),
    ("/close", "protocol", None),
    ("/nonsense", "protocol", None),
    ("/brotli", "protocol", None),
    ("/long-header", "protocol", None),
]


@pytest.mark.parametrize(("path", "code", "status"), FAILURES)
def test_every_failure_is_a_value_with_a_sentence(
    server: str, path: str, code: str, status: int | None
) -> None:
    start = time.monotonic()
    answer = _ask(server + path)
    assert isinstance(answer, FetchFailure)
    assert (answer.code, answer.status) == (code, status), answer.message
    assert answer.message.startswith(f"{server}{path}: ")
    assert answer.message.endswith(".")
    assert time.monotonic() - start < 3


def test_a_pause_asked_for_is_handed_on(server: str) -> None:
    answer = _ask(f"{server}/429")
    assert isinstance(answer, FetchFailure)
    assert answer.retry_seconds == 3600


KEY: Any = SimpleNamespace(host="a.example", port=443, ssl=True, is_ssl=True)
CAUSES = [
    (aiohttp.ClientConnectorDNSError(KEY, OSError("no such name")), "unknown_host"),
    (aiohttp.ClientConnectorCertificateError(KEY, ssl.CertificateError("expired")), "certificate"),
    (aiohttp.ClientConnectorSSLError(KEY, OSError("handshake")), "certificate"),
    (aiohttp.ServerDisconnectedError(), "protocol"),
    (UnicodeError("label too long"), "protocol"),
]


@pytest.mark.parametrize(("error", "code"), CAUSES)
def test_every_cause_has_its_word_and_its_advice(error: Exception, code: str) -> None:
    found, sentence = _cause(error)
    assert found == code
    assert sentence.endswith(".")


ADDRESSES = [
    ("http://127.0.0.1:1/", "connection"),
    ("file:///etc/hostname", "scheme"),
    ("ftp://a.example/", "scheme"),
    ("/etc/hostname", "scheme"),
    ("http://[broken", "protocol"),
]


@pytest.mark.parametrize(("url", "code"), ADDRESSES)
def test_an_address_that_cannot_be_asked_is_a_failure(url: str, code: str) -> None:
    answer = _ask(url)
    assert isinstance(answer, FetchFailure)
    assert answer.code == code, answer.message


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_private_address_is_ever_asked(server: str, host: str) -> None:
    asked = len(Handler.seen)
    answer = _ask(f"http://{host}:{server.rpartition(':')[2]}/feed", private=False)
    assert isinstance(answer, FetchFailure)
    assert answer.code in {"private_address", "connection", "protocol", "unknown_host"}
    assert len(Handler.seen) == asked


def test_the_refusal_of_a_private_address_is_named(server: str) -> None:
    answer = _ask(f"{server}/feed", private=False)
    assert isinstance(answer, FetchFailure)
    assert answer.code == "private_address"


NUMBERS = [
    ("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("10.0.0.1", False), ("192.168.1.1", False),
    ("169.254.169.254", False), ("168.63.129.16", False), ("224.0.0.1", False),
    ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("fe80::1%eth0", False), ("::", False),
    ("100.64.0.1", False), ("64:ff9b::a00:1", False), ("64:ff9b::5db8:d70e", True),
]  # fmt: skip


@pytest.mark.parametrize(("address", "public"), NUMBERS)
def test_only_public_addresses_are_public(address: str, *, public: bool) -> None:
    assert is_public(address) is public


def test_the_check_is_made_on_the_address_about_to_be_connected() -> None:
    with pytest.raises(PrivateAddressError):
        public_socket((2, 1, 6, "", ("127.0.0.1", 80)))
    with pytest.raises(PrivateAddressError):
        public_socket((1, 1, 0, "", ("/run/socket", 0)))
    with public_socket((2, 1, 6, "", ("93.184.215.14", 80))) as made:
        assert made.fileno() >= 0


def test_one_host_is_asked_one_at_a_time_with_a_gap(server: str) -> None:
    before = len(Handler.seen)
    asked = [FetchRequest(source=SourceId(f"s{n}"), url=f"{server}/cookie", max_bytes=CAP) for n in (2, 0, 1)]
    order: list[str] = []
    answers = fetch_all(
        asked, limits=LIMITS, user_agent="Said/1", gap_seconds=0.1, progress=order.append, allow_private=True
    )
    assert list(answers) == ["s0", "s1", "s2"]
    assert sorted(order) == list(answers)
    times = [moment for _, _, moment in Handler.seen[before:]]
    assert all(second - first >= 0.09 for first, second in pairwise(times))
    assert all("Cookie" not in headers for _, headers, _ in Handler.seen[before:])


def test_no_requests_give_no_answers() -> None:
    assert fetch_all([], limits=LIMITS, user_agent="Said/1", gap_seconds=0) == {}
