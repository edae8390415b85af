"""Loads everything people wrote, checks it, and knows where the site's folders are."""

from __future__ import annotations

from pathlib import Path

from generator.config import Content
from generator.errors import ConfigurationError
from generator.model.base import Value
from generator.model.response import Response
from generator.model.site import SiteConfig
from generator.pipeline.check import check_all
from generator.problems import Problem


class Loaded(Value, frozen=True, kw_only=True):
    """A site's folder, read."""

    root: Path
    content: Content
    responses: tuple[Response, ...]
    """Those that can be used."""
    problems: tuple[Problem, ...]
    """Everything `check` reports, sorted."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that set something aside."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def config(self) -> SiteConfig:
        """The configuration.

        Raises:
            ConfigurationError: it cannot be read; the sentence lists every mistake in it.
        """
        if self.content.config is None:
            lines = [str(one) for one in self.errors] or ["There is no site_config.yml in this folder."]
            raise ConfigurationError("\n".join(["The site's configuration cannot be used.", *lines]))
        return self.content.config

    @property
    def archive(self) -> Path:
        """Folder of the machine's files."""
        return self.content.root / self.config.paths.archive

    @property
    def output(self) -> Path:
        """Folder of the finished site."""
        return self.content.root / self.config.paths.output

    @property
    def state(self) -> Path:
        """Folder of what may be lost: validators, due times, summaries."""
        return self.content.root / self.config.paths.build / "state"


def load(root: Path, only: tuple[str, ...] = ()) -> Loaded:
    """Read the folder `root`; every mistake becomes a problem, and what has one is left out."""
    checked = check_all(root, only=only)
    return Loaded(
        root=root,
        content=checked.content,
        responses=checked.responses,
        problems=checked.problems,
    )
