"""What no answer can do to a kind of source: every value of every case is made hostile in turn."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from generator.ingest.context import MOST_IN_ONE
from generator.markup import safe_url
from generator.model.entry import Ask, Reading
from generator.model.source import Source
from tests.ingest.platform_talk import adds_up, context_of, read_body

SECONDS = 2.5
CASES = Path(__file__).parents[1] / "cases" / "apis"
APP = "https://itunes.apple.com/us/rss/customerreviews/id=1234/sortBy=mostRecent/page=1"
SE = "https://api.stackexchange.com/2.3"
TOKENS = {
    "GITHUB_TOKEN": "token-g",
    "REDDIT_CLIENT_ID": "id-r",
    "REDDIT_CLIENT_SECRET": "secret-r",
    "STACKEXCHANGE_KEY": "key-s",
}
KINDS = {
    "appstore": ("https://apps.apple.com/us/app/x/id1234", f"{APP}/json", {"itunes.apple.com"}),
    "discourse": ("https://forum.example/c/lost/4", "https://forum.example/c/lost/4/l/latest.json", set()),
    "github": (
        "https://github.com/acme/parcel",
        "https://api.github.com/repos/acme/parcel/issues?page=1",
        {"api.github.com"},
    ),
    "hackernews": (
        "https://news.ycombinator.com",
        "https://hn.algolia.com/api/v1/search_by_date?query=acme",
        {"hn.algolia.com"},
    ),
    "lemmy": ("https://forum.example/c/trams", "https://forum.example/api/v3/post/list?limit=2", set()),
    "mastodon": (
        "https://social.example/tags/tramline",
        "https://social.example/api/v1/timelines/tag/tramline?limit=2",
        set(),
    ),
    "reddit": (
        "https://www.reddit.com/r/parcels",
        "https://oauth.reddit.com/r/parcels/new?limit=2",
        {"oauth.reddit.com", "www.reddit.com"},
    ),
    "stackexchange": (
        "https://parcels.example/questions/tagged/acme",
        f"{SE}/questions?site=parcels.example",
        {"api.stackexchange.com"},
    ),
}
"""By kind: the source's address, the one that answers, and the hosts that may be asked besides its own."""
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Parcels",
    "next_url": "https://feeds.example/parcels?page=2",
    "items": [
        {
            "id": "https://feeds.example/1",
            "url": "https://feeds.example/1",
            "content_text": "late",
            "tags": ["a"],
        },
        {"id": 2, "url": "/2", "content_html": "<p>lost</p>", "authors": [{"name": "birch"}]},
    ],
}
PLANTED = (
    "https://elsewhere.example/next?page=2",
    "//elsewhere.example/next",
    "http://10.0.0.7/latest",
    "http://[::1]/latest",
    "https://{host}:pass@elsewhere.example/",
    "https://user:pass@{host}/next",
    "https://{host}@elsewhere.example/next",
    "http://{host}/latest?page=2",
    "https://{host}/latest#part",
    "https://{host}.elsewhere.example/latest",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "/../../next",
)
ODD: tuple[Any, ...] = (
    *(
        "a\0b",
        "\u202e1234",
        "1\r\nHost: elsewhere.example",
        "\u0663",
        "x" * 5_000,
        "",
        " ",
        "-1",
        "1;2",
        "1#2",
    ),
    *(None, True, False, -1, 0, 1.5, 1e308, 2**53 + 1, 2**63 - 1, [], {}, [[[]]], [None], {"id": {"id": []}}),
)


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The way to every value inside, and what stands there."""
    if way:
        yield way, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        yield from _places(one, (*way, name))


def _with(value: Any, way: tuple[Any, ...], planted: Any) -> Any:
    if not way:
        return planted
    made = value.copy()
    made[way[0]] = _with(value[way[0]], way[1:], planted)
    return made


def _source(kind: str, url: str) -> Source:
    return Source.model_validate(
        {"id": "twin", "title": "A twin", "kind": kind, "url": url, "owner": "company", "query": ["acme"]}
    )


def _harmless(ask: Ask, hosts: set[str]) -> bool:
    parts = urlsplit(ask.url)
    told = "".join((ask.url, ask.mark, *(f"{name}{value}" for name, value in ask.headers)))
    return (
        parts.scheme == "https"
        and parts.netloc in hosts
        and len(ask.url) <= 3_000
        and len(ask.mark) <= 500
        and not re.search(r"[\0-\x1f\x7f\u202e]", told)
    )


def _sound(found: Reading, hosts: set[str]) -> bool:
    asks = (*found.more, *([found.older] if found.older else []))
    msgspec.msgpack.encode(found)
    return (
        adds_up(found)
        and all(one.url is None or one.url == safe_url(one.url) for one in found.entries)
        and all(_harmless(one, hosts) for one in asks)
    )


def _answers() -> list[Any]:
    paths = sorted(path for kind in KINDS for path in (CASES / kind).rglob("*.json"))
    return [
        pytest.param(
            path.relative_to(CASES).parts[0],
            json.loads(path.read_text("utf-8")),
            id=str(path.relative_to(CASES)),
        )
        for path in paths
    ]


def _hold(kind: str, url: str, asked: str, hosts: set[str], answer: Any) -> None:
    source = _source(kind, url)
    context = context_of(source, TOKENS, datetime(2026, 1, 1, tzinfo=UTC), ("acme",))
    host = urlsplit(url).netloc
    assert _sound(read_body(source, context, json.dumps(answer).encode(), Ask(url=asked)), hosts)
    planted = [one.replace("{host}", urlsplit(asked).netloc) for one in PLANTED]
    for way, was in _places(answer):
        for value in (*(planted if isinstance(was, str) else ()), *ODD):
            body = json.dumps(_with(answer, way, value)).encode()
            found = read_body(source, context, body, Ask(url=asked))
            assert _sound(found, hosts | {host}), (way, value, found)


@pytest.mark.parametrize(("kind", "answer"), _answers())
def test_no_value_leads_elsewhere_or_loses_a_post(kind: str, answer: Any) -> None:
    url, asked, further = KINDS[kind]
    _hold(kind, url, asked, further | {urlsplit(url).netloc}, answer)


def test_no_value_of_a_json_feed_leads_elsewhere_or_loses_a_post() -> None:
    _hold("feed", "https://feeds.example/parcels", "https://feeds.example/parcels", {"feeds.example"}, FEED)


BASE = "https://feeds.example/parcels?page=1"


@pytest.mark.parametrize(
    ("next_url", "older"),
    [
        ("https://feeds.example/parcels?page=2", "https://feeds.example/parcels?page=2"),
        ("?page=2", "https://feeds.example/parcels?page=2"),
        ("https://archive.feeds.example/2", "https://archive.feeds.example/2"),
        ("http://feeds.example/parcels?page=2", "https://feeds.example/parcels?page=2"),
        ("https://feeds.example/parcels?page=2#top", "https://feeds.example/parcels?page=2"),
        (BASE, None),
        (f"{BASE}#more", None),
        ("#more", None),
        ("https://elsewhere.example/parcels", None),
        ("https://feeds.example@elsewhere.example/", None),
        ("https://user:pass@feeds.example/parcels", None),
        ("http://10.0.0.7/parcels", None),
        ("http://[fd00::1]/parcels", None),
        ("https://feeds.example.elsewhere.example/", None),
        ("file:///etc/passwd", None),
    ],
)
def test_a_feed_names_only_another_page_of_its_own_domain_and_never_a_less_safe_one(
    next_url: str, older: str | None
) -> None:
    source = _source("feed", BASE)
    quoted = next_url.replace("&", "&amp;")
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><link rel="next" href="{quoted}"/>
        <entry><id>1</id><title>late</title></entry></feed>"""
    for body in (atom.encode(), json.dumps({**FEED, "next_url": next_url}).encode()):
        found = read_body(source, context_of(source), body, Ask(url=BASE))
        assert (found.older.url if found.older else None) == older


