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
COLUMNS = ("read", "new", "edited", "gone", "replies", "set aside", "gap", "ms", "bytes")
HEAD = (
    f"| source | status | {' | '.join(COLUMNS)} |",
    f"|---|---|{'|'.join('--:' for _ in COLUMNS)}|",
)
COUNTED = (
    "read", "new", "revised", "kept", "known", "replies", "gone", "back", "checked", "checks_failed",
    "missed", "gap", "bytes", "requests",
)  # fmt: skip


def totals(sources: Iterable[SourceRun]) -> Counter[str]:
    """The counts of several sources, added up by field."""
    total: Counter[str] = Counter()
    for one in sources:
        for name in COUNTED:
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
        f"- {one.source}: {one.new} new, {one.revised} edited, {one.gone} gone, {one.replies} replies"
        for run in runs
        for one in run.sources
        if one.new or one.revised or one.replies or one.gone
    ]
    return "\n".join([subject[:TITLE_CHARS], "", *lines, *remarks(runs)]).rstrip() + "\n"


def remarks(runs: Iterable[Run]) -> list[str]:
    """What a person should read of each source, a line each: why it failed, a gap, what is to be done."""
    found = []
    for one in (one for run in runs for one in run.sources):
        gap = "entries may have come and gone unheard since the last run." if one.gap else ""
        looked = f"{one.checks_failed} posts could not be looked at again." if one.checks_failed else ""
        found += [f"- {one.source}: {words}" for words in (one.message, gap, looked, *one.notes) if words]
    return found


def markdown(runs: Sequence[Run]) -> str:
    """The step summary: a table a source and run, and what was set aside and why."""
    parts: list[str] = []
    for run in runs:
        parts += [f"### Listening of {run.now:%Y-%m-%d %H:%M} UTC", "", *_table(run), ""]
        parts += [*said, ""] if (said := remarks([run])) else []
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
        f"| {one.source} | {STATUS_WORDS[one.status]} | {one.read} | {one.new} | {one.revised} | {one.gone} "
        f"| {one.replies} | {_aside(one)} | {'yes' if one.gap else ''} | {one.milliseconds} | {one.bytes} |"
        for one in run.sources
        if one.status != "not_due" or one.checked
    ]
    return [*HEAD, *rows]


def _aside(one: SourceRun) -> int:
    return sum(count for _, count in one.set_aside)
