from __future__ import annotations

from datetime import datetime

import msgspec
import pytest

from generator.archive import advance, live_key, plan_ledger, recorded_key
from generator.archive.gaps import GIVEN_UP, LATE, UNMET
from generator.errors import KeyMissingError
from generator.model.events import Gap, LedgerLine, SourceFacts
from generator.model.run import SourceRun
from generator.model.words import SourceId
from tests.archive.made import FORUM, START, day

HEARD = SourceRun(
    source=FORUM, status="heard", read=9, new=7, set_aside=(("empty", 1), ("no_brand", 1)),
    answers_set_aside=(("answer_undated", 1),),
)  # fmt: skip
UNCHANGED = SourceRun(source=FORUM, status="unchanged")
FAILED = SourceRun(source=FORUM, status="failed", message="it did not answer in time")
NOT_DUE = SourceRun(source=FORUM, status="not_due")


def after(*runs: tuple[SourceRun, float]) -> SourceFacts:
    facts: SourceFacts | None = None
    for run, at in runs:
        facts = advance(facts, run, now=day(at), every_hours=24, scope="forum.example", policy="guid")
    assert facts is not None
    return facts


def test_the_first_answer_fixes_scope_and_policy() -> None:
    facts = advance(
        after((HEARD, 0)), HEARD, now=day(1), every_hours=24, scope="moved.example", policy="link"
    )
    assert (facts.scope, facts.policy, facts.first_heard, facts.heard_until) == (
        "forum.example",
        "guid",
        START,
        day(1),
    )
    assert (facts.last_read, facts.last_kept) == (9, 7)
    assert facts.last_set_aside == HEARD.set_aside
    assert facts.last_answers_set_aside == HEARD.answers_set_aside


def test_no_change_is_an_answer_and_keeps_what_was_read_last() -> None:
    facts = after((HEARD, 0), (UNCHANGED, 1))
    assert (facts.heard_until, facts.last_read, facts.gaps) == (day(1), 9, ())


def test_a_source_that_is_not_due_stays_as_it_was() -> None:
    assert after((HEARD, 0), (NOT_DUE, 1)) == after((HEARD, 0))
    assert after((NOT_DUE, 0)) == SourceFacts(id=SourceId("forum"), scope="", policy="")


def test_a_gap_lasts_from_the_last_answer_to_the_next() -> None:
    lasting = after((HEARD, 0), (FAILED, 1), (FAILED, 2))
    assert lasting.gaps == (Gap(start=START, reason="it did not answer in time"),)
    assert after((HEARD, 0), (FAILED, 1), (FAILED, 2), (HEARD, 3)).gaps == (
        Gap(start=START, end=day(3), reason="it did not answer in time"),
    )


def test_a_source_never_heard_has_a_gap_from_its_first_failure() -> None:
    silent = msgspec.structs.replace(FAILED, message="")
    assert after((silent, 2)).gaps == (Gap(start=day(2), reason="could not be heard"),)


def test_the_same_run_again_changes_nothing() -> None:
    assert after((HEARD, 0), (FAILED, 0)).gaps == ()
    assert after((FAILED, 0), (HEARD, 0)).gaps == ()
    assert after((HEARD, 0), (HEARD, 5), (HEARD, 5)) == after((HEARD, 0), (HEARD, 5))


@pytest.mark.parametrize(
    ("run", "at", "gaps"),
    [
        (HEARD, 2, ()),
        (HEARD, 5, (Gap(start=START, end=day(5), reason=LATE),)),
        (msgspec.structs.replace(HEARD, known=1), 5, ()),
        (UNCHANGED, 5, ()),
    ],
    ids=["in time", "late and all new", "late but met something known", "late and unchanged"],
)
def test_a_late_run_that_meets_nothing_known_leaves_a_gap(
    run: SourceRun, at: float, gaps: tuple[Gap, ...]
) -> None:
    assert after((HEARD, 0), (run, at)).gaps == gaps


def test_a_late_run_after_an_empty_answer_has_nothing_to_meet_again() -> None:
    empty = msgspec.structs.replace(HEARD, read=0, kept=0, new=0, set_aside=())
    assert after((empty, 0), (HEARD, 5)).gaps == ()


def test_an_answer_that_meets_nothing_it_held_before_leaves_a_gap_that_says_so() -> None:
    gap = msgspec.structs.replace(HEARD, gap=True)
    expected = (Gap(start=START, end=day(1), reason=UNMET),)
    assert after((HEARD, 0), (gap, 1)).gaps == expected
    assert after((HEARD, 0), (gap, 1), (gap, 1)).gaps == expected
    assert after((gap, 0)).gaps == ()


def test_an_outage_that_ends_with_nothing_met_is_one_gap() -> None:
    gap = msgspec.structs.replace(HEARD, gap=True)
    assert after((HEARD, 0), (FAILED, 1), (gap, 2)).gaps == (
        Gap(start=START, end=day(2), reason="it did not answer in time"),
    )


def test_a_source_whose_newest_posts_are_remembered_is_never_late() -> None:
    facts = advance(after((HEARD, 0)), HEARD, now=day(1), every_hours=24, window=("aaaaaaaa",))
    assert advance(facts, HEARD, now=day(9), every_hours=24).gaps == ()


