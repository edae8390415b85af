"""The public record: what was heard, missed, set aside, held, removed and decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.markup import safe_url
from generator.model.book import SourceOnSite
from generator.model.entry import SET_ASIDE
from generator.model.events import Gap
from generator.model.mention import Mention
from generator.model.people import ModerationEvent
from generator.model.view_parts import Day, Link
from generator.model.views import RecordPage, SourceRow
from generator.model.words import Publish
from generator.report import counted, wording
from generator.report.context import Context

_PUBLISH = {
    Publish.CUES: "no words, only what the rules saw",
    Publish.EXCERPT: "a short excerpt",
    Publish.FULL: "the words",
}
_MOST_LINES = 500
_LATE_AFTER = 3
"""Expected intervals without an answer after which a source is shown as silent."""


def page(context: Context) -> RecordPage:
    """The page `record/`."""
    book = context.book
    return RecordPage(
        path="record/",
        title="The record",
        description="Sources and their health, gaps, held and removed words, decisions and mistakes.",
        crumbs=counted.crumbs(context)[:1],
        nav="Record",
        search="sources gaps held removed moderation log corrections mistakes",
        recording=book.recording or "",
        sources=tuple(_source(one, context) for one in book.sources),
        numbers=_numbers(context),
        aside=_aside(one.facts.last_set_aside for one in book.sources if one.facts),
        aside_answers=_aside(one.facts.last_answers_set_aside for one in book.sources if one.facts),
        held=tuple(_held(mention, context) for mention in book.held[:_MOST_LINES]),
        moderation=tuple(_event(event, context) for _, event in book.moderation[:_MOST_LINES]),
        responses=tuple(
            (one.id, context.file_url(one.path) or "", context.day(one.opened or one.first_seen).words)
            for one in sorted(
                book.ledger, key=lambda line: (line.opened or line.first_seen, line.id), reverse=True
            )
        )[:_MOST_LINES],
        problems=book.problems,
    )


def _numbers(context: Context) -> tuple[tuple[str, str], ...]:
    book = context.book
    mentions = sum(one.mentions for one in book.sources)
    return (
        ("Posts kept in the archive", f"{mentions:,}"),
        ("Cases they make", f"{sum(len(one.cases) for one in book.brands):,}"),
        ("Posts counted without words, held back", f"{len(book.held):,}"),
        ("Posts whose words were removed on request", f"{book.removed:,}"),
        ("Posts whose words went because they are gone at their source", f"{book.gone:,}"),
        ("Moderation decisions", f"{len(book.moderation):,}"),
        ("Response files counted", f"{len(book.ledger):,}"),
        ("Mistakes in files that this build set aside", f"{len(book.problems):,}"),
    )


def _aside(each: Iterable[tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    total: Counter[str] = Counter()
    for pairs in each:
        total.update(dict(pairs))
    return tuple(
        (SET_ASIDE.get(reason, reason.replace("_", " ")), number) for reason, number in total.most_common()
    )


def _source(one: SourceOnSite, context: Context) -> SourceRow:
    source, facts = one.source, one.facts
    heard = context.day(facts.heard_until).words if facts and facts.heard_until else "never"
    return SourceRow(
        id=source.id,
        title=source.title,
        page=safe_url(source.page),
        owner=wording.OWNERS[source.owner],
        kind=wording.SOURCE_KINDS[source.kind],
        publish=_PUBLISH[source.rights.publish if source.rights else Publish.CUES],
        rights=_rights(one, context),
        heard=f"closed on {context.day(source.closed_on).words}" if source.closed_on else heard,
        mentions=one.mentions,
        last=f"{facts.last_read:,} read, {facts.last_kept:,} kept" if facts else "not read yet",
        gaps=tuple(gap_words(gap, source.id, source.title, context) for gap in facts.gaps) if facts else (),
        brands=tuple(
            Link(href=context.brand_path(brand), words=context.brand_name(brand))
            for brand in one.brands
            if brand in context.brands
        ),
        bad=_silent(one, context),
    )


def _rights(one: SourceOnSite, context: Context) -> str:
    rights = one.source.rights
    if rights is None:
        return "Nothing was cleared, so no words are printed."
    return f"{rights.ground} Checked by {rights.checked_by} on {context.day(rights.checked_on).words}."


def gap_words(gap: Gap, source: str, title: str, context: Context) -> str:
    """From when to when, and why, without the source's name once more."""
    end = context.day(gap.end).words if gap.end else "now"
    reason = gap.reason.removeprefix(f"{title}: ").rstrip(".")
    if reason.startswith(f"{source} "):
        reason = f"the source{reason.removeprefix(source)}"
    return f"{context.day(gap.start).words} to {end}: {reason}"


def _silent(one: SourceOnSite, context: Context) -> bool:
    if one.source.closed_on:
        return False
    if one.facts is None or one.facts.heard_until is None:
        return True
    hours = one.source.every_hours or context.book.config.listening.every_hours
    return (context.as_of - one.facts.heard_until).total_seconds() > _LATE_AFTER * hours * 3600


def _held(mention: Mention, context: Context) -> tuple[str, Link | None, str]:
    grounds = wording.listed(ground.replace("_", " ") for ground in mention.finding.held) or "accusation"
    case = context.cases.get(context.book.case_of.get(mention.id, ""))
    until = wording.days_after(mention.first_seen, context.book.config.counting.notice_days, context.zone)
    return grounds, Link(href=context.anchor(case), words=case.id) if case else None, until.words


def _event(event: ModerationEvent, context: Context) -> tuple[str, Day, str, str, str]:
    note = event.note or ""
    if event.decide_by:
        decided = context.decide_by(event.decide_by)
        note = f"{note} {decided[:1].upper()}{decided[1:]}.".strip()
    return (
        wording.MODERATION[event.kind],
        context.day(event.at),
        wording.GROUNDS[event.ground],
        wording.REQUESTERS[event.requested_by],
        note,
    )
