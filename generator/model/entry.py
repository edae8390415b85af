"""What listening holds in memory: answers of sources, and raw entries; none of it is ever stored."""

from __future__ import annotations

from datetime import datetime

from generator.model.base import Value
from generator.model.words import DateQuality, Disposition, Kind, ResponseType, SourceId


class FetchRequest(Value, frozen=True, kw_only=True):
    """What to ask a source for."""

    source: SourceId
    url: str
    """http, https or a file path that the caller has resolved."""
    etag: str | None = None
    """Validator of the last answer, sent back verbatim."""
    last_modified: str | None = None
    max_bytes: int
    """Decoded bytes after which the answer is refused."""


class Snapshot(Value, frozen=True, kw_only=True):
    """A source's answer with a body."""

    source: SourceId
    url: str
    """The address that answered, after redirects."""
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    status: int = 200
    milliseconds: int = 0


class NotModified(Value, frozen=True, kw_only=True):
    """A source's answer that nothing is new."""

    source: SourceId
    etag: str | None = None
    last_modified: str | None = None
    milliseconds: int = 0


class FetchFailure(Value, frozen=True, kw_only=True):
    """Why a source could not be heard."""

    source: SourceId
    code: str
    """A short word: `timeout`, `status`, `too_large`, `missing`, `private_address`, ..."""
    message: str
    """A sentence that says what happened and how to mend it."""
    status: int | None = None
    """HTTP status; None where no answer came."""
    milliseconds: int = 0
    retry_seconds: int | None = None
    """Pause the source asks for; None where it asks for none."""


SourceAnswer = Snapshot | NotModified | FetchFailure
"""What comes back for a `FetchRequest`."""


class EntryAnswer(Value, frozen=True, kw_only=True):
    """The official answer that a record itself carries."""

    type: ResponseType
    disposition: Disposition
    text: str
    at: datetime | None
    """None where the record does not date it."""


class Entry(Value, frozen=True, kw_only=True):
    """One item as read from a source, raw."""

    source: SourceId
    scope: str
    """What ids are unique within: by default the host."""
    key: str
    """The source's own key, with the policy that found it in front: `guid:`, `link:`, `hash:`, `id:`."""
    url: str | None
    """http or https address of the post; None where the source names none."""
    title: str
    """HTML or text, as `html` says."""
    body: str
    html: bool = True
    """True where title and body may hold HTML; False where they are plain text."""
    author: str | None
    """Raw; used for the keyed hash only."""
    thread: str | None
    """Key of the thread within the scope; None where the entry is its own thread."""
    reply_to: str | None = None
    """Key of the entry it replies to; None where it opens a thread or the source does not say."""
    published: datetime | None
    """UTC; None where the source gives no readable date."""
    quality: DateQuality
    updated: datetime | None = None
    language: str | None = None
    """As the source declares it."""
    brand: str | None = None
    """The record's own brand column, before aliases; None where there is none."""
    rating: float | None = None
    """As a share of the best possible, 0 to 1; None where there is none."""
    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    """Declared by the mapping; None lets the rules decide."""
    official: bool = False
    """True where an official account of a brand wrote it."""
    answer: EntryAnswer | None = None
    cut: bool = False
    """True where the text was longer than the limit and was cut."""


class SetAside(Value, frozen=True, kw_only=True):
    """An entry, or a part of one, that was read and not kept."""

    reason: str
    """A short word from `SET_ASIDE`."""
    key: str = ""
    detail: str = ""


class Reading(Value, frozen=True, kw_only=True):
    """What one body held: entries read = kept + set aside, by reason."""

    source: SourceId
    read: int
    """Entries in the bytes."""
    entries: tuple[Entry, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    answers_set_aside: tuple[SetAside, ...] = ()
    """Answers inside kept records that do not count, by reason."""
    failure: str | None = None
    """Why the body could not be read at all; None where it could."""
    title: str = ""
    scope: str = ""
    """What the ids were made unique within, to be fixed in the archive at first listen."""
    gone: tuple[str, ...] = ()
    """Keys of entries that the source says were deleted."""
    policy: str = ""
    """The id policy that was used, to be fixed in the archive at first listen."""


SET_ASIDE = {
    "no_brand": "names no brand that this site reports on",
    "empty": "holds no words",
    "duplicate_key": "repeats a key within the same answer",
    "unreadable": "could not be read",
    "over_limit": "came after the limit of entries for one run",
    "bad_date": "has a date outside 1995 to tomorrow",
    "no_id": "has no id in the column that the mapping names",
    "official": "is the company's own post and opens no case",
    "removed": "was removed on request and stays away",
    "answer_before_complaint": "is dated before the complaint it answers",
    "answer_undated": "has no date and stays out of waiting times",
}
"""Reasons by short word, each the end of a sentence that begins with the entry or the answer."""
