import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest import read
from generator.ingest.context import Context, Post, UnreadableError
from generator.ingest.mails.mail import decoded, text_of
from generator.ingest.sources import mbox
from generator.model.entry import SET_ASIDE, Reading, Snapshot
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.words import MentionId, SourceId

FOLDER = Path(__file__).parents[1] / "cases" / "mbox"
BOXES = sorted(path.stem for path in FOLDER.glob("*.mbox"))
SHARED = Path(__file__).parents[2] / ".." / "shared" / "feeds" / "maillist"
SOURCE = Source.model_validate({"id": "m", "title": "Mail", "kind": "mbox", "url": "data/m.mbox"})
BEGIN = b"From a@mail.example Mon Oct  5 08:00:01 2026\n"


def _context(**limits: int) -> Context:
    return Context(
        limits=Limits(**limits), now=datetime(2026, 10, 31, tzinfo=UTC), zone="Europe/Berlin", scope="m"
    )


def _read(body: bytes, **limits: int) -> Reading:
    return mbox.read(Snapshot(source=SourceId("m"), url="data/m.mbox", body=body), SOURCE, _context(**limits))


def _mail(head: str, body: str = "Words.") -> bytes:
    return BEGIN + f"{head}\n\n{body}\n".encode("utf-8", "surrogateescape")


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _adds_up(reading: Reading) -> bool:
    keys = [entry.key for entry in reading.entries]
    reasons = {one.reason for one in reading.set_aside}
    return (
        reading.read == len(keys) + len(reading.set_aside)
        and len(set(keys)) == len(keys)
        and reasons <= set(SET_ASIDE)
    )


@pytest.mark.parametrize("name", BOXES)
def test_a_mailbox_is_read_as_expected(name: str) -> None:
    reading = _read((FOLDER / f"{name}.mbox").read_bytes())
    expected = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    for entry, wanted in zip(reading.entries, expected["entries"], strict=True):
        assert {field: _shown(getattr(entry, field)) for field in wanted} == wanted
    aside = [{"reason": one.reason, "key": one.key, "detail": one.detail} for one in reading.set_aside]
    assert (aside, reading.read) == (expected.get("set_aside", []), expected["read"])
    assert (reading.policy, reading.scope, reading.title) == ("guid", "m", "Mail")


@pytest.mark.parametrize("name", BOXES)
def test_a_packed_mailbox_and_one_with_other_line_ends_say_the_same(name: str) -> None:
    body = (FOLDER / f"{name}.mbox").read_bytes().replace(b"\r\n", b"\n")
    plain = _read(body)
    half = len(body) // 2
    assert _read(gzip.compress(body[:half]) + gzip.compress(body[half:])) == plain
    other = _read(body.replace(b"\n", b"\r\n"))
    assert [entry.key for entry in other.entries] == [entry.key for entry in plain.entries]


def test_an_mbox_holds_as_many_mails_as_its_bytes() -> None:
    body = b"\n".join(_mail(f"Message-ID: <{n}@mail.example>") for n in range(7))
    assert len(_read(body, entries=3).entries) == 7


QUOTED = [
    (">From the box", "From the box"),
    (">>From the box", ">From the box"),
    ("> From the box", "> From the box"),
    ("So>From", "So>From"),
]


@pytest.mark.parametrize(("written", "meant"), QUOTED)
def test_lines_that_begin_with_from_get_back_their_form(written: str, meant: str) -> None:
    assert _read(_mail("From: a@mail.example", written)).entries[0].body.strip() == meant


BEGINNINGS = [
    ("\n", "From - Mon Oct 05 08:00:01 2026", True),
    ("\n", "From 17@x Mon Oct 05 08:00:01 +0000 2026", True),
    ("\n", "From x@mail.example 2026-10-05 08:00", True),
    ("", "From x@mail.example Mon Oct  5 08:00:01 2026", True),
    ("", "From x@mail.example 2026-10-05 08:00", False),
    ("\n", "From the year 2026 on it broke", False),
    ("\n", f"From {'0' * 40} Mon Sep 17 00:00:00 2001", False),
]


@pytest.mark.parametrize(("gap", "line", "opens"), BEGINNINGS)
def test_a_line_opens_a_mail_only_where_a_program_wrote_it(gap: str, line: str, *, opens: bool) -> None:
    reading = _read(_mail("Subject: one") + f"{gap}{line}\nSubject: two\n\nMore.\n".encode())
    assert [entry.title for entry in reading.entries] == ["one", "two"][: 1 + opens]


