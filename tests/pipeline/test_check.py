"""Twelve planted mistakes, all told at once; and what the archive adds to what can be known."""

from __future__ import annotations

import re
import shutil
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator import config, guarded_yaml, written
from generator.archive import Folder
from generator.config import LARGE_BYTES
from generator.model.events import LedgerLine
from generator.model.response import ResponseHead
from generator.pipeline.check import check, check_all, format_github
from generator.problems import CODES, Problem
from generator.responses import load

REPOSITORY = Path(__file__).parents[2]
TWELVE = REPOSITORY / "tests" / "cases" / "check" / "twelve"
ATTACKS = REPOSITORY.parent / "shared" / "attacks"
KNOWN = {"a" * 16: frozenset({"tramline"})}
ANSWER = "content/responses/tramline/2026-03-03-ticket-machines.md"


def expected() -> list[tuple[str, int, str, str]]:
    rows = (line.split("\t") for line in (TWELVE / "expected.tsv").read_text("utf-8").splitlines())
    return [(path, int(line), code, words) for path, line, code, words in rows]


def test_twelve_planted_mistakes_are_told_at_once_with_their_lines() -> None:
    found = check_all(TWELVE).problems
    assert found == check(TWELVE, known_cases=KNOWN, as_of=date(2026, 4, 1))
    assert [(one.path, one.line, one.code) for one in found] == [row[:3] for row in expected()]
    for problem, row in zip(found, expected(), strict=True):
        assert row[3] in f"{problem.message} {problem.fix}"
        assert str(problem).startswith(f"{problem.path}:{problem.line}: {problem.code}: ")


def test_what_is_reported_can_be_narrowed_to_files_and_folders() -> None:
    def paths(*only: str) -> set[str]:
        return {one.path for one in check(TWELVE, only=only, known_cases=KNOWN)}

    assert paths(ANSWER) == {ANSWER}
    assert paths(str(TWELVE / "content" / "told")) == set()
    assert paths("content/brands", "site_config.yml") == {
        *(f"content/brands/{name}.yml" for name in ("lampworks", "parcelly", "quietco", "tramline")),
        "site_config.yml",
    }


