"""Listening to a recording: what is archived, what is not, and what a second time changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from generator.archive import Folder, merge
from generator.errors import NothingPublishedError, UsageError
from generator.model.events import ReplyEvent, Tombstone
from generator.model.words import SourceId
from generator.pipeline.listen import Options
from generator.pipeline.summary import accounted, markdown, set_aside
from tests.pipeline.little_site import CHARGED, LATE, RUDE, LittleSite, post, row, rss, source, two_brands

LAST = datetime(2026, 4, 10, 6, 0, tzinfo=UTC)


def test_every_entry_read_is_kept_or_set_aside_by_a_reason(site: LittleSite) -> None:
    heard = site.listen()
    assert [accounted(run) for run in heard.runs] == [True, True, True]
    read = sum(one.read for run in heard.runs for one in run.sources)
    kept = sum(one.kept for run in heard.runs for one in run.sources)
    aside = set_aside(one for run in heard.runs for one in run.sources)
    assert (read, kept, aside) == (16, 15, (("no_brand", 1),))


def test_what_matches_no_brand_is_counted_and_never_stored(listened: LittleSite) -> None:
    facts = listened.archive.facts()[SourceId("hotline")]
    assert (facts.last_read, facts.last_kept, facts.last_set_aside) == (3, 2, (("no_brand", 1),))
    assert not any(b"Nobody Knows" in body for body in listened.files("content").values())
    assert {one.brand for one in listened.mentions() if one.source == "hotline"} == {
        "blue-tram",
        "oak-ferries",
    }


def test_a_second_listen_adds_no_record_and_changes_no_byte(heard: LittleSite) -> None:
    before = heard.files("content/archive")
    again = heard.listen()
    assert [run.now for run in again.runs] == [LAST]
    assert sum(one.new + one.revised for one in again.runs[0].sources) == 0
    assert heard.files("content/archive") == before


def test_two_fresh_listens_write_the_same_bytes(site: LittleSite, listened: LittleSite) -> None:
    site.listen()
    assert site.files("content/archive") == listened.files("content/archive")


def test_catching_up_gives_the_archive_that_hearing_each_run_at_its_time_gives(
    tmp_path: Path, listened: LittleSite
) -> None:
    site = two_brands(tmp_path)
    every, site.runs = site.runs, []
    for run in every:
        site.runs.append(run)
        assert len(site.save().listen().runs) == 1
    assert site.files("content/archive") == listened.files("content/archive")


def test_an_edited_post_becomes_a_revision_and_no_second_mention(listened: LittleSite) -> None:
    lines = [event for event in listened.events() if "third time" in (getattr(event, "excerpt", "") or "")]
    assert [(line.rev, type(line).__name__) for line in lines] == [(1, "RevisionEvent")]
    assert len(listened.mentions()) == 8


@pytest.mark.parametrize(
    ("answers", "day"),
    [
        ({"forum": 304}, 20),
        ({"forum": 500, "wire": 304}, 20),
        ({"forum": 500}, 10),
        ({"forum": b"<html>not a feed</html>"}, 10),
        ({}, 10),
    ],
)
def test_the_clock_is_the_last_run_in_which_any_source_answered_304_included(
    heard: LittleSite, answers: dict[str, int], day: int
) -> None:
    heard.run("2026-04-20T06:00:00Z", **answers).listen()
    clock = heard.archive.clock()
    assert clock is not None
    assert clock.as_of == LAST.replace(day=day)


def test_a_failing_source_opens_a_gap_that_its_next_answer_closes(heard: LittleSite) -> None:
    heard.run("2026-04-20T06:00:00Z", forum=500, wire=[post("n", RUDE, "2026-04-19T10:00:00+00:00")])
    run = heard.listen().runs[-1]
    assert [one.source for one in run.failed] == ["forum"]
    assert [one.new for one in run.sources if one.source == "wire"] == [1]
    gap = heard.archive.facts()[SourceId("forum")].gaps[-1]
    assert (gap.start, gap.end) == (LAST, None)
    heard.run("2026-04-21T06:00:00Z", forum=304).listen()
    assert heard.archive.facts()[SourceId("forum")].gaps[-1].end == datetime(2026, 4, 21, 6, 0, tzinfo=UTC)


def test_what_is_no_feed_fails_alone_and_with_a_sentence(heard: LittleSite) -> None:
    heard.run("2026-04-20T06:00:00Z", forum=b"{}", wire=[post("n", RUDE)])
    run = heard.listen().runs[-1]
    by_source = {one.source: one for one in run.sources}
    assert by_source[SourceId("forum")].status == "failed"
    assert by_source[SourceId("forum")].message.endswith(".")
    assert by_source[SourceId("wire")].new == 1


def test_a_removal_becomes_a_tombstone_at_the_next_listen_and_never_comes_back(heard: LittleSite) -> None:
    target = heard.mentions()[0]
    assert target.excerpt is not None
    heard.remove(target.id, "2026-04-12T06:00:00Z")
    posts = [post("a", LATE), post("b", CHARGED, author="ben"), post("c", RUDE), post("e", LATE)]
    for day in ("2026-04-20", "2026-04-21"):
        heard.run(f"{day}T06:00:00Z", forum=posts, hotline=[row("1", CHARGED, "Blue Tram")])
    runs = heard.listen().runs
    stones = [one for one in heard.events() if isinstance(one, Tombstone)]
    assert {stone.id for stone in stones} == {target.id}
    assert target.id not in {one.id for one in heard.mentions()}
    assert [set_aside(run.sources) for run in runs] == [(("removed", 1),)] * 2
    assert all(map(accounted, runs))


def test_a_removal_dated_after_the_run_leaves_that_run_as_it_was(
    site: LittleSite, listened: LittleSite
) -> None:
    site.remove(listened.mentions()[0].id, "2026-05-01T06:00:00Z").listen()
    assert site.files("content/archive") == listened.files("content/archive")


def test_a_response_counts_from_the_day_its_pull_request_was_opened(site: LittleSite) -> None:
    early = site.respond(
        "blue-tram", "2026-03-03-early", "We read this.", opened="2026-03-04T08:00:00Z", theme="delays"
    )
    late = site.respond("blue-tram", "2026-04-01-late", "We read that.", theme="refunds")
    site.listen()
    ledger = {line.id: line for line in site.archive.ledger()}
    assert ledger[early].first_seen == datetime(2026, 3, 6, 6, 0, tzinfo=UTC)
    assert ledger[early].opened == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    assert (ledger[late].first_seen, ledger[late].opened) == (LAST, None)


def test_an_official_account_in_the_thread_is_a_reply_and_no_mention(tmp_path: Path) -> None:
    site = LittleSite(tmp_path)
    responders = [{"role": "Customer desk", "accounts": ["@tramdesk"]}]
    site.brand("Blue Tram", source("forum"), responders=responders)
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'
        "<title>Forum</title><id>f</id><updated>2026-03-01T10:00:00Z</updated>"
        f"<entry><id>q</id><title>Late</title><updated>2026-03-01T10:00:00Z</updated><author><name>ann</name>"
        f"</author><content>{LATE}</content></entry>"
        "<entry><id>r</id><title>Re: Late</title><updated>2026-03-02T10:00:00Z</updated><author>"
        "<name>tramdesk</name></author><thr:in-reply-to ref='q'/>"
        "<content>We have refunded your ticket.</content></entry></feed>"
    )
    heard = site.run("2026-03-03T06:00:00Z", forum=feed.encode()).listen()
    replies = [event for event in site.events() if isinstance(event, ReplyEvent)]
    assert len(site.mentions()) == len(replies) == 1
    assert heard.runs[0].sources[0].replies == 1
    assert accounted(heard.runs[0])


def test_a_dry_run_says_what_a_real_one_would_do_and_writes_nothing(site: LittleSite) -> None:
    before = site.files(".")
    said = site.listen(Options(dry_run=True))
    assert site.files(".") == before
    assert _without_time(said.runs) == _without_time(site.listen().runs)


def _without_time(runs: Iterable[msgspec.Struct]) -> bytes:
    return msgspec.json.encode(tuple(runs))


def test_a_recording_is_not_torn_apart_by_naming_some_of_its_sources(site: LittleSite) -> None:
    with pytest.raises(UsageError, match="--dry-run"):
        site.listen(Options(only=("forum",)))
    assert site.archive.clock() is None
    only = site.listen(Options(only=("forum",), dry_run=True))
    assert [one.source for run in only.runs for one in run.sources] == ["forum"] * 3
    site.listen()
    again = site.listen(Options(brands=("oak-ferries",)))
    assert [one.source for one in again.runs[0].sources] == ["wire"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(only=("forun",)), "There is no source called forun. Did you mean forum?"),
        (
            Options(brands=("tramways-of-the-north",)),
            "There is no brand called .* There are: blue-tram, oak-ferries.",
        ),
        (Options(only=("wire",), brands=("blue-tram",)), "name the shared source"),
    ],
)
def test_an_unknown_source_or_brand_is_answered_with_the_nearest_one(
    listened: LittleSite, options: Options, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        listened.listen(options)


@pytest.mark.parametrize("manifest", ["no runs", "no file", "no name"])
def test_a_recorded_site_without_a_recording_is_told_how_to_name_one(tmp_path: Path, manifest: str) -> None:
    site = LittleSite(tmp_path)
    site.brand("Blue Tram", source("forum"))
    if manifest == "no file":
        (tmp_path / "recording" / "manifest.yml").unlink()
    if manifest == "no name":
        site.settings["paths"] = {}
        site.save()
    with pytest.raises(NothingPublishedError, match="paths: manifest:"):
        site.listen()


@pytest.mark.parametrize("last", ["write_facts", "write_ledger", "write_clock", "append"])
def test_a_listen_that_is_cut_off_loses_nothing_and_goes_on_to_the_same_bytes(
    site: LittleSite, listened: LittleSite, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Folder, last, _cut_off_the_second_time(getattr(Folder, last)))
        with pytest.raises(KeyboardInterrupt):
            site.listen()
    clock = site.archive.clock()
    assert clock is not None
    assert clock.as_of == datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    assert len(site.listen().runs) == 2
    assert site.files("content/archive") == listened.files("content/archive")


def _cut_off_the_second_time(work: Callable[..., object]) -> Callable[..., object]:
    calls: list[object] = []

    def cut_off(*given: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return work(*given)

    return cut_off


def test_a_run_leaves_its_summary_and_its_commit_message(listened: LittleSite) -> None:
    state = listened.files("build/state")
    message, summary = state["commit-message.txt"].decode(), state["summary.md"].decode()
    assert message.splitlines()[0] == "Hear 8 new mentions, 1 edit"
    assert len(message.splitlines()[0]) <= 60
    assert "- wire: wire answered 500 when this run was recorded." in message
    assert "### Listening of 2026-03-02 06:00 UTC" in summary
    assert "| forum | heard | 3 | 3 | 0 | 0 | 0 |" in summary
    assert "- 1 names no brand that this site reports on" in summary
    assert markdown(()) == ""


GRAVE = "<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='a'/>"


def test_a_post_that_its_feed_says_was_deleted_loses_its_words_and_is_counted(tmp_path: Path) -> None:
    site = LittleSite(tmp_path).brand("Blue Tram", source("talk"))
    site.run("2026-03-02T06:00:00Z", talk=rss([post("a", LATE), post("b", CHARGED, author="ben")]))
    deleted = rss([post("b", CHARGED, author="ben")]).replace(b"<channel>", b"<channel>" + GRAVE.encode())
    site.run("2026-03-09T06:00:00Z", talk=deleted)
    runs = site.listen().runs
    assert [[one.gone for one in run.sources] for run in runs] == [[0], [1]]
    folded = merge(site.events())
    assert sorted((one.hidden or "", one.excerpt is None) for one in folded.mentions) == [
        ("", False),
        ("gone", True),
    ]
    assert site.listen().runs[0].sources[0].gone == 0
