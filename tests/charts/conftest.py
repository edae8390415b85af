"""A small invented book: one brand with every sort of event, one without any."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from generator.model.book import Book, BrandBook, SourceOnSite
from generator.model.brand import Brand
from generator.model.case import ActionState, Answer, Case, ConfirmationSeen, Handling, Issue
from generator.model.events import Gap, SourceFacts
from generator.model.measure import BrandMeasures, Interval, Measure, PromiseCounts, Waiting
from generator.model.mention import Finding, Mention
from generator.model.people import ModerationEvent
from generator.model.site import Publisher, Site, SiteConfig
from generator.model.source import Rights, Source
from generator.model.words import (
    ActionId,
    ActionStatus,
    BrandId,
    CaseId,
    Certainty,
    CostToCustomer,
    DateQuality,
    Disposition,
    Ground,
    HandlingState,
    Kind,
    MentionId,
    ModerationKind,
    Publish,
    Relationship,
    Requester,
    ResponseId,
    ResponseType,
    SourceId,
    ThemeId,
    Verdict,
)

AS_OF = datetime(2026, 3, 31, 6, tzinfo=UTC)
RAIL = BrandId("northway-rail")


def at(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 9, 30, tzinfo=UTC)


def measure(name: str, value: float | None = 1.0, *, share: bool = False) -> Measure:
    interval = Interval(low=0.2, high=0.8, method="wilson") if share else None
    return Measure(
        name=name,
        value=value,
        unit="share" if share else "count",
        numerator=1,
        denominator=2,
        window=None,
        interval=interval,
        as_of=AS_OF,
        counted=("a" * 16,),
    )


def measures() -> BrandMeasures:
    names = ("kept", "kept_late", "in_part", "dropped", "open", "late")
    return BrandMeasures(
        answered=measure("answered", 0.5, share=True),
        answered_all=measure("answered_all", 0.5),
        waiting=Waiting(median=measure("median", None), by_day=(), curve=()),
        waiting_now=measure("waiting_now"),
        oldest_waiting=measure("oldest_waiting"),
        overdue=measure("overdue"),
        promises=PromiseCounts(**{name: measure(name) for name in names}),
        kinds=(),
        people=measure("people"),
        not_told=measure("not_told"),
        confirmations=(),
        dispositions=(),
        months=(),
    )


def mention(letter: str, excerpt: str | None, hidden: str | None = None) -> Mention:
    return Mention(
        id=MentionId(letter * 16),
        brand=RAIL,
        source=SourceId("rail-forum"),
        first_seen=at(2),
        seen=at(2),
        published=at(1),
        quality=DateQuality.EXACT,
        url=f"https://forum.example/{letter}",
        thread="t" * 16,
        author=None,
        excerpt=excerpt,
        hidden=hidden,
        finding=Finding(
            language="en",
            kind=Kind.COMPLAINT,
            certainty=Certainty.SURE,
            severity=2,
            themes=(ThemeId("delays"),),
            cues=(),
            rules="r1",
        ),
    )


def answer(response: str | None, kind: ResponseType, day: datetime | None, **changes: object) -> Answer:
    given = {
        "response": response,
        "reply": None if response else "replyreplyreply2",
        "type": kind,
        "disposition": Disposition.WILL_CHANGE if response else Disposition.UNSTATED,
        "general": False,
        "counts_from": day,
        "dated": None,
        "text": "We will mend the form <soon> & pay.\x0b\u202e",
    } | changes
    return Answer(**given)  # type: ignore[arg-type]


def seen(name: str, verdict: Verdict) -> ConfirmationSeen:
    return ConfirmationSeen(
        id=name, action=None, case=CaseId("a" * 16), verdict=verdict, date=date(2026, 3, 20), proved=True
    )


def case(letter: str, one: Mention, **changes: object) -> Case:
    given = {
        "id": CaseId(letter * 16),
        "brand": RAIL,
        "mentions": (one,),
        "kind": Kind.COMPLAINT,
        "certainty": Certainty.SURE,
        "severity": 2,
        "themes": (ThemeId("delays"), ThemeId("staff")),
        "first_seen": at(2),
        "published": at(1),
        "month": "2026-03",
        "handling": Handling(state=HandlingState.AWAITING, clock_start=None, last_event=at(1)),
    } | changes
    return Case(**given)  # type: ignore[arg-type]


def action(name: str, status: ActionStatus, **changes: object) -> ActionState:
    given = {
        "id": ActionId(f"northway-rail/2026-03-05-form#{name}"),
        "response": ResponseId("northway-rail/2026-03-05-form"),
        "brand": RAIL,
        "promise": "The refund form works.",
        "owner_role": None,
        "kind": "fix",
        "remedy": None,
        "cost_to_customer": CostToCustomer.NONE,
        "status": status,
        "first_due": None,
        "due": None,
        "done": None,
        "said_on": date(2026, 3, 5),
        "updated_on": date(2026, 3, 18),
        "cases": (CaseId("a" * 16), CaseId("z" * 16)),
        "evidence": (("https://rail.example/news", "News"), ("javascript:x()", "x")),
    } | changes
    return ActionState(**given)  # type: ignore[arg-type]


@pytest.fixture
def rail() -> BrandBook:
    shared = answer("northway-rail/2026-03-05-form", ResponseType.ANSWER, at(5))
    general = answer("northway-rail/2026-03-06-delays", ResponseType.CORRECTION, at(6), general=True)
    cases = (
        case(
            "a",
            mention("a", '=HYPERLINK("x") The form fails, again'),
            answers=(
                answer("northway-rail/2026-03-04-ack", ResponseType.ACKNOWLEDGEMENT, at(4)),
                shared,
                answer(None, ResponseType.ANSWER, at(7)),
                general,
            ),
            confirmations=(seen("fixed-1", Verdict.FIXED),),
            actions=(ActionId("northway-rail/2026-03-05-form#kept"),),
        ),
        case("b", mention("b", "secret words", "held"), answers=(shared,), severity=4),
        case(
            "c",
            mention("c", "words to come"),
            answers=(answer("northway-rail/2026-04-01-late", ResponseType.ANSWER, at(1, 4)),),
        ),
        case("d", mention("d", None, "rights"), answers=(answer("undated", ResponseType.DECLINE, None),)),
    )
    actions = (
        action(
            "kept",
            ActionStatus.DONE,
            first_due=date(2026, 3, 15),
            done=date(2026, 3, 10),
            confirmations=(seen("fixed-1", Verdict.FIXED), seen("partly-1", Verdict.PARTLY)),
        ),
        action("late", ActionStatus.PLANNED, first_due=date(2026, 3, 12), late=True, days_late=19),
        action(
            "slow", ActionStatus.DONE_IN_PART, first_due=date(2026, 3, 8), done=date(2026, 3, 14), days_late=6
        ),
        action("gone", ActionStatus.ABANDONED, first_due=date(2026, 3, 30)),
        action("maybe", ActionStatus.CONSIDERING),
        action("to-come", ActionStatus.PLANNED, first_due=date(2026, 5, 1)),
    )
    return BrandBook(
        brand=Brand(id="northway-rail", name="Northway <Rail> & Sons", sector="Rail"),
        cases=cases,
        issues=(
            Issue(
                brand=RAIL,
                theme=ThemeId("delays"),
                cases=(),
                answers=(
                    general,
                    answer("northway-rail/2026-03-09-all", ResponseType.ANSWER, at(9), general=True),
                ),
            ),
        ),
        actions=actions,
        measures=measures(),
        company_owned=None,
        issue_measures=(("delays", measures()),),
        told=(),
    )


@pytest.fixture
def book(rail: BrandBook) -> Book:
    quiet = BrandBook(
        brand=Brand(id="lumen-power", name="Lumen Power", sector="Energy"),
        cases=(),
        issues=(),
        actions=(),
        measures=measures(),
        company_owned=None,
        issue_measures=(),
        told=(),
    )
    rights = Rights(
        ground="The forum's licence",
        publish=Publish.EXCERPT,
        checked_by="editor",
        checked_on=date(2026, 1, 1),
    )
    facts = SourceFacts(
        id=SourceId("rail-forum"),
        scope="s",
        policy="guid",
        gaps=(Gap(start=at(1), reason="timeout"),),
        last_read=9,
        last_kept=7,
        last_set_aside=(("no-brand", 2),),
    )
    forum = Source(id="rail-forum", title="Rail forum", url="https://forum.example/feed", rights=rights)
    bare = Source(id="file", title="A file", url="content/records.csv")
    event = ModerationEvent(
        kind=ModerationKind.HOLD,
        target="b" * 16,
        at=at(3),
        ground=Ground.DANGER,
        requested_by=Requester.MODERATOR,
    )
    return Book(
        config=SiteConfig(
            site=Site(title="Said & Done", url="https://voices.example/city/", description="What was said."),
            publisher=Publisher(
                name="Desk of voices", contact="desk@voices.example", relationship=Relationship.INDEPENDENT
            ),
        ),
        as_of=AS_OF,
        recording=None,
        brands=(quiet, rail),
        measures=measures(),
        themes=(),
        sources=(
            SourceOnSite(source=bare, brands=(), facts=None, mentions=0),
            SourceOnSite(source=forum, brands=("northway-rail",), facts=facts, mentions=4),
        ),
        moderation=(("2026-03-03-hold", event),),
        held=(),
        removed=0,
        ledger=(),
        problems=(),
        pages=(),
        case_of={},
    )
