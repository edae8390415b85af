"""How well sources are heard, told from files alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from generator.ingest.web import state
from generator.ingest.web.state import Memory, SourceState
from generator.model.events import Gap, SourceFacts
from generator.model.source import Source
from generator.model.words import SourceId
from generator.pipeline.health import GONE, SourceHealth, health, site_health
from tests.pipeline.little_site import LIVE_KEY, NOW, LittleSite, post, rss, source

TALK = Source(id="talk", title="Talk", url="https://talk.example/feed")
FACTS = SourceFacts(
    id=SourceId("talk"), scope="talk.example", policy="guid", heard_until=NOW, last_read=5, last_kept=4
)
STATE = SourceState(source=SourceId("talk"), url=TALK.url, due=NOW + timedelta(hours=3))
LASTS = Gap(start=NOW - timedelta(days=2), reason="talk answered 500.")
OVER = Gap(start=NOW - timedelta(days=9), end=NOW - timedelta(days=8), reason="talk answered 500.")


def one(
    facts: SourceFacts | None = FACTS,
    remembered: SourceState | None = STATE,
    *,
    talk: Source = TALK,
    now: datetime = NOW,
) -> SourceHealth:
    (found,) = health(
        (talk,),
        {"talk": facts} if facts else {},
        {SourceId("talk"): remembered} if remembered else {},
        {"talk": ("blue-tram",)},
        now=now,
        every_hours=24,
    )
    return found


def test_a_source_that_answers_is_well() -> None:
    found = one()
    assert (found.state, found.heard_until, found.read, found.kept) == ("well", NOW.date(), 5, 4)
    assert (found.failures, found.due, found.brands, found.rights) == (0, STATE.due, ("blue-tram",), "")


@pytest.mark.parametrize(
    ("facts", "remembered", "talk", "days", "state"),
    [
        (None, None, TALK, 0, "never heard"),
        (FACTS, None, TALK, 2, "well"),
        (FACTS, None, TALK, 3, "late"),
        (FACTS, None, TALK.model_copy(update={"every_hours": 24 * 7}), 10, "well"),
        (FACTS, structs.replace(STATE, failures=2), TALK, 0, "failing"),
        (structs.replace(FACTS, gaps=(OVER, LASTS)), None, TALK, 0, "failing"),
        (structs.replace(FACTS, gaps=(OVER,)), None, TALK, 0, "well"),
        (FACTS, structs.replace(STATE, dead=True), TALK, 0, "failing"),
        (FACTS, STATE, TALK.model_copy(update={"closed_on": date(2026, 4, 1)}), 0, "closed"),
        (None, None, TALK.model_copy(update={"opened_on": date(2026, 6, 1)}), 0, "closed"),
    ],
)
def test_each_state_is_told_from_what_files_hold(
    facts: SourceFacts | None, remembered: SourceState | None, talk: Source, days: int, state: str
) -> None:
    assert one(facts, remembered, talk=talk, now=NOW + timedelta(days=days)).state == state


def test_a_failing_source_says_why() -> None:
    lasting = one(structs.replace(FACTS, gaps=(OVER, LASTS)))
    assert (lasting.why, lasting.open_gap, lasting.gaps) == (LASTS.reason, True, 1)
    assert one(remembered=structs.replace(STATE, dead=True)).why == GONE
    assert one(remembered=structs.replace(STATE, moved_to="https://new.example/")).moved_to


def test_the_worst_stands_first() -> None:
    talks = [TALK.model_copy(update={"id": name}) for name in ("a", "b", "c", "d", "e")]
    facts = {
        name: structs.replace(FACTS, heard_until=NOW - timedelta(days=days))
        for name, days in (("a", 0), ("b", 9), ("d", 0), ("e", 0))
    }
    states = {SourceId(name): structs.replace(STATE, failures=count) for name, count in (("d", 1), ("e", 4))}
    found = health(talks, facts, states, {}, now=NOW, every_hours=24)
    assert [one.id for one in found] == ["e", "d", "c", "b", "a"]


def test_a_recorded_site_is_judged_by_its_own_clock(heard: LittleSite) -> None:
    found = {one.id: one for one in site_health(heard.load(), datetime(2030, 1, 1, tzinfo=UTC))}
    assert found["forum"].state == "well"
    assert found["forum"].rights == "excerpt"
    assert found["hotline"].kind == "records"


def test_a_live_site_reads_what_its_runs_remember(tmp_path: Path) -> None:
    site = LittleSite(tmp_path).live()
    site.write("talk.xml", rss([post("a", "My tram was late again.")]))
    site.brand("Blue Tram", source("talk", url="talk.xml"))
    site.listen(environ={"SAID_AND_DONE_KEY": LIVE_KEY})
    remembered = SourceState(source=SourceId("talk"), url="talk.xml", failures=3, due=NOW)
    state.save(site.load().state, Memory(sources={SourceId("talk"): remembered}), now=NOW)
    (found,) = site_health(site.load(), NOW)
    assert (found.state, found.failures, found.due) == ("failing", 3, NOW)
    (later,) = site_health(site.load(), NOW + timedelta(days=30))
    assert later.heard_until == NOW.date()
