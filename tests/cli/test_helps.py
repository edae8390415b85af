"""The program explains itself, and the README names what it can do."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import click
import pytest
from rich.console import Console

from generator.cli import cli, main
from generator.cli.terminal import Terminal
from tests.cli.conftest import Run
from tests.pipeline.conftest import copied
from tests.pipeline.little_site import LittleSite

ROOT = Path(__file__).parents[2]
VISIBLE = sorted(name for name, command in cli.commands.items() if not command.hidden)


def test_help_says_what_the_program_does_and_what_its_exit_codes_mean(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    assert "Reports of what customers said" in said.out
    for line in (
        "0  all well",
        "1  nothing was published",
        "2  the command was used wrongly",
        "3  some sources",
    ):
        assert line in said.out
    listed = said.out[said.out.index("Commands:") :]
    assert re.findall(r"^  (\w+)  ", listed, re.MULTILINE) == VISIBLE
    assert "..." not in listed


GROUPED = ("respond new", "sources test", "sources import", "brands add")
ONLY_GROUPS = {"respond", "brands"}


@pytest.mark.parametrize("name", [*(one for one in VISIBLE if one not in ONLY_GROUPS), *GROUPED])
def test_the_help_of_every_command_says_what_it_does_and_its_exit_codes(run: Run, name: str) -> None:
    said = run(*name.split(), "--help")
    assert said.code == 0
    assert "Exit code" in said.out
    assert len(said.out.splitlines()) > 8
    command: click.Command = cli
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[word]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    block = text[text.index("python -m generator --help") :]
    block = block[: block.index("```")]
    assert sorted(set(re.findall(r"^python -m generator (\w+)", block, re.MULTILINE))) == VISIBLE


def test_version_and_no_words_at_all(run: Run) -> None:
    assert run("--version").out.startswith("said-and-done, version ")
    assert run().code == 2


def test_python_m_generator_is_the_same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["generator", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("generator", run_name="__main__")
    assert ended.value.code == 0
    assert "generator.__main__" not in sys.modules
    assert main(["--help"]) == 0


def test_two_processes_with_their_own_hash_order_write_the_same_bytes(
    site: LittleSite, tmp_path: Path
) -> None:
    written = []
    for seed in ("1", "2"):
        copy = copied(site, tmp_path / seed)
        words = [sys.executable, "-m", "generator", "site", "--root", str(copy.root)]
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(words, cwd=ROOT, env=environ, check=True, capture_output=True)  # noqa: S603 -- our own words
        written.append((copy.files("content"), copy.files("build/site")))
    assert written[0] == written[1]


def test_a_person_who_watches_sees_a_bar_that_fills() -> None:
    console = Console(force_terminal=True, width=80, record=True, color_system=None)
    with Terminal(console).stage("Reading 4 sources", 4) as stage:
        for _ in range(4):
            stage.advance()
    text = console.export_text()
    assert "Reading 4 sources (0." in text
