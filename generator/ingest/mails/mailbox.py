"""From the bytes of a mailbox (mbox, RFC 4155) to its mails."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ingest.context import UnreadableError
from generator.model.base import Value

_BEGIN = re.compile(rb"(?m)^From ([^\r\n]{1,500})\r?\n(?=[!-9;-~]{1,100}:|\r?\n|\Z)")
"""A line that opens a mail, with a header or the body after it."""
_TIME = re.compile(rb"\d:\d\d")
_YEAR = re.compile(rb"\b\d{4}\b")
_PATCH = re.compile(rb"[0-9a-f]{40} Mon Sep 17 00:00:00 2001")
"""What Git writes in front of a patch, which may stand inside a mail."""
_HEADER = re.compile(rb"[!-9;-~]+:[^\r\n]*\r?\n")
_HEAD = re.compile(rb"(?im)^(?:from|date|message-id):")
_QUOTED = re.compile(rb"(?m)^>(>*From )")
_STAMP = re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d{1,2}:\d\d[^\n]{0,40}\b(?:19|20)\d\d\b")
_GAP = re.compile(rb"\r?\n\r?\n")


class Letter(Value, frozen=True, kw_only=True):
    """One mail of a mailbox, still packed."""

    octets: bytes
    stamp: str = ""
    """When the mailbox took it in, as its first line says; empty where it says nothing."""
    headed: bool = True
    """False for words before the first mail, which are none."""


def split(body: bytes) -> Iterator[Letter]:
    """The mails of a mailbox in order; words before the first are one that cannot be read.

    Raises:
        UnreadableError: there are words, but no mail.
    """
    found = [one for one in _BEGIN.finditer(body) if _opens(body, one)]
    if not body.strip():
        return
    before = body[: found[0].start()] if found else body
    if not found and not is_mail(body.lstrip()):
        message = "it holds no mail. Name a file in mbox format: each mail begins with a line `From `."
        raise UnreadableError(message)
    if before.strip():
        yield Letter(octets=before.lstrip(), headed=is_mail(before.lstrip()))
    if not found:
        return
    ends = [one.start() for one in found[1:]] + [len(body)]
    for one, end in zip(found, ends, strict=True):
        stamp = _STAMP.search(one[1])
        octets = _QUOTED.sub(rb"\1", body[one.end() : end])
        yield Letter(octets=octets, stamp=stamp[0].decode("ascii", "replace") if stamp else "")


def _opens(body: bytes, found: re.Match[bytes]) -> bool:
    """Any time and year will do below an empty line; where that is left out, it takes a whole stamp."""
    line, start = found[1], found.start()
    if _PATCH.match(line) or not (_TIME.search(line) and _YEAR.search(line)):
        return False
    return (
        start == 0
        or body[max(0, start - 3) : start].endswith((b"\n\n", b"\n\r\n"))
        or bool(_STAMP.search(line))
    )


def is_mail(body: bytes) -> bool:
    """One mail alone, as programs save it, has no `From ` line in front."""
    gap = _GAP.search(body)
    end = gap.start() if gap else len(body)
    return _HEADER.match(body) is not None and _HEAD.search(body, 0, end) is not None
