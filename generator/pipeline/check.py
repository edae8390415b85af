"""`check`: everything people wrote, held to every rule, all mistakes at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

import msgspec

from generator import config, files, guarded_yaml, ingest, responses
from generator.archive import Folder
from generator.config import Content
from generator.errors import ArchiveError
from generator.model.base import Value
from generator.model.events import LedgerLine
from generator.model.people import Confirmation
from generator.model.response import Response
from generator.model.site import Limits, Listening, Paths
from generator.problems import Problem
from generator.responses import Context
from generator.text import nearest


class Reading(Value, frozen=True, kw_only=True):
    """What people wrote beside the configuration, as far as it can be published."""

    responses: tuple[Response, ...]
    """Usable ones, by id; cases that are unknown or another brand's are taken out."""
    confirmations: tuple[tuple[str, Confirmation], ...]
    """(file stem, confirmation) of actions that exist."""
    problems: tuple[Problem, ...]
    """Those of the content, too; sorted."""


class Checked(Value, frozen=True, kw_only=True):
    """A site's folder, read and held to every rule."""

    content: Content
    """Confirmations of actions that do not exist are taken out."""
    responses: tuple[Response, ...]
    """Usable ones, by id."""
    problems: tuple[Problem, ...]
    """Sorted by file and line."""


def check_all(root: Path, *, only: tuple[str, ...] = (), config_name: str = "site_config.yml") -> Checked:
    """Read and check everything people wrote, against the archive that is there.

    Args:
        root: the repository.
        only: files or folders from the root; others are checked, too, and not reported. Empty means all.
        config_name: the configuration, from the root.
    """
    content = config.load(root, config_name, objection=ingest.objection)
    heard = _heard(content, root)
    reading = read(content, root, known_cases=heard.cases, ledger=heard.ledger, as_of=heard.as_of)
    return Checked(
        content=msgspec.structs.replace(content, confirmations=reading.confirmations),
        responses=reading.responses,
        problems=_among((*heard.problems, *reading.problems), root, only),
    )


class _Heard(Value, frozen=True, kw_only=True):
    """What the archive knows that people's files are checked against."""

    cases: dict[str, frozenset[str]] | None = None
    ledger: tuple[LedgerLine, ...] = ()
    as_of: date | None = None
    problems: tuple[Problem, ...] = ()


def _heard(content: Content, root: Path) -> _Heard:
    paths = content.config.paths if content.config else Paths()
    zone = content.config.site.timezone if content.config else "UTC"
    path = content.root / paths.archive
    folder = Folder(path)
    try:
        clock = folder.clock()
        if clock is None:
            return _Heard(ledger=folder.ledger())
        cases: dict[str, set[str]] = {}
        for event in folder.read():
            cases.setdefault(event.id, set()).add(event.brand)
        return _Heard(
            cases={name: frozenset(brands) for name, brands in cases.items()},
            ledger=folder.ledger(),
            as_of=clock.as_of.astimezone(ZoneInfo(zone)).date(),
        )
    except ArchiveError as error:
        problem = Problem(
            path=files.shown(path, root),
            line=0,
            code="archive-unreadable",
            message=str(error),
            fix="Restore the archive from git; nobody writes in it by hand.",
        )
        return _Heard(problems=(problem,))


def check(
    root: Path,
    *,
    only: tuple[str, ...] = (),
    known_cases: Mapping[str, frozenset[str]] | None = None,
    ledger: tuple[LedgerLine, ...] = (),
    as_of: date | None = None,
    config_name: str = "site_config.yml",
) -> tuple[Problem, ...]:
    """Every problem of every file people wrote, sorted by file and line; the archive is not asked.

    Args:
        root: the repository.
        only: as in `check_all`.
        known_cases: brands by the id of every mention and case; None skips the rules that need them.
        ledger: every published response file.
        as_of: the site's clock as a day in its time zone.
        config_name: the configuration, from the root.
    """
    content = config.load(root, config_name, objection=ingest.objection)
    reading = read(content, root, known_cases=known_cases, ledger=ledger, as_of=as_of)
    return _among(reading.problems, root, only)


def _among(problems: tuple[Problem, ...], root: Path, only: tuple[str, ...]) -> tuple[Problem, ...]:
    whole = root.resolve()
    wanted = tuple(
        PurePosixPath(files.shown(Path(one), whole if Path(one).is_absolute() else root)) for one in only
    )
    return tuple(
        sorted(
            problem
            for problem in problems
            if not wanted or any(PurePosixPath(problem.path).is_relative_to(one) for one in wanted)
        )
    )


