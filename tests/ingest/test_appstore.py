import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.context import Post, UnreadableError
from generator.ingest.sources import appstore
from generator.model.words import MentionId
from tests.ingest.instances import CASES, Platform, answered, as_expected, cases, context, reading, source
from tests.ingest.odd_json import ANY, records
from tests.ingest.platform_talk import adds_up, recorded

TRAM = source("appstore", "https://apps.apple.com/de/app/tram/id700")
FORM = "https://itunes.apple.com/de/rss/customerreviews/id=700/sortBy=mostRecent/page={}/{}"
XML = (CASES / "appstore" / "xml" / "answer.xml").read_bytes()


def _review(number: int) -> dict[str, Any]:
    fields = {
        "id": str(number),
        "title": "Late",
        "content": "Late again.",
        "im:rating": "1",
        "im:version": "2",
    }
    return {name: {"label": value} for name, value in fields.items()}


def _page(*numbers: int, last: int | None = None) -> dict[str, Any]:
    links = [{"attributes": {"rel": "last", "href": FORM.format(last, "xml")}}] if last else []
    return {"feed": {"entry": [_review(number) for number in numbers], "link": links}}


@pytest.mark.parametrize("name", cases("appstore"))
def test_an_answer_is_read_as_expected(name: str) -> None:
    as_expected("appstore", name)


ASKED = [
    ("https://apps.apple.com/de/app/tram/id700", FORM.format(1, "xml")),
    ("https://apps.apple.com/de/app/id700?mt=8", FORM.format(1, "xml")),
    ("https://itunes.apple.com/de/app/tram-bus/id700#reviews", FORM.format(1, "xml")),
    ("https://apps.apple.com/app/tram/id700", FORM.replace("/de/", "/us/").format(1, "xml")),
    ("https://itunes.apple.com/de/rss/customerreviews/id=700/xml", FORM.format(1, "xml")),
    (
        "https://itunes.apple.com/de/rss/customerreviews/page=3/id=700/sortby=mostrecent/json",
        FORM.format(1, "json"),
    ),
    (
        "https://itunes.apple.com/rss/customerreviews/id=700/json",
        FORM.replace("/de/", "/us/").format(1, "json"),
    ),
]


@pytest.mark.parametrize(("url", "asked"), ASKED)
def test_the_newest_page_is_asked_for(url: str, asked: str) -> None:
    assert [ask.url for ask in appstore.ask(source("appstore", url), context())] == [asked]


@pytest.mark.parametrize(
    "url", ["https://apps.apple.com/de/developer/tram/id7x", "https://store.example/id700", "x"]
)
def test_an_address_that_names_no_app_is_refused_with_advice(url: str) -> None:
    with pytest.raises(UnreadableError, match=r"names no app.*apps\.apple\.com"):
        appstore.ask(source("appstore", url), context())


def test_reviews_are_paged_to_the_tenth_page_and_no_further() -> None:
    json_form = source("appstore", FORM.format(1, "json"))
    pages = {FORM.format(number, "json"): _page(number) for number in range(1, 11)}
    found = Platform(pages).listen(json_form)
    assert [entry.key for one in found for entry in one.entries] == [
        f"guid:{number}" for number in range(1, 11)
    ]
    assert all(map(adds_up, found))


def test_reviews_are_paged_to_the_last_page_that_the_feed_names() -> None:
    pages = {FORM.format(number, "json"): _page(number, last=3) for number in (1, 2, 3)}
    platform = Platform(pages)
    platform.listen(source("appstore", FORM.format(1, "json")))
    assert len(platform.asked) == 3


@pytest.mark.parametrize(
    "body", [b'{"feed": {"title": {"label": "none"}}}', b"<feed xmlns='http://www.w3.org/2005/Atom'/>"]
)
def test_an_empty_page_says_nothing_and_deletes_nothing(body: bytes) -> None:
    found = reading(TRAM, body, FORM.format(2, "xml"))
    assert (found.failure, found.read, found.gone, found.older) == (None, 0, (), None)
    assert found.left_out == ()
    newest = reading(TRAM, body, FORM.format(1, "xml"))
    assert (newest.failure, newest.read, newest.left_out) == (None, 0, (appstore.EMPTY,))


def test_a_review_is_one_by_xml_by_json_and_by_kind_feed() -> None:
    feed = source("feed", TRAM.url)
    body = XML.replace(
        b"<id>9001</id><title>Abgemeldet</title><content", b"<id>8999</id><title>x</title><content"
    )
    by_kind = [reading(one, body).entries for one in (TRAM, feed)]
    keys = [{entry.key for entry in entries} for entries in by_kind]
    assert {"guid:9001", "guid:9000", "guid:8999"} == keys[0] < keys[1]
    assert {entry.scope for entries in by_kind for entry in entries} == {"apps.apple.com"}
    content = {"label": by_kind[0][0].body}
    (same,) = answered(TRAM, {"feed": {"entry": {**_review(9001), "content": content}}}).entries
    assert (same.key, same.scope, same.body) == ("guid:9001", "apps.apple.com", by_kind[0][0].body)


def test_extras_are_left_out_where_they_cannot_be_told_apart() -> None:
    body = XML.replace(b"<title>Store", b"<!-- <entry > --><title>Store")
    review = reading(TRAM, body).entries[1]
    assert (review.key, review.score, review.tags) == ("guid:9001", None, ("country:de",))


def test_nothing_can_be_looked_at_again() -> None:
    assert appstore.check([Post(id=MentionId("a"), url=TRAM.url)], TRAM, context()) == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"[]", "is not the JSON of the App Store's reviews"),
        (b'{"feed": []}', "is not the JSON of the App Store's reviews"),
        (b"<!doctype html><title>Wait</title>", "is not the JSON of the App Store's reviews"),
        (b"<?xml version='1.0'?><list/>", "is not a feed"),
    ],
)
def test_what_is_no_answer_of_the_store_is_said(body: bytes, said: str) -> None:
    failure = reading(TRAM, body).failure
    assert failure is not None
    assert said in failure


LABELS = records("label", "attributes", "name", "uri")
ENTRY = records(
    "id", "title", "content", "author", "updated", "im:rating", "im:version", "im:voteSum", "im:name",
    inner=LABELS | ANY,
)  # fmt: skip


@given(
    st.fixed_dictionaries(
        {"feed": st.fixed_dictionaries({"entry": st.lists(ENTRY | ANY, max_size=4) | ENTRY, "link": ANY})}
    )
    | ANY
)
@settings(max_examples=100, deadline=None)
def test_no_json_raises_and_all_add_up(value: object) -> None:
    assert adds_up(answered(TRAM, value, FORM.format(1, "json")))


@given(st.binary(max_size=60), st.integers(min_value=0, max_value=len(XML)))
@settings(max_examples=60, deadline=None)
def test_no_broken_xml_raises_and_all_adds_up(noise: bytes, place: int) -> None:
    assert adds_up(reading(TRAM, XML[:place] + noise + XML[place:]))


@pytest.mark.shared
def test_every_real_body_is_read_whole() -> None:
    (found,) = recorded(TRAM).values()
    assert found.failure is None
    assert adds_up(found)
    assert (found.read, len(found.entries)) == (50, 50)
    for entry in found.entries:
        assert entry.rating is not None
        assert entry.score is not None
        assert entry.tags[0].startswith("version:")
        assert "<table" not in entry.body


def test_half_a_character_costs_no_review() -> None:
    body = json.dumps(_page(1)).replace("Late again.", "\\ud83d x").encode()
    assert [entry.body for entry in reading(TRAM, body).entries] == ["\ufffd x"]
