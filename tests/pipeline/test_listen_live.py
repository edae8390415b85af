"""Listening to the world: with a key, without a network, and from files where they lie."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.errors import ConfigurationError, KeyMissingError, NothingPublishedError, UsageError
from generator.model.words import SourceId
from generator.pipeline.hear import user_agent
from generator.pipeline.listen import Options, read_opened
from generator.pipeline.summary import accounted
from tests.pipeline.little_site import (
    CHARGED,
    HOTLINE,
    LATE,
    LIVE_KEY,
    NOW,
    RUDE,
    LittleSite,
    post,
    row,
    rss,
    source,
    table,
)

KEY = {"SAID_AND_DONE_KEY": LIVE_KEY}


@pytest.fixture
def live(tmp_path: Path) -> LittleSite:
    """A live site that hears two files: a saved feed and a hotline list."""
    site = LittleSite(tmp_path).live()
    site.write("imports/talk.xml", rss([post("a", LATE), post("b", CHARGED, author="ben")]))
    site.write("imports/hotline.csv", table([row("1", RUDE, "Blue Tram"), row("2", RUDE, "No Such Firm")]))
    site.brand("Blue Tram", source("talk", url="imports/talk.xml"))
    return site.shared(source("hotline", kind="records", url="imports/hotline.csv", columns=HOTLINE))


@pytest.fixture
def unreachable(tmp_path: Path) -> LittleSite:
    """A live site whose only source cannot be reached."""
    site = LittleSite(tmp_path).live()
    return site.brand("Blue Tram", source("talk", url="https://talk.example/feed.xml"))


def test_a_live_site_hears_files_where_they_lie(live: LittleSite) -> None:
    run = live.listen(environ=KEY).runs[0]
    assert accounted(run)
    assert [(one.source, one.status, one.new) for one in run.sources] == [
        ("hotline", "heard", 1),
        ("talk", "heard", 2),
    ]
    clock = live.archive.clock()
    assert clock is not None
    assert clock.as_of == NOW


@pytest.mark.parametrize(
    ("environ", "words"), [({}, "is not set"), ({"SAID_AND_DONE_KEY": "short"}, "at least")]
)
def test_a_live_site_without_its_key_stops_before_it_asks_anybody(
    unreachable: LittleSite, environ: dict[str, str], words: str
) -> None:
    with pytest.raises(KeyMissingError, match=words):
        unreachable.listen(environ=environ)
    assert not (unreachable.root / "content" / "archive").exists()


def test_a_source_that_is_not_due_is_not_asked_unless_it_is_named(live: LittleSite) -> None:
    live.listen(environ=KEY)
    soon = NOW + timedelta(hours=2)
    quiet = live.listen(environ=KEY, now=soon).runs[0]
    assert {one.status for one in quiet.sources} == {"not_due"}
    clock = live.archive.clock()
    assert clock is not None
    assert clock.as_of == NOW
    for options in (Options(everything=True), Options(only=("talk",))):
        again = live.listen(options, environ=KEY, now=soon).runs[0]
        assert {one.status for one in again.sources} == {"heard"}
        assert sum(one.new for one in again.sources) == 0
    next_day = live.listen(environ=KEY, now=NOW + timedelta(hours=30)).runs[0]
    assert {one.status for one in next_day.sources} == {"heard"}


def test_a_source_whose_time_is_over_or_has_not_come_is_left_alone(live: LittleSite) -> None:
    live.brand(
        "Blue Tram",
        source("talk", url="imports/talk.xml", closed_on="2026-04-01"),
        source("later", url="imports/talk.xml", opened_on="2026-06-01"),
    )
    run = live.listen(environ=KEY).runs[0]
    assert {one.source: one.status for one in run.sources} == {
        "hotline": "heard",
        "later": "not_due",
        "talk": "not_due",
    }


def test_only_one_brand_is_heard_where_only_one_is_named(live: LittleSite) -> None:
    run = live.listen(Options(brands=("blue-tram",)), environ=KEY).runs[0]
    assert [one.source for one in run.sources] == ["talk"]


def test_a_brand_that_others_are_matched_in_is_searched_by_its_names(live: LittleSite) -> None:
    live.write("imports/city.xml", rss([post("x", f"Blue Tram again: {LATE}"), post("y", LATE)]))
    live.brand("Blue Tram", source("city", url="imports/city.xml", search=True))
    run = live.listen(Options(only=("city",)), environ=KEY).runs[0]
    assert [(one.read, one.new, one.set_aside) for one in run.sources] == [(2, 1, (("no_brand", 1),))]


def test_without_a_network_the_source_fails_and_the_clock_does_not_move(unreachable: LittleSite) -> None:
    run = unreachable.listen(environ=KEY).runs[0]
    assert [one.status for one in run.sources] == ["failed"]
    assert run.sources[0].message.startswith("https://talk.example/feed.xml: ")
    assert unreachable.archive.clock() is None
    gaps = unreachable.archive.facts()[SourceId("talk")].gaps
    assert [(gap.start, gap.end) for gap in gaps] == [(NOW, None)]


def test_a_first_run_without_a_network_publishes_an_empty_site_that_says_so(unreachable: LittleSite) -> None:
    unreachable.listen(environ=KEY)
    built = unreachable.build()
    assert (built.cases, built.brands, built.as_of) == (0, 1, "01 May 2026")
    record = unreachable.files("build/site")["record/index.html"].decode()
    assert "The talk" in record
    assert "1 May 2026 to now" in record


def test_a_dry_run_leaves_no_state_behind(live: LittleSite) -> None:
    before = live.files(".")
    assert sum(one.new for one in live.listen(Options(dry_run=True), environ=KEY).runs[0].sources) == 3
    assert live.files(".") == before


def test_nothing_was_ever_heard_is_a_sentence(live: LittleSite) -> None:
    with pytest.raises(NothingPublishedError, match="Run `listen` first"):
        live.build()


def test_a_folder_without_a_configuration_says_so(live: LittleSite) -> None:
    (live.root / "site_config.yml").unlink()
    with pytest.raises(ConfigurationError, match=r"site_config\.yml:0: missing-file"):
        live.build()


def test_the_sites_own_name_for_itself_carries_its_address(live: LittleSite) -> None:
    assert user_agent(live.load().config) == "SaidAndDone/0.1 (+https://reports.example/)"
    live.live(user_agent="Little/1 (desk@reports.example)")
    assert user_agent(live.load().config) == "Little/1 (desk@reports.example)"


def test_no_path_of_this_machine_reaches_the_archive(live: LittleSite) -> None:
    (live.root / "imports" / "talk.xml").unlink()
    run = live.listen(environ=KEY).runs[0]
    assert [one.source for one in run.failed] == ["talk"]
    assert not any(str(live.root).encode() in body for body in live.files("content/archive").values())


def test_a_response_counts_from_the_day_its_pull_request_was_opened(live: LittleSite) -> None:
    name = live.respond("blue-tram", "2026-04-20-late-trams", "We are sorry.", theme="delays")
    opened = {name: "2026-04-21T08:00:00Z", "another/one": "2026-01-01T00:00:00Z"}
    told = live.write("opened.json", json.dumps(opened))
    live.listen(Options(opened=read_opened(told)), environ=KEY)
    (line,) = live.archive.ledger()
    assert (line.id, line.opened, line.first_seen) == (name, datetime(2026, 4, 21, 8, tzinfo=UTC), NOW)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('{"a": 1}', "Expected `datetime`"),
        ("[]", "Expected `object`"),
        ('{"a": "2026-04-21T08:00:00"}', "names no time zone"),
    ],
)
def test_what_does_not_say_when_a_response_was_opened_is_refused(said: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "opened.json").write_text(said, "utf-8")
    with pytest.raises(UsageError, match=why):
        read_opened(tmp_path / "opened.json")
