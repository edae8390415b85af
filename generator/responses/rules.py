"""The rules a response is held to: each a small generator of problems, and pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from generator import similar
from generator.masking import mask
from generator.model.response import Response
from generator.model.words import Disposition, ResponseType
from generator.problems import Problem
from generator.responses.action_rules import ACTION_RULES, CASE
from generator.responses.context import Context, problem
from generator.text import nearest, normalise, plain

FILE_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)")
PLACEHOLDER = "Write the answer here, in plain words."
"""What a new response says until somebody answers."""
PRIVATE = frozenset({"email", "phone", "iban"})
COPIES = 3
"""So many earlier answers with nearly the same words make a template."""
COPY_KEY = b"answers of one brand are compared in memory only"

STAYS = frozenset({"unknown-case", "case-of-another-brand", "ledger-changed", "ledger-missing"})
"""Mistakes that leave a response usable: the case is passed over, the change is shown."""

Rule = Callable[[Response, Context], Iterator[Problem]]


def check_brand(response: Response, context: Context) -> Iterator[Problem]:
    """The brand has a page here."""
    brand = response.head.brand
    if brand in context.broken_brands:
        words = (f"The file of `{brand}` has mistakes, so nothing of it is shown.", "Mend that file first.")
        yield problem(response, "unknown-brand", words, "brand")
    elif brand not in context.brands:
        near = nearest(brand, context.brands)
        fix = f"Did you mean `{near}`?" if near else "Write the id of a brand's file."
        words = (f"`{brand}` is not a brand of this site.", fix)
        yield problem(response, "unknown-brand", words, "brand")


def check_folder(response: Response, _context: Context) -> Iterator[Problem]:
    """A response lies in its brand's folder: that is what its writer may touch."""
    folder = response.id.partition("/")[0]
    if folder != response.head.brand:
        words = (
            f"The file lies in `{folder}/` and speaks for `{response.head.brand}`.",
            "Move it, or correct the brand.",
        )
        yield problem(response, "folder-not-brand", words, "brand")


def check_file_name(response: Response, _context: Context) -> Iterator[Problem]:
    """The file's name is its date, a hyphen and a slug."""
    stem = response.id.partition("/")[2]
    match = FILE_NAME.fullmatch(stem)
    if match is None or match[1] != response.head.date.isoformat():
        words = (
            f"The file is named `{stem[:90]}` and is dated {response.head.date}.",
            f"Name it `{response.head.date}-<slug>.md`.",
        )
        yield problem(response, "bad-file-name", words, "date")


def check_date(response: Response, context: Context) -> Iterator[Problem]:
    """A response is not dated after the site's clock, give or take the days between two runs."""
    if context.ahead(response.head.date):
        words = (
            f"The response is dated {response.head.date}, and the site's clock stands at {context.as_of}.",
            "Write the day on which it is published; it does not count before.",
        )
        found = problem(response, "date-in-future", words, "date")
        yield found if context.far_ahead(response.head.date) else found.as_note()


def check_cases(response: Response, context: Context) -> Iterator[Problem]:
    """The cases are on this site, and the brand's own."""
    known = context.known_cases
    if known is None:
        return
    for number, case in enumerate(response.head.cases):
        if case not in known:
            words = (
                f"`{case}` is not a case of this site.",
                "Copy the 16 characters from the case's address; the other cases are answered all the same.",
            )
            yield problem(response, "unknown-case", words, "cases", number)
        elif response.head.brand not in known[case]:
            words = (
                f"`{case}` is a case of {', '.join(f'`{brand}`' for brand in sorted(known[case]))}.",
                f"Answer cases of `{response.head.brand}` only, or dispute that it is meant.",
            )
            yield problem(response, "case-of-another-brand", words, "cases", number)


def check_theme(response: Response, context: Context) -> Iterator[Problem]:
    """The theme is in the taxonomy or among the brand's own."""
    theme, brand = response.head.theme, response.head.brand
    themes = context.themes.get(brand)
    if theme is not None and themes is not None and theme not in themes:
        near = nearest(theme, themes)
        fix = f"Did you mean `{near}`?" if near else "Write a slug of the taxonomy."
        yield problem(response, "unknown-theme", (f"`{theme}` is not a theme of `{brand}`.", fix), "theme")


def check_answers_something(response: Response, _context: Context) -> Iterator[Problem]:
    """A response names cases or a theme."""
    if not response.head.cases and response.head.theme is None:
        words = ("This response answers neither a case nor a theme.", "Add `cases:` or `theme:`.")
        yield problem(response, "answers-nothing", words)


def check_disposition(response: Response, _context: Context) -> Iterator[Problem]:
    """An acknowledgement decides nothing; everything else says what was decided."""
    head = response.head
    if head.type is ResponseType.ACKNOWLEDGEMENT and head.disposition is not None:
        words = ("An acknowledgement decides nothing.", "Remove `disposition:`, or set `type: answer`.")
        yield problem(response, "disposition-not-allowed", words, "disposition")
    elif head.disposition is Disposition.UNSTATED:
        words = ("`unstated` is for replies the machine heard.", f"Write one of: {', '.join(DISPOSITIONS)}.")
        yield problem(response, "disposition-not-allowed", words, "disposition")
    elif head.type is not ResponseType.ACKNOWLEDGEMENT and head.disposition is None:
        words = (
            f"A response of type `{head.type}` says what was decided.",
            f"Add `disposition:` with one of: {', '.join(DISPOSITIONS)}.",
        )
        yield problem(response, "needs-disposition", words, "type")


