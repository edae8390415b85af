"""Everything people write about a site but its responses: read, checked and put together.

One bad file never stops the site: it is left out, and its problems say where, what and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from generator import checks_of_content, checks_of_sources, crosschecks, files, guarded_yaml, sheets
from generator.model.base import Value, Written
from generator.model.brand import Brand
from generator.model.people import Confirmation, ModerationEvent, Told
from generator.model.recording import Manifest
from generator.model.site import SiteConfig
from generator.model.theme import Taxonomy, Theme
from generator.problems import Problem
from generator.sheets import Sheet

W = TypeVar("W", bound=Written)

LARGE_BYTES = 512 * 1024
"""Limit of the files that grow with the site: taxonomy, manifest, configuration."""
PAGE_BYTES = 256 * 1024


class Content(Value, frozen=True, kw_only=True):
    """What people wrote, as far as it can be used."""

    root: Path
    """Folder of the configuration file; its paths are relative to it."""
    config: SiteConfig | None
    """None where the configuration itself cannot be used."""
    brands: tuple[Brand, ...]
    """By id."""
    themes: tuple[Theme, ...]
    """The general taxonomy, in the order of its file."""
    confirmations: tuple[tuple[str, Confirmation], ...]
    """(file stem, confirmation), by stem."""
    moderation: tuple[tuple[str, ModerationEvent], ...]
    """(file stem, event), by stem."""
    told: tuple[Told, ...]
    """By brand, then date."""
    manifest: Manifest | None
    """The recording's manifest; None for a live site."""
    pages: tuple[tuple[str, str], ...]
    """(name without ending, Markdown), by name."""
    problems: tuple[Problem, ...]
    """Sorted by file and line."""
    lines: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    """By file as problems call it: the line of each place in it."""


@dataclass
class _Reading:
    """What one `load` has read so far."""

    root: Path
    base: Path
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, dict[str, int]] = field(default_factory=dict)

    def name(self, path: Path) -> str:
        return files.shown(path, self.root)

    def sheets(self, path: Path, model: type[W], max_bytes: int = guarded_yaml.MAX_BYTES) -> list[Sheet[W]]:
        """The values of one file: one, or several where it holds a list of tables."""
        found, problems = sheets.read(path, self.name(path), model, max_bytes=max_bytes)
        self.problems += problems
        for sheet in found:
            self.lines[sheet.path] = sheet.lines
        return list(found)

    def one(self, path: Path, model: type[W], max_bytes: int = LARGE_BYTES) -> Sheet[W] | None:
        """The value of a file that holds one."""
        return next(iter(self.sheets(path, model, max_bytes)), None)

    def folder(self, folder: Path, model: type[W], ending: str = ".yml") -> list[Sheet[W]]:
        """The values of a folder's files, by file name."""
        return [sheet for path in self.paths(folder, ending) for sheet in self.sheets(path, model)]

    def paths(self, folder: Path, ending: str) -> tuple[Path, ...]:
        paths, problems = files.listing(folder, self.name(folder), ending=ending)
        self.problems += problems
        return paths

    def pages(self, folder: Path) -> Iterable[tuple[str, str]]:
        """Hand-written pages as Markdown."""
        for path in self.paths(folder, ".md"):
            name = self.name(path)
            text = files.read_text(path, name, max_bytes=PAGE_BYTES)
            if isinstance(text, Problem):
                self.problems.append(text)
            else:
                yield path.stem, text


def load(
    root: Path,
    config_name: str = "site_config.yml",
    *,
    objection: crosschecks.Objection = crosschecks.no_objection,
) -> Content:
    """Read the configuration and the content it points to; every mistake of every file becomes a problem.

    Args:
        root: the repository's root; problems name files from here.
        config_name: the configuration file, from the root. Its own paths are relative to its folder.
        objection: what speaks against a source's address, as its kind sees it.

    Files with a problem of their own are left out. Cross-checks take out the smallest part that could do
    harm: a source, a theme, a name; `problems` says which.
    """
    config_path = root / config_name
    reading = _Reading(root=root, base=config_path.parent)
    config = reading.one(config_path, SiteConfig)
    where = config.value.paths if config else SiteConfig.model_fields["paths"].default
    content = reading.base / where.content
    taxonomy = reading.one(content / "themes.yml", Taxonomy)
    manifest = reading.one(reading.base / where.manifest, Manifest) if where.manifest else None
    bundle = crosschecks.Bundle(
        base=reading.base,
        config=config,
        brands=tuple(reading.folder(content / "brands", Brand)),
        taxonomy=taxonomy,
        confirmations=tuple(reading.folder(content / "confirmations", Confirmation)),
        moderation=tuple(reading.folder(content / "moderation", ModerationEvent)),
        told=tuple(reading.folder(content / "told", Told)),
        manifest=manifest,
        manifest_folder=(reading.base / where.manifest).parent if where.manifest else None,
        brands_folder=reading.name(content / "brands"),
        objection=objection,
    )
    pages = tuple(reading.pages(content / "pages"))
    checked, problems = crosschecks.sift(
        bundle, checks_of_content.ALONE, checks_of_sources.ALONE, checks_of_content.TOGETHER
    )
    return _content(checked, reading, pages, problems)


def _content(
    bundle: crosschecks.Bundle,
    reading: _Reading,
    pages: tuple[tuple[str, str], ...],
    problems: tuple[Problem, ...],
) -> Content:
    told = [sheet.value for sheet in bundle.told]
    return Content(
        root=reading.base,
        config=bundle.config.value if bundle.config else None,
        brands=tuple(sheet.value for sheet in bundle.brands),
        themes=bundle.taxonomy.value.themes if bundle.taxonomy else (),
        confirmations=tuple((sheet.stem, sheet.value) for sheet in bundle.confirmations),
        moderation=tuple((sheet.stem, sheet.value) for sheet in bundle.moderation),
        told=tuple(
            sorted(told, key=lambda one: (one.brand, one.date, one.what, one.channel, one.case or ""))
        ),
        manifest=bundle.manifest.value if bundle.manifest else None,
        pages=pages,
        problems=tuple(sorted({*reading.problems, *problems})),
        lines=reading.lines,
    )