@pytest.mark.parametrize(
    ("window", "kept"),
    [(None, ("aaaaaaaa",)), ((), ("aaaaaaaa",)), (("bbbbbbbb",), ("bbbbbbbb",))],
    ids=["not read", "held nothing", "read"],
)
def test_the_newest_posts_are_remembered_until_others_are_read(
    window: tuple[str, ...] | None, kept: tuple[str, ...]
) -> None:
    facts = advance(None, HEARD, now=START, every_hours=24, window=("aaaaaaaa",))
    assert advance(facts, HEARD, now=day(1), every_hours=24, window=window).window == kept


@pytest.mark.parametrize(
    ("run", "until"),
    [
        (HEARD, day(1)),
        (UNCHANGED, day(1)),
        (msgspec.structs.replace(HEARD, missed=2), START),
        (FAILED, START),
        (NOT_DUE, START),
    ],
    ids=["heard", "unchanged", "in part", "failed", "not due"],
)
def test_a_source_is_heard_whole_up_to_the_last_run_that_missed_nothing(
    run: SourceRun, until: datetime
) -> None:
    assert after((HEARD, 0), (run, 1)).whole_until == until


PART = msgspec.structs.replace(HEARD, missed=2)
UNSEEN = msgspec.structs.replace(PART, gap=True)


def test_the_newest_posts_of_a_run_that_missed_something_are_not_what_the_next_one_looks_for() -> None:
    facts = advance(None, HEARD, now=START, every_hours=24, window=("aaaaaaaa",))
    part = advance(facts, PART, now=day(1), every_hours=24, window=("bbbbbbbb",))
    assert (part.window, part.whole_until) == (("aaaaaaaa",), START)
    assert advance(part, HEARD, now=day(2), every_hours=24, window=("cccccccc",)).window == ("cccccccc",)
    first = advance(None, PART, now=START, every_hours=24, window=("aaaaaaaa",))
    assert (first.window, first.whole_until) == (("aaaaaaaa",), None)


def test_runs_that_miss_the_same_stretch_say_so_once() -> None:
    facts = after((HEARD, 0), (UNSEEN, 1), (UNSEEN, 2), (UNSEEN, 3), (PART, 4))
    assert facts.gaps == (Gap(start=START, end=day(3), reason=UNMET),)


def test_what_two_weeks_do_not_catch_up_with_is_given_up_and_said() -> None:
    runs = [(HEARD, 0), *((PART, number) for number in range(1, 30))]
    facts = after(*runs[:14])
    assert (facts.whole_until, facts.gaps) == (START, ())
    assert after(*runs[:15]).gaps == (Gap(start=START, end=day(14), reason=GIVEN_UP),)
    facts = after(*runs)
    assert (facts.whole_until, facts.gaps) == (day(28), (Gap(start=START, end=day(28), reason=GIVEN_UP),))
    never = after(*((PART, number) for number in range(15)))
    assert (never.whole_until, never.gaps) == (
        day(14),
        (Gap(start=START, end=day(14), reason=GIVEN_UP),),
    )


def test_a_run_that_only_looks_at_published_posts_again_changes_nothing() -> None:
    looked = msgspec.structs.replace(NOT_DUE, checked=5, gone=1, requests=5)
    assert after((HEARD, 0), (looked, 1)) == after((HEARD, 0))


def test_a_live_key_comes_from_the_environment() -> None:
    key = "0123456789abcdef" * 2
    assert live_key({"SAID_AND_DONE_KEY": f" {key}\n"}) == recorded_key(key) == key.encode()


@pytest.mark.parametrize(
    ("environ", "says"), [({}, "`init` makes one"), ({"SAID_AND_DONE_KEY": "short"}, "at least 32")]
)
def test_a_missing_or_short_key_is_refused_with_what_to_do(environ: dict[str, str], says: str) -> None:
    with pytest.raises(KeyMissingError, match=says):
        live_key(environ)


def test_the_ledger_takes_new_files_and_tells_of_changed_and_missing_ones() -> None:
    have = [
        LedgerLine(id="northway/same", path="same.md", sha256="1", first_seen=START),
        LedgerLine(id="northway/edited", path="edited.md", sha256="1", first_seen=START),
        LedgerLine(id="northway/lost", path="lost.md", sha256="1", first_seen=START),
    ]
    responses = [
        ("northway/same", "same.md", "1"),
        ("northway/edited", "edited.md", "2"),
        ("northway/new", "new.md", "3"),
        ("northway/dated", "dated.md", "4"),
        ("northway/later", "later.md", "5"),
    ]
    opened = {"northway/dated": day(1), "northway/later": day(9), "northway/same": day(1)}
    found = plan_ledger(responses, have, day(2), opened)
    assert found.new == (
        LedgerLine(id="northway/dated", path="dated.md", sha256="4", first_seen=day(2), opened=day(1)),
        LedgerLine(id="northway/new", path="new.md", sha256="3", first_seen=day(2)),
    )
    assert (found.changed, found.missing) == (("northway/edited",), ("northway/lost",))
