"""What the shared text functions promise for every text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.model.base import SLUG
from generator.text import lines, nearest, normalise, plain, slug, squash, visible

TEXT = st.text(max_size=200)
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
@example("a\u202eb\u200bc\x00\ud800")
def test_plain_text_is_one_line_without_invisible_characters(text: str) -> None:
    made = plain(text)
    assert not _HIDDEN.search(made)
    assert "\n" not in made
    assert plain(made) == made


@settings(max_examples=100, deadline=None)
@given(TEXT)
@example("\u017f\u0301\u0345")
@example("x\u0345\u0301 www.")
@example("http://a b")
def test_normalising_twice_changes_nothing(text: str) -> None:
    made = normalise(text)
    assert normalise(made) == made


@settings(max_examples=100, deadline=None)
@given(TEXT)
@example("")
@example("日本")
@example("-" * 200)
def test_a_slug_is_a_slug_and_stays_one(text: str) -> None:
    made = slug(text)
    assert re.fullmatch(SLUG, made)
    assert slug(made) == made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Still NO refund!!! https://x.example/a?b=1 ", "still no refund"),
        ("\uff26\uff35\uff2c\uff2c width, cafe\u0301", "full width café"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("a_b-c", "a b c"),
        ("हिन्दी ठीक", "हिन्दी ठीक"),
    ],
)
def test_normalising_folds_what_does_not_matter(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Straße 5", "strasse-5"), ("Élodie & Cie.", "elodie-cie"), ("Łódź Øre", "lodz-ore")],
)
def test_slugs_read_like_the_name(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_lines_stay_lines_and_inner_spaces_are_single() -> None:
    assert lines("a \t b\r\nc\u2028d") == "a b\nc\nd"
    assert visible("  a\u202e  b\r\n") == "  a  b\n"
    assert squash(" a \n b ") == "a b"


def test_the_nearest_word_is_found_or_none() -> None:
    assert nearest("aliasses", ["aliases", "domains"]) == "aliases"
    assert nearest("zzz", ["aliases"]) is None