def test_everything_without_a_mistake_is_kept() -> None:
    content = config.load(TWELVE)
    assert [brand.id for brand in content.brands] == ["bluebus", "quietco", "tramline"]
    assert [theme.id for theme in content.themes] == ["billing"]
    assert len(content.told) == 1
    assert content.config is None


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The twelve mistakes with a configuration that works, an archive clock and a ledger."""
    shutil.copytree(TWELVE, tmp_path, dirs_exist_ok=True)
    written_by_hand = (tmp_path / "site_config.yml").read_text("utf-8")
    (tmp_path / "site_config.yml").write_text(written_by_hand + "  relationship: independent\n", "utf-8")
    (tmp_path / "content/confirmations/good.yml").write_text(
        'action: "tramline/2026-03-03-ticket-machines#new-readr"\ncase: "bbbbbbbbbbbbbbbb"\n'
        'verdict: fixed\ndate: "2026-05-05"\nchannel: "Reply in the forum"\n',
        "utf-8",
    )
    archive = Folder(tmp_path / "content" / "archive")
    archive.write_clock(datetime(2026, 3, 5, 6, tzinfo=UTC))
    first = datetime(2026, 3, 4, 6, tzinfo=UTC)
    archive.write_ledger(
        [
            LedgerLine(
                id="tramline/2026-03-03-ticket-machines", path=ANSWER, sha256="0" * 64, first_seen=first
            ),
            LedgerLine(
                id="tramline/2026-01-01-gone",
                path="content/responses/tramline/2026-01-01-gone.md",
                sha256="0" * 64,
                first_seen=first,
            ),
        ]
    )
    return tmp_path


def test_the_archive_says_which_cases_exist_what_was_published_and_what_day_it_is(site: Path) -> None:
    checked = check_all(site)
    found = {(one.path.rpartition("/")[2], one.line, one.code) for one in checked.problems}
    assert {
        ("2026-03-03-ticket-machines.md", 2, "ledger-changed"),
        ("2026-01-01-gone.md", 0, "ledger-missing"),
        ("2026-03-03-ticket-machines.md", 8, "unknown-case"),
        ("2026-03-09-late-evening.md", 3, "date-in-future"),
        ("good.yml", 1, "unknown-action"),
        ("good.yml", 2, "unknown-case"),
    } <= found
    assert checked.responses == ()
    assert checked.content.confirmations == ()
    assert {one.path for one in check_all(site, only=(ANSWER,)).problems} == {ANSWER}


def test_a_recording_speaks_of_responses_that_exist(site: Path) -> None:
    text = (site / "site_config.yml").read_text("utf-8") + "paths:\n  manifest: manifest.yml\n"
    (site / "site_config.yml").write_text(text, "utf-8")
    (site / "manifest.yml").write_text(
        "statement: A recording.\nkey: 0123456789abcdef\nruns: []\nopened:\n"
        "  tramline/2026-03-03-ticket-machines: 2026-03-03T08:00:00Z\n"
        "  tramline/2026-03-03-ticket-machine: 2026-03-03T08:00:00Z\n"
        "  qqqq: 2026-03-03T08:00:00Z\n",
        "utf-8",
    )
    found = check_all(site, only=("manifest.yml",)).problems
    assert [(one.line, one.code) for one in found] == [(6, "unknown-response"), (7, "unknown-response")]
    assert "Did you mean `tramline/2026-03-03-ticket-machines`?" in found[0].fix


@pytest.mark.skipif(not (REPOSITORY / "site_config.yml").is_file(), reason="there is no site here yet")
def test_the_content_that_comes_with_the_program_has_no_mistakes() -> None:
    assert [str(one) for one in check_all(REPOSITORY).problems if one.severity == "error"] == []


def test_an_archive_that_cannot_be_read_is_one_more_problem(site: Path) -> None:
    (site / "content" / "archive" / "clock.json").write_text("{", "utf-8")
    assert "archive-unreadable" in {one.code for one in check_all(site).problems}
    (site / "content" / "archive" / "clock.json").unlink()
    assert "ledger-missing" in {one.code for one in check_all(site).problems}


def test_without_a_configuration_the_rest_is_checked_all_the_same() -> None:
    assert "done-incomplete" in {one.code for one in check_all(TWELVE).problems}


def test_one_broken_file_does_not_make_its_followers_look_wrong(site: Path) -> None:
    (site / "content/themes.yml").unlink()
    (site / "content/brands/tramline.yml").write_text("id: tramline\n", "utf-8")
    found = check_all(site, only=("content/responses/tramline/2026-03-09-late-evening.md",)).problems
    assert [one.code for one in found] == ["unknown-brand", "date-in-future"]
    assert "has mistakes" in found[0].message


def test_a_line_for_the_hosting_service_cannot_be_broken_by_what_it_quotes() -> None:
    problem = Problem(path="a,b:c.md", line=0, code="x-y", message="100 %\nof it", fix="Mend: it, now.")
    assert format_github(problem) == (
        "::error file=a%2Cb%3Ac.md,line=1,title=x-y::100 %25%0Aof it Mend: it, now."
    )
    assert format_github(problem.as_note()).startswith("::notice ")


def test_every_code_that_the_program_can_emit_is_in_the_table_and_the_other_way_round() -> None:
    own = ("config", "crosschecks", "files", "forms", "guarded_yaml", "problems", "sheets", "written")
    folder = REPOSITORY / "generator"
    modules = [folder / f"{name}.py" for name in own]
    modules += [*folder.glob("checks_of_*.py"), *folder.glob("responses/*.py"), folder / "pipeline/check.py"]
    text = "\n".join(path.read_text("utf-8") for path in modules)
    table = text[text.index("CODES:") : text.index('"""Every code and its rule')]
    rest = text.replace(table, "")
    assert [code for code in CODES if f'"{code}"' not in rest] == []
    emitted = set(re.findall(r'code="([a-z0-9-]+)"', rest))
    emitted |= set(
        re.findall(r'(?:flaw\(sheet, |problem\(response, |_refuse\(\s*|_say\(\s*)"([a-z0-9-]+)"', rest)
    )
    assert emitted <= set(CODES), emitted - set(CODES)


@pytest.mark.shared
@pytest.mark.skipif(not ATTACKS.is_dir(), reason="needs the attack corpus beside the checkout")
@pytest.mark.parametrize("path", sorted(ATTACKS.glob("responses/*")), ids=lambda path: path.name)
def test_a_hostile_response_becomes_problems_within_a_second(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "responses" / "acme"
    folder.mkdir(parents=True)
    raw = path.read_bytes()
    head = raw if path.suffix == ".md" else b"---\n" + raw + b"\n---\nbody\n"
    (folder / "2026-10-10-x.md").write_bytes(head)
    start = time.perf_counter()
    found, problems = load(tmp_path / "content", tmp_path, max_bytes=65_536)
    assert time.perf_counter() - start < 1.0
    assert found == ()
    assert problems
    tree = guarded_yaml.read(raw, path.name)
    if tree.node is not None:
        assert written.shape(ResponseHead, tree.node, path.name)[0] is None


@pytest.mark.shared
@pytest.mark.skipif(not ATTACKS.is_dir(), reason="needs the attack corpus beside the checkout")
@pytest.mark.parametrize("path", sorted(ATTACKS.glob("configs/*")), ids=lambda path: path.name)
def test_a_hostile_configuration_becomes_problems_within_a_second(path: Path, tmp_path: Path) -> None:
    raw = path.read_bytes()
    assert len(raw) < LARGE_BYTES
    (tmp_path / "site_config.yml").write_bytes(raw)
    start = time.perf_counter()
    content = config.load(tmp_path)
    assert time.perf_counter() - start < 1.0
    assert content.config is None
    assert [one for one in content.problems if one.path == "site_config.yml"]
