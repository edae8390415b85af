"""The sample's archive is committed: it must be what its recordings say, run by run."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.pipeline.content import load
from generator.pipeline.listen import listen_to_all
from generator.pipeline.summary import accounted

PROJECT = Path(__file__).parents[2]
ANY_TIME = datetime(2030, 1, 1, tzinfo=UTC)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(PROJECT / "content", root / "content", ignore=shutil.ignore_patterns("archive"))
    shutil.copy(PROJECT / "site_config.yml", root)
    heard = listen_to_all(load(root), environ={}, now=ANY_TIME)
    assert all(accounted(run) for run in heard.runs)
    return root


def test_a_fresh_listen_of_the_recordings_writes_the_committed_archive(fresh: Path) -> None:
    assert _files(fresh / "content" / "archive") == _files(PROJECT / "content" / "archive")


def test_listening_again_adds_no_record_and_changes_no_byte(fresh: Path) -> None:
    before = _files(fresh / "content")
    heard = listen_to_all(load(fresh), environ={}, now=ANY_TIME)
    assert len(heard.runs) == 1
    assert sum(one.new + one.revised + one.replies for one in heard.runs[0].sources) == 0
    assert _files(fresh / "content") == before
