"""One file people wrote: its value, and where each part of it stands."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Generic, TypeVar

from generator import files, guarded_yaml, written
from generator.guarded_yaml import Items, Node
from generator.model.base import Value, Written
from generator.model.people import Told
from generator.problems import Problem

W = TypeVar("W", bound=Written)

LISTS = frozenset({Told})
"""Models of which one file may hold a list."""


class Sheet(Value, Generic[W], frozen=True, kw_only=True):
    """A value with its file and lines."""

    value: W
    path: str
    """As problems call it."""
    lines: dict[str, int]
    """By dotted place."""
    under: str = ""
    """Where in its file the value stands, for files that hold a list."""

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.path).stem

    def problem(self, code: str, message: str, fix: str, *place: str | int) -> Problem:
        """A problem at a place of this value."""
        line = guarded_yaml.line_of(self.lines, *place)
        return Problem(path=self.path, line=line, code=code, message=message, fix=fix)


def read(
    path: Path, name: str, model: type[W], *, max_bytes: int
) -> tuple[tuple[Sheet[W], ...], tuple[Problem, ...]]:
    """The values of one file, and its problems; a value with a problem is left out."""
    raw = files.read(path, name, max_bytes=max_bytes)
    if isinstance(raw, Problem):
        return (), (raw,)
    tree = guarded_yaml.read(raw, name, max_bytes=max_bytes)
    if tree.node is None:
        return (), tree.problems
    found: list[Sheet[W]] = []
    problems = list(tree.problems)
    for under, node in _parts(tree.node, model):
        value, kept, wrong = written.spare(model, node, name)
        problems += wrong
        if value is not None and not tree.problems:
            found.append(Sheet(value=value, path=name, lines=guarded_yaml.lines(kept), under=under))
    return tuple(found), tuple(problems)


def _parts(node: Node, model: type[Written]) -> list[tuple[str, Node]]:
    if isinstance(node, Items) and model in LISTS:
        return [(str(number), item) for number, item in enumerate(node.items)]
    return [("", node)]
