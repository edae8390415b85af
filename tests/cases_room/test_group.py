"""Which mentions are one person's experience."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cases.group import group, regroup
from generator.model.mention import FirstHeard, Mention
from generator.model.people import ModerationEvent
from generator.model.words import BrandId, Ground, MentionId, ModerationKind
from tests.cases_room.makers import day, event, mention, ref


def names(groups: tuple[tuple[Mention, ...], ...]) -> list[list[str]]:
    return sorted([one.id.rstrip("2") for one in members] for members in groups)


CASES = [
    ("one author in one thread", [mention("a", 0, thread="t"), mention("b", 90, thread="t")], [["a", "b"]]),
    ("one author in two threads", [mention("a", 0), mention("b", 1)], [["a"], ["b"]]),
    (
        "two authors in one thread",
        [mention("a", 0, thread="t"), mention("b", 1, thread="t", author="bob")],
        [["a"], ["b"]],
    ),
    (
        "a repost within 30 days",
        [mention("a", 0, body="x"), mention("b", 30, body="x")],
        [["a", "b"]],
    ),
    (
        "a repost after 31 days",
        [mention("a", 0, body="x"), mention("b", 31, body="x")],
        [["a"], ["b"]],
    ),
    (
        "nearly the same words by the same author",
        [mention("a", 0), mention("b", 3, same_text=ref("a"))],
        [["a", "b"]],
    ),
    (
        "the same words by another author",
        [mention("a", 0, body="x"), mention("b", 3, body="x", author="bob", same_text=ref("a"))],
        [["a"], ["b"]],
    ),
    (
        "unknown authors with the same words in one thread",
        [mention(one, 0, body="x", thread="t", author=None) for one in "ab"],
        [["a"], ["b"]],
    ),
    (
        "one author at two brands",
        [mention("a", 0, thread="t"), mention("b", 0, thread="t", brand=BrandId("lumo"))],
        [["a"], ["b"]],
    ),
    (
        "a post about two brands",
        [mention("a", 0), mention("a", 0, brand=BrandId("lumo"))],
        [["a"], ["a"]],
    ),
    ("one id twice", [mention("a", 0), mention("a", 0, rev=1)], [["a"]]),
    ("no words at all", [mention("a", 0, body=""), mention("b", 0, body="")], [["a"], ["b"]]),
    (
        "a later post that could join two cases joins the one of its thread",
        [
            mention("a", 0, thread="s", body="x"),
            mention("b", 1, thread="t", body="y"),
            mention("c", 2, thread="t", body="x"),
        ],
        [["a"], ["b", "c"]],
    ),
    (
        "an answer in the thread of a repost",
        [mention("a", 0, body="x"), mention("b", 2, body="x", thread="t"), mention("c", 60, thread="t")],
        [["a", "b", "c"]],
    ),
]


@pytest.mark.parametrize(("mentions", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_a_case_is_one_persons_experience(mentions: list[Mention], expected: list[list[str]]) -> None:
    assert names(group(mentions)) == expected


def test_the_newest_state_of_an_id_that_comes_twice_stays() -> None:
    old, new = mention("a", 0), mention("a", 0, rev=1, excerpt="Corrected.")
    assert group([new, old])[0][0].excerpt == "Corrected."


def test_the_earliest_archived_mention_gives_the_id_even_where_another_was_published_before() -> None:
    late = mention("late", 0, seen=9, thread="t")
    first = mention("first", 5, seen=6, thread="t")
    assert [one.id for one in group([late, first])[0]] == [ref("first"), ref("late")]


@st.composite
def histories(draw: st.DrawFn) -> list[Mention]:
    count = draw(st.integers(1, 14))
    return [
        mention(
            f"{'abcdefghijklmnop'[place]}",
            draw(st.integers(0, 80)),
            seen=place + 100,
            author=draw(st.sampled_from(["ann", "bob", None])),
            thread=draw(st.sampled_from(["t", "u", "v"])),
            body=draw(st.sampled_from(["x", "y", ""])),
            brand=BrandId(draw(st.sampled_from(["northway", "lumo"]))),
            same_text=draw(st.sampled_from([None, None, MentionId("g")])),
        )
        for place in range(count)
    ]


@given(histories(), st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_grouping_is_the_same_in_any_order(mentions: list[Mention], seed: int) -> None:
    shuffled = list(mentions)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    assert set(group(mentions)) == set(group(shuffled))


@given(histories())
@settings(max_examples=80, deadline=None)
def test_every_mention_lies_in_exactly_one_case(mentions: list[Mention]) -> None:
    placed = [(one.brand, one.id) for members in group(mentions) for one in members]
    assert sorted(placed) == sorted((one.brand, one.id) for one in mentions)


@given(histories(), st.integers(0, 14))
@settings(max_examples=80, deadline=None)
def test_what_is_heard_later_never_renames_a_case(mentions: list[Mention], known: int) -> None:
    before = {one.id: members[0].id for members in group(mentions[:known]) for one in members}
    after = {one.id: members[0].id for members in group(mentions) for one in members}
    assert before.items() <= after.items()


THREE = [mention("a", 0), mention("b", 1), mention("c", 2, thread="thread-b")]
MODERATED = [
    (
        "a merge joins two cases",
        [("m1", event(ModerationKind.MERGE, "a", 5, Ground.DUPLICATE, into=ref("b")))],
        [["a", "b", "c"]],
        0,
    ),
    (
        "a merge may name any member",
        [("m1", event(ModerationKind.MERGE, "c", 5, Ground.DUPLICATE, into=ref("a")))],
        [["a", "b", "c"]],
        0,
    ),
    (
        "a split takes mentions away",
        [("s1", event(ModerationKind.SPLIT, "b", 5, Ground.ERROR, mentions=(ref("c"),)))],
        [["a"], ["b"], ["c"]],
        0,
    ),
    (
        "events apply by their date",
        [
            ("z", event(ModerationKind.MERGE, "a", 5, Ground.DUPLICATE, into=ref("b"))),
            ("a", event(ModerationKind.SPLIT, "a", 6, Ground.ERROR, mentions=(ref("b"), ref("c")))),
        ],
        [["a"], ["b", "c"]],
        0,
    ),
    (
        "a merge into nothing is told",
        [("m1", event(ModerationKind.MERGE, "a", 5, Ground.DUPLICATE))],
        [["a"], ["b", "c"]],
        1,
    ),
    (
        "a merge with itself changes nothing",
        [("m1", event(ModerationKind.MERGE, "b", 5, Ground.DUPLICATE, into=ref("c")))],
        [["a"], ["b", "c"]],
        0,
    ),
    (
        "a split of everything is told",
        [("s1", event(ModerationKind.SPLIT, "b", 5, Ground.ERROR, mentions=(ref("b"), ref("c"))))],
        [["a"], ["b", "c"]],
        1,
    ),
    (
        "other events leave the groups alone",
        [("d1", event(ModerationKind.DISPUTE, "b", 5, Ground.FACTS_DISPUTED))],
        [["a"], ["b", "c"]],
        0,
    ),
]


@pytest.mark.parametrize(
    ("events", "expected", "problems"), [row[1:] for row in MODERATED], ids=[row[0] for row in MODERATED]
)
def test_people_may_merge_and_split(
    events: list[tuple[str, ModerationEvent]], expected: list[list[str]], problems: int
) -> None:
    moved = regroup(group(THREE), events)
    assert names(moved.groups) == expected
    assert len(moved.problems) == problems


@pytest.mark.parametrize("gone", ["a", "b"])
def test_a_removal_neither_tears_a_case_apart_nor_renames_it(gone: str) -> None:
    posts = [mention(one, number, thread="t", link="ann in t") for number, one in enumerate("abc")]
    removed = {"author": None, "thread": "", "removed": True, "case": ref("a")}
    after = [
        mention(
            one.id[0], number, **({"link": one.link} | (removed if one.id == ref(gone) else {"thread": "t"}))
        )
        for number, one in enumerate(posts)
    ]
    assert names(group(posts)) == [["a", "b", "c"]]
    assert [[one.id for one in members] for members in group(after)] == [[ref("a"), ref("b"), ref("c")]]


def test_the_day_that_a_tombstone_keeps_does_not_change_who_was_first() -> None:
    first = mention("b", 0.1, first_seen=day(1), thread="t", link="ann in t")
    buried = mention(
        "a", 0, first_seen=day(1), thread="", author=None, removed=True, link="ann in t", case=ref("b")
    )
    (members,) = group([buried, first])
    assert members[0].id == ref("b")
    (merged,) = regroup([members], []).groups
    assert merged[0].id == ref("b")


EDITS = [
    ("a later date", {"published": day(9)}),
    ("other words", {"body": "edited"}),
    ("the words of another case", {"body": "z"}),
    ("another thread", {"thread": "elsewhere"}),
    ("no author any more", {"author": None}),
]


@pytest.mark.parametrize("edit", [row[1] for row in EDITS], ids=[row[0] for row in EDITS])
@pytest.mark.parametrize("edited", list("abz"))
def test_an_edit_neither_renames_a_case_nor_moves_a_post(edited: str, edit: dict[str, object]) -> None:
    at = {"first_seen": day(2)}
    heard = {
        "a": mention("a", 0, body="x", thread="t", **at),
        "b": mention("b", 1, body="x", **at),
        "z": mention("z", 1.5, body="z", author="ann", **at),
    }
    before = group(heard.values())
    one = heard[edited]
    first = FirstHeard(
        published=one.published,
        thread=one.thread,
        author=one.author,
        same_text=one.same_text,
        body=one.body,
    )
    heard[edited] = msgspec.structs.replace(one, rev=1, first=first, **edit)
    after = group(heard.values())
    assert [[post.id for post in members] for members in after] == [
        [post.id for post in members] for members in before
    ]
