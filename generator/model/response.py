"""What companies write: responses, and the promises and deeds inside them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from generator.model.base import Sentence, Slug, Written
from generator.model.words import (
    ID_SHAPE,
    ActionKind,
    ActionStatus,
    CostToCustomer,
    Disposition,
    Remedy,
    ResponseType,
)

CaseRef = Annotated[str, StringConstraints(pattern=rf"^{ID_SHAPE}$")]
"""A case, or any mention of it, by id."""


class Evidence(Written):
    """Something a reader can check."""

    url: str
    what: Sentence


class Action(Written):
    """What the company promises, does or did."""

    id: Slug
    promise: Sentence
    """A sentence somebody else can verify."""
    kind: ActionKind = ActionKind.FIX
    status: ActionStatus
    owner_role: Sentence | None = None
    due: date | None = None
    done: date | None = None
    evidence: tuple[Evidence, ...] = ()
    left_out: Sentence | None = None
    """For `done_in_part`: what was left out."""
    why: Sentence | None = None
    """For `abandoned`: the reason."""
    superseded_by: str | None = None
    """For `superseded`: the action (`<response>#<id>`) that takes its place."""
    updates: str | None = None
    """The earlier action (`<response>#<id>`) whose state this one reports; None for a new promise."""
    remedy: Remedy | None = None
    cost_to_customer: CostToCustomer = CostToCustomer.NONE
    because_of: tuple[str, ...] = ()
    """Cases (16-character ids) or themes (slugs) it answers; empty means those of the response."""


class ResponseHead(Written):
    """The front matter of a response file."""

    brand: Slug
    date: date
    type: ResponseType
    disposition: Disposition | None = None
    """None only for acknowledgements."""
    cases: tuple[CaseRef, ...] = ()
    theme: Slug | None = None
    """The theme it answers in general; None where it answers cases only."""
    by: Sentence
    """The role of who speaks, not a name."""
    language: str | None = None
    supersedes: str | None = None
    """The earlier response (its id) this one takes the place of."""
    actions: tuple[Action, ...] = ()


class Response(Written):
    """A response file, read."""

    id: str
    """Path below `content/responses/` without the ending."""
    path: str
    """Path from the repository's root."""
    sha256: str
    head: ResponseHead
    body: str
    """Markdown, as written."""
    lines: dict[str, int] = Field(default_factory=dict, repr=False)
    """Line in the file by dotted place of the head (`cases.0`, `actions.1.due`); `body` is its first."""
