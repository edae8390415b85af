"""One wave of requests: what an answer may lead to, and what it may not."""

from __future__ import annotations

import pytest

from generator.model.entry import Ask, FetchFailure, Snapshot
from generator.model.source import Source
from generator.model.words import MentionId
from generator.pipeline.exchange import Answered, Turn, exchange
from tests.pipeline.talking import HOST, KIND, Web, means, place, spoken

FILE = "records/claims.csv"


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken(monkeypatch.setitem)


def _turn(source: Source, ask: Ask) -> Turn:
    return Turn(source=source, context=means(Web()).setting.context(source, None), ask=ask)


def _exchanged(web: Web, *turns: Turn) -> dict[int, Answered]:
    return {one.place: one for one in exchange(turns, web, means(web).pool)}


@pytest.mark.parametrize(
    "url",
    ["../../etc/passwd", ".env", "/etc/passwd", FILE, "file:///etc/passwd", "ftp://place.example/a", ""],
)
def test_what_strangers_write_never_leads_to_a_file(url: str) -> None:
    web = Web({url: {"posts": ["secret"]}, "/new": {"posts": ["a"]}})
    asks = (Ask(url=url), Ask(url=url, posts=(MentionId("a" * 16),)), Ask(url=f"{HOST}/new"))
    found = _exchanged(web, *(_turn(place(), ask) for ask in asks))
    assert web.waves == [["/new"]]
    for number in (0, 1):
        answer = found[number].answer
        assert isinstance(answer, FetchFailure)
        assert (answer.code, answer.status) == ("scheme", None)
    assert isinstance(found[2].answer, Snapshot)


def test_a_file_is_read_where_its_source_names_it_and_not_for_its_posts() -> None:
    source = Source(id="claims", title="Claims", kind=KIND, url=FILE)
    web = Web({FILE: {"posts": ["a"]}})
    asks = (Ask(url=FILE), Ask(url=FILE, posts=(MentionId("a" * 16),)))
    found = _exchanged(web, *(_turn(source, ask) for ask in asks))
    assert web.waves == [[FILE]]
    assert isinstance(found[0].answer, Snapshot)
    assert isinstance(found[1].answer, FetchFailure)
