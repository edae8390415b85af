import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.context import UnreadableError
from generator.ingest.feeds.opml import DROPPED, MAX_BYTES, OpmlFeed, read_opml

LIST = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Forums"><outline text="Käufer" title="x">
  <outline type="rss" text="Kettles &amp; lids" xmlUrl="https://kettle.example/feed?a=1&amp;b=2"
           htmlUrl="https://kettle.example/"/>
  <outline type="rss" title="Only a title" XMLURL=" HTTP://Pans.example/rss " htmlUrl="javascript:alert(1)"/>
</outline></outline>
<outline type="rss" text="Again" xmlUrl="https://kettle.example/feed?a=1&amp;b=2"/>
<outline type="rss" text="File" xmlUrl="file:///etc/passwd"/>
<outline type="include" text="Other" url="https://lists.example/other.opml"/>
<outline type="rss" text="Script" xmlUrl="javascript:alert(1)"/>
<outline text="A note"/>
<outline type="rss" xmlUrl="https://last.example/feed"/>
</body></opml>"""


def test_a_list_of_feeds_is_read_with_its_folders_and_an_account_of_the_rest() -> None:
    found = read_opml(LIST.encode("latin-1"))
    assert found.feeds[0] == OpmlFeed(
        title="Kettles & lids",
        url="https://kettle.example/feed?a=1&b=2",
        page="https://kettle.example/",
        folder="Forums / Käufer",
    )
    assert [(one.title, one.page, one.folder) for one in found.feeds[1:]] == [
        ("Only a title", None, "Forums / Käufer"),
        ("", None, ""),
    ]
    assert found.feeds[1].url.lower() == "http://pans.example/rss"
    assert found.dropped == (("list_of_lists", 1), ("no_web_address", 2), ("repeated", 1))
    assert {reason for reason, _ in found.dropped} <= set(DROPPED)


def _opml(inside: str) -> bytes:
    return f'<opml version="1.0"><body>{inside}</body></opml>'.encode()


LOOSE = [
    ('<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2&amp;z=3"/>', "A & B"),
    ('<outline text="A&nbsp;&uuml;&lt;&#65;&nosuch; &" xmlUrl="https://a.example/?x=1&amp;y=2&z=3"/>', None),
]


@pytest.mark.parametrize(("inside", "title"), LOOSE)
def test_loose_ampersands_and_the_names_of_html_are_put_up_with(inside: str, title: str | None) -> None:
    (feed,) = read_opml(_opml(inside)).feeds
    assert feed.url.startswith("https://a.example/?x=1&y=2&z=3")
    assert feed.title == (title or "A ü<A&nosuch; &")


def test_a_list_in_utf_16_is_read() -> None:
    text = _opml('<outline text="ü" xmlUrl="https://a.example/"/>').decode()
    assert read_opml(text.encode("utf-16")).feeds[0].title == "ü"


LAUGHS = b'<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
REFUSED = [
    (b"", "not well formed"),
    (b"<html><body>Not found</body></html>", "not a list of feeds"),
    (b"<opml><body>", "not well formed"),
    (b"<opml></outline></opml>", "not well formed"),
    (LAUGHS + _opml('<outline text="&b;" xmlUrl="https://a.example/"/>'), "declares entities"),
    (b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _opml(""), "declares entities"),
    (b'<?xml version="1.0" encoding="no-such"?>' + _opml(""), "not"),
    (_opml("<outline>" * 300 + "</outline>" * 300), "nested more than"),
    (b" " * (MAX_BYTES + 1), "larger than"),
]


@pytest.mark.parametrize(("body", "said"), REFUSED)
def test_what_is_no_honest_list_is_refused_with_a_sentence(body: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read_opml(body)


def test_an_external_definition_is_not_fetched() -> None:
    body = b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/x.dtd">' + _opml(
        '<outline xmlUrl="https://a.example/"/>'
    )
    assert len(read_opml(body).feeds) == 1


def test_a_large_list_and_a_flood_of_broken_tags_take_little_time() -> None:
    rows = "".join(f'<outline text="f" xmlUrl="https://f{n}.example/"/>' for n in range(20_000))
    begin = time.process_time()
    assert len(read_opml(_opml(rows)).feeds) == 20_000
    for flood in (b"<a ", b"<!", b"&", b"&a"):
        with pytest.raises(UnreadableError):
            read_opml(b"<opml>" + flood * 100_000)
    assert time.process_time() - begin < 10


@given(st.binary(max_size=200) | st.text("<>&;/\"' =opmluteinxr\x00é", max_size=120).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_list_or_say_why_not(body: bytes) -> None:
    for one in (
        body,
        b"<opml>" + body + b"</opml>",
        b'<opml><outline text="' + body + b'" xmlUrl="x"/></opml>',
    ):
        try:
            found = read_opml(one)
        except UnreadableError as error:
            assert str(error).endswith(".")  # noqa: PT017 - either answer is right
        else:
            assert len({feed.url for feed in found.feeds}) == len(found.feeds)
