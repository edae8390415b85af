"""Which cases, answers and promises come first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from generator.model.book import BrandBook
from generator.model.case import ActionState, Case
from generator.model.measure import BrandMeasures, Window
from generator.model.view_parts import ShortCase
from generator.model.words import FINISHED, ActionStatus, HandlingState, Kind
from generator.report import cases, wording
from generator.report.context import Context

SPLIT = (
    ("done", "Answered, and something was done"),
    ("answered", "Answered"),
    ("general", "Answered in general"),
    ("ack", "Received, not answered"),
    ("none", "No reply yet"),
    ("untold", "Not told to the company"),
    ("out", "Withdrawn, or not theirs to answer"),
)
"""(class, words): what happened to a theme's complaints, best known first."""
_PLACE = {
    HandlingState.ANSWERED: "answered",
    HandlingState.ANSWERED_IN_GENERAL: "general",
    HandlingState.ACKNOWLEDGED: "ack",
    HandlingState.AWAITING: "none",
    HandlingState.REOPENED: "none",
    HandlingState.NOT_TOLD: "untold",
}


def place(case: Case, context: Context) -> str:
    """Which part of the bar a case belongs to."""
    found = _PLACE.get(case.handling.state, "out")
    if found in {"answered", "general"} and any(
        one.status in FINISHED for one in context.actions_of.get(case.id, ())
    ):
        return "done"
    return found


def counted(brand: BrandBook) -> tuple[Case, ...]:
    """What counts as a complaint from independent and regulator sources."""
    return tuple(case for case in brand.cases if case.counted and not case.company_owned)


def recent(some: Iterable[Case], measures: BrandMeasures, context: Context) -> tuple[Case, ...]:
    """Those published within the window of the plain counts."""
    window = window_of(measures, context)
    return tuple(
        case for case in some if window.start <= case.published.astimezone(context.zone).date() <= window.end
    )


def window_of(measures: BrandMeasures, context: Context) -> Window:
    """The window of the plain counts, as they were measured."""
    measured = next((one.window for one in measures.kinds if one.window), None)
    days = context.book.config.counting.window_days
    return measured or Window(start=context.today - timedelta(days=days - 1), end=context.today)


def window_words(measures: BrandMeasures, context: Context) -> str:
    """`in the last 90 days`, or from when to when."""
    window = window_of(measures, context)
    days = context.book.config.counting.window_days
    if window.end == context.today and (window.end - window.start).days == days - 1:
        return f"in the last {days} days"
    return f"from {wording.span(window.start, window.end)}"


def pairs(brand: BrandBook, number: int) -> tuple[Case, ...]:
    """Cases worth showing as said and done: newest answers first, one a theme before a second one."""
    own = [case for case in brand.cases if case.own_page and case.counted and not case.company_owned]
    own.sort(key=_weight, reverse=True)
    seen: set[tuple[str, ...]] = set()
    first: list[Case] = []
    later: list[Case] = []
    for case in own:
        key = (case.themes[0] if case.themes else "", case.actions[0] if case.actions else "")
        (later if key in seen else first).append(case)
        seen.add(key)
    return tuple([*first, *later][:number])


def _weight(case: Case) -> tuple[bool, bool, bool, datetime, str]:
    shown = any(mention.excerpt and not mention.hidden for mention in case.mentions)
    newest = case.handling.answered_at or case.published
    return bool(case.actions), shown, bool(case.answers), newest, case.id


def waiting(brands: Iterable[BrandBook], context: Context) -> list[Case]:
    """Who waits, longest first: exactly those the number counts."""
    found = [
        context.cases[one]
        for brand in brands
        for one in brand.measures.waiting_now.counted
        if one in context.cases
    ]
    return sorted(found, key=lambda case: (-(cases.waiting(case, context) or 0), case.published, case.id))


def shorts(some: Iterable[Case], context: Context) -> tuple[ShortCase, ...]:
    """Lines of a list."""
    return tuple(cases.short(case, context) for case in some)


def praised(brand: BrandBook, context: Context) -> tuple[Case, ...]:
    """Praise in the window, newest first; words that may be shown before those that may not."""
    found = [
        case
        for case in recent(brand.cases, brand.measures, context)
        if case.kind is Kind.PRAISE and not case.company_owned
    ]
    return tuple(
        sorted(found, key=lambda case: not (case.mentions[0].excerpt and not case.mentions[0].hidden))
    )


def latest(some: Iterable[ActionState]) -> ActionState | None:
    """The newest thing done, else the newest promise."""
    each = [one for one in some if one.status is not ActionStatus.SUPERSEDED]
    done = [one for one in each if one.status in FINISHED and one.done]
    if done:
        return max(done, key=lambda one: (one.done or one.said_on, one.id))
    return max(each, key=lambda one: (one.said_on, one.id), default=None)
