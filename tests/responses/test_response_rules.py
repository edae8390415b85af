"""Each rule with what it allows and what it refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from generator.model.events import LedgerLine
from generator.model.response import Response
from generator.problems import CODES, Problem
from generator.responses import rules
from generator.responses.context import Context
from generator.responses.load import parse

OWN = "aaaaaaaaaaaaaaaa"
BOTH = "bbbbbbbbbbbbbbbb"
OTHERS = "cccccccccccccccc"
NOBODYS = "dddddddddddddddd"

HEAD = (
    "brand: tram\ndate: 2026-03-03\ntype: answer\ndisposition: explained\ntheme: billing\nby: Customer desk\n"
)
NAME = "tram/2026-03-03-bills"
ACTION = "actions:\n  - id: reader\n    promise: New card readers.\n"


def response(head: str = HEAD, body: str = "We have looked into the bills.", name: str = NAME) -> Response:
    found = parse(f"---\n{head}---\n{body}\n".encode(), f"content/responses/{name}.md", name)
    assert isinstance(found, Response), found
    return found


EARLIER = response(
    HEAD + ACTION + "    status: planned\n    owner_role: Engineer\n    due: 2026-06-01\n",
    name="tram/2026-03-03-first",
)
CONTEXT = Context(
    brands=frozenset({"tram", "bus"}),
    themes={"tram": frozenset({"billing", "delays"}), "bus": frozenset({"billing"})},
    contacts={"tram": frozenset({"desk@tram.example"})},
    known_cases={
        OWN: frozenset({"tram"}),
        BOTH: frozenset({"tram", "bus"}),
        OTHERS: frozenset({"bus"}),
    },
    responses=(EARLIER,),
    set_aside=frozenset({"tram/2026-01-01-broken"}),
    as_of=date(2026, 3, 10),
)


def check(one: Response, context: Context = CONTEXT) -> tuple[Problem, ...]:
    whole = msgspec.structs.replace(context, responses=(*context.responses, one))
    return rules.check((one,), whole)


def codes(one: Response, context: Context = CONTEXT) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in check(one, context)]


def act(*lines: str) -> str:
    return HEAD + ACTION + "".join(f"    {line}\n" for line in lines)


PLANNED = ("status: planned", "owner_role: Engineer", "due: 2026-06-01")
DONE = (
    "status: done",
    "done: 2026-03-09",
    "evidence:",
    "  - url: https://tram.example/x",
    "    what: Notice",
)

GOOD = [
    HEAD,
    HEAD.replace("theme: billing", f"cases: [{OWN}, {BOTH}]"),
    HEAD.replace("answer\ndisposition: explained", "acknowledgement"),
    HEAD + "supersedes: tram/2026-03-03-first\n",
    HEAD + "supersedes: tram/2026-01-01-broken\n",
    HEAD.replace("2026-03-03", "2026-03-12"),
    act(*PLANNED),
    act(*DONE),
    act("status: considering"),
    act("status: in_progress", f"because_of: [billing, {OWN}]"),
    act("status: done_in_part", "done: 2026-03-12", "left_out: The old machines."),
    act("status: abandoned", "why: The maker has closed."),
    act("status: superseded", "superseded_by: tram/2026-03-03-first#reader"),
    act("status: in_progress", "updates: tram/2026-03-03-first#reader"),
    act("status: in_progress", "updates: tram/2026-01-01-broken#anything"),
]


@pytest.mark.parametrize("head", GOOD)
def test_what_the_rules_allow_is_not_reported(head: str) -> None:
    name = "tram/2026-03-12-bills" if "2026-03-12\ntype" in head else NAME
    assert codes(response(head, name=name)) == []


BAD = [
    (HEAD.replace("theme: billing\n", ""), (2, "answers-nothing")),
    (HEAD.replace("theme: billing", "theme: biling"), (6, "unknown-theme")),
    (HEAD.replace("theme: billing", f"cases: [{OWN}, {NOBODYS}]"), (6, "unknown-case")),
    (HEAD.replace("theme: billing", f"cases:\n  - {OWN}\n  - {OTHERS}"), (8, "case-of-another-brand")),
    (HEAD.replace("disposition: explained\n", ""), (4, "needs-disposition")),
    (HEAD.replace("explained", "unstated"), (5, "disposition-not-allowed")),
    (HEAD.replace("type: answer", "type: acknowledgement"), (5, "disposition-not-allowed")),
    (HEAD + "supersedes: tram/2026-03-03-frst\n", (8, "unknown-response")),
    (HEAD + f"supersedes: {NAME}\n", (8, "unknown-response")),
    (HEAD + "supersedes: bus/2026-03-03-first\n", (8, "unknown-response")),
    (act("status: planned", "due: 2026-06-01"), (11, "planned-incomplete")),
    (act("status: planned", "owner_role: Engineer"), (11, "planned-incomplete")),
    (act(*DONE[:2]), (11, "done-incomplete")),
    (act(DONE[0], *DONE[2:]), (11, "done-incomplete")),
    (act(*DONE).replace("2026-03-09", "2026-03-13"), (12, "date-in-future")),
    (act(*DONE).replace("https://tram.example/x", "javascript:alert(1)"), (14, "bad-url")),
    (act(*DONE).replace("https://tram.example/x", "//tram.example/x"), (14, "bad-url")),
    (act("status: done_in_part", "done: 2026-03-09"), (11, "part-incomplete")),
    (act("status: abandoned"), (11, "abandoned-without-why")),
    (act("status: superseded"), (11, "superseded-without-target")),
    (act("status: superseded", "superseded_by: tram/2026-03-03-first#readr"), (12, "unknown-action")),
    (act("status: in_progress", "updates: bus/2026-03-03-first#reader"), (12, "unknown-action")),
    (act("status: in_progress", "updates: x"), (12, "unknown-action")),
    (act("status: in_progress", "because_of: [bills]"), (12, "unknown-theme")),
    (act("status: in_progress", f"because_of: [{OTHERS}]"), (12, "unknown-case")),
    (
        act("status: in_progress") + "  - id: reader\n    promise: Again.\n    status: considering\n",
        (12, "same-action"),
    ),
]


@pytest.mark.parametrize(("head", "expected"), BAD)
def test_what_the_rules_refuse_is_told_with_its_line(head: str, expected: tuple[int, str]) -> None:
    assert codes(response(head)) == [expected]
    assert expected[1] in CODES


def test_a_response_lies_in_its_brands_folder_under_its_date() -> None:
    assert codes(response(name="bus/2026-03-03-bills")) == [(2, "folder-not-brand")]
    assert codes(response(name="tram/2026-03-04-bills")) == [(3, "bad-file-name")]
    assert codes(response(name="tram/bills")) == [(3, "bad-file-name")]
    assert codes(response(name="tram/2026-03-03-Bills")) == [(3, "bad-file-name")]


def test_a_brand_without_a_page_cannot_answer() -> None:
    found = check(response(HEAD.replace("tram", "trm"), name="trm/2026-03-03-bills"))
    assert [one.code for one in found] == ["unknown-brand"]
    assert "Did you mean `tram`?" in found[0].fix


def test_a_brand_whose_file_is_broken_is_not_called_unknown() -> None:
    context = msgspec.structs.replace(CONTEXT, brands=frozenset(), broken_brands=frozenset({"tram"}))
    found = check(response(), context)
    assert [one.code for one in found] == ["unknown-brand"]
    assert "has mistakes" in found[0].message


def test_without_a_taxonomy_no_theme_is_called_unknown() -> None:
    one = response(act("status: in_progress", f"because_of: [bills, {OWN}]"))
    assert codes(one, msgspec.structs.replace(CONTEXT, themes={})) == []


def test_a_response_from_far_ahead_of_the_clock_is_refused() -> None:
    ahead = response(HEAD.replace("2026-03-03", "2199-01-01"), name="tram/2199-01-01-bills")
    assert codes(ahead) == [(3, "date-in-future")]
    assert codes(ahead, msgspec.structs.replace(CONTEXT, as_of=None)) == []


def test_a_response_a_little_ahead_of_the_clock_is_noted_and_used() -> None:
    ahead = response(HEAD.replace("2026-03-03", "2026-04-01"), name="tram/2026-04-01-bills")
    found = rules.check((ahead,), msgspec.structs.replace(CONTEXT, responses=(ahead,)))
    assert [(one.code, one.severity) for one in found] == [("date-in-future", "note")]
    assert rules.usable((ahead,), found) == (ahead,)


def test_without_an_archive_no_case_is_called_unknown() -> None:
    one = response(
        HEAD.replace("theme: billing", f"cases: [{NOBODYS}]")
        + act("status: in_progress", f"because_of: [{NOBODYS}]").removeprefix(HEAD)
    )
    assert codes(one, msgspec.structs.replace(CONTEXT, known_cases=None)) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", [(9, "empty-body")]),
        (rules.PLACEHOLDER, [(9, "unfinished")]),
        ("Write to desk@tram.example.", []),
        ("We called.\nWrite to j.doe@mail.example.", [(10, "personal-data")]),
        ("We called her on +44 20 7946 0958.", [(9, "personal-data")]),
        ("It cost 12.50 on 2026-03-01.", []),
    ],
)
def test_a_body_says_something_and_names_no_private_address(
    body: str, expected: list[tuple[int, str]]
) -> None:
    assert codes(response(body=body)) == expected


def ledger(one: Response, **changes: str) -> LedgerLine:
    line = LedgerLine(
        id=one.id, path=one.path, sha256=one.sha256, first_seen=datetime(2026, 3, 4, tzinfo=UTC)
    )
    return msgspec.structs.replace(line, **changes)


def test_a_published_file_that_changed_is_told_and_goes_on_being_used() -> None:
    one = response()
    context = msgspec.structs.replace(CONTEXT, ledger=(ledger(one, sha256="0" * 64),))
    problems = check(one, context)
    assert [problem.code for problem in problems] == ["ledger-changed"]
    assert rules.usable((one,), problems) == (one,)


def test_a_published_file_that_is_gone_is_told() -> None:
    lines = (
        ledger(EARLIER),
        ledger(EARLIER, id="tram/2026-01-01-broken"),
        ledger(EARLIER, id="tram/2026-01-02-gone", path="content/responses/tram/2026-01-02-gone.md"),
    )
    found = rules.check((EARLIER,), msgspec.structs.replace(CONTEXT, ledger=lines))
    assert [(one.path, one.code) for one in found] == [
        ("content/responses/tram/2026-01-02-gone.md", "ledger-missing")
    ]


def test_the_fourth_answer_with_nearly_the_same_words_is_noted_as_a_template() -> None:
    words = (
        "Thank you for telling us about this. We take what riders say seriously and will look into it, {}."
    )
    found = tuple(
        response(
            HEAD.replace("2026-03-03", f"2026-03-0{day}"),
            words.format(name),
            f"tram/2026-03-0{day}-letter",
        )
        for day, name in enumerate(("Ada", "Ben", "Cleo", "Dan", "Eve"), 1)
    )
    problems = rules.check(found, msgspec.structs.replace(CONTEXT, responses=found))
    assert [(one.path[-20:], one.code, one.severity) for one in problems] == [
        ("2026-03-04-letter.md", "copied-answer", "note"),
        ("2026-03-05-letter.md", "copied-answer", "note"),
    ]
    assert rules.usable(found, problems) == found


def test_a_response_with_a_mistake_is_not_used_and_one_with_a_foreign_case_loses_only_that() -> None:
    bad = response(HEAD.replace("theme: billing\n", ""))
    foreign = response(
        HEAD.replace("theme: billing", f"cases: [{OWN}, {OTHERS}, {NOBODYS}]")
        + ACTION
        + f"    status: in_progress\n    because_of: [billing, {BOTH}, {OTHERS}]\n",
        name="tram/2026-03-03-cases",
    )
    problems = rules.check((bad, foreign), CONTEXT)
    left = rules.usable((bad, foreign), problems, CONTEXT)
    assert [one.id for one in left] == ["tram/2026-03-03-cases"]
    assert left[0].head.cases == (OWN,)
    assert left[0].head.actions[0].because_of == ("billing", BOTH)
