"""Rules for what a company promises, does or did."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.markup import safe_url
from generator.model.response import Response
from generator.model.words import ID_SHAPE, ActionStatus
from generator.problems import Problem
from generator.responses.context import Context, actions, problem
from generator.text import nearest

CASE = re.compile(ID_SHAPE)


def check_action_ids(response: Response, _context: Context) -> Iterator[Problem]:
    """An action's id is used once in a response."""
    seen: set[str] = set()
    for place, action in actions(response):
        if action.id in seen:
            words = (f"`{action.id}` is used for two actions.", "Give each an id of its own.")
            yield problem(response, "same-action", words, *place, "id")
        seen.add(action.id)


def check_planned(response: Response, _context: Context) -> Iterator[Problem]:
    """A planned action has an owner role and a due date."""
    for place, action in actions(response):
        if action.status is not ActionStatus.PLANNED:
            continue
        missing = [key for key in ("owner_role", "due") if getattr(action, key) is None]
        if missing:
            words = (
                f"`{action.id}` is planned and lacks {_keys(missing)}.",
                "Say who does it by role and by when, or set its status to considering.",
            )
            yield problem(response, "planned-incomplete", words, *place, "status")


def check_done(response: Response, _context: Context) -> Iterator[Problem]:
    """A done action has its date and at least one piece of evidence."""
    for place, action in actions(response):
        if action.status is not ActionStatus.DONE:
            continue
        missing = [key for key in ("done", "evidence") if not getattr(action, key)]
        if missing:
            words = (
                f"`{action.id}` is done and lacks {_keys(missing)}.",
                "Give the day and an address where a reader can check it, or set its status to in_progress.",
            )
            yield problem(response, "done-incomplete", words, *place, "status")


def check_done_in_part(response: Response, _context: Context) -> Iterator[Problem]:
    """An action done in part has its date and says what was left out."""
    for place, action in actions(response):
        if action.status is not ActionStatus.DONE_IN_PART:
            continue
        missing = [key for key in ("done", "left_out") if not getattr(action, key)]
        if missing:
            words = (f"`{action.id}` is done in part and lacks {_keys(missing)}.", "Add what is missing.")
            yield problem(response, "part-incomplete", words, *place, "status")


def check_abandoned(response: Response, _context: Context) -> Iterator[Problem]:
    """An abandoned action says why."""
    for place, action in actions(response):
        if action.status is ActionStatus.ABANDONED and action.why is None:
            words = (f"`{action.id}` is abandoned and does not say why.", "Add `why:` with one sentence.")
            yield problem(response, "abandoned-without-why", words, *place, "status")


def check_superseded(response: Response, context: Context) -> Iterator[Problem]:
    """A superseded action names the action that takes its place, and that action exists."""
    for place, action in actions(response):
        if action.status is ActionStatus.SUPERSEDED and action.superseded_by is None:
            words = (f"`{action.id}` is superseded by nothing.", "Add `superseded_by: <response>#<id>`.")
            yield problem(response, "superseded-without-target", words, *place, "status")
        elif action.superseded_by is not None:
            yield from _refers(response, context, (*place, "superseded_by"), action.superseded_by)


def check_updates(response: Response, context: Context) -> Iterator[Problem]:
    """An update speaks of an action of the same brand that exists."""
    for place, action in actions(response):
        if action.updates is not None:
            yield from _refers(response, context, (*place, "updates"), action.updates)


def _refers(
    response: Response, context: Context, place: tuple[str | int, ...], name: str
) -> Iterator[Problem]:
    same_brand = name.startswith(f"{response.head.brand}/")
    if same_brand and context.has_action(name):
        return
    known = [
        f"{one.id}#{action.id}"
        for one in context.responses
        if one.head.brand == response.head.brand
        for action in one.head.actions
    ]
    near = nearest(name[:120], known)
    fix = f"Did you mean `{near}`?" if near else "Write `<brand>/<file without ending>#<id of the action>`."
    message = f"`{name[:120]}` is not an action of `{response.head.brand}`."
    yield problem(response, "unknown-action", (message, fix), *place)


def check_done_date(response: Response, context: Context) -> Iterator[Problem]:
    """Nothing was done after the site's clock."""
    for place, action in actions(response):
        if action.done is not None and context.ahead(action.done):
            words = (
                f"`{action.id}` is done on {action.done}, and the site's clock stands at {context.as_of}.",
                "Write `due:` for what is to come, and `done:` once it is.",
            )
            found = problem(response, "date-in-future", words, *place, "done")
            yield found if context.far_ahead(action.done) else found.as_note()


def check_evidence(response: Response, _context: Context) -> Iterator[Problem]:
    """Evidence is a web address that a reader can open."""
    for place, action in actions(response):
        for number, evidence in enumerate(action.evidence):
            if safe_url(evidence.url) is None:
                words = (
                    f"`{evidence.url[:60]}` is not a web address.",
                    "Write an address that begins with https:// or http:// and names a host.",
                )
                yield problem(response, "bad-url", words, *place, "evidence", number, "url")


def check_because_of(response: Response, context: Context) -> Iterator[Problem]:
    """An action is because of themes and cases that exist."""
    themes = context.themes.get(response.head.brand)
    for place, action in actions(response):
        for number, cause in enumerate(action.because_of):
            if _known_cause(context, cause, response.head.brand):
                continue
            near = nearest(cause[:60], themes or ())
            hint = f"Did you mean `{near}`? " if near else ""
            words = (
                f"`{cause[:60]}` is neither a theme nor a case of `{response.head.brand}`.",
                f"{hint}Write a theme's slug or the 16 characters of a case.",
            )
            code = "unknown-case" if CASE.fullmatch(cause) else "unknown-theme"
            yield problem(response, code, words, *place, "because_of", number)


def _known_cause(context: Context, name: str, brand: str) -> bool:
    themes = context.themes.get(brand)
    if themes is not None and name in themes:
        return True
    if not CASE.fullmatch(name):
        return themes is None
    return context.known_cases is None or brand in context.known_cases.get(name, ())


def _keys(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


ACTION_RULES = (
    check_action_ids,
    check_planned,
    check_done,
    check_done_in_part,
    check_abandoned,
    check_superseded,
    check_updates,
    check_done_date,
    check_evidence,
    check_because_of,
)
