"""What listening holds in memory: answers of sources, and raw entries; none of it is ever stored."""

from __future__ import annotations

from datetime import datetime

from generator.model.base import Value
from generator.model.words import DateQuality, Disposition, Kind, MentionId, ResponseType, SourceId


class Ask(Value, frozen=True, kw_only=True):
    """One request that a kind of source wants made."""

    url: str
    """http, https or a file path below the site's folder."""
    part: str = ""
    """The kind's own word for what the answer will be, handed back with it. `page` is a post's own page."""
    headers: tuple[tuple[str, str], ...] = ()
    """Sent beside ours; `Authorization` never follows a redirect to another host."""
    body: bytes | None = None
    """Sent by POST; None asks by GET."""
    gap_seconds: float = 0.0
    """Least pause before the next request to this host, where it wants more than we give anyway."""
    mark: str = ""
    """Names a state of what is asked for; one that was answered is not asked for again. Empty asks always."""
    posts: tuple[MentionId, ...] = ()
    """Posts that are looked at again with this request; empty for listening."""
    many: bool = False
    """True where the address names many posts at once: a 404 or 410 then says nothing of them."""
    refusals: tuple[int, ...] = ()
    """Statuses of refusals whose body is read like an answer, as it alone says what is meant."""


class FetchRequest(Value, frozen=True, kw_only=True):
    """What to ask a source for."""

    source: SourceId
    url: str
    """http, https or a file path that the caller has resolved."""
    part: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Sent beside ours; `Authorization` never follows a redirect to another host."""
    body: bytes | None = None
    """Sent by POST; None asks by GET."""
    gap_seconds: float = 0.0
    """Least pause before the next request to this host."""
    refusals: tuple[int, ...] = ()
    """Statuses of refusals whose body is read like an answer."""
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
    asked: str = ""
    """The address as it was asked for; empty for a file of a recording."""
    part: str = ""
    """As the request said."""
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    status: int = 200
    milliseconds: int = 0
    fresh_seconds: int = 0
    """How long the answer says that it stays fresh (`max-age`, else `Expires`); 0 where it does not say."""
    moved_to: str | None = None
    """Where an unbroken row of permanent redirects (301, 308) led; None where there was none."""
    noindex: bool = False
    """True where a header (`X-Robots-Tag`) asks that it be kept out of indexes."""


class NotModified(Value, frozen=True, kw_only=True):
    """A source's answer that nothing is new."""

    source: SourceId
    etag: str | None = None
    last_modified: str | None = None
    milliseconds: int = 0
    fresh_seconds: int = 0
    """How long the answer says that it stays fresh; 0 where it does not say."""
    moved_to: str | None = None
    """Where an unbroken row of permanent redirects led; None where there was none."""


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
    also: tuple[str, ...] = ()
    """Other keys it might be known by (`guid:`, `link:`, `hash:`), each of no other entry in its answer."""
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
    dated: str = ""
    """The date as the source wrote it, at most 64 characters."""
    updated: datetime | None = None
    language: str | None = None
    """As the source declares it."""
    brand: str | None = None
    """The record's own brand column, before aliases; None where there is none."""
    rating: float | None = None
    """As a share of the best possible, 0 to 1; None where there is none."""
    score: int | None = None
    """Votes or likes by others, less those against where the place counts them; None where it counts none."""
    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    """Declared by the mapping; None lets the rules decide."""
    official: bool = False
    """True where an official account of a brand wrote it."""
    accepted: bool = False
    """True where the place marks it as what solved the matter."""
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
    more: tuple[Ask, ...] = ()
    """What must be asked besides to hear everything: threads that changed, a listing behind a token, ..."""
    older: Ask | None = None
    """Where the entries before these stand; asked only while nothing known was met. None where nowhere."""
    marks: tuple[str, ...] | None = None
    """What the next answer must hold to show that nothing was lost, newest first; None takes the keys."""
    ttl_seconds: int = 0
    """How long the body says that it stays fresh (`ttl`, `sy:updatePeriod`); 0 where it does not say."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day (UTC) in which it asks not to be asked."""
    wait_seconds: int = 0
    """Pause that the body asks for before anything else is asked (`backoff`, a spent quota)."""
    noindex: bool = False
    """For a post's own page: it asks that it be kept out of indexes."""
    repaired: bool = False
    """True where the usual reader found too few of a feed's entries and a second one had to read them."""
    left_out: tuple[str, ...] = ()
    """Sentences that say which part of the source is not heard, why, and what would change that."""


SET_ASIDE = {
    "no_brand": "names no brand that this site reports on",
    "empty": "holds no words",
    "duplicate_key": "repeats a key within the same answer",
    "unreadable": "could not be read",
    "over_limit": "came after the limit of entries for one run",
    "no_id": "has no id in the column that the mapping names",
    "official": "is the company's own post and opens no case",
    "removed": "was removed on request and stays away",
    "deleted": "was deleted or hidden at its source",
    "opted_out": "was written by somebody who asked not to be indexed",
    "not_a_post": "is a notice of the place's software, not a post",
    "answer_before_complaint": "is dated before the complaint it answers",
    "answer_undated": "has no date and stays out of waiting times",
}
"""Reasons by short word, each the end of a sentence that begins with the entry or the answer."""
