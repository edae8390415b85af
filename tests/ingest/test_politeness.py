"""Pauses that a domain asked for hold for all its hosts, in this run and the next ones."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from generator.ingest.web.politeness import Gaps, Parking, registrable
from generator.model.entry import FetchFailure, NotModified, Snapshot
from tests.ingest.little_web import FEED, NOW, LittleWeb, a_request, an_edge, asked, little_web

WEEK = 7 * 24 * 3600
DOMAINS = [
    ("forum.shop.example", "shop.example"),
    ("shop.example", "shop.example"),
    ("WWW.Shop.Example.", "shop.example"),
    ("a.b.shop.co.uk", "shop.co.uk"),
    ("one.blogspot.com", "blogspot.com"),  # one operator rents these out: they rest together
    ("two.github.io", "github.io"),
    ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ("co.uk", "co.uk"),
    ("localhost", "localhost"),
    ("127.0.0.1", "127.0.0.1"),
    ("::1", "::1"),
    ("fe80::1%eth0", "fe80::1%eth0"),
    ("", ""),
]


@pytest.mark.parametrize(("host", "domain"), DOMAINS)
def test_hosts_of_one_operator_rest_together(host: str, domain: str) -> None:
    assert registrable(host) == domain


def test_a_pause_holds_for_every_host_of_the_domain() -> None:
    parking = Parking({}, NOW)
    assert parking.rest("a.shop.example") is None
    parking.park("a.shop.example", 3600)
    resting = parking.rest("b.shop.example")
    assert resting is not None
    domain, until = resting
    assert domain == "shop.example"
    assert timedelta(0) <= until - NOW - timedelta(hours=1) < timedelta(seconds=5)
    assert parking.rest("shop2.example") is None


def test_a_pause_lasts_a_week_at_most_and_is_never_shortened() -> None:
    parking = Parking({}, NOW)
    parking.park("a.example", 10 * WEEK)
    parking.park("a.example", 5)
    (until,) = parking.until.values()
    assert timedelta(seconds=WEEK) <= until - NOW < timedelta(seconds=WEEK + 5)


def test_a_pause_that_is_over_holds_nobody() -> None:
    parking = Parking({"a.example": NOW - timedelta(seconds=1)}, NOW)
    assert parking.rest("a.example") is None
    parking.park("a.example", 0)
    assert parking.rest("a.example") is None


def test_the_longer_of_two_gaps_is_kept() -> None:
    gaps = Gaps()
    assert gaps.wait("a", 5) == 0
    gaps.leave("a", 2)
    assert 1.5 < gaps.wait("a", 0) <= 2
    assert 4.5 < gaps.wait("a", 5) <= 5
    assert gaps.wait("b", 5) == 0


@pytest.fixture
def web() -> Iterator[LittleWeb]:
    with little_web() as found:
        found.routes["/feed"] = (200, {}, FEED)
        yield found


BUSY = [
    (429, {"Retry-After": "3600"}, 3600),
    (429, {"Retry-After": "Sun, 22 Nov 2099 13:00:00 GMT"}, WEEK),  # beside the server's own date
    (429, {}, 900),
    (503, {"Retry-After": "120"}, 120),
    (403, {"Retry-After": "60"}, 60),
    (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "354"}, 354),
    (429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "354"}, 354),
    (403, {"cf-mitigated": "challenge"}, 900),
    (503, {"CF-Mitigated": "challenge"}, 900),
]


@pytest.mark.parametrize(("status", "headers", "wait"), BUSY)
def test_a_domain_that_turns_us_away_is_left_alone(
    web: LittleWeb, status: int, headers: dict[str, str], wait: int
) -> None:
    web.routes["/busy"] = (status, headers, b"")
    edge = an_edge()
    first, second = edge.ask([a_request(f"{web.base}/busy"), a_request(f"{web.base}/feed")])
    assert isinstance(first, FetchFailure)
    assert (first.code, first.status) == ("busy", status)
    assert first.retry_seconds == wait
    assert isinstance(second, FetchFailure)
    assert (second.code, second.status) == ("parked", None)
    assert second.retry_seconds is not None
    until = edge.parked["127.0.0.1"]
    assert f"127.0.0.1 asked for a pause until {until:%Y-%m-%d %H:%M} UTC" in second.message
    assert web.paths == ["busy"]
    again = asked(f"{web.base}/feed", edge)
    assert isinstance(again, FetchFailure)
    assert again.code == "parked"
    assert isinstance(asked(f"{web.at('localhost')}/feed", edge), Snapshot)


NOT_FOR_ALL = [(503, {}), (500, {"Retry-After": "60"}), (403, {}), (404, {"X-RateLimit-Remaining": "0"})]


@pytest.mark.parametrize(("status", "headers"), NOT_FOR_ALL)
def test_a_failure_of_one_address_is_none_of_its_domain(
    web: LittleWeb, status: int, headers: dict[str, str]
) -> None:
    web.routes["/bad"] = (status, headers, b"")
    edge = an_edge()
    _, second = edge.ask([a_request(f"{web.base}/bad"), a_request(f"{web.base}/feed")])
    assert isinstance(second, Snapshot)
    assert edge.parked == {}


def test_a_pause_of_an_earlier_run_is_kept(web: LittleWeb) -> None:
    parked = {"127.0.0.1": NOW + timedelta(hours=2), "localhost": NOW - timedelta(hours=2)}
    edge = an_edge(parked=parked)
    resting, heard = edge.ask([a_request(f"{host}/feed") for host in (web.base, web.at("localhost"))])
    assert isinstance(resting, FetchFailure)
    assert resting.code == "parked"
    assert resting.retry_seconds == pytest.approx(7200, abs=5)
    assert isinstance(heard, Snapshot)
    assert all(place.startswith("localhost/") for place, *_ in web.seen)
    assert edge.parked == parked


def test_a_redirect_to_a_domain_that_rests_is_not_followed(web: LittleWeb) -> None:
    web.routes["/hop"] = (302, {"Location": web.at("localhost") + "/feed"}, b"")
    edge = an_edge(parked={"localhost": NOW + timedelta(hours=2)})
    answer = asked(f"{web.base}/hop", edge)
    assert isinstance(answer, FetchFailure)
    assert answer.code == "parked"
    assert answer.message.startswith(f"{web.base}/hop: localhost asked for a pause")


def test_a_pause_that_a_body_asks_for_is_kept_too(web: LittleWeb) -> None:
    edge = an_edge()
    assert isinstance(asked(f"{web.base}/feed", edge), Snapshot)
    edge.park(f"{web.base}/feed", 30)
    edge.park("http://[broken", 30)
    answer = asked(f"{web.base}/feed", edge)
    assert isinstance(answer, FetchFailure)
    assert answer.code == "parked"
    assert list(edge.parked) == ["127.0.0.1"]


def test_a_redirect_that_ends_busy_parks_the_domain_that_said_so(web: LittleWeb) -> None:
    web.routes["/hop"] = (302, {"Location": web.at("localhost") + "/busy"}, b"")
    web.routes["/busy"] = (429, {"Retry-After": "60"}, b"")
    edge = an_edge()
    asked(f"{web.base}/hop", edge)
    assert list(edge.parked) == ["localhost"]
    assert not isinstance(asked(f"{web.base}/feed", edge), FetchFailure | NotModified)