def test_a_mail_without_a_date_has_that_of_the_mailbox() -> None:
    body = b"From 17@x Mon Oct 05 08:00:01 +0000 2026\nSubject: x\n\nWords.\n"
    assert _read(body).entries[0].published == datetime(2026, 10, 5, 8, 0, 1, tzinfo=UTC)


AUTOMATIC = [
    ("Auto-Submitted: auto-generated; owner=x", "Auto-Submitted"),
    ("Auto-Submitted: no", None),
    ("Content-Type: multipart/report; boundary=x", "Content-Type"),
    ("Return-Path: <>", "Return-Path"),
    ("Return-Path: <a@mail.example>", None),
    ("From: postmaster@mail.example", "From"),
    ("From: postmasters-daughter@mail.example", None),
    ("Precedence: bulk", "Precedence"),
    ("Precedence: junk\nList-Id: <x.lists.example>", "Precedence"),
    ("Precedence: bulk\nX-BeenThere: x@lists.example", None),
    ("Precedence: list", None),
]


@pytest.mark.parametrize(("head", "why"), AUTOMATIC)
def test_mails_of_programs_are_no_posts_and_say_by_what_they_are_known(head: str, why: str | None) -> None:
    reading = _read(_mail(head))
    assert [(one.reason, one.detail) for one in reading.set_aside] == ([("not_a_post", why)] if why else [])


OPTED_OUT = [
    ("X-No-Archive: yes", "x", True),
    ("X-no-archive: no", "x", False),
    ("Archive: no", "x", True),
    ("Subject: x", "\nX-No-Archive: Yes\n\nWords", True),
    ("Subject: x", "Words about X-No-Archive: yes", False),
]


@pytest.mark.parametrize(("head", "body", "out"), OPTED_OUT)
def test_who_asks_not_to_be_archived_is_not(head: str, body: str, *, out: bool) -> None:
    assert [one.reason for one in _read(_mail(head, body)).set_aside] == ["opted_out"] * out


CHARSETS = [
    ("für".encode(), "us-ascii", "für"),
    ("für".encode(), "iso-8859-1", "für"),
    ("für".encode("latin-1"), "utf-8", "für"),
    ("für €".encode("cp1252"), "iso-8859-1", "für €"),
    ("für".encode("latin-1"), None, "für"),
    ("für".encode("latin-1"), "no such charset", "für"),
    ("für".encode("latin-1"), "x\0y", "für"),
    (b"abc", "idna", "abc"),
    (b"abc", "hex", "abc"),
    ("日本語".encode("iso2022_jp"), "iso-2022-jp", "日本語"),
    ("中文".encode("gb18030"), "gb2312", "中文"),
    ("мыло".encode("koi8-r"), "koi8-r", "мыло"),
    ("für ü".encode()[:-1], "utf-8", "für \ufffd"),
]


@pytest.mark.parametrize(("octets", "charset", "words"), CHARSETS)
def test_a_charset_that_cannot_be_right_is_not_believed(
    octets: bytes, charset: str | None, words: str
) -> None:
    assert text_of(octets, charset) == words


HEADERS = [
    ("=?utf-8?b?w7w=?= =?utf-8?q?_x?= and\n more", "ü x and more"),
    ("=?utf-8?b?w?= x", "=?utf-8?b?w?= x"),
    ("=?no-such?q?a=E4?= x", "aä x"),
    ("plain =E4", "plain =E4"),
    ("gr\udcfc\udcdfe", "grüße"),
]


@pytest.mark.parametrize(("written", "words"), HEADERS)
def test_headers_are_read_as_people_see_them(written: str, words: str) -> None:
    assert decoded(written) == words


def test_an_author_whose_address_is_broken_is_known_by_what_stands_there() -> None:
    nested = "(" * 3_000
    assert _read(_mail(f"From: {nested}\nSubject: x")).entries[0].author is not None


def test_threads_that_go_round_in_a_circle_end() -> None:
    heads = ["Message-ID: <a@x>\nReferences: <b@x>", "Message-ID: <b@x>\nReferences: <a@x>"]
    found = _read(b"\n".join(map(_mail, heads)))
    assert {entry.thread for entry in found.entries} <= {"guid:a@x", "guid:b@x"}


