"""The published tables of what companies did, and of where people speak."""

from __future__ import annotations

from collections.abc import Callable

from generator.markup import safe_url
from generator.model.book import BrandBook, SourceOnSite
from generator.model.case import ActionState
from generator.model.measure import Measure
from generator.render.data_columns import Column, Table, joined

ACTIONS: Table[ActionState] = Table(
    "actions",
    "Every promise and deed of a company",
    (
        Column("id", "string", "Permanent id.", lambda a: a.id),
        Column("brand", "string", "Id of the brand.", lambda a: a.brand),
        Column(
            "promise", "string", "What was promised or done, in the company's words.", lambda a: a.promise
        ),
        Column("owner_role", "string", "The role that answers for it.", lambda a: a.owner_role),
        Column("kind", "string", "What sort of work it is.", lambda a: a.kind),
        Column(
            "remedy",
            "string",
            "What the customer gets out of it.",
            lambda a: a.remedy.value if a.remedy else None,
        ),
        Column(
            "cost_to_customer",
            "string",
            "none, or paid where the customer pays for the remedy.",
            lambda a: a.cost_to_customer.value,
        ),
        Column("status", "string", "What the company says of it.", lambda a: a.status.value),
        Column("said_on", "date", "The day it counts from.", lambda a: a.said_on),
        Column("first_due", "date", "First promised day; lateness counts from here.", lambda a: a.first_due),
        Column("due", "date", "Promised day as it stands now.", lambda a: a.due),
        Column("done", "date", "Day it was done.", lambda a: a.done),
        Column("slips", "integer", "How often the promised day moved.", lambda a: len(a.slips)),
        Column("days_late", "integer", "Days past the first promised day.", lambda a: a.days_late),
        Column("late", "boolean", "Whether it is late.", lambda a: a.late),
        Column("stalled", "boolean", "Whether it is late without news for 30 days.", lambda a: a.stalled),
        Column("updated_on", "date", "Day of the last news.", lambda a: a.updated_on),
        Column("themes", "string", "Ids of themes, with spaces between.", lambda a: joined(a.themes)),
        Column("cases", "string", "Ids of cases, with spaces between.", lambda a: joined(a.cases)),
        Column(
            "effect",
            "string",
            "What happened to the rate of complaints afterwards.",
            lambda a: a.effect.value,
        ),
        Column(
            "confirmations",
            "string",
            "The customers' verdicts, with spaces between.",
            lambda a: joined(one.verdict.value for one in a.confirmations),
        ),
        Column(
            "evidence",
            "string",
            "Addresses a reader can check, with spaces between.",
            lambda a: joined(filter(None, (safe_url(url) for url, _ in a.evidence))),
        ),
        Column("left_out", "string", "For what was done in part: what was left out.", lambda a: a.left_out),
        Column("why", "string", "For what was dropped: the reason.", lambda a: a.why),
    ),
)


def _share(name: str, pick: Callable[[BrandBook], Measure], said: str) -> tuple[Column[BrandBook], ...]:
    def low(book: BrandBook) -> float | None:
        interval = pick(book).interval
        return interval.low if interval else None

    def high(book: BrandBook) -> float | None:
        interval = pick(book).interval
        return interval.high if interval else None

    return (
        Column(name, "number", said, lambda b: pick(b).value),
        Column(f"{name}_numerator", "integer", "What the share counts.", lambda b: pick(b).numerator),
        Column(
            f"{name}_denominator", "integer", "What the share is taken of.", lambda b: pick(b).denominator
        ),
        Column(f"{name}_low", "number", "Lower end of the 95% interval.", low),
        Column(f"{name}_high", "number", "Upper end of the 95% interval.", high),
    )


