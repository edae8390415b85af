"""robots.txt (RFC 9309): asked once an origin, followed on every hop, and never guessed at."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.web import permission
from generator.ingest.web.permission import Permissions
from generator.ingest.web.robots import MAX_BYTES, RobotsFile, delay_of, refusal, robots_file
from generator.model.entry import FetchFailure, Snapshot
from tests.ingest.little_web import (
    FEED,
    NOW,
    LittleWeb,
    a_request,
    an_edge,
    asked,
    little_web,
    slowly,
)

ORIGIN = "https://a.example"
DENY = b"# for all\nUser-agent: *\nDisallow: /private/\n"


def _file(text: str) -> RobotsFile:
    return robots_file(text.encode(), NOW)


VERDICTS = [
    ("", "/feed", None),
    ("User-agent: *\nDisallow: /", "/feed", 2),
    ("User-agent: *\nDisallow:", "/feed", None),
    ("User-agent: otherbot\nDisallow: /", "/feed", None),
    ("User-agent: *\nAllow: /\n\nUser-agent: saidanddone\nDisallow: /feed", "/feed", 5),
    ("User-agent: *\nDisallow: /\n\nUser-agent: SaidAndDone\nAllow: /", "/feed", None),
    ("User-agent: *\nDisallow: /*.rss$", "/a/latest.rss", 2),
    ("User-agent: *\nDisallow: /*.rss$", "/a/latest.rss?x=1", None),
    ("User-agent: *\nDisallow: /t/\nAllow: /t/open", "/t/open/1", None),
    ("User-agent: *\nDisallow: /t/\nDisallow: /t/1", "/t/1", 2),
    ("\ufeffUser-agent: *\r\nDisallow: /f", "/feed", 2),
    ("User-agent: *\nDisallow: /feed?brand=", "/feed?brand=x", 2),
]


@pytest.mark.parametrize(("text", "path", "line"), VERDICTS)
def test_a_refusal_names_the_line_that_refuses(text: str, path: str, line: int | None) -> None:
    sentence = refusal(_file(text), ORIGIN, ORIGIN + path)
    if line is None:
        assert sentence is None
    else:
        assert sentence is not None
        assert sentence.startswith(f"line {line} of {ORIGIN}/robots.txt asks ")
        assert sentence.endswith(".")


def test_in_a_long_file_the_file_is_named() -> None:
    text = "User-agent: *\nDisallow: /\n" + "# more\n" * 200
    sentence = refusal(_file(text), ORIGIN, f"{ORIGIN}/feed")
    assert sentence is not None
    assert sentence.startswith(f"{ORIGIN}/robots.txt asks ")


def test_a_file_is_read_up_to_its_limit_and_never_half_a_line() -> None:
    padding = b"#" * (MAX_BYTES - 30) + b"\nUser-agent: *\n"
    file = robots_file(padding + b"Disallow: /feeds/of/this/forum", NOW)
    assert file.text.endswith("User-agent: *")
    assert refusal(file, ORIGIN, f"{ORIGIN}/feeds") is None


DELAYS = [("", 0), ("User-agent: *\nCrawl-delay: 7.5", 7.5), ("User-agent: *\nCrawl-delay: 900", 60),
          ("User-agent: *\nCrawl-delay: soon", 0), ("User-agent: x\nCrawl-delay: 9", 0)]  # fmt: skip


@pytest.mark.parametrize(("text", "seconds"), DELAYS)
def test_a_delay_is_kept_up_to_a_minute(text: str, seconds: float) -> None:
    assert delay_of(_file(text)) == seconds


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(["User-agent: *", "Disallow: /", "Allow: /f", "Crawl-delay: 1", "\0"]) | st.text()
    )
)
def test_no_file_is_ever_an_error(lines: list[str]) -> None:
    file = robots_file("\n".join(lines).encode("utf-8", "replace"), NOW)
    refusal(file, ORIGIN, f"{ORIGIN}/feed")
    assert 0 <= delay_of(file) <= 60


def test_a_hostile_file_costs_no_more_than_a_blink() -> None:
    text = "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*b$\n" * 15_000
    start = time.monotonic()
    assert refusal(_file(text), ORIGIN, f"{ORIGIN}/{'a' * 2_000}") is None
    assert time.monotonic() - start < 2


@pytest.fixture
def web() -> Iterator[LittleWeb]:
    with little_web() as found:
        for path in ("/feed", "/private/feed"):
            found.routes[path] = (200, {}, FEED)
        yield found


def test_what_robots_txt_forbids_is_not_asked_for(web: LittleWeb) -> None:
    web.routes["/robots.txt"] = (200, {}, DENY)
    edge = an_edge()
    allowed, refused = edge.ask([a_request(f"{web.base}{path}") for path in ("/feed", "/private/feed")])
    assert isinstance(allowed, Snapshot)
    assert isinstance(refused, FetchFailure)
    assert refused.code == "robots"
    assert f"line 3 of {web.base}/robots.txt" in refused.message
    assert web.paths == ["feed"]
    assert edge.robots[web.base].text == DENY.decode()


def test_it_is_asked_once_an_origin_whatever_the_number_of_calls(web: LittleWeb) -> None:
    edge = an_edge()
    for _ in range(2):
        edge.ask([a_request(f"{web.base}/feed")] * 2)
    assert [place for place, *_ in web.seen].count("127.0.0.1/robots.txt") == 1
    assert len(web.seen) == 5


def test_an_interface_is_asked_alike(web: LittleWeb) -> None:
    web.routes["/robots.txt"] = (200, {}, DENY)
    answer = asked(f"{web.base}/private/feed", body=b"{}")
    assert isinstance(answer, FetchFailure)
    assert answer.code == "robots"
    assert web.bodies == []


def test_every_hop_of_a_redirect_is_asked_for(web: LittleWeb) -> None:
    web.routes["/robots.txt"] = (200, {}, DENY)
    web.routes["/hop"] = (302, {"Location": "/private/feed"}, b"")
    answer = asked(f"{web.base}/hop")
    assert isinstance(answer, FetchFailure)
    assert answer.code == "robots"
    assert web.paths == ["hop"]


MISSING = [(404, {}), (403, {}), (401, {}), (410, {}), (302, {}), (302, {"Location": "gopher://x.example/"}),
           (302, {"Location": "http://[broken"}), (301, {"Location": "/robots.txt"})]  # fmt: skip


@pytest.mark.parametrize(("status", "headers"), MISSING)
def test_where_there_is_none_everything_is_allowed(
    web: LittleWeb, status: int, headers: dict[str, str]
) -> None:
    web.routes["/robots.txt"] = (status, headers, b"User-agent: *\nDisallow: /")
    edge = an_edge()
    assert isinstance(asked(f"{web.base}/feed", edge), Snapshot)
    assert edge.robots[web.base].text == ""


def test_its_own_redirects_are_followed_and_count_for_the_first_origin(web: LittleWeb) -> None:
    for place in range(4):
        web.routes["/robots.txt" if not place else f"/{place}"] = (302, {"Location": f"/{place + 1}"}, b"")
    web.routes["/4"] = (301, {"Location": web.at("localhost") + "/rules"}, b"")
    web.routes["/rules"] = (200, {}, DENY)
    answer = asked(f"{web.base}/private/feed")
    assert isinstance(answer, FetchFailure)
    assert f"line 3 of {web.base}/robots.txt" in answer.message


BROKEN = [
    ((500, {}, b""), "answered 500"),
    ((503, {}, b""), "answered 503"),
    (lambda handler: handler.wfile.write(b"nonsense\r\n\r\n") and None, "broke off"),
    (slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"), "did not answer in time"),
]


@pytest.mark.parametrize(("answers", "what"), BROKEN)
def test_while_it_cannot_be_read_nothing_is_asked(web: LittleWeb, answers: object, what: str) -> None:
    web.routes["/robots.txt"] = answers  # type: ignore[assignment]
    edge = an_edge()
    start = time.monotonic()
    for _ in range(2):
        answer = asked(f"{web.base}/feed", edge)
        assert isinstance(answer, FetchFailure)
        assert answer.code == "robots"
        assert what in answer.message
    assert time.monotonic() - start < 1
    assert [place for place, *_ in web.seen] == ["127.0.0.1/robots.txt"]
    assert edge.robots == {}


@pytest.mark.parametrize(("answers", "what"), BROKEN)
def test_what_is_known_from_before_holds_while_it_cannot_be_read(
    web: LittleWeb, answers: object, what: str
) -> None:
    assert what
    web.routes["/robots.txt"] = answers  # type: ignore[assignment]
    old = robots_file(DENY, NOW - timedelta(days=2))
    edge = an_edge(robots={web.base: old})
    allowed, refused = edge.ask([a_request(f"{web.base}{path}") for path in ("/feed", "/private/feed")])
    assert isinstance(allowed, Snapshot)
    assert isinstance(refused, FetchFailure)
    assert refused.code == "robots"
    assert edge.robots == {web.base: old}


AGES = [
    (timedelta(0), False),
    (timedelta(hours=23), False),
    (timedelta(hours=25), True),
    (-timedelta(hours=1), True),
]


@pytest.mark.parametrize(("age", "again"), AGES)
def test_an_answer_is_used_for_a_day(web: LittleWeb, age: timedelta, *, again: bool) -> None:
    edge = an_edge(robots={web.base: robots_file(DENY, NOW - age)})
    answer = asked(f"{web.base}/private/feed", edge)
    assert isinstance(answer, Snapshot) is again
    assert ("127.0.0.1/robots.txt" in {place for place, *_ in web.seen}) is again


def test_a_pause_asked_for_there_holds_for_all_that_follows(web: LittleWeb) -> None:
    web.routes["/robots.txt"] = (429, {"Retry-After": "60"}, b"")
    edge = an_edge()
    first, second = edge.ask([a_request(f"{web.base}/feed")] * 2)
    assert isinstance(first, FetchFailure)
    assert (first.code, first.retry_seconds) == ("busy", 60)
    assert isinstance(second, FetchFailure)
    assert second.code == "parked"
    assert len(web.seen) == 1


def test_a_crawl_delay_is_a_longer_gap(web: LittleWeb) -> None:
    web.routes["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.3\n")
    edge = an_edge()
    for _ in range(2):
        assert isinstance(asked(f"{web.base}/feed", edge), Snapshot)
    _robots, first, second = (moment for *_, moment in web.seen)
    assert second - first >= 0.29


def test_waiting_for_a_delay_takes_nothing_from_the_time_of_an_answer(web: LittleWeb) -> None:
    web.routes["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 1.2\n")
    answer = asked(f"{web.base}/feed")
    assert isinstance(answer, Snapshot)
    assert answer.milliseconds < 900


def test_an_origin_that_cannot_be_reached_says_so_and_not_robots() -> None:
    answer = asked("http://127.0.0.1:1/feed")
    assert isinstance(answer, FetchFailure)
    assert answer.code == "connection"


def test_what_is_allowed_and_what_is_then_asked_are_one_visit(web: LittleWeb) -> None:
    web.page("/robots.txt", "User-agent: *\nAllow: /")
    web.page("/feed", FEED)
    edge = an_edge(gap_seconds=0.3)
    edge.ask([a_request(f"{web.base}/feed"), a_request(f"{web.base}/feed?2")])
    moments = [moment for *_, moment in web.seen]
    assert len(moments) == 3
    assert moments[1] - moments[0] < 0.2
    assert moments[2] - moments[1] >= 0.28


def test_what_is_asked_with_the_operators_own_credentials_is_agreed_with_the_place(web: LittleWeb) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /")
    web.page("/feed", FEED)
    login = (("Authorization", "Bearer x"),)
    assert isinstance(asked(f"{web.base}/feed", headers=login), Snapshot)
    assert web.paths == ["feed"]
    refused = asked(f"{web.base}/feed")
    assert isinstance(refused, FetchFailure)
    assert refused.code == "robots"


def test_a_thousand_hosts_with_long_files_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permission, "MOST_CHARS", 10 * (permission.ORIGIN_CHARS + 100))
    known = Permissions({"https://old.example": _file("#" * 100)})
    for number in range(1_000):
        origin = f"https://a{number}.example"
        known.keep(origin, _file("#" * 100))
        known.settled[origin] = known.files[origin]
    assert list(known.files) == [f"https://a{number}.example" for number in range(990, 1_000)]
    assert known.settled.keys() == known.files.keys()
    known.keep("https://a995.example", _file("#" * 100))
    assert len(known.files) == 10
