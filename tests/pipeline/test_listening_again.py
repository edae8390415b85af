"""What one run leaves undone, the next one does: threads cut off, budgets, clocks, looks at posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from generator.archive import merge
from generator.canonical import id16
from generator.errors import ArchiveError
from generator.ingest import Pool
from generator.ingest.reading import KINDS
from generator.model.mention import Mention
from generator.model.run import SourceRun
from generator.model.words import SourceKind
from generator.pipeline import hear
from generator.pipeline.listen import Heard, Options, listen_to_all
from tests.pipeline.forum import HOST, Forum, Talked, Wire
from tests.pipeline.little_site import LIVE_KEY, LittleSite, source, two_brands
from tests.pipeline.talking import NOW, HerePool

DAY = timedelta(days=1)
PLACE = source("forum", kind="lemmy", url=f"{HOST}/topics")


@dataclass
class Listening:
    """A site that listens to a forum."""

    site: LittleSite
    wire: Wire

    def run(self, days: float, options: Options | None = None, **faults: str) -> Heard:
        self.wire.begin({int(number[1:]): fault for number, fault in faults.items()})
        return listen_to_all(
            self.site.load(), environ={"SAID_AND_DONE_KEY": LIVE_KEY}, now=NOW + days * DAY,
            options=options or Options(), pool=cast("Pool", HerePool()),
        )  # fmt: skip

    def know(self) -> dict[str, Mention]:
        return {one.id: one for one in merge(self.site.events()).mentions}


def _id(number: int) -> str:
    return id16("forum.example", f"post:p/{number}")


@pytest.fixture
def listening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Listening]:
    def begin(forum: Forum, *sources: dict[str, Any], **limits: int) -> Listening:
        monkeypatch.setitem(cast("dict[SourceKind, Any]", KINDS), SourceKind.LEMMY, Talked)
        site, wire = LittleSite(tmp_path).live(), Wire(forum)
        monkeypatch.setattr(hear, "Edge", wire.edge)
        site.settings["limits"] = limits
        site.save().brand("Blue Tram", *(sources or (PLACE,)))
        return Listening(site, wire)

    return begin


def _only(heard: Heard) -> SourceRun:
    (one,) = heard.runs[0].sources
    return one


def test_a_thread_that_was_heard_in_part_is_asked_again(listening: Callable[..., Listening]) -> None:
    forum = Forum(size=2, threads=True)
    for _ in range(4):
        forum.say(NOW - DAY, thread=1)
    place = listening(forum)
    assert _only(place.run(0, n3="500")).missed == 1
    assert set(place.know()) == {_id(1), _id(2)}
    assert _only(place.run(1)).new == 2
    assert _only(place.run(2)).status == "unchanged"


def test_what_a_small_budget_leaves_is_heard_in_later_runs(listening: Callable[..., Listening]) -> None:
    forum = Forum(size=4, threads=True)
    forum.say(NOW - DAY)
    place = listening(forum, requests=4)
    place.run(0)
    for _ in range(9):
        forum.say(NOW + DAY / 2)
    heard = [_only(place.run(days)) for days in (1, 2, 3, 4, 5, 6)]
    assert len(place.know()) == 10
    assert (heard[0].missed > 0, heard[-1].missed) == (True, 0)


def test_what_cannot_be_caught_up_with_becomes_a_gap(listening: Callable[..., Listening]) -> None:
    forum = Forum(size=2, pages=1, threads=True)
    forum.say(NOW - DAY)
    place = listening(forum)
    place.run(0)
    for _ in range(5):
        forum.say(NOW + DAY / 2)
    place.run(1)
    assert len(place.know()) == 3
    (gap,) = place.site.archive.facts()["forum"].gaps
    assert gap.start <= NOW + DAY / 2 <= (gap.end or NOW)


def test_a_deletion_counts_where_no_source_answers(listening: Callable[..., Listening]) -> None:
    forum = Forum(threads=True)
    forum.say(NOW - DAY)
    place = listening(forum)
    place.run(0)
    forum.posts[0].deleted = NOW
    run = place.run(1, n1="500")
    assert (_only(run).status, _only(run).gone) == ("failed", 1)
    clock = place.site.archive.clock()
    assert clock is not None
    assert clock.as_of == NOW + DAY
    assert place.know()[_id(1)].gone == "404"


def test_a_run_dated_before_the_last_one_asks_nobody(listening: Callable[..., Listening]) -> None:
    place = listening(Forum(threads=True))
    place.run(1)
    with pytest.raises(ArchiveError, match="Set the clock right"):
        place.run(0, Options(everything=True))
    assert place.wire.asked == []


def test_looks_are_counted_in_requests_and_posts_that_wait_are_named(
    listening: Callable[..., Listening],
) -> None:
    forum = Forum(size=9, threads=True)
    for _ in range(5):
        forum.say(NOW - DAY)
    place = listening(forum, checks=2)
    place.run(0)
    one = _only(place.run(1))
    assert (one.checked, one.checks_failed, one.checks_left) == (2, 0, 3)


def test_a_host_where_all_is_gone_is_doubted_for_two_days(listening: Callable[..., Listening]) -> None:
    forum = Forum(size=30)
    for _ in range(12):
        forum.say(NOW - DAY)
    place = listening(forum, source("forum", kind="lemmy", url=f"{HOST}/new"))
    place.run(0)
    for one in forum.posts:
        one.deleted = NOW + DAY / 2
    gone = [_only(place.run(days)).gone for days in (1, 2, 3)]
    assert gone == [0, 0, 12]


def test_edits_are_followed_where_a_source_took_over_from_another(
    listening: Callable[..., Listening],
) -> None:
    forum = Forum(size=9)
    forum.say(NOW - DAY)
    place = listening(forum, source("old", kind="lemmy", url=f"{HOST}/new"))
    place.run(0)
    place.site.brand("Blue Tram", source("new", kind="lemmy", url=f"{HOST}/new"))
    forum.edit(0, NOW + DAY / 2)
    place.run(1)
    assert "Edited" in (place.know()[_id(1)].excerpt or "")


def test_looks_at_posts_of_a_source_that_is_gone_are_accounted_for(
    listening: Callable[..., Listening],
) -> None:
    forum = Forum(size=9)
    forum.say(NOW - DAY)
    place = listening(forum, source("old", kind="lemmy", url=f"{HOST}/new"))
    place.run(0)
    place.site.brand("Blue Tram")
    (one,) = place.run(1, n1="500").runs[0].sources
    assert (one.source, one.checked, one.checks_failed) == ("old", 1, 1)


@pytest.mark.parametrize(("minutes", "looked"), [(29, 0), (31, 1)], ids=["a person", "the clock"])
def test_looks_have_a_share_of_a_runs_time(
    listening: Callable[..., Listening], monkeypatch: pytest.MonkeyPatch, minutes: float, looked: int
) -> None:
    forum = Forum(size=9, threads=True)
    forum.say(NOW - DAY)
    place = listening(forum, run_minutes=40)
    place.run(0)
    forum.say(NOW + DAY / 2)
    monkeypatch.setattr(hear, "monotonic", lambda: 60.0 * minutes if place.wire.count else 0.0)
    heard = place.run(1, n2="late")
    assert (heard.stopped, _only(heard).missed, _only(heard).checked) == (True, 1, looked)


def test_a_rehearsal_writes_nothing(listening: Callable[..., Listening]) -> None:
    forum = Forum(size=9)
    forum.say(NOW - DAY)
    place = listening(forum, source("forum", kind="lemmy", url=f"{HOST}/new"))
    place.run(0, Options(dry_run=True))
    assert not (place.site.root / "build").exists()
    assert not (place.site.root / "content" / "archive").exists()
    place.run(0)
    before = place.site.files(".")
    forum.say(NOW)
    forum.edit(0, NOW)
    assert _only(place.run(1, Options(dry_run=True))).new == 1
    assert place.site.files(".") == before


def test_a_recording_that_is_stopped_is_heard_from_that_run_on(tmp_path: Path) -> None:
    site = two_brands(tmp_path)

    def listen(pool: HerePool) -> None:
        listen_to_all(site.load(), environ={}, now=NOW, pool=cast("Pool", pool))

    with pytest.raises(KeyboardInterrupt):
        listen(HerePool(stop_after=4))
    clock = site.archive.clock()
    assert clock is not None
    assert clock.as_of < NOW
    listen(HerePool())
    stopped = site.files("content/archive")
    other = two_brands(tmp_path / "other")
    listen_to_all(other.load(), environ={}, now=NOW, pool=cast("Pool", HerePool()))
    assert other.files("content/archive") == stopped


def test_a_place_that_held_nothing_is_read_back_to_where_it_was_heard(
    listening: Callable[..., Listening],
) -> None:
    forum = Forum(size=2)
    place = listening(forum, source("forum", kind="lemmy", url=f"{HOST}/new"))
    place.run(0)
    for _ in range(7):
        forum.say(NOW + DAY / 2)
    place.run(1)
    assert len(place.know()) == 7
