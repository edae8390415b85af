"""Plain counts: kinds, people, verdicts, dispositions, months."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from generator.measures.frame import Frame, count, ids, within
from generator.model.case import ActionState, Case
from generator.model.events import Gap
from generator.model.measure import Measure, MonthCount, Window
from generator.model.words import EXITS, Certainty, Disposition, Kind, ResponseType, Verdict

MONTHS: Final = 36
"""Most months of a chart, the newest."""
NEARLY_A_DAY: Final = timedelta(hours=21)
"""A daily schedule drifts: what one run of it missed is a day that was missed."""
DECEMBER: Final = 12


def kinds(cases: Sequence[Case], frame: Frame) -> tuple[Measure, ...]:
    """One count a kind in the window by day of publication, and one for complaints in review."""
    window = recent(cases, frame)
    found: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        if within(window, frame.day(case.published)):
            review = case.kind is Kind.COMPLAINT and case.certainty is not Certainty.SURE
            found["complaint-review" if review else case.kind.value].append(case.id)
    names = [*(kind.value for kind in Kind), "complaint-review"]
    return tuple(count(f"kind-{name}", found[name], frame, window=window) for name in names)


def recent(cases: Sequence[Case], frame: Frame) -> Window:
    """The window of plain counts."""
    return frame.recent(min((frame.day(case.published) for case in cases), default=None))


def people(cases: Sequence[Case], frame: Frame) -> Measure:
    """Distinct people among the window's counted complaints; an unknown author is one more.

    `over` lists the complaints; which of them are one person's is not published.
    """
    window = recent(cases, frame)
    found = [case for case in cases if case.counted and within(window, frame.day(case.published))]
    known: set[str] = set()
    unknown = 0
    for case in found:
        authors = {mention.author for mention in case.mentions if mention.author is not None}
        known |= authors
        unknown += not authors
    return Measure(
        name="people",
        value=float(len(known) + unknown),
        unit="count",
        numerator=len(known) + unknown,
        denominator=len(found),
        window=window,
        as_of=frame.as_of,
        over=ids(found),
        note=f"{unknown} by unknown authors, each counted as one person." if unknown else "",
    )


def not_told(counted: Sequence[Case], frame: Frame) -> Measure:
    """Complaints that the company was not told of: their silence does not count."""
    found = (
        case.id for case in counted if case.handling.clock_start is None and case.handling.state not in EXITS
    )
    return count("not-told", found, frame)


def confirmations(cases: Sequence[Case], actions: Sequence[ActionState], frame: Frame) -> tuple[Measure, ...]:
    """One count a verdict; a confirmation of a case and an action is one."""
    given_to = (*(case.confirmations for case in cases), *(action.confirmations for action in actions))
    seen = {one.id: one.verdict for given in given_to for one in given}
    return tuple(
        count(
            f"confirmation-{_slug(verdict.value)}",
            (stem for stem, given in seen.items() if given is verdict),
            frame,
        )
        for verdict in Verdict
    )


def dispositions(counted: Sequence[Case], frame: Frame) -> tuple[Measure, ...]:
    """One count a disposition: complaints with at least one answer of their own that says it."""
    found: dict[Disposition, list[str]] = defaultdict(list)
    for case in counted:
        said = {
            answer.disposition
            for answer in case.answers
            if not answer.general and answer.type is not ResponseType.ACKNOWLEDGEMENT
        }
        for disposition in said:
            found[disposition].append(case.id)
    return tuple(count(f"disposition-{_slug(one.value)}", found[one], frame) for one in Disposition)


def _slug(word: str) -> str:
    return word.replace("_", "-")


def months(cases: Sequence[Case], gaps: Iterable[Gap], frame: Frame) -> tuple[MonthCount, ...]:
    """Every month from the first publication to the clock, the newest 36, empty ones included."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        if (on := frame.day(case.published)) <= frame.today:
            tally[f"{on:%Y-%m}"].update(_columns(case))
    if not tally:
        return ()
    deaf = _deaf_months(gaps, frame)
    current = f"{frame.today:%Y-%m}"
    return tuple(
        MonthCount(
            month=month,
            complaints=tally[month]["complaint"],
            praise=tally[month]["praise"],
            questions=tally[month]["question"],
            other=tally[month]["other"],
            answered=tally[month]["answered"],
            partial=month == current,
            gap=month in deaf,
        )
        for month in list(_from(min(tally), current))[-MONTHS:]
    )


def _columns(case: Case) -> list[str]:
    if case.counted:
        answered = case.handling.answered_at is not None or case.handling.answer_undated
        return ["complaint", "answered"] if answered else ["complaint"]
    return [case.kind.value if case.kind in {Kind.PRAISE, Kind.QUESTION} else "other"]


def _from(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while (name := f"{year:04d}-{month:02d}") <= last:
        yield name
        year, month = (year + 1, 1) if month == DECEMBER else (year, month + 1)


def _deaf_months(gaps: Iterable[Gap], frame: Frame) -> set[str]:
    """Months of which a gap covers a day's length or more."""
    found: set[str] = set()
    for gap in gaps:
        start, end = gap.start, min(gap.end or frame.as_of, frame.as_of)
        if end - start < NEARLY_A_DAY:
            continue
        for month in _from(f"{frame.day(start):%Y-%m}", f"{frame.day(end):%Y-%m}"):
            opens, closes = _bounds(month, frame)
            if min(end, closes) - max(start, opens) >= NEARLY_A_DAY:
                found.add(month)
    return found


def _bounds(month: str, frame: Frame) -> tuple[datetime, datetime]:
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    return (
        datetime(first.year, first.month, 1, tzinfo=frame.zone),
        datetime(after.year, after.month, 1, tzinfo=frame.zone),
    )
