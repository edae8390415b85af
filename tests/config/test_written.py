"""Every mistake at once, each with its line, its rule and its fix."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import guarded_yaml, written
from generator.model.base import Written
from generator.model.brand import Alias, Brand
from generator.model.people import Confirmation, ModerationEvent
from generator.model.recording import Manifest
from generator.model.response import ResponseHead
from generator.model.site import SiteConfig
from generator.model.theme import Taxonomy
from generator.pipeline.schemas import MODELS
from generator.problems import CODES, Problem

BRAND = "id: tram\nname: Tram\nsector: Transport\n"


def shape(model: type[Written], text: str) -> tuple[Written | None, tuple[Problem, ...]]:
    tree = guarded_yaml.read(text.encode(), "one.yml")
    assert tree.node is not None
    return written.shape(model, tree.node, "one.yml")


def test_a_right_file_becomes_a_value_with_its_types() -> None:
    text = (
        BRAND + "aliases:\n  - Blue Tram\n  - any: [The Tram]\n    case: true\n"
        "context:\n  - what: Riders a year\n    value: 1200\n    as_of: 2026-01-31\n    source: Yearbook\n"
    )
    value, problems = shape(Brand, text)
    assert problems == ()
    assert isinstance(value, Brand)
    assert value.aliases == ("Blue Tram", Alias(any=("The Tram",), case=True))
    assert value.context[0].value == 1200
    assert value.context[0].as_of.isoformat() == "2026-01-31"


def test_a_key_with_nothing_behind_it_is_a_key_that_was_not_written() -> None:
    value, problems = shape(Brand, BRAND + "about:\naliases: ~\n")
    assert problems == ()
    assert isinstance(value, Brand)
    assert value.about is None
    assert value.aliases == ()


CASES = [
    (Brand, BRAND + "alias_es: [a]", 4, "unknown-key", "Did you mean `aliases`?"),
    (Brand, BRAND + "zzz: a", 4, "unknown-key", "Known keys are: id, name"),
    (
        Brand,
        BRAND + "contacts:\n  - {channel: Mail, for all, address: x}",
        5,
        "unknown-key",
        "put that text in quotes",
    ),
    (Brand, "id: tram\nname: Tram\n", 1, "missing-key", "`sector`"),
    (Brand, "id: tram\nname:\nsector: Transport\n", 2, "missing-key", "`name`"),
    (Brand, "id: Tram!\nname: Tram\nsector: Transport", 1, "bad-slug", "Tram!"),
    (Brand, "id: tram\nname: T\nsector: Transport", 2, "bad-length", "fewer than 3"),
    (Brand, f"id: tram\nname: {'T' * 501}\nsector: Transport", 2, "bad-length", "more than 500"),
    (Brand, BRAND + "aliases: Tram", 4, "wrong-shape", "a list, not a single value"),
    (Brand, BRAND + "domains: {a: b}", 4, "wrong-shape", "a list, not a table"),
    (Brand, BRAND + "aliases:\n  - [a]", 5, "wrong-shape", "a single value, not a list"),
    (Brand, BRAND + "aliases:\n  - {case: true}", 5, "missing-key", "`any`"),
    (Brand, BRAND + "aliases:\n  - {any: []}", 5, "too-few-items", "at least 1"),
    (Brand, BRAND + "aliases:\n  - a\n  -\n", 6, "empty-item", "aliases"),
    (Brand, BRAND + "aliases:\n  - {any: [a], case: yes}", 5, "not-true-or-false", "yes"),
    (Brand, BRAND + "answer_within_days: soon", 4, "not-a-number", "soon"),
    (Brand, BRAND + "answer_within_days: 1e3", 4, "not-a-number", "1e3"),
    (Brand, BRAND + f"answer_within_days: {'9' * 5000}", 4, "not-a-number", "…"),
    (Brand, BRAND + "answer_within_days: 0", 4, "out-of-range", "at least 1"),
    (Brand, "- a\n- b\n", 1, "wrong-shape", "a table, not a list"),
    (Brand, "just words", 1, "wrong-shape", "a table, not a single value"),
    (
        Brand,
        BRAND + "sources:\n  - id: one\n    title: One\n    url: x\n    every_hours: 999\n",
        8,
        "out-of-range",
        "at most 744",
    ),
    (
        Brand,
        BRAND + "sources:\n  - id: one\n    title: One\n    url: x\n    id_policy: gid\n",
        8,
        "unknown-word",
        "Did you mean `guid`?",
    ),
    (Confirmation, "verdict: fixed\ndate: 2024-02-30\nchannel: Forum", 2, "no-such-date", "29 days"),
    (Confirmation, "verdict: fixed\ndate: 2026-13-01\nchannel: Forum", 2, "no-such-date", "1900 to 2199"),
    (Confirmation, "verdict: fixed\ndate: 0000-01-01\nchannel: Forum", 2, "no-such-date", "1900"),
    (Confirmation, "verdict: fixed\ndate: 20260101\nchannel: Forum", 2, "not-a-date", "2026-01-31"),
    (Confirmation, "verdict: fixed\ndate: 1 May\nchannel: Forum", 2, "not-a-date", "1 May"),
    (Confirmation, "verdict: fixt\ndate: 2026-01-01\nchannel: Forum", 1, "unknown-word", "`fixed`"),
    (
        Confirmation,
        "verdict: qqqq\ndate: 2026-01-01\nchannel: Forum",
        1,
        "unknown-word",
        "Write one of: fixed",
    ),
    (Confirmation, "date: 2026-01-01\nchannel: Forum", 1, "missing-key", "one of: fixed, partly"),
    (
        ResponseHead,
        "brand: tram\ndate: 2026-01-01\ntype: answer\nby: Desk\ncases:\n  - abc",
        6,
        "bad-id",
        "16 characters",
    ),
    (
        SiteConfig,
        "site: {title: Tram talk, url: x, description: About trams}\npublisher: x",
        2,
        "wrong-shape",
        "a table",
    ),
    (
        SiteConfig,
        "site: {title: Tram talk, url: x, description: About it}\npublisher:\n  name: Us all\n  contact: x\n",
        2,
        "missing-key",
        "`relationship`",
    ),
    (Taxonomy, "themes:\n  - id: a\n    title: Bills\n", 3, "wrong-shape", "a table"),
]

EVENT = "kind: hold\ntarget: abcdefghijklmnop\nground: privacy\nrequested_by: author\nat: "
INSTANTS = ["2026-01-31", "2026-01-31T06:00:00", "2026-01-01T00:00:00+99:00", "2026-02-30T00:00:00Z", "now"]


@pytest.mark.parametrize(("model", "text", "line", "code", "words"), CASES)
def test_a_mistake_is_told_with_line_rule_and_fix(
    model: type[Written], text: str, line: int, code: str, words: str
) -> None:
    value, problems = shape(model, text)
    assert value is None
    found = [one for one in problems if (one.line, one.code) == (line, code)]
    assert len(found) == 1, problems
    assert words in f"{found[0].message} {found[0].fix}"
    assert code in CODES


@pytest.mark.parametrize("instant", INSTANTS)
def test_an_instant_has_date_time_and_zone(instant: str) -> None:
    value, problems = shape(ModerationEvent, EVENT + instant)
    assert value is None
    assert [one.line for one in problems] == [5]


def test_a_right_instant_is_read_in_utc() -> None:
    value, _ = shape(ModerationEvent, EVENT + "2026-01-31T06:00:00+02:00")
    assert isinstance(value, ModerationEvent)
    assert value.at.isoformat() == "2026-01-31T04:00:00+00:00"


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = "id: A B\nnam: x\nsector: [a]\nsources:\n  - id: one\n    kind: feeed\n    tells: 1\n"
    _, problems = shape(Brand, text)
    assert [(one.line, one.code) for one in problems] == [
        (1, "bad-slug"),
        (1, "missing-key"),
        (2, "unknown-key"),
        (3, "wrong-shape"),
        (5, "missing-key"),
        (5, "missing-key"),
        (6, "unknown-word"),
        (7, "not-true-or-false"),
    ]


def test_of_two_ways_to_write_an_item_only_the_one_that_was_meant_is_explained() -> None:
    text = (
        "statement: A recording.\nkey: 0123456789abcdef\nruns:\n  - now: 2026-01-01T00:00:00Z\n"
        "    sources:\n      one: one.xml\n      two: {status: 200}\n"
    )
    _, problems = shape(Manifest, text)
    assert [(one.line, one.code) for one in problems] == [(7, "out-of-range")]


KEYS = sorted({key for model in MODELS.values() for key in model.model_fields})
TEXTS = st.sampled_from(["", "x", "true", "2026-02-30", "9" * 30, "2026-01-01T00:00:00Z", "fixed", "a b"])
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(KEYS), TREES, max_size=6), st.sampled_from(sorted(MODELS)))
def test_whatever_is_written_becomes_a_value_or_problems(tree: dict[str, object], name: str) -> None:
    value, problems = shape(MODELS[name], json.dumps(tree or {"x": "y"}))
    assert (value is None) == bool(problems)
    assert all(one.code in CODES and one.line for one in problems)


def test_one_bad_theme_does_not_cost_the_others() -> None:
    text = "themes:\n" + "".join(
        f"  - id: {name}\n    title: {{en: T}}\n    definition: What counts.\n    since: {since}\n"
        for name, since in (("one", "2026-01-01"), ("two", "2026-99-01"), ("three", "2026-01-01"))
    )
    tree = guarded_yaml.read(text.encode(), "themes.yml")
    assert tree.node is not None
    value, node, problems = written.spare(Taxonomy, tree.node, "themes.yml")
    assert value is not None
    assert [theme.id for theme in value.themes] == ["one", "three"]
    assert [(one.line, one.code) for one in problems] == [(9, "no-such-date")]
    assert guarded_yaml.lines(node)["themes.1.id"] == 10


def test_a_mistake_beside_the_spared_lists_costs_the_whole_value() -> None:
    tree = guarded_yaml.read(b"id: tram\nname: Tram\nsources:\n  - id: one\n", "one.yml")
    assert tree.node is not None
    value, _, problems = written.spare(Brand, tree.node, "one.yml")
    assert value is None
    assert {one.code for one in problems} == {"missing-key"}
