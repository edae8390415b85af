"""Mends what makes a feed not well formed, so that it can be read as strictly as any other."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import name2codepoint
from xml.parsers.expat import errors

_ASIDE = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
"""What may hold anything."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}));")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(rb"&(?!(?:[A-Za-z_][\w.-]{0,31}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_BARE_LESS = re.compile(rb"<(?![A-Za-z_/!?])")
_UNQUOTED = re.compile(rb"""("[^"<]*"|'[^'<]*')|=([^\s"'<>=]+)(?=[\s>/])""")
_TAG = re.compile(rb"<[A-Za-z_][^<>]{0,4000}>")
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_DECLARED = re.compile(rb"""encoding\s*=\s*["']?([A-Za-z0-9._-]{1,40})""")
_DOCTYPE = re.compile(rb"<!DOCTYPE\b[^<>\[]{0,400}(?:\[[^\]]{0,20000}\]\s*)?>")
_PREFIXED = re.compile(
    rb"</?([A-Za-z_][\w.-]{0,40}):[A-Za-z_]|\s([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]*\s*="
)
_HOLDS_ENTRIES = re.compile(rb"<(\w+):(?:item|entry|channel)[\s>]")
_NO_CHARACTER_SETS = {
    b"undefined", b"idna", b"punycode", b"unicode_escape", b"raw_unicode_escape", b"mbcs", b"oem",
}  # fmt: skip
"""Python's codecs for other purposes than files."""
_KEPT = {b"lt", b"gt", b"amp", b"quot", b"apos"}
_KNOWN = {
    b"atom": b"http://www.w3.org/2005/Atom",
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"dcterms": b"http://purl.org/dc/terms/",
    b"itunes": b"http://www.itunes.com/dtds/podcast-1.0.dtd",
    b"media": b"http://search.yahoo.com/mrss/",
    b"rdf": b"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    b"slash": b"http://purl.org/rss/1.0/modules/slash/",
    b"sy": b"http://purl.org/rss/1.0/modules/syndication/",
    b"thr": b"http://purl.org/syndication/thread/1.0",
    b"wfw": b"http://wellformedweb.org/CommentAPI/",
}


def with_real_encoding(body: bytes) -> bytes:
    """The same feed without a declared encoding that is no character set, and makes feedparser fail."""
    found = _DECLARED.search(body[:400])
    if found is None or found[1].lower().replace(b"-", b"_") not in _NO_CHARACTER_SETS:
        return body
    return body[: found.start(1)] + b"utf-8" + body[found.end(1) :]


def without_asides(body: bytes) -> bytes:
    """The bytes without CDATA sections and comments, in which anything may stand."""
    return _ASIDE.sub(b"", body)


def mended(body: bytes, code: int) -> bytes:
    """The same feed without the fault that expat names; unchanged where we know no cure.

    Args:
        body: the document in UTF-8.
        code: expat's error code.

    Text, links and ids stay as they were meant: only what XML forbids is written in its allowed form.
    """
    cure = _CURES.get(code)
    return cure(body) if cure else body


def _outside(body: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Apply a change to everything but CDATA sections and comments."""
    done, parts = 0, []
    for aside in _ASIDE.finditer(body):
        parts += [change(body[done : aside.start()]), aside[0]]
        done = aside.end()
    return b"".join([*parts, change(body[done:])])


def _tokens(body: bytes) -> bytes:
    return _outside(_CONTROL.sub(b"", _plain_head(body)), _plain_text)


def _plain_text(part: bytes) -> bytes:
    part = _REFERENCE.sub(_allowed, _ampersands(part))
    return _TAG.sub(_quoted, _BARE_LESS.sub(b"&lt;", part))


def _allowed(found: re.Match[bytes]) -> bytes:
    """A reference to a character; those XML forbids become the sign for an unreadable one."""
    code = int(found[1], 16) if found[1] else int(found[2])
    allowed = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
    return found[0] if code in {9, 10, 13} or any(code in one for one in allowed) else b"&#65533;"


def _ampersands(part: bytes) -> bytes:
    return _BARE_AMPERSAND.sub(b"&amp;", part)


def _quoted(tag: re.Match[bytes]) -> bytes:
    return _UNQUOTED.sub(_quote, tag[0]) if b"=" in tag[0] else tag[0]


def _quote(found: re.Match[bytes]) -> bytes:
    return found[0] if found[1] else b'="' + found[2] + b'"'


def _plain_head(body: bytes) -> bytes:
    """One XML declaration and the document type before the root, and nothing else."""
    root = _ROOT.search(body)
    if root is None:
        return body
    head = body[: root.start()]
    encoding, kind = _DECLARED.search(head), _DOCTYPE.search(head)
    name = encoding[1] if encoding else b"utf-8"
    return (
        b'<?xml version="1.0" encoding="'
        + name
        + b'"?>\n'
        + (kind[0] if kind else b"")
        + body[root.start() :]
    )


def _entities(body: bytes) -> bytes:
    """HTML's own names become characters; unknown ones become the text they were."""
    return _outside(body, lambda part: _NAMED.sub(_character, _ampersands(part)))


def _character(found: re.Match[bytes]) -> bytes:
    if found[1] in _KEPT:
        return found[0]
    code = name2codepoint.get(found[1].decode("ascii"))
    return b"&#%d;" % code if code else b"&amp;" + found[0][1:]


def _prefixes(body: bytes) -> bytes:
    """Prefixes nobody declared: the one in front of entries goes, others get the namespace they mean."""
    if (found := _HOLDS_ENTRIES.search(body)) and b"xmlns:" + found[1] not in body:
        body = re.sub(rb"(</?|\s)" + re.escape(found[1]) + rb":(?=\w)", rb"\1", body)
    root = _ROOT.search(body)
    if root is None:
        return body
    names = {one[0] or one[1] for one in _PREFIXED.findall(body)} - {b"xml", b"xmlns"}
    missing = sorted(name for name in names if b"xmlns:" + name not in body)[:50]
    said = b"".join(b' xmlns:%b="%b"' % (one, _KNOWN.get(one, b"urn:undeclared:" + one)) for one in missing)
    place = root.end() - 1
    return body[:place] + said + body[place:]


_CURES: dict[int, Callable[[bytes], bytes]] = {
    errors.codes[name]: cure
    for name, cure in (
        (errors.XML_ERROR_INVALID_TOKEN, _tokens),
        (errors.XML_ERROR_BAD_CHAR_REF, _tokens),
        (errors.XML_ERROR_MISPLACED_XML_PI, _plain_head),
        (errors.XML_ERROR_XML_DECL, _plain_head),
        (errors.XML_ERROR_SYNTAX, _plain_head),
        (errors.XML_ERROR_UNDEFINED_ENTITY, _entities),
        (errors.XML_ERROR_UNBOUND_PREFIX, _prefixes),
    )
}