DISPOSITIONS = tuple(str(one) for one in Disposition if one is not Disposition.UNSTATED)


def check_supersedes(response: Response, context: Context) -> Iterator[Problem]:
    """The earlier response exists, and is the same brand's."""
    earlier = response.head.supersedes
    if earlier is None:
        return
    same_brand = earlier.startswith(f"{response.head.brand}/")
    if same_brand and earlier != response.id and context.has_response(earlier):
        return
    near = nearest(earlier[:120], [one.id for one in context.responses if one.id != response.id])
    fix = f"Did you mean `{near}`?" if near else "Write `<brand>/<file without ending>`."
    message = f"`{earlier[:120]}` is not an earlier response of `{response.head.brand}`."
    yield problem(response, "unknown-response", (message, fix), "supersedes")


def check_body(response: Response, _context: Context) -> Iterator[Problem]:
    """A response says something, and says it itself."""
    if not response.body.strip():
        words = ("This response has no words.", "Write below the second line `---` what you have to say.")
        yield problem(response, "empty-body", words, "body")
    elif PLACEHOLDER in response.body:
        words = ("The words that stand in for an answer are still there.", "Write your own in their place.")
        yield problem(response, "unfinished", words, "body")


def check_private(response: Response, context: Context) -> Iterator[Problem]:
    """The body holds no private address or number; those of the brand's own file may stand."""
    own = context.contacts.get(response.head.brand, frozenset())
    start = response.lines.get("body", 0)
    for number, line in enumerate(response.body.split("\n")):
        text = plain(line)
        for address in own:
            text = text.replace(address, " ")
        kinds = [kind for kind, _ in mask(text).counts if kind in PRIVATE]
        if kinds:
            message = f"This line holds what looks like personal data ({', '.join(kinds)})."
            fix = "Remove it, or write the role's address into the brand's `contacts`."
            yield Problem(
                path=response.path, line=start + number, code="personal-data", message=message, fix=fix
            )


def check_ledger(response: Response, context: Context) -> Iterator[Problem]:
    """A published file is never edited, only superseded."""
    line = next((one for one in context.ledger if one.id == response.id), None)
    if line is not None and line.sha256 != response.sha256:
        words = (
            f"This file was published on {line.first_seen.date()} with other words.",
            f"Restore it, and add a new response with `supersedes: {response.id}`.",
        )
        yield problem(response, "ledger-changed", words)


RULES: tuple[Rule, ...] = (
    check_brand,
    check_folder,
    check_file_name,
    check_date,
    check_cases,
    check_theme,
    check_answers_something,
    check_disposition,
    check_supersedes,
    check_body,
    check_private,
    check_ledger,
    *ACTION_RULES,
)


def check_missing(context: Context) -> Iterator[Problem]:
    """A published file is never taken away."""
    here = {one.id for one in context.responses} | context.set_aside
    for line in context.ledger:
        if line.id not in here:
            yield Problem(
                path=line.path,
                line=0,
                code="ledger-missing",
                message=f"This file was published on {line.first_seen.date()} and is gone.",
                fix="Restore it; a new response can supersede it.",
            )


def check_copies(responses: tuple[Response, ...]) -> Iterator[Problem]:
    """A note on answers that repeat at least three earlier ones of their brand nearly word by word."""
    for brand in sorted({one.head.brand for one in responses}):
        own = {one.id: one for one in responses if one.head.brand == brand}
        prints = ((name, similar.bands(normalise(one.body), COPY_KEY)) for name, one in own.items())
        for group in similar.groups(prints):
            for name in group[COPIES:]:
                words = (
                    f"Nearly the same words stand in {len(group) - 1} other answers, first in `{group[0]}`.",
                    "Nothing has to change; readers see it marked as a template.",
                )
                yield problem(own[name], "copied-answer", words, "body").as_note()


def check(responses: tuple[Response, ...], context: Context) -> tuple[Problem, ...]:
    """Hold all responses to all rules.

    Args:
        responses: those to check, by id.
        context: what is known beside them; `context.responses` holds all there are.
    """
    found = [one for response in responses for rule in RULES for one in rule(response, context)]
    return tuple(sorted({*found, *check_missing(context), *check_copies(responses)}))


def usable(
    responses: tuple[Response, ...], problems: tuple[Problem, ...], context: Context | None = None
) -> tuple[Response, ...]:
    """The responses that may be published: without a mistake, or with one that leaves them usable.

    With a context, cases that are unknown or another brand's are taken out of what is left.
    """
    refused = {one.path for one in problems if one.severity == "error" and one.code not in STAYS}
    kept = tuple(one for one in responses if one.path not in refused)
    known = context.known_cases if context else None
    return kept if known is None else tuple(_trimmed(one, known) for one in kept)


def _trimmed(response: Response, known: Mapping[str, frozenset[str]]) -> Response:
    def own(case: str) -> bool:
        return response.head.brand in known.get(case, ())

    cases = tuple(filter(own, response.head.cases))
    acts = tuple(
        action.model_copy(
            update={
                "because_of": tuple(
                    cause for cause in action.because_of if not CASE.fullmatch(cause) or own(cause)
                )
            }
        )
        for action in response.head.actions
    )
    return response.model_copy(
        update={"head": response.head.model_copy(update={"cases": cases, "actions": acts})}
    )
