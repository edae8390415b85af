"""What is remembered of a listing tells whether the next one follows on from it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import canonical
from generator.archive import met, window
from generator.model.events import SourceFacts
from generator.model.words import SourceId

SCOPE = "forum.example"
FACTS = SourceFacts(id=SourceId("forum"), scope=SCOPE, policy="guid")


def remembering(*marks: str) -> SourceFacts:
    return msgspec.structs.replace(FACTS, window=window(SCOPE, marks))


def test_a_window_is_short_hashes_newest_first_each_once() -> None:
    assert window(SCOPE, ["guid:b", "guid:a", "guid:b"]) == tuple(
        canonical.id16(SCOPE, mark)[:8] for mark in ("guid:b", "guid:a")
    )


def test_no_more_than_the_newest_32_are_remembered() -> None:
    marks = [f"guid:{number}" for number in range(40)]
    assert window(SCOPE, marks) == window(SCOPE, marks[:32])
    assert len(window(SCOPE, marks)) == 32


@pytest.mark.parametrize(
    ("facts", "marks", "scope", "expected"),
    [
        (remembering("a", "b"), ["c", "b"], SCOPE, True),
        (remembering("a", "b"), ["c", "d"], SCOPE, False),
        (remembering("topic:1@monday"), ["topic:1@tuesday"], SCOPE, False),
        (remembering("a"), ["a"], "moved.example", False),
        (remembering("a"), [], SCOPE, None),
        (FACTS, ["a"], SCOPE, None),
        (None, ["a"], SCOPE, None),
    ],
    ids=["met", "lost", "moved on", "another scope", "an empty answer", "never read", "never heard"],
)
def test_an_answer_meets_the_last_one_or_does_not_or_nobody_can_tell(
    facts: SourceFacts | None, marks: list[str], scope: str, *, expected: bool | None
) -> None:
    assert met(facts, marks, scope) is expected


@given(st.lists(st.text(max_size=8), min_size=1, max_size=50))
def test_the_same_listing_read_twice_always_meets_itself(marks: list[str]) -> None:
    assert met(remembering(*marks), marks, SCOPE) is True
