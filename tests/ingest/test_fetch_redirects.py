"""Redirects: what a permanent one proposes, what is not followed, and what never goes abroad."""

from collections.abc import Iterator

import pytest

from generator.ingest.web import guard
from generator.model.entry import FetchFailure, NotModified, Snapshot
from tests.ingest.little_web import FEED, LittleWeb, an_edge, asked, little_web


@pytest.fixture(scope="module")
def web() -> Iterator[LittleWeb]:
    with little_web() as found:
        found.routes["/feed"] = (200, {}, FEED)
        found.routes["/same"] = (304, {"ETag": '"2"'}, b"")
        yield found


def _chain(web: LittleWeb, statuses: tuple[int, ...], end: str = "/feed") -> str:
    """Hops /0, /1, ... with these statuses."""
    for place, status in enumerate(statuses):
        target = end if place + 1 == len(statuses) else f"/{place + 1}"
        web.routes[f"/{place}"] = (status, {"Location": target}, b"")
    return f"{web.base}/0"


CHAINS = [
    ((301,), "/feed"),
    ((308,), "/feed"),
    ((301, 308, 301), "/feed"),
    ((301, 302, 301), "/1"),
    ((302, 301), None),
    ((307, 308), None),
    ((303,), None),
]


@pytest.mark.parametrize(("statuses", "moved"), CHAINS)
def test_only_an_unbroken_row_of_permanent_redirects_moves_an_address(
    web: LittleWeb, statuses: tuple[int, ...], moved: str | None
) -> None:
    answer = asked(_chain(web, statuses))
    assert isinstance(answer, Snapshot)
    assert answer.url == f"{web.base}/feed"
    assert answer.moved_to == (web.base + moved if moved else None)


def test_an_unchanged_answer_behind_a_permanent_redirect_says_so(web: LittleWeb) -> None:
    answer = asked(_chain(web, (301,), "/same"), etag='"1"')
    assert isinstance(answer, NotModified)
    assert (answer.moved_to, answer.etag) == (f"{web.base}/same", '"2"')


SECRETS = (("Authorization", "Bearer t"), ("X-Api-Key", "k"), ("Accept-Language", "de"))


def test_credentials_never_leave_the_origin_they_are_meant_for(web: LittleWeb) -> None:
    abroad = web.at("localhost")
    web.routes["/away"] = (301, {"Location": f"{abroad}/back"}, b"")
    web.routes["/back"] = (302, {"Location": f"{web.base}/feed"}, b"")
    before = len(web.seen)
    assert isinstance(asked(f"{web.base}/away", headers=SECRETS, etag='"1"'), Snapshot)
    sent = {place: headers for place, _, headers, _ in web.seen[before:]}
    assert sent["127.0.0.1/away"]["Authorization"] == "Bearer t"
    for place in ("localhost/robots.txt", "localhost/back", "127.0.0.1/feed"):
        assert not {"Authorization", "X-Api-Key"} & sent[place].keys(), place
    assert sent["localhost/back"]["Accept-Language"] == "de"
    assert sent["localhost/back"]["If-None-Match"] == '"1"'


def test_credentials_stay_on_redirects_within_the_origin(web: LittleWeb) -> None:
    asked(_chain(web, (302, 301)), headers=SECRETS)
    assert web.seen[-1][2]["Authorization"] == "Bearer t"


def test_a_body_is_posted_without_validators(web: LittleWeb) -> None:
    answer = asked(f"{web.base}/feed", body=b"a=1", etag='"1"', headers=(("Content-Type", "text/x"),))
    assert isinstance(answer, Snapshot)
    _, method, headers, _ = web.seen[-1]
    assert (method, web.bodies[-1], headers["Content-Type"]) == ("POST", b"a=1", "text/x")
    assert "If-None-Match" not in headers


POSTS = [(301, False), (302, False), (303, False), (307, True), (308, True)]


@pytest.mark.parametrize(("status", "followed"), POSTS)
def test_what_is_posted_is_sent_on_only_where_the_method_stays(
    web: LittleWeb, status: int, *, followed: bool
) -> None:
    answer = asked(_chain(web, (status,)), body=b"a=1")
    assert isinstance(answer, Snapshot) is followed
    if isinstance(answer, FetchFailure):
        assert (answer.code, answer.status) == ("redirects", status)
    assert web.seen[-1][1] == "POST"


def test_what_is_posted_is_never_sent_on_to_another_origin(web: LittleWeb) -> None:
    before = len(web.bodies)
    answer = asked(_chain(web, (307,), f"{web.at('localhost')}/feed"), body=b"secret=1")
    assert isinstance(answer, FetchFailure)
    assert len(web.bodies) == before + 1


@pytest.mark.parametrize("target", ["127.0.0.2", "[::1]", "10.0.0.1", "[::ffff:10.0.0.1]"])
def test_a_redirect_into_a_private_network_is_refused_on_connecting(
    web: LittleWeb, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    # only the test's own server passes for public
    monkeypatch.setattr(guard, "is_public", lambda host: host == "127.0.0.1")
    answer = asked(_chain(web, (302,), web.at(target) + "/feed"), an_edge(allow_private=False))
    assert isinstance(answer, FetchFailure)
    assert answer.code == "private_address", answer.message
    assert web.seen[-1][0] == "127.0.0.1/0"
