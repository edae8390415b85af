"""Little sites, listened to once and copied for every test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.little_web import LittleWeb, little_web
from tests.pipeline.little_site import POOL, LittleSite, two_brands


@pytest.fixture(scope="session", autouse=True)
def _reader() -> Iterator[None]:
    """End the process that reads, when all is read."""
    yield
    POOL.close()


@pytest.fixture
def site(tmp_path: Path) -> LittleSite:
    """Two brands and three runs, nothing heard yet."""
    return two_brands(tmp_path / "site")


@pytest.fixture(scope="session")
def listened(tmp_path_factory: pytest.TempPathFactory) -> LittleSite:
    """The same, heard to its end; only to be looked at."""
    site = two_brands(tmp_path_factory.mktemp("listened") / "site")
    site.listen()
    return site


@pytest.fixture
def heard(listened: LittleSite, tmp_path: Path) -> LittleSite:
    """A copy of it, to be changed."""
    return copied(listened, tmp_path / "heard")


def copied(site: LittleSite, root: Path) -> LittleSite:
    shutil.copytree(site.root, root)
    copy = LittleSite(root)
    copy.settings, copy.runs, copy.opened = (
        json.loads(json.dumps(site.settings)),
        list(site.runs),
        dict(site.opened),
    )
    return copy.save()


@pytest.fixture
def web() -> Iterator[LittleWeb]:
    """A small web on loopback."""
    with little_web() as served:
        yield served
