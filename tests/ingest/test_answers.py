from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.ingest import file_answer, recorded
from generator.ingest.web.answers import failure, refusal_of_status
from generator.model.entry import FetchFailure, FetchRequest, NotModified, Snapshot
from generator.model.recording import RecordedRun, RecordedStatus
from generator.model.words import SourceId

NOW = datetime(2026, 10, 31, tzinfo=UTC)
SOURCE = SourceId("s")


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
    assert answer.message.startswith(name.replace("\0", "?") + ": ")


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
    (429, {"Retry-After": "soon"}, "busy", 900),
    (429, {"Retry-After": "99999999999"}, "busy", 7 * 24 * 3600),
    (403, {}, "status", None),
    (403, {"Retry-After": "9"}, "busy", 9),
    (403, {"cf-mitigated": "challenge"}, "busy", 900),
    (503, {}, "busy", None),
    (304, {}, "status", None),
    (500, {"Retry-After": "60"}, "status", 60),
    (500, {}, "status", None),
    (418, {}, "status", None),
]


@pytest.mark.parametrize(("status", "headers", "code", "wait"), STATUSES)
def test_a_status_says_what_to_do(status: int, headers: dict[str, str], code: str, wait: int | None) -> None:
    refusal = refusal_of_status(status, headers, NOW)
    assert (refusal.code, refusal.status, refusal.wait) == (code, status, wait)
    assert str(refusal).startswith(f"answered {status}: ")
    assert str(refusal).endswith(".")


PRINTED = [
    ("https://a.example/feed", "https://a.example/feed"),
    ("https://user:word@a.example/feed?x=a@b", "https://a.example/feed?x=a@b"),
    ("https://a.example/@user", "https://a.example/@user"),
    ("https://a.example/\x1b[31m\n", "https://a.example/?[31m?"),
    ("https://a.example/" + "x" * 600, "https://a.example/" + "x" * 482),
]


@pytest.mark.parametrize(("url", "printed"), PRINTED)
def test_a_failure_begins_with_the_address_without_what_must_not_be_printed(url: str, printed: str) -> None:
    asked = FetchRequest(source=SOURCE, url=url, max_bytes=10)
    assert failure(asked, "status", "it failed.").message == f"{printed}: it failed."


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/2.3/posts?key=s3cret((&site=a", "https://a.example/2.3/posts?key=...&site=a"),
        (
            "https://a.example/feed?x=1&access_token=s3cret#top",
            "https://a.example/feed?x=1&access_token=...#top",
        ),
        ("https://a.example/latest.rss?API_KEY=s3cret", "https://a.example/latest.rss?API_KEY=..."),
        ("https://me:s3cret@a.example/feed?token=s3cret", "https://a.example/feed?token=..."),
        (
            "https://a.example/t?author=keyboard&keywords=late",
            "https://a.example/t?author=keyboard&keywords=late",
        ),
    ],
)
def test_no_sentence_about_an_address_tells_what_opens_it(url: str, shown: str) -> None:
    asked = FetchRequest(source=SOURCE, url=url, max_bytes=1)
    assert failure(asked, "status", "it refuses us.").message == f"{shown}: it refuses us."
