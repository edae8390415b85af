"""Hacker News: searches by word, their pages, and what became of posts."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.context import UnreadableError
from generator.ingest.platforms import post_key
from generator.ingest.reading import KINDS
from generator.model.entry import Ask, Reading
from generator.model.source import Source
from generator.model.words import DateQuality, SourceKind
from tests.ingest.odd_json import ANY, listed, record, written
from tests.ingest.platform_talk import adds_up, check, context_of, keys, read_body, recorded, talk

TWINS = Path(__file__).parents[1] / "cases" / "apis" / "hackernews"
SEARCH = "https://hn.algolia.com/api/v1/search_by_date"
ITEM = "https://hacker-news.firebaseio.com/v0/item"
PAGE = "https://news.ycombinator.com/item?id="
SINCE = datetime(2026, 11, 17, tzinfo=UTC)


def news(url: str = "https://news.ycombinator.com/") -> Source:
    return Source(id="news", title="News", kind=SourceKind.HACKERNEWS, url=url)


def twin(name: str, ask: Ask | None = None) -> Reading:
    return read_body(news(), context_of(news(), since=SINCE), (TWINS / name).read_bytes(), ask)


def fields(ask: Ask) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(ask.url).query).items()}


def test_every_word_is_one_search_since_the_last_listen() -> None:
    context = context_of(news(), since=SINCE, queries=("Acme", 'Bolt "Ltd"'))
    first, second = KINDS[SourceKind.HACKERNEWS].ask(news(), context)
    assert first.url.startswith(f"{SEARCH}?")
    assert fields(first) == {
        "query": '"Acme"',
        "tags": "(story,comment)",
        "hitsPerPage": "100",
        "numericFilters": f"created_at_i>{int(SINCE.timestamp())}",
    }
    assert fields(second)["query"] == '"Bolt  Ltd "'
    assert first.mark != second.mark


def test_a_first_listen_is_not_bounded_and_reads_one_page() -> None:
    context = context_of(news(), queries=("Acme",))
    asked, _ = talk(news(), context, Search(250))
    assert len(asked) == 1
    assert "numericFilters" not in fields(asked[0])


def test_without_words_nothing_can_be_searched_and_a_sentence_says_so() -> None:
    with pytest.raises(UnreadableError, match="under `query`"):
        KINDS[SourceKind.HACKERNEWS].ask(news(), context_of(news()))


def test_stories_and_comments_are_kept_with_their_facts() -> None:
    reading = twin("search.json")
    below, comment, story = reading.entries
    assert (story.key, story.title, story.score, story.author) == (
        "post:item/4001",
        "Acme never answers",
        12,
        "cedar",
    )
    assert (story.url, story.reply_to) == (f"{PAGE}4001", None)
    assert (comment.title, comment.body, comment.score) == ("", "Acme is slow.", None)
    assert {one.thread for one in reading.entries} == {"post:item/4001"}
    assert (comment.reply_to, below.reply_to) == ("post:item/4001", "post:item/4002")
    assert comment.published == datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert comment.quality is DateQuality.EXACT
    assert adds_up(reading)


def test_a_feed_gives_the_same_key_and_address_and_only_its_own_words() -> None:
    source = news("https://hnrss.org/newest?q=Acme")
    assert KINDS[source.kind].ask(source, context_of(source)) == (Ask(url=source.url),)
    reading = read_body(source, context_of(source), (TWINS / "newest.xml").read_bytes())
    (story,) = reading.entries
    assert (story.key, story.url, story.thread) == ("post:item/4001", f"{PAGE}4001", None)
    assert (story.title, story.body, story.score) == ("Acme never answers", "", 12)
    assert context_of(source).scope == context_of(news()).scope == "news.ycombinator.com"


def test_a_scraped_listing_is_read_too() -> None:
    (story,) = twin("scraped.json").entries
    assert (story.key, story.score, story.quality) == ("post:item/4001", 12, DateQuality.ZONE_ASSUMED)


class Search:
    """A small search: hits a minute apart, newest first, a hundred a page."""

    def __init__(self, hits: int, step: int = 60) -> None:
        self.hits = [
            {
                "objectID": str(9_000 + one),
                "comment_text": f"Acme {one}",
                "story_id": 1,
                "parent_id": 1,
                "created_at_i": int(SINCE.timestamp()) + 1 + one * step,
            }
            for one in range(hits)
        ]

    def __call__(self, ask: Ask) -> bytes:
        bounds = fields(ask).get("numericFilters", "")
        before = int(bounds.partition("created_at_i<")[2] or 2**40)
        found = [one for one in reversed(self.hits) if int(str(one["created_at_i"])) < before]
        pages = -(-len(found) // 100)
        return json.dumps({"hits": found[:100], "page": 0, "nbPages": min(pages, 10)}).encode()


@pytest.mark.parametrize("hits", [0, 1, 100, 101, 1_500])
def test_all_hits_are_heard_however_many_pages_there_are(hits: int) -> None:
    context = context_of(news(), since=SINCE, queries=("Acme",))
    _, readings = talk(news(), context, Search(hits))
    assert len(set(keys(readings))) == hits


def test_hits_of_one_second_do_not_page_for_ever() -> None:
    context = context_of(news(), since=SINCE, queries=("Acme",))
    asked, _ = talk(news(), context, Search(300, step=0))
    assert len(asked) == 2


def test_posts_are_looked_at_again_where_deletion_is_told() -> None:
    bodies = {
        f"{ITEM}/4001.json": (TWINS / "item.json").read_bytes(),
        f"{ITEM}/4002.json": (TWINS / "item_deleted.json").read_bytes(),
        f"{ITEM}/4003.json": (TWINS / "item_dead.json").read_bytes(),
        f"{ITEM}/4004.json": b"null",
    }
    urls = [*(f"{PAGE}{one}" for one in range(4001, 4005)), "https://paper.example/acme"]
    asked, readings = check(news(), context_of(news()), lambda ask: bodies.get(ask.url), urls)
    assert [one.posts for one in asked] == [("id0",), ("id1",), ("id2",), ("id3",), ("id4",)]
    assert [one.gone for one in readings] == [(), ("post:item/4002",), ("post:item/4003",), ()]
    assert [one.read for one in readings[:3]] == [0, 1, 1]
    assert readings[3].failure, "what is not known is no deletion, and no proof that the post stands"
    assert all(map(adds_up, readings))


@pytest.mark.parametrize("body", [b"<html>", b"7", b"{}", b'{"hits": 3}', b"null"])
def test_an_answer_that_is_not_the_searchs_is_a_sentence(body: bytes) -> None:
    assert read_body(news(), context_of(news()), body).failure


def test_hits_that_cannot_be_read_are_counted() -> None:
    body = {"hits": [7, None, {}, {"objectID": "x"}, {"objectID": "5"}, {"objectID": 6, "title": "Acme"}]}
    reading = read_body(news(), context_of(news()), json.dumps(body).encode())
    assert [one.reason for one in reading.set_aside] == ["unreadable"] * 4 + ["empty"]
    assert keys([reading]) == ["post:item/6"]


def test_a_comment_without_its_story_has_no_thread() -> None:
    body = {"hits": [{"objectID": "6", "comment_text": "Acme is late", "parent_id": 5}]}
    (comment,) = read_body(news(), context_of(news()), json.dumps(body).encode()).entries
    assert (comment.thread, comment.reply_to) == (None, "post:item/5")


FIELDS = """objectID id story_id parent_id title comment_text story_text author points created_at created_at_i
dt submitter deleted dead"""
BODIES = st.one_of(
    ANY,
    listed(FIELDS),
    record(FIELDS),
    st.builds(lambda hits, more: {**more, "hits": hits}, listed(FIELDS), record("page nbPages nbHits")),
)


@settings(max_examples=100, deadline=None)
@given(body=BODIES, since=st.sampled_from([None, SINCE]), url=st.sampled_from(["", f"{SEARCH}?query=a"]))
def test_no_answer_breaks_the_reader_or_its_account(body: object, since: datetime | None, url: str) -> None:
    ask = Ask(url=url, part="search") if url else None
    reading = read_body(news(), context_of(news(), since=since), written(body), ask)
    assert adds_up(reading)
    assert all(one.key == post_key(one.url) for one in reading.entries)


@pytest.mark.shared
def test_every_recorded_answer_is_read_whole() -> None:
    source = news()
    readings = list(recorded(source).values())
    assert [one.failure for one in readings] == [None] * 2
    assert all(map(adds_up, readings))
    assert sum(len(one.entries) for one in readings) == 31
    assert all(key.startswith("post:item/") for key in keys(readings))
