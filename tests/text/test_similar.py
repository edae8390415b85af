"""Near-copies are found by keyed fingerprints, and only with the key."""

from __future__ import annotations

import base64

from generator.similar import BANDS, bands, groups, near
from generator.text import normalise

KEY = b"one key"
WORDS = (
    "I ordered a blue garden chair four weeks ago and it has still not arrived, the shop sends the same "
    "mail every day and nobody answers the phone, so now I want my money back and an apology"
)


def _print(text: str, key: bytes = KEY) -> str:
    made = bands(normalise(text), key)
    assert made is not None
    return made


def test_a_fingerprint_is_thirty_two_bands_of_four_bytes() -> None:
    assert len(base64.b64decode(_print(WORDS))) == BANDS * 4


def test_short_texts_have_no_fingerprint() -> None:
    assert bands("still no refund here", KEY) is None


def test_the_same_words_in_other_clothes_are_near() -> None:
    other = WORDS.upper().replace(",", "!") + " #fail https://x.example/1"
    assert near(_print(WORDS), _print(other))


def test_different_posts_and_different_keys_are_not_near() -> None:
    other = "The train to Northville was cancelled twice this week and the app still shows it as running"
    assert not near(_print(WORDS), _print(other))
    assert not near(_print(WORDS), _print(WORDS, b"another key"))


def test_six_equal_bands_are_near_and_five_are_not() -> None:
    def made(equal: int) -> str:
        return base64.b64encode(b"same" * equal + b"else" * (BANDS - equal)).decode()

    whole = base64.b64encode(b"same" * BANDS).decode()
    assert near(whole, made(6))
    assert not near(whole, made(5))


def test_groups_link_copies_to_the_first() -> None:
    copy = _print(WORDS + " please")
    lone = _print("The train to Northville was cancelled twice this week and nobody said a word")
    found = groups([("a", _print(WORDS)), ("b", None), ("c", lone), ("d", copy), ("e", _print(WORDS))])
    assert found == (("a", "d", "e"),)
