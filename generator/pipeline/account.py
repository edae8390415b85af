"""Accounts for every entry of a run: entries read = kept + set aside by reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec

from generator.archive import Folded, PlanCounts
from generator.model.entry import Entry, Reading
from generator.model.events import AnyEvent, GoneEvent
from generator.model.run import SourceRun
from generator.model.words import MentionId, SourceId
from generator.pipeline.ears import Ears
from generator.pipeline.progress import number
from generator.pipeline.talk import Said
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


def source_runs(
    sources: Collection[str],
    ears: Ears,
    kept: Mapping[str, Counter[str]],
    counts: Mapping[str, PlanCounts],
    gone: Mapping[SourceId, Counter[str]],
) -> tuple[SourceRun, ...]:
    """What each source did, by id.

    Args:
        sources: every source that might have been heard.
        ears: what the run brought.
        kept: entries by source and reason, as `set_aside` returns them.
        counts: what became of each source's drafts.
        gone: posts gone and back by source, as `tally` returns them.
    """
    readings = ears.readings()
    return tuple(
        _looked_at(
            source_run(
                name,
                ears.said.get(SourceId(name)),
                readings.get(SourceId(name), ()),
                kept.get(name, Counter()),
                counts.get(name),
            ),
            ears,
            gone.get(SourceId(name), Counter()),
        )
        for name in sorted({*sources, *readings, *gone, *ears.looked.checked, *ears.left})
    )


def source_run(
    name: str,
    said: Said | None,
    readings: Iterable[Reading],
    kept: Counter[str],
    counts: PlanCounts | None,
) -> SourceRun:
    """What one source did.

    Args:
        name: its id.
        said: what it said; None where it was not asked.
        readings: every body of it that was read, those of posts looked at again included.
        kept: its entries by reason, as `set_aside` returns them.
        counts: what became of its drafts.
    """
    readings, counts = tuple(readings), counts or PlanCounts()
    aside = Counter(one.reason for reading in readings for one in reading.set_aside)
    aside.update({reason: count for reason, count in kept.items() if reason})
    answers = Counter(one.reason for reading in readings for one in reading.answers_set_aside)
    run = SourceRun(
        source=SourceId(name),
        status="not_due",
        read=sum(one.read for one in readings),
        kept=kept[""],
        new=counts.new,
        revised=counts.revised,
        known=counts.known + counts.capped,
        replies=counts.replies,
        set_aside=tuple(sorted(aside.items())),
        answers_set_aside=tuple(sorted(answers.items())),
        notes=(_clash(counts.clashes),) if counts.clashes else (),
    )
    return run if said is None else _of_listening(run, said)


def _clash(count: int) -> str:
    return (
        f"{number(count, 'post')} not kept: another place of this host uses the same ids for other posts. "
        "Add the source anew under another id, with `id_policy: link`."
    )


def _of_listening(run: SourceRun, said: Said) -> SourceRun:
    status = "failed" if said.failed else "heard" if said.readings else "unchanged"
    return msgspec.structs.replace(
        run,
        status=status,
        requests=said.requests,
        missed=said.missed,
        gap=said.gap,
        notes=(*said.left_out, *run.notes),
        message=said.trouble,
        milliseconds=said.milliseconds,
        bytes=said.bytes,
    )


def tally(gone: Iterable[AnyEvent], known: Folded) -> dict[SourceId, Counter[str]]:
    """By source: mentions gone, and back."""
    sources = {(one.id, one.brand): one.source for one in known.mentions}
    sources.update({(one.id, one.brand): one.source for one in known.replies})
    found: defaultdict[SourceId, Counter[str]] = defaultdict(Counter)
    for event in gone:
        if isinstance(event, GoneEvent):
            found[sources[event.id, event.brand]]["back" if event.how == "back" else "gone"] += 1
    return dict(found)


def _looked_at(run: SourceRun, ears: Ears, gone: Counter[str]) -> SourceRun:
    looked, name = ears.looked, run.source
    return msgspec.structs.replace(
        run,
        gone=gone["gone"],
        back=gone["back"],
        checked=looked.checked.get(name, 0),
        checks_failed=looked.failed.get(name, 0),
        checks_left=ears.left.get(name, 0),
        notes=(*run.notes, *ears.notes.get(name, ()), *filter(None, [looked.doubts.get(name)])),
    )
