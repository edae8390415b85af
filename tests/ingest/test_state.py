"""What is remembered of a source from one run to the next."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from generator.ingest.web.robots import RobotsFile
from generator.ingest.web.state import (
    FILE,
    MARKS,
    Memory,
    SourceState,
    after,
    is_due,
    load,
    notes,
    request,
    same_body,
    save,
    unread,
)
from generator.model.entry import Ask, FetchFailure, FetchRequest, NotModified, Reading, Snapshot
from generator.model.source import Source
from generator.model.words import MentionId, SourceId

NOW = datetime(2026, 10, 31, tzinfo=UTC)
SOURCE = SourceId("s")
URL = "https://a.example/feed"
ASK = Ask(url=URL)
ASKED = FetchRequest(source=SOURCE, url=URL, max_bytes=10)
HOUR = timedelta(hours=1)
SAME = NotModified(source=SOURCE)


def _snapshot(body: bytes = b"", **more: object) -> Snapshot:
    return msgspec.structs.replace(
        Snapshot(source=SOURCE, url=URL, asked=URL, body=body, etag='W/"a b"', last_modified="then"), **more
    )


def _failed(code: str = "timeout", wait: int | None = None) -> FetchFailure:
    return FetchFailure(source=SOURCE, code=code, message="m", retry_seconds=wait)


def _memory() -> Memory:
    state = SourceState(source=SOURCE, url="u", etag='W/"1"', due=NOW, failures=2, marks=("a",), dead=True)
    return Memory(
        sources={SOURCE: state},
        parked={"a.example": NOW + HOUR},
        robots={"https://a.example": RobotsFile(text="User-agent: *\n", fetched=NOW)},
        checks={MentionId("aaaaaaaaaaaaaaaa"): NOW},
    )


def test_memory_is_read_back_as_written(tmp_path: Path) -> None:
    save(tmp_path / "state", _memory(), now=NOW)
    assert load(tmp_path / "state") == _memory()
    assert [path.name for path in (tmp_path / "state").iterdir()] == [FILE]


def test_the_same_memory_is_the_same_bytes(tmp_path: Path) -> None:
    parked = {"a.example": NOW + HOUR, "b.example": NOW + HOUR}
    written = []
    for order in (parked, dict(reversed(parked.items()))):
        save(tmp_path, Memory(parked=order), now=NOW)
        written.append((tmp_path / FILE).read_bytes())
    assert written[0] == written[1]


def test_what_is_over_is_not_written(tmp_path: Path) -> None:
    memory = _memory()
    save(tmp_path, memory, now=NOW + timedelta(days=2))
    assert load(tmp_path) == msgspec.structs.replace(memory, parked={})
    save(tmp_path, memory, now=NOW + timedelta(days=30))
    assert load(tmp_path).robots == {}


DAMAGED = [None, b"", b"{", b'[{"source": "s", "url": "u"}]', b'{"sources": 5}', b"\xff", b"[" * 100_000]


@pytest.mark.parametrize("content", DAMAGED)
def test_lost_or_damaged_memory_is_no_memory(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    assert load(tmp_path) == Memory()


def test_a_folder_in_the_place_of_the_file_is_no_memory(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert load(tmp_path) == Memory()


def test_a_request_is_what_was_asked_for() -> None:
    ask = Ask(url=URL, part="topic", headers=(("A", "b"),), body=b"x", gap_seconds=3)
    asked = request(SOURCE, ask, max_bytes=10)
    assert asked == FetchRequest(
        source=SOURCE, url=URL, part="topic", headers=(("A", "b"),), body=b"x", gap_seconds=3, max_bytes=10
    )


VALIDATORS = [
    (ASK, "r", True),
    (Ask(url=URL, part="first", headers=(("A", "b"),)), "r", True),
    (Ask(url="https://b.example/"), "r", False),
    (ASK, "other rules", False),
    (Ask(url=URL, body=b"x"), "r", False),
]


@pytest.mark.parametrize(("ask", "rules", "sent"), VALIDATORS)
def test_validators_go_back_verbatim_for_the_same_question_only(ask: Ask, rules: str, *, sent: bool) -> None:
    state = after(None, ASKED, _snapshot(), now=NOW, every_hours=10, rules="r")
    again = request(SOURCE, ask, max_bytes=10, state=state, rules=rules)
    assert (again.etag, again.last_modified) == (('W/"a b"', "then") if sent else (None, None))
    assert request(SOURCE, ask, max_bytes=10).etag is None


def test_a_source_is_due_when_its_time_has_come() -> None:
    state = after(None, ASKED, SAME, now=NOW, every_hours=10)
    assert is_due(None, NOW, URL)
    assert not is_due(state, NOW + 8 * HOUR, URL)
    assert is_due(state, NOW + 9 * HOUR, URL)
    assert is_due(msgspec.structs.replace(state, due=None), NOW, URL)


DUES = [
    ("ours", 10, 0, None, 9),
    ("max-age is longer", 1, 7200, None, 2),
    ("ttl is longer", 1, 600, {"ttl_seconds": 3 * 3600}, 3),
    ("a day at most, and a little early", 1, 10**9, None, 21.6),
    ("ours may be longer than a day", 48, 10**9, None, 43.2),
    ("skipped hours are waited out", 1, 7200, {"skip_hours": (2, 3, 4)}, 5),
    ("into the next day", 24, 0, {"skip_hours": (21, 22, 23, 0)}, 25),
    ("an hour that is not skipped", 1, 7200, {"skip_hours": (3, 4)}, 2),
    ("not all can be skipped", 1, 7200, {"skip_hours": tuple(range(24))}, 2),
]


@pytest.mark.parametrize(("name", "every", "fresh", "reading", "hours"), DUES)
def test_the_longest_of_ours_and_theirs_is_waited(
    name: str, every: int, fresh: int, reading: dict[str, object] | None, hours: float
) -> None:
    said = msgspec.convert({"source": SOURCE, "read": 0} | reading, Reading) if reading else None
    for answer in (_snapshot(fresh_seconds=fresh), NotModified(source=SOURCE, fresh_seconds=fresh)):
        state = after(None, ASKED, answer, now=NOW, every_hours=every, reading=said)
        assert state.due == NOW + timedelta(hours=hours), name


def test_failures_push_the_next_time_back_up_to_a_day() -> None:
    state = None
    pauses = []
    for _ in range(8):
        state = after(state, ASKED, _failed(), now=NOW, every_hours=1)
        assert state.due is not None
        pauses.append((state.due - NOW) / HOUR)
    assert pauses == pytest.approx([0.9, 1.8, 3.6, 7.2, 14.4, 21.6, 21.6, 21.6])
    assert state is not None
    assert state.failures == 8
    assert after(state, ASKED, SAME, now=NOW, every_hours=1).failures == 0


PAUSES = [
    ("busy", 7200, 1, 2),
    ("busy", 7 * 24 * 3600, 1, 7 * 24),
    ("busy", 60, 1, 0.9),
    ("parked", 60, 0, 1 / 60),
]


@pytest.mark.parametrize(("code", "wait", "failures", "hours"), PAUSES)
def test_a_pause_the_source_asks_for_is_kept(code: str, wait: int, failures: int, hours: float) -> None:
    state = after(None, ASKED, _failed(code, wait), now=NOW, every_hours=1)
    assert state.due == NOW + hours * HOUR
    assert state.failures == failures


def test_a_failure_keeps_what_is_known_of_the_last_answer() -> None:
    known = after(None, ASKED, _snapshot(b"x"), now=NOW, every_hours=1, rules="r", marks=["a"])
    again = request(SOURCE, ASK, max_bytes=10, state=known, rules="r")
    failed = after(known, again, _failed(), now=NOW, every_hours=1, rules="r", marks=["b"])
    assert (failed.etag, failed.last_modified, failed.body) == (known.etag, known.last_modified, known.body)
    assert failed.marks == ("a", "b")
    other = after(known, again, _failed(), now=NOW, every_hours=1, rules="new", marks=["b"])
    assert other.body == ""


BODIES = [
    (b"x", URL, "r", True),
    (b"y", URL, "r", False),
    (b"x", URL, "other", False),
    (b"x", "https://b.example/", "r", False),
]


@pytest.mark.parametrize(("body", "url", "rules", "same"), BODIES)
def test_the_same_bytes_under_the_same_rules_are_nothing_new(
    body: bytes, url: str, rules: str, *, same: bool
) -> None:
    state = after(None, ASKED, _snapshot(b"x"), now=NOW, every_hours=1, rules="r")
    state = after(state, ASKED, SAME, now=NOW, every_hours=1, rules="r")
    assert same_body(state, _snapshot(body, asked=url), rules) is same
    assert not same_body(None, _snapshot(body, asked=url), rules)
    assert not same_body(unread(state), _snapshot(body, asked=url), rules)


def test_an_answer_that_could_not_be_read_is_asked_for_again() -> None:
    state = unread(after(None, ASKED, _snapshot(), now=NOW, every_hours=10))
    again = request(SOURCE, ASK, max_bytes=10, state=state)
    assert (again.etag, again.last_modified) == (None, None)
    assert state.due is not None


def test_marks_are_kept_newest_last_and_not_for_ever() -> None:
    state = after(None, ASKED, SAME, now=NOW, every_hours=1, marks=("a", "b", "c"))
    state = after(state, ASKED, SAME, now=NOW, every_hours=1, marks=("a", "d", "d"))
    assert state.marks == ("b", "c", "a", "d")
    many = tuple(str(number) for number in range(MARKS + 5))
    assert after(state, ASKED, SAME, now=NOW, every_hours=1, marks=many).marks == many[5:]


def test_marks_hold_for_the_rules_they_were_read_with() -> None:
    state = after(None, ASKED, SAME, now=NOW, every_hours=1, rules="r", marks=("a", "b"))
    assert after(state, ASKED, SAME, now=NOW, every_hours=1, rules="new", marks=("c",)).marks == ("c",)


def test_a_mark_that_no_file_can_hold_is_kept_as_far_as_it_goes(tmp_path: Path) -> None:
    state = after(None, ASKED, SAME, now=NOW, every_hours=1, marks=("topic:\ud800",))
    save(tmp_path, Memory(sources={SOURCE: state}), now=NOW)
    assert load(tmp_path).sources[SOURCE].marks == ("topic:?",)


def test_an_address_that_is_gone_for_good_is_not_asked_again_until_it_changes() -> None:
    state = after(None, ASKED, _failed("gone"), now=NOW, every_hours=1)
    late = NOW + timedelta(days=365)
    assert not is_due(state, late, URL)
    assert is_due(state, late, "https://a.example/new")
    (note,) = notes(state, Source(id="s", title="The forum", url=URL))
    assert note == f"{URL} is gone for good and is not asked again. Set `closed_on` of The forum."
    assert not after(state, ASKED, SAME, now=NOW, every_hours=1).dead


def test_an_interface_that_is_gone_for_good_is_asked_seldom() -> None:
    state = after(None, ASKED, _failed("gone"), now=NOW, every_hours=1)
    source = Source(id="s", title="The forum", url="https://a.example/")
    assert not is_due(state, NOW, source.url)
    assert is_due(state, NOW + HOUR, source.url)
    assert notes(state, source) == (f"{URL} is gone for good. Set `closed_on` of The forum.",)


def _moved(*targets: str | None) -> SourceState | None:
    state = None
    for target in targets:
        state = after(state, ASKED, _snapshot(moved_to=target), now=NOW, every_hours=1)
    return state


NEW = "https://b.example/feed"
MOVES = [
    ((), 0),
    ((NEW, NEW), 0),
    ((NEW, NEW, NEW), 3),
    ((NEW, NEW, NEW, NEW), 4),
    ((NEW, NEW, None, NEW), 0),
    ((NEW, NEW, "https://c.example/"), 0),
    ((None, None, None), 0),
]


@pytest.mark.parametrize(("targets", "runs"), MOVES)
def test_a_new_address_is_proposed_after_three_runs_that_agree(
    targets: tuple[str | None, ...], runs: int
) -> None:
    found = notes(_moved(*targets), Source(id="s", title="The forum", url=URL))
    if runs:
        (note,) = found
        assert f"{runs} runs running" in note
        assert note.endswith(f"\n-url: {URL}\n+url: {NEW}")
    else:
        assert found == ()


def test_a_failure_between_does_not_forget_where_an_address_moved() -> None:
    state = after(_moved(NEW, NEW), ASKED, _failed(), now=NOW, every_hours=1)
    state = after(state, ASKED, NotModified(source=SOURCE, moved_to=NEW), now=NOW, every_hours=1)
    assert state.moved_runs == 3


def test_an_address_that_a_kind_of_source_made_up_is_named_without_a_diff() -> None:
    (note,) = notes(_moved(NEW, NEW, NEW), Source(id="s", title="The forum", url="https://a.example"))
    assert "-url" not in note
    assert NEW in note
    assert "The forum" in note


def test_what_is_remembered_of_an_address_holds_no_key() -> None:
    asked = msgspec.structs.replace(ASKED, url=f"{URL}?key=s3cret&page=1")
    moved = "https://b.example/feed?token=s3cret"
    state: SourceState | None = None
    for _ in range(3):
        answer = _snapshot(b"words", asked=asked.url, moved_to=moved)
        state = after(state, asked, answer, now=NOW, every_hours=24)
    assert state is not None
    assert "s3cret" not in msgspec.json.encode(state).decode()
    again = request(SOURCE, Ask(url=asked.url), max_bytes=10, state=state)
    assert (again.url, again.etag) == (asked.url, 'W/"a b"')
    assert same_body(state, _snapshot(b"words", asked=asked.url))
    (note,) = notes(state, Source(id="s", title="The source", url=asked.url))
    assert "s3cret" not in note
    assert "\n-url: https://a.example/feed?key=...&page=1\n+url: https://b.example/feed?token=..." in note
