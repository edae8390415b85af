"""Listening over a network, from the first request to the archive's lines, against a web on loopback."""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from generator.model.events import GoneEvent, RevisionEvent
from generator.model.run import SourceRun
from generator.pipeline.listen import Heard, Options
from generator.pipeline.summary import accounted, markdown
from tests.ingest.little_web import LittleWeb
from tests.pipeline.little_site import CHARGED, LATE, LIVE_KEY, NOW, RUDE, LittleSite, Post, post, source

DAY = timedelta(days=1)
ALL = Options(everything=True, allow_private=True)
DUE = Options(allow_private=True)


@pytest.fixture
def site(tmp_path: Path, web: LittleWeb) -> LittleSite:
    """A live site with one brand that is heard in one feed."""
    return LittleSite(tmp_path).live().brand("Blue Tram", source("talk", url=f"{web.base}/feed"))


def feed(web: LittleWeb, *posts: Post, older: str | None = None) -> bytes:
    """The posts as a feed whose links lead into the little web."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{one.key}</guid><link>{web.base}/{one.key}</link>"
        f"<author>{one.author}</author><description>{one.words}</description></item>"
        for one in posts
    )
    link = f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='prev-archive' href='{older}'/>"
    head = "<title>Talk</title>" + (link if older else "")
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def listen(site: LittleSite, at: datetime = NOW, options: Options = DUE) -> Heard:
    return site.listen(options, environ={"SAID_AND_DONE_KEY": LIVE_KEY}, now=at)


def heard(site: LittleSite, at: datetime = NOW, options: Options = DUE) -> SourceRun:
    (run,) = listen(site, at, options).runs
    assert accounted(run)
    (one,) = (each for each in run.sources if each.source == "talk")
    return one


def _gone(site: LittleSite) -> list[str]:
    return [event.how for event in site.events() if isinstance(event, GoneEvent)]


def test_nothing_new_is_an_answer_and_changes_no_partition(site: LittleSite, web: LittleWeb) -> None:
    web.page("/a", "<p>Words.</p>")
    web.page("/feed", feed(web, post("a", LATE)), ETag='"1"')
    assert (heard(site).status, heard(site, NOW + DAY / 2).status) == ("heard", "not_due")
    before = site.files("content/archive/blue-tram")
    assert heard(site, NOW + DAY).status == "unchanged"
    web.page("/feed", feed(web, post("a", LATE)))
    assert heard(site, NOW + 2 * DAY).status == "unchanged"
    assert site.files("content/archive/blue-tram") == before


def test_a_new_brand_makes_old_answers_be_heard_anew(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", feed(web, post("a", LATE)), ETag='"1"')
    heard(site)
    site.brand("Green Tram")
    assert heard(site, NOW + DAY).status == "heard"


def test_an_answer_that_cannot_be_read_is_asked_for_whole_again(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", "<html><p>We are moving house.", ETag='"1"')
    assert heard(site).status == "failed"
    web.page("/feed", feed(web, post("a", LATE)), ETag='"1"')
    assert heard(site, NOW + DAY).new == 1


def test_missed_posts_are_fetched_from_the_page_before(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", feed(web, post("a", LATE)))
    heard(site)
    web.page("/older", feed(web, post("b", CHARGED, author="ben"), post("a", LATE)))
    web.page("/feed", feed(web, post("c", RUDE, author="cid"), older=f"{web.base}/older"))
    one = heard(site, NOW + DAY)
    assert (one.new, one.known, one.gap, one.requests) == (2, 1, False, 2)
    assert site.archive.facts()["talk"].gaps == ()


def test_posts_that_cannot_be_fetched_any_more_leave_a_gap_that_pages_show(
    site: LittleSite, web: LittleWeb
) -> None:
    web.page("/feed", feed(web, post("a", LATE)))
    heard(site)
    web.page("/feed", feed(web, post("c", RUDE, author="cid")))
    assert heard(site, NOW + DAY).gap
    (gap,) = site.archive.facts()["talk"].gaps
    assert (gap.start, gap.end) == (NOW, NOW + DAY)
    site.build()
    assert "no older page could be read" in site.files("build/site")["record/index.html"].decode()


def test_a_person_may_have_older_pages_read(site: LittleSite, web: LittleWeb) -> None:
    web.page("/older", feed(web, post("a", LATE)))
    web.page("/feed", feed(web, post("b", CHARGED), older=f"{web.base}/older"))
    assert heard(site).new == 1
    since = Options(since=datetime(2026, 1, 1, tzinfo=UTC), allow_private=True)
    assert heard(site, NOW + DAY / 24, since).new == 1


@pytest.mark.parametrize(
    ("answer", "how"),
    [
        ({"status": 404}, "404"),
        ({"status": 410}, "410"),
        ({"body": "<meta name='robots' content='noindex'>"}, "noindex"),
        ({"X_Robots_Tag": "noindex"}, "noindex"),
    ],
)
def test_a_post_that_is_gone_at_its_source_loses_its_words_here(
    site: LittleSite, web: LittleWeb, answer: dict[str, Any], how: str
) -> None:
    web.page("/feed", feed(web, post("a", LATE)), ETag='"1"')
    web.page("/a", "<p>Words.</p>")
    heard(site)
    standing = heard(site, NOW + DAY)
    assert (standing.checked, standing.gone, standing.checks_failed) == (1, 0, 0)
    web.page("/a", **answer)
    assert (heard(site, NOW + 2 * DAY).gone, _gone(site)) == (1, [how])
    site.build()
    page = site.files("build/site")["brands/blue-tram/index.html"].decode()
    assert "two hours late" not in page


def test_a_post_found_again_shows_its_words_again(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", feed(web, post("a", LATE)), ETag='"1"')
    heard(site)
    heard(site, NOW + DAY)
    web.page("/a", "<p>Words.</p>")
    back = heard(site, NOW + 9 * DAY)
    assert (back.back, _gone(site)) == (1, ["404", "back"])


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_other_failures_of_a_post_hide_nothing(site: LittleSite, web: LittleWeb, status: int) -> None:
    web.page("/feed", feed(web, post("a", LATE)), ETag='"1"')
    web.page("/a", status=status)
    heard(site)
    one = heard(site, NOW + DAY)
    assert (one.checked, one.checks_failed, one.gone) == (1, 1, 0)


def test_an_edit_brings_the_new_words(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", feed(web, post("a", LATE)))
    heard(site)
    web.page("/feed", feed(web, post("a", CHARGED)))
    assert heard(site, NOW + DAY).revised == 1
    (edit,) = (event for event in site.events() if isinstance(event, RevisionEvent))
    assert edit.excerpt is not None
    assert "charged twice" in edit.excerpt


def test_an_address_that_moved_for_good_is_proposed_as_a_diff_after_three_runs(
    site: LittleSite, web: LittleWeb
) -> None:
    web.page("/feed", status=301, Location="/new")
    web.page("/new", feed(web, post("a", LATE)))
    days = [heard(site, NOW + place * DAY, ALL) for place in range(3)]
    assert [len(one.notes) for one in days] == [0, 0, 1]
    assert f"+    url: {web.base}/new" in days[-1].notes[0] or f"+url: {web.base}/new" in days[-1].notes[0]
    assert [one.status for one in days] == ["heard", "unchanged", "unchanged"]


def test_a_source_that_is_gone_for_good_is_not_asked_again(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", status=410)
    one = heard(site)
    assert one.status == "failed"
    assert "closed_on" in " ".join(one.notes)
    web.seen.clear()
    assert heard(site, NOW + 9 * DAY).status == "not_due"
    assert web.paths == []


def test_a_source_whose_host_asks_for_a_pause_is_left_alone_until_then(
    site: LittleSite, web: LittleWeb
) -> None:
    web.page("/feed", status=429, Retry_After="172800")
    heard(site)
    web.page("/feed", feed(web, post("a", LATE)))
    assert heard(site, NOW + DAY, ALL).status == "failed"
    assert heard(site, NOW + 3 * DAY, ALL).status == "heard"


def test_a_place_that_does_not_want_machines_is_not_asked(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", feed(web, post("a", LATE)))
    web.page("/robots.txt", "User-agent: *\nDisallow: /")
    one = heard(site)
    assert (one.status, "robots.txt" in one.message, web.paths) == ("failed", True, [])


def test_what_was_heard_before_a_person_stopped_it_is_kept(tmp_path: Path, web: LittleWeb) -> None:
    site = LittleSite(tmp_path).live()
    names = ("one", "two", "three")
    for name in names:
        web.page(f"/{name}", feed(web, post(name, LATE, author=name)))
    site.brand("Blue Tram", *(source(name, url=f"{web.base}/{name}") for name in names))
    route = web.routes["/two"]

    def interrupting(handler: BaseHTTPRequestHandler) -> Any:
        signal.raise_signal(signal.SIGINT)
        return route(handler) if callable(route) else route

    web.routes["/two"] = interrupting
    stopped = listen(site)
    assert stopped.stopped
    assert stopped.waiting == 3 - len(site.mentions())
    assert len(site.mentions()) in {1, 2}
    web.routes["/two"] = route
    listen(site, NOW + DAY / 24)
    assert len(site.mentions()) == 3


def test_two_places_of_one_host_with_the_same_ids_do_not_speak_for_each_other(
    tmp_path: Path, web: LittleWeb
) -> None:
    site = LittleSite(tmp_path).live()
    site.brand("Blue Tram", *(source(name, url=f"{web.base}/{name}/feed") for name in ("north", "south")))
    web.page("/north/feed", feed(web, post("12", LATE)))
    web.page("/12", "<p>Words.</p>")
    listen(site)
    gone = "<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='12'/>"
    other = feed(web, post("12", CHARGED, author="ben"))
    south = other.replace(f"{web.base}/12<".encode(), f"{web.base}/south/12<".encode())
    web.page("/south/feed", south)
    (run,) = listen(site, NOW + DAY, ALL).runs
    assert ["same ids for other posts" in " ".join(one.notes) for one in run.sources] == [False, True]
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>South</title>{gone}</feed>"
    web.page("/south/feed", atom)
    listen(site, NOW + 2 * DAY, ALL)
    assert _gone(site) == []


def test_a_host_that_asks_to_keep_all_its_posts_out_of_indexes_is_obeyed_and_told(
    site: LittleSite, web: LittleWeb
) -> None:
    posts = [post(f"p{number}", f"{LATE} Tram {number}.", author=f"a{number}") for number in range(10)]
    web.page("/feed", feed(web, *posts), ETag='"1"')
    for one in posts:
        web.page(f"/{one.key}", "<meta name='robots' content='noindex'>")
    heard(site)
    told = heard(site, NOW + DAY)
    assert told.gone == 10
    assert "login page" in " ".join(told.notes)


def test_the_summary_says_what_a_person_should_read(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", status=410)
    words = markdown(listen(site).runs)
    assert "talk" in words
    assert "closed_on" in words
