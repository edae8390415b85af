"""The SAX driver feedparser is given: the standard one, with expat's text buffer switched on.

The standard driver never sets `buffer_text`, so expat hands over text in thousands of small pieces.
"""

from __future__ import annotations

from pyexpat import XMLParserType
from xml.sax.expatreader import ExpatParser

BUFFER_BYTES = 65_536


class BufferedExpatParser(ExpatParser):
    """The standard driver, which gathers text before it hands it over."""

    def reset(self) -> None:
        """Begin a document with a new expat parser."""
        self._parser: XMLParserType
        super().reset()
        self._parser.buffer_size = BUFFER_BYTES
        self._parser.buffer_text = True


def create_parser() -> BufferedExpatParser:
    """Make a parser; this is the name `xml.sax.make_parser` looks for."""
    return BufferedExpatParser()
