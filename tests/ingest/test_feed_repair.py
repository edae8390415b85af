"""What is not well formed is mended, and what is well formed is read as feedparser alone would read it."""

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import feedparser
import feedparser.api
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.feeds import feed_bytes
from generator.ingest.feeds import feed_fields as fields
from generator.ingest.feeds.parsed import Parsed
from generator.ingest.feeds.sidecar import RawEntry
from generator.model.entry import Snapshot
from generator.model.words import SourceId

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared" / "feeds"
TWINS = sorted((ROOT / "tests" / "cases" / "feeds").rglob("feed.xml"))
WELL_FORMED_ONLY = {"broken-end", "broken-prefix", "second-reader"}
"""Where feedparser alone finds less."""


def _ours(body: bytes) -> Parsed:
    return feed_bytes.parse(Snapshot(source=SourceId("s"), url="s", body=body))


def _plain(body: bytes) -> list[dict[str, Any]]:
    """As feedparser reads it without our driver; both HTML passes are off in either."""
    drivers = feedparser.api.PREFERRED_XML_PARSERS
    drivers[:] = [name for name in drivers if name != feed_bytes.DRIVER]
    found = feedparser.parse(BytesIO(body.lstrip()), sanitize_html=False, resolve_relative_uris=False)
    return list(found["entries"])


def _shown(entry: dict[str, Any], raw: RawEntry) -> list[object]:
    readers = (fields.title, fields.body, fields.author, fields.language, fields.rating, fields.tags)
    dates = (fields.date_written(entry, raw), fields.date_changed(entry, raw))
    return [*(read(entry) for read in readers), *dates, fields.link(entry, raw)]


def _same(body: bytes) -> bool:
    ours = _ours(body)
    shown = [_shown(entry, raw) for entry, raw in zip(ours.entries, ours.raw, strict=True)]
    return shown == [_shown(entry, RawEntry(guid=dict.get(entry, "id"))) for entry in _plain(body)]


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.parent.name)
def test_what_we_read_of_a_twin_is_what_feedparser_alone_reads(path: Path) -> None:
    if path.parent.name in WELL_FORMED_ONLY:
        pytest.skip("feedparser alone finds less in it")
    assert _same(path.read_bytes()) or path.parent.name == "broken-bytes"


@pytest.mark.shared
def test_what_we_read_of_every_real_feed_is_what_feedparser_alone_reads() -> None:
    if not SHARED.exists():
        pytest.skip(f"needs {SHARED} beside the checkout")
    better = {"dylanharris.xml", "malformed_rss_namespaced.xml"}
    paths = (path for path in SHARED.rglob("*.*") if path.suffix in {".xml", ".rss", ".atom"})
    assert [path.name for path in paths if path.name not in better and not _same(path.read_bytes())] == []


SPACES = {
    "": "title link guid description author pubDate category comments source enclosure image rating",
    "dc": "creator date subject title description language contributor",
    "atom": "title id link summary content author published updated category source",
    "media": "title description group content thumbnail category rating credit keywords",
    "content": "encoded",
    "x": "title item link note",
}
URIS = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "x": "urn:x",
}
NAMES = [f"{space}:{name}" if space else name for space, names in SPACES.items() for name in names.split()]
WRAPPERS = ["media:group", "media:content", "atom:source", "x:note", "image", "dc:contributor"]
"""Elements whose own text nobody reads; others may hold elements only if a feed is broken."""
WORDS = st.sampled_from(
    ["late again", "<b>late</b> &amp; wet", "\u2019n \u20ac 5", "", "https://s.example/1"]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["href", "rel", "type", "url", "term", "isPermaLink", "xml:lang"]),
    st.sampled_from(["alternate", "html", "text", "https://s.example/2", "false", "en"]),
    max_size=2,
)
LEAVES = st.tuples(st.sampled_from(NAMES), ATTRIBUTES, WORDS, st.just(()))
INSIDE = LEAVES.filter(lambda leaf: leaf[0] not in {"source", "atom:source", "image", "dc:contributor"})
"""These end what they stand in for feedparser: an element inside itself, which no feed holds."""
WRAPPED = st.tuples(
    st.sampled_from(WRAPPERS), ATTRIBUTES, st.just(""), st.lists(INSIDE, max_size=3).map(tuple)
)
PEOPLE: st.SearchStrategy[Any] = st.tuples(
    st.just("atom:author"),
    ATTRIBUTES,
    st.just(""),
    st.lists(
        st.tuples(st.sampled_from(["atom:name", "atom:uri", "atom:email"]), st.just({}), WORDS, st.just(()))
    ).map(tuple),
)
ELEMENTS = LEAVES | WRAPPED | PEOPLE


