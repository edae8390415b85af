from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.ingest import file_answer, recorded
from generator.ingest.answers import answer_of_status
from generator.ingest.state import SourceState, after, is_due, load, request, save, unread
from generator.model.entry import FetchFailure, FetchRequest, NotModified, Snapshot
from generator.model.recording import RecordedRun, RecordedStatus
from generator.model.words import SourceId

NOW = datetime(2026, 10, 31, tzinfo=UTC)
SOURCE = SourceId("s")
ASKED = FetchRequest(source=SOURCE, url="https://a.example/feed", max_bytes=10)


def _run(answer: str | RecordedStatus) -> RecordedRun:
    return RecordedRun(now=NOW, sources={"s": answer})


def test_a_recorded_file_is_its_answer(tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_bytes(b"<rss/>")
    answer = recorded(SOURCE, _run("one.xml"), tmp_path)
    assert answer == Snapshot(source=SOURCE, url="one.xml", body=b"<rss/>")


def test_a_source_that_was_not_due_gives_nothing(tmp_path: Path) -> None:
    assert recorded(SourceId("other"), _run("one.xml"), tmp_path) is None


def test_recorded_statuses_are_answers(tmp_path: Path) -> None:
    assert recorded(SOURCE, _run(RecordedStatus(status=304)), tmp_path) == NotModified(source=SOURCE)
    down = recorded(SOURCE, _run(RecordedStatus(status=503, reason="maintenance")), tmp_path)
    assert isinstance(down, FetchFailure)
    assert (down.code, down.status) == ("busy", 503)
    assert "answered 503 (maintenance)" in down.message


@pytest.mark.parametrize("name", ["missing.xml", "../outside.xml", ".", "a\0b"])
def test_a_missing_file_is_a_failure_with_a_sentence(tmp_path: Path, name: str) -> None:
    answer = recorded(SOURCE, _run(name), tmp_path)
    assert isinstance(answer, FetchFailure)
    assert answer.code == "missing"
    assert answer.message.startswith(f"{name}: ")


def test_a_plain_file_is_an_answer_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(b"0123456789")
    asked = FetchRequest(source=SOURCE, url=str(path), max_bytes=10)
    assert isinstance(file_answer(asked), Snapshot)
    path.write_bytes(b"0123456789a")
    large = file_answer(asked)
    assert isinstance(large, FetchFailure)
    assert large.code == "too_large"


@pytest.mark.parametrize("make", ["nothing", "a folder that is closed"])
def test_a_failure_never_names_the_folders_of_this_machine(
    tmp_path: Path, make: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if make != "nothing":
        (tmp_path / "calls.csv").write_bytes(b"0")

        def closed(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "read_bytes", closed)
    answer = file_answer(FetchRequest(source=SOURCE, url="calls.csv", max_bytes=10), tmp_path)
    assert isinstance(answer, FetchFailure)
    assert answer.message.startswith("calls.csv: ")
    assert str(tmp_path) not in answer.message


STATUSES = [
    (404, {}, "status", None),
    (410, {}, "gone", None),
    (429, {"Retry-After": "120"}, "busy", 120),
    (
        429,
        {"Retry-After": "Sat, 31 Oct 2026 01:00:00 GMT", "Date": "Sat, 31 Oct 2026 00:00:00 GMT"},
        "busy",
        3600,
    ),
    (
        429,
        {"Retry-After": "Sat, 31 Oct 2026 01:00:00 -0000", "Date": "Sat, 31 Oct 2026 02:00:00 GMT"},
        "busy",
        0,
    ),
    (429, {"Retry-After": "soon"}, "busy", None),
    (429, {"Retry-After": "99999999999"}, "busy", 7 * 24 * 3600),
    (500, {}, "status", None),
    (418, {}, "status", None),
]


@pytest.mark.parametrize(("status", "headers", "code", "wait"), STATUSES)
def test_a_status_says_what_to_do(status: int, headers: dict[str, str], code: str, wait: int | None) -> None:
    answer = answer_of_status(ASKED, status, headers)
    assert (answer.code, answer.status, answer.retry_seconds) == (code, status, wait)
    assert answer.message.startswith(f"https://a.example/feed: answered {status}: ")


def test_state_is_read_back_as_written(tmp_path: Path) -> None:
    states = [SourceState(source=SourceId(name), url="u", etag='W/"1"', due=NOW, failures=2) for name in "ba"]
    save(tmp_path / "state", states)
    assert list(load(tmp_path / "state").values()) == states[::-1]
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["sources.json"]


@pytest.mark.parametrize("content", [None, b"", b"{", b'[{"source": 5}]'])
def test_lost_or_damaged_state_is_no_state(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "sources.json").write_bytes(content)
    assert load(tmp_path) == {}


def test_validators_are_sent_back_verbatim_to_the_same_address_only() -> None:
    answer = Snapshot(source=SOURCE, url="x", body=b"", etag='W/"a b"', last_modified="then")
    state = after(None, ASKED, answer, now=NOW, every_hours=10)
    again = request(SOURCE, ASKED.url, max_bytes=10, state=state)
    assert (again.etag, again.last_modified) == ('W/"a b"', "then")
    assert request(SOURCE, "https://b.example/", max_bytes=10, state=state).etag is None
    assert request(SOURCE, ASKED.url, max_bytes=10, state=None).etag is None


def test_a_source_is_due_when_its_time_has_come() -> None:
    state = after(None, ASKED, NotModified(source=SOURCE), now=NOW, every_hours=10)
    assert is_due(None, NOW)
    assert not is_due(state, NOW + timedelta(hours=8))
    assert is_due(state, NOW + timedelta(hours=9))


def test_failures_push_the_next_time_back_up_to_a_day() -> None:
    failure = FetchFailure(source=SOURCE, code="timeout", message="m")
    state = None
    pauses = []
    for _ in range(8):
        state = after(state, ASKED, failure, now=NOW, every_hours=1)
        assert state.due is not None
        pauses.append((state.due - NOW) / timedelta(hours=1))
    assert pauses == pytest.approx([0.9, 1.8, 3.6, 7.2, 14.4, 21.6, 21.6, 21.6])
    assert state is not None
    assert state.failures == 8
    assert after(state, ASKED, NotModified(source=SOURCE), now=NOW, every_hours=1).failures == 0


def test_a_pause_the_source_asks_for_is_kept() -> None:
    failure = FetchFailure(source=SOURCE, code="busy", message="m", retry_seconds=7200)
    assert after(None, ASKED, failure, now=NOW, every_hours=1).due == NOW + timedelta(hours=2)


def test_an_answer_that_could_not_be_read_is_asked_for_again() -> None:
    answer = Snapshot(source=SOURCE, url="x", body=b"", etag='"1"', last_modified="then")
    state = unread(after(None, ASKED, answer, now=NOW, every_hours=10))
    again = request(SOURCE, ASKED.url, max_bytes=10, state=state)
    assert (again.etag, again.last_modified) == (None, None)
    assert state.due is not None
