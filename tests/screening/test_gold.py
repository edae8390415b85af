"""Invented posts in four languages: the rules say what a fair reader says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model.words import Certainty, Kind
from tests.screening.posts import about_acme, entry, screener

GOLD = Path(__file__).parents[1] / "gold"
LANGUAGES = ("de", "en", "es", "fr")
_SURE_PRECISION = 0.95
_KIND_ACCURACY = 0.9


def _posts(language: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((GOLD / f"{language}.yml").read_text(encoding="utf-8")))


ALL = [(language, post) for language in LANGUAGES for post in _posts(language)]


def _finding(language: str, post: dict[str, Any]) -> Any:
    made = screener().screen(entry(body=post["text"], language=language), about_acme())
    return made.drafts[0].finding


def test_there_are_enough_gold_posts() -> None:
    assert len(ALL) >= 60


@pytest.mark.parametrize(("language", "post"), ALL, ids=[post["text"][:40] for _language, post in ALL])
def test_a_gold_post_is_read_in_its_language_with_its_severity_holds_and_facets(
    language: str, post: dict[str, Any]
) -> None:
    finding = _finding(language, post)
    assert finding.language == language
    if "severity" in post:
        assert finding.severity == post["severity"]
    if "held" in post:
        assert list(finding.held) == post["held"]
    if "theme" in post:
        assert post["theme"] in finding.themes
    assert set(post.get("facets", ())) <= set(finding.facets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_kinds_of_ten_are_right_and_sure_complaints_are_complaints(language: str) -> None:
    told = [(post["kind"], _finding(language, post)) for post in _posts(language) if "kind" in post]
    right = sum(kind == finding.kind for kind, finding in told)
    sure = [
        kind
        for kind, finding in told
        if finding.kind is Kind.COMPLAINT and finding.certainty is Certainty.SURE
    ]
    assert right / len(told) >= _KIND_ACCURACY
    assert sure.count("complaint") / len(sure) >= _SURE_PRECISION
