"""The names a brand is proposed with, and the file that is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.brand import Alias, Brand
from generator.pipeline.propose_brand import (
    ProposedName,
    brand_id,
    brand_of,
    brand_yaml,
    core,
    is_ordinary,
    judged,
    names_of,
    small_words,
    spellings,
)
from generator.pipeline.source_yaml import source_id, source_title
from generator.screening.lexicon import fold
from tests.pipeline.little_site import LittleSite

LANGUAGES = ("en", "de", "fr")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Blue Tram", "Blue Tram"),
        ("Blue Tram Inc.", "Blue Tram"),
        ("Blue Tram, Ltd", "Blue Tram"),
        ("Elm Söhne GmbH & Co. KG", "Elm Söhne"),
        ("Rivage S.A.", "Rivage"),
        ("Fjordbane A/S", "Fjordbane"),
        ("Elm Bank plc", "Elm Bank"),
        ("AG", "AG"),
        ("Company", "Company"),
    ],
)
def test_the_form_of_the_firm_is_left_out(name: str, bare: str) -> None:
    assert core(name) == bare


@pytest.mark.parametrize(
    ("name", "domains", "found"),
    [
        ("Blue Tram", (), ["BlueTram"]),
        ("BlueTram", (), ["Blue Tram"]),
        ("Blue-Tram AG", (), ["Blue-Tram", "BlueTram"]),
        ("Elm & Sons", (), ["Elm and Sons", "Elm und Sons", "Elm et Sons"]),
        ("Elm und Söhne", (), ["Elm & Söhne", "Elm and Söhne", "Elm et Söhne"]),
        ("Dun's Trams", (), ["Dun'sTrams", "Duns Trams", "DunsTrams"]),
        ("Elm", ("elm-bank.example", "elm.example", "ab.example"), ["Elm Bank"]),
        ("Ä", (), []),
    ],
)
def test_other_spellings_are_those_that_screening_does_not_fold_itself(
    name: str, domains: tuple[str, ...], found: list[str]
) -> None:
    assert list(spellings(name, LANGUAGES, domains)) == found
    assert len({fold(one) for one in (name, *found)}) == len(found) + 1


def test_a_name_of_another_brand_is_told() -> None:
    other = Brand(id="elm", name="Elm", aliases=("BlueTram", Alias(any=("Elmo",))), sector="Banks")
    taken = names_of((other,))
    assert judged(["BlueTram", "Tramline"], taken, frozenset()) == (
        ProposedName(text="BlueTram", taken="elm"),
        ProposedName(text="Tramline"),
    )
    assert taken["elmo"] == "elm"


@pytest.mark.parametrize(
    ("name", "so"),
    [("Orange", True), ("EE", True), ("Orange Tram", False), ("Tramline", False), ("Örange", True)],
)
def test_a_word_that_people_write_small_is_an_ordinary_one(name: str, so: bool) -> None:  # noqa: FBT001
    words = small_words(["I bought an orange, it's the Tramline's.", "Tramline"])
    assert is_ordinary(name, words) is so


@pytest.mark.parametrize(
    ("name", "taken", "found"),
    [
        ("Blue Tram GmbH", set(), "blue-tram"),
        ("Blue Tram", {"blue-tram"}, "blue-tram-2"),
        ("Blue Tram", {"blue-tram", "blue-tram-2"}, "blue-tram-3"),
        ("Sources", set(), "sources-brand"),
        ("Nul", {"nul-brand"}, "nul-2"),
    ],
)
def test_an_id_is_free_and_not_reserved(name: str, taken: set[str], found: str) -> None:
    assert brand_id(name, taken) == found


NAMES = (
    ProposedName(text="BlueTram"),
    ProposedName(text="Orange", case=True),
    ProposedName(text="Elm", taken="elm"),
)


def test_the_file_of_a_proposed_brand_has_no_mistake(tmp_path: Path) -> None:
    site = LittleSite(tmp_path)
    brand = brand_of("Blue Tram", NAMES, ("bluetram.example",), id="blue-tram", sector="Trams")
    item = '  - id: "talk"\n    title: "The talk"\n    url: "https://talk.example/feed"\n'
    text = brand_yaml(brand, NAMES, [item])
    site.write("content/brands/blue-tram.yml", text)
    loaded = site.load()
    assert [one for one in loaded.problems if "brands" in one.path] == []
    (read,) = loaded.content.brands
    assert read.aliases == ("BlueTram", Alias(any=("Orange",), case=True))
    assert (read.domains, read.sector) == (("bluetram.example",), "Trams")
    assert '# "Elm" is a name of elm already' in text


def test_a_brand_without_other_names_or_sources_has_none_in_its_file(tmp_path: Path) -> None:
    brand = brand_of("Ähm", (), (), id="a", sector="Trams")
    text = brand_yaml(brand, (), ())
    assert "aliases:" not in text
    assert "\nsources:" not in text
    taken = brand_yaml(brand, (ProposedName(text="Elm", taken="elm"),), ())
    assert "# aliases:" in taken
    LittleSite(tmp_path).write("content/brands/a.yml", taken)
    assert [one.id for one in LittleSite(tmp_path).load().content.brands] == ["a"]


@pytest.mark.parametrize(
    ("title", "url", "taken", "found"),
    [
        ("Rail talk", "https://rail.example/", set(), "rail-talk"),
        ("Rail talk", "https://rail.example/", {"rail-talk", "rail-talk-2"}, "rail-talk-3"),
        ("2026", "https://www.rail.example/feed", set(), "rail-example"),
        ("20 分钟", "https://www.rail.example/feed", set(), "rail-example"),
        ("分钟", "https://www.rail.example/feed", set(), "rail-example"),
        ("x" * 90, "https://rail.example/", set(), "x" * 48),
    ],
)
def test_a_source_gets_an_id_that_is_free(title: str, url: str, taken: set[str], found: str) -> None:
    assert source_id(title, url, taken) == found


@pytest.mark.parametrize(
    ("offered", "url", "found"),
    [
        (("", "Rail  talk"), "https://rail.example/", "Rail talk"),
        (("ab",), "https://www.rail.example/", "rail.example"),
        ((), "imports/calls.csv", "calls.csv"),
        ((), "", "A source"),
    ],
)
def test_a_source_gets_the_first_title_that_is_one(offered: tuple[str, ...], url: str, found: str) -> None:
    assert source_title(*offered, url=url) == found
