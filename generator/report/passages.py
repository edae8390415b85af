"""Customers' words, or why they are not shown."""

from __future__ import annotations

from generator.markup import safe_url
from generator.model.case import Case
from generator.model.mention import Cue, Mention
from generator.model.source import Source
from generator.model.view_parts import Passage
from generator.model.words import DateQuality
from generator.report import wording
from generator.report.context import Context

_MOST_CUES = 6
_SHORT = 80
_GROUPS = {
    "affect": "how it feels",
    "declared": "what the source calls it",
    "defect": "something is broken",
    "delay": "something is late",
    "demand": "a demand",
    "exit": "leaving",
    "facet": "tone",
    "money": "money",
    "negated_function": "something did not work or did not happen",
    "praise": "praise",
    "question": "a question",
    "rating": "the stars given",
    "suggestion": "a suggestion",
}
"""What the groups of cues are called on pages."""

_DELETED = "The words were deleted where they stood, so they are gone here too. The post still counts."
_NOT_INDEXED = (
    "Where it stands, the post asks to be kept out of indexes, so its words are not shown. It still counts."
)


def passage(mention: Mention, context: Context) -> Passage:
    """One post as it may be printed."""
    source = context.sources.get(mention.source)
    shown = mention.excerpt is not None and mention.hidden is None
    title, attribution = _named(source, shown=shown) if source else (mention.source, None)
    return Passage(
        words=mention.excerpt if shown else None,
        language=mention.finding.language if mention.finding.language != "und" else "",
        cut=mention.cut and shown,
        why="" if shown else why_hidden(mention, context),
        cues=() if shown or mention.hidden != "rights" else cue_words(mention.finding.cues),
        source=title,
        source_href=f"record/#{mention.source}" if source else "",
        day=context.day(mention.published or mention.first_seen),
        day_note=_quality(mention),
        url=None if mention.hidden in {"removed", "gone"} else safe_url(mention.url),
        attribution=attribution,
        note=_note(mention),
    )


def _named(source: Source, *, shown: bool) -> tuple[str, str | None]:
    """The source, and the attribution it asks for; once where the one holds the other."""
    asked = source.rights.attribution if source.rights and shown else None
    if not asked:
        return source.title, None
    if source.title.casefold() in asked.casefold() and len(asked) <= _SHORT:
        return asked.rstrip(". "), None
    return source.title, f"{asked.rstrip('. ')}."


def why_hidden(mention: Mention, context: Context) -> str:
    """One sentence for words that are not shown; the case still counts."""
    if mention.hidden == "held":
        return _held(mention, context)
    if mention.hidden == "withheld":
        return _withheld(mention, context)
    days = context.book.config.retention.words_days
    return {
        "removed": "The words were removed on request. The post still counts.",
        "gone": _NOT_INDEXED if mention.gone == "noindex" else _DELETED,
        "rights": "This source does not allow its words to be printed here.",
        "expired": f"Words are shown for {days} days only. The post still counts.",
    }.get(mention.hidden or "", "No words of this post may be shown.")


def _held(mention: Mention, context: Context) -> str:
    grounds = wording.listed(ground.replace("_", " ") for ground in mention.finding.held) or "accusation"
    notice = context.book.config.counting.notice_days
    until = wording.days_after(mention.first_seen, notice, context.zone)
    over = until.iso <= context.day(context.as_of).iso
    when = f"; the notice period ended on {until.words}" if over else f", not before {until.words}"
    return f"Words held back ({grounds}) until a person releases them{when}. The post still counts."


def _withheld(mention: Mention, context: Context) -> str:
    for stem in reversed(mention.moderated):
        event = context.events.get(stem)
        if event is not None and event.kind.value == "withhold":
            note = f" {event.note}" if event.note else ""
            return f"Words withheld: {wording.GROUNDS[event.ground]}.{note} The post still counts."
    return "Words withheld by the publisher. The post still counts."


def _quality(mention: Mention) -> str:
    return {
        DateQuality.FIRST_SEEN: "day of first hearing; the source gives none",
        DateQuality.ZONE_ASSUMED: "time zone assumed",
    }.get(mention.quality, "")


def _note(mention: Mention) -> str:
    notes = []
    if mention.rev:
        notes.append(_edited(mention))
    if mention.overridden is not None:
        notes.append("the first finding was corrected by a person")
    return ", ".join(notes)


def _edited(mention: Mention) -> str:
    times = "edited once since" if mention.rev == 1 else f"edited {mention.rev} times since"
    changed = wording.listed(wording.CHANGES[name] for name in mention.changed if name in wording.CHANGES)
    last = "which" if mention.rev == 1 else "the last time it"
    return f"{times}, {last} changed {changed}" if changed else times


def cue_words(cues: tuple[Cue, ...]) -> tuple[str, ...]:
    """What the rules saw: each wording once, the weightiest first."""
    heaviest = sorted(cues, key=lambda cue: (-abs(cue.weight), cue.group, cue.text))
    return tuple(dict.fromkeys(cue.text for cue in heaviest if cue.text))[:_MOST_CUES]


def reasons(case: Case, context: Context) -> tuple[str, ...]:
    """Why the case counts as what it counts as: one line a group of cues."""
    groups: dict[str, list[str]] = {}
    for mention in case.mentions:
        for cue in mention.finding.cues:
            if cue.text and not mention.hidden:
                groups.setdefault(cue.group, []).append(cue.text)
    return tuple(
        f"{_group(group, case.brand, context)}: {_quoted(texts)}"
        for group, texts in sorted(groups.items())
        if not group.startswith("severity")
    )


def _quoted(texts: list[str]) -> str:
    return ", ".join(f"“{text}”" for text in tuple(dict.fromkeys(texts))[:_MOST_CUES])


def _group(group: str, brand: str, context: Context) -> str:
    name, _, rest = group.partition(":")
    if name == "theme" and rest:
        return f"Theme “{context.theme_title(brand, rest)}”"
    said = _GROUPS.get(name, name.replace("_", " "))
    said = f"{said} ({rest.replace('-', ' ')})" if rest else said
    return f"{said[:1].upper()}{said[1:]}"
