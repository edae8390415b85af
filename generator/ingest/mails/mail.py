"""One mail (RFC 5322): its words, who wrote it, and what it says of itself."""

from __future__ import annotations

import codecs
import re
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parseaddr

from generator.ingest.context import clean
from generator.model.base import Value

MAIL_ERRORS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the standard library raises on broken mail."""
MAX_HEADER_CHARS = 10_000
_SLOW_OR_NO_CHARSET = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
_WESTERN = frozenset({"ascii", "iso8859-1", "utf-8"})
_MANY_BYTES = re.compile(r"utf_?(?:16|32)|gb|big5|euc|shift|cp9|iso2022|johab|hz")
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_BARE_ID = re.compile(r"[^<>\s@,;\"()]+@[^<>\s@,;\"()]+")
_WORD = r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?="
_ENCODED = re.compile(rf"{_WORD}(?:\s*{_WORD})*")
_VIA = re.compile(r"\s+via\s+\S.{0,80}$")
_ADDRESS = re.compile(r"<\s*(https?://[^<>\s]+)\s*>")
_ROBOT = re.compile(r"(?i)(?:mailer-daemon|postmaster)(?:@|$)")
_REPORTS = frozenset({"multipart/report", "multipart/digest"})


class _Raw(Compat32):
    """Headers as they stand in the bytes; `Compat32` alone changes those with bytes beyond ASCII."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        del name
        return value


_PARSER = BytesParser(policy=_Raw())


class Mail(Value, frozen=True, kw_only=True):
    """What one mail says."""

    id: str | None
    """Message-ID without its angle brackets."""
    before: tuple[str, ...]
    """The ids it refers to, oldest first; the last is what it replies to."""
    author: str
    """Name, or address where no name is given; empty where neither is."""
    title: str
    date: str
    """As written; empty where there is none."""
    body: str
    html: bool
    url: str | None
    """Its place in a web archive (RFC 5064); None where it names none."""
    automatic: str | None
    """The header that says that a program wrote it; None where none does."""
    opted_out: bool
    """True where it asks not to be kept in archives."""


def read_mail(octets: bytes) -> Mail:
    """Read one mail.

    Raises:
        MAIL_ERRORS: where it is too broken for the standard library.
    """
    message = _PARSER.parsebytes(octets)
    body, html = _words(message)
    own = _ids(_header(message, "Message-ID"))
    return Mail(
        id=own[0] if own else None,
        before=_before(message),
        author=_author(message),
        title=decoded(_header(message, "Subject")),
        date=" ".join(_header(message, "Date").split()),
        body=body.strip(),
        html=html,
        url=_url(message),
        automatic=_automatic(message),
        opted_out=_opted_out(message, body),
    )


def _header(message: Message, name: str) -> str:
    return str(message.get(name) or "")[:MAX_HEADER_CHARS]


def _ids(written: str) -> list[str]:
    return _ID.findall(written) or _BARE_ID.findall(written)


def _before(message: Message) -> tuple[str, ...]:
    references = _ids(_header(message, "References"))
    parents = _ids(_header(message, "In-Reply-To"))[:1]
    return tuple(dict.fromkeys([one for one in references if one not in parents] + parents))


def decoded(written: str) -> str:
    """A header's value as text: encoded words (RFC 2047) read, bytes beyond ASCII guessed, folds undone."""
    text = text_of(written.encode("utf-8", "surrogateescape"), None)
    return " ".join(clean(_ENCODED.sub(_encoded, text)).split())


def _encoded(found: re.Match[str]) -> str:
    try:
        parts = decode_header(found[0])
    except MAIL_ERRORS:
        return found[0]
    return "".join(text_of(one, charset) if isinstance(one, bytes) else one for one, charset in parts)


def text_of(octets: bytes, charset: str | None) -> str:
    """Bytes as text. A charset that cannot be right is not believed; what cannot be read becomes U+FFFD."""
    name = _known(charset)
    if not octets.isascii() and not (name and _MANY_BYTES.match(name)):
        text = octets.decode("utf-8", "replace")
        if "\ufffd" not in text or not text.replace("\ufffd", "").isascii():
            return text  # letters of several bytes that are valid UTF-8 are next to never anything else
    try:
        return octets.decode(name if name and name not in _WESTERN else "cp1252", "replace")
    except (LookupError, ValueError):  # a codec, but none for text
        return octets.decode("cp1252", "replace")


def _known(charset: str | None) -> str | None:
    try:
        name = codecs.lookup(charset or "ascii").name
    except (LookupError, ValueError):
        return None
    return None if name.replace("-", "_") in _SLOW_OR_NO_CHARSET else name


def _words(message: Message) -> tuple[str, bool]:
    """The plain parts, else the HTML parts; attached files and mails inside are no words of it."""
    plain: list[str] = []
    marked: list[str] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting.extend(one for one in reversed(held) if isinstance(one, Message))
        elif _is_inline(part) and part.get_content_type() in {"text/plain", "text/html"}:
            (plain if part.get_content_type() == "text/plain" else marked).append(_text(part))
    if any(one.strip() for one in plain):
        return "\n\n".join(filter(str.strip, plain)), False
    return "\n".join(marked), bool(marked)


def _is_inline(part: Message) -> bool:
    return part.get_content_disposition() != "attachment" and not part.get_filename()


def _text(part: Message) -> str:
    octets = part.get_payload(decode=True)
    charset = part.get_param("charset")
    text = text_of(octets, charset if isinstance(charset, str) else None) if isinstance(octets, bytes) else ""
    return clean(text).replace("\r\n", "\n").replace("\r", "\n")


def _author(message: Message) -> str:
    written = _header(message, "From")
    try:
        name, address = parseaddr(written)
    except MAIL_ERRORS:
        return decoded(written)
    return _VIA.sub("", decoded(name)) or decoded(address)


def _url(message: Message) -> str | None:
    written = " ".join(_header(message, "Archived-At").split())
    found = _ADDRESS.search(written)
    return found[1] if found else None


def _automatic(message: Message) -> str | None:
    """RFC 3834's header, reports and digests, a null sender, `Precedence` where no list explains it."""
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"}:
        return "Auto-Submitted"
    if message.get_content_type() in _REPORTS:
        return "Content-Type"
    if _header(message, "Return-Path").strip() == "<>":
        return "Return-Path"
    if _ROBOT.match(parseaddr(_header(message, "From")[:200])[1]):
        return "From"
    precedence = _header(message, "Precedence").strip().lower()
    is_list = any(name in message for name in ("List-Id", "List-Post", "X-Mailing-List", "X-BeenThere"))
    if precedence in {"auto_reply", "junk"} or (precedence == "bulk" and not is_list):
        return "Precedence"
    return None


def _opted_out(message: Message, body: str) -> bool:
    """`X-No-Archive: yes`, also as the first line of the words, as Usenet had it; `Archive: no`."""
    first = body.lstrip()[:40].lower()
    return (
        _header(message, "X-No-Archive").strip().lower() == "yes"
        or _header(message, "Archive").strip().lower().startswith("no")
        or re.match(r"x-no-archive:\s*yes\b", first) is not None
    )
