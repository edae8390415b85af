"""Many entries are screened side by side, and come out as if one process had done it."""

from __future__ import annotations

import pytest

from generator.model.entry import Entry
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import DateQuality, SourceId
from generator.pipeline import screen
from generator.pipeline.progress import NOBODY
from generator.pipeline.screen import Screening
from tests.pipeline.little_site import CHARGED, KIND, LATE, RUDE, LittleSite, post, source

WORDS = (CHARGED, KIND, LATE, RUDE)
POSTS = [
    post(f"p{number}", f"{WORDS[number % 4]} Ticket machine {number}.", author=f"a{number % 7}")
    for number in range(60)
]


class Counting:
    """A stage that remembers how far it came."""

    done: float = 0

    def advance(self, amount: float = 1) -> None:
        self.done += amount


def test_over_a_pool_the_archive_gets_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    archives = []
    for workers, pool_from, chunk in ((1, 3_000, 500), (2, 10, 7)):
        monkeypatch.setattr(screen, "POOL_FROM", pool_from)
        monkeypatch.setattr(screen, "CHUNK", chunk)
        site = LittleSite(tmp_path_factory.mktemp("pool"))
        site.settings["engine"]["workers"] = workers
        site.brand("Blue Tram", source("forum"))
        run = site.run("2026-03-02T06:00:00Z", forum=POSTS).listen().runs[0]
        assert run.sources[0].new == len(POSTS)
        archives.append(site.files("content/archive"))
    assert archives[0] == archives[1]


def test_an_entry_met_again_is_not_screened_again_and_every_entry_is_counted() -> None:
    rules = screen.Rules(brands=(), themes=(), languages=("en",), key=b"k" * 32, limits=Limits())
    screening = Screening(rules, workers=1)
    entry, about = _entry(), {"forum": _source()}
    first, again = Counting(), Counting()
    assert screening.screen([entry, entry], about, first) == screening.screen([entry, entry], about, again)
    assert (first.done, again.done) == (2, 2)
    assert screening.rules_version
    with NOBODY.stage("Nothing") as stage:
        stage.advance()


def _source() -> Source:
    return Source.model_validate(source("forum", about="blue-tram"))


def _entry() -> Entry:
    return Entry(
        source=SourceId("forum"),
        scope="forum.example",
        key="guid:a",
        url=None,
        title="",
        body=LATE,
        author=None,
        thread=None,
        published=None,
        quality=DateQuality.FIRST_SEEN,
    )