def test_a_feed_without_a_seal_is_asked_on_without_one() -> None:
    source = _source("feed", "http://feeds.example/parcels")
    body = json.dumps({**FEED, "next_url": "http://feeds.example/2"}).encode()
    found = read_body(source, context_of(source), body, Ask(url=source.url))
    assert found.older == Ask(url="http://feeds.example/2")


@pytest.mark.parametrize(
    ("written", "body"),
    [
        (rb"late \ud83d", "late \ufffd"),
        (rb"late \udE00!", "late \ufffd!"),
        (rb"late \ud83d\ud83d\ude00", "late \ufffd\U0001f600"),
        (rb"a \\ud83d", "a \\ud83d"),
        (rb"a \\\ud83d", "a \\\ufffd"),
        (b"late \xff", "late \ufffd"),
    ],
)
def test_half_a_character_costs_one_character_and_no_answer(written: bytes, body: str) -> None:
    source = _source("hackernews", "https://news.ycombinator.com")
    hits = (
        b'{"hits": [{"objectID": "1", "comment_text": "%s"}, {"objectID": "2", "title": "whole"}]}' % written
    )
    found = read_body(source, context_of(source), hits)
    assert [one.body or one.title for one in found.entries] == [body, "whole"]


def _discourse(cooked: str) -> bytes:
    posts = [{"id": n, "topic_id": n, "post_number": 1, "cooked": cooked} for n in range(1, 121)]
    return json.dumps({"latest_posts": posts}).encode()


