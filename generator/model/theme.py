"""What mentions are about: a taxonomy of slugs that never change."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from generator.model.base import Sentence, Slug, Written


class Theme(Written):
    """One theme of the taxonomy."""

    id: Slug
    title: dict[str, str]
    """By language (ISO 639-1); the site's first language is required."""
    definition: Sentence
    """One sentence: what counts, and what does not."""
    cues: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By language: words or phrases; a trailing `*` matches any ending."""
    since: date
    merged_into: Slug | None = None
    split_from: Slug | None = None


class Taxonomy(Written):
    """The file `content/themes.yml`."""

    themes: tuple[Theme, ...]
