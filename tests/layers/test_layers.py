"""The walls between the rooms stand: a planted import brings the contract down."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

PLANTED = [
    ("generator/cases/group.py", "import generator.render.pages", "only pipeline joins the rooms"),
    ("generator/model/case.py", "import generator.config", "only pipeline joins the rooms"),
    ("generator/ingest/web/fetch.py", "import generator.pipeline.listen", "only pipeline joins the rooms"),
    ("generator/render/pages.py", "import mkdocs", "only publish knows mkdocs"),
    ("generator/report/cases.py", "import nh3", "one module cleans HTML"),
]


@pytest.mark.skipif(not LINT_IMPORTS.is_file(), reason="import-linter is not installed beside this Python")
@pytest.mark.parametrize(
    ("module", "planted", "contract"), PLANTED, ids=[f"{module}: {line}" for module, line, _ in PLANTED]
)
def test_a_planted_import_that_crosses_a_wall_is_refused(
    module: str, planted: str, contract: str, tmp_path: Path
) -> None:
    shutil.copytree(
        PROJECT / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    place = tmp_path / module
    place.write_text(f"{place.read_text('utf-8')}\n{planted}\n", "utf-8")
    done = subprocess.run(  # noqa: S603 -- our own tool on our own files
        [LINT_IMPORTS, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    broken = [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]
    assert len(broken) == 1
    assert broken[0].startswith(contract)
