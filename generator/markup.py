"""The only door for third-party markup: HTML to text, Markdown to harmless HTML, addresses to safe ones."""

from __future__ import annotations

import html as entities
import re
from functools import cache
from urllib.parse import quote, urlsplit, urlunsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.text import lines, plain, visible

LONGEST_HTML = 131_072
"""Characters of HTML that are looked at; the rest is dropped before parsing."""
LONGEST_MARKDOWN = 65_536
_MOST_TAGS = 2_000
"""Beyond this, nested elements make tree building slow; tags are then cut out by pattern."""
_MOST_BRACKETS = 200
_MOST_MARKS = 4_000
_MOST_LINES = 4_000
_DEEPEST_QUOTE = 8
_LONGEST_URL = 2_000
_BLOCKS = frozenset(
    ["p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "blockquote"]
)
_SILENT = frozenset(
    ["script", "style", "noscript", "template", "iframe", "object", "svg", "math", "title", "textarea"]
)
_TAG = re.compile(r"(</?[a-z0-9]+>)")
_ANY_TAG = re.compile(r"</?[a-zA-Z!?][^<>]{0,4000}>?")
_HTML_ALLOWED = frozenset(
    ["p", "br", "em", "strong", "b", "i", "code", "pre", "blockquote", "ul", "ol", "li", "a"]
)
_REL = "nofollow ugc noopener"
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^\u2028\u2029]")


def to_text(html: str) -> str:
    """Return the words of an HTML fragment as one harmless line; scripts, styles and comments leave nothing.

    The result is text, not HTML: it may hold `<` where the fragment wrote `&lt;`, so escape it when printing.
    """
    return plain(to_lines(html))


def to_lines(html: str, *, quotes: bool = False) -> str:
    """Return the words of an HTML fragment with its line breaks; quoted ones begin with `>` where asked."""
    if "<" not in html and "&" not in html:
        return lines(html[:LONGEST_HTML])
    html = html[:LONGEST_HTML]
    if html.count("<") > _MOST_TAGS:
        return lines(entities.unescape(_ANY_TAG.sub("\n", html)))
    clean = nh3.clean(html, tags=set(_BLOCKS), attributes={}, clean_content_tags=set(_SILENT), link_rel=None)
    return lines(_unwrap(clean.replace("\n", " ") if "<pre" not in clean else clean, quotes=quotes))


def _unwrap(clean: str, *, quotes: bool) -> str:
    """Turn nh3's own output, which holds bare block tags only, into lines."""
    out: list[str] = []
    depth = 0
    for part in _TAG.split(clean):
        if part.startswith("<"):
            depth += (part == "<blockquote>") - (part == "</blockquote>")
            out.append("\n")
        elif part.strip():
            out.append(f"> {part}" if quotes and depth > 0 else part)
    return entities.unescape("".join(out))


def safe_markdown(source: str) -> str:
    """Return Markdown as HTML of an allow-list: paragraphs, emphasis, code, lists, quotes, links to http(s).

    Raw HTML is shown as text, images become links, headings become bold lines. No attribute but a checked
    `href` and our own `rel` survives. Text beyond 65,536 characters is dropped; callers refuse it earlier.
    """
    source = visible(source[:LONGEST_MARKDOWN])
    simple = source.count("[") > _MOST_BRACKETS or _marks(source) > _MOST_MARKS
    rendered = _paragraphs(source) if simple else _markdown().render(source)
    clean = nh3.clean(
        rendered,
        tags=set(_HTML_ALLOWED),
        attributes={"a": {"href"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https"},
        link_rel=_REL,
        clean_content_tags={"script", "style"},
    )
    return visible(clean)


def _marks(source: str) -> int:
    rows = source.split("\n")
    deep = len(rows) > _MOST_LINES or any(row.count(">") > _DEEPEST_QUOTE for row in rows if row[:1] == ">")
    return sum(source.count(mark) for mark in "*_`<&!") + (deep and _MOST_MARKS + 1)


def _paragraphs(source: str) -> str:
    """Show hostile Markdown as the text it is: nobody writes hundreds of brackets to be read."""
    parts = (part.strip() for part in source.split("\n\n"))
    return "".join(f"<p>{entities.escape(part, quote=False)}</p>\n" for part in parts if part)


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.disable(["image", "html_block", "html_inline"])
    parser.add_render_rule("heading_open", _heading_open)
    parser.add_render_rule("heading_close", _heading_close)
    return parser


def _heading_open(
    _self: RendererHTML, _tokens: list[Token], _place: int, _options: OptionsDict, _env: EnvType
) -> str:
    return "<p><strong>"


def _heading_close(
    _self: RendererHTML, _tokens: list[Token], _place: int, _options: OptionsDict, _env: EnvType
) -> str:
    return "</strong></p>\n"


def _attribute(_tag: str, name: str, value: str) -> str | None:
    return safe_url(value) if name == "href" else value


def safe_url(url: str | None) -> str | None:
    """Return an absolute http or https address fit for a link, else None.

    No user names, no control characters, at most 2,000 characters; the host is shown in ASCII (punycode), so
    that a look-alike shows what it is.
    """
    if not url or len(url) > _LONGEST_URL or _FORBIDDEN.search(url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    place = host if port is None else f"{host}:{port}"
    tail = (quote(part, safe="%/:=&?~#+!$,;'@()*[]-._") for part in (parts.path, parts.query, parts.fragment))
    made = urlunsplit((parts.scheme, place, *tail))
    return made if len(made) <= _LONGEST_URL else None