BRANDS: Table[BrandBook] = Table(
    "brands",
    "Every brand with its main numbers; independent and regulators' sources only",
    (
        Column("id", "string", "Permanent id.", lambda b: b.brand.id),
        Column("name", "string", "Name.", lambda b: b.brand.name),
        Column("sector", "string", "Sector.", lambda b: b.brand.sector),
        Column("merged_into", "string", "Id of the brand it was merged into.", lambda b: b.brand.merged_into),
        Column("cases", "integer", "All cases, company-owned sources included.", lambda b: len(b.cases)),
        Column(
            "complaints",
            "integer",
            "Cases counted as complaints.",
            lambda b: sum(c.counted and not c.company_owned for c in b.cases),
        ),
        *_share(
            "answered", lambda b: b.measures.answered, "Share answered within the yardstick, in the window."
        ),
        *_share("answered_all", lambda b: b.measures.answered_all, "The same over everything heard."),
        Column(
            "median_wait_days",
            "number",
            "Days until half had a first answer; empty where fewer have.",
            lambda b: b.measures.waiting.median.value,
        ),
        Column(
            "waiting_now", "integer", "Cases without an answer.", lambda b: b.measures.waiting_now.numerator
        ),
        Column(
            "oldest_waiting_days",
            "number",
            "Days the longest unanswered case has waited.",
            lambda b: b.measures.oldest_waiting.value,
        ),
        Column(
            "promises_kept", "integer", "Promises kept in time.", lambda b: b.measures.promises.kept.numerator
        ),
        Column(
            "promises_kept_late",
            "integer",
            "Promises kept late.",
            lambda b: b.measures.promises.kept_late.numerator,
        ),
        Column(
            "promises_in_part",
            "integer",
            "Promises kept in part.",
            lambda b: b.measures.promises.in_part.numerator,
        ),
        Column(
            "promises_dropped",
            "integer",
            "Promises dropped.",
            lambda b: b.measures.promises.dropped.numerator,
        ),
        Column(
            "promises_open", "integer", "Promises not due yet.", lambda b: b.measures.promises.open.numerator
        ),
        Column(
            "promises_late",
            "integer",
            "Promises late and not done.",
            lambda b: b.measures.promises.late.numerator,
        ),
        Column(
            "people",
            "integer",
            "Different people among the window's complaints.",
            lambda b: b.measures.people.numerator,
        ),
        Column(
            "not_told",
            "integer",
            "Cases the company was not told of.",
            lambda b: b.measures.not_told.numerator,
        ),
    ),
)

SOURCES: Table[SourceOnSite] = Table(
    "sources",
    "Every source, its rights and what is known of it",
    (
        Column("id", "string", "Permanent id.", lambda s: s.source.id),
        Column("title", "string", "Name.", lambda s: s.source.title),
        Column("kind", "string", "feed or records.", lambda s: s.source.kind.value),
        Column("owner", "string", "independent, company or regulator.", lambda s: s.source.owner.value),
        Column(
            "page", "string", "Where a reader finds it.", lambda s: safe_url(s.source.page or s.source.url)
        ),
        Column(
            "brands",
            "string",
            "Ids of brands it is listened to for, with spaces between.",
            lambda s: joined(s.brands),
        ),
        Column(
            "publish",
            "string",
            "What its rights let this site print.",
            lambda s: s.source.rights.publish.value if s.source.rights else "cues",
        ),
        Column(
            "ground",
            "string",
            "On what ground.",
            lambda s: s.source.rights.ground if s.source.rights else None,
        ),
        Column(
            "terms",
            "string",
            "Its terms.",
            lambda s: safe_url(s.source.rights.terms) if s.source.rights else None,
        ),
        Column(
            "attribution",
            "string",
            "The line it asks for.",
            lambda s: s.source.rights.attribution if s.source.rights else None,
        ),
        Column("opened_on", "date", "First day it was listened to.", lambda s: s.source.opened_on),
        Column(
            "closed_on", "date", "Day from which it is no longer listened to.", lambda s: s.source.closed_on
        ),
        Column(
            "first_heard",
            "datetime",
            "When it first answered.",
            lambda s: s.facts.first_heard if s.facts else None,
        ),
        Column(
            "heard_until",
            "datetime",
            "When it last answered.",
            lambda s: s.facts.heard_until if s.facts else None,
        ),
        Column(
            "gaps",
            "integer",
            "Stretches in which it could not be heard.",
            lambda s: len(s.facts.gaps) if s.facts else 0,
        ),
        Column("mentions", "integer", "Posts kept from it.", lambda s: s.mentions),
        Column(
            "last_read",
            "integer",
            "Entries when it was last read.",
            lambda s: s.facts.last_read if s.facts else None,
        ),
        Column("last_kept", "integer", "Of these kept.", lambda s: s.facts.last_kept if s.facts else None),
        Column(
            "last_set_aside",
            "string",
            "The others, as reason:count with spaces between.",
            lambda s: joined(f"{why}:{count}" for why, count in s.facts.last_set_aside) if s.facts else None,
        ),
    ),
)
