"""What kind an address is, told by its shape and by what it answers."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator.ingest.autodiscovery import is_page, page, same_site, usual_places
from generator.ingest.recognise import by_address, by_answer
from generator.ingest.tables.guess_columns import columns_of, guess
from generator.model.entry import Snapshot
from generator.model.words import SourceId, SourceKind

K = SourceKind
SHARED = Path(__file__).parents[2] / ".." / "shared" / "feeds"
HERE = "https://rail.example/talk/index.html"


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"id": ["1"], "text": ["x"]}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.reddit.com/r/trams/", K.REDDIT),
        ("https://old.reddit.com/r/trams", K.REDDIT),
        ("https://www.reddit.com/r/trams/new/.rss", None),
        ("https://news.ycombinator.com/", K.HACKERNEWS),
        ("https://github.com/rail/app", K.GITHUB),
        ("https://github.com/rail/app/issues", K.GITHUB),
        ("https://github.com/rail/app/discussions/", K.GITHUB),
        ("https://github.com/rail/app/releases.atom", None),
        ("https://github.com/rail/app/blob/main/README", None),
        ("https://apps.apple.com/gb/app/trams/id123456", K.APPSTORE),
        ("https://itunes.apple.com/gb/rss/customerreviews/id=1/sortBy=mostRecent/xml", K.APPSTORE),
        ("https://stackoverflow.com/questions/tagged/trams", K.STACKEXCHANGE),
        ("https://rail.stackexchange.com/", K.STACKEXCHANGE),
        ("https://api.stackexchange.com/2.3/questions", None),
        ("https://stackoverflow.com/feeds/tag?tagnames=trams", None),
        ("https://rail.example/export.CSV", K.RECORDS),
        ("imports/hotline.jsonl", K.RECORDS),
        ("imports/calls.parquet", K.RECORDS),
        ("imports/list.mbox", K.MBOX),
        ("https://rail.example/feed.xml", None),
        ("https://[broken/", None),
    ],
)
def test_an_address_tells_its_kind_where_its_shape_is_sure(url: str, kind: SourceKind | None) -> None:
    found = by_address(url)
    assert (found and found.kind) == kind


RSS = b"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title></channel></rss>"
DISCOURSE = b"<!DOCTYPE html><html><head><meta name='generator' content='Discourse 3.2'></head></html>"
BODIES: dict[str, tuple[bytes, SourceKind | None]] = {
    "rss": (RSS, K.FEED),
    "rss after a byte order mark and blank lines": (b"\xef\xbb\xbf\n\n" + RSS, K.FEED),
    "atom": (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", K.FEED),
    "rdf": (b"<rdf:RDF xmlns:rdf='x'></rdf:RDF>", K.FEED),
    "utf-16": (RSS.decode().encode("utf-16"), K.FEED),
    "json feed, version last": (
        json.dumps({"title": "x" * 5000, "version": "https://jsonfeed.org/version/1.1"}).encode(),
        K.FEED,
    ),
    "discourse page": (DISCOURSE, K.DISCOURSE),
    "discourse topics": (b'{"users": [], "topic_list": {}}', K.DISCOURSE),
    "discourse posts": (b'{"latest_posts": []}', K.DISCOURSE),
    "discourse topic": (b'{"post_stream": {}}', K.DISCOURSE),
    "mastodon page": (b"<html><body><div class='app' id='mastodon'></div></body></html>", K.MASTODON),
    "lemmy page": (b"<html><script>window.isoData = {}</script></html>", K.LEMMY),
    "mbox": (b"From rail@example Thu Jan  1 10:00:00 2026\nSubject: x\n\nwords\n", K.MBOX),
    "parquet": (_parquet(), K.RECORDS),
    "csv": (b"ref,received,words\n1,2026-01-02,late\n", K.RECORDS),
    "csv by its type": (b"ref\n1\n", K.RECORDS),
    "semicolons": (b"ref;words\n1;late\n", K.RECORDS),
    "json lines": (b'{"id": 1}\n{"id": 2}\n', K.RECORDS),
    "json list": (b'[\n {"id": 1}]', K.RECORDS),
}


@pytest.mark.parametrize("name", BODIES)
def test_an_answer_tells_its_kind(name: str) -> None:
    body, kind = BODIES[name]
    declared = "text/csv" if "type" in name else ""
    found = by_answer(Snapshot(source=SourceId("x"), url=HERE, body=body, content_type=declared))
    assert found is not None
    assert found.kind is kind
    assert found.why


@pytest.mark.parametrize(
    "body",
    [b"", b"hello", b"{}", b'{"a": 1', b'{"a": 1}', b"<svg></svg>", b"one line, and a comma\n", b"\x00\x01"],
)
def test_what_nothing_can_read_is_not_recognised(body: bytes) -> None:
    assert by_answer(Snapshot(source=SourceId("x"), url=HERE, body=body)) is None


def test_a_plain_page_has_no_kind_and_brings_its_feeds() -> None:
    body = b"<html><head><link rel=alternate type='application/rss+xml' href='/f.xml'></head></html>"
    found = by_answer(Snapshot(source=SourceId("x"), url=HERE, body=body))
    assert found is not None
    assert found.kind is None
    assert found.page is not None
    assert [one.url for one in found.page.feeds] == ["https://rail.example/f.xml"]


PAGE = """<!DOCTYPE html>
<HTML lang="de-AT"><head><title>Die Bahn &amp; wir</title>
<link rel="stylesheet alternate" type="application/rss+xml; charset=x" href="neu.xml" title="Neu &lt;b&gt;es">
<link rel='alternate' type='application/atom+xml' href='https://other.example/atom'>
<link rel=alternate type=application/feed+json href=/feed.json>
<link rel="alternate" type="application/rss+xml" href="neu.xml">
<link rel="alternate" type="text/html" hreflang="en" href="/en">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="alternate" type="application/rss+xml">
</head><body id="phpbb" class="x"><a href="forum/">Forum</a> <a href="forum/">again</a>
<a href="mailto:x@rail.example">mail</a><a href="http://[broken">b</a></body></html>"""


def test_a_page_names_its_feeds_its_language_and_where_it_links_to() -> None:
    found = page(PAGE.encode(), HERE)
    assert [one.url for one in found.feeds] == [
        "https://rail.example/talk/neu.xml",
        "https://other.example/atom",
        "https://rail.example/feed.json",
    ]
    assert (found.title, found.language, found.platform) == ("Die Bahn & wir", "de", "phpbb")
    assert found.feeds[0].title == "Neu es"
    assert found.links == ("https://rail.example/talk/forum/",)


def test_a_page_without_words_says_nothing() -> None:
    found = page(b"<html lang='?'></html>", HERE)
    assert (found.title, found.language, found.platform, found.feeds) == ("", None, "", ())


def test_a_base_element_moves_relative_links() -> None:
    body = b"<html><base href='/b/'><link rel=alternate type=application/rss+xml href=f.xml></html>"
    assert [one.url for one in page(body, HERE).feeds] == ["https://rail.example/b/f.xml"]


@pytest.mark.parametrize(
    ("generator", "places"),
    [
        ("phpBB", ["https://rail.example/talk/feed.php", "https://rail.example/talk/app.php/feed"]),
        ("WordPress 6.5", ["https://rail.example/talk/comments/feed/", "https://rail.example/talk/feed/"]),
        ("vBulletin 4", ["https://rail.example/talk/external.php?type=RSS2"]),
        ("Something else", []),
    ],
)
def test_the_usual_places_of_a_software_are_known(generator: str, places: list[str]) -> None:
    body = f"<html><meta content='{generator}' name='Generator'></html>".encode()
    assert list(usual_places(page(body, HERE))) == places


def test_the_whole_of_a_hostile_page_is_not_looked_at() -> None:
    body = b"<html>" + b"<a href=" * 400_000
    found = page(body, HERE)
    assert found.links == ()


@pytest.mark.parametrize(
    ("body", "so"),
    [
        (b"<!doctype HTML>", True),
        (b" \n<html>", True),
        (b"<!-- note --><html lang=en>", True),
        (b"<feed><entry>&lt;html", False),
        (RSS, False),
    ],
)
def test_a_page_is_told_from_a_feed(body: bytes, so: bool) -> None:  # noqa: FBT001 -- a case's answer
    assert is_page(body) is so


@pytest.mark.parametrize(
    ("link", "so"),
    [
        ("https://rail.example/x", True),
        ("https://forum.rail.example/", True),
        ("https://notrail.example/", False),
    ],
)
def test_a_host_below_a_domain_is_of_its_site(link: str, so: bool) -> None:  # noqa: FBT001
    assert same_site(link, "rail.example") is so


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (("Ref", "Received", "Summary"), {"id": "Ref", "date": "Received", "text": "Summary"}),
        (
            ("complaint_id", "date_received", "narrative", "company"),
            {"id": "complaint_id", "date": "date_received", "text": "narrative", "brand": "company"},
        ),
        (("id", "message_text", "created at"), {"id": "id", "text": "message_text", "date": "created at"}),
        (("a", "b"), {}),
        (
            ("Vorgang", "Eingang", "Firma", "Nachricht"),
            {"id": "Vorgang", "date": "Eingang", "brand": "Firma", "text": "Nachricht"},
        ),
        (
            ("référence", "reçu", "entreprise", "réclamation"),
            {"id": "référence", "date": "reçu", "brand": "entreprise", "text": "réclamation"},
        ),
    ],
)
def test_columns_are_guessed_by_their_names(names: tuple[str, ...], meant: dict[str, str]) -> None:
    found = guess(names)
    assert {key: found[key] for key in meant} == meant
    assert len(found) == len(meant)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"a,b\n1,2\n", ("a", "b")),
        (b'{"a": 1}\n{"b": 2}\n', ("a", "b")),
        (gzip.compress(b"a;b\n1;2\n"), ("a", "b")),
        (b"", ()),
        (_parquet(), ("id", "text")),
        (b"a,b\n" + b"1,2\n" * 100, ("a", "b")),
    ],
)
def test_the_columns_of_a_table_are_named(body: bytes, names: tuple[str, ...]) -> None:
    assert columns_of(body, 1_000_000) == names


@pytest.mark.shared
def test_every_feed_of_the_shared_set_is_recognised_as_one() -> None:
    if not SHARED.is_dir():
        pytest.skip("the real feeds are not beside this checkout")
    paths = [path for path in SHARED.rglob("*") if path.suffix in {".xml", ".rss"}]
    assert len(paths) > 30
    for path in paths:
        found = by_answer(Snapshot(source=SourceId("x"), url=HERE, body=path.read_bytes()))
        assert found is not None, path
        assert found.kind is K.FEED, path
