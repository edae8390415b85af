"""The words for every state, and how days, shares and lists are said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.model.view_parts import Day, Tag
from generator.model.words import (
    ActionStatus,
    CostToCustomer,
    Disposition,
    Effect,
    Ground,
    HandlingFlag,
    HandlingState,
    Kind,
    ModerationKind,
    Remedy,
    Requester,
    ResponseType,
    SourceKind,
    SourceOwner,
    Verdict,
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_HALF_A_PERCENT = 0.005

HANDLING = {
    HandlingState.NOT_TOLD: Tag(
        tone="plain",
        mark="dash",
        words="Company not told yet",
        meaning="Nobody has told the company of this site, so its silence is not counted.",
    ),
    HandlingState.AWAITING: Tag(
        tone="bad", mark="clock", words="No reply yet", meaning="The company has not replied in public."
    ),
    HandlingState.ACKNOWLEDGED: Tag(
        tone="open",
        mark="half",
        words="Received, not answered",
        meaning="The company said that it has the complaint. That is not an answer.",
    ),
    HandlingState.ANSWERED: Tag(
        tone="heard", mark="reply", words="Answered", meaning="The company answered this complaint itself."
    ),
    HandlingState.ANSWERED_IN_GENERAL: Tag(
        tone="heard",
        mark="many",
        words="Answered in general",
        meaning="The company answered the theme, not this complaint.",
    ),
    HandlingState.REOPENED: Tag(
        tone="bad",
        mark="again",
        words="Reopened by the customer",
        meaning="The customer came back after the answer.",
    ),
    HandlingState.OUT_OF_SCOPE: Tag(
        tone="plain", mark="dash", words="Out of scope", meaning="The company cannot be asked to answer this."
    ),
    HandlingState.NOT_THIS_COMPANY: Tag(
        tone="plain",
        mark="dash",
        words="Not about this company",
        meaning="It turned out to be about somebody else.",
    ),
    HandlingState.WITHDRAWN: Tag(
        tone="plain", mark="dash", words="Withdrawn", meaning="The customer took the complaint back."
    ),
}
FLAGS = {
    HandlingFlag.DISPUTED: Tag(
        tone="plain", mark="differ", words="Disputed", meaning="The company says that the facts are wrong."
    ),
    HandlingFlag.OVERDUE: Tag(tone="bad", mark="clock", words="Overdue"),
    HandlingFlag.LONG_OVERDUE: Tag(tone="bad", mark="clock", words="Long overdue"),
    HandlingFlag.QUIET: Tag(
        tone="plain", mark="dash", words="Gone quiet", meaning="Nothing has happened for a long time."
    ),
}
STATUS = {
    ActionStatus.CONSIDERING: Tag(
        tone="plain",
        mark="ask",
        words="Being considered",
        meaning="The company thinks about it. This is not a promise and is not counted.",
    ),
    ActionStatus.PLANNED: Tag(
        tone="promised",
        mark="flag",
        words="Promised",
        meaning="A promise with a day and somebody who owns it.",
    ),
    ActionStatus.IN_PROGRESS: Tag(
        tone="promised", mark="half", words="Under way", meaning="The company says that work has begun."
    ),
    ActionStatus.DONE: Tag(
        tone="good",
        mark="tick",
        words="Done",
        meaning="The company says that it is done, with a day and something a reader can check.",
    ),
    ActionStatus.DONE_IN_PART: Tag(
        tone="promised",
        mark="half",
        words="Done in part",
        meaning="Something was left out, and it says what.",
    ),
    ActionStatus.ABANDONED: Tag(
        tone="bad", mark="cross", words="Dropped", meaning="The company gave it up, and says why."
    ),
    ActionStatus.SUPERSEDED: Tag(
        tone="plain", mark="again", words="Replaced", meaning="Another promise took its place."
    ),
}
LATE = Tag(tone="bad", mark="clock", words="Late", meaning="The first promised day has passed.")
STALLED = Tag(
    tone="bad", mark="clock", words="Stalled", meaning="Late, and the company has said nothing for 30 days."
)
VERBS = {
    ActionStatus.CONSIDERING: "is considering",
    ActionStatus.PLANNED: "will do",
    ActionStatus.IN_PROGRESS: "is doing",
    ActionStatus.DONE: "did",
    ActionStatus.DONE_IN_PART: "did in part",
    ActionStatus.ABANDONED: "dropped",
    ActionStatus.SUPERSEDED: "replaced",
}
EFFECTS = {
    Effect.TOO_EARLY: Tag(
        tone="plain",
        mark="ask",
        words="Too early to tell",
        meaning="Too little time has passed since it was done.",
    ),
    Effect.TOO_FEW: Tag(
        tone="plain",
        mark="ask",
        words="Too few complaints to tell",
        meaning="There are not enough complaints to see a change.",
    ),
    Effect.IMPROVED: Tag(
        tone="good", mark="down", words="Fewer complaints since", meaning="Complaints fell more than chance."
    ),
    Effect.NO_CLEAR_CHANGE: Tag(
        tone="plain",
        mark="same",
        words="No clear change",
        meaning="Complaints neither fell nor rose more than chance.",
    ),
    Effect.WORSE: Tag(
        tone="bad", mark="up", words="More complaints since", meaning="Complaints rose more than chance."
    ),
}
RESPONSES = {
    ResponseType.ACKNOWLEDGEMENT: Tag(tone="open", mark="half", words="Received, not answered"),
    ResponseType.ANSWER: Tag(tone="heard", mark="reply", words="Answer"),
    ResponseType.CORRECTION: Tag(tone="heard", mark="differ", words="Correction"),
    ResponseType.DECLINE: Tag(tone="plain", mark="cross", words="Declined"),
}
DISPOSITIONS = {
    Disposition.WILL_CHANGE: "promises a change",
    Disposition.CHANGED: "says that it changed something",
    Disposition.EXPLAINED: "explains what happened",
    Disposition.REDRESS_MONETARY: "gave money back",
    Disposition.REDRESS_OTHER: "put it right without money",
    Disposition.APOLOGY_ONLY: "apologises, nothing more",
    Disposition.DISPUTED: "says that the facts are different",
    Disposition.CANNOT_VERIFY: "cannot find the case",
    Disposition.NOT_RESPONSIBLE: "says that somebody else is responsible",
    Disposition.NO_CHANGE: "will not change it, and says why",
    Disposition.HANDLED_PRIVATELY: "says that it was settled in private",
    Disposition.NEEDS_INFORMATION: "asks for more information",
    Disposition.UNSTATED: "does not say what it decided",
}
REMEDIES = {
    Remedy.FIX: "the problem is removed",
    Remedy.WORKAROUND: "a way around the problem",
    Remedy.REFUND: "money back",
    Remedy.REPLACEMENT: "a replacement",
    Remedy.POLICY: "a changed rule",
    Remedy.INFORMATION: "information only",
}
COSTS = {
    CostToCustomer.NONE: "at no cost to the customer",
    CostToCustomer.PAID: "the customer pays for it",
}
VERDICTS = {
    Verdict.FIXED: "fixed",
    Verdict.PARTLY: "partly fixed",
    Verdict.NOT_FIXED: "not fixed",
    Verdict.CANNOT_TELL: "cannot tell",
    Verdict.NO_REPLY: "did not reply when asked",
}
KINDS = {
    Kind.COMPLAINT: "Complaint",
    Kind.PRAISE: "Praise",
    Kind.QUESTION: "Question",
    Kind.SUGGESTION: "Suggestion",
    Kind.OTHER: "Other",
    Kind.UNCLASSIFIED: "Not classified",
}
OWNERS = {
    SourceOwner.INDEPENDENT: "independent",
    SourceOwner.COMPANY: "run by the company; never mixed with the rest",
    SourceOwner.REGULATOR: "run by a regulator",
}
SOURCE_KINDS = {
    SourceKind.FEED: "its feed",
    SourceKind.RECORDS: "a file of records",
    SourceKind.MBOX: "its mailbox",
    SourceKind.DISCOURSE: "Discourse's interface",
    SourceKind.STACKEXCHANGE: "Stack Exchange's interface",
    SourceKind.HACKERNEWS: "Hacker News's search",
    SourceKind.GITHUB: "GitHub's interface",
    SourceKind.REDDIT: "Reddit's interface",
    SourceKind.LEMMY: "Lemmy's interface",
    SourceKind.MASTODON: "Mastodon's interface",
    SourceKind.APPSTORE: "the store's feed of reviews",
}
"""How a source is read, after "through"."""
MODERATION = {
    ModerationKind.HOLD: "Words held back",
    ModerationKind.RELEASE: "Words released",
    ModerationKind.REDACT: "Words covered in part",
    ModerationKind.WITHHOLD: "Words withheld",
    ModerationKind.REMOVE: "Words removed",
    ModerationKind.RESTORE: "Words put back",
    ModerationKind.DISPUTE: "Facts disputed",
    ModerationKind.OVERRIDE: "Finding corrected",
    ModerationKind.MERGE: "Cases joined",
    ModerationKind.SPLIT: "Case divided",
}
CHANGES = {
    "excerpt": "the words shown",
    "kind": "its kind",
    "certainty": "its certainty",
    "severity": "its severity",
    "themes": "its theme",
    "rating": "its rating",
    "published": "its date",
}
"""What an edit made different, after "changed"."""
GROUNDS = {ground: ground.value.replace("_", " ") for ground in Ground} | {
    Ground.AUTHOR_WISH: "the author's wish",
    Ground.NOT_THIS_BRAND: "not about this company",
}
REQUESTERS = {
    Requester.AUTHOR: "the person who wrote it",
    Requester.COMPANY: "the company",
    Requester.THIRD_PARTY: "somebody else",
    Requester.MODERATOR: "a moderator",
    Requester.PUBLISHER: "the publisher",
    Requester.COURT: "a court",
}


def day(when: date | datetime, zone: ZoneInfo) -> Day:
    """`7 October 2026`, read in the site's time zone where it is an instant."""
    there = when.astimezone(zone).date() if isinstance(when, datetime) else when
    return Day(iso=there.isoformat(), words=f"{there.day} {MONTHS[there.month - 1]} {there.year}")


