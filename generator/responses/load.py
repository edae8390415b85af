"""Response files: a head between two lines `---`, and a body in Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from generator import files, guarded_yaml, written
from generator.canonical import sha256_hex
from generator.model.response import Response, ResponseHead
from generator.problems import Problem

OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
CLOSING = re.compile(rb"^---[ \t]*\r?$\n?", re.MULTILINE)


def load(
    content_dir: Path, root: Path, *, max_bytes: int
) -> tuple[tuple[Response, ...], tuple[Problem, ...]]:
    """Read every response below `<content_dir>/responses/`; files with a problem are left out.

    Args:
        content_dir: the site's content.
        root: problems and paths name files from here.
        max_bytes: limit of one file.

    Returns:
        Responses by id, and the problems sorted. Lines are counted from the top of the file.
    """
    folder = content_dir / "responses"
    name = files.shown(folder, root)
    brands, wrong = files.folders(folder, name)
    problems = list(wrong)
    found: list[Response] = []
    for brand in brands:
        paths, odd = files.listing(brand, f"{name}/{brand.name}", ending=".md")
        problems += odd
        for path in paths:
            shown = f"{name}/{brand.name}/{path.name}"
            raw = files.read(path, shown, max_bytes=max_bytes)
            one = raw if isinstance(raw, Problem) else parse(raw, shown, f"{brand.name}/{path.stem}")
            if isinstance(one, Response):
                found.append(one)
            else:
                problems += (one,) if isinstance(one, Problem) else one
    return tuple(sorted(found, key=lambda one: one.id)), tuple(sorted(problems))


def parse(raw: bytes, path: str, name: str) -> Response | tuple[Problem, ...]:
    """One response out of a file's bytes, or all that is wrong with it.

    Args:
        raw: the file.
        path: how problems call it.
        name: the response's id.
    """
    text = files.decode(raw, path)
    opening = OPENING.match(raw)
    closing = CLOSING.search(raw, opening.end()) if opening else None
    if isinstance(text, Problem):
        return (text,)
    if opening is None or closing is None:
        return (_no_head(path),)
    tree = guarded_yaml.read(raw[opening.end() : closing.start()], path, max_bytes=len(raw), first_line=2)
    if tree.node is None:
        return tree.problems
    head, problems = written.shape(ResponseHead, tree.node, path)
    if head is None or tree.problems:
        return (*tree.problems, *problems)
    lines = guarded_yaml.lines(tree.node)
    lines["body"] = raw.count(b"\n", 0, closing.end()) + 1
    body = raw[closing.end() :].decode("utf-8").replace("\r\n", "\n").strip()
    return Response(id=name, path=path, sha256=sha256_hex(raw), head=head, body=body, lines=lines)


def _no_head(path: str) -> Problem:
    return Problem(
        path=path,
        line=1,
        code="no-front-matter",
        message="A response begins with a line `---`, its head, and another line `---`.",
        fix="Copy the head of an earlier response, or let `respond new` write one.",
    )
