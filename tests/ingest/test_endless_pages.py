"""Places that always name a page before: a conversation with them ends all the same."""

import json
from collections.abc import Callable
from itertools import count

import pytest

from generator.archive import window
from generator.model.entry import FetchRequest, Snapshot, SourceAnswer
from generator.model.events import SourceFacts
from generator.model.source import Source
from generator.model.words import SourceId
from generator.pipeline.converse import converse
from generator.pipeline.talk import Talk
from tests.pipeline.talking import Web, means

FEED = "https://feeds.example/parcels"
REQUESTS = 7


class Endless(Web):
    """A feed whose every page names one before, with a post that nobody knows."""

    def __init__(self, before: Callable[[str], str]) -> None:
        super().__init__()
        self.before, self.numbers = before, count()

    def _answer(self, asked: FetchRequest) -> SourceAnswer:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "next_url": self.before(asked.url),
            "items": [{"id": f"post-{next(self.numbers)}", "content_text": "late"}],
        }
        return Snapshot(source=asked.source, url=asked.url, asked=asked.url, body=json.dumps(feed).encode())


@pytest.mark.parametrize(
    ("before", "requests"),
    [
        pytest.param(lambda url: url, 1, id="the page itself"),
        pytest.param(lambda url: f"{url}#again", 1, id="the page itself, by a fragment"),
        pytest.param(lambda url: f"{FEED}?{'b' if url.endswith('a') else 'a'}", 3, id="two pages in turn"),
        pytest.param(lambda url: f"{url}1" if "?" in url else f"{url}?page=1", REQUESTS, id="one more page"),
    ],
)
def test_paging_ends_where_it_goes_round_and_at_the_limit_of_requests(
    before: Callable[[str], str], requests: int
) -> None:
    source = Source(id="parcels", title="Parcels", url=FEED)
    name, scope = SourceId(source.id), "feeds.example"
    facts = SourceFacts(id=name, scope=scope, policy="guid", window=window(scope, ["guid:never-met"]))
    said = converse([Talk(source=source, facts=facts)], means(Endless(before), requests=REQUESTS))[name]
    assert said.requests == requests
    assert sum(len(one.entries) for one in said.readings) == requests
    assert said.gap, "what it never reached is told of"