def _rss(*items: str) -> bytes:
    xmlns = 'xmlns:thr="http://purl.org/syndication/thread/1.0"'
    return f'<rss version="2.0" {xmlns}><channel><title>x</title>{"".join(items)}</channel></rss>'.encode()


def _item(**fields: str) -> str:
    return f"<item>{''.join(f'<{name}>{text}</{name}>' for name, text in fields.items())}</item>"


def _linked(path: str) -> bytes:
    link = f"https://feeds.example/{path}"
    return _rss(*(_item(guid=f"{number}", title="a", link=link) for number in range(3_000)))


def _chained(number: int) -> str:
    return f'<item><guid>{number}</guid><title>a</title><thr:in-reply-to ref="{number + 1}"/></item>'


COSTLY = {
    "previews nobody closes": ("discourse", _discourse('<aside class="onebox' * 3_000)),
    "quotes nobody closes": ("discourse", _discourse('<aside class="quote">' * 3_000)),
    "pictures nobody closes": ("discourse", _discourse('<div class="meta">' * 3_500)),
    "a long chain of replies": (
        "mastodon",
        json.dumps(
            [
                {"id": f"{n}", "in_reply_to_id": f"{n + 1}", "content": "a", "account": {"acct": "a"}}
                for n in range(10_000)
            ]
        ).encode(),
    ),
    "a long chain in a feed": ("feed", _rss(*map(_chained, range(7_000)))),
    "a long slug": ("feed", _linked("t/" + "a" * 1_900)),
    "threads in threads": ("feed", _linked("threads/" * 235)),
    "a link without end": ("feed", _rss(_item(link="https://feeds.example/t/" + "a" * 90_000))),
}


@pytest.mark.parametrize(("kind", "body"), COSTLY.values(), ids=COSTLY)
def test_time_grows_with_the_bytes_and_not_with_their_square(kind: str, body: bytes) -> None:
    url, asked, _ = KINDS.get(kind, (BASE, BASE, set()))
    source = _source(kind, url)
    begin = process_time()
    found = read_body(source, context_of(source), body, Ask(url=asked))
    assert process_time() - begin < SECONDS
    assert adds_up(found)
    assert found.read > 0


@pytest.mark.parametrize(
    ("kind", "begin", "end"),
    [
        ("hackernews", "[", "]"),
        ("discourse", '{"latest_posts": [', "]}"),
        ("discourse", '{"topic_list": {"topics": [', "]}}"),
        ("reddit", '{"kind": "Listing", "data": {"children": [', "]}}"),
        ("feed", '{"version": "https://jsonfeed.org/version/1", "items": [', "]}"),
    ],
)
def test_a_flood_of_nothing_is_a_failure_and_no_million_of_remarks(kind: str, begin: str, end: str) -> None:
    url, asked, _ = KINDS.get(kind, (BASE, BASE, set()))
    source = _source(kind, url)
    body = f"{begin}{'{},' * MOST_IN_ONE}{{}}{end}".encode()
    found = read_body(source, context_of(source), body, Ask(url=asked))
    assert f"more than {MOST_IN_ONE:,} entries" in (found.failure or "")
    assert not found.set_aside
