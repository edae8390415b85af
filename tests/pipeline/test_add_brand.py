"""Proposing a brand: its names, and where its customers speak, against a web on loopback."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import cast
from urllib.parse import unquote_plus

import pytest

from generator.errors import UsageError
from generator.model.entry import Ask, FetchFailure, FetchRequest, Snapshot, SourceAnswer
from generator.model.source import Source
from generator.model.words import SourceId, SourceKind, SourceOwner
from generator.pipeline.add_brand import Proposed, Wanted, propose, write
from generator.pipeline.discover import home_of, host_of, scout
from generator.pipeline.hear import Live, Manner
from generator.pipeline.probe import Prober
from tests.ingest.little_web import LittleWeb
from tests.pipeline.little_site import CHARGED, KIND, LATE, NOW, POOL, RUDE, LittleSite, post, rss, source

LATELY = (NOW - timedelta(days=3)).isoformat()
LONG_AGO = (NOW - timedelta(days=300)).isoformat()
CITY = (
    post("1", f"Elm Bank: {CHARGED}", LATELY, author="ann"),
    post("2", f"ElmBank again. {RUDE}", LATELY, author="ben"),
    post("3", LATE, LATELY, author="cyd"),
    post("4", f"Elm Bank, years ago: {RUDE}", LONG_AGO, author="dan"),
    post("5", "I sat under an elm and waited.", LATELY, author="eve"),
)


@pytest.fixture
def site(tmp_path: Path) -> LittleSite:
    """A live site that hears one brand, and one forum in which any brand may be named."""
    site = LittleSite(tmp_path).live()
    site.write("imports/city.xml", rss(CITY))
    site.brand("Blue Tram", source("talk", url="imports/talk.xml"))
    return site.shared(source("city", url="imports/city.xml"))


def proposed(site: LittleSite, name: str = "Elm Bank plc", *domains: str, **more: object) -> Proposed:
    loaded = site.load()
    live = Live(loaded, NOW, rules="", manner=Manner(everything=True, anew=True, allow_private=True))
    prober = Prober(loaded, live, POOL, now=NOW)
    wanted = Wanted(name=name, domains=domains, **more)  # type: ignore[arg-type]
    return propose(loaded, wanted, prober, prober, NOW)


def test_forums_heard_already_are_read_for_the_proposed_names(site: LittleSite) -> None:
    found = proposed(site)
    assert [one.text for one in found.names] == ["Elm Bank", "ElmBank"]
    (city,) = found.heard
    assert city.known
    assert (city.source.id, city.entries, city.naming) == ("city", 4, 2)
    assert (city.sure, city.review) == (2, 0)
    assert city.examples


def test_the_days_that_are_looked_at_can_be_more(site: LittleSite) -> None:
    (city,) = proposed(site, days=366).heard
    assert (city.entries, city.naming) == (5, 3)


def test_a_name_that_people_write_small_is_told_apart_by_its_capitals(site: LittleSite) -> None:
    found = proposed(site, "Elm plc")
    assert [(one.text, one.case) for one in found.names] == [("Elm", True)]
    assert not found.ordinary
    assert '{any: ["Elm"], case: true}' in found.yaml
    assert proposed(site, "Elm").ordinary


def test_a_name_of_another_brand_is_left_out(site: LittleSite) -> None:
    site.brand("Oak Ferries", aliases=["ElmBank"])
    found = proposed(site)
    assert [(one.text, one.taken) for one in found.names] == [("Elm Bank", ""), ("ElmBank", "oak-ferries")]
    assert found.brand.aliases == ("Elm Bank",)


@pytest.mark.parametrize(
    ("name", "sector", "words"),
    [
        ("Blue Tram", "Banks", "is a name of blue-tram already"),
        ("BLUE-TRAM", "Banks", "is a name of blue-tram already"),
        ("!!!", "Banks", "no letter or digit"),
        ("EE", "Banks", "A name has 3 to 500 characters"),
        ("Elm Bank", "B", "A sector has 3 to 500 characters"),
    ],
)
def test_a_name_that_cannot_be_used_is_a_sentence(
    site: LittleSite, name: str, sector: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        proposed(site, name, sector=sector)


def test_feeds_that_the_home_page_names_are_tried_as_the_companys_own(
    site: LittleSite, web: LittleWeb
) -> None:
    web.page("/talk.xml", rss(CITY))
    web.page("/", "<html><link rel=alternate type='application/rss+xml' href='/talk.xml'></html>")
    found = proposed(site, "Elm Bank plc", f"{web.base}/")
    (own,) = found.found
    assert (own.source.owner, own.known, own.entries, own.naming) == (SourceOwner.COMPANY, False, 4, 4)
    assert own.where == "its home page names it"
    assert "owner: company" in found.yaml
    assert "4 about it" in found.yaml
    assert found.brand.domains == ("127.0.0.1",)


def test_usual_places_are_tried_where_the_home_page_names_none(site: LittleSite, web: LittleWeb) -> None:
    web.page("/", "<html></html>")
    web.page("/rss", rss([post("n", KIND, LATELY)]))
    web.page("/blog", "<html><link rel=alternate type='application/rss+xml' href='/blog.xml'></html>")
    web.page("/blog.xml", "no feed at all")
    found = proposed(site, "Elm Bank plc", f"{web.base}/")
    assert [(one.source.url, bool(one.failure)) for one in found.found] == [
        (f"{web.base}/rss", False),
        (f"{web.base}/blog.xml", True),
    ]
    assert "/blog.xml" not in found.yaml


def test_a_forum_of_discourse_is_tried_through_its_interface(site: LittleSite, web: LittleWeb) -> None:
    web.page("/", "<html><meta name='generator' content='Discourse 3'></html>")
    (own,) = proposed(site, "Elm Bank plc", f"{web.base}/").found
    assert own.source.kind is SourceKind.DISCOURSE


def test_a_source_of_the_site_is_not_proposed_again(site: LittleSite, web: LittleWeb) -> None:
    feed = web.page("/talk.xml", rss(CITY))
    web.page("/", "<html><link rel=alternate type='application/rss+xml' href='/talk.xml'></html>")
    site.brand("Blue Tram", source("talk", url=feed))
    assert proposed(site, "Elm Bank plc", f"{web.base}/").found == ()


def test_no_more_than_a_few_places_are_tried_and_the_others_are_named(
    site: LittleSite, web: LittleWeb
) -> None:
    links = "".join(f"<link rel=alternate type='application/rss+xml' href='/{n}.xml'>" for n in range(10))
    web.page("/", f"<html>{links}</html>")
    found = proposed(site, "Elm Bank plc", f"{web.base}/")
    assert (len(found.found), [one.url for one in found.untried]) == (
        8,
        [f"{web.base}/8.xml", f"{web.base}/9.xml"],
    )


def test_a_domain_nobody_knows_is_told_and_stops_nothing(site: LittleSite) -> None:
    found = proposed(site, "Elm Bank plc", "elm-bank.example")
    assert "host name is not known" in found.troubles[0]
    assert found.brand.domains == ("elm-bank.example",)
    assert len(found.heard) == 1


def test_the_file_is_written_once_and_has_no_mistake(site: LittleSite, web: LittleWeb) -> None:
    web.page("/talk.xml", rss(CITY))
    web.page("/", "<html><link rel=alternate type='application/rss+xml' href='/talk.xml'></html>")
    found = proposed(site, "Elm Bank plc", f"{web.base}/", sector="Banks")
    path = write(site.load(), found)
    assert path == site.root / "content/brands/elm-bank.yml"
    assert [str(one) for one in site.load().problems if one.path.endswith("elm-bank.yml")] == []
    with pytest.raises(UsageError, match="is there already"):
        write(site.load(), found)


class Looks:
    """Pages by address, in the place of a prober."""

    def __init__(self, **pages: str) -> None:
        self.pages = {f"https://{name.replace('_', '.')}.example/": body for name, body in pages.items()}
        self.asked: list[str] = []

    def look(self, url: str) -> SourceAnswer:
        self.asked.append(url)
        if url not in self.pages:
            return FetchFailure(source=SourceId("x"), code="status", message=f"{url}: answered 404.")
        return Snapshot(source=SourceId("x"), url=url, body=self.pages[url].encode())


FEED_LINK = "<link rel=alternate type='application/rss+xml' href='/new.rss'>"
LINKS = (
    "<html><a href='https://forum.elm.example/t/1'>talk</a><a href='https://forum.elm.example/'>talk</a>"
    "<a href='https://support.elm.example/help'>help</a><a href='https://community.elm.example/'>more</a>"
    "<a href='https://careers.elm.example/'>jobs</a><a href='https://forum.other.example/'>other</a></html>"
)


def test_forums_that_the_home_page_links_to_are_looked_at_and_no_other_hosts() -> None:
    looks = Looks(
        www_elm=LINKS,
        forum_elm="<html><meta name=generator content='Discourse 3'></html>",
        community_elm="<html><body id='phpbb'></body></html>",
        support_elm=f"<html>{FEED_LINK}</html>",
        forum_other=f"<html>{FEED_LINK}</html>",
        careers_elm=f"<html>{FEED_LINK}</html>",
    )
    found = scout(["www.elm.example", "gone.example"], cast("Prober", looks), ())
    assert [(one.url, one.kind) for one in found.candidates] == [
        ("https://forum.elm.example/", SourceKind.DISCOURSE),
        ("https://support.elm.example/new.rss", None),
        ("https://community.elm.example/", None),
    ]
    assert found.candidates[1].where == "its home page links to support.elm.example"
    assert len(found.troubles) == 1
    assert not any("careers" in url or "other" in url for url in looks.asked)


def test_the_same_feed_of_two_pages_is_one_candidate() -> None:
    looks = Looks(elm=f"<html>{FEED_LINK}{FEED_LINK}</html>")
    found = scout(["elm.example", "https://elm.example/"], cast("Prober", looks), ())
    assert [one.url for one in found.candidates] == ["https://elm.example/new.rss"]


@pytest.mark.parametrize(
    ("written", "home", "host"),
    [
        ("elm.example", "https://elm.example/", "elm.example"),
        ("www.elm.example", "https://www.elm.example/", "elm.example"),
        ("http://elm.example:81/de/", "http://elm.example:81/de/", "elm.example"),
    ],
)
def test_a_domain_may_be_an_address(written: str, home: str, host: str) -> None:
    assert (home_of(written), host_of(written)) == (home, host)


class Deaf:
    """Answers nothing, and remembers what it was asked."""

    stopped = False

    def __init__(self) -> None:
        self.asked: list[str] = []

    def stop(self) -> None:
        raise NotImplementedError

    def rest(self, url: str, seconds: int) -> None:
        raise NotImplementedError

    def request(self, source: Source, ask: Ask, *, first: bool) -> FetchRequest:
        del first
        return FetchRequest(source=SourceId(source.id), url=ask.url, max_bytes=1)

    def answer(self, requests: Sequence[FetchRequest]) -> list[SourceAnswer | None]:
        self.asked += [unquote_plus(one.url) for one in requests]
        return [FetchFailure(source=one.source, code="deaf", message="It is deaf.") for one in requests]


def test_places_that_search_are_searched_for_the_new_names_unless_they_have_words_of_their_own(
    site: LittleSite,
) -> None:
    site.settings["sources"] = []
    site.shared(
        source("news", kind="hackernews", url="https://news.ycombinator.com/"),
        source("desk", kind="hackernews", url="https://hn.algolia.com/", query=["late trams"]),
    )
    deaf, loaded = Deaf(), site.load()
    prober = Prober(loaded, deaf, POOL, now=NOW)
    found = propose(loaded, Wanted(name="Elm Bank plc"), prober, prober, NOW)
    assert [one.failure for one in found.heard] == ["It is deaf.", "It is deaf."]
    words = {part.split('"')[1] for part in deaf.asked}
    assert words == {"late trams", "Elm Bank plc", "Elm Bank", "ElmBank"}
