"""Running the program as people do: with words, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from generator.cli import main
from tests.pipeline.conftest import heard, listened, site

__all__ = ["heard", "listened", "run", "site"]


class Said(NamedTuple):
    """What one command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; returns exit code, output and errors."""
    monkeypatch.delenv("SAID_AND_DONE_KEY", raising=False)
    monkeypatch.delenv("SAID_AND_DONE_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "110")

    def command(*words: object) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return command
