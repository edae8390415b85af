"""The SAX driver feedparser is given: quicker than the standard one, and it keeps what feedparser drops.

The standard driver hands over text in thousands of small pieces, because it never sets `buffer_text`, and
every element of every namespace. This one gathers text, and leaves out elements of an entry that we never
read, as long as they hold no others: they are half of a usual feed.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from itertools import islice
from pyexpat import XMLParserType
from typing import Any
from xml.parsers import expat
from xml.parsers.expat import errors
from xml.sax import SAXParseException
from xml.sax.expatreader import ExpatParser
from xml.sax.xmlreader import AttributesNSImpl

from generator.ingest.feeds.sidecar import RAW, Beside

BUFFER_BYTES = 65_536
MOST_ATTRIBUTES = 200
"""Of one element; feedparser's time grows with their square."""
ENTRY, WORDS, PLAIN, UNUSED = range(4)
ENTRIES = frozenset({"item", "entry"})
HOLDS_WORDS = frozenset(
    ["title", "description", "summary", "content", "encoded", "body", "fullitem", "abstract"]
)
"""Elements that may hold markup, of which everything is handed on."""
READ = frozenset(
    [
        *("link", "author", "creator", "name", "email", "managingeditor", "group", "category", "keywords"),
        *("subject", "tags", "rating", "votesum", "version"),
        # of these nothing is read, but feedparser takes the next title or name differently after them
        *("source", "image", "textinput", "uri", "url", "homepage"),
    ]
)
"""Other elements of an entry from which feedparser makes fields that we read, in lower case."""
MEDIA = frozenset(["http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss"])
MEDIA_READ = frozenset(["title", "description", "category", "keywords", "group"])
_ENDED = frozenset(
    errors.codes[text]
    for text in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        errors.XML_ERROR_PARTIAL_CHAR,
    )
)
_JUNK = errors.codes[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
_NO_ATTRIBUTES = AttributesNSImpl({}, {})
_Name = tuple[tuple[str | None, str], int, str, str]
"""As SAX has it, what is done with it, namespace and name in lower case."""

repairable: ContextVar[bool] = ContextVar("repairable", default=False)
"""True where a document that is not well formed shall come back for repair, instead of being read loosely."""


class BrokenError(Exception):
    """The document is not well formed; feedparser's loose parser was not asked."""

    def __init__(self, body: bytes, code: int) -> None:
        """Keep the document as feedparser made it (UTF-8), and expat's code."""
        super().__init__(expat.ErrorString(code))
        self.body = body
        self.code = code


class FeedDriver(ExpatParser):
    """The standard driver with a sieve in front of feedparser."""

    _parser: XMLParserType
    _cont_handler: Any

    def reset(self) -> None:
        """Begin a document with a new expat parser."""
        super().reset()
        self._parser.buffer_size = BUFFER_BYTES
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = self.text
        self.beside = Beside()
        self.names: dict[str, _Name] = {}
        self.open: list[_Name] = []
        self.entry = 0
        """Depth of the open entry, 0 outside."""
        self.before = 0
        """Entries that feedparser had when it began."""
        self.words = 0
        """Depth of the open element that holds markup, 0 outside."""
        self.held: tuple[_Name, Mapping[str, str]] | None = None
        """An element that is left out unless another begins inside it."""
        self.wanted: list[str] | None = None
        """Text of an element that is kept beside."""
        self.wanted_at = 0

    def parse(self, source: Any) -> None:
        """Read the whole document at once.

        Raises:
            SAXParseException: it is not well formed, and more than its end is missing.
            BrokenError: the same, where `repairable` is set.
        """
        self._source = source
        self.reset()
        body = source.getByteStream().read()
        try:
            self._parser.Parse(body, True)  # noqa: FBT003 - expat takes it by position only
        except expat.ExpatError as error:
            self._rescue(error, body)
        finally:
            self._forget()
        if hasattr(self._cont_handler, "feeddata"):
            self._cont_handler.feeddata[RAW] = self.beside.feed()

    def _rescue(self, error: expat.ExpatError, body: bytes) -> None:
        """Go on where only the end is missing, or something stands behind it that is no entry."""
        if error.code in _ENDED and self.open:
            self._parser.buffer_text = False  # hands over what was gathered
            while self.open:
                self.end_element_ns("")
            return
        rest = body[max(0, self._parser.ErrorByteIndex) :]
        if error.code == _JUNK and b"<item" not in rest and b"<entry" not in rest and b":item" not in rest:
            return
        if repairable.get():
            raise BrokenError(body, error.code)
        raise SAXParseException(str(error), error, self)

    def _forget(self) -> None:
        """Break the circle of expat and this object."""
        parser = self._parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartNamespaceDeclHandler = parser.EndNamespaceDeclHandler = None

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins: hand it on, hold it back, or only look at it."""
        known = self.names.get(name) or self._learn(name)
        self.open.append(known)
        if self.words:
            self._hand_on(known, attrs)
            return
        if self.held is not None:
            held, self.held = self.held, None
            self._hand_on(*held)
        if not self.entry:
            self._outside(known, attrs)
        else:
            self._inside(known, attrs)

    def _outside(self, known: _Name, attrs: Mapping[str, str]) -> None:
        if known[1] == ENTRY:
            self.entry = len(self.open)
            self.before = len(self._cont_handler.entries)
            self.beside.begin_entry()
        elif self.beside.head(known[2], known[3], attrs):
            self._want()
        self._hand_on(known, attrs)

    def _inside(self, known: _Name, attrs: Mapping[str, str]) -> None:
        if len(self.open) == self.entry + 1 and self.beside.child(known[2], known[3], attrs):
            self._want()
        if known[1] == UNUSED:
            self.held = known, attrs
            return
        if known[1] == WORDS:
            self.words = len(self.open)
        self._hand_on(known, attrs)

    def end_element_ns(self, name: str) -> None:
        """The element that is open ends: it is the only one that can."""
        del name
        known = self.open[-1]
        if self.wanted is not None and self.wanted_at == len(self.open):
            self._give()
        if self.held is not None:
            self.held = None
        else:
            self._cont_handler.endElementNS(known[0], None)
        depth = len(self.open)
        if depth == self.words:
            self.words = 0
        elif depth == self.entry:
            self._end_entry()
        self.open.pop()

    def _end_entry(self) -> None:
        self.entry = 0
        entries = self._cont_handler.entries
        if len(entries) > self.before:
            entries[-1][RAW] = self.beside.entry()

    def _want(self) -> None:
        self.wanted, self.wanted_at = [], len(self.open)

    def _give(self) -> None:
        text, self.wanted = "".join(self.wanted or ()), None
        if self.entry:
            self.beside.child_text(self.open[-1][2], self.open[-1][3], text)
        else:
            self.beside.head_text(self.open[-1][3], text)

    def text(self, data: str) -> None:
        """Text, gathered up to the next tag."""
        if self.wanted is not None:
            self.wanted.append(data)
        if self.held is None and (self.words or len(self.open) != self.entry):
            self._cont_handler.characters(data)

    def _hand_on(self, known: _Name, attrs: Mapping[str, str]) -> None:
        found = _attributes(attrs) if attrs else _NO_ATTRIBUTES
        self._cont_handler.startElementNS(known[0], None, found)

    def _learn(self, name: str) -> _Name:
        parts = name.split(" ")
        uri, local = (parts[0], parts[1]) if len(parts) > 1 else (None, name)
        lower = local.lower()
        known = ((uri, local), _use(uri, lower), uri or "", lower)
        self.names[name] = known
        return known


def _use(uri: str | None, local: str) -> int:
    if local in ENTRIES:
        return ENTRY
    if uri in MEDIA and local not in MEDIA_READ:
        return UNUSED
    if local in HOLDS_WORDS:
        return WORDS
    return PLAIN if local in READ else UNUSED


def _attributes(attrs: Mapping[str, str]) -> AttributesNSImpl:
    values: dict[tuple[str | None, str], str] = {}
    names: dict[tuple[str | None, str], str] = {}
    for name, value in islice(attrs.items(), MOST_ATTRIBUTES):
        pair: tuple[str | None, str] = (None, name)
        full = name
        if " " in name:
            uri, local, *prefix = name.split(" ")
            pair, full = (uri, local), f"{prefix[0]}:{local}" if prefix else local
        values[pair], names[pair] = value, full
    return AttributesNSImpl(values, names)


def create_parser() -> FeedDriver:
    """Make a parser; this is the name `xml.sax.make_parser` looks for."""
    return FeedDriver()
