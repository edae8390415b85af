"""The cases and promises of one invented brand: every state and every status once."""

from __future__ import annotations

from datetime import date, timedelta

from generator.model.case import (
    ActionState,
    Case,
    Slip,
    Step,
)
from generator.model.words import (
    ActionId,
    ActionStatus,
    CaseId,
    Certainty,
    DateQuality,
    Disposition,
    Effect,
    HandlingFlag,
    HandlingState,
    Kind,
    ResponseType,
    SourceId,
    ThemeId,
    Verdict,
)
from tests.report.builders import (
    NOW,
    action,
    answer,
    case,
    finding,
    handling,
    ident,
    mention,
    seen,
)


def northway_cases() -> tuple[Case, ...]:
    """Every state of handling, and every reason for hidden words."""
    first, second = "northway/2026-02-10-refunds#form", "northway/2026-02-10-refunds#phone"
    said = mention(0)
    hidden = {10: "removed", 11: "gone", 12: "held", 13: "withheld", 14: "rights", 15: "expired"}
    return (
        case(
            0,
            HandlingState.ANSWERED,
            mention=said,
            own_page=True,
            answers=(answer(),),
            actions=(ActionId(first), ActionId(second)),
            confirmations=(seen(Verdict.FIXED, proved=True),),
            same_text=(CaseId(ident(1)), CaseId(ident(2))),
            handling=handling(
                HandlingState.ANSWERED,
                said.first_seen,
                HandlingFlag.DISPUTED,
                answered_at=NOW - timedelta(days=2),
                steps=(
                    Step(at=said.first_seen, state=HandlingState.AWAITING, by="told"),
                    Step(
                        at=NOW - timedelta(days=2),
                        state=HandlingState.ANSWERED,
                        by="northway/2026-02-10-refunds",
                    ),
                    Step(at=None, state=HandlingState.WITHDRAWN, by="event"),
                ),
            ),
        ),
        case(1, HandlingState.AWAITING),
        case(
            2,
            HandlingState.ACKNOWLEDGED,
            answers=(answer(type=ResponseType.ACKNOWLEDGEMENT, disposition=Disposition.UNSTATED),),
        ),
        case(
            3,
            HandlingState.ANSWERED,
            mention=mention(3, finding=finding(language="es", themes=(ThemeId("delays"),)), rev=1, cut=True),
            own_page=True,
            answers=(
                answer(
                    response=None,
                    reply="r",
                    counts_from=None,
                    dated=None,
                    by=None,
                    text=None,
                    markdown=False,
                    path=None,
                    template=23,
                ),
            ),
            handling=handling(HandlingState.ANSWERED, NOW - timedelta(days=9), answer_undated=True),
        ),
        case(4, HandlingState.ANSWERED_IN_GENERAL, answers=(answer(general=True, template=1),)),
        case(
            5,
            HandlingState.REOPENED,
            handling=handling(HandlingState.REOPENED, NOW - timedelta(days=40), HandlingFlag.OVERDUE),
        ),
        case(
            6,
            HandlingState.AWAITING,
            handling=handling(
                HandlingState.AWAITING,
                NOW - timedelta(days=70),
                HandlingFlag.LONG_OVERDUE,
                HandlingFlag.OVERDUE,
                HandlingFlag.QUIET,
            ),
        ),
        case(7, HandlingState.NOT_TOLD),
        case(
            8,
            mention=mention(8, finding=finding(kind=Kind.PRAISE)),
            handling=handling(HandlingState.AWAITING, NOW),
        ),
        case(
            9,
            mention=mention(9, finding=finding(certainty=Certainty.REVIEW)),
            handling=handling(HandlingState.AWAITING, NOW),
        ),
        *(
            case(
                number,
                mention=mention(
                    number,
                    excerpt=None,
                    hidden=why,
                    moderated=("2026-02-20-withheld",),
                    finding=finding(held=("crime",) if why == "held" else ()),
                ),
            )
            for number, why in hidden.items()
        ),
        case(
            16,
            HandlingState.OUT_OF_SCOPE,
            handling=handling(HandlingState.OUT_OF_SCOPE, NOW, HandlingFlag.QUIET),
        ),
        case(
            17,
            mention=mention(17, source=SourceId("hotline"), quality=DateQuality.FIRST_SEEN, published=None),
            company_owned=True,
        ),
        case(18, mention=mention(18, finding=finding(kind=Kind.QUESTION, themes=())), themes=()),
    )


def northway_actions() -> tuple[ActionState, ...]:
    """Every status of a promise."""
    fixed = (seen(Verdict.FIXED, proved=True), seen(Verdict.NOT_FIXED), seen(Verdict.NO_REPLY))
    first = (CaseId(ident(0)),)
    return (
        action(
            "form",
            cases=first,
            late=True,
            stalled=False,
            first_due=date(2026, 2, 1),
            days_late=28,
            slips=(
                Slip(said_on=date(2026, 2, 10), due=date(2026, 4, 1)),
                Slip(said_on=date(2026, 2, 12), due=date(2026, 5, 1)),
            ),
            due=date(2026, 5, 1),
        ),
        action(
            "phone",
            ActionStatus.DONE,
            cases=first,
            done=date(2026, 2, 14),
            first_due=date(2026, 2, 20),
            evidence=(("https://northway.example/phone", "The new opening hours"),),
            confirmations=fixed,
            effect=Effect.IMPROVED,
            promise="The line is open on Sundays.",
        ),
        action(
            "half",
            ActionStatus.DONE_IN_PART,
            done=date(2026, 2, 14),
            first_due=date(2026, 2, 4),
            days_late=10,
            left_out="Paper tickets.",
            effect=Effect.TOO_FEW,
        ),
        action("drop", ActionStatus.ABANDONED, why="Too dear."),
        action("think", ActionStatus.CONSIDERING, first_due=None, due=None, owner_role=None),
        action("old", ActionStatus.SUPERSEDED),
        action(
            "slow",
            ActionStatus.IN_PROGRESS,
            late=True,
            stalled=True,
            first_due=date(2026, 1, 1),
            days_late=59,
        ),
        action("next", ActionStatus.PLANNED, slips=(Slip(said_on=date(2026, 2, 10), due=date(2026, 4, 1)),)),
    )
