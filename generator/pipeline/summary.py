"""What a run says of itself: to a person, to a step summary, to the commit that holds what it heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.model.entry import SET_ASIDE
from generator.model.run import Run, SourceRun
from generator.pipeline.progress import number

TITLE_CHARS = 60
STATUS_WORDS = {
    "heard": "heard",
    "unchanged": "unchanged",
    "failed": "could not be heard",
    "not_due": "not due",
}
HEAD = ("| source | status | read | new | edited | replies | set aside |", "|---|---|--:|--:|--:|--:|--:|")


def totals(sources: Iterable[SourceRun]) -> Counter[str]:
    """The counts of several sources, added up by field."""
    total: Counter[str] = Counter()
    for one in sources:
        for name in ("read", "new", "revised", "kept", "known", "replies", "gone"):
            total[name] += getattr(one, name)
        total["set_aside"] += sum(count for _, count in one.set_aside)
        total[one.status] += 1
    return total


def set_aside(sources: Iterable[SourceRun]) -> tuple[tuple[str, int], ...]:
    """Entries not kept, by reason, over several sources."""
    total: Counter[str] = Counter()
    for one in sources:
        total.update(dict(one.set_aside))
    return tuple(sorted(total.items()))


def accounted(run: Run) -> bool:
    """Whether every entry read is kept or set aside by a reason (law 1)."""
    return all(one.read == one.kept + _aside(one) for one in run.sources)


def commit_message(runs: Sequence[Run]) -> str:
    """Subject of at most 60 characters, then one line a source that did something."""
    total = totals(one for run in runs for one in run.sources)
    subject = f"Hear {number(total['new'], 'new mention')}, {number(total['revised'], 'edit')}"
    lines = [
        f"- {one.source}: {one.new} new, {one.revised} edited, {one.replies} replies"
        for run in runs
        for one in run.sources
        if one.new or one.revised or one.replies
    ]
    failed = [f"- {one.source}: {one.message}" for run in runs for one in run.failed]
    return "\n".join([subject[:TITLE_CHARS], "", *lines, *failed]).rstrip() + "\n"


def markdown(runs: Sequence[Run]) -> str:
    """The step summary: a table a source and run, and what was set aside and why."""
    parts: list[str] = []
    for run in runs:
        parts += [f"### Listening of {run.now:%Y-%m-%d %H:%M} UTC", "", *_table(run), ""]
        reasons = set_aside(run.sources)
        if reasons:
            parts += [
                "Set aside:",
                "",
                *(f"- {count} {SET_ASIDE.get(why, why)}" for why, count in reasons),
                "",
            ]
    return "\n".join(parts)


def _table(run: Run) -> list[str]:
    rows = [
        f"| {one.source} | {STATUS_WORDS[one.status]} | {one.read} | {one.new} | {one.revised} "
        f"| {one.replies} | {_aside(one)} |"
        for one in run.sources
        if one.status != "not_due"
    ]
    return [*HEAD, *rows]


def _aside(one: SourceRun) -> int:
    return sum(count for _, count in one.set_aside)
