from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive import Folder, merge, moderate, tombstones
from generator.model.events import AnyEvent
from generator.model.mention import Draft
from generator.model.words import BrandId
from tests.archive.made import (
    ALLOWED,
    START,
    day,
    decision,
    draft,
    finding,
    gone,
    listened,
    name,
    planned,
    reply,
    reviewed,
)

POSTS = "abcde"
WORDS = (
    "no refund after three weeks",
    "it came after all and they were kind",
    "copy this letter and send it to them every single day until they answer us properly",
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[AnyEvent, ...]:
    """A whole archive: runs with late posts, edits, answers, deletions, reviews and removals."""
    events: tuple[AnyEvent, ...] = ()
    for number in range(draw(st.integers(1, 4))):
        posts = draw(st.lists(st.sampled_from(POSTS), max_size=4))
        drafts = [_draft(draw, post) for post in posts]
        events += planned(drafts, events, now=day(20 * number)).events
        events += draw(st.sampled_from([(), *((extra,) for extra in _extras(events, number))]))
        gone_for_good = draw(st.lists(st.sampled_from(POSTS), max_size=1))
        decisions = [(post, decision("remove", name(post), START)) for post in gone_for_good]
        events = tombstones(events, decisions, day(20 * number))
    return events


def _draft(draw: st.DrawFn, post: str) -> Draft:
    late = draw(st.integers(1, 400))
    brand = BrandId(draw(st.sampled_from(["northway", "southway"])))
    answers = (reply(post, brand=brand),) if draw(st.booleans()) else ()
    words = draw(st.sampled_from(WORDS))
    return draft(post, words, published=day(-late), brand=brand, answers=answers)


def _extras(events: tuple[AnyEvent, ...], number: int) -> list[AnyEvent]:
    later = day(20 * number + 1)
    found = finding(severity=1)
    return [*(gone(one, later) for one in events[:2]), *(reviewed(one, later, found) for one in events[-2:])]


@settings(max_examples=80, deadline=None)
@given(histories(), st.randoms(use_true_random=False), st.integers(0, 40))
def test_any_order_and_repetition_of_lines_folds_to_the_same_mentions(
    events: tuple[AnyEvent, ...], random: object, border: int
) -> None:
    folded = merge(events)
    mixed = list(events) + list(events[:3])
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert merge(mixed) == folded
    one, other = mixed[:border], mixed[border:]
    assert merge(set(one) | set(other)) == folded


@settings(max_examples=60, deadline=None)
@given(histories(), st.lists(st.sampled_from(POSTS), min_size=1, max_size=2))
def test_a_removal_shows_the_same_before_and_after_its_tombstones(
    events: tuple[AnyEvent, ...], posts: list[str]
) -> None:
    decisions = [(post, decision("remove", name(post), day(80))) for post in posts]

    def shown(lines: tuple[AnyEvent, ...]) -> object:
        folded = moderate(
            merge(lines),
            decisions,
            as_of=day(90),
            notice_days=7,
            retention_days=None,
            maintained_until=None,
            publish=ALLOWED,
        )
        return (folded.mentions, folded.replies)

    assert shown(events) == shown(tombstones(events, decisions, day(90)))


@settings(max_examples=40, deadline=None)
@given(histories(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_lines_written_in_any_split_of_runs_give_the_same_files(
    events: tuple[AnyEvent, ...], random: object, pieces: int
) -> None:
    with tempfile.TemporaryDirectory() as place:
        whole, split = Folder(Path(place) / "whole"), Folder(Path(place) / "split")
        whole.append(events)
        mixed = list(events)
        random.shuffle(mixed)  # type: ignore[attr-defined]
        for piece in range(pieces):
            split.append(mixed[piece::pieces])
        assert _bytes(split.root) == _bytes(whole.root)
        assert merge(split.read()) == merge(events)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.sampled_from(POSTS), st.sampled_from(WORDS)), max_size=4), max_size=4),
    st.sampled_from(["", *POSTS]),
)
def test_running_twice_adds_no_record_and_changes_no_byte(
    runs: list[list[tuple[str, str]]], removed: str
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place))
        for number, posts in enumerate(runs):
            drafts = [draft(post, words) for post, words in posts]
            away = (name(removed),) if removed and number else ()
            listened(folder, drafts, day(number), away)
            before = _bytes(folder.root)
            again = listened(folder, drafts, day(number), away)
            assert again.events == ()
            assert _bytes(folder.root) == before


def _bytes(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.*"))}
