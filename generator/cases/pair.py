"""Which answer belongs to which case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from generator.cases.inputs import Inputs
from generator.cases.names import Names
from generator.cases.outline import CaseKey, Index, Outline
from generator.cases.said import Said, answered_by, files, heard, is_answer, with_templates
from generator.cases.scope import Scope
from generator.model.case import Answer


class Paired:
    """Answers by case and by theme."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self.by_case: dict[CaseKey, list[Answer]] = {}
        """What a case shows: explicit answers and general ones; superseded ones are not in it."""
        self.earlier: dict[CaseKey, list[Answer]] = {}
        """Superseded answers whose place an answer to the same case has taken: they still tell when."""
        self.by_theme: dict[tuple[str, str], list[Answer]] = {}
        self.set_aside: Counter[str] = Counter()
        self.targets: dict[str, list[Outline]] = {}
        """The cases each response names, by response id."""


def pair(inputs: Inputs, index: Index, names: Names, scope: Scope) -> Paired:
    """Join responses and replies to cases.

    A response applies to the cases it names (by any of their mentions) and, where it names a theme, answers
    in general every counted case of that theme published by the moment it counts. A response that supersedes
    another takes its place. Unknown cases are told in `scope.problems`.
    """
    paired = Paired()
    replies = sorted(
        (one for one in inputs.replies if scope.reached(one.id, one.published)),
        key=lambda one: (one.published is None, one.published or one.seen, one.id),
    )
    written = files(inputs, names, scope)
    bodies: dict[str, str] = {one.id: f"body:{one.body}" for one in replies if one.body}
    said = with_templates([*written, *(heard(one, names, scope) for one in replies)], bodies)
    superseded = _superseded(said[: len(written)], scope)
    for one in said[: len(written)]:
        _pair_file(one, paired, index, names, scope)
    _take_away(paired, superseded)
    for reply, one in zip(replies, said[len(written) :], strict=True):
        cases, early = answered_by(reply, one.brand, index)
        for case in cases:
            paired.by_case.setdefault(case.key, []).append(one.answer)
        if not cases:
            paired.set_aside["answer_before_complaint" if early else "no_case"] += 1
    for answers in (*paired.by_case.values(), *paired.by_theme.values()):
        answers.sort(key=answer_order)
    return paired


def answer_order(answer: Answer) -> tuple[bool, float, str]:
    """Oldest first, undated last."""
    at = answer.counts_from
    return (at is None, at.timestamp() if at else 0.0, answer.response or answer.reply or "")


def _superseded(said: Sequence[Said], scope: Scope) -> dict[str, str]:
    """The response that takes each one's place: only a later one of the same brand may."""
    earlier: dict[str, str] = {}
    found: dict[str, str] = {}
    for one in said:
        response = str(one.answer.response)
        if one.supersedes is not None and earlier.get(one.supersedes) == one.brand:
            found[one.supersedes] = response
        elif one.supersedes is not None:
            scope.problems.append(
                f"responses/{response}: supersedes {one.supersedes}, "
                "which is not an earlier response of this brand; both stand."
            )
        earlier[response] = one.brand
    return found


def _pair_file(said: Said, paired: Paired, index: Index, names: Names, scope: Scope) -> None:
    named: dict[CaseKey, Outline] = {}
    for ref in said.cases:
        case = index.find(said.brand, ref)
        if case is None:
            scope.problems.append(
                f"responses/{said.answer.response}: case {ref} is not a case of {said.brand}; "
                "copy the id from the case's page."
            )
        else:
            named[case.key] = case
    for key in named:
        paired.by_case.setdefault(key, []).append(said.answer)
    paired.targets[str(said.answer.response)] = list(named.values())
    if said.theme is not None:
        _in_general(said, said.theme, paired, index.by_theme.get((said.brand, said.theme), ()), named)
        if not names.knows_theme(said.brand, said.theme):
            scope.problems.append(
                f"responses/{said.answer.response}: theme {said.theme} is not in the taxonomy; "
                "use a slug of content/themes.yml or of the brand's own themes."
            )


def _in_general(
    said: Said, theme: str, paired: Paired, cases: Iterable[Outline], named: Mapping[CaseKey, Outline]
) -> None:
    answer = msgspec.structs.replace(said.answer, general=True)
    paired.by_theme.setdefault((said.brand, theme), []).append(answer)
    moment: datetime | None = answer.counts_from
    for case in cases:
        if case.key not in named and moment is not None and case.published <= moment:
            paired.by_case.setdefault(case.key, []).append(answer)


def _take_away(paired: Paired, superseded: Mapping[str, str]) -> None:
    """Drop superseded answers from what is shown; keep their day where the case was answered anew."""
    if not superseded:
        return
    for key, answers in paired.by_case.items():
        stand = [one for one in answers if one.response not in superseded]
        heirs = {(one.response, one.general) for one in stand if is_answer(one)}
        paired.by_case[key] = stand
        paired.earlier[key] = [
            one
            for one in answers
            if one.response in superseded and (_last(str(one.response), superseded), one.general) in heirs
        ]
    for theme, answers in paired.by_theme.items():
        paired.by_theme[theme] = [one for one in answers if one.response not in superseded]


def _last(response: str, superseded: Mapping[str, str]) -> str:
    while response in superseded:
        response = superseded[response]
    return response
