"""What the README tells a publisher to write is accepted, and heard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.ingest import objection
from generator.model.source import Source
from generator.model.words import SourceKind
from generator.pipeline.content import load
from generator.pipeline.init import begin
from tests.cli.conftest import Run
from tests.pipeline.little_site import LIVE_KEY
from tests.pipeline.test_init import ANSWERS, THEMES

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
FENCE = re.compile(r"^```(yaml|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (content/\S+\.yml|site_config\.yml)")


def examples() -> dict[str, str]:
    """By file: the examples that name one, and the table they read."""
    found = {}
    for kind, text in FENCE.findall(README):
        named = NAMED.match(text)
        found["imports/hotline.csv" if kind == "csv" else named[1] if named else ""] = text
    return found


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A site just begun, to which the examples were added."""
    (tmp_path / "content/sample").mkdir(parents=True)
    (tmp_path / "content/themes.yml").write_text(THEMES, "utf-8")
    begin(tmp_path, ANSWERS)
    for name, text in examples().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(before + text, "utf-8")
    return tmp_path


def test_every_example_says_which_file_it_is() -> None:
    assert set(examples()) == {
        "content/brands/elm-bank.yml",
        "content/told/2026-02-01-elm-bank.yml",
        "site_config.yml",
        "imports/hotline.csv",
    }


def test_the_examples_have_no_mistake(begun: Path) -> None:
    loaded = load(begun)
    assert loaded.problems == ()
    assert [one.id for one in loaded.config.sources] == ["money-forum", "hotline"]
    assert [one.id for one in loaded.content.brands] == ["blue-tram-sohne", "elm-bank"]


def test_the_table_of_the_examples_is_heard_by_its_mapping(
    begun: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAID_AND_DONE_KEY", LIVE_KEY)
    said = run("listen", "--source", "hotline", "--root", begun)
    assert said.code == 0
    assert (
        "2 entries read in 1 run: 2 new mentions, 0 edits and 1 reply archived, 0 known already, 0 set aside."
        in said.out
    )


ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| `([^`]+)` \|$", re.MULTILINE)


def test_the_table_of_kinds_has_an_address_of_each_that_its_kind_can_ask() -> None:
    rows = dict(ROW.findall(README))
    assert set(rows) == {kind.value for kind in SourceKind}
    for kind, url in rows.items():
        source = Source(id="one", title="One", kind=SourceKind(kind), url=url)
        assert objection(source) is None, kind
