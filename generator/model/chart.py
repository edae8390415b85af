"""One table that every form of a chart is drawn from: picture, interactive figure, HTML table and CSV."""

from __future__ import annotations

from typing import Literal

from generator.model.base import Value


class Series(Value, frozen=True, kw_only=True):
    """One named row of numbers, as long as the chart's categories."""

    name: str
    role: Literal["said", "did", "open", "none", "praise"]
    """What it stands for; decides the colour and the pattern."""
    values: tuple[float | None, ...]
    """None where nothing is known."""


class Chart(Value, frozen=True, kw_only=True):
    """A question, its answer in one sentence, and the table behind both."""

    id: str
    """Slug, unique on the site: `northway-flow`."""
    kind: Literal["bars", "lines", "steps", "stacked"]
    title: str
    """The question it answers."""
    summary: str
    """The answer in one sentence, with its numbers."""
    x: str
    """What the categories are: `Month`, `Days`."""
    y: str
    """What the numbers are, with the unit."""
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    partial: tuple[int, ...] = ()
    """Places of categories that are not over yet."""
    gaps: tuple[int, ...] = ()
    """Places of categories in which a source could not be heard for a day or more."""
    marks: tuple[tuple[int, str], ...] = ()
    """(place, words): a promise due, an action done."""
