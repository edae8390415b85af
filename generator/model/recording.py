"""What a recorded site was recorded from: the manifest of its runs."""

from __future__ import annotations

from pydantic import Field

from generator.model.base import Instant, Sentence, Written


class RecordedStatus(Written):
    """An answer without a body."""

    status: int = Field(ge=300, le=599)
    """HTTP status; 304 is no change, 400 and above a failure."""
    reason: str = ""


class RecordedRun(Written):
    """One `listen` of the recording."""

    now: Instant
    sources: dict[str, str | RecordedStatus]
    """By source id: the recorded file, relative to the manifest, or a status. Others were not due."""
    pages: dict[str, str | RecordedStatus] = Field(default_factory=dict)
    """By address: further pages of a source, and posts looked at again. Others were not asked for."""


class Manifest(Written):
    """The file `manifest.yml` of a recording."""

    statement: Sentence
    """What this recording is, printed in the banner's company."""
    key: str = Field(min_length=16)
    """The key of the keyed hashes; public, because the recording is."""
    runs: tuple[RecordedRun, ...]
    opened: dict[str, Instant] = Field(default_factory=dict)
    """By response id: when its pull request was opened."""
