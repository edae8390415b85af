"""Mistakes in files people write: where, which rule, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from generator.model.base import Value

MOST_PER_FILE = 50
"""More mistakes of one file than this are counted, not listed."""


class Problem(Value, frozen=True, kw_only=True, order=True):
    """One mistake in one file."""

    path: str
    """From the repository's root."""
    line: int
    """From 1; 0 where the file as a whole is meant."""
    code: str
    """A short word with hyphens, documented once in `CODES`."""
    message: str
    """One sentence: the rule, and what was found instead."""
    fix: str
    """One sentence: how to mend it."""
    severity: Literal["error", "note"] = "error"
    """A note is worth a look and stops nothing."""

    def __str__(self) -> str:
        """As compilers print it."""
        return f"{self.path}:{self.line}: {self.code}: {self.message} {self.fix}"

    def as_note(self) -> Problem:
        """The same as something to look at, not to mend."""
        return msgspec.structs.replace(self, severity="note")


def shorten(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of one file, sorted; beyond `MOST_PER_FILE` one more says how many there are."""
    ordered = sorted(set(problems))
    if len(ordered) <= MOST_PER_FILE:
        return tuple(ordered)
    last = ordered[MOST_PER_FILE - 1]
    rest = len(ordered) - MOST_PER_FILE
    more = Problem(
        path=last.path,
        line=last.line,
        code="more-problems",
        message=f"This file has {rest} more problems below.",
        fix="Mend the ones listed, then check again.",
    )
    return (*ordered[:MOST_PER_FILE], more)


CODES: dict[str, str] = {
    # Files
    "missing-file": "A file that another file names, or that every site needs, must exist.",
    "not-a-plain-file": "Only plain files and folders are read: no links, devices or pipes.",
    "wrong-ending": "Every folder takes one kind of file, told by its ending.",
    "wrong-place": "Files stand directly in their folder, not deeper and not above it.",
    "unreadable": "The file must be readable by the program.",
    "too-large": "A file may have as many bytes as its limit says.",
    "not-utf-8": "Files are UTF-8 text.",
    "empty-file": "A file must have content.",
    "more-problems": "One file lists 50 problems; the rest is counted.",
    # YAML
    "yaml-syntax": "The file must be valid YAML.",
    "yaml-anchor": "Anchors (`&name`) are not read.",
    "yaml-alias": "Aliases (`*name`) are not read.",
    "yaml-tag": "Tags (`!name`) are not read.",
    "yaml-merge": "Merge keys (`<<`) are not read.",
    "yaml-document": "A file holds one YAML document.",
    "too-deep": "Lists and tables may be 16 levels deep.",
    "too-many-values": "A file may hold as many values as fit its size limit in normal writing.",
    "odd-key": "A key is a plain word.",
    "duplicate-key": "A key stands once in its table.",
    "control-character": "Invisible control characters are not allowed.",
    # Values
    "missing-key": "A required key must be written.",
    "unknown-key": "Only known keys may be written.",
    "unknown-word": "Some keys take one of a few fixed words.",
    "wrong-shape": "A key takes a text, a list or a table, as its schema says.",
    "empty-item": "An item of a list must have content.",
    "not-a-date": "A date is written as year, month and day: 2026-01-31.",
    "no-such-date": "A date must be in the calendar.",
    "not-an-instant": "An instant is a date, a time and a zone: 2026-01-31T06:00:00Z.",
    "not-a-number": "A number is written with digits.",
    "not-true-or-false": "A switch is `true` or `false`.",
    "out-of-range": "A number must lie within its limits.",
    "bad-slug": "An id has 1 to 64 lower-case letters, digits and inner hyphens.",
    "bad-id": "A case id has 16 characters: the letters a to z and the digits 2 to 7.",
    "bad-length": "A sentence has 3 to 500 characters.",
    "too-few-items": "Some lists need at least one item.",
    "bad-value": "A value must follow its key's rule.",
    "bad-url": "A web address starts with https:// or http:// and names a host.",
    # Configuration and content
    "unknown-time-zone": "A time zone is a name of the tz database.",
    "unknown-language": "A language is a code of two or three small letters (ISO 639).",
    "bad-user-agent": "The name under which sources are asked holds an address to complain to.",
    "empty-publisher": "The publisher has a name and a contact.",
    "recorded-without-manifest": "A recorded site names its manifest.",
    "no-brands": "A site has at least one brand.",
    "id-not-file-name": "A brand's file is named like its id.",
    "reserved-id": "A few ids are taken by the site or by operating systems.",
    "no-sources": "A brand needs a source, or an alias that a shared source is matched by.",
    "same-alias": "A name may lead to one brand only.",
    "same-source": "A source's id is used once on the whole site.",
    "source-without-columns": "A source of kind `records` says which column is what.",
    "bad-source-url": "A source is a web address, or a file below the repository.",
    "same-theme": "A theme's slug is used once; a brand's own theme may not reuse a general one.",
    "bad-target": "`merged_into` and `split_from` name something that exists.",
    "target-circle": "`merged_into` and `split_from` may not lead back to where they started.",
    "unknown-brand": "A brand that is named must have a file.",
    "unknown-theme": "A theme that is named must be in the taxonomy or among the brand's own.",
    "unknown-source": "A source that is named must exist.",
    "unknown-action": "An action that is named must stand in a response of the same brand.",
    "nothing-confirmed": "A confirmation names an action or a case.",
    "moderation-incomplete": "Some moderation events need more than a target.",
    "archive-unreadable": "The archive is what this program wrote.",
    # Responses
    "no-front-matter": "A response begins with its head between two lines `---`.",
    "folder-not-brand": "A response lies in its brand's folder.",
    "bad-file-name": "A response's file name is its date, a hyphen and a slug.",
    "unknown-case": "A case that is named must be on this site.",
    "case-of-another-brand": "A response answers cases of its own brand.",
    "answers-nothing": "A response names cases or a theme.",
    "needs-disposition": "Every response but an acknowledgement says what was decided.",
    "disposition-not-allowed": "An acknowledgement decides nothing, and nobody writes `unstated`.",
    "date-in-future": "What has happened cannot be dated after the site's clock.",
    "same-action": "An action's id is used once in a response.",
    "planned-incomplete": "A planned action has an owner role and a due date.",
    "done-incomplete": "A done action has its date and at least one piece of evidence.",
    "part-incomplete": "An action done in part has its date and says what was left out.",
    "abandoned-without-why": "An abandoned action says why.",
    "superseded-without-target": "A superseded action names the action that takes its place.",
    "unknown-response": "A response that is named must exist for the same brand.",
    "ledger-changed": "A published response is never edited; a new one supersedes it.",
    "ledger-missing": "A published response is never taken away.",
    "empty-body": "A response says something.",
    "unfinished": "The sentences that stand in for an answer must be replaced.",
    "personal-data": "A response holds no private address or telephone number.",
    "copied-answer": "An answer that repeats earlier ones is marked as a template.",
}
"""Every code and its rule, in one sentence."""
