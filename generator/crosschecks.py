"""What no single file can know of itself: ids used twice, names of things that do not exist, circles.

Every rule is one small `check_*` generator of flaws. A flaw says what it takes out, so that a mistake costs
the smallest part that could do harm and the rest is published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from generator.model.base import Value, Written
from generator.model.brand import Brand
from generator.model.people import Confirmation, ModerationEvent, Told
from generator.model.recording import Manifest
from generator.model.site import SiteConfig
from generator.model.source import Source
from generator.model.theme import Taxonomy
from generator.problems import Problem
from generator.sheets import Sheet

W = TypeVar("W", bound=Written)
Place = tuple[str | int, ...]


class Flaw(Value, frozen=True, kw_only=True):
    """A problem, and what of its file is not used because of it."""

    problem: Problem
    under: str = ""
    """Which value of the file is meant, where the file holds a list."""
    out: Place | None = None
    """What is taken out: an item, a key, or all with `()`; None keeps everything."""


Objection = Callable[[Source], str | None]
"""What speaks against a source's address, in a sentence; None where nothing does."""


def no_objection(source: Source) -> None:
    """Nothing speaks against it: for those who do not know the kinds of source."""
    del source


class Bundle(Value, frozen=True, kw_only=True):
    """All that people wrote, each value with its file."""

    base: Path
    """Folder that the sources' file paths are relative to."""
    config: Sheet[SiteConfig] | None
    brands: tuple[Sheet[Brand], ...]
    taxonomy: Sheet[Taxonomy] | None
    confirmations: tuple[Sheet[Confirmation], ...]
    moderation: tuple[Sheet[ModerationEvent], ...]
    told: tuple[Sheet[Told], ...]
    manifest: Sheet[Manifest] | None
    manifest_folder: Path | None
    brands_folder: str
    objection: Objection
    """What speaks against a source's address, as its kind sees it."""

    @property
    def brand_ids(self) -> frozenset[str]:
        """Every brand with a readable file."""
        return frozenset(sheet.value.id for sheet in self.brands)


Check = Callable[[Bundle], Iterator[Flaw]]


def flaw(
    sheet: Sheet[Any], code: str, words: tuple[str, str], place: Place, *, out: Place | None = None
) -> Flaw:
    """A flaw at a place of a sheet; `words` are the message and the fix."""
    return Flaw(problem=sheet.problem(code, *words, *place), under=sheet.under, out=out)


def sift(bundle: Bundle, *rounds: tuple[Check, ...]) -> tuple[Bundle, tuple[Problem, ...]]:
    """Run every check and take out what is flawed.

    The checks of one round see what the round before left, so that nothing names a thing that was taken out.
    """
    problems: list[Problem] = []
    for checks in rounds:
        flaws = [found for check in checks for found in check(bundle)]
        problems += [found.problem for found in flaws]
        bundle = _take_out(bundle, flaws)
    return bundle, tuple(sorted(set(problems)))


def _take_out(bundle: Bundle, flaws: list[Flaw]) -> Bundle:
    outs: dict[tuple[str, str], set[Place]] = {}
    for found in flaws:
        if found.out is not None:
            outs.setdefault((found.problem.path, found.under), set()).add(found.out)
    return msgspec.structs.replace(
        bundle,
        config=_one(bundle.config, outs),
        taxonomy=_one(bundle.taxonomy, outs),
        manifest=_one(bundle.manifest, outs),
        brands=_many(bundle.brands, outs),
        confirmations=_many(bundle.confirmations, outs),
        moderation=_many(bundle.moderation, outs),
        told=_many(bundle.told, outs),
    )


Outs = dict[tuple[str, str], set[Place]]


def _many(sheets: tuple[Sheet[W], ...], outs: Outs) -> tuple[Sheet[W], ...]:
    return tuple(kept for sheet in sheets if (kept := _one(sheet, outs)) is not None)


def _one(sheet: Sheet[W] | None, outs: Outs) -> Sheet[W] | None:
    places = outs.get((sheet.path, sheet.under)) if sheet else None
    if sheet is None or not places:
        return sheet
    if () in places:
        return None
    return msgspec.structs.replace(sheet, value=prune(sheet.value, places))


def prune(value: Any, places: set[Place]) -> Any:
    """A copy without some places: items of a tuple go, keys of a model become None.

    The lines of what stays keep their old places only until an item before them goes; so problems are
    made before anything is taken out.
    """
    heads = {place[0] for place in places}

    def inner(part: str | int, child: Any) -> Any:
        below = {place[1:] for place in places if place[0] == part and len(place) > 1}
        return prune(child, below) if below else child

    if isinstance(value, tuple):
        return tuple(inner(at, item) for at, item in enumerate(value) if (at,) not in places)
    update = {
        name: None if (name,) in places else inner(name, getattr(value, name))
        for name in type(value).model_fields
        if name in heads
    }
    return value.model_copy(update=update)
