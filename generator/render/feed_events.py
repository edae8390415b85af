"""What happened, as single dated events with ids that never change: the entries of a feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from generator.model.base import Value
from generator.model.book import BrandBook
from generator.model.case import ActionState, Answer, Case, ConfirmationSeen
from generator.model.words import ActionStatus, Disposition, ResponseType, Verdict

_VERDICTS = {
    Verdict.FIXED: "it is fixed",
    Verdict.PARTLY: "it is fixed in part",
    Verdict.NOT_FIXED: "it is not fixed",
    Verdict.CANNOT_TELL: "they cannot tell",
    Verdict.NO_REPLY: "no reply from the customer",
}
_TYPES = {
    ResponseType.ANSWER: "answered",
    ResponseType.CORRECTION: "corrected the facts",
    ResponseType.DECLINE: "declined",
}


class FeedEvent(Value, frozen=True, kw_only=True):
    """One entry of a feed, before it is XML."""

    id: str
    """Permanent: `<what>/<id>`."""
    at: datetime
    what: str
    """`answer`, `promise`, `kept`, `late`, `dropped` or `confirmation`."""
    title: str
    words: str
    """The company's own words or ours; never a customer's, so that a removal reaches every copy."""
    link: str
    """Site path."""
    about: tuple[tuple[str, str], ...] = ()
    """(id, site path) of the cases it answers."""


def midnight(day: date) -> datetime:
    """A date as the instant a feed needs."""
    return datetime.combine(day, time(), UTC)


def case_path(case: Case) -> str:
    """The permanent address of a case."""
    return f"brands/{case.brand}/{case.month}/#{case.id}"


def _about(cases: list[Case]) -> tuple[tuple[str, str], ...]:
    return tuple((f"case/{case.id}", case_path(case)) for case in sorted(cases, key=lambda case: case.id))


def _answers(book: BrandBook) -> Iterator[tuple[Answer, list[Case], str]]:
    """Each answer once, with all cases it answers and a page that shows it."""
    seen: dict[str, tuple[Answer, list[Case], str]] = {}
    for issue in book.issues:
        page = f"brands/{issue.brand}/issues/{issue.theme}/"
        for answer in issue.answers:
            seen.setdefault(_key(answer), (answer, [], page))
    for case in book.cases:
        for answer in case.answers:
            one = seen.setdefault(_key(answer), (answer, [], case_path(case)))
            if not answer.general:
                one[1].append(case)
    yield from seen.values()


def _key(answer: Answer) -> str:
    return f"answer/{answer.response or answer.reply}"


def _answer_events(book: BrandBook) -> Iterator[FeedEvent]:
    name = book.brand.name
    for answer, cases, page in _answers(book):
        if answer.type not in _TYPES or answer.counts_from is None:
            continue
        title = f"{name} {_TYPES[answer.type]}"
        title += f" ({len(cases)} complaints)" if len(cases) > 1 else ""
        decided = answer.disposition
        words = "" if decided is Disposition.UNSTATED else f"Decision: {decided.value.replace('_', ' ')}. "
        yield FeedEvent(
            id=_key(answer),
            at=answer.counts_from,
            what="answer",
            title=title,
            words=words + (answer.text or ""),
            link=page,
            about=_about(cases),
        )


def _action_link(action: ActionState) -> str:
    anchor = action.id.replace("/", "-").replace("#", "--")
    return f"brands/{action.brand}/promises/#{anchor}"


def _turns(action: ActionState, as_of: datetime) -> Iterator[tuple[str, datetime, str]]:
    """(what, when, title words) of each turn in a promise's life."""
    if action.status is ActionStatus.CONSIDERING:
        return
    yield "promise", midnight(action.said_on), "promised"
    missed = midnight(action.first_due + timedelta(days=1)) if action.first_due else None
    ended = action.status in {ActionStatus.ABANDONED, ActionStatus.SUPERSEDED}
    end = midnight(action.done or (action.updated_on if ended else date.max))
    if missed is not None and missed <= min(as_of, end):
        yield "late", missed, "is late with a promise"
    if action.done is not None:
        kept = (
            "did in part what it promised"
            if action.status is ActionStatus.DONE_IN_PART
            else "did what it promised"
        )
        yield "kept", midnight(action.done), f"{kept}, late" if action.days_late > 0 else kept
    elif action.status is ActionStatus.ABANDONED:
        yield "dropped", midnight(action.updated_on), "dropped a promise"


def _action_events(book: BrandBook, as_of: datetime) -> Iterator[FeedEvent]:
    cases = {case.id: case for case in book.cases}
    for action in book.actions:
        about = _about([cases[one] for one in action.cases if one in cases])
        for what, at, words in _turns(action, as_of):
            yield FeedEvent(
                id=f"{what}/{action.id}",
                at=at,
                what=what,
                title=f"{book.brand.name} {words}",
                words=action.promise,
                link=_action_link(action),
                about=about,
            )


def _confirmed(book: BrandBook) -> Iterator[tuple[ConfirmationSeen, str, tuple[tuple[str, str], ...]]]:
    for action in book.actions:
        for seen in action.confirmations:
            yield seen, _action_link(action), ()
    for case in book.cases:
        for seen in case.confirmations:
            yield seen, case_path(case), _about([case])


def _confirmation_events(book: BrandBook) -> Iterator[FeedEvent]:
    told: set[str] = set()
    for seen, link, about in _confirmed(book):
        if seen.id in told:
            continue
        told.add(seen.id)
        proof = "proved by the author" if seen.proved else "not proved"
        yield FeedEvent(
            id=f"confirmation/{book.brand.id}/{seen.id}",
            at=midnight(seen.date),
            what="confirmation",
            title=f"A customer of {book.brand.name} says: {_VERDICTS[seen.verdict]}",
            words=f"This confirmation is {proof}.",
            link=link,
            about=about,
        )


def events(book: BrandBook, as_of: datetime) -> tuple[FeedEvent, ...]:
    """All events of one brand up to the clock, newest first."""
    found = [*_answer_events(book), *_action_events(book, as_of), *_confirmation_events(book)]
    past = (event for event in found if event.at <= as_of)
    return tuple(sorted(past, key=lambda event: (event.at, event.id), reverse=True))
