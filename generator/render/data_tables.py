"""The published tables of what people said, and of what was done to it."""

from __future__ import annotations

from datetime import datetime

from generator.markup import safe_url
from generator.model.case import Case
from generator.model.mention import Mention
from generator.model.people import ModerationEvent
from generator.model.words import ResponseType
from generator.render.data_columns import Column, Table, joined

Moderated = tuple[str, ModerationEvent]


def words(mention: Mention) -> str | None:
    """What may be read of a mention: nothing where anything hides it."""
    return None if mention.hidden else mention.excerpt


def address(mention: Mention) -> str | None:
    """Where the post stands; not given where its words are hidden."""
    return None if mention.hidden else safe_url(mention.url)


def _answers(case: Case, *, acknowledgement: bool) -> int:
    return sum((answer.type is ResponseType.ACKNOWLEDGEMENT) == acknowledgement for answer in case.answers)


def _first_answer(case: Case) -> datetime | None:
    return case.handling.answered_at


CASES: Table[Case] = Table(
    "cases",
    "Every case: one person's experience with one brand",
    (
        Column("id", "string", "Permanent id of the case.", lambda c: c.id),
        Column("brand", "string", "Id of the brand.", lambda c: c.brand),
        Column("month", "string", "Month page that holds the case (YYYY-MM).", lambda c: c.month),
        Column("first_seen", "datetime", "When this site first heard it (UTC).", lambda c: c.first_seen),
        Column(
            "published",
            "datetime",
            "When it was posted, or first seen where no date is known.",
            lambda c: c.published,
        ),
        Column(
            "kind",
            "string",
            "complaint, praise, question, suggestion, other or unclassified.",
            lambda c: c.kind.value,
        ),
        Column(
            "certainty", "string", "sure, or review where a person should look.", lambda c: c.certainty.value
        ),
        Column(
            "counted",
            "boolean",
            "Whether it counts as a complaint: sure complaints only.",
            lambda c: c.counted,
        ),
        Column(
            "severity",
            "integer",
            "4 safety, 3 money or data lost, 2 unusable or repeated, 1 other.",
            lambda c: c.severity,
        ),
        Column(
            "themes",
            "string",
            "Ids of its themes, the main one first, with spaces between.",
            lambda c: joined(c.themes),
        ),
        Column(
            "handling",
            "string",
            "Where it stands between customer and company.",
            lambda c: c.handling.state.value,
        ),
        Column(
            "flags",
            "string",
            "disputed, overdue, long_overdue, quiet; with spaces between.",
            lambda c: joined(flag.value for flag in c.handling.flags),
        ),
        Column(
            "clock_start",
            "datetime",
            "When silence began to count; empty while the company was not told.",
            lambda c: c.handling.clock_start,
        ),
        Column(
            "answered_at",
            "datetime",
            "First answer to this case itself; empty where there is none or it has no date.",
            _first_answer,
        ),
        Column(
            "answer_undated",
            "boolean",
            "Whether an answer exists whose date is not known.",
            lambda c: c.handling.answer_undated,
        ),
        Column(
            "answers",
            "integer",
            "Answers, corrections and refusals.",
            lambda c: _answers(c, acknowledgement=False),
        ),
        Column(
            "acknowledgements",
            "integer",
            "Acknowledgements, which are not answers.",
            lambda c: _answers(c, acknowledgement=True),
        ),
        Column(
            "actions",
            "string",
            "Ids of promises and deeds, with spaces between.",
            lambda c: joined(c.actions),
        ),
        Column(
            "confirmations",
            "string",
            "The customers' verdicts, with spaces between.",
            lambda c: joined(one.verdict.value for one in c.confirmations),
        ),
        Column(
            "same_text",
            "string",
            "Ids of cases with nearly the same words, with spaces between.",
            lambda c: joined(c.same_text),
        ),
        Column(
            "company_owned",
            "boolean",
            "Whether it was heard on the company's own channel; never pooled with the rest.",
            lambda c: c.company_owned,
        ),
        Column("mentions", "integer", "Posts that belong to it.", lambda c: len(c.mentions)),
        Column("source", "string", "Id of the source of its first post.", lambda c: c.mentions[0].source),
        Column(
            "language",
            "string",
            "Language of its first post (ISO 639-1, or und).",
            lambda c: c.mentions[0].finding.language,
        ),
        Column(
            "words",
            "string",
            "Excerpt of its first post, masked; empty where no words may be shown.",
            lambda c: words(c.mentions[0]),
        ),
        Column(
            "hidden",
            "string",
            "Why there are no words; empty where there are.",
            lambda c: c.mentions[0].hidden,
        ),
        Column(
            "url",
            "string",
            "Where its first post stands; empty where its words are hidden.",
            lambda c: address(c.mentions[0]),
        ),
    ),
)

MODERATION: Table[Moderated] = Table(
    "moderation",
    "Every decision to hold, hide, correct, merge or remove; never the words",
    (
        Column("id", "string", "Permanent id.", lambda m: m[0]),
        Column("kind", "string", "What was done.", lambda m: m[1].kind.value),
        Column("target", "string", "Id of what it was done to.", lambda m: m[1].target),
        Column("at", "datetime", "When.", lambda m: m[1].at),
        Column("ground", "string", "Why.", lambda m: m[1].ground.value),
        Column("requested_by", "string", "Who asked, by class.", lambda m: m[1].requested_by.value),
        Column(
            "decide_by", "date", "For a dispute: the day by which it is decided.", lambda m: m[1].decide_by
        ),
        Column("note", "string", "What the public may read of the reason.", lambda m: m[1].note),
    ),
)
