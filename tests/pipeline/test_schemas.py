"""The schemas that editors use are those of the models."""

from __future__ import annotations

import json
from pathlib import Path

from generator.pipeline.schemas import FOLDER, schemas, write

REPOSITORY = Path(__file__).parents[2]


def test_the_committed_schemas_are_current() -> None:
    folder = REPOSITORY / FOLDER
    assert {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))} == schemas()


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    assert [path.name for path in write(tmp_path)] == list(schemas())
    assert write(tmp_path) == ()


def test_a_schema_explains_its_keys() -> None:
    brand = json.loads(schemas()["brand.json"])
    assert brand["additionalProperties"] is False
    assert brand["properties"]["themes"]["description"].startswith("The brand's own themes")
    told = json.loads(schemas()["told.json"])
    assert [one["type"] for one in told["anyOf"]] == ["object", "array"]
