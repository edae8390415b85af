"""What people's YAML may do, and what it may not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import guarded_yaml
from generator.guarded_yaml import Items, Leaf, Node, Table, Tree
from generator.written import data


def read(text: str | bytes, **options: int) -> Tree:
    raw = text.encode() if isinstance(text, str) else text
    return guarded_yaml.read(raw, "one.yml", **options)


def codes(tree: Tree) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in tree.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("brand: NO", {"brand": "NO"}),
        ("version: 1.10", {"version": "1.10"}),
        ("at: 12:30:45", {"at": "12:30:45"}),
        ("day: 2024-02-30", {"day": "2024-02-30"}),
        ("number: 012", {"number": "012"}),
        ("- a\n- 'b: c'\n", ["a", "b: c"]),
        ("a: {b: [c, d]}", {"a": {"b": ["c", "d"]}}),
        ("a:\nb: ~\nc: null\nd: ''", {"d": ""}),
        ("\ufeffa: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
    ],
)
def test_what_is_written_is_what_is_read(text: str, expected: object) -> None:
    tree = read(text)
    assert tree.problems == ()
    assert tree.node is not None
    assert data(tree.node) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x", [(1, "yaml-anchor"), (2, "yaml-alias")]),
        ("a: !!int 1", [(1, "yaml-tag")]),
        ("a: !ENV HOME", [(1, "yaml-tag")]),
        ("a: 1\n<<: {b: 2}", [(2, "yaml-merge")]),
        ("a: 1\n---\nb: 2", [(2, "yaml-document")]),
        ("[" * 17 + "]" * 17, [(1, "too-deep")]),
        ("a: 1\n? [b]\n: c", [(2, "odd-key")]),
        ("a: {{ title }}", [(1, "odd-key")]),
        ("a: [1\nb: 2", [(2, "yaml-syntax")]),
        ("a: 'open", [(1, "yaml-syntax")]),
        ('a: "\\UFFFFFFFF"', [(1, "yaml-syntax")]),
        ('a: 1\nb: "\\ud800"', [(2, "control-character")]),
        ('a: "\\x00"', [(1, "control-character")]),
        ("a: 1\nb: \x07", [(2, "control-character")]),
        ("a: 1\nb: shown \u202efirst", [(2, "control-character")]),
        ("%YAML " + "9" * 5000 + ".1\n---\na: b", [(1, "yaml-syntax")]),
        ("", [(1, "empty-file")]),
        ("# only a comment\n", [(1, "empty-file")]),
        ("~", [(1, "empty-file")]),
        ("[" + "," * 2000, [(1, "yaml-syntax")]),
        ("[" + "a," * 2000 + "]", [(1, "too-many-values")]),
    ],
)
def test_what_could_do_harm_is_refused_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    tree = read(text)
    assert codes(tree) == expected
    assert tree.node is None


def test_a_key_that_stands_twice_is_told_with_both_lines_and_the_first_stays() -> None:
    tree = read("a: 1\nb: 2\na: 3\n")
    assert codes(tree) == [(3, "duplicate-key")]
    assert "line 1" in tree.problems[0].message
    assert tree.node is not None
    assert data(tree.node) == {"a": "1", "b": "2"}


def test_the_size_is_checked_before_anything_is_parsed() -> None:
    assert codes(read(b"\xff" * 65_537)) == [(0, "too-large")]
    assert codes(read("a: b", max_bytes=3)) == [(0, "too-large")]


@pytest.mark.parametrize("raw", ["a: b\nc: é".encode("latin-1"), "a: b\nc: d".encode("utf-16")])
def test_other_encodings_are_refused(raw: bytes) -> None:
    assert [one.code for one in read(raw).problems] == ["not-utf-8"]


def test_lines_count_from_where_the_text_stands_in_its_file() -> None:
    tree = read("a: b\na: c", first_line=7)
    assert codes(tree) == [(8, "duplicate-key")]
    assert read(b"a: b\nc: \xff", first_line=7).problems[0].line == 8
    assert read("a: b\nc: [", first_line=7).problems[0].line == 8


def test_every_place_has_its_line_and_others_that_of_what_would_hold_them() -> None:
    tree = read("a: b\nitems:\n  - id: x\n    due: y\n  - z\n")
    assert tree.node is not None
    lines = guarded_yaml.lines(tree.node)
    assert lines == {"": 1, "a": 1, "items": 2, "items.0": 3, "items.0.id": 3, "items.0.due": 4, "items.1": 5}
    assert guarded_yaml.line_of(lines, "items", 0, "missing") == 3
    assert guarded_yaml.line_of(lines, "nothing") == 1
    assert guarded_yaml.line_of({}, "nothing") == 0


def test_a_file_with_many_mistakes_lists_fifty_and_counts_the_rest() -> None:
    tree = read("".join(f"k{number}: 1\n" for number in range(60)) * 2)
    assert len(tree.problems) == 51
    assert tree.problems[-1].code == "more-problems"
    assert "10 more" in tree.problems[-1].message


BOMBS = {
    "brackets": "[" * 65_000,
    "braces": "{a: " * 16_000,
    "dashes": "- " * 32_000,
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(3_000)),
    "merges": "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}]}}\n" for n in range(1, 2_000)),
    "keys": "".join(f"k{n}: v\n" for n in range(6_500)),
    "questions": "? " * 32_000,
    "quotes": '"' * 65_000,
    "digits": "a: " + "9" * 65_000,
    "tabs": "a:\n" + "\t" * 65_000,
    "blank lines": "\n" * 65_000,
    "comments": "#\n" * 32_000,
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_no_bomb_takes_longer_than_a_file_of_its_size_may(name: str) -> None:
    start = time.perf_counter()
    read(BOMBS[name])
    assert time.perf_counter() - start < 2.0


@settings(max_examples=100)
@given(st.text(alphabet=" \n\t-:?[]{}&*!|>'\"%@`#,ab0~<=\\\x00\u202e", max_size=80))
def test_no_text_raises(text: str) -> None:
    tree = read(text)
    assert tree.node is not None or tree.problems


def _flat(node: Node) -> int:
    match node:
        case Leaf():
            return 1
        case Items(items=items):
            return 1 + sum(map(_flat, items))
        case Table(pairs=pairs):
            return 1 + sum(_flat(value) for _, value in pairs)


@settings(max_examples=50)
@given(st.binary(max_size=60))
def test_no_bytes_raise(raw: bytes) -> None:
    tree = read(raw)
    assert tree.problems or (tree.node is not None and _flat(tree.node) >= 1)
