"""Nothing of third-party markup executes, navigates or phones home; the words stay."""

from __future__ import annotations

import time
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.markup import safe_markdown, safe_url, to_lines, to_text

SHARED = Path(__file__).parents[2] / ".." / "shared" / "attacks" / "responses"
ALLOWED = {"html", "head", "body", "p", "br", "em", "strong", "b", "i", "code", "pre", "blockquote"} | {
    *("ul", "ol", "li", "a")
}
HOSTILE = [
    "<!--><img src=x onerror=alert(1)>-->",
    "<!---><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>-->",
    '<a href="&#106;avascript&colon;alert(1)">x</a>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<math xlink:href="javascript:alert(1)">x</math>',
    '<svg><animate attributeName=href values="javascript:alert(1)"/></svg>',
    '<form action="javascript:alert(1)"><input type=password><button>go</button></form>',
    '<img src="https://tracker.example/x.gif"><video poster="https://tracker.example/p"></video>',
    '<a ping="https://tracker.example/" href="https://e.example/">x</a>',
    '<div id="__config" class="md-banner" style="position:fixed">x</div></div></div></article>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><style>body{display:none}</style>',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</title><script>alert(1)</script>",
    "[x](javascript:alert(1)) [y](data:text/html;base64,PHNjcmlwdD4=) [z](java%09script:alert(1))",
    "![x](https://tracker.example/x.gif){: onerror=alert(1) }",
    "<https://user:pass@host.example/> [q](//host.example/x) [r](/local)",
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    "&#x202e;&#8;dewols",
]
SLOW = [
    "[" * 5_000,
    "[a](" * 2_000,
    "*" * 60_000,
    "> " * 30_000,
    "*a _b " * 10_000,
    "- x\n" * 16_000,
    "<b>" * 100_000,
    "<div>" * 1_999,
    "<!--" * 30_000,
    "<script>" * 30_000,
    "<script" * 20_000,
    "&" * 60_000,
]


def _harmless(html: str) -> None:
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        assert element.tag in ALLOWED, element.tag
        for name, value in element.attrib.items():
            assert (element.tag, name) in {("a", "href"), ("a", "rel")}
            assert name != "href" or value.startswith(("http://", "https://"))


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_becomes_harmless_html(source: str) -> None:
    html = safe_markdown(source)
    _harmless(html)
    assert "\u202e" not in html
    assert "\x08" not in html


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([*HOSTILE, "<", ">", "&lt;", "`", "**", "\n", "\n\n", "- ", "> "]), max_size=8)
)
def test_no_mixture_of_hostile_pieces_gets_through(pieces: list[str]) -> None:
    source = "".join(pieces)
    _harmless(safe_markdown(source))
    assert "\n" not in to_text(source)


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_html_leaves_only_words(source: str) -> None:
    text = to_text(source)
    for trace in ("onerror", "tracker.example", "display:none", "xlink", "<img", "<form", "\u202e", "\x08"):
        if not source.startswith(("!", "[", "{")):
            assert trace not in text


@pytest.mark.parametrize("source", SLOW, ids=[source[:8] for source in SLOW])
def test_hostile_text_costs_bounded_time(source: str) -> None:
    started = time.process_time()
    safe_markdown(source)
    to_text(source)
    assert time.process_time() - started < 1.0


@pytest.mark.shared
def test_the_attack_corpus_of_responses_becomes_harmless() -> None:
    files = sorted(SHARED.glob("*.md")) if SHARED.is_dir() else []
    if not files:
        pytest.skip("the attack corpus is not beside the checkout")
    for file in files:
        _harmless(safe_markdown(file.read_text(encoding="utf-8", errors="replace")))


def test_markdown_keeps_what_a_company_needs() -> None:
    html = safe_markdown(
        "# We are sorry\n\n**Refunds** go out by *Friday*.\n\n- one\n- two\n\n> quoted\n\n"
        "```\n  code\n```\n\n[Status](https://acme.example/status?a=1)"
    )
    assert "<p><strong>We are sorry</strong></p>" in html
    assert "<li>one</li>" in html
    assert "<blockquote>" in html
    assert "  code" in html
    assert '<a href="https://acme.example/status?a=1" rel="nofollow ugc noopener">Status</a>' in html


def test_too_many_brackets_are_shown_as_they_are() -> None:
    assert safe_markdown("a **b**\n\n" + "[" * 300) == f"<p>a **b**</p>\n<p>{'[' * 300}</p>\n"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two &amp; three</p>", "One two & three"),
        ("a &lt;b&gt; c", "a <b> c"),
        ("plain words", "plain words"),
        ("x<script>alert(1)</script>y", "xy"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
    ],
)
def test_html_becomes_its_words(html: str, text: str) -> None:
    assert to_text(html) == text


def test_quotes_are_marked_where_asked() -> None:
    html = "<blockquote>old<br>words</blockquote><p>mine</p>"
    assert [line for line in to_lines(html, quotes=True).split("\n") if line] == ["> old", "> words", "mine"]


def test_too_many_tags_are_cut_out() -> None:
    assert to_text("<b>" * 3_000 + "still here") == "still here"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        (" HTTP://A.example:8080/ä ", "http://a.example:8080/%C3%A4"),
        ("http://b\u00fccher.example/", "http://xn--bcher-kva.example/"),
        ("javascript:alert(1)", None),
        ("//a.example/", None),
        ("/local", None),
        ("http://user:pw@a.example/", None),
        ("http://a.example:99999/", None),
        ("http:///x", None),
        ("http://[::1/", None),
        ("https://a.example/\u202e", "https://a.example/%E2%80%AE"),
        ("https://a.example/a b", None),
        ("https://a.example/" + "x" * 2_000, None),
        ("https://a.example/" + "ä" * 1_000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_absolute_web_addresses_become_links(url: str | None, expected: str | None) -> None:
    assert safe_url(url) == expected
