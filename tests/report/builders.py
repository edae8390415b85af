"""Single invented values: posts, cases, answers, promises and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from generator.model.case import (
    ActionState,
    Answer,
    Case,
    ConfirmationSeen,
    Handling,
    Step,
)
from generator.model.measure import (
    BrandMeasures,
    CurvePoint,
    Interval,
    Measure,
    MonthCount,
    PromiseCounts,
    Waiting,
    Window,
)
from generator.model.mention import Cue, Finding, Mention
from generator.model.words import (
    ActionId,
    ActionStatus,
    BrandId,
    CaseId,
    Certainty,
    CostToCustomer,
    DateQuality,
    Disposition,
    HandlingFlag,
    HandlingState,
    Kind,
    MentionId,
    Remedy,
    ResponseId,
    ResponseType,
    SourceId,
    ThemeId,
    Verdict,
)

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
SAYINGS = (
    "The form asks for a ticket number and paper tickets have none, so I cannot get my money back.",
    "Four weeks and still no refund. The line rings out every time.",
    "My parcel says delivered, my neighbour says it never came.",
    "El tren llegó dos horas tarde y nadie avisó.",
    "They answered within a day and put it right. Thank you.",
    "The app logs me out whenever I open a ticket.",
)


def ident(number: int) -> str:
    """A made-up id of 16 base32 characters."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    digits = [letters[(number >> shift) % 32] for shift in range(0, 40, 5)]
    return "case" + "".join(digits) + "aaaa"


def finding(**changes: object) -> Finding:
    fields: dict[str, object] = {
        "language": "en",
        "kind": Kind.COMPLAINT,
        "certainty": Certainty.SURE,
        "severity": 2,
        "themes": (ThemeId("refunds"),),
        "cues": (
            Cue(group="delay", text="four weeks", weight=2.0),
            Cue(group="theme:refunds", text="refund"),
        ),
        "rules": "r1",
    }
    return Finding(**{**fields, **changes})  # type: ignore[arg-type]


def mention(number: int, **changes: object) -> Mention:
    when = NOW - timedelta(days=2 * number + 3, hours=number)
    fields: dict[str, object] = {
        "id": MentionId(ident(number)),
        "brand": BrandId("northway"),
        "source": SourceId("rail-forum"),
        "first_seen": when + timedelta(hours=8),
        "seen": when + timedelta(hours=8),
        "published": when,
        "quality": DateQuality.EXACT,
        "url": f"https://forum.example/posts/{number}",
        "thread": ident(number),
        "author": "00ff",
        "excerpt": SAYINGS[number % len(SAYINGS)],
        "finding": finding(),
    }
    return Mention(**{**fields, **changes})  # type: ignore[arg-type]


def handling(state: HandlingState, when: datetime, *flags: HandlingFlag, **changes: object) -> Handling:
    fields: dict[str, object] = {
        "state": state,
        "flags": flags,
        "steps": (Step(at=when, state=HandlingState.AWAITING, by="told"),),
        "clock_start": None if state is HandlingState.NOT_TOLD else when,
        "last_event": when,
    }
    return Handling(**{**fields, **changes})  # type: ignore[arg-type]


def case(number: int, state: HandlingState = HandlingState.AWAITING, **changes: object) -> Case:
    said = changes.pop("mention", None) or mention(number, brand=changes.get("brand", BrandId("northway")))
    assert isinstance(said, Mention)
    fields: dict[str, object] = {
        "id": CaseId(said.id),
        "brand": said.brand,
        "mentions": (said,),
        "kind": said.finding.kind,
        "certainty": said.finding.certainty,
        "severity": 2,
        "themes": said.finding.themes,
        "first_seen": said.first_seen,
        "published": said.published or said.first_seen,
        "month": said.first_seen.strftime("%Y-%m"),
        "handling": handling(state, said.published or said.first_seen),
    }
    return Case(**{**fields, **changes})  # type: ignore[arg-type]


def answer(**changes: object) -> Answer:
    fields: dict[str, object] = {
        "response": ResponseId("northway/2026-02-10-refunds"),
        "reply": None,
        "type": ResponseType.ANSWER,
        "disposition": Disposition.WILL_CHANGE,
        "general": False,
        "counts_from": NOW - timedelta(days=19),
        "dated": (NOW - timedelta(days=20)).date(),
        "by": "Head of customer care",
        "text": "We are **sorry**. The form will go.\n\nFrom March you need no number.",
        "markdown": True,
        "path": "content/responses/northway/2026-02-10-refunds.md",
    }
    return Answer(**{**fields, **changes})  # type: ignore[arg-type]


