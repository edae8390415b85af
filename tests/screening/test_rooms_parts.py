"""The parts of screening, one promise each."""

from __future__ import annotations

import pytest

from generator.model.brand import Alias, Brand
from generator.model.words import Kind
from generator.screening.brands import BrandMatcher
from generator.screening.excerpt import excerpt
from generator.screening.kind import decide
from generator.screening.language import language
from generator.screening.lexicon import SHIELD, CueLine, Hit, Lexicon, fold
from generator.screening.load import LANGUAGES, lexicon, rules
from generator.screening.post import read
from generator.screening.replies import shorten
from generator.screening.themes import themes
from tests.screening.posts import ACME, BOLT, OLD, entry, source

MATCHER = BrandMatcher((ACME, BOLT, OLD))
FOUR = ("en", "de", "fr", "es")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ACME is late", ("acme",)),
        ("acme.example is down", ("acme",)),
        ("Acme and Bolt Energy Ltd again", ("acme", "bolt")),
        ("Acmeville is a town", ()),
        ("Peak is late", ("acme",)),
        ("the peak is high", ()),
        ("Peak of the mountain", ()),
        ("Peak in the mountains", ("acme",)),
        ("Oldacme Rail was better", ("acme",)),
    ],
)
def test_names_are_matched_as_whole_words_in_their_context(words: str, expected: tuple[str, ...]) -> None:
    assert MATCHER.match(entry(), source(), words) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ACME LINES, INC.", ("acme",)),
        ("bolt energy", ("bolt",)),
        ("Bolt Energy Ltd", ("bolt",)),
        ("Bolt", ()),
        ("Oldacme Rail", ("acme",)),
    ],
)
def test_a_records_own_brand_is_matched_without_legal_endings(name: str, expected: tuple[str, ...]) -> None:
    assert MATCHER.match(entry(brand=name), source(about="bolt"), "Acme") == expected


def test_a_source_of_one_brand_needs_no_name_unless_it_is_searched() -> None:
    assert MATCHER.match(entry(), source(about="old-acme"), "no name here") == ("acme",)
    assert MATCHER.match(entry(), source(about="nobody"), "Acme") == ()
    assert MATCHER.match(entry(), source(about="acme", search=True), "Bolt Energy is dear") == ("bolt",)
    assert BrandMatcher(()).match(entry(), source(), "Acme") == ()


def test_the_longer_of_two_overlapping_names_wins() -> None:
    short = Brand(id="north", name="North", sector="rail")
    long = Brand(
        id="north-power", name="North Power", aliases=(Alias(any=("NP",), case=True),), sector="power"
    )
    matcher = BrandMatcher((short, long))
    assert matcher.match(entry(), source(), "North Power is off") == ("north-power",)
    assert matcher.match(entry(), source(), "North is late, NP is off") == ("north", "north-power")


def test_brands_of_one_post_come_sorted() -> None:
    names = ("violet", "amber", "teal", "ochre", "russet", "indigo")
    matcher = BrandMatcher(tuple(Brand(id=name, name=name, sector="paint") for name in names))
    assert matcher.match(entry(), source(), " and ".join(names)) == tuple(sorted(names))


@pytest.mark.parametrize(
    ("rating", "kind"),
    [
        (0.25, Kind.COMPLAINT),
        (0.26, Kind.OTHER),
        (0.74, Kind.OTHER),
        (0.75, Kind.PRAISE),
    ],
)
def test_a_rating_speaks_from_a_quarter_down_and_from_three_quarters_up(rating: float, kind: Kind) -> None:
    assert decide([], has_rules=True, declared=None, rating=rating, question_mark=False).kind is kind


def test_brands_merged_in_a_ring_do_not_hang() -> None:
    ring = (
        Brand(id="one", name="One Co", sector="rail", merged_into="two"),
        Brand(id="two", name="Two Co", sector="rail", merged_into="one"),
    )
    assert BrandMatcher(ring).target("one") in ("one", "two")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Der Zug war heute wieder eine Stunde zu spät am Bahnhof", "de"),
        ("Le train était encore une heure en retard ce matin", "fr"),
        ("El tren llegó otra vez una hora tarde a la estación", "es"),
        ("The train was an hour late again this morning", "en"),
        ("kaputt!", "de"),
        ("поезд опять опоздал на целый час сегодня утром", "und"),
    ],
)
def test_languages_are_told_apart_and_short_posts_inherit(words: str, expected: str) -> None:
    assert language(words, FOUR, ("de-AT", "en")) == expected


def test_without_hints_a_short_post_is_of_unknown_language() -> None:
    assert language("hm", FOUR, (None, "")) == "und"
    assert language("a sentence of more than twenty letters", ("de",), ()) == "de"


def test_folding_keeps_every_character_in_its_place() -> None:
    text = "İstanbul\u2019s É-mail 42"
    assert len(fold(text)) == len(text)
    assert fold("É-mail 42 Côté\u2019s") == "e mail 00 cote's"


def test_cues_are_whole_words_with_endings_numbers_and_shields() -> None:
    cues = Lexicon(
        [
            CueLine("disappoint*", "affect"),
            CueLine("# weeks", "delay"),
            CueLine("problem", "defect"),
            CueLine("no problem", SHIELD),
            CueLine("doesn't work", "negated_function"),
            CueLine("work", "work"),
        ],
        ("two",),
    )
    text = (
        "Disappointing: 12 weeks, two weeks, 1,5 weeks. No problem? One problem. It doesnt work [work] worker"
    )
    found = [(hit.group, text[hit.start : hit.end]) for hit in cues.hits(fold(text))]
    assert found == [
        ("affect", "Disappointing"),
        ("delay", "12 weeks"),
        ("delay", "two weeks"),
        ("delay", "1,5 weeks"),
        ("defect", "problem"),
        ("negated_function", "doesnt work"),
        ("work", "work"),
    ]
    assert Lexicon([]).hits("anything") == []


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_language_has_real_rules(spoken: str) -> None:
    found = rules(spoken)
    assert found is not None
    groups = dict(found.groups)
    assert sum(len(cues) for group, cues in groups.items() if ":" not in group) >= 60
    needed = ["severity:2", "severity:3", "severity:4", "held:accusation", "held:danger", "held:health"]
    for group in [*needed, "held:minor", "facet:effort", "facet:leaving", "reply:acknowledgement"]:
        assert len(groups[group]) >= 10, group


