"""Accounts for every entry of a run: entries read = kept + set aside by reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from generator.archive import PlanCounts
from generator.model.entry import Entry, FetchFailure, NotModified, Reading, SourceAnswer
from generator.model.run import SourceRun
from generator.model.words import MentionId, SourceId
from generator.screening import Screened


def set_aside(
    entries: Iterable[Entry], screened: Iterable[Screened], removed: set[MentionId]
) -> defaultdict[str, Counter[str]]:
    """By source: entries kept (under the empty reason) and set aside by reason."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry, one in zip(entries, screened, strict=True):
        reason = one.set_aside.reason if one.set_aside else ""
        made = {draft.id for draft in one.drafts} | {reply.id for reply in one.replies}
        if not reason and made and made <= removed:
            reason = "removed"
        found[entry.source][reason] += 1
    return found


def source_run(
    name: str,
    answer: SourceAnswer | None,
    reading: Reading | None,
    kept: Counter[str],
    counts: PlanCounts | None,
    *,
    gone: int = 0,
) -> SourceRun:
    """What one source did; `kept` counts its entries by reason, as `set_aside` returns them."""
    run = SourceRun(source=SourceId(name), status="not_due")
    if answer is None:
        return run
    run = msgspec.structs.replace(run, milliseconds=answer.milliseconds)
    if isinstance(answer, FetchFailure):
        return msgspec.structs.replace(run, status="failed", message=answer.message)
    if isinstance(answer, NotModified) or reading is None:
        return msgspec.structs.replace(run, status="unchanged")
    if reading.failure:
        return msgspec.structs.replace(run, status="failed", message=reading.failure, bytes=len(answer.body))
    aside = Counter(one.reason for one in reading.set_aside)
    aside.update({reason: count for reason, count in kept.items() if reason})
    counts = counts or PlanCounts()
    return msgspec.structs.replace(
        run,
        status="heard",
        read=reading.read,
        kept=kept[""],
        new=counts.new,
        revised=counts.revised,
        known=counts.known + counts.capped,
        replies=counts.replies,
        gone=gone,
        set_aside=tuple(sorted(aside.items())),
        answers_set_aside=tuple(sorted(Counter(one.reason for one in reading.answers_set_aside).items())),
        bytes=len(answer.body),
    )
