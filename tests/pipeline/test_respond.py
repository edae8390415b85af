"""A new response file says what it needs, and is itself accepted."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.archive import Folder
from generator.errors import UsageError
from generator.model.response import Response
from generator.model.words import ResponseType
from generator.pipeline.check import check_all
from generator.pipeline.respond import new_response, scaffold
from generator.responses import parse

TWELVE = Path(__file__).parents[1] / "cases" / "check" / "twelve"
DAY = date(2026, 3, 3)
CASE = "abcdefghijklmnop"


@pytest.mark.parametrize(
    ("cases", "theme", "kind"),
    [
        ((CASE,), None, ResponseType.ANSWER),
        ((), "billing", ResponseType.CORRECTION),
        ((CASE, "aaaaaaaaaaaaaaaa"), "billing", ResponseType.ACKNOWLEDGEMENT),
        ((), None, ResponseType.DECLINE),
    ],
)
def test_a_new_response_can_be_read_as_it_stands(
    cases: tuple[str, ...], theme: str | None, kind: ResponseType
) -> None:
    name, text = scaffold("tram", cases=cases, theme=theme, day=DAY, title="Late Trams!", kind=kind)
    assert name == "tram/2026-03-03-late-trams"
    found = parse(text.encode(), "x.md", name)
    assert isinstance(found, Response)
    assert (found.head.cases, found.head.theme, found.head.type) == (cases, theme, kind)
    assert (found.head.disposition is None) == (kind is ResponseType.ACKNOWLEDGEMENT)


def test_its_comments_can_be_used_by_taking_the_signs_away() -> None:
    name, text = scaffold("tram", theme="billing", day=DAY)
    head, _, body = text.removeprefix("---\n").partition("---\n")
    start = head.index("# actions:")
    whole = "\n".join(line.removeprefix("# ") for line in head[start:].splitlines())
    found = parse(f"---\n{head[:start]}{whole}\n---\n{body}".encode(), "x.md", name)
    assert isinstance(found, Response), found
    assert found.head.actions[0].owner_role == "Head of customer service"


def test_a_case_that_is_none_is_refused_with_a_sentence() -> None:
    with pytest.raises(UsageError, match="16 characters"):
        scaffold("tram", cases=("x",), day=DAY)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(TWELVE / "content" / "brands", tmp_path / "content" / "brands")
    shutil.copy(Path(__file__).parents[2] / "content" / "themes.yml", tmp_path / "content")
    (tmp_path / "site_config.yml").write_text(
        (TWELVE / "site_config.yml").read_text("utf-8") + "  relationship: independent\n", "utf-8"
    )
    return tmp_path


def test_a_new_response_is_written_once_and_reported_until_somebody_fills_it_in(site: Path) -> None:
    path = new_response(site, "tramline", theme="billing", today=DAY)
    assert path == site / "content/responses/tramline/2026-03-03-billing.md"
    codes = {one.code for one in check_all(site).problems if one.path.endswith("billing.md")}
    assert "unfinished" in codes
    with pytest.raises(UsageError, match="exists already"):
        new_response(site, "tramline", theme="billing", today=DAY)
    assert new_response(site, "tramline", cases=(CASE,), today=DAY).name == f"2026-03-03-{CASE}.md"
    assert new_response(site, "tramline", cases=(CASE,), slug="own", today=DAY).name == "2026-03-03-own.md"


@pytest.mark.parametrize(
    ("theme", "said"),
    [(None, "--case"), ("billin", "Did you mean billing"), ("zzz", "'zzz' is not a theme of this site.$")],
)
def test_a_response_must_say_what_it_answers(site: Path, theme: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        new_response(site, "tramline", theme=theme, today=DAY)
    assert not (site / "content" / "responses").exists()


def test_a_brand_without_a_page_is_refused_with_the_nearest(site: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean tramline"):
        new_response(site, "tramlin", today=DAY)
    with pytest.raises(UsageError, match="Known are: bluebus"):
        new_response(site, "zzz", today=DAY)


def test_a_response_to_a_recording_bears_the_recordings_date(site: Path) -> None:
    text = (site / "site_config.yml").read_text("utf-8").replace("  url:", "  clock: recorded\n  url:")
    (site / "site_config.yml").write_text(text, "utf-8")
    Folder(site / "content" / "archive").write_clock(datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    assert new_response(site, "tramline", theme="billing", today=DAY).name == "2025-12-31-billing.md"
