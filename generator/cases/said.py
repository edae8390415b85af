"""What companies said, from files and from replies that were heard, in one form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from generator.cases.days import day
from generator.cases.group import when
from generator.cases.inputs import Inputs
from generator.cases.names import Names
from generator.cases.outline import Index, Outline
from generator.cases.scope import Scope
from generator.model.base import Value
from generator.model.case import Answer
from generator.model.mention import Mention, Reply
from generator.model.response import Response
from generator.model.words import (
    DateQuality,
    Disposition,
    ModerationKind,
    ResponseId,
    ResponseType,
)
from generator.text import normalise

TOLERANCE: Final = {DateQuality.DAY: timedelta(days=1), DateQuality.ZONE_ASSUMED: timedelta(hours=14)}
"""How much later than written a date of this quality may really be."""
HIDES: Final = frozenset(
    {ModerationKind.HOLD, ModerationKind.WITHHOLD, ModerationKind.REMOVE, ModerationKind.REDACT}
)
SHOWS: Final = frozenset({ModerationKind.RELEASE, ModerationKind.RESTORE})
_DIGITS: Final = re.compile(r"\d+")


class Said(Value, frozen=True, kw_only=True):
    """One response or reply with what it is about."""

    brand: str
    answer: Answer
    """As an answer to single cases."""
    cases: tuple[str, ...] = ()
    """Case or mention ids as written."""
    theme: str | None = None
    """The theme it answers in general, merges resolved."""
    supersedes: str | None = None


def counts_from(response: Response, opened: Mapping[str, datetime], scope: Scope) -> datetime:
    """When a response counts: opened or first seen; a file the ledger does not know counts from the clock."""
    return opened.get(response.id, scope.as_of)


def ledger_times(inputs: Inputs) -> dict[str, datetime]:
    """When each response file in the ledger counts, by id; a later line for one id takes the place."""
    lines = sorted(inputs.ledger, key=lambda line: line.first_seen, reverse=True)
    return {line.id: line.opened or line.first_seen for line in lines}


def files(inputs: Inputs, names: Names, scope: Scope) -> list[Said]:
    """Responses that count by now, oldest first."""
    opened, hidden = ledger_times(inputs), hidden_responses(inputs, scope)
    said = [
        _file(one, counts_from(one, opened, scope), names, hidden=one.id in hidden)
        for one in inputs.responses
        if scope.reached(one.id, counts_from(one, opened, scope))
    ]
    return sorted(said, key=lambda one: (one.answer.counts_from or scope.as_of, one.answer.response or ""))


def _file(response: Response, at: datetime, names: Names, *, hidden: bool) -> Said:
    head = response.head
    brand = names.brand(head.brand)
    return Said(
        brand=brand,
        cases=head.cases,
        theme=None if head.theme is None else names.theme(brand, head.theme),
        supersedes=head.supersedes,
        answer=Answer(
            response=ResponseId(response.id),
            reply=None,
            type=head.type,
            disposition=head.disposition or Disposition.UNSTATED,
            general=False,
            counts_from=at,
            dated=head.date,
            by=head.by,
            text=None if hidden else response.body,
            markdown=True,
            path=response.path,
        ),
    )


def hidden_responses(inputs: Inputs, scope: Scope) -> frozenset[str]:
    """Response files whose words a moderation event hides; the latest event wins."""
    known = {one.id for one in inputs.responses}
    hidden: set[str] = set()
    for stem, event in sorted(inputs.moderation, key=lambda one: (one[1].at, one[0])):
        if event.target in known and scope.reached(stem, event.at):
            if event.kind in HIDES:
                hidden.add(event.target)
            elif event.kind in SHOWS:
                hidden.discard(event.target)
    return frozenset(hidden)


def heard(reply: Reply, names: Names, scope: Scope) -> Said:
    """A reply the machine heard."""
    return Said(
        brand=names.brand(reply.brand),
        answer=Answer(
            response=None,
            reply=reply.id,
            type=reply.type,
            disposition=reply.disposition,
            accepted=reply.accepted,
            general=False,
            counts_from=reply.published,
            dated=None if reply.published is None else day(reply.published, scope.zone),
            text=None if reply.hidden else reply.excerpt,
            url=reply.url,
        ),
    )


def answered_by(reply: Reply, brand: str, index: Index) -> tuple[list[Outline], bool]:
    """The cases a reply speaks to, and whether it was set aside for being dated before all of them.

    By `to` where the source says so, else by thread: every case of the brand whose first mention in the
    thread came before it.
    """
    target = None if reply.to is None else index.by_mention.get((brand, reply.to))
    found = [target] if target is not None else index.by_thread.get((brand, reply.thread), [])
    after = [case for case, mention in found if not _before(reply, mention)]
    return after, bool(found) and not after


def _before(reply: Reply, mention: Mention) -> bool:
    if reply.published is None:
        return False
    slack = max(TOLERANCE.get(one.quality, timedelta()) for one in (reply, mention))
    posted = when(mention)
    return reply.published + slack <= posted if slack else reply.published < posted


def with_templates(said: Sequence[Said], bodies: Mapping[str, str]) -> list[Said]:
    """Count, for each, how many others of its brand use (nearly) the same words.

    Case, punctuation, addresses and every number are left out of the comparison; where no words may be
    shown, the keyed hash of the whole reply is compared.
    """
    keys = [_template(one, bodies) for one in said]
    uses = Counter(key for key in keys if key is not None)
    return [one if key is None else _replace(one, uses[key] - 1) for one, key in zip(said, keys, strict=True)]


def _template(said: Said, bodies: Mapping[str, str]) -> tuple[str, str] | None:
    answer = said.answer
    words = normalise(_DIGITS.sub(" ", answer.text)) if answer.text else ""
    key = words or bodies.get(answer.reply or "", "")
    return (said.brand, key) if key else None


def _replace(said: Said, template: int) -> Said:
    if template == 0:
        return said
    return msgspec.structs.replace(said, answer=msgspec.structs.replace(said.answer, template=template))


def is_answer(answer: Answer) -> bool:
    """An acknowledgement is not an answer; everything else is."""
    return answer.type is not ResponseType.ACKNOWLEDGEMENT
