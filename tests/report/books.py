"""Whole invented books: one brand with every state once, one never told, one that is quiet."""

from __future__ import annotations

from datetime import date, timedelta

from generator.model.book import Book, BrandBook, SourceOnSite
from generator.model.brand import Brand
from generator.model.case import (
    Issue,
)
from generator.model.events import Gap, LedgerLine, SourceFacts
from generator.model.measure import (
    Definition,
)
from generator.model.people import ModerationEvent, Told
from generator.model.site import Publisher, Site, SiteConfig
from generator.model.source import Rights, Source
from generator.model.theme import Theme
from generator.model.words import (
    BrandId,
    CaseId,
    Ground,
    HandlingState,
    ModerationKind,
    Publish,
    Relationship,
    Requester,
    SourceId,
    SourceOwner,
    ThemeId,
)
from tests.report.builders import (
    NOW,
    answer,
    case,
    finding,
    ident,
    measures,
    mention,
)
from tests.report.histories import northway_actions, northway_cases

THEMES = (
    Theme(
        id="refunds",
        title={"en": "Refunds"},
        definition="Money owed back that does not come.",
        since=date(2025, 1, 1),
    ),
    Theme(id="delays", title={"en": "Delays"}, definition="Later than was said.", since=date(2025, 1, 1)),
    Theme(id="other", title={"en": "Other"}, definition="None of the themes.", since=date(2025, 1, 1)),
)
RIGHTS = Rights(
    ground="The forum allows short quotes with a link.",
    publish=Publish.EXCERPT,
    checked_by="Editor",
    checked_on=date(2026, 1, 2),
    attribution="Quoted from the Rail Forum.",
)
SOURCES = (
    Source(
        id="rail-forum",
        title="Rail Forum",
        url="https://forum.example/feed",
        page="https://forum.example/",
        rights=RIGHTS,
    ),
    Source(
        id="hotline", title="Northway hotline", url="hotline.csv", owner=SourceOwner.COMPANY, rights=RIGHTS
    ),
    Source(id="hidden-board", title="Hidden board", url="https://board.example/feed"),
)


def config(**site: object) -> SiteConfig:
    fields: dict[str, object] = {
        "title": "Said & Done, the test",
        "url": "https://said.example/",
        "description": "What customers said, what companies did.",
        "timezone": "Europe/Madrid",
        "banner": "Everything here is invented.",
        "repository": "https://git.example/said/done",
        "clock": "recorded",
    }
    publisher = Publisher(
        name="Test Publisher",
        contact="desk@said.example",
        relationship=Relationship.INDEPENDENT,
        statement="Paid by nobody it reports on.",
    )
    return SiteConfig(site=Site(**{**fields, **site}), publisher=publisher)


def northway(total: int = 40) -> BrandBook:
    cases = northway_cases()
    own = tuple(one.id for one in cases if one.counted and not one.company_owned)
    refunds = tuple(one.id for one in cases if one.counted and "refunds" in one.themes)
    actions = northway_actions()
    return BrandBook(
        brand=Brand(
            id="northway",
            name="Northway Rail",
            sector="Rail",
            about="Trains in the north.",
            aliases=("northway",),
            speak=("The rail forum is read every day.",),
            sources=SOURCES[:1],
            context=[
                {
                    "what": "Passengers a year",
                    "value": 1200000,
                    "as_of": date(2025, 6, 1),
                    "source": "Annual report",
                }
            ],
        ),
        cases=cases,
        issues=(
            Issue(
                brand=BrandId("northway"),
                theme=ThemeId("refunds"),
                cases=refunds,
                answers=(answer(general=True),),
                actions=tuple(one.id for one in actions),
            ),
            Issue(brand=BrandId("northway"), theme=ThemeId("delays"), cases=(CaseId(ident(3)),)),
        ),
        actions=actions,
        measures=measures(total, total // 2 + 5, 6, own),
        company_owned=measures(4, 3, 1),
        issue_measures=((ThemeId("refunds"), measures(12, 7, 4)), (ThemeId("delays"), measures(1, 1, 0))),
        told=(
            Told(
                brand="northway",
                date=date(2025, 12, 1),
                what="The site was shown.",
                channel="Letter to customer care",
            ),
        ),
    )


def parcelo() -> BrandBook:
    """A company that nobody has told."""
    cases = tuple(case(number, HandlingState.NOT_TOLD, brand=BrandId("parcelo")) for number in (30, 31, 32))
    return BrandBook(
        brand=Brand(id="parcelo", name="Parcelo", sector="Parcels"),
        cases=cases,
        issues=(
            Issue(brand=BrandId("parcelo"), theme=ThemeId("refunds"), cases=tuple(one.id for one in cases)),
        ),
        actions=(),
        measures=measures(3, 0, 0),
        company_owned=None,
        issue_measures=(),
        told=(),
    )


def quiet() -> BrandBook:
    """A brand that nothing was heard about."""
    return BrandBook(
        brand=Brand(id="stillwater", name="Stillwater", sector="Water"),
        cases=(),
        issues=(),
        actions=(),
        measures=measures(0, 0, 0),
        company_owned=None,
        issue_measures=(),
        told=(),
    )


def book(*brands: BrandBook, **changes: object) -> Book:
    each = brands or (northway(), parcelo(), quiet())
    facts = SourceFacts(
        id=SourceId("rail-forum"),
        scope="forum.example",
        policy="guid",
        first_heard=NOW - timedelta(days=90),
        heard_until=NOW,
        gaps=(
            Gap(start=NOW - timedelta(days=50), end=NOW - timedelta(days=47), reason="the server was away"),
        ),
        last_read=9,
        last_kept=7,
        last_set_aside=(("no_brand", 2),),
        last_answers_set_aside=(("answer_undated", 1),),
    )
    event = ModerationEvent(
        kind=ModerationKind.WITHHOLD,
        target=ident(13),
        at=NOW - timedelta(days=9),
        ground=Ground.LAW,
        requested_by=Requester.COURT,
        note="An order of a court.",
        decide_by=date(2026, 3, 9),
    )
    fields: dict[str, object] = {
        "config": config(),
        "as_of": NOW,
        "recording": "Invented for tests",
        "brands": each,
        "measures": measures(60, 30, 9),
        "themes": THEMES,
        "sources": tuple(
            SourceOnSite(
                source=one,
                brands=("northway",),
                facts=facts if at == 0 else None,
                mentions=19 if at == 0 else 0,
            )
            for at, one in enumerate(SOURCES)
        ),
        "moderation": (("2026-02-20-withheld", event),),
        "held": (mention(12, hidden="held", excerpt=None, finding=finding(held=("crime",))),),
        "removed": 1,
        "ledger": (
            LedgerLine(
                id="northway/2026-02-10-refunds",
                path="content/responses/northway/2026-02-10-refunds.md",
                sha256="00",
                first_seen=NOW,
            ),
        ),
        "problems": ("content/brands/x.yml:3: unknown-key: There is no key `brnd`. Write `brand`.",),
        "pages": (("about", "# About us\n\nWe *listen*. <b>Not</b> bold."),),
        "case_of": {one.mentions[0].id: one.id for brand in each for one in brand.cases},
    }
    return Book(**{**fields, **changes})  # type: ignore[arg-type]


DEFINITIONS = (
    Definition(
        name="answered",
        title="Answered in time",
        question="How many get an answer?",
        formula="Answers within 15 days by complaints at least 15 days old.",
        exclusions="Undated answers.",
        example="3 of 4.",
        source="Wilson 1927",
    ),
)
