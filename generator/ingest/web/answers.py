"""Answers without a body, as values with a sentence; and answers that come from files."""

from __future__ import annotations

import re
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from generator.ingest.web.headers import Headers, fresh_seconds, printable, quota_seconds, retry_seconds
from generator.model.entry import FetchFailure, FetchRequest, NotModified, Snapshot, SourceAnswer
from generator.model.recording import RecordedRun, RecordedStatus
from generator.model.words import SourceId

PAUSE = 15 * 60
"""Seconds for which a domain rests that turned us away without saying for how long."""
MAX_URL_CHARS = 500
_LOGIN = re.compile(r"//[^/?#]*@")
_SECRET = re.compile(
    r"([?&;](?:[\w.-]{0,40}(?:key|token|secret|password|signature|auth)|sig|pass|pwd)=)[^&;#\s]+",
    re.IGNORECASE,
)
"""A field of a query whose value opens something, by the names that are in use for it."""
_STATUS = {
    304: ("status", "it says that nothing is new, but it was never heard. It is tried again next time."),
    401: ("status", "it asks for a login. Name a public address."),
    403: ("status", "it refuses us. Ask its operator, or remove the source."),
    404: ("status", "there is nothing at this address. Look for its new one, or remove the source."),
    410: ("gone", "it is gone for good. Set `closed_on` in the source's file."),
    429: ("busy", "it asks us to come less often. Raise `every_hours` of the source."),
    503: ("busy", "it is not able to answer now. It is tried again next time."),
}


class Refusal(Exception):  # noqa: N818 - a decision of ours, not an error of the program
    """Our own decision not to ask, or not to take an answer; the text is a sentence for people."""

    def __init__(
        self, message: str, *, code: str, status: int | None = None, wait: int | None = None
    ) -> None:
        """Take the sentence, the short word for it, and the status and the pause in seconds where known."""
        super().__init__(message)
        self.code = code
        self.status = status
        self.wait = wait


def failure(
    request: FetchRequest, code: str, message: str, *, status: int | None = None, wait: int | None = None
) -> FetchFailure:
    """A failure whose sentence begins with the address that was asked, without a login that stands in it."""
    return FetchFailure(
        source=request.source,
        code=code,
        message=f"{shown(request.url)}: {message}",
        status=status,
        retry_seconds=wait,
    )


def shown(url: str) -> str:
    """An address as it may be printed: no login, no key, no control characters, at most `MAX_URL_CHARS`."""
    plain = bare(url)[:MAX_URL_CHARS]
    return plain if plain.isprintable() else "".join(one if one.isprintable() else "?" for one in plain)


def bare(url: str) -> str:
    """An address without a login, and without the values of keys and tokens in its query."""
    return _SECRET.sub(r"\1...", _LOGIN.sub("//", url, count=1))


def not_modified(request: FetchRequest, headers: Headers, moved_to: str | None = None) -> NotModified:
    """Nothing is new; validators the answer repeats replace the old ones."""
    return NotModified(
        source=request.source,
        etag=printable(headers.get("ETag")) or request.etag,
        last_modified=printable(headers.get("Last-Modified")) or request.last_modified,
        fresh_seconds=fresh_seconds(headers),
        moved_to=moved_to,
    )


def refusal_of_status(status: int, headers: Headers, now: datetime) -> Refusal:
    """What an HTTP status outside 2xx means for the source, with the pause it asks for.

    The code `busy` with a pause is meant for the whole domain.
    """
    if headers.get("cf-mitigated", "").lower() == "challenge":
        advice = "a guard shows a puzzle to programs. Ask its operator to let us in, or remove the source."
        return Refusal(f"answered {status}: {advice}", code="busy", status=status, wait=PAUSE)
    its_fault = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    usual = "its server failed. It is tried again next time." if its_fault else "this is no feed."
    code, advice = _STATUS.get(status, ("status", usual))
    wait = _wait(status, headers, now)
    if status == HTTPStatus.FORBIDDEN and wait is not None:
        code, advice = "busy", "it has answered us often enough for now. It is asked again after the pause."
    return Refusal(f"answered {status}: {advice}", code=code, status=status, wait=wait)


def _wait(status: int, headers: Headers, now: datetime) -> int | None:
    wait = retry_seconds(headers)
    if wait is None and status in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}:
        wait = quota_seconds(headers, now)
    return PAUSE if wait is None and status == HTTPStatus.TOO_MANY_REQUESTS else wait


def file_answer(request: FetchRequest, folder: Path = Path()) -> SourceAnswer:
    """The answer of a source that is a file; `request.url` is its path below `folder`. Nothing is raised.

    What is said of it is archived and published: name it relative to the site's folder, never from the root
    of one machine.
    """
    return _from_file(request, folder / request.url)


def recorded(source_id: SourceId, run: RecordedRun, folder: Path) -> SourceAnswer | None:
    """What a source answered in a recorded run; None where it was not due.

    Args:
        source_id: the source.
        run: one run of the manifest.
        folder: where the manifest lies; recorded files are relative to it.
    """
    answer = run.sources.get(source_id)
    if answer is None:
        return None
    if isinstance(answer, RecordedStatus):
        return _from_status(source_id, answer)
    request = FetchRequest(source=source_id, url=answer, max_bytes=2**40)
    if not _inside(folder, answer):
        return failure(request, "missing", "it lies outside the recording. Move it beside the manifest.")
    return _from_file(request, folder / answer)


def _from_status(source_id: SourceId, answer: RecordedStatus) -> SourceAnswer:
    if answer.status < HTTPStatus.BAD_REQUEST:
        return NotModified(source=source_id)
    reason = f" ({answer.reason})" if answer.reason else ""
    message = f"{source_id} answered {answer.status}{reason} when this run was recorded."
    code = _STATUS.get(answer.status, ("status", ""))[0]
    return FetchFailure(source=source_id, code=code, message=message, status=answer.status)


def _from_file(request: FetchRequest, path: Path) -> SourceAnswer:
    try:
        if not path.is_file():
            return failure(request, "missing", "there is no such file. Put it there, or correct its name.")
        if path.stat().st_size > request.max_bytes:
            message = f"the file is larger than {request.max_bytes:,} bytes. Split it or raise the limit."
            return failure(request, "too_large", message)
        return Snapshot(source=request.source, url=request.url, body=path.read_bytes())
    except (OSError, ValueError) as error:
        # the whole text of an OSError names the path on this machine
        cause = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = f"the file cannot be read ({cause}). Check its name and permissions."
        return failure(request, "missing", message)


def _inside(folder: Path, name: str) -> bool:
    """True unless the name climbs out of the folder; what no file can be called is left to the reading."""
    try:
        return (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return True
