"""How lines are shared out among the files of one month."""

from __future__ import annotations

from generator.archive.partition import Line, added
from tests.archive.made import day


def line(at: float, words: bytes = b"0123456789") -> Line:
    return Line((day(at), "mention", "a", 0), words)


def test_a_file_is_filled_to_its_limit_and_no_further() -> None:
    lines = [line(0), line(1), line(2)]
    assert added([], lines, 22) == [lines[:2], lines[2:]]
    assert added([], lines, 21) == [[one] for one in lines]


def test_a_line_of_a_place_that_is_taken_goes_to_the_file_of_that_place() -> None:
    twin = line(0, b"another")
    assert added([[line(0)], [line(1)]], [twin], 100) == [[line(0), twin], [line(1)]]
    assert added([[line(0)], [line(1)]], [line(0.5)], 100) == [[line(0)], [line(0.5), line(1)]]
