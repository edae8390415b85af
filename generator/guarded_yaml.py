"""YAML that people write, read as text with lines: no anchors, tags, merges, depth bombs or guesses.

Only the event pass of PyYAML's pure Python loader is used: the C loader dies of deep nesting
(libyaml #107), and constructing values turns `NO` into false and lets aliases grow without end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import yaml

from generator.files import decode, too_large
from generator.model.base import Value
from generator.problems import Problem, shorten

MAX_BYTES = 65_536
MAX_DEPTH = 16
BYTES_A_VALUE = 3
"""Normal writing takes more bytes than this for each value; less is a flood."""
NULLS = frozenset({"", "~", "null"})
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class Leaf(Value, frozen=True, kw_only=True):
    """One text. `NO` stays `NO` and 1.10 stays `1.10`."""

    line: int
    text: str
    plain: bool = True
    """True where it is written without quotes."""

    @property
    def null(self) -> bool:
        """True where nothing is written."""
        return self.plain and self.text in NULLS


class Items(Value, frozen=True, kw_only=True):
    """A list."""

    line: int
    items: tuple[Node, ...]


class Table(Value, frozen=True, kw_only=True):
    """Keys and values, in the order of the file; the first of two equal keys stays."""

    line: int
    pairs: tuple[tuple[Leaf, Node], ...]

    def get(self, key: str) -> tuple[Leaf, Node] | None:
        """The pair with this key, or None."""
        return next((pair for pair in self.pairs if pair[0].text == key), None)


Node = Leaf | Items | Table


class Tree(Value, frozen=True, kw_only=True):
    """What a file says."""

    node: Node | None
    """None where the text cannot be trusted to say what it seems to say."""
    problems: tuple[Problem, ...]


def read(text: bytes, path: str, *, max_bytes: int = MAX_BYTES, first_line: int = 1) -> Tree:
    """Read one YAML document into a tree of texts with lines; never raises on what is written.

    Args:
        text: the file's bytes, UTF-8.
        path: how problems call the file.
        max_bytes: refused beyond, before anything is parsed.
        first_line: the line of the file on which `text` begins.
    """
    if len(text) > max_bytes:
        return Tree(node=None, problems=(too_large(path, max_bytes),))
    decoded = decode(text, path, first_line=first_line)
    if isinstance(decoded, Problem):
        return Tree(node=None, problems=(decoded,))
    return _Reader(path, first_line, len(text)).tree(decoded)


def lines(node: Node) -> dict[str, int]:
    """The line of every place, by its dotted name: `actions.0.status`; the whole is ``."""
    found = {"": node.line}
    for name, child, line in _parts(node):
        for below, its in lines(child).items():
            found[f"{name}.{below}" if below else name] = its if below else line
    return found


def _parts(node: Node) -> Iterator[tuple[str, Node, int]]:
    if isinstance(node, Items):
        yield from ((str(place), item, item.line) for place, item in enumerate(node.items))
    elif isinstance(node, Table):
        yield from ((key.text, value, key.line) for key, value in node.pairs)


def line_of(places: dict[str, int], *place: str | int) -> int:
    """The line of a place, or of the nearest table or list that would hold it."""
    for size in range(len(place), 0, -1):
        line = places.get(".".join(map(str, place[:size])))
        if line is not None:
            return line
    return places.get("", 0)


class _Stop(Exception):  # noqa: N818 - a signal, not an error
    """The rest of the file is not worth reading."""


class _Reader:
    """One pass over the events of one file."""

    def __init__(self, path: str, first_line: int, size: int) -> None:
        self._path = path
        self._offset = first_line
        self._values_left = size // BYTES_A_VALUE + 64
        self._depth = 0
        self._refused: dict[str, tuple[int, int, str, str]] = {}
        self._problems: list[Problem] = []
        self._events: Iterator[yaml.Event] = iter(())

    def tree(self, text: str) -> Tree:
        """Read it all; refusals leave no tree, lesser mistakes do."""
        node: Node | None = None
        try:
            self._events = yaml.parse(text, Loader=yaml.SafeLoader)
            node = self._document()
        except _Stop:
            node = None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._syntax(error.problem or error.context or "it is not YAML", mark.line if mark else 0)
        except yaml.reader.ReaderError as error:
            self._hidden(text.count("\n", 0, error.position) + self._offset)
        except (yaml.YAMLError, ValueError, OverflowError):
            self._syntax("an escape or a number in it has no meaning", 0)
        refused = [self._many(code, *found) for code, found in self._refused.items()]
        return Tree(node=None if refused else node, problems=shorten([*self._problems, *refused]))

    def _document(self) -> Node | None:
        node: Node | None = None
        for event in self._events:
            match event:
                case yaml.DocumentStartEvent() if node is not None:
                    self._refuse("yaml-document", event, "A second document begins here.", "Keep one.")
                    raise _Stop
                case yaml.ScalarEvent() | yaml.AliasEvent() | yaml.CollectionStartEvent():
                    node = self._node(event)
                case _:
                    continue
        if node is None or (isinstance(node, Leaf) and node.null):
            self._say("empty-file", self._offset, "This file says nothing.", "Fill it, or remove it.")
            return None
        return node

    def _node(self, event: yaml.Event) -> Node:
        self._values_left -= 1
        if self._values_left < 0:
            self._refuse("too-many-values", event, "This file is a flood of empty values.", "Shorten it.")
            raise _Stop
        self._check_marks(event)
        line = self._line(event)
        match event:
            case yaml.ScalarEvent():
                return self._leaf(event)
            case yaml.SequenceStartEvent():
                self._deeper(event)
                items = tuple(self._node(one) for one in self._until(yaml.SequenceEndEvent))
                self._depth -= 1
                return Items(line=line, items=items)
            case yaml.MappingStartEvent():
                self._deeper(event)
                pairs = tuple(self._pairs())
                self._depth -= 1
                return Table(line=line, pairs=pairs)
            case _:
                return Leaf(line=line, text="")

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _pairs(self) -> Iterator[tuple[Leaf, Node]]:
        seen: dict[str, int] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._node(event)
            value = self._node(next(self._events))
            if not isinstance(key, Leaf):
                self._refuse(
                    "odd-key", event, "A list or table stands where a key belongs.", "Put it in quotes."
                )
            elif key.plain and key.text == "<<":
                self._refuse("yaml-merge", event, "`<<` copies another table.", "Write the keys out.")
            elif key.text in seen:
                self._say(
                    "duplicate-key",
                    key.line,
                    f"`{key.text[:60]}` is written twice; line {seen[key.text]} has it first.",
                    "Keep one of them.",
                )
            else:
                seen[key.text] = key.line
                yield key, value

    def _leaf(self, event: yaml.ScalarEvent) -> Leaf:
        line = self._line(event)
        if any(_hidden(character) for character in event.value):
            self._hidden(line)
        return Leaf(line=line, text=event.value, plain=event.style is None)

    def _check_marks(self, event: yaml.Event) -> None:
        anchor = str(getattr(event, "anchor", None) or "")[:40]
        tag = str(getattr(event, "tag", None) or "")[:60]
        quote = "Remove it, or put the text in quotes."
        if isinstance(event, yaml.AliasEvent):
            self._refuse("yaml-alias", event, f"`*{anchor}` is an alias.", "Write the value out.")
        elif anchor:
            self._refuse("yaml-anchor", event, f"`&{anchor}` is an anchor.", quote)
        if tag:
            self._refuse("yaml-tag", event, f"`{tag}` is a tag.", quote)

    def _deeper(self, event: yaml.Event) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse("too-deep", event, f"This is over {MAX_DEPTH} levels deep.", "Write it flatter.")
            raise _Stop

    def _line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self._offset

    def _hidden(self, line: int) -> None:
        message = "There is an invisible control character in this line."
        self._refused.setdefault("control-character", (line, 0, message, "Type the line again."))
        self._count("control-character")

    def _refuse(self, code: str, event: yaml.Event, message: str, fix: str) -> None:
        self._refused.setdefault(code, (self._line(event), 0, message, fix))
        self._count(code)

    def _count(self, code: str) -> None:
        line, count, message, fix = self._refused[code]
        self._refused[code] = (line, count + 1, message, fix)

    def _many(self, code: str, line: int, count: int, message: str, fix: str) -> Problem:
        more = "" if count == 1 else f" (The file has {count} of these.)"
        return Problem(path=self._path, line=line, code=code, message=message + more, fix=fix)

    def _say(self, code: str, line: int, message: str, fix: str) -> None:
        self._problems.append(Problem(path=self._path, line=line, code=code, message=message, fix=fix))

    def _syntax(self, what: str, line: int) -> None:
        self._say(
            "yaml-syntax",
            line + self._offset,
            f"This is not valid YAML: {what}.",
            "Look at indentation, colons and quotes in this line and the one above.",
        )


def _hidden(character: str) -> bool:
    return character in BIDI or (character not in "\n\t" and unicodedata.category(character) in {"Cc", "Cs"})
