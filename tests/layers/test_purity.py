"""Pure rooms take data and `now` and return data: no clock, chance, environment, path or network."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parents[2] / "generator"
ROOMS = ("archive", "cases", "measures", "model", "render", "report", "responses", "screening")
KINDS = tuple(f"ingest/{one}" for one in ("sources", "apis", "feeds", "tables", "mails"))
"""Of the room that asks the network, everything that reads what came back."""
SHARED = (
    "canonical.py",
    "forms.py",
    "guarded_yaml.py",
    "markup.py",
    "masking.py",
    "masking_places.py",
    "masking_shapes.py",
    "problems.py",
    "similar.py",
    "text.py",
    "written.py",
)
EDGES = {
    "masking_shapes.py": {"importlib.resources", "read_bytes"},
    "archive/files.py": {"os", "pathlib", "read_bytes"},
    "archive/store.py": {"pathlib", "read_bytes"},
    "responses/load.py": {"pathlib"},
    "screening/load.py": {"importlib.resources", "read_bytes"},
}
"""The rooms' own edges, and all that each may reach: its folder, or words packaged with the program."""

MODULES = frozenset(
    [
        "aiohttp",
        "asyncio",
        "fsspec",
        "getpass",
        "glob",
        "http",
        "importlib",
        "locale",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "platform",
        "random",
        "requests",
        "secrets",
        "select",
        "shutil",
        "signal",
        "socket",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib3",
        "uuid",
        "webbrowser",
    ]
)
WITHIN = frozenset({"urllib.request", "concurrent.futures", "numpy.random"})
CALLS = frozenset({"open", "input", "print", "eval", "exec", "breakpoint", "hash", "id", "__import__"})
ATTRIBUTES = frozenset(
    [
        "utcnow",
        "fromtimestamp",
        "getenv",
        "environ",
        "cwd",
        "read_bytes",
        "read_text",
        "write_bytes",
        "write_text",
        "rvs",
    ]
)
CLOCKS = frozenset({("datetime", "now"), ("datetime", "today"), ("date", "today")})


def reached(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, name) of everything in a module by which it could reach outside its arguments."""
    for node in ast.walk(tree):
        yield from ((node.lineno, name) for name in _names(node) if isinstance(node, ast.stmt | ast.expr))


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (one.name for one in names if _outside(one.name))
        case ast.ImportFrom(module=str(module), names=names):
            full = (f"{module}.{one.name}" for one in names)
            yield from [module] if _outside(module) else (one for one in full if one in WITHIN)
        case ast.Attribute(value=value, attr=attr):
            owner = value.id if isinstance(value, ast.Name) else getattr(value, "attr", "")
            yield from [attr] if attr in ATTRIBUTES or (owner, attr) in CLOCKS else []
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield name


def _outside(module: str) -> bool:
    return module.partition(".")[0] in MODULES or any(
        module == one or module.startswith(f"{one}.") for one in WITHIN
    )


def modules() -> list[str]:
    inside = [path for room in (*ROOMS, *KINDS) for path in sorted((GENERATOR / room).rglob("*.py"))]
    return [*(path.relative_to(GENERATOR).as_posix() for path in inside), *SHARED]


@pytest.mark.parametrize("module", modules())
def test_a_pure_room_reaches_nothing_but_its_arguments(module: str) -> None:
    allowed = EDGES.get(module, set())
    found = [
        f"generator/{module}:{line} reaches {name}"
        for line, name in reached(ast.parse((GENERATOR / module).read_text("utf-8")))
        if name not in allowed
    ]
    assert found == []


@pytest.mark.parametrize("module", EDGES)
def test_an_edge_is_allowed_no_more_than_it_uses(module: str) -> None:
    used = {name for _line, name in reached(ast.parse((GENERATOR / module).read_text("utf-8")))}
    assert used == EDGES[module]


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("import time", "time"),
        ("import os.path", "os.path"),
        ("from random import choice", "random"),
        ("from urllib.request import urlopen", "urllib.request"),
        ("from urllib import request", "urllib.request"),
        ("def f():\n    from pathlib import Path", "pathlib"),
        ("at = datetime.now(UTC)", "now"),
        ("at = datetime.datetime.now()", "now"),
        ("on = date.today()", "today"),
        ("on = datetime.date.today()", "today"),
        ("words = open('x').read()", "open"),
        ("words = folder.read_text()", "read_text"),
        ("print('x')", "print"),
        ("key = hash('x')", "hash"),
    ],
)
def test_a_planted_reach_is_found(planted: str, name: str) -> None:
    assert [found for _line, found in reached(ast.parse(planted))] == [name]


@pytest.mark.parametrize(
    "fine", ["from datetime import datetime, time", "today = frame.today", "from urllib.parse import quote"]
)
def test_words_that_only_sound_alike_are_no_reach(fine: str) -> None:
    assert list(reached(ast.parse(fine))) == []
