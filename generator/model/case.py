"""One person's experience, what answered it, and where it stands."""

from __future__ import annotations

from datetime import date, datetime

from generator.model.base import Value
from generator.model.mention import Mention
from generator.model.words import (
    ActionId,
    ActionStatus,
    BrandId,
    CaseId,
    Certainty,
    CostToCustomer,
    Disposition,
    Effect,
    HandlingFlag,
    HandlingState,
    Kind,
    Remedy,
    ResponseId,
    ResponseType,
    ThemeId,
    Verdict,
)


class Answer(Value, frozen=True, kw_only=True):
    """One thing the company said to a case, by file or heard by the machine."""

    response: ResponseId | None
    """None for a reply the machine heard."""
    reply: str | None
    """Id of the reply; None for a file."""
    type: ResponseType
    disposition: Disposition
    general: bool
    """True where it answers the theme, not this case."""
    counts_from: datetime | None
    """When it counts: opened or first seen for files, published for replies; None where undated."""
    dated: date | None
    """The day it says of itself."""
    by: str | None = None
    """The role of who speaks; None where unknown."""
    text: str | None = None
    """Response body as Markdown for a file, masked excerpt for a reply; None where no words may be shown."""
    markdown: bool = False
    url: str | None = None
    path: str | None = None
    """The response file, from the repository's root."""
    accepted: bool = False
    """True where whoever asked, or the place, marked it as the answer."""
    template: int = 0
    """How many other answers of this brand use (nearly) the same words."""


class Step(Value, frozen=True, kw_only=True):
    """One change in a case's handling."""

    at: datetime | None
    state: HandlingState
    by: str
    """What caused it: a response's or reply's or mention's id, `told`, or a moderation event's stem."""


class Handling(Value, frozen=True, kw_only=True):
    """Where a case stands between customer and company: derived from events and dates only."""

    state: HandlingState
    flags: tuple[HandlingFlag, ...] = ()
    steps: tuple[Step, ...] = ()
    clock_start: datetime | None
    """When silence begins to count: the later of post and telling; None while not told."""
    answered_at: datetime | None = None
    """First answer to this case itself; None while there is none, or where it is undated."""
    answer_undated: bool = False
    """True where an answer exists and its date does not: left out of waiting times by reason."""
    last_event: datetime


class ConfirmationSeen(Value, frozen=True, kw_only=True):
    """A customer's verdict, as it counts."""

    id: str
    """The confirmation file's stem."""
    action: ActionId | None
    case: CaseId | None
    verdict: Verdict
    date: date
    proved: bool
    evidence: str | None = None


class Case(Value, frozen=True, kw_only=True):
    """One person's experience: an author's mentions in one thread, with identical reposts."""

    id: CaseId
    brand: BrandId
    mentions: tuple[Mention, ...]
    """Earliest archived first; never empty."""
    kind: Kind
    certainty: Certainty
    severity: int
    themes: tuple[ThemeId, ...]
    """Primary first."""
    first_seen: datetime
    published: datetime
    """The earliest published instant of its mentions, or `first_seen` where none is known."""
    month: str
    """`YYYY-MM` of `first_seen` in the site's time zone: the month page that holds its anchor."""
    same_text: tuple[CaseId, ...] = ()
    """Other cases of the brand with (nearly) the same words, by id; at most 200 are listed."""
    same_text_total: int = 0
    """How many other cases of the brand have (nearly) the same words."""
    answers: tuple[Answer, ...] = ()
    """Oldest first, undated last."""
    actions: tuple[ActionId, ...] = ()
    confirmations: tuple[ConfirmationSeen, ...] = ()
    handling: Handling
    own_page: bool = False
    """True where an answer to this case, an action or a confirmation gives it a page of its own."""
    company_owned: bool = False
    """True where it was heard on a company-owned source; never pooled with the rest."""

    @property
    def counted(self) -> bool:
        """True for what is counted as a complaint: sure ones only."""
        return self.kind is Kind.COMPLAINT and self.certainty is Certainty.SURE


class Slip(Value, frozen=True, kw_only=True):
    """One move of a due date."""

    said_on: date
    due: date


class ActionState(Value, frozen=True, kw_only=True):
    """A promise through all the files that speak of it, as of the clock."""

    id: ActionId
    response: ResponseId
    """The response that first made it."""
    brand: BrandId
    promise: str
    owner_role: str | None
    kind: str
    remedy: Remedy | None
    cost_to_customer: CostToCustomer
    status: ActionStatus
    first_due: date | None
    """Lateness counts from here, however often the date moved."""
    due: date | None
    done: date | None
    slips: tuple[Slip, ...] = ()
    days_late: int = 0
    """Days past the first due date: to `done`, else to the clock; 0 while not due."""
    late: bool = False
    stalled: bool = False
    """Late, and no update for 30 days."""
    evidence: tuple[tuple[str, str], ...] = ()
    """(url, what)."""
    left_out: str | None = None
    why: str | None = None
    themes: tuple[ThemeId, ...] = ()
    cases: tuple[CaseId, ...] = ()
    said_on: date
    """The day the response that made it counts from."""
    updated_on: date
    confirmations: tuple[ConfirmationSeen, ...] = ()
    effect: Effect = Effect.TOO_EARLY
    updates: tuple[ResponseId, ...] = ()
    """All responses that speak of it, oldest first."""


class Issue(Value, frozen=True, kw_only=True):
    """A brand x theme: the page where said meets done."""

    brand: BrandId
    theme: ThemeId
    cases: tuple[CaseId, ...]
    """Counted complaints first seen order; also those where the theme is not the primary one."""
    answers: tuple[Answer, ...] = ()
    """What the company said to the theme as a whole."""
    actions: tuple[ActionId, ...] = ()
