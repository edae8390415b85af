"""Plain files only: every file people write is opened here, without following links."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generator.problems import Problem

IGNORED = frozenset({"README.md", "Thumbs.db"})
"""Files that help people find their way, not content; names with a leading dot are passed over too."""


def shown(path: Path, root: Path) -> str:
    """The path as problems print it: from the root where it lies below it, with forward slashes."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def read(path: Path, name: str, *, max_bytes: int) -> bytes | Problem:
    """The bytes of a plain file, or why it cannot be read. `name` is how problems call it."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            return not_plain(name)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        return Problem(
            path=name,
            line=0,
            code="missing-file",
            message="This file does not exist.",
            fix="Add it, or take its name out of the file that asks for it.",
        )
    except OSError as error:
        return Problem(
            path=name,
            line=0,
            code="unreadable",
            message=f"This file cannot be read: {error.strerror}.",
            fix="Make it readable for the program.",
        )
    return data if len(data) <= max_bytes else too_large(name, max_bytes)


def read_text(path: Path, name: str, *, max_bytes: int) -> str | Problem:
    """The text of a plain UTF-8 file, or why it cannot be read."""
    data = read(path, name, max_bytes=max_bytes)
    return data if isinstance(data, Problem) else decode(data, name)


def decode(data: bytes, name: str, *, first_line: int = 1) -> str | Problem:
    """UTF-8 bytes as text without a byte order mark, or where they are none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(
            path=name,
            line=data.count(b"\n", 0, error.start) + first_line,
            code="not-utf-8",
            message="This file is not UTF-8 text.",
            fix="Save it again with the encoding UTF-8.",
        )


def too_large(name: str, max_bytes: int) -> Problem:
    """The problem of a file beyond its limit."""
    return Problem(
        path=name,
        line=0,
        code="too-large",
        message=f"This file has more than {max_bytes:,} bytes.",
        fix="Make it shorter, or split it.",
    )


def not_plain(name: str) -> Problem:
    """The problem of a link, a device, a pipe, or a folder in a file's place."""
    return Problem(
        path=name,
        line=0,
        code="not-a-plain-file",
        message="This is not a plain file or folder.",
        fix="Put the file itself here; links are not followed.",
    )


def listing(folder: Path, name: str, *, ending: str) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The files of one folder with an ending, sorted, and a problem for everything else in it.

    A folder that does not exist is empty; `README.md` and hidden files are passed over.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return (), (not_plain(name),)
    found: list[Path] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in IGNORED or path.name.startswith("."):
            continue
        problem = _unwanted(path, f"{name}/{path.name}", ending)
        if problem is None:
            found.append(path)
        else:
            problems.append(problem)
    return tuple(found), tuple(problems)


def folders(folder: Path, name: str) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The folders of one folder, sorted, and a problem for everything else in it."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return (), (not_plain(name),)
    found: list[Path] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in IGNORED or path.name.startswith("."):
            continue
        if path.is_symlink():
            problems.append(not_plain(f"{name}/{path.name}"))
        elif path.is_dir():
            found.append(path)
        else:
            problems.append(_misplaced(f"{name}/{path.name}"))
    return tuple(found), tuple(problems)


def _unwanted(path: Path, name: str, ending: str) -> Problem | None:
    if path.is_symlink():
        return not_plain(name)
    if path.is_dir():
        return _misplaced(name)
    if path.suffix != ending:
        return Problem(
            path=name,
            line=0,
            code="wrong-ending",
            message=f"Files in this folder end in `{ending}`.",
            fix=f"Rename it to `{path.stem}{ending}`, or move it elsewhere.",
        )
    return None


def _misplaced(name: str) -> Problem:
    return Problem(
        path=name,
        line=0,
        code="wrong-place",
        message="Nothing is read from here.",
        fix="Move it to the folder where its kind belongs: see the folder's README or the documentation.",
    )