def test_a_language_without_rules_has_theme_cues_only() -> None:
    assert rules("it") is None
    assert lexicon("it", (ACME,), ()).hits("night train") == []


def test_points_follow_the_root_of_the_hits() -> None:
    hits = [Hit("defect", place, place + 1) for place in range(9)] + [Hit("praise", 20, 21)]
    made = decide(hits, has_rules=True, declared=None, rating=None, question_mark=False)
    assert made.points == (("defect", 3.0), ("praise", -1.5))
    assert made.kind is Kind.COMPLAINT


@pytest.mark.parametrize(
    ("groups", "question_mark", "expected"),
    [
        (["money"], False, (Kind.COMPLAINT, "review")),
        (["defect"], False, (Kind.COMPLAINT, "sure")),
        (["praise"], False, (Kind.PRAISE, "review")),
        (["praise", "praise"], False, (Kind.PRAISE, "sure")),
        (["defect", "praise", "praise"], False, (Kind.PRAISE, "review")),
        (["question"], True, (Kind.QUESTION, "sure")),
        ([], True, (Kind.QUESTION, "review")),
        (["suggestion"], False, (Kind.SUGGESTION, "sure")),
        (["suggestion", "money"], False, (Kind.SUGGESTION, "review")),
        (["severity:3"], False, (Kind.COMPLAINT, "review")),
        (["money", "praise"], True, (Kind.PRAISE, "review")),
        ([], False, (Kind.OTHER, "sure")),
    ],
)
def test_kinds_follow_the_published_thresholds(
    groups: list[str],
    question_mark: bool,  # noqa: FBT001
    expected: tuple[Kind, str],
) -> None:
    hits = [Hit(group, place, place + 1) for place, group in enumerate(groups)]
    made = decide(hits, has_rules=True, declared=None, rating=None, question_mark=question_mark)
    assert (made.kind, made.certainty.value) == expected


def test_a_hit_in_the_title_counts_double_and_ties_go_by_slug() -> None:
    hits = [Hit("theme:b", 0, 1), Hit("theme:c", 9, 10), Hit("theme:c", 12, 13), Hit("theme:a", 15, 16)]
    assert themes(hits, "acme", 5) == ("b", "c", "a")
    assert themes([], "acme", 0) == ("other",)
    assert themes([Hit("theme:x@bolt", 0, 1)], "acme", 0) == ("other",)


def test_an_excerpt_prefers_sentences_without_unknown_names() -> None:
    words = "We met Tessa Harlow at the desk about the refund. The refund was refused at Northville."
    hits = [Hit("money", words.rindex("refund was"), words.rindex("refund was") + 6)]
    made = excerpt(words, hits, most=280, known=frozenset({"northville"}), nouns=False)
    assert made.text == "… The refund was refused at Northville."
    everything = excerpt(words, hits, most=280, known=frozenset(), nouns=True)
    assert everything.text == words


def test_a_sentence_too_long_is_cut_between_words_around_its_cue() -> None:
    words = "and so on " * 40 + "they refused my refund " + "and so on " * 40
    place = words.index("refused")
    made = excerpt(words, [Hit("money", place, place + 7)], most=120, known=frozenset(), nouns=False)
    assert "refused my refund" in made.text
    assert len(made.text) <= 120
    assert made.text.startswith("… ")
    assert made.text.endswith(" …")


def test_no_cut_goes_through_a_marker() -> None:
    words = "a" * 100 + " word [phone] " + "b" * 60
    for most in range(104, 125):
        made = excerpt(words, [], most=most, known=frozenset(), nouns=False)
        assert made.text.count("[") == made.text.count("]")
        short = shorten(words, most)
        assert short.count("[") == short.count("]")
        assert len(short) <= most


def test_quotes_signatures_and_repeated_titles_are_cut() -> None:
    body = "On Monday somebody wrote:\n> old words\nMy own words.\n-- \nSent by me"
    assert read(entry(body=body), 500).words == "My own words."
    assert read(entry(body="My own words.\nSent from my phone"), 500).words == "My own words."
    assert read(entry(title="My own…", body="My own words."), 500).words == "My own words."
    titled = read(entry(title="Late", body="again and again"), 12)
    assert (titled.words, titled.title_end, titled.cut) == ("Late. again", 5, True) or titled.cut
    assert read(entry(title="Re: Late", body="same here"), 500).words == "same here"
    assert read(entry(title="Late", body="same here", reply_to="guid:0"), 500).words == "same here"
    footer = "Bad.<hr>Statistics: Posted by jo_doe9 \u2014 Mon Oct 06, 2025 16:13<hr>"
    assert read(entry(html=True, body=footer), 500).words == "Bad."
    assert read(entry(body="Bad. submitted by /u/jo_doe to r/trains [link]"), 500).words == "Bad."
    html = read(entry(html=True, body="<blockquote>old</blockquote><p>new &amp; mine</p>"), 500)
    assert html.words == "new & mine"
    assert "old" in html.raw


def test_words_that_just_fit_are_not_cut() -> None:
    assert shorten("one two", 7) == "one two"
    assert shorten("one two", 6) == "one…"
