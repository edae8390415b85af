"""Small invented worlds: one brand, one forum, and what people and companies say in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from generator.cases import CaseBook, Inputs, build
from generator.model.brand import Brand
from generator.model.events import LedgerLine
from generator.model.mention import Finding, Mention, Reply
from generator.model.people import Confirmation, ModerationEvent, Told
from generator.model.response import Action, Evidence, Response, ResponseHead
from generator.model.site import Counting
from generator.model.source import Source
from generator.model.theme import Theme
from generator.model.words import (
    ActionStatus,
    BrandId,
    Certainty,
    DateQuality,
    Disposition,
    Ground,
    Kind,
    ModerationKind,
    Requester,
    ResponseType,
    SourceId,
    SourceOwner,
    ThemeId,
    Verdict,
)

START = datetime(2025, 1, 1, 12, tzinfo=UTC)
AS_OF = datetime(2025, 6, 30, 12, tzinfo=UTC)
LETTERS = "abcdefghijklmnopqrstuvwxyz"

SOURCES = {
    "forum": Source(id="forum", title="Riders' forum", url="https://forum.example/feed"),
    "blog": Source(id="blog", title="Rail blog", url="https://blog.example/feed"),
    "desk": Source(id="desk", title="Ombuds desk", url="desk.csv", owner=SourceOwner.REGULATOR, tells=True),
    "hotline": Source(id="hotline", title="Hotline", url="hotline.csv", owner=SourceOwner.COMPANY),
}
THEMES = tuple(
    Theme(
        id=slug,
        title={"en": slug},
        definition=f"All about {slug}.",
        since=date(2024, 1, 1),
        merged_into=into,
    )
    for slug, into in (("delays", None), ("refunds", None), ("lateness", "delays"), ("tardy", "lateness"))
)
BRANDS = (
    Brand(id="northway", name="Northway Rail", sector="transport"),
    Brand(id="lumo", name="Lumo Power", sector="energy"),
    Brand(id="northrail", name="Northrail", sector="transport", merged_into="northway"),
)


def ref(name: str) -> Any:
    """A readable name as a 16-character id, of a mention or of its case."""
    return (name + "2" * 16)[:16]


def day(number: float) -> datetime:
    """Noon of the n-th day."""
    return START + timedelta(days=number)


def on(number: int) -> date:
    return day(number).date()


def finding(
    kind: Kind = Kind.COMPLAINT,
    *,
    certainty: Certainty = Certainty.SURE,
    severity: int = 1,
    themes: tuple[str, ...] = ("delays",),
) -> Finding:
    return Finding(
        language="en",
        kind=kind,
        certainty=certainty,
        severity=severity,
        themes=tuple(ThemeId(one) for one in themes),
        cues=(),
        rules="r1",
    )


def mention(name: str, published: float | None = 0, **changes: Any) -> Mention:
    """A sure complaint about delays, by Ann unless said otherwise, first seen half a day later."""
    seen = changes.pop("seen", (published or 0) + 0.5)
    values: dict[str, Any] = {
        "id": ref(name),
        "brand": BrandId("northway"),
        "source": SourceId("forum"),
        "first_seen": day(seen),
        "seen": day(seen),
        "published": None if published is None else day(published),
        "quality": DateQuality.EXACT,
        "url": None,
        "thread": f"thread-{name}",
        "author": "ann",
        "excerpt": "The train was late again.",
        "body": f"body-{name}",
        "finding": finding(),
    }
    return Mention(**(values | changes))


def reply(name: str, published: float | None, **changes: Any) -> Reply:
    values: dict[str, Any] = {
        "id": ref(name),
        "brand": BrandId("northway"),
        "source": SourceId("forum"),
        "thread": "",
        "to": None,
        "type": ResponseType.ANSWER,
        "disposition": Disposition.UNSTATED,
        "excerpt": f"We looked into it, {name}.",
        "published": None if published is None else day(published),
        "quality": DateQuality.EXACT,
        "seen": day((published or 0) + 0.5),
    }
    return Reply(**(values | changes))


def response(stem: str, *, cases: tuple[str, ...] = (), **head: Any) -> Response:
    """An answer that explains, unless said otherwise; case names are made ids."""
    body = head.pop("body", f"Dear customer, about {stem}.")
    values: dict[str, Any] = {
        "brand": "northway",
        "date": on(0),
        "type": ResponseType.ANSWER,
        "disposition": Disposition.EXPLAINED,
        "by": "Customer care",
        "cases": tuple(ref(one) for one in cases),
    }
    return Response(
        id=f"{head.get('brand', 'northway')}/{stem}",
        path=f"content/responses/northway/{stem}.md",
        sha256="0" * 64,
        head=ResponseHead(**(values | head)),
        body=body,
    )


def line(stem: str, at: float, *, opened: float | None = None) -> LedgerLine:
    return LedgerLine(
        id=f"northway/{stem}",
        path=f"content/responses/northway/{stem}.md",
        sha256="0" * 64,
        first_seen=day(at),
        opened=None if opened is None else day(opened),
    )


def action(name: str, status: ActionStatus = ActionStatus.PLANNED, **changes: Any) -> Action:
    values: dict[str, Any] = {
        "id": name,
        "promise": f"The {name} is mended.",
        "status": status,
        "owner_role": "Head of operations",
        "remedy": "fix",
    }
    if status in {ActionStatus.DONE, ActionStatus.DONE_IN_PART}:
        values["evidence"] = (Evidence(url="https://northway.example/proof", what="A photograph"),)
    return Action(**(values | changes))


def told(number: int, case: str | None = None, brand: str = "northway") -> Told:
    return Told(
        brand=brand,
        date=on(number),
        what="The site exists",
        channel="E-mail",
        case=None if case is None else ref(case),
    )


def event(kind: ModerationKind, target: str, at: float, ground: Ground, **more: Any) -> ModerationEvent:
    return ModerationEvent(
        kind=kind,
        target=target if "/" in target else ref(target),
        at=day(at),
        ground=ground,
        requested_by=Requester.MODERATOR,
        **more,
    )


def verdict(what: Verdict, at: int, *, case: str | None = None, action: str | None = None) -> Confirmation:
    return Confirmation(
        action=action,
        case=None if case is None else ref(case),
        verdict=what,
        date=on(at),
        channel="E-mail",
        proved=True,
    )


def world(**parts: Any) -> Inputs:
    """Inputs as of 30 June 2025, told on the first day unless said otherwise."""
    values: dict[str, Any] = {
        "mentions": (),
        "told": (told(0),),
        "sources": SOURCES,
        "brands": BRANDS,
        "themes": THEMES,
        "counting": Counting(),
        "as_of": AS_OF,
        "zone": "UTC",
    }
    return Inputs(**(values | parts))


def book(**parts: Any) -> CaseBook:
    return build(world(**parts))