def action(name: str = "form", status: ActionStatus = ActionStatus.PLANNED, **changes: object) -> ActionState:
    fields: dict[str, object] = {
        "id": ActionId(f"northway/2026-02-10-refunds#{name}"),
        "response": ResponseId("northway/2026-02-10-refunds"),
        "brand": BrandId("northway"),
        "promise": "Refunds for delays of more than 30 minutes are paid without a form.",
        "owner_role": "Director of operations",
        "kind": "fix",
        "remedy": Remedy.FIX,
        "cost_to_customer": CostToCustomer.NONE,
        "status": status,
        "first_due": date(2026, 4, 1),
        "due": date(2026, 4, 1),
        "done": None,
        "slips": (),
        "themes": (ThemeId("refunds"),),
        "said_on": date(2026, 2, 10),
        "updated_on": date(2026, 2, 10),
    }
    return ActionState(**{**fields, **changes})  # type: ignore[arg-type]


def seen(verdict: Verdict, *, proved: bool = False, action_id: str | None = None) -> ConfirmationSeen:
    return ConfirmationSeen(
        id=f"2026-02-25-{verdict}",
        action=ActionId(action_id) if action_id else None,
        case=None,
        verdict=verdict,
        date=date(2026, 2, 25),
        proved=proved,
    )


def measure(name: str, numerator: int, denominator: int, **changes: object) -> Measure:
    fields: dict[str, object] = {
        "name": name,
        "value": round(numerator / denominator, 4) if denominator else None,
        "unit": "share",
        "numerator": numerator,
        "denominator": denominator,
        "window": Window(start=date(2025, 12, 2), end=date(2026, 3, 1)),
        "as_of": NOW,
    }
    return Measure(**{**fields, **changes})  # type: ignore[arg-type]


def many(name: str, number: int, **changes: object) -> Measure:
    return measure(name, number, number, value=float(number), unit="count", **changes)


def measures(total: int, answered: int, waiting: int, ids: tuple[str, ...] = ()) -> BrandMeasures:
    """Numbers that fit each other; shares carry a made-up interval from ten cases on."""
    low, high = (max(0.0, answered / total - 0.1), min(1.0, answered / total + 0.1)) if total else (0.0, 0.0)
    interval = Interval(low=round(low, 4), high=round(high, 4), method="wilson") if total >= 10 else None
    share = measure(
        "answered",
        answered,
        total,
        interval=interval,
        counted=ids[:answered],
        over=ids,
        excluded=(("answer_undated", total // 15), ("too_new", 3)),
    )
    days = measure(
        "waiting-median", answered, total, value=9.0 if answered * 2 > total else None, unit="days"
    )
    promises = {name: many(name, number) for name, number in PROMISES.items()}
    return BrandMeasures(
        answered=share,
        answered_all=measure("answered-all", answered, total, interval=interval),
        waiting=Waiting(
            median=days,
            by_day=(share,),
            curve=tuple(CurvePoint(day=float(day), share=round(0.06 * day, 3)) for day in (1, 3, 9, 12)),
        ),
        waiting_now=measure("waiting-now", waiting, total, unit="count", window=None, counted=ids[-waiting:]),
        oldest_waiting=measure("oldest-waiting", 1, 1, value=44.0, unit="days", window=None),
        overdue=many("overdue", min(2, waiting), window=None),
        promises=PromiseCounts(**promises),
        kinds=(many("kind-complaint", total, counted=ids), many("kind-praise", 2)),
        people=many("people", total),
        not_told=many("not-told", 0, window=None),
        confirmations=(many("confirmation-fixed", 1),),
        dispositions=(many("disposition-will-change", 1),),
        months=tuple(
            MonthCount(
                month=key,
                complaints=total // 4 + at,
                praise=at,
                questions=0,
                other=0,
                answered=answered // 4,
                partial=key == "2026-03",
                gap=key == "2026-01",
            )
            for at, key in enumerate(("2025-12", "2026-01", "2026-02", "2026-03"))
        ),
    )


PROMISES = {"kept": 1, "kept_late": 1, "in_part": 0, "dropped": 1, "open": 2, "late": 1}
