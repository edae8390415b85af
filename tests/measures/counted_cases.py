"""Invented cases with nothing but what numbers are made of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from generator.measures.frame import Frame
from generator.model.case import ActionState, Answer, Case, ConfirmationSeen, Handling, Step
from generator.model.mention import Finding, Mention
from generator.model.site import Counting
from generator.model.words import (
    ActionId,
    ActionStatus,
    BrandId,
    CaseId,
    Certainty,
    CostToCustomer,
    DateQuality,
    Disposition,
    HandlingState,
    Kind,
    MentionId,
    ResponseId,
    ResponseType,
    SourceId,
    ThemeId,
    Verdict,
)

AS_OF = datetime(2025, 6, 30, 9, tzinfo=UTC)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
WAITS = {HandlingState.AWAITING, HandlingState.ACKNOWLEDGED, HandlingState.NOT_TOLD}


def frame(**changes: Any) -> Frame:
    values: dict[str, Any] = {"as_of": AS_OF, "zone": ZoneInfo("UTC"), "counting": Counting()}
    return Frame(**(values | changes))


def ref(number: int) -> CaseId:
    digits = "".join(LETTERS[(number >> shift) & 31] for shift in (15, 10, 5, 0))
    return CaseId("c" * 12 + digits)


def ago(days: float) -> datetime:
    return AS_OF - timedelta(days=days)


def case(number: int, posted: float, answered: float | None = None, **changes: Any) -> Case:
    """A sure complaint posted so many days ago; `answered` days later where it was."""
    published = ago(posted)
    state = HandlingState.AWAITING if answered is None else HandlingState.ANSWERED
    handling: dict[str, Any] = {
        "state": state,
        "clock_start": published,
        "answered_at": None if answered is None else published + timedelta(days=answered),
        "last_event": published,
    }
    handling |= {name: changes.pop(name) for name in list(changes) if name in Handling.__struct_fields__}
    author = changes.pop("author", f"author-{number}")
    values: dict[str, Any] = {
        "id": ref(number),
        "brand": BrandId("northway"),
        "mentions": (mention(number, published, author),),
        "kind": Kind.COMPLAINT,
        "certainty": Certainty.SURE,
        "severity": 1,
        "themes": (ThemeId("delays"),),
        "first_seen": published,
        "published": published,
        "month": f"{published:%Y-%m}",
        "handling": Handling(**handling),
    }
    return Case(**(values | changes))


def mention(number: int, published: datetime, author: str | None) -> Mention:
    return Mention(
        id=MentionId(ref(number)),
        brand=BrandId("northway"),
        source=SourceId("forum"),
        first_seen=published,
        seen=published,
        published=published,
        quality=DateQuality.EXACT,
        url=None,
        thread="t",
        author=author,
        excerpt=None,
        finding=Finding(
            language="en",
            kind=Kind.COMPLAINT,
            certainty=Certainty.SURE,
            severity=1,
            themes=(),
            cues=(),
            rules="r",
        ),
    )


def reopened(number: int, posted: float, days_ago: float) -> Case:
    step = Step(at=ago(days_ago), state=HandlingState.REOPENED, by="x")
    return case(number, posted, 1, state=HandlingState.REOPENED, steps=(step,))


def answer(disposition: Disposition, **changes: Any) -> Answer:
    values: dict[str, Any] = {
        "response": ResponseId("northway/r"),
        "reply": None,
        "type": ResponseType.ANSWER,
        "disposition": disposition,
        "general": False,
        "counts_from": AS_OF,
        "dated": None,
    }
    return Answer(**(values | changes))


def verdict(stem: str, what: Verdict) -> ConfirmationSeen:
    return ConfirmationSeen(id=stem, action=None, case=None, verdict=what, date=AS_OF.date(), proved=False)


def promise(name: str, status: ActionStatus, **changes: Any) -> ActionState:
    values: dict[str, Any] = {
        "id": ActionId(f"northway/r#{name}"),
        "response": ResponseId("northway/r"),
        "brand": BrandId("northway"),
        "promise": "The lift is mended.",
        "owner_role": "Head of operations",
        "kind": "fix",
        "remedy": None,
        "cost_to_customer": CostToCustomer.NONE,
        "status": status,
        "first_due": date(2025, 5, 1),
        "due": date(2025, 5, 1),
        "done": None,
        "slips": (),
        "said_on": date(2025, 1, 1),
        "updated_on": date(2025, 1, 1),
        "themes": (ThemeId("delays"),),
    }
    return ActionState(**(values | changes))
