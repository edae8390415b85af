"""Apply what people decided, and what rights, time and fairness ask, to folded mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeVar

import msgspec

from generator.archive.decisions import NOT_A_RANGE, UNTOUCHED, Decision, decide, targets
from generator.archive.kin import Kin, Ties
from generator.archive.lines import utc
from generator.archive.values import Folded, Pair
from generator.model.base import Value
from generator.model.mention import Cue, Finding, Mention, Reply
from generator.model.people import ModerationEvent
from generator.model.words import BrandId, Certainty, DateQuality, Publish, SourceId, ThemeId

COVER = "▇"
"""Stands for one covered character, so that the places of cues stay right."""
EXCERPT_CHARS = 280

Words = TypeVar("Words", Mention, Reply)


class _Rules(Value, frozen=True, kw_only=True):
    as_of: datetime
    notice: timedelta
    retention: timedelta | None
    maintained_until: date | None
    publish: Mapping[SourceId, Publish]
    zone: tzinfo


def moderate(  # noqa: PLR0913 - each argument is one published rule
    folded: Folded,
    moderation: Sequence[tuple[str, ModerationEvent]],
    *,
    as_of: datetime,
    notice_days: int,
    retention_days: int | None,
    maintained_until: date | None,
    publish: Mapping[SourceId, Publish],
    zone: tzinfo = UTC,
) -> Folded:
    """Return the mentions and replies as they may be shown as of the clock; what is hidden stays counted.

    `moderation` holds (file stem, event); events dated after `as_of` do not count yet, nor do mentions first
    seen after it. A source that `publish` does not name has no cleared rights. `maintained_until` is a day in
    `zone`. `hidden` names the first reason that holds of `removed`, `withheld`, `held`, `gone`, `rights` and
    `expired`. Targets that the archive does not hold come back in `unknown`.
    """
    rules = _Rules(
        as_of=utc(as_of),
        notice=timedelta(days=notice_days),
        retention=None if retention_days is None else timedelta(days=retention_days),
        maintained_until=maintained_until,
        publish=publish,
        zone=zone,
    )
    decisions = decide(moderation, as_of)
    seen = [one for one in folded.mentions if one.first_seen <= as_of]
    heard = [one for one in folded.replies if one.seen <= as_of]
    kin = Kin(folded)
    mentions = [_mention(one, decisions.get(one.id, UNTOUCHED), rules, kin) for one in seen]
    replies = [_reply(one, decisions.get(one.id, UNTOUCHED), rules) for one in heard]
    kept = _one_a_brand(zip(seen, mentions, strict=True))
    left_out = len(folded.mentions) - len(seen) + len(folded.replies) - len(heard)
    return msgspec.structs.replace(
        folded,
        mentions=tuple(sorted(kept, key=lambda one: (one.first_seen, one.id, one.brand))),
        replies=tuple(replies),
        not_yet=folded.not_yet + left_out,
        joined=folded.joined + len(mentions) - len(kept),
        unknown=_unknown(folded, moderation),
    )


def _unknown(
    folded: Folded, moderation: Sequence[tuple[str, ModerationEvent]]
) -> tuple[tuple[str, str], ...]:
    known = {str(one.id) for one in folded.mentions} | {str(one.id) for one in folded.replies}
    named = {(stem, target) for stem, event in moderation for target in targets(event)}
    return tuple(sorted(pair for pair in named if pair[1] not in known))


def _one_a_brand(mentions: Iterable[tuple[Mention, Mention]]) -> list[Mention]:
    # an override may move a mention to a brand that has the same post already: that brand's own one counts
    kept: dict[Pair, Mention] = {}
    for _was, one in sorted(mentions, key=lambda pair: pair[0].brand != pair[1].brand):
        kept.setdefault((one.id, one.brand), one)
    return list(kept.values())


def _mention(mention: Mention, decision: Decision, rules: _Rules, kin: Kin) -> Mention:
    mention = msgspec.structs.replace(mention, moderated=decision.stems)
    if decision.removed and not mention.removed:
        mention = _forgotten(mention, kin.ties(mention))
    mention = _overridden(mention, decision)
    if mention.removed:
        return mention
    hidden = _hidden(mention, decision, rules)
    if hidden is None and decision.covered and mention.excerpt is not None:
        return _covered(mention, mention.excerpt, decision)
    return mention if hidden is None else _blank(mention, hidden)


def _overridden(mention: Mention, decision: Decision) -> Mention:
    other = decision.override
    if other is None:
        return mention
    finding = mention.finding
    if other.kind is not None:
        finding = msgspec.structs.replace(finding, kind=other.kind, certainty=Certainty.SURE)
    if other.themes is not None:
        finding = msgspec.structs.replace(finding, themes=tuple(map(ThemeId, other.themes)))
    return msgspec.structs.replace(
        mention,
        brand=BrandId(other.brand) if other.brand else mention.brand,
        finding=finding,
        overridden=mention.finding,
    )


def _hidden(mention: Mention, decision: Decision, rules: _Rules) -> str | None:
    if decision.withheld or _badly_covered(mention.excerpt, mention.seen, decision):
        return "withheld"
    if decision.held or _held(mention, decision, rules):
        return "held"
    return mention.hidden or _by_rule(mention, mention.first_seen, rules)


def _held(mention: Mention, decision: Decision, rules: _Rules) -> bool:
    # nobody looks after the site any more, so nobody could release these words
    if rules.maintained_until and mention.seen.astimezone(rules.zone).date() > rules.maintained_until:
        return True
    if not mention.finding.held:
        return False
    # a release is about the words that stood when it was given, not about what an edit brings later
    released = decision.released_at is not None and decision.released_at >= mention.seen
    return not released or rules.as_of < mention.seen + rules.notice


def _by_rule(one: Mention | Reply, since: datetime, rules: _Rules) -> str | None:
    allowed = rules.publish.get(one.source, Publish.CUES)
    too_long = allowed is Publish.EXCERPT and len(one.excerpt or "") > EXCERPT_CHARS
    if allowed is Publish.CUES or one.excerpt is None or too_long:
        return "rights"
    expired = rules.retention is not None and rules.as_of >= since + rules.retention
    return "expired" if expired else None


def _badly_covered(excerpt: str | None, seen: datetime, decision: Decision) -> bool:
    # ranges that cannot be read, or that were meant for words since changed, must not show the wrong half
    if not decision.covered or excerpt is None:
        return False
    stale = decision.covered_at is not None and decision.covered_at < seen
    return stale or NOT_A_RANGE in decision.covered


def _cover(text: str, decision: Decision) -> str:
    places = {place for start, end in decision.covered for place in range(start, min(end, len(text)))}
    return "".join(COVER if at in places and not sign.isspace() else sign for at, sign in enumerate(text))


def _covered(mention: Mention, excerpt: str, decision: Decision) -> Mention:
    secret = [excerpt[start:end].casefold() for start, end in decision.covered]
    finding = mention.finding
    cues = tuple(_wordless(cue) if _tells(cue, secret, decision) else cue for cue in finding.cues)
    return msgspec.structs.replace(
        mention,
        excerpt=_cover(excerpt, decision),
        finding=msgspec.structs.replace(finding, cues=cues),
    )


def _tells(cue: Cue, secret: list[str], decision: Decision) -> bool:
    text = cue.text.casefold()
    if any(text in words or words in text for words in secret):
        return True
    start, end = cue.start, cue.end
    if start is None or end is None:
        return False
    return any(start < last and first < end for first, last in decision.covered)


def _blank(mention: Mention, hidden: str) -> Mention:
    """Take the words away; the link too, unless only rights or time hide them."""
    finding, url = mention.finding, mention.url
    if hidden != "rights":
        finding = _without_words(finding)
    if hidden not in {"rights", "expired"}:
        url = None
    overridden = mention.overridden and _without_words(mention.overridden)
    return msgspec.structs.replace(
        mention, excerpt=None, url=url, finding=finding, overridden=overridden, hidden=hidden
    )


def _without_words(finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, cues=tuple(_wordless(cue) for cue in finding.cues))


def _wordless(cue: Cue) -> Cue:
    return Cue(group=cue.group, text="", weight=cue.weight)


def _forgotten(mention: Mention, ties: Ties) -> Mention:
    """Return what the tombstone will leave of a mention, before the next `listen` has written it."""
    found = mention.finding
    day = mention.published
    return Mention(
        id=mention.id,
        brand=mention.brand,
        source=mention.source,
        first_seen=mention.first_seen,
        seen=mention.seen,
        published=day and day.replace(hour=0, minute=0, second=0, microsecond=0),
        quality=DateQuality.DAY if day else DateQuality.FIRST_SEEN,
        url=None,
        thread=ties.thread or "",
        author=None,
        excerpt=None,
        rev=mention.rev,
        finding=Finding(
            language="und",
            kind=found.kind,
            certainty=found.certainty,
            severity=found.severity,
            themes=found.themes,
            cues=(),
            rules="",
        ),
        removed=True,
        hidden="removed",
        moderated=mention.moderated,
        link=ties.link,
        case=ties.case,
    )


def _reply(reply: Reply, decision: Decision, rules: _Rules) -> Reply:
    hidden = _reply_hidden(reply, decision, rules)
    if hidden is not None:
        url = reply.url if hidden in {"rights", "expired"} else None
        return msgspec.structs.replace(reply, excerpt=None, url=url, hidden=hidden)
    if decision.covered and reply.excerpt is not None:
        return msgspec.structs.replace(reply, excerpt=_cover(reply.excerpt, decision))
    return reply


def _reply_hidden(reply: Reply, decision: Decision, rules: _Rules) -> str | None:
    if decision.removed or reply.hidden == "removed":
        return "removed"
    if decision.withheld or _badly_covered(reply.excerpt, reply.seen, decision):
        return "withheld"
    return "held" if decision.held else reply.hidden or _by_rule(reply, reply.seen, rules)
