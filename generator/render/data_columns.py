"""What a published table is: columns with name, type and meaning, each with how it is filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.render import cells

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column; `type` is a Frictionless Table Schema type."""

    name: str
    type: str
    description: str
    value: Callable[[Row], cells.Value]


@dataclass(frozen=True)
class Table(Generic[Row]):
    """One published table."""

    name: str
    title: str
    columns: tuple[Column[Row], ...]

    def csv(self, rows: Iterable[Row]) -> bytes:
        """The table as a file."""
        header = [column.name for column in self.columns]
        return cells.table(header, ([column.value(row) for column in self.columns] for row in rows))

    def schema(self) -> dict[str, object]:
        """The table as Frictionless Table Schema describes it."""
        fields = [
            {"name": column.name, "type": column.type, "description": column.description}
            for column in self.columns
        ]
        return {"fields": fields, "missingValues": [""]}


def joined(words: Iterable[object]) -> str | None:
    """Several words in one cell, with spaces between; None where there are none."""
    return " ".join(str(word) for word in words) or None