def span(start: date, end: date) -> str:
    """`24 August to 22 November 2026`; the first year only where it differs."""
    first = f"{start.day} {MONTHS[start.month - 1]}"
    if start.year != end.year:
        first = f"{first} {start.year}"
    return f"{first} to {end.day} {MONTHS[end.month - 1]} {end.year}"


def month(key: str) -> str:
    """`2026-10` as `October 2026`."""
    year, number = key.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def short_month(key: str) -> str:
    """`2026-10` as `Oct 2026`."""
    year, number = key.split("-")
    return f"{MONTHS[int(number) - 1][:3]} {year}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 complaint`, `1,250 complaints`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def days(number: float) -> str:
    """`1 day`, `4.5 days`."""
    return f"{number:,g} {'day' if number == 1 else 'days'}"


def percent(share: float) -> str:
    """A share of 0 to 1 in whole per cent; never rounded up to all or down to none."""
    if 0 < share < _HALF_A_PERCENT:
        return "under 1%"
    if 1 - _HALF_A_PERCENT <= share < 1:
        return "over 99%"
    return f"{share * 100:.0f}%"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    each = list(words)
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}" if each else ""


def lower_first(words: str) -> str:
    """A title inside a sentence: the first letter small, unless the word is all capitals."""
    head = words.split(" ", 1)[0]
    return words if len(head) > 1 and head.isupper() else words[:1].lower() + words[1:]


def days_between(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Whole calendar days in the site's time zone."""
    return (end.astimezone(zone).date() - start.astimezone(zone).date()).days


def days_after(start: datetime, number: int, zone: ZoneInfo) -> Day:
    """The day so many days later."""
    return day(start.astimezone(zone).date() + timedelta(days=number), zone)


def cut(text: str, length: int) -> str:
    """At most so many characters, cut between words, with an ellipsis where something is missing."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
