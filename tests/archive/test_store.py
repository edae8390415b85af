from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import canonical
from generator.archive import Folder, merge, tombstones
from generator.errors import ArchiveError
from generator.model.events import AnyEvent, Clock, LedgerLine, SourceFacts, Tombstone
from generator.model.words import BrandId, SourceId
from tests.archive.made import START, day, decision, draft, name, planned, reply


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.*")}


def history(runs: int) -> tuple[AnyEvent, ...]:
    events: tuple[AnyEvent, ...] = ()
    for number in range(runs):
        posts = [draft(f"{number}-{post}", f"words {number} {post}") for post in range(4)]
        events += planned(posts, events, now=day(number * 10)).events
    return events


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    events = planned([draft("a", answers=(reply("a"),)), draft("b", brand=BrandId("southway"))]).events
    folder = Folder(tmp_path / "archive")
    assert folder.read() == ()
    assert folder.append(events) == 3
    assert merge(folder.read()) == merge(events)
    assert sorted(files(folder.root)) == ["northway/2024-03.jsonl", "southway/2024-03.jsonl"]


def test_lines_are_canonical_and_sorted_by_seen_type_id_and_rev(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.append(reversed(history(3)))
    lines = (tmp_path / "northway/2024-03.jsonl").read_bytes().splitlines()
    read = [canonical.loads(line) for line in lines]
    assert [canonical.dumps(one) for one in read] == lines
    places = [(one["seen"], one["type"], one["id"], one["rev"]) for one in read]
    assert places == sorted(places)


def test_only_the_partition_of_the_run_is_written_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    events = history(4)
    folder.append(event for event in events if event.seen < day(31))
    march = tmp_path / "northway/2024-03.jsonl"
    before = march.stat()
    folder.append(planned([draft("late", published=day(-300))], events, now=day(40)).events)
    assert (march.stat().st_ino, march.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert (tmp_path / "northway/2024-04.jsonl").exists()


def test_a_full_partition_goes_on_in_a_further_file(tmp_path: Path) -> None:
    events = history(3)
    at_once, in_runs = Folder(tmp_path / "one", part_bytes=2_000), Folder(tmp_path / "two", part_bytes=2_000)
    at_once.append(events)
    for number in range(3):
        in_runs.append(event for event in events if event.seen == day(number * 10))
    assert files(at_once.root) == files(in_runs.root)
    assert {"northway/2024-03.jsonl", "northway/2024-03.2.jsonl"} <= files(at_once.root).keys()
    assert all(len(body) <= 2_000 for body in files(at_once.root).values())
    assert merge(in_runs.read()) == merge(events)


def test_a_line_of_an_earlier_place_goes_into_the_file_that_holds_its_place(tmp_path: Path) -> None:
    events = sorted(history(3), key=lambda event: (event.seen, event.id))
    folder = Folder(tmp_path, part_bytes=2_000)
    folder.append(events[1:])
    folder.append(events[:1])
    assert canonical.dumps(events[0]) in (tmp_path / "northway/2024-03.jsonl").read_bytes()
    assert folder.append(events) == 0


def test_a_tombstone_takes_the_place_of_its_line(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    events = history(2)
    folder.append(events)
    path = tmp_path / "northway/2024-03.jsonl"
    before = path.read_bytes().splitlines()
    target = canonical.loads(before[5])["id"]
    buried = tombstones(folder.read(), [("x", decision("remove", target, START))], day(20))
    assert folder.replace(buried) == 1
    after = path.read_bytes().splitlines()
    assert [number for number in range(8) if after[number] != before[number]] == [5]
    stone = canonical.loads(after[5])
    assert (stone["type"], stone["was"], stone["leaf"]) == (
        "tombstone",
        "mention",
        canonical.leaf(before[5]),
    )
    for word in (b"words 1", b"excerpt", b"salt", b"author", b"https"):
        assert word not in after[5]
    whole = files(tmp_path)
    assert folder.replace(buried) == 0
    assert folder.replace(tombstones(folder.read(), [], day(20))) == 0
    assert files(tmp_path) == whole


def test_every_line_of_a_removed_place_goes(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    one = planned([draft("a")]).events
    other = planned([draft("a", "heard differently")]).events
    folder.append(one)
    decisions = [("x", decision("remove", name("a"), START))]
    folder.replace(tombstones(folder.read(), decisions, day(1)))
    folder.append(one + other)
    folder.replace(tombstones(folder.read(), decisions, day(1)))
    assert all(isinstance(event, Tombstone) for event in folder.read())
    assert len(folder.read()) == 2


def test_a_last_line_cut_off_is_left_out_with_a_notice_and_heals(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "archive")
    events = history(1)
    folder.append(events)
    path = folder.root / "northway/2024-03.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert len(folder.read()) == 3
    folder.read()
    assert folder.notices == [
        "archive/northway/2024-03.jsonl:4: the last line was cut off and is left out; it is heard again."
    ]
    folder.append(events)
    assert path.read_bytes() == whole


def test_a_last_line_without_its_line_end_is_whole(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.append(history(1))
    path = tmp_path / "northway/2024-03.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    assert (len(folder.read()), folder.notices) == (4, [])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"v":1}', b'"v":1', "2: this line is not what `listen` wrote"),
        (b'"v":1}', b'"v":2}', "2: this line was written by a newer version"),
        (b'"brand":"northway"', b'"brand":"southway"', "2: this line belongs to southway/2024-03"),
        (b'"seen":"2024-03', b'"seen":"2024-04', "2: this line belongs to northway/2024-04"),
        (b'"type":"mention"', b'"type":"rumour"', "2: this line is not what `listen` wrote"),
        (b'"excerpt":"', b'"excerpt":"\xff', "2: this line is not what `listen` wrote"),
    ],
    ids=["cut", "newer", "brand", "month", "type", "bytes"],
)
def test_a_damaged_line_is_named_by_file_and_line(tmp_path: Path, old: bytes, new: bytes, says: str) -> None:
    folder = Folder(tmp_path / "archive")
    folder.append(history(1))
    path = folder.root / "northway/2024-03.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    assert old in lines[1]
    path.write_bytes(lines[0] + lines[1].replace(old, new) + b"".join(lines[2:]))
    with pytest.raises(ArchiveError) as caught:
        folder.read()
    assert str(caught.value).startswith(f"archive/northway/2024-03.jsonl:{says}")


def test_a_stray_file_is_named(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "archive")
    folder.append(history(1))
    (folder.root / "northway/2024-03 (copy).jsonl").write_bytes(b"")
    with pytest.raises(ArchiveError, match=r"archive/northway/2024-03 \(copy\)\.jsonl is not a partition"):
        folder.read()


def test_a_brand_that_is_no_slug_never_becomes_a_path(tmp_path: Path) -> None:
    events = planned([draft("a", brand=BrandId("../away"))]).events
    with pytest.raises(ArchiveError, match="cannot name a file"):
        Folder(tmp_path / "archive").append(events)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_write_that_is_interrupted_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    folder = Folder(tmp_path)
    events = history(2)
    folder.append(events[:4])
    before = files(tmp_path)

    def broken(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, call, broken)
        with pytest.raises(KeyboardInterrupt):
            folder.append(events)
    assert files(tmp_path) == before
    folder.append(events)
    undisturbed = Folder(tmp_path / "undisturbed")
    undisturbed.append(events)
    assert folder.read()[:8] == undisturbed.read()


def test_a_run_broken_between_two_files_loses_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path, part_bytes=2_000)
    events = history(3)
    folder.append(events[:3])
    held = merge(folder.read())
    real, calls = os.replace, []

    def second_breaks(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", second_breaks)
        with pytest.raises(KeyboardInterrupt):
            folder.append(events)
    kept = {one.id for one in merge(folder.read()).mentions}
    assert {one.id for one in held.mentions} <= kept
    folder.append(events)
    assert merge(folder.read()) == merge(events)


def test_clock_facts_and_ledger_come_back_and_change_no_byte_twice(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert (folder.clock(), folder.facts(), folder.ledger()) == (None, {}, ())
    assert folder.write_ledger([]) is False
    assert files(tmp_path) == {}
    fact = SourceFacts(
        id=SourceId("forum"), scope="forum.example", policy="guid", last_set_aside=(("empty", 2),)
    )
    lines = [
        LedgerLine(id="northway/b", path="b.md", sha256="0", first_seen=START),
        LedgerLine(id="northway/a", path="a.md", sha256="0", first_seen=START, opened=day(-1)),
    ]
    assert (folder.write_clock(START), folder.write_facts([fact]), folder.write_ledger(lines)) == (
        True,
        1,
        True,
    )
    assert folder.clock() == Clock(as_of=START)
    assert folder.facts() == {"forum": fact}
    assert folder.ledger() == (lines[1], lines[0])
    assert (folder.write_clock(START), folder.write_facts([fact]), folder.write_ledger(lines)) == (
        False,
        0,
        False,
    )
    assert (tmp_path / "clock.json").read_bytes() == b'{"as_of":"2024-03-01T06:00:00Z","v":1}\n'


@pytest.mark.parametrize("place", ["clock.json", "sources/forum.json", "ledger.jsonl"])
def test_a_damaged_small_file_is_named(tmp_path: Path, place: str) -> None:
    path = tmp_path / "archive" / place
    path.parent.mkdir(parents=True)
    path.write_text("{}\n")
    folder = Folder(tmp_path / "archive")
    with pytest.raises(ArchiveError, match=f"^archive/{place}:1 is not what"):
        [folder.clock(), folder.facts(), folder.ledger()]
