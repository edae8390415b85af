"""The ledger: when each response file was first seen, and with which bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from generator.archive.lines import utc
from generator.model.events import LedgerLine


class LedgerPlan(NamedTuple):
    """What a run finds about the response files."""

    new: tuple[LedgerLine, ...]
    """Lines to add, by id."""
    changed: tuple[str, ...]
    """Ids whose bytes are no longer those first seen."""
    missing: tuple[str, ...]
    """Ids whose file is no longer there."""


def plan_ledger(
    responses: Sequence[tuple[str, str, str]],
    ledger: Sequence[LedgerLine],
    now: datetime,
    opened: Mapping[str, datetime],
) -> LedgerPlan:
    """Compare response files (id, path, sha256) with the ledger.

    `opened` holds the time of the pull request by id. A file opened after `now` is not there yet for this
    run: recordings hold the files of later runs as well.
    """
    now = utc(now)
    known = {line.id: line for line in ledger}
    new, changed = [], []
    for name, path, sha256 in sorted(responses):
        have, since = known.get(name), opened.get(name)
        if have is not None:
            changed += [name] if have.sha256 != sha256 else []
        elif since is None or since <= now:
            day = since and utc(since)
            new.append(LedgerLine(id=name, path=path, sha256=sha256, first_seen=now, opened=day))
    missing = sorted(known.keys() - {name for name, _path, _sha256 in responses})
    return LedgerPlan(tuple(new), tuple(changed), tuple(missing))
