"""JSON Schemas of everything people write, for editors."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from generator.model.base import Written
from generator.model.brand import Brand
from generator.model.people import Confirmation, ModerationEvent, Told
from generator.model.recording import Manifest
from generator.model.response import ResponseHead
from generator.model.site import SiteConfig
from generator.model.theme import Taxonomy

FOLDER = "content/schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

MODELS: dict[str, type[Written]] = {
    "brand": Brand,
    "confirmation": Confirmation,
    "manifest": Manifest,
    "moderation": ModerationEvent,
    "response": ResponseHead,
    "site_config": SiteConfig,
    "themes": Taxonomy,
    "told": Told,
}
"""By file name without ending."""


def schemas() -> dict[str, bytes]:
    """The schema files by name: UTF-8 JSON, sorted keys, one newline at the end."""
    return {f"{name}.json": _schema(name, model) for name, model in sorted(MODELS.items())}


def _schema(name: str, model: type[Written]) -> bytes:
    schema: dict[str, Any] = {"$schema": DIALECT, "$id": f"{name}.json", **model.model_json_schema()}
    if name == "told":
        one = {key: schema.pop(key) for key in ("type", "properties", "required", "additionalProperties")}
        schema["anyOf"] = [one, {"type": "array", "items": one}]
    return (json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def write(root: Path) -> tuple[Path, ...]:
    """Write all schemas below `root`; return the files whose bytes changed."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, data in schemas().items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            draft = path.with_suffix(".tmp")
            draft.write_bytes(data)
            os.replace(draft, path)  # noqa: PTH105 - atomic, and says so
            changed.append(path)
    return tuple(changed)
