"""A response file: a head, a body, and lines that count from the top."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator.model.response import Response
from generator.responses.load import load, parse

HEAD = "brand: tram\ndate: 2026-03-03\ntype: answer\ndisposition: explained\ntheme: billing\nby: The desk\n"


def text(head: str = HEAD, body: str = "We heard you.") -> bytes:
    return f"---\n{head}---\n{body}\n".encode()


def codes(raw: bytes) -> list[tuple[int, str]]:
    found = parse(raw, "content/responses/tram/2026-03-03-bills.md", "tram/2026-03-03-bills")
    assert not isinstance(found, Response), found
    return [(one.line, one.code) for one in found]


@pytest.mark.parametrize("raw", [text(), text().replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + text()])
def test_a_response_has_a_head_a_body_and_the_hash_of_its_bytes(raw: bytes) -> None:
    found = parse(raw, "content/responses/tram/2026-03-03-bills.md", "tram/2026-03-03-bills")
    assert isinstance(found, Response)
    assert found.id == "tram/2026-03-03-bills"
    assert found.head.theme == "billing"
    assert found.body == "We heard you."
    assert found.sha256 == hashlib.sha256(raw).hexdigest()
    assert found.lines["theme"] == 6
    assert found.lines["body"] == 9


def test_a_rule_across_the_body_belongs_to_the_body() -> None:
    found = parse(text(body="One.\n\n---\n\nTwo."), "p.md", "tram/p")
    assert isinstance(found, Response)
    assert found.body == "One.\n\n---\n\nTwo."


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", [(1, "no-front-matter")]),
        (b"We heard you.", [(1, "no-front-matter")]),
        (b"---\nbrand: tram\n", [(1, "no-front-matter")]),
        (b"---\n---\nbody", [(2, "empty-file")]),
        (text(HEAD + "headline: x\n"), [(8, "unknown-key")]),
        (text(HEAD + "by: Us all\n"), [(8, "duplicate-key")]),
        (text(HEAD + "cases: &x []\n"), [(8, "yaml-anchor")]),
        (text(HEAD.replace("2026-03-03", "2024-02-30")), [(3, "no-such-date")]),
        (text() + b"\xff", [(10, "not-utf-8")]),
    ],
)
def test_a_mistake_in_the_head_is_told_with_its_line_in_the_file(
    raw: bytes, expected: list[tuple[int, str]]
) -> None:
    assert codes(raw) == expected


def test_every_file_is_a_response_or_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "responses"
    (folder / "tram" / "deep").mkdir(parents=True)
    (folder / "tram" / "2026-03-03-bills.md").write_bytes(text())
    (folder / "tram" / "2026-03-04-bills.md").write_bytes(b"x")
    (folder / "tram" / "2026-03-05-long.md").write_bytes(text(body="x" * 2000))
    (folder / "tram" / "notes.txt").write_bytes(b"x")
    (folder / "README.md").write_bytes(b"x")
    (folder / "stray.md").write_bytes(b"x")
    (folder / "bus").symlink_to(folder / "tram")
    found, problems = load(tmp_path / "content", tmp_path, max_bytes=1024)
    assert [(one.id, one.path) for one in found] == [
        ("tram/2026-03-03-bills", "content/responses/tram/2026-03-03-bills.md")
    ]
    assert [(one.path.removeprefix("content/responses/"), one.code) for one in problems] == [
        ("bus", "not-a-plain-file"),
        ("stray.md", "wrong-place"),
        ("tram/2026-03-04-bills.md", "no-front-matter"),
        ("tram/2026-03-05-long.md", "too-large"),
        ("tram/deep", "wrong-place"),
        ("tram/notes.txt", "wrong-ending"),
    ]


def test_a_site_without_responses_has_none(tmp_path: Path) -> None:
    assert load(tmp_path, tmp_path, max_bytes=1024) == ((), ())


def test_a_folder_of_responses_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "responses").symlink_to(tmp_path)
    found, problems = load(tmp_path, tmp_path, max_bytes=1024)
    assert found == ()
    assert [one.code for one in problems] == ["not-a-plain-file"]