def read(
    content: Content,
    root: Path,
    *,
    known_cases: Mapping[str, frozenset[str]] | None = None,
    ledger: tuple[LedgerLine, ...] = (),
    as_of: date | None = None,
) -> Reading:
    """Join content and responses: what is usable, and all problems of both."""
    limits = content.config.limits if content.config else Limits()
    paths = content.config.paths if content.config else Paths()
    found, unread = responses.load(content.root / paths.content, root, max_bytes=limits.response_bytes)
    context = context_of(content, found, unread, known_cases=known_cases, ledger=ledger, as_of=as_of)
    wrong = responses.check(found, context)
    confirmed = tuple(_check_confirmed(content, context, files.shown(content.root / paths.content, root)))
    opened = tuple(_check_opened(content, context, root))
    bad = {PurePosixPath(one.path).stem for one in confirmed}
    return Reading(
        responses=responses.usable(found, wrong, context),
        confirmations=tuple(pair for pair in content.confirmations if pair[0] not in bad),
        problems=tuple(sorted({*content.problems, *unread, *wrong, *confirmed, *opened})),
    )


def context_of(
    content: Content,
    found: tuple[Response, ...],
    unread: tuple[Problem, ...],
    *,
    known_cases: Mapping[str, frozenset[str]] | None,
    ledger: tuple[LedgerLine, ...],
    as_of: date | None,
) -> Context:
    """What the rules for responses may know."""
    general = {theme.id for theme in content.themes}
    brands = [brand.id for brand in content.brands]
    every_hours = (content.config.listening if content.config else Listening()).every_hours
    return Context(
        brands=frozenset(brands),
        broken_brands=frozenset(_broken_brands(content)) - set(brands),
        themes={one.id: frozenset(general | {theme.id for theme in one.themes}) for one in content.brands}
        if general
        else {},
        contacts={brand.id: frozenset(one.address for one in brand.contacts) for brand in content.brands},
        known_cases=known_cases,
        responses=found,
        set_aside=frozenset("/".join(PurePosixPath(one.path).with_suffix("").parts[-2:]) for one in unread),
        ledger=ledger,
        as_of=as_of,
        days_between_runs=1 + math.ceil(every_hours / 24),
    )


def _broken_brands(content: Content) -> Iterator[str]:
    for problem in content.problems:
        path = PurePosixPath(problem.path)
        if path.parent.name == "brands":
            yield path.stem


def _check_confirmed(content: Content, context: Context, folder: str) -> Iterator[Problem]:
    """A verdict is on an action, or a case, that exists."""
    known = [f"{one.id}#{action.id}" for one in context.responses for action in one.head.actions]
    for stem, said in content.confirmations:
        path = f"{folder}/confirmations/{stem}.yml"
        lines = content.lines.get(path, {})
        if said.action is not None and not context.has_action(said.action):
            near = nearest(said.action[:120], known)
            yield Problem(
                path=path,
                line=guarded_yaml.line_of(lines, "action"),
                code="unknown-action",
                message=f"`{said.action[:120]}` is not an action in any response.",
                fix=f"Did you mean `{near}`?" if near else "Write `<response>#<id of the action>`.",
            )
        if said.case is not None and context.known_cases is not None and said.case not in context.known_cases:
            yield Problem(
                path=path,
                line=guarded_yaml.line_of(lines, "case"),
                code="unknown-case",
                message=f"`{said.case}` is not a case of this site.",
                fix="Copy the 16 characters from the case's address.",
            )


def _check_opened(content: Content, context: Context, root: Path) -> Iterator[Problem]:
    """A recording says of responses that exist when they were opened."""
    name = content.config.paths.manifest if content.config else None
    if content.manifest is None or name is None:
        return
    path = files.shown(content.root / name, root)
    for response in content.manifest.opened:
        if not context.has_response(response):
            near = nearest(response[:120], [one.id for one in context.responses])
            yield Problem(
                path=path,
                line=guarded_yaml.line_of(content.lines.get(path, {}), "opened", response),
                code="unknown-response",
                message=f"`{response[:120]}` is not a response of this site.",
                fix=f"Did you mean `{near}`?" if near else "Write `<brand>/<file without ending>`.",
            )


def format_github(problem: Problem) -> str:
    """The problem as a line that the hosting service shows beside the file's line."""
    level = "error" if problem.severity == "error" else "notice"
    place = f"file={_property(problem.path)},line={max(problem.line, 1)},title={_property(problem.code)}"
    return f"::{level} {place}::{_data(f'{problem.message} {problem.fix}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