def test_a_mail_nested_without_end_costs_that_mail_only() -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(3_000))
    reading = _read(BEGIN + deep.encode() + b"\n\n" + _mail("Subject: fine"))
    assert [entry.title for entry in reading.entries] == ["fine"]
    assert [one.reason for one in reading.set_aside] in (["unreadable"], ["empty"])


def test_what_is_no_text_has_no_words() -> None:
    picture = "Content-Type: image/png\nContent-Transfer-Encoding: base64\nMessage-ID: <a@x>"
    assert [one.reason for one in _read(_mail(picture, "AAAA")).set_aside] == ["empty"]


@pytest.mark.parametrize("body", [b"<html><p>Not found</p></html>", b"{}", b"\0\1", b"Subject: only\n\nx"])
def test_a_file_without_mail_says_so(body: bytes) -> None:
    with pytest.raises(UnreadableError, match="holds no mail"):
        _read(body)


def test_the_room_reads_the_kind_and_says_what_failed() -> None:
    snapshot = Snapshot(source=SourceId("m"), url="data/m.mbox", body=_mail("Subject: one"))
    known: dict[str, Any] = {"limits": Limits(), "now": datetime(2026, 10, 31, tzinfo=UTC), "zone": "UTC"}
    assert len(read(snapshot, SOURCE, **known).entries) == 1
    broken = Snapshot(source=SourceId("m"), url="data/m.mbox", body=b"no mail")
    assert (read(broken, SOURCE, **known).failure or "").startswith("Mail: it holds no mail.")


def test_an_empty_mailbox_holds_nothing() -> None:
    assert _read(b" \n").read == 0


def test_a_mailbox_larger_than_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableError, match="larger than 2,048 bytes"):
        _read(gzip.compress(BEGIN + b"x" * 9_000), records_bytes=2048)


def test_asking_and_checking() -> None:
    assert [one.url for one in mbox.ask(SOURCE, _context())] == ["data/m.mbox"]
    posts = [
        Post(id=MentionId("a" * 16), url="https://lists.example/1"),
        Post(id=MentionId("b" * 16), url=""),
    ]
    assert [one.url for one in mbox.check(posts, SOURCE, _context())] == ["https://lists.example/1"]


_LINES = st.sampled_from(
    [
        "From a@x Mon Oct  5 08:00:01 2026", "From: a (", "From: =?utf-8?q?=?= <", "Subject: =?x?b?!?=",
        "Message-ID: <a@x>", "Message-ID: <", "References: <a@x> <b@x>", "Date: Mon, 99 Oct 2026 25:00",
        "Content-Type: multipart/mixed; boundary=b", "Content-Type: text/html; charset=\udcff",
        "Content-Type: text/plain; charset*=utf-8''x%", "Content-Transfer-Encoding: base64", "--b", "--b--",
        "Content-Transfer-Encoding: x-uuencode", "begin 666 x", "end", "", "", ">From x", "\udc80\udcff",
        "Content-Disposition: attachment; filename*0*=x''%", " folded", "Content-Type: message/rfc822",
    ]
)  # fmt: skip


def _counted_or_said(body: bytes) -> bool:
    try:
        return _adds_up(_read(body))
    except UnreadableError as error:
        return str(error).endswith((".", "`."))


@given(st.lists(_LINES, max_size=30).map("\n".join))
@settings(max_examples=100, deadline=None)
def test_broken_mails_are_counted_and_never_raise(text: str) -> None:
    assert _counted_or_said(BEGIN + b"Subject: x\n" + text.encode("utf-8", "surrogateescape"))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_mail_or_say_why_not(body: bytes) -> None:
    assert _counted_or_said(body)
    assert _counted_or_said(BEGIN + body)


REAL = {
    "hyperkitty_2016_march.mbox": (1, 1),
    "mbox_iso8859_encoding.mbox": (1, 1),
    "mbox_multipart.mbox": (2, 2),
    "nntp_parsing_error.txt": (1, 1),
}


@pytest.mark.shared
@pytest.mark.parametrize(("name", "counts"), REAL.items())
def test_real_mailboxes_are_read_with_an_account(name: str, counts: tuple[int, int]) -> None:
    if not SHARED.is_dir():
        pytest.skip("the real mailboxes are not here")
    reading = _read((SHARED / name).read_bytes())
    assert (reading.read, len(reading.entries)) == counts
