"""From content/ to a site: the same bytes each time, whole or not at all, and nobody's mistake stops it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.errors import ArchiveError, ConfigurationError, NothingPublishedError
from generator.model.book import Book
from generator.model.page import Asset
from generator.model.source import Source
from generator.pipeline.book import in_force
from generator.pipeline.build import bind
from generator.render import feeds
from tests.pipeline.conftest import copied
from tests.pipeline.little_site import CHARGED, LATE, RUDE, LittleSite, post


@pytest.fixture(scope="module")
def built(listened: LittleSite, tmp_path_factory: pytest.TempPathFactory) -> LittleSite:
    """Built once; only to be looked at."""
    site = copied(listened, tmp_path_factory.mktemp("built") / "site")
    site.respond("blue-tram", "2026-03-20-tickets", "We refund every double charge.", theme="refunds")
    site.build()
    return site


def test_two_builds_differ_in_no_byte(built: LittleSite, tmp_path: Path) -> None:
    other = copied(built, tmp_path / "other")
    first = other.files("build/site")
    other.build()
    assert len(first) > 50
    assert other.files("build/site") == first


def test_every_brand_and_the_frame_of_the_site_have_pages(built: LittleSite) -> None:
    pages = built.files("build/site")
    for page in ("", "brands/", "brands/blue-tram/", "brands/oak-ferries/", "record/", "waiting/"):
        assert f"{page}index.html" in pages
    assert b"Invented for a test." in pages["index.html"]


def test_a_response_not_yet_in_the_ledger_answers_as_of_the_clock(built: LittleSite) -> None:
    page = built.files("build/site")["brands/blue-tram/issues/refunds/index.html"].decode()
    assert "We refund every double charge." in page
    assert built.archive.ledger() == ()


def test_build_writes_nothing_below_content_and_opens_no_socket(
    heard: LittleSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = heard.files("content")

    def refused(*_given: object, **_named: object) -> None:
        message = "build opened a socket"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    heard.build()
    assert heard.files("content") == before


def test_a_removal_hides_at_once_also_where_the_clock_is_older_than_the_wish(
    built: LittleSite, tmp_path: Path
) -> None:
    site = copied(built, tmp_path / "site")
    words = RUDE.encode()
    shown = _saying(site, words)
    assert shown
    for one in site.mentions():
        if one.brand == "oak-ferries":
            site.remove(one.id, "2026-04-11T06:00:00Z")
    site.build()
    assert _saying(site, words) == set()
    assert sum(one.brand == "oak-ferries" for one in site.mentions()) == 2


def _saying(site: LittleSite, words: bytes) -> set[str]:
    return {
        name
        for name, body in site.files("build/site").items()
        if name.startswith("brands/oak-ferries/") and words in body
    }


def test_only_decisions_that_protect_somebody_run_ahead_of_the_clock(heard: LittleSite) -> None:
    as_of = datetime(2026, 4, 10, 6, 0, tzinfo=UTC)
    target = heard.mentions()[0].id
    for day, kind in enumerate(("remove", "restore", "release", "dispute"), 1):
        heard.moderate(kind, target, f"2026-05-0{day}T06:00:00Z", decide_by="2026-06-01")
    found = {
        event.kind.value: event.at > as_of for _, event in in_force(heard.load().content.moderation, as_of)
    }
    assert found == {"remove": False, "restore": True, "release": True, "dispute": False}


def test_a_broken_brand_file_is_listed_and_everything_else_is_published(heard: LittleSite) -> None:
    heard.write("content/brands/elm-bank.yml", "id: elm-bank\nname: Elm Bank\nsecktor: Banks\n")
    made = heard.build()
    assert any(problem.startswith("content/brands/elm-bank.yml:3: unknown-key") for problem in made.problems)
    pages = heard.files("build/site")
    assert "brands/blue-tram/index.html" in pages
    assert b"content/brands/elm-bank.yml" in pages["record/index.html"]


def test_a_moderation_event_for_a_stranger_is_listed_and_stops_nothing(heard: LittleSite) -> None:
    heard.remove("a" * 16, "2026-04-01T06:00:00Z")
    book, _ = bind(heard.load())
    assert "which is not in the archive" in "\n".join(book.problems)


def test_a_merged_brand_has_no_page_and_company_owned_sources_are_not_pooled(site: LittleSite) -> None:
    site.brand("Old Tram", merged_into="blue-tram", aliases=["Old Tram"])
    sources = [{**one.model_dump(mode="json"), "owner": "company"} for one in _sources(site, "oak-ferries")]
    site.brand("Oak Ferries", *sources, aliases=["Oak Ferries"])
    site.listen()
    book, _ = bind(site.load())
    assert [one.brand.id for one in book.brands] == ["blue-tram", "oak-ferries"]
    oak = book.brands[1]
    assert oak.company_owned is not None
    assert len(oak.cases) == 2
    assert (oak.measures.people.numerator, oak.company_owned.people.numerator) == (1, 1)
    assert {one.source.id: one.brands for one in book.sources} == {
        "forum": ("blue-tram",),
        "hotline": (),
        "wire": ("oak-ferries",),
    }


def _sources(site: LittleSite, brand: str) -> Iterator[Source]:
    return (source for one in site.load().content.brands if one.id == brand for source in one.sources)


def test_a_broken_configuration_is_told_with_all_its_mistakes(heard: LittleSite) -> None:
    heard.settings["site"]["timezone"] = "Mars/Olympus"
    heard.settings["publisher"]["relationship"] = "friend"
    heard.settings["publischer"] = {}
    heard.save()
    with pytest.raises(ConfigurationError) as caught:
        heard.build()
    said = str(caught.value)
    assert "unknown-key" in said
    assert "relationship" in said
    assert "site_config.yml:" in said


def test_an_empty_archive_is_a_sentence(site: LittleSite) -> None:
    with pytest.raises(NothingPublishedError, match="Nothing was heard yet: content/archive holds no clock"):
        site.build()


def test_an_archive_that_nobody_wrote_stops_the_build_and_names_the_line(heard: LittleSite) -> None:
    path = next(iter(sorted((heard.root / "content/archive/blue-tram").glob("*.jsonl"))))
    path.write_bytes(path.read_bytes() + b'{"type":"rumour"}\n')
    with pytest.raises(ArchiveError, match=r"blue-tram/2026-03\.jsonl:\d+"):
        heard.build()


def test_a_failed_build_leaves_the_site_that_was_there(
    heard: LittleSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard.build()
    before = heard.files("build")

    def broken(book: Book, brand: object) -> Asset:
        del book, brand
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(feeds, "brand_feed", broken)
    with pytest.raises(OSError, match="No space left"):
        heard.build()
    assert heard.files("build") == before


def test_what_reading_the_archive_left_out_is_told(heard: LittleSite) -> None:
    path = heard.root / "content/archive/blue-tram/2026-04.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    _, notices = bind(heard.load())
    assert len(notices) == 1
    assert "2026-04.jsonl" in notices[0]


def test_posts_first_seen_after_the_clock_wait(heard: LittleSite) -> None:
    posts = [post("z", LATE, "2026-04-19T10:00:00+00:00"), post("zz", CHARGED, "2026-04-19T11:00:00+00:00")]
    heard.run("2026-04-20T06:00:00Z", forum=posts).listen()
    book, _ = bind(heard.load())
    assert sum(len(one.cases) for one in book.brands) > 8
    heard.archive.write_clock(datetime(2026, 4, 10, 6, 0, tzinfo=UTC))
    book, _ = bind(heard.load())
    assert sum(len(one.cases) for one in book.brands) == 8
