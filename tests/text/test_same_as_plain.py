"""What is done fast gives what the plain way gives: masks, white space, normal forms."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import masking, masking_places, text
from generator import masking_shapes as shapes
from generator.masking import MASKS, mask
from generator.screening import post

KEEP = frozenset({"acme", "acmehelp"})
ANNOUNCING = (
    *("titles", "announcers", "accounts", "number_words", "streets_before", "streets_after"),
    *("streets_inside", "streets_apart", "post_boxes", "states", "at", "dot", "first_names"),
)
WORDS = sorted({word for name in ANNOUNCING for word in shapes.listed(name)})
SHAPES = [
    *("12345", "1234567", "12345-6789", "DE89", "3704 0044", "192.0.2.17", "2001:db8::1", "0AA", "GIR 0AA"),
    *("SW1A 1AA", "W1 1AA", "2023-11-02", "14:30", "4111 1111 1111 1111", "+49 30 1234567", "$1,299.99"),
    *("AB-5512", "1Z999AA10123456784", "-123abc45", "Tessa", "Élodie", "Kim-Lee", "J.", "Ninth", "Paix"),
    *("Am Hang 12 12345", "Lindenstraße 12", "Weg 4", "Am Allé 5, 12345", "de la", "bis", "apt", "Suite"),
    *(
        "jo@mail",
        "jo",
        "mail",
        ".example",
        "%40",
        "[at]",
        "(at)",
        "{ät}",
        "\uff20",
        "u/jo_doe",
        "/u/jo",
        "@acme",
    ),
    *("[@]", "( @", "@", " @ ", "jo-.x%", "@b.example", "a" * 64, "<jo@mail.example>"),
    *("facebook.com/jo", "https://a.example/users/jo", "a-.de/u/x", "~jo", "[name]", "[phone]", "x_1234567"),
]
SEPARATORS = [
    *(" ", " ", " ", "", ",", ", ", ".", ". ", ":", ": ", "-", " - ", "/", "#", " #", "'", "\u2019s "),
    *("(", ")", "+", "!", "_", "\n", "\t", "\u00a0", "\u200b", "\u2060", "\u0301", "\u2013", "\u00b7"),
    *("\u00b2", "\u0663", "\u017f"),
]
LETTERS = st.text(alphabet="0123456789 .,-/()+#@:_aZé\u017f\u0131\u0130K", max_size=14)
PIECE = st.sampled_from(SHAPES) | st.sampled_from(WORDS) | LETTERS | st.text(max_size=4)
CASED = st.builds(
    lambda word, how: how(word), PIECE, st.sampled_from([str, str, str.upper, str.lower, str.title])
)
TEXTS = st.lists(st.tuples(CASED, st.sampled_from(SEPARATORS)), max_size=14).map(
    lambda pairs: "".join(word + between for word, between in pairs)
)


NEEDED = {
    shapes.PROFILE: re.compile(r"\w\.\w{2,24}(?::\d{1,5})?/"),
    shapes.GERMAN: shapes.WITH_GERMAN,
    shapes.POSTAL: shapes.WITH_POSTAL,
}


def may_hold(words: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether a text is looked through for a shape at all."""
    return pattern not in NEEDED or bool(NEEDED[pattern].search(words))


