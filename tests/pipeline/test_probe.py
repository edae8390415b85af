"""Trying sources before they are written down, against a web on loopback."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.model.entry import FetchFailure
from generator.model.words import SourceKind
from generator.pipeline.flaws import warnings
from generator.pipeline.hear import Live, Manner
from generator.pipeline.probe import Probe, Prober, Wish
from generator.pipeline.source_yaml import source_yaml
from tests.ingest.little_web import LittleWeb
from tests.pipeline.little_site import CHARGED, KIND, LATE, NOW, POOL, RUDE, LittleSite, post, rss, source

RSS = "application/rss+xml"
HTML = "text/html"
POSTS = (
    post("a", f"Blue Tram: {LATE}", "2026-04-10T10:00:00+00:00"),
    post("b", CHARGED, "2026-04-20T10:00:00+00:00", author="ben"),
    post("c", KIND, "2026-04-24T10:00:00+00:00", author="kim"),
)


@pytest.fixture
def site(tmp_path: Path) -> LittleSite:
    site = LittleSite(tmp_path).live()
    return site.brand("Blue Tram", source("talk", url="https://talk.example/feed"))


def prober(site: LittleSite) -> Prober:
    loaded = site.load()
    manner = Manner(everything=True, anew=True, allow_private=True)
    return Prober(loaded, Live(loaded, NOW, rules="", manner=manner), POOL, now=NOW)


def tried(site: LittleSite, url: str, **more: object) -> Probe:
    return prober(site).probe(url, **more)  # type: ignore[arg-type]


def feed(web: LittleWeb, path: str = "/feed", body: bytes | None = None) -> str:
    return web.page(path, rss(POSTS) if body is None else body, Content_Type=RSS)


def test_a_feed_is_told_asked_once_and_counted(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, feed(web))
    assert web.paths == ["feed"]
    assert probe.why == "it is a feed"
    assert probe.source is not None
    assert (probe.source.id, probe.source.title, probe.source.kind) == ("forum", "Forum", SourceKind.FEED)
    found = probe.found
    assert found is not None
    assert (found.read, found.kept, found.policy) == (3, 3, "guid")
    assert (str(found.first), str(found.last), found.a_week) == ("2026-04-10", "2026-04-24", 1.5)
    assert dict(found.has) == {"author": 3, "date": 3, "link": 3, "thread": 0, "score": 0, "rating": 0}
    assert found.naming == (("blue-tram", 1),)
    assert (found.sure, found.languages) == (2, (("en", 3),))
    assert 0 < len(found.examples) <= 3


def test_what_is_tried_leaves_nothing_behind(site: LittleSite, web: LittleWeb) -> None:
    before = site.files(".")
    tried(site, feed(web))
    assert site.files(".") == before


def test_examples_are_masked(site: LittleSite, web: LittleWeb) -> None:
    words = "Blue Tram was late again, write to ann.lee@mail.example or call 020 7946 0958."
    probe = tried(site, feed(web, body=rss([post("a", words)])))
    assert probe.found is not None
    assert probe.found.examples
    assert not any("mail.example" in one or "7946" in one for one in probe.found.examples)


def test_a_page_lists_its_feeds_and_the_first_is_tried(site: LittleSite, web: LittleWeb) -> None:
    feed(web)
    page = (
        "<html lang='en'><head><title>The rail board</title>"
        "<link rel=alternate type='application/rss+xml' title='All' href='/feed'>"
        "<link rel=alternate type='application/atom+xml' href='/atom'></head></html>"
    )
    probe = tried(site, web.page("/board/", page, Content_Type=HTML))
    assert [one.url for one in probe.feeds] == [f"{web.base}/feed", f"{web.base}/atom"]
    assert probe.source is not None
    assert (probe.source.url, probe.source.page) == (f"{web.base}/feed", f"{web.base}/board/")
    assert web.paths == ["board/", "feed"]


def test_a_feed_of_comments_goes_before_the_blogs_own(site: LittleSite, web: LittleWeb) -> None:
    links = "".join(
        f"<link rel=alternate type='application/rss+xml' title='{title}' href='{path}'>"
        for title, path in (("Feed", "/feed/"), ("Comments Feed", "/comments/feed/"), ("Tag", "/tag/feed/"))
    )
    probe = tried(site, web.page("/", f"<html>{links}</html>", Content_Type=HTML))
    assert [one.title for one in probe.feeds] == ["Comments Feed", "Feed", "Tag"]


def test_a_category_keeps_its_own_title_among_those_of_its_topics(site: LittleSite, web: LittleWeb) -> None:
    head = "<title>Complaints</title><meta name=generator content='Discourse 3.4'>"
    url = web.page("/c/complaints/12", f"<html><head>{head}</head></html>", Content_Type=HTML)
    topic = {"id": 7, "last_posted_at": "2026-04-20T10:00:00Z", "highest_post_number": 1}
    words = {"id": 70, "topic_id": 7, "post_number": 1, "cooked": f"<p>{LATE}</p>", "username": "ann"}
    dated = {**words, "created_at": "2026-04-20T10:00:00Z", "updated_at": "2026-04-20T10:00:00Z"}
    stream = {"posts": [dated], "stream": [70]}
    listing = json.dumps({"topic_list": {"topics": [topic]}})
    for path in ("/c/complaints/12/l/latest.json", "/c/complaints/12/l/latest.json?order=activity"):
        web.page(path, listing)
    web.page("/t/7.json", json.dumps({"id": 7, "title": "A late tram", "post_stream": stream}))
    probe = tried(site, url)
    assert probe.found is not None
    assert probe.found.kept == 1
    assert probe.source is not None
    assert (probe.source.id, probe.source.title) == ("complaints", "Complaints")


def test_a_page_without_feeds_is_looked_at_where_its_software_has_them(
    site: LittleSite, web: LittleWeb
) -> None:
    feed(web, "/app.php/feed")
    page = "<html><body id='phpbb'></body></html>"
    probe = tried(site, web.page("/", page, Content_Type=HTML))
    assert probe.source is not None
    assert probe.source.url == f"{web.base}/app.php/feed"


NO_ADDRESSES = ("", "  ", "ftp://talk.example/feed", "https:///feed", "http://[talk/feed")


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_is_refused_without_asking(site: LittleSite, url: str) -> None:
    probe = tried(site, url)
    assert "is no address that can be heard" in probe.failure
    assert probe.source is None


def test_a_host_without_its_scheme_is_told_apart_from_a_file(site: LittleSite) -> None:
    assert tried(site, "talk.example").failure.endswith("A web address begins with https://.")


FAILURES = {
    "a page of a software whose feeds are elsewhere": (
        "<html><body id='phpbb'></body></html>",
        200,
        "names no feed, and none stands at its software's usual places. Look",
    ),
    "a page of no known software": ("<html></html>", 200, "names no feed. Look"),
    "a list of feeds": ("<?xml version='1.0'?><opml version='2.0'>", 200, "sources import FILE"),
    "a page without any feed": ("<html></html>", 200, "names no feed"),
    "an answer nothing can read": ("words", 200, "is no feed, forum, mailbox or table that can be read"),
    "an address that is not there": ("", 404, "there is nothing at this address"),
    "a feed without a feed in it": ("<rss", 200, "feed"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_cannot_be_heard_is_said_in_a_sentence(site: LittleSite, web: LittleWeb, name: str) -> None:
    body, status, words = FAILURES[name]
    probe = tried(site, web.page("/x", body, status=status))
    assert words in probe.failure
    assert probe.found is None
    assert warnings(probe) == ()


def test_a_host_nobody_knows_is_a_sentence(site: LittleSite) -> None:
    assert "host name is not known" in tried(site, "https://nowhere.example/feed").failure


def test_a_kind_that_a_person_names_is_believed(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, web.page("/x", "words"), kind=SourceKind.FEED)
    assert (probe.why, probe.source and probe.source.kind) == ("you said so", SourceKind.FEED)
    assert probe.failure


def test_an_address_that_does_not_fit_its_kind_says_how_it_is_written(
    site: LittleSite, web: LittleWeb
) -> None:
    probe = tried(site, web.page("/x", "words"), kind=SourceKind.LEMMY, wish=Wish(brand="blue-tram"))
    assert probe.failure
    assert probe.said is None or probe.said.failed


def test_a_table_is_mapped_by_the_names_of_its_columns(site: LittleSite, web: LittleWeb) -> None:
    body = f"ref,received,summary,company\n1,2026-01-02,{LATE},Blue Tram\n2,2026-01-03,{RUDE},Other\n"
    probe = tried(site, web.page("/calls.csv", body))
    assert probe.source is not None
    assert probe.source.columns is not None
    assert (probe.source.columns.id, probe.source.columns.text) == ("ref", "summary")
    assert probe.found is not None
    assert (probe.found.kept, probe.found.sure, probe.found.naming) == (2, 2, (("blue-tram", 1),))
    assert "  columns:" in source_yaml(probe.source)


@pytest.mark.parametrize(("body", "words"), [("a,b\n1,2\n", "2 columns (a, b)"), ("", "it has no rows")])
def test_a_table_that_cannot_be_mapped_names_its_columns(
    site: LittleSite, web: LittleWeb, body: str, words: str
) -> None:
    probe = tried(site, web.page("/calls.csv", body))
    assert words in probe.failure


def test_a_table_that_tells_some_of_its_columns_asks_for_the_others(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, web.page("/calls.csv", f"ref,received,x\n1,2026-01-02,{LATE}\n"))
    assert probe.failure.endswith("their names do not tell which is text.")
    assert probe.source is not None
    made = source_yaml(probe.source, asked=probe.asked).splitlines()
    assert '      id: "ref"' in made
    assert "      text:  # Which column holds the words?" in made


def test_days_are_told_in_the_zone_of_the_site(site: LittleSite) -> None:
    site.settings["site"]["timezone"] = "Asia/Tokyo"
    site.save()
    rows = (f"{number},2026-04-{number:02},{LATE}" for number in (2, 3))
    site.write("calls.csv", "\n".join(["ref,received,summary", *rows]))
    probe = tried(site, "calls.csv")
    assert probe.found is not None
    assert (str(probe.found.first), str(probe.found.last)) == ("2026-04-02", "2026-04-03")


def test_a_file_on_the_web_keeps_what_it_holds_and_needs_no_haste(site: LittleSite, web: LittleWeb) -> None:
    mails = "".join(
        f"From ann@mail.example Thu Apr  2 10:00:00 2026\nFrom: ann@mail.example\nMessage-ID: <{number}@x>\n"
        f"Subject: Late\nDate: Thu, 02 Apr 2026 10:0{number}:00 +0000\n\n{LATE}\n\n"
        for number in range(5)
    )
    probe = tried(site, web.page("/list.mbox", mails))
    assert probe.found is not None
    assert probe.found.kept == 5
    assert probe.source is not None
    assert probe.source.every_hours is None
    assert not any("must be asked every" in one for one in warnings(probe))


def test_a_missing_table_is_a_sentence(site: LittleSite) -> None:
    assert tried(site, "imports/none.csv").failure


def test_a_file_below_the_site_is_tried_like_an_address(site: LittleSite) -> None:
    site.write("imports/talk.xml", rss(POSTS))
    probe = tried(site, "imports/talk.xml")
    assert probe.found is not None
    assert probe.found.kept == 3


def test_a_brands_source_that_rarely_names_it_is_warned_about(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, feed(web), wish=Wish(brand="blue-tram"))
    assert any("Not half of its entries name the brand" in one for one in warnings(probe))
    assert probe.source is not None
    assert probe.source.about == "blue-tram"


def test_going_back_leaves_out_what_is_older(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, feed(web), wish=Wish(reach=datetime(2026, 4, 15, tzinfo=UTC)))
    assert [one.key for one in probe.entries] == ["guid:b", "guid:c"]


def _dense(count: int, minutes: int) -> bytes:
    start = datetime(2026, 4, 30, tzinfo=UTC)
    return rss(
        post(f"p{number}", RUDE, (start + timedelta(minutes=minutes * number)).isoformat())
        for number in range(count)
    )


def test_a_feed_that_runs_over_soon_is_asked_more_often(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, feed(web, body=_dense(10, 60)))
    assert probe.source is not None
    assert probe.source.every_hours == 4
    assert any("cover 9 hours only: it must be asked every 4 hours" in one for one in warnings(probe))
    assert "every_hours: 4" in source_yaml(probe.source)


def test_a_slow_feed_keeps_the_interval_of_the_site(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, feed(web))
    assert probe.source is not None
    assert probe.source.every_hours is None


BARE = (
    b"<rss version='2.0'><channel><title>Bare</title>"
    b"<item><description>The tram is late again and nobody answers.</description></item>"
    b"<item><description>My refund never came.</description><pubDate>2026-04-01 10:00</pubDate></item>"
    b"</channel></rss>"
)


def test_what_entries_lack_is_warned_about(site: LittleSite, web: LittleWeb) -> None:
    said = " ".join(warnings(tried(site, feed(web, body=BARE))))
    for words in (
        "without a readable date",
        "1 date without a usable time zone: that of the site is assumed",
        "with neither id nor link",
        "No entry names its author",
        "2 entries without a link",
        "No entry names a brand of this site",
    ):
        assert words in said


def test_an_empty_feed_can_be_heard_and_says_little(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, feed(web, body=rss([])))
    assert probe.failure == ""
    assert "It holds no entry at present" in warnings(probe)[0]


def test_a_place_that_wants_no_index_or_has_moved_is_warned_about(site: LittleSite, web: LittleWeb) -> None:
    web.page("/feed", rss(POSTS), Content_Type=RSS, X_Robots_Tag="noindex")
    said = " ".join(warnings(tried(site, web.page("/old", status=301, Location="/feed"))))
    assert f"moved for good to {web.base}/feed: that address is proposed." in said
    assert "noindex" in said


def test_a_robots_refusal_is_a_sentence(site: LittleSite, web: LittleWeb) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /\n")
    probe = tried(site, feed(web))
    assert "robots" in probe.failure.lower()


def test_an_answer_that_never_came_is_a_failure(site: LittleSite) -> None:
    trying = prober(site)
    trying.answerer.stop()
    assert trying.answerer.stopped
    answer = trying.look("imports/none.xml")
    assert isinstance(answer, FetchFailure)
    assert "was not asked" in answer.message


def test_a_source_known_already_keeps_its_id_from_the_new_one(site: LittleSite, web: LittleWeb) -> None:
    site.brand("Blue Tram", source("forum", url="https://talk.example/feed"))
    probe = tried(site, feed(web))
    assert probe.source is not None
    assert probe.source.id == "forum-2"


def test_the_proposed_yaml_is_accepted_and_prints_no_words_until_rights_are_said(
    site: LittleSite, web: LittleWeb
) -> None:
    probe = tried(site, feed(web))
    assert probe.source is not None
    text = source_yaml(probe.source, notes=("Found\nby hand.",))
    site.write("content/brands/elm.yml", f"id: elm\nname: Elm Bank\nsector: Banks\nsources:\n{text}")
    loaded = site.load()
    assert [str(one) for one in loaded.problems] == []
    (found,) = next(one for one in loaded.content.brands if one.id == "elm").sources
    assert found.rights is None
    assert "# Found by hand." in text
    assert "# rights:" in text


def test_dates_are_counted_over_their_real_span(site: LittleSite, web: LittleWeb) -> None:
    probe = tried(site, feed(web, body=rss([post("a", LATE)])))
    assert probe.found is not None
    assert (probe.found.a_week, probe.found.hours) == (None, 0.0)


def test_a_language_the_site_does_not_hear_is_told(site: LittleSite) -> None:
    words = "Die Straßenbahn kommt schon wieder zu spät und am Telefon meldet sich niemand."
    site.write("talk.xml", rss([post("a", words), post("b", f"{words} Zum dritten Mal.")]))
    probe = tried(site, "talk.xml")
    assert probe.source is not None
    assert probe.source.language == "de"
    assert any("Most of it is in `de`" in one for one in warnings(probe, ("en",)))
    assert not any("Most of it is in" in one for one in warnings(probe, ("en", "de")))
