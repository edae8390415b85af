"""The Plotly script is fetched by npm where there is one, and carried by the package where there is none."""

from __future__ import annotations

import io
import stat
import tarfile
from pathlib import Path

import pytest

from generator.publish import plotly_script


def script(version: str) -> bytes:
    return f"/**\n* plotly.js (basic - minified) v{version}\n* Copyright\n*/ 1".encode()


def npm(
    folder: Path, content: bytes | None, name: str = "package/plotly-basic.min.js", status: int = 0
) -> str:
    """A stand-in for npm that packs what it is told to."""
    made = folder / "made.tgz"
    if content is not None:
        with tarfile.open(made, "w:gz") as package:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            package.addfile(member, io.BytesIO(content))
    copy = f'cp "{made}" ./x.tgz' if content is not None else "true"
    file = folder / "npm"
    file.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/calls"\n{copy}\nexit {status}\n', "utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def test_the_basic_script_of_the_right_version_is_fetched_once(tmp_path: Path) -> None:
    client = npm(tmp_path, script(plotly_script.version()))
    vendor = tmp_path / "vendor"
    assert plotly_script.fetch(vendor, npm=client) == vendor / plotly_script.BASIC
    assert plotly_script.fetch(vendor, npm=client) == vendor / plotly_script.BASIC
    calls = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert len(calls) == 1
    assert f"plotly.js-basic-dist-min@{plotly_script.version()}" in calls[0]
    assert plotly_script.script(vendor).read_bytes() == script(plotly_script.version())


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (script("0.0.1"), "package/plotly-basic.min.js", 0),
        (b"something else", "package/plotly-basic.min.js", 0),
        (b"x", "package/other.js", 0),
        (None, "", 0),
        (None, "", 1),
    ],
    ids=["another version", "no version", "another file", "no archive", "npm fails"],
)
def test_anything_else_is_not_taken(tmp_path: Path, content: bytes | None, name: str, status: int) -> None:
    client = npm(tmp_path, content, name, status)
    assert plotly_script.fetch(tmp_path / "vendor", npm=client) is None
    assert not (tmp_path / "vendor").exists()


def test_without_npm_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert plotly_script.fetch(tmp_path / "vendor") is None


def test_the_packages_own_script_stands_in(tmp_path: Path) -> None:
    made = plotly_script.script(tmp_path / "vendor")
    assert plotly_script.script_version(made.read_bytes()) == plotly_script.version()


def test_an_outdated_fetched_script_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / plotly_script.BASIC).write_bytes(script("0.0.1"))
    made = plotly_script.script(tmp_path)
    assert plotly_script.script_version(made.read_bytes()) == plotly_script.version()