def plain_mask(words: str, keep: frozenset[str]) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Every pattern over the whole text, again and again: slow, and nothing to get wrong."""
    counts: Counter[str] = Counter()
    for _ in range(4):
        before = words
        for step in masking._steps():

            def replace(found: re.Match[str], step: masking._Step = step) -> str:
                marker = step.decide(found, keep)
                if marker is None:
                    return found[0]
                counts[marker if marker in MASKS else step.kind] += 1
                return f"[{marker}]" if marker in MASKS else marker

            if may_hold(words, step.pattern):
                words = step.pattern.sub(replace, words)
        if words == before:
            break
    return words, tuple(sorted(counts.items()))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example("GIR 0AA")
@example("GIR 0AA A1 1AA")
@example("Am Allé 5, 12345 x")
@example("a-.de/u/x")
@example("Am Allé 5, 12345 in 5")
@example("\u0131 know the \u017fupervisor Tessa, the \u017ferial number 12A")
@example("rue de la Paix 12 and Lindenstraße 12, Lange Straße 4, calle\u00a0de Alcántara, 45")
@example("12345-6789 Leeds, 12345-6789 CA 12345 Leeds CA, 54321 P.O. Box 12 apt. 4")
@example("-123abc45 x-123abc45 ((1234567 (+ 1234567 1234567(1234567")
def test_a_mask_is_what_every_pattern_over_the_whole_text_would_mask(words: str) -> None:
    made = mask(words, keep=KEEP)
    assert (made.text, made.counts) == plain_mask(words, KEEP)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_place_where_a_pattern_matches_is_a_place_where_it_may_begin(words: str) -> None:
    seen = masking_places.Text(words)
    for step in masking._steps():
        if not may_hold(words, step.pattern):
            continue
        starts = step.begins(seen)
        decided = [one for one in step.pattern.finditer(words) if step.decide(one, KEEP) is not None]
        if starts is not None:
            assert {one.start() for one in decided} <= set(starts), step
            assert list(starts) == sorted(starts)
            assert all(start >= 0 for start in starts)


def test_case_is_folded_as_patterns_ignore_it() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    letters = {letter for letter in "".join(WORDS).lower() if letter.isalpha()}
    for letter in sorted(letters):
        for found in re.finditer(re.escape(letter), every, re.IGNORECASE):
            assert found[0].translate(masking_places._TABLE) == letter


def test_a_space_stands_for_whatever_is_no_part_of_a_word() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    low = every.translate(masking_places._TABLE)
    assert len(low) == len(every)
    assert all((letter != " ") == bool(re.match(r"\w", one)) for one, letter in zip(every, low, strict=True))


def test_no_footer_is_missed_by_its_case() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    found = re.findall(f"[{post._FOOTED}]", every, re.IGNORECASE)
    assert {letter.lower() for letter in found} == set(post._FOOTED)


BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
SPOILT = st.text(
    alphabet=st.characters() | st.sampled_from("\r\n\t\x0b\x1c\x1f\x85\u2028\u200b\u00ad\u0301 _.,aB1")
)


def plain_lines(given: str) -> str:
    shown = text._HIDDEN.sub("", BREAKS.sub("\n", given))
    return "\n".join(re.sub(r"[^\S\n]+", " ", line).strip() for line in shown.split("\n"))


def plain_normal(given: str) -> str:
    def mark(found: re.Match[str]) -> str:
        return found[0] if unicodedata.category(found[0])[0] == "M" else " "

    given = text._HIDDEN.sub("", given)
    folded = given.lower() if given.isascii() else text._folded(given)
    parted = re.sub(r"[^\w ]|_", mark, text._URL.sub(" ", text.squash(folded)))
    return text.squash(parted) if given.isascii() else text._folded(text.squash(parted))


@settings(max_examples=100, deadline=None)
@given(SPOILT | st.text(alphabet="\r\n \tab.,_-www.http://x", max_size=40) | TEXTS)
@pytest.mark.parametrize(
    ("fast", "plain"),
    [
        (text.lines, plain_lines),
        (text.normalise, plain_normal),
        (text.visible, lambda given: text._HIDDEN.sub("", BREAKS.sub("\n", given))),
        (text.plain, lambda given: text.squash(text._HIDDEN.sub("", BREAKS.sub(" ", given)))),
    ],
    ids=["lines", "normalise", "visible", "plain"],
)
def test_text_is_what_patterns_over_the_whole_of_it_would_make(
    fast: Callable[[str], str], plain: Callable[[str], str], given: str
) -> None:
    assert fast(given) == plain(given)
