"""A small site that is right, to plant mistakes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

CONFIG = """\
site:
  title: Tram talk
  url: https://tram.example/
  description: About trams.
publisher:
  name: The Riders
  contact: desk@tram.example
  relationship: independent
"""
THEMES = """\
themes:
  - id: billing
    title: {en: Billing}
    definition: Bills that are wrong.
    since: 2026-01-01
"""
BRAND = """\
id: tram
name: Tram
sector: Transport
sources:
  - id: tram-forum
    title: Forum
    url: https://forum.example/tram.xml
"""

Plant = Callable[[dict[str, str]], Path]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Write the right site with some files put in the place of its own; an empty text takes one away."""

    def write(files: dict[str, str]) -> Path:
        whole = {
            "site_config.yml": CONFIG,
            "content/themes.yml": THEMES,
            "content/brands/tram.yml": BRAND,
            **files,
        }
        for name, text in whole.items():
            if text:
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write
