"""The law of listening: whatever a place and its network do, nothing that stands there is lost in silence."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.archive import Folded, merge
from generator.archive.gaps import GIVEN_UP
from generator.canonical import id16
from generator.ingest import Pool
from generator.ingest.reading import KINDS
from generator.model.mention import Mention
from generator.model.run import SourceRun
from generator.model.words import SourceKind
from generator.pipeline import hear
from generator.pipeline.content import Loaded
from generator.pipeline.listen import Options, listen_to_all
from generator.pipeline.summary import accounted
from tests.pipeline.forum import HOST, Forum, Said, Talked, Wire
from tests.pipeline.little_site import LIVE_KEY, LittleSite, source
from tests.pipeline.talking import NOW, HerePool

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAULTS = ("500", "broken", "429 2", "429 40", "stop")
ENOUGH = 60
"""Looks that one run may take: more than there are posts."""
PATIENCE = 25
"""Quiet runs after which everything must have been caught up."""


@dataclass
class Step:
    """What happens before one run, and in it."""

    hours: int
    said: int
    threads: list[int]
    edits: list[int]
    deletions: list[int]
    pins: list[int]
    faults: dict[int, str]
    lost: bool


@dataclass
class History:
    """A place, a site that listens to it, and what happened."""

    forum: Forum
    requests: int
    checks: int
    two: bool
    """Whether a second source hears the same place."""
    steps: list[Step] = field(default_factory=list)


_PLACE = st.integers(0, 40)
_STEP = st.builds(
    Step,
    hours=st.sampled_from([1, 6, 24, 24, 30, 60]),
    said=st.integers(0, 8),
    threads=st.lists(_PLACE, max_size=3),
    edits=st.lists(_PLACE, max_size=2),
    deletions=st.lists(_PLACE, max_size=2),
    pins=st.lists(_PLACE, max_size=1),
    faults=st.dictionaries(st.integers(1, 12), st.sampled_from(FAULTS), max_size=3),
    lost=st.integers(0, 5).map(lambda drawn: drawn == 0),
)
_HISTORY = st.builds(
    History,
    forum=st.builds(
        Forum, size=st.integers(2, 4), pages=st.sampled_from([None, None, 1, 2]), threads=st.booleans(),
        tells=st.booleans(),
    ),
    requests=st.sampled_from([4, 8, 30]),
    checks=st.sampled_from([0, 2, ENOUGH]),
    two=st.booleans(),
    steps=st.lists(_STEP, min_size=3, max_size=10),
)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleSite:
    monkeypatch.setitem(cast("dict[SourceKind, Any]", KINDS), SourceKind.LEMMY, Talked)
    return LittleSite(tmp_path).live()


class Listening:
    """A history while it goes on."""

    def __init__(self, site: LittleSite, history: History, patch: pytest.MonkeyPatch) -> None:
        self.forum, self.now, self.site = history.forum, NOW, site
        # what held nothing leaves nothing to be met again: of such a place nobody can tell how much came
        self.forum.say(NOW)
        self.wire = Wire(self.forum)
        patch.setattr(hear, "Edge", self.wire.edge)
        for name in ("content/archive", "build"):
            shutil.rmtree(site.root / name, ignore_errors=True)
        site.settings["limits"] = {"requests": history.requests, "checks": history.checks}
        url = f"{HOST}/topics" if self.forum.threads else f"{HOST}/new"
        names = ["forum", "again"] if history.two else ["forum"]
        site.brand("Blue Tram", *(source(name, kind="lemmy", url=url) for name in names))
        self.loaded: Loaded = site.save().load()
        self.whole_since: datetime | None = None

    def happen(self, step: Step) -> None:
        start = self.now
        self.now += step.hours * HOUR
        for number in range(step.said):
            thread = step.threads[number] if number < len(step.threads) else None
            known = len(self.forum.posts)
            self.forum.say(
                start + (self.now - start) * (number + 1) / (step.said + 1),
                thread=self.forum.posts[thread % known].thread if thread is not None and known else None,
            )
        if self.forum.posts:
            for place in step.edits:
                self.forum.edit(place, self.now)
            for place in step.deletions:
                self.forum.delete(place, self.now)
            for place in step.pins:
                self.forum.pin(place)
        if step.lost:
            shutil.rmtree(self.site.root / "build", ignore_errors=True)

    def run(self, faults: dict[int, str] | None = None, *, everything: bool = False) -> list[SourceRun]:
        self.wire.begin(faults or {})
        heard = listen_to_all(
            self.loaded,
            environ={"SAID_AND_DONE_KEY": LIVE_KEY},
            now=self.now,
            options=Options(everything=everything),
            pool=cast("Pool", HerePool()),
        )
        (run,) = heard.runs
        assert accounted(run), run
        self.no_failure_hides()
        whole = not heard.stopped and all(one.status == "heard" and not one.missed for one in run.sources)
        if whole and self.whole_since is None:
            self.whole_since = self.now
        return [*run.sources]

    def folded(self) -> Folded:
        return merge(self.site.events())

    def known(self) -> dict[str, Mention]:
        return {one.id: one for one in self.folded().mentions}

    def no_failure_hides(self) -> None:
        known = self.known()
        for one in self.forum.posts:
            have = known.get(id16("forum.example", one.key))
            if have is not None and have.gone is not None:
                assert one.deleted is not None, (one, have.gone)

    def calm(self) -> None:
        """Run by run without faults until nothing is missing."""
        for _ in range(PATIENCE):
            self.now += 15 * HOUR
            if all(
                one.status in {"heard", "unchanged"} and not one.missed for one in self.run(everything=True)
            ):
                return
        pytest.fail("what was missed is never caught up")

    def unheard(self) -> list[Said]:
        known = self.known()
        return [one for one in self.forum.standing() if id16("forum.example", one.key) not in known]

    def excused(self, one: Said) -> bool:
        """Whether nobody could be expected to have heard it, or its silence is on record."""
        if self.whole_since is None or one.at <= self.whole_since:
            return True
        facts = self.site.archive.facts().values()
        gaps = [gap for fact in facts for gap in fact.gaps]
        return any(gap.start <= one.at and (gap.end is None or one.at <= gap.end) for gap in gaps)

    def reachable(self, one: Said) -> bool:
        """Whether the pages that the place offers lead to it, and nothing was given up."""
        facts = self.site.archive.facts().values()
        given_up = any(gap.reason == GIVEN_UP for fact in facts for gap in fact.gaps)
        heard = self.whole_since is not None and one.at > self.whole_since
        return heard and self.forum.pages is None and not given_up


@settings(
    max_examples=15,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=_HISTORY)
def test_nothing_that_stands_is_lost_in_silence(history: History, site: LittleSite) -> None:
    with pytest.MonkeyPatch.context() as patch:
        listening = Listening(site, history, patch)
        for step in history.steps:
            listening.happen(step)
            listening.run(step.faults)
        listening.calm()
        for one in listening.unheard():
            assert listening.excused(one), f"{one} is lost, and nothing says so"
            assert not listening.reachable(one), f"{one} still stands where it could be heard"
        before = site.files("content/archive")
        again = listening.run(everything=True)
        if not any(one.checked for one in again):
            assert site.files("content/archive") == before
        if history.checks == ENOUGH:
            _follows(listening)


def _follows(listening: Listening) -> None:
    """Everything is looked at again in time: deletions hide, edits show."""
    for _ in range(10):
        listening.now += DAY
        listening.run()
    known = listening.known()
    for one in listening.forum.posts:
        have = known.get(id16("forum.example", one.key))
        if have is None:
            continue
        if one.deleted is not None:
            assert have.gone is not None, one
        else:
            assert have.excerpt is not None
            assert have.excerpt.rstrip(".…") in one.words, (one, have.excerpt)