def _xml(element: Any) -> str:
    name, attributes, words, children = element
    head = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{head}>{escape(words)}{''.join(map(_xml, children))}</{name}>"


@given(st.lists(st.lists(ELEMENTS, max_size=5), min_size=1, max_size=2))
@settings(max_examples=100, deadline=None)
def test_leaving_out_unread_elements_changes_no_field_that_is_read(entries: list[list[Any]]) -> None:
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in URIS.items())
    items = "".join(f"<item>{''.join(map(_xml, entry))}</item>" for entry in entries)
    body = f'<rss version="2.0"{spaces}><channel><title>t</title>{items}</channel></rss>'.encode()
    ours, plain = _ours(body), _plain(body)
    assert len(ours.entries) == len(plain)
    for entry, alone in zip(ours.entries, plain, strict=True):
        for read in (fields.title, fields.body, fields.author, fields.language, fields.tags):
            assert read(entry) == read(alone)


HEAD = "<rss version='2.0'><channel>"
MENDED = [
    ("<item><title>a & b</title></item></channel></rss>", "a &amp; b"),
    ("<item><title>a &nbsp; b</title></item></channel></rss>", "a \xa0 b"),
    ("<item><title>3 < 4</title></item></channel></rss>", "3 &lt; 4"),
    ("<item><title>a\x0bb</title></item></channel></rss>", "ab"),
    ("<item><title>a&#xD800;b&#1;c&#65;</title></item></channel></rss>", "a\ufffdb\ufffdcA"),
    ("<item><dc:title>by prefix</dc:title></item></channel></rss>", "by prefix"),
    ("<item a=1 b='x=y'><title>unquoted</title></item></channel></rss>", "unquoted"),
    ("<item><title>cut of", "cut of"),
    ("<item><title><![CDATA[cut of", "cut of"),
    ("<item><title>junk</title></item></channel></rss><script>1</script>", "junk"),
]


@pytest.mark.parametrize(("rest", "title"), MENDED)
def test_a_fault_of_xml_costs_no_words(rest: str, title: str) -> None:
    found = _ours((HEAD + rest).encode())
    assert [fields.title(entry) for entry in found.entries] == [title]
    assert not found.again


def test_entries_behind_the_end_of_a_feed_are_not_lost() -> None:
    body = HEAD + "<item><title>one</title></item></channel></rss><item><title>two</title></item>"
    assert [fields.title(entry) for entry in _ours(body.encode()).entries] == ["one", "two"]


def test_what_nobody_can_mend_is_read_loosely() -> None:
    found = _ours((HEAD + "<item><title>one</tilte><guid>g</guid></item></channel></rss>").encode())
    assert len(found.entries) == 1


UNCLOSED = "<item><title>one</title><description><b>late</b></item>"
SECOND = "<item><title>two</title><description><![CDATA[<item> & more]]></description></item>"


def test_an_entry_that_would_be_swallowed_by_the_one_before_is_read_by_a_second_reader() -> None:
    found = _ours((HEAD + UNCLOSED + SECOND + "</channel></rss>").encode())
    assert [fields.title(entry) for entry in found.entries] == ["one", "two"]
    assert fields.body(found.entries[1]) == "<item> & more"
    assert found.again


def test_a_section_of_no_known_kind_does_not_stop_the_second_reader() -> None:
    odd = "<item><title>two</title><description><![CDTA[<b>x</b>]]></description></item>"
    found = _ours((HEAD + UNCLOSED + odd + "</channel></rss>").encode())
    assert [fields.title(entry) for entry in found.entries] == ["one", "two"]


def test_feedparser_stays_as_forgiving_for_others() -> None:
    _ours(b"<rss version='2.0'><channel/></rss>")
    found = feedparser.parse(BytesIO(b"<rss version='2.0'><channel><item><title>a & b</title>"))
    assert len(found["entries"]) == 1
