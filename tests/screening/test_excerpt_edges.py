"""The corners of choosing and cutting an excerpt."""

from __future__ import annotations

from generator.screening.excerpt import excerpt
from generator.screening.lexicon import Hit

NONE: frozenset[str] = frozenset()


def test_earlier_sentences_come_along_while_there_is_room() -> None:
    words = "It rained. It was late. They refused it. " + "And so the day went on and on and on. " * 9
    place = words.index("refused")
    made = excerpt(words.strip(), [Hit("money", place, place + 7)], most=62, known=NONE, nouns=False)
    assert made.text == "… They refused it. And so the day went on and on and on. …"
    wide = excerpt(
        "It rained. They refused it. We met Tessa Harlow.",
        [Hit("money", 16, 23)],
        most=100,
        known=NONE,
        nouns=False,
    )
    assert wide.text == "It rained. They refused it. …"


def test_a_title_alone_is_not_told_before_the_post() -> None:
    words = "Refund refused. They kept my money for five weeks. " + "x" * 60
    hits = [Hit("money", 0, 6), Hit("delay", 38, 48)]
    made = excerpt(words, hits, most=60, known=NONE, nouns=False, title_end=15)
    assert "five weeks" in made.text


def test_a_text_without_a_space_is_cut_all_the_same() -> None:
    made = excerpt("x" * 500, [Hit("defect", 400, 410)], most=100, known=NONE, nouns=False)
    assert len(made.text) <= 100


def test_an_ellipsis_of_the_author_is_not_doubled() -> None:
    words = "They refused… Then Tessa Harlow and Mira Okafor came."
    made = excerpt(words, [Hit("money", 5, 12)], most=280, known=NONE, nouns=False)
    assert made.text == "They refused…"


def test_a_long_cut_ends_before_a_marker() -> None:
    words = "They refused " + "x" * 80 + " [account] and more of it all the time"
    made = excerpt(words, [Hit("money", 5, 12)], most=104, known=NONE, nouns=False)
    assert "[" not in made.text
    assert made.text.endswith(" …")


def test_a_title_tells_less_than_a_post_that_says_as_much() -> None:
    words = "Refund refused. They kept the money. " + "x" * 60
    hits = [Hit("money", 0, 6), Hit("money", 26, 35)]
    assert excerpt(words, hits, most=36, known=NONE, nouns=False, title_end=15).start == 16
    assert excerpt(words, hits, most=36, known=NONE, nouns=False).start == 0


def test_what_was_felt_tells_more_than_what_it_was_about() -> None:
    words = "It was about a refund there. They were rude. " + "x" * 60
    hits = [Hit("theme:refunds", 15, 21), Hit("anger", 39, 43)]
    assert excerpt(words, hits, most=36, known=NONE, nouns=False).text == "… They were rude. …"


def test_an_acronym_is_no_name() -> None:
    words = "It rained. The ATM kept my card."
    assert excerpt(words, [], most=280, known=NONE, nouns=False).text == words
    assert (
        excerpt("It rained. The Harlow kept it.", [], most=280, known=NONE, nouns=False).text
        == "It rained. …"
    )


def test_a_cut_without_a_space_ends_before_a_marker_too() -> None:
    words = "y" * 46 + "[account]" + "x" * 200
    made = excerpt(words, [Hit("money", 0, 4)], most=104, known=NONE, nouns=False)
    assert made.text == "y" * 46 + " …"
