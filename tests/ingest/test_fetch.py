"""Against a server on loopback that behaves well, badly and worse."""

import gzip
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from generator.ingest.web.guard import PrivateAddressError, is_public, public_socket
from generator.ingest.web.wire import cause
from generator.model.entry import FetchFailure, NotModified, Snapshot, SourceAnswer
from generator.model.words import SourceId
from tests.ingest.little_web import CAP, FEED, LittleWeb, a_request, an_edge, asked, little_web, slowly

PLAIN: dict[str, Any] = {
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
    "/304": (304, {}, b""),
    "/fresh": (200, {"Cache-Control": "public, max-age=90", "X-Robots-Tag": "noindex"}, FEED),
    "/cookie": (200, {"Set-Cookie": "track=1"}, FEED),
}


def _feed(handler: BaseHTTPRequestHandler) -> Any:
    if handler.headers.get("If-None-Match") == 'W/"a b"':
        return 304, {"ETag": 'W/"a b"', "Cache-Control": "max-age=60"}, b""
    return PLAIN["/feed"]


def _raw(answer: bytes) -> Any:
    return lambda handler: handler.wfile.write(answer) and None


def _endless(handler: BaseHTTPRequestHandler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(10_000):
            handler.wfile.write(b"<item/>" * 1_000)
    except OSError:
        handler.close_connection = True


RAW = {
    "/feed": _feed,
    "/slow-body": slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
    "/slow-headers": slowly(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "/endless": _endless,
    "/odd": _raw(b"HTTP/1.1 200 OK\r\nETag: \xff\r\nLast-Modified: a\tb\r\nContent-Type: \xfe\r\n\r\nx"),
    "/odd-304": _raw(b"HTTP/1.1 304 Not Modified\r\nETag: \xff\r\n\r\n"),
    "/close": _raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort"),
    "/nonsense": _raw(b"\x00\xff nonsense\r\n\r\n"),
}


@pytest.fixture(scope="module")
def web() -> Iterator[LittleWeb]:
    with little_web() as found:
        found.routes = PLAIN | RAW
        yield found


@pytest.fixture
def server(web: LittleWeb) -> str:
    return web.base


def _ask(url: str, *, private: bool = True, **more: str) -> SourceAnswer:
    return asked(url, an_edge(allow_private=private), **more)


def test_an_answer_is_a_snapshot_with_its_validators(server: str) -> None:
    answer = _ask(f"{server}/feed")
    assert isinstance(answer, Snapshot)
    assert (answer.body, answer.status, answer.url) == (FEED, 200, f"{server}/feed")
    assert (answer.etag, answer.last_modified) == ('W/"a b"', "Mon, 05 Oct 2026 10:00:00 GMT")


def test_validators_go_back_verbatim_and_nothing_new_is_an_answer(web: LittleWeb) -> None:
    answer = _ask(f"{web.base}/feed", etag='W/"a b"', last_modified="then")
    assert isinstance(answer, NotModified)
    assert (answer.etag, answer.last_modified) == ('W/"a b"', "then")
    headers = web.seen[-1][2]
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
    ("/endless", "too_large", None),
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
    refusal = cause(error)
    assert refusal.code == code
    assert str(refusal).endswith(".")


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
def test_no_private_address_is_ever_asked(web: LittleWeb, host: str) -> None:
    before = len(web.seen)
    answer = _ask(f"http://{host}:{web.base.rpartition(':')[2]}/feed", private=False)
    assert isinstance(answer, FetchFailure)
    assert answer.code in {"private_address", "connection", "scheme", "unknown_host"}
    assert len(web.seen) == before


def test_the_refusal_of_a_private_address_is_named(server: str) -> None:
    answer = _ask(f"{server}/feed", private=False)
    assert isinstance(answer, FetchFailure)
    assert answer.code == "private_address"


NUMBERS = [
    ("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("10.0.0.1", False), ("192.168.1.1", False),
    ("169.254.169.254", False), ("168.63.129.16", False), ("224.0.0.1", False),
    ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("fe80::1%eth0", False), ("::", False),
    ("100.64.0.1", False), ("64:ff9b::a00:1", False), ("64:ff9b::5db8:d70e", True),
    ("::127.0.0.1", False), ("::10.0.0.1", False), ("fec0::1", False), ("64:ff9b:1::a00:1", False),
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


def test_one_host_is_asked_one_at_a_time_with_a_gap(web: LittleWeb) -> None:
    before = len(web.seen)
    requests = [a_request(f"{web.base}/cookie", source=SourceId(name)) for name in ("b", "a", "b")]
    order: list[str] = []
    edge = an_edge(gap_seconds=0.1)
    answers = edge.ask(requests, lambda request, answer: order.append(f"{request.source}{answer.source}"))
    assert [answer.source for answer in answers if answer] == ["b", "a", "b"]
    assert order == ["bb", "aa", "bb"]
    edge.ask(requests[:1])
    _robots, *times = [moment for *_, moment in web.seen[before:]]
    assert len(times) == 4
    assert all(second - first >= 0.09 for first, second in pairwise(times))
    assert all("Cookie" not in headers for _, _, headers, _ in web.seen[before:])


def test_a_request_may_want_a_longer_gap_after_it(web: LittleWeb) -> None:
    before = len(web.seen)
    edge = an_edge()
    edge.ask([a_request(f"{web.base}/cookie", gap_seconds=0.3), a_request(f"{web.base}/cookie")])
    robots, first, second = (moment for *_, moment in web.seen[before:])
    assert first - robots < 0.2
    assert second - first >= 0.29


def test_what_cannot_be_kept_as_text_is_no_validator(server: str) -> None:
    answer = _ask(f"{server}/odd")
    assert isinstance(answer, Snapshot)
    assert (answer.etag, answer.last_modified, answer.content_type) == (None, None, "")
    same = _ask(f"{server}/odd-304", etag='"1"')
    assert isinstance(same, NotModified)
    assert same.etag == '"1"'


def test_no_requests_give_no_answers() -> None:
    assert an_edge().ask([]) == ()


def test_an_answer_says_what_was_asked_and_how_long_it_is_fresh(server: str) -> None:
    answer = asked(f"{server}/fresh", part="topic")
    assert isinstance(answer, Snapshot)
    assert (answer.asked, answer.part) == (f"{server}/fresh", "topic")
    assert (answer.fresh_seconds, answer.noindex, answer.moved_to) == (90, True, None)
    same = _ask(f"{server}/feed", etag='W/"a b"')
    assert isinstance(same, NotModified)
    assert same.fresh_seconds == 60


def test_nothing_new_is_no_answer_to_somebody_who_knows_nothing(server: str) -> None:
    answer = _ask(f"{server}/304")
    assert isinstance(answer, FetchFailure)
    assert (answer.code, answer.status) == ("status", 304)


def test_a_login_in_an_address_is_neither_sent_nor_printed(web: LittleWeb) -> None:
    answer = _ask(web.base.replace("//", "//user:secret@") + "/404")
    assert isinstance(answer, FetchFailure)
    assert answer.message.startswith(f"{web.base}/404: ")
    assert "Authorization" not in web.seen[-1][2]


def test_headers_of_a_request_are_sent_beside_ours(web: LittleWeb) -> None:
    headers = (("Authorization", "Bearer t"), ("Accept", "application/json"))
    asked(f"{web.base}/feed", headers=headers)
    sent = web.seen[-1][2]
    assert (sent["Authorization"], sent["Accept"], sent["User-Agent"]) == (
        "Bearer t",
        "application/json",
        "Said/1",
    )
    assert "Authorization" not in web.seen[-2][2]  # robots.txt


def test_hosts_are_asked_side_by_side(web: LittleWeb) -> None:
    start = time.monotonic()
    answers = an_edge().ask([a_request(f"{host}/slow-body") for host in (web.base, web.at("localhost"))])
    assert [one.code for one in answers if isinstance(one, FetchFailure)] == ["timeout", "timeout"]
    assert time.monotonic() - start < 1.8
