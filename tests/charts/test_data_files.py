"""Data files carry what the pages show, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.book import Book
from generator.render import cells
from generator.render.data import exports


def made(book: Book) -> dict[str, bytes]:
    return {asset.path: asset.body for asset in exports(book)}


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def test_all_files_are_there_under_names_that_stay(book: Book) -> None:
    assert sorted(made(book)) == [
        "brands/lumen-power/cases.csv",
        "brands/northway-rail/cases.csv",
        "data/actions.csv",
        "data/brands.csv",
        "data/cases.csv",
        "data/cases.jsonl",
        "data/datapackage.json",
        "data/measures.json",
        "data/moderation.csv",
        "data/sources.csv",
    ]


def test_hidden_words_and_their_addresses_are_in_no_file(book: Book) -> None:
    everything = b"".join(made(book).values())
    assert b"secret words" not in everything
    assert b"https://forum.example/b" not in everything
    assert b"https://forum.example/a" in everything
    hidden = {row["id"]: row["hidden"] for row in rows(made(book)["data/cases.csv"])}
    assert hidden == {"a" * 16: "", "b" * 16: "held", "c" * 16: "", "d" * 16: "rights"}


def test_a_spreadsheet_reads_words_as_words(book: Book) -> None:
    first = rows(made(book)["data/cases.csv"])[0]
    assert first["words"] == '\'=HYPERLINK("x") The form fails, again'


def test_a_case_carries_its_state_themes_answers_and_verdicts(book: Book) -> None:
    first = rows(made(book)["brands/northway-rail/cases.csv"])[0]
    assert first["themes"] == "delays staff"
    assert first["answers"] == "3"
    assert first["acknowledgements"] == "1"
    assert first["confirmations"] == "fixed"
    assert first["published"] == "2026-03-01T09:30:00Z"
    assert first["counted"] == "true"
    assert first["answered_at"] == ""


def test_lines_carry_posts_and_answers_without_names(book: Book) -> None:
    lines = [json.loads(line) for line in made(book)["data/cases.jsonl"].splitlines()]
    assert [line["id"] for line in lines] == ["a" * 16, "b" * 16, "c" * 16, "d" * 16]
    assert [one["type"] for one in lines[0]["answers"]] == [
        "acknowledgement",
        "answer",
        "answer",
        "correction",
    ]
    assert lines[1]["mentions"][0]["words"] is None
    assert "author" not in lines[0]["mentions"][0]


def test_measures_carry_numerator_denominator_interval_and_ids(book: Book) -> None:
    found = json.loads(made(book)["data/measures.json"])
    answered = found["brands"]["northway-rail"]["measures"]["answered"]
    assert (answered["numerator"], answered["denominator"]) == (1, 2)
    assert answered["interval"]["method"] == "wilson"
    assert answered["counted"] == ["a" * 16]
    assert set(found["brands"]["northway-rail"]["issues"]) == {"delays"}
    assert found["as_of"] == "2026-03-31T06:00:00Z"


def test_brands_sources_actions_and_decisions_are_listed(book: Book) -> None:
    files = made(book)
    brands = rows(files["data/brands.csv"])
    assert [row["complaints"] for row in brands] == ["0", "4"]
    assert (brands[1]["answered_low"], brands[1]["answered_all_low"]) == ("0.2", "")
    sources = rows(files["data/sources.csv"])
    assert [row["publish"] for row in sources] == ["cues", "excerpt"]
    assert sources[1]["last_set_aside"] == "no-brand:2"
    assert sources[0]["page"] == ""
    actions = rows(files["data/actions.csv"])
    assert len(actions) == 6
    assert actions[0]["evidence"] == "https://rail.example/news"
    assert rows(files["data/moderation.csv"])[0]["ground"] == "danger"


def test_the_package_describes_every_column_of_every_table(book: Book) -> None:
    files = made(book)
    package = json.loads(files["data/datapackage.json"])
    tables = [one for one in package["resources"] if one["format"] == "csv"]
    assert len(tables) == 5
    for one in tables:
        named = [field["name"] for field in one["schema"]["fields"]]
        assert named == next(csv.reader(io.StringIO(files[f"data/{one['path']}"].decode(), newline="")))
        assert all(field["description"].endswith(".") for field in one["schema"]["fields"])
    assert {one["path"] for one in package["resources"]} | {"datapackage.json"} == {
        path.removeprefix("data/") for path in files if path.startswith("data/")
    }


def test_two_exports_differ_in_no_byte(book: Book) -> None:
    assert made(book) == made(book)


@given(st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    guarded = cells.guarded(text)
    assert guarded.lstrip()[:1] not in tuple("=+-@\uff1d\uff0b\uff0d\uff20")
    assert guarded in (text, f"'{text}")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        (0.5, "0.5"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 6, tzinfo=UTC), "2026-03-01T06:00:00Z"),
        ("plain", "plain"),
        ("@here", "'@here"),
        (" \t=1", "' \t=1"),
        ("\uff1d1", "'\uff1d1"),
    ],
)
def test_cells_are_written_one_way(value: cells.Value, written: str) -> None:
    assert cells.cell(value) == written
