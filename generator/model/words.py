"""The closed vocabularies: every word a state, a kind or a decision may take, and no synonym."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NewType

BrandId = NewType("BrandId", str)
SourceId = NewType("SourceId", str)
ThemeId = NewType("ThemeId", str)
MentionId = NewType("MentionId", str)
"""16 base32 characters (80 bits of SHA-256) of source scope and the source's own key."""
ID_SHAPE: Final = r"[a-z2-7]{16}"
"""How the id of a mention, and so of a case, is written."""
CaseId = NewType("CaseId", str)
"""The id of the case's earliest-archived mention; every member's id resolves to it."""
ResponseId = NewType("ResponseId", str)
"""The response file's path below `content/responses/` without its ending: `<brand>/<date>-<slug>`."""
ActionId = NewType("ActionId", str)
"""`<response>#<id>`."""


class Kind(StrEnum):
    """What a mention is."""

    COMPLAINT = "complaint"
    PRAISE = "praise"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    OTHER = "other"
    UNCLASSIFIED = "unclassified"


class Certainty(StrEnum):
    """How sure the rules are of a kind; only *sure* complaints are counted as complaints."""

    SURE = "sure"
    REVIEW = "review"


class DateQuality(StrEnum):
    """How much a publication date is worth."""

    EXACT = "exact"
    DAY = "day"
    """The source names a day and no time."""
    ZONE_ASSUMED = "zone_assumed"
    """The source names no usable zone; UTC was assumed."""
    FIRST_SEEN = "first_seen"
    """The source gave no readable date; the run's `now` stands in."""


class SourceKind(StrEnum):
    """How a source is read; one module in `ingest/sources/` a kind."""

    FEED = "feed"
    RECORDS = "records"
    MBOX = "mbox"
    DISCOURSE = "discourse"
    STACKEXCHANGE = "stackexchange"
    HACKERNEWS = "hackernews"
    GITHUB = "github"
    REDDIT = "reddit"
    LEMMY = "lemmy"
    MASTODON = "mastodon"
    APPSTORE = "appstore"


class SourceOwner(StrEnum):
    """Who runs the place where people speak. Company-owned is never pooled with the rest."""

    INDEPENDENT = "independent"
    COMPANY = "company"
    REGULATOR = "regulator"


class Publish(StrEnum):
    """What a source's rights let the site print of a post."""

    CUES = "cues"
    EXCERPT = "excerpt"
    FULL = "full"


class Relationship(StrEnum):
    """What the publisher is to the brands it reports on."""

    INDEPENDENT = "independent"
    OWNED_BY_BRAND = "owned_by_brand"
    REGULATOR = "regulator"
    CONSUMER_BODY = "consumer_body"
    PRESS = "press"
    PUBLIC_BODY = "public_body"


class ResponseType(StrEnum):
    """What a response is. An acknowledgement is not an answer."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"
    CORRECTION = "correction"
    DECLINE = "decline"


class Disposition(StrEnum):
    """What the company decided."""

    WILL_CHANGE = "will_change"
    CHANGED = "changed"
    EXPLAINED = "explained"
    REDRESS_MONETARY = "redress_monetary"
    REDRESS_OTHER = "redress_other"
    APOLOGY_ONLY = "apology_only"
    DISPUTED = "disputed"
    CANNOT_VERIFY = "cannot_verify"
    NOT_RESPONSIBLE = "not_responsible"
    NO_CHANGE = "no_change"
    HANDLED_PRIVATELY = "handled_privately"
    NEEDS_INFORMATION = "needs_information"
    UNSTATED = "unstated"
    """For replies the machine heard, never in a file."""


class HandlingState(StrEnum):
    """Where a case stands between customer and company."""

    NOT_TOLD = "not_told"
    AWAITING = "awaiting"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    ANSWERED_IN_GENERAL = "answered_in_general"
    REOPENED = "reopened"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_THIS_COMPANY = "not_this_company"
    WITHDRAWN = "withdrawn"


WAITING: Final = frozenset({HandlingState.AWAITING, HandlingState.ACKNOWLEDGED, HandlingState.REOPENED})
"""Handling in which the next word is the company's."""
EXITS: Final = frozenset(
    {HandlingState.OUT_OF_SCOPE, HandlingState.NOT_THIS_COMPANY, HandlingState.WITHDRAWN}
)
"""Handling by which a case leaves the counts."""


class HandlingFlag(StrEnum):
    """What is computed beside the state."""

    DISPUTED = "disputed"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"
    QUIET = "quiet"


class ActionStatus(StrEnum):
    """What the company says of an action."""

    CONSIDERING = "considering"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DONE_IN_PART = "done_in_part"
    ABANDONED = "abandoned"
    SUPERSEDED = "superseded"


OPEN: Final = frozenset({ActionStatus.PLANNED, ActionStatus.IN_PROGRESS})
"""Promised, and not over."""
FINISHED: Final = frozenset({ActionStatus.DONE, ActionStatus.DONE_IN_PART})
"""Done, wholly or in part."""


class ActionKind(StrEnum):
    """What sort of work an action is."""

    FIX = "fix"
    PROCESS = "process"
    POLICY = "policy"
    REFUND_PROGRAMME = "refund_programme"
    COMMUNICATION = "communication"


class Remedy(StrEnum):
    """What the customer gets out of an action."""

    FIX = "fix"
    WORKAROUND = "workaround"
    REFUND = "refund"
    REPLACEMENT = "replacement"
    POLICY = "policy"
    INFORMATION = "information"


class CostToCustomer(StrEnum):
    """Whether the problem was solved or sold."""

    NONE = "none"
    PAID = "paid"


class Verdict(StrEnum):
    """What a customer says of an action."""

    FIXED = "fixed"
    PARTLY = "partly"
    NOT_FIXED = "not_fixed"
    CANNOT_TELL = "cannot_tell"
    NO_REPLY = "no_reply"


class Effect(StrEnum):
    """What happened to the rate of complaints after an action."""

    TOO_EARLY = "too_early"
    TOO_FEW = "too_few"
    IMPROVED = "improved"
    NO_CLEAR_CHANGE = "no_clear_change"
    WORSE = "worse"


class ModerationKind(StrEnum):
    """What a moderation event does to its target."""

    HOLD = "hold"
    RELEASE = "release"
    REDACT = "redact"
    WITHHOLD = "withhold"
    REMOVE = "remove"
    RESTORE = "restore"
    DISPUTE = "dispute"
    OVERRIDE = "override"
    MERGE = "merge"
    SPLIT = "split"


class Ground(StrEnum):
    """Why a moderation event was made."""

    PRIVACY = "privacy"
    AUTHOR_WISH = "author_wish"
    LAW = "law"
    ACCUSATION = "accusation"
    DANGER = "danger"
    HEALTH = "health"
    MINOR = "minor"
    NOT_A_COMPLAINT = "not_a_complaint"
    NOT_THIS_BRAND = "not_this_brand"
    WRONG_THEME = "wrong_theme"
    FACTS_DISPUTED = "facts_disputed"
    DUPLICATE = "duplicate"
    SPAM = "spam"
    RIGHTS = "rights"
    NOTICE_PERIOD_OVER = "notice_period_over"
    ERROR = "error"


class Requester(StrEnum):
    """Who asked, by class; never a name."""

    AUTHOR = "author"
    COMPANY = "company"
    THIRD_PARTY = "third_party"
    MODERATOR = "moderator"
    PUBLISHER = "publisher"
    COURT = "court"
