"""The join: said, answered, promised, confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from generator.cases.confirmations import Confirmed, confirm
from generator.cases.group import Regrouped, group, regroup
from generator.cases.handling import Facts, handle
from generator.cases.inputs import CaseBook, Inputs
from generator.cases.names import Names
from generator.cases.outline import CaseKey, Index, Outline, outline, same_text
from generator.cases.pair import Paired, pair
from generator.cases.promises import Threads, follow
from generator.cases.said import is_answer
from generator.cases.scope import Scope
from generator.cases.told import Telling
from generator.model.case import ActionState, Case, Issue
from generator.model.people import ModerationEvent
from generator.model.words import ActionId, BrandId, CaseId, ThemeId

Events = tuple[tuple[str, ModerationEvent], ...]


def build(inputs: Inputs) -> CaseBook:
    """Join everything into cases, issues and promises, as of the clock. Pure; the order of inputs is free.

    Nothing raises on what people wrote: what cannot be joined is told in `problems`.
    """
    scope = Scope(inputs.as_of, ZoneInfo(inputs.zone))
    names = Names(inputs.brands, inputs.themes)
    events = tuple(
        (stem, one)
        for stem, one in sorted(inputs.moderation, key=lambda pair: (pair[1].at, pair[0]))
        if scope.reached(stem, one.at)
    )
    grouped = _groups(inputs, names, events)
    scope.problems.extend(grouped.problems)
    outlines = tuple(outline(one, names, inputs.sources, scope.zone) for one in grouped.groups)
    index = Index(outlines)
    paired = pair(inputs, index, names, scope)
    threads = Threads(inputs, names, scope)
    confirmed = confirm(inputs, index, threads.roots, scope)
    actions = follow(threads, index, paired, names, scope, confirmed.by_action)
    cases = _Cases(inputs, scope, index, events).all(outlines, paired, confirmed, actions)
    return CaseBook(
        cases=cases,
        issues=_issues(cases, paired, actions),
        actions=actions,
        case_of=_case_of(outlines),
        problems=tuple(sorted(set(scope.problems))),
        not_yet=tuple(sorted(scope.not_yet)),
        set_aside=tuple(sorted(paired.set_aside.items())),
    )


def _groups(inputs: Inputs, names: Names, events: Events) -> Regrouped:
    mentions = (
        one
        if names.brand(one.brand) == one.brand
        else msgspec.structs.replace(one, brand=BrandId(names.brand(one.brand)))
        for one in inputs.mentions
    )
    return regroup(group(mentions), events)


class _Cases:
    """Outlines become cases once all that was said about them is known."""

    def __init__(self, inputs: Inputs, scope: Scope, index: Index, events: Events) -> None:
        self._inputs, self._scope = inputs, scope
        self._telling = Telling(inputs, index, Names(inputs.brands, inputs.themes), scope)
        self._events: dict[CaseKey, list[tuple[str, ModerationEvent]]] = {}
        for stem, event in events:
            for case in index.everywhere(event.target):
                self._events.setdefault(case.key, []).append((stem, event))

    def all(
        self,
        outlines: Sequence[Outline],
        paired: Paired,
        confirmed: Confirmed,
        actions: Sequence[ActionState],
    ) -> tuple[Case, ...]:
        copies = same_text(outlines)
        promised: dict[CaseKey, list[ActionId]] = {}
        for action in actions:
            for case_id in action.cases:
                promised.setdefault((action.brand, case_id), []).append(action.id)
        cases = []
        for one in outlines:
            facts = self._facts(one, paired, confirmed)
            cases.append(self._case(facts, copies[one.key], tuple(sorted(promised.get(one.key, ())))))
        return tuple(sorted(cases, key=lambda case: (case.brand, -case.published.timestamp(), case.id)))

    def _facts(self, one: Outline, paired: Paired, confirmed: Confirmed) -> Facts:
        return Facts(
            case=one,
            answers=tuple(paired.by_case.get(one.key, ())),
            earlier=tuple(paired.earlier.get(one.key, ())),
            confirmations=tuple(confirmed.by_case.get(one.key, ())),
            moderation=tuple(self._events.get(one.key, ())),
            told=self._telling.of(one, self._inputs.sources),
        )

    def _case(
        self, facts: Facts, copies: tuple[tuple[CaseId, ...], int], actions: tuple[ActionId, ...]
    ) -> Case:
        one = facts.case
        own = any(is_answer(answer) and not answer.general for answer in facts.answers)
        return Case(
            id=one.id,
            brand=one.brand,
            mentions=one.mentions,
            kind=one.kind,
            certainty=one.certainty,
            severity=one.severity,
            themes=one.themes,
            first_seen=one.first_seen,
            published=one.published,
            month=one.month,
            same_text=copies[0],
            same_text_total=copies[1],
            answers=facts.answers,
            actions=actions,
            confirmations=facts.confirmations,
            handling=handle(facts, self._inputs.counting, self._scope.as_of, self._scope.zone),
            own_page=own or bool(actions or facts.confirmations),
            company_owned=one.company_owned,
        )


def _issues(cases: Sequence[Case], paired: Paired, actions: Sequence[ActionState]) -> tuple[Issue, ...]:
    """Every brand and theme with a counted complaint, an answer to the theme or a promise about it."""
    said: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        for theme in case.themes if case.counted else ():
            said.setdefault((case.brand, theme), []).append(case)
    promised: dict[tuple[str, str], list[ActionId]] = {}
    for action in actions:
        for theme in action.themes:
            promised.setdefault((action.brand, theme), []).append(action.id)
    keys = said.keys() | promised.keys() | {key for key, answers in paired.by_theme.items() if answers}
    issues = [
        Issue(
            brand=BrandId(key[0]),
            theme=ThemeId(key[1]),
            cases=tuple(
                case.id for case in sorted(said.get(key, ()), key=lambda case: (case.first_seen, case.id))
            ),
            answers=tuple(paired.by_theme.get(key, ())),
            actions=tuple(promised.get(key, ())),
        )
        for key in keys
    ]
    return tuple(sorted(issues, key=lambda one: (one.brand, -len(one.cases), one.theme)))


def _case_of(outlines: Sequence[Outline]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in sorted(outlines, key=lambda one: one.key):
        for mention in one.mentions:
            found.setdefault(mention.id, one.id)
    return found
