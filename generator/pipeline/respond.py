"""`respond new`: a response file to fill in, with the words it may use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from generator import config
from generator.archive import Folder
from generator.errors import UsageError
from generator.model.response import Response
from generator.model.theme import Theme
from generator.model.words import ActionKind, ActionStatus, CostToCustomer, Remedy, ResponseType
from generator.responses import DISPOSITIONS, PLACEHOLDER, parse
from generator.text import nearest
from generator.text import slug as slug_of

BY = "Customer relations"
CASE_ID = r"[a-z2-7]{16}"


def new_response(  # noqa: PLR0913 - each is one option of the command
    root: Path,
    brand: str,
    *,
    cases: tuple[str, ...] = (),
    theme: str | None = None,
    kind: ResponseType = ResponseType.ANSWER,
    slug: str | None = None,
    today: date,
) -> Path:
    """Write a new response file below `root`; return its path.

    A recorded site's responses are dated by its clock, not by `today`.

    Raises:
        UsageError: where the brand has no page, the file exists, or the head would not be accepted.
    """
    content = config.load(root)
    known = [one.id for one in content.brands]
    if content.config is None or brand not in known:
        near = nearest(brand[:60], known)
        hint = f" Did you mean {near}?" if near else f" Known are: {', '.join(known) or 'none'}."
        message = f"{brand!r} is not a brand of this site.{hint}"
        raise UsageError(message)
    if not cases and theme is None:
        message = "Say what it answers: --case with a case's 16 characters, or --theme with a theme's id."
        raise UsageError(message)
    _must_know(theme, [one.id for one in (*content.themes, *_own_themes(content, brand))])
    archive = Folder(content.root / content.config.paths.archive)
    clock = archive.clock()
    if clock is not None:
        _must_be_cases(archive, brand, cases)
    if clock is not None and content.config.site.clock == "recorded":
        today = clock.as_of.astimezone(ZoneInfo(content.config.site.timezone)).date()
    what = slug or theme or cases[0]
    name, text = scaffold(brand, cases=cases, theme=theme, day=today, title=what, kind=kind)
    path = content.root / content.config.paths.content / "responses" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        message = f"{path} exists already. Give another --slug, or edit that file."
        raise UsageError(message) from None
    return path


def _must_be_cases(archive: Folder, brand: str, cases: tuple[str, ...]) -> None:
    own = {event.id for event in archive.read() if event.brand == brand} if cases else set()
    for case in cases:
        if re.fullmatch(CASE_ID, case) and case not in own:
            message = f"{case!r} is not a case of {brand}. Copy the 16 characters from the case's address."
            raise UsageError(message)


def _own_themes(content: config.Content, brand: str) -> tuple[Theme, ...]:
    return next(one.themes for one in content.brands if one.id == brand)


def _must_know(theme: str | None, known: list[str]) -> None:
    if theme is None or theme in known:
        return
    near = nearest(theme[:60], known)
    message = f"{theme!r} is not a theme of this site." + (f" Did you mean {near}?" if near else "")
    raise UsageError(message)


def scaffold(
    brand: str,
    *,
    cases: tuple[str, ...] = (),
    theme: str | None = None,
    day: date,
    title: str = "answer",
    kind: ResponseType = ResponseType.ANSWER,
) -> tuple[str, str]:
    """Id and text of a new response.

    Args:
        brand: id of the brand.
        cases: ids of the cases it answers.
        theme: slug of the theme it answers in general.
        day: its date.
        title: a few words; they become the file's name.
        kind: what sort of response it is.

    Raises:
        UsageError: where the head would not be accepted; the text says why.
    """
    name = f"{brand}/{day.isoformat()}-{slug_of(title)}"
    text = "\n".join(
        ("---", *_head(brand, day, kind), *_about(cases, theme), *_action(), "---", "", PLACEHOLDER)
    )
    read = parse(f"{text}\n".encode(), f"{name}.md", name)
    if not isinstance(read, Response):
        raise UsageError(" ".join(f"{one.message} {one.fix}" for one in read))
    return name, f"{text}\n"


def _quoted(text: str) -> str:
    """JSON's strings are YAML's, too."""
    return json.dumps(text, ensure_ascii=False)


def _head(brand: str, day: date, kind: ResponseType) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../schemas/response.json"
    yield f"brand: {_quoted(brand)}"
    yield f"date: {_quoted(day.isoformat())}"
    yield f"# One of: {', '.join(ResponseType)}."
    yield f"type: {_quoted(kind)}"
    yield f"# What was decided, one of: {', '.join(DISPOSITIONS)}."
    yield "# An acknowledgement decides nothing and has no such line."
    yield f'{"# " if kind is ResponseType.ACKNOWLEDGEMENT else ""}disposition: "explained"'
    yield "# The role of who speaks, not a name."
    yield f"by: {_quoted(BY)}"


def _about(cases: tuple[str, ...], theme: str | None) -> Iterator[str]:
    if cases:
        yield "cases:"
        yield from (f"  - {_quoted(case)}" for case in cases)
    else:
        yield "# The 16 characters of each case's address:"
        yield "# cases:"
        yield '#   - "abcdefghijklmnop"'
    yield "# A theme, where this answers all who wrote about it:"
    yield f"theme: {_quoted(theme)}" if theme else '# theme: "billing"'
    yield "# The file this one takes the place of; both files stay in the repository:"
    yield '# supersedes: "a-brand/2026-01-31-a-file"'


def _action() -> Iterator[str]:
    yield "# What you promise, do or did. To use it, remove the first # of each line and the space after it."
    yield "# Lines that keep a # are notes."
    yield "# actions:"
    yield '#   - id: "a-short-name"'
    yield '#     promise: "A sentence that somebody else can verify."'
    yield f"#     # One of: {', '.join(ActionKind)}."
    yield '#     kind: "fix"'
    yield f"#     # One of: {', '.join(ActionStatus)}."
    yield '#     status: "planned"'
    yield "#     # A planned action needs these two:"
    yield '#     owner_role: "Head of customer service"'
    yield '#     due: "2026-12-31"'
    yield "#     # A done action needs done: and evidence:, one done in part done: and left_out:,"
    yield "#     # an abandoned one why:"
    yield '#     # done: "2026-12-31"'
    yield "#     # evidence:"
    yield '#     #   - url: "https://example.org/notice"'
    yield '#     #     what: "The notice that says so."'
    yield "#     # News of a promise you made before: the file it stands in, #, and its id:"
    yield '#     # updates: "a-brand/2026-01-31-a-file#a-short-name"'
    yield f"#     # What the customer gets, one of: {', '.join(Remedy)}."
    yield '#     # remedy: "fix"'
    yield f"#     # What it costs the customer, one of: {', '.join(CostToCustomer)}."
    yield '#     # cost_to_customer: "none"'
