"""How we count, how to answer, how to leave, and what can be downloaded."""

from __future__ import annotations

from generator.model.measure import Definition
from generator.model.site import Counting
from generator.model.theme import Theme
from generator.model.view_parts import Link
from generator.model.views import DataPage, HandPage, MethodPage, RespondPage
from generator.model.words import Disposition
from generator.report import counted, figures, wording
from generator.report.context import Context

_EXAMPLE = """\
---
brand: {brand}
date: {day}
type: answer
disposition: will_change
cases: [{case}]
by: Head of customer care
actions:
  - id: automatic-refunds
    promise: Refunds for delays of more than 30 minutes are paid without a form.
    status: planned
    owner_role: Director of operations
    due: {due}
---
We are sorry. The form asked for a ticket number that paper tickets do not have.
From the day above it will not be needed any more.
"""
_FILES = (
    ("data/cases.csv", "Every case, one a line"),
    ("data/cases.jsonl", "Every case with its posts and answers, one a line, as JSON"),
    ("data/actions.csv", "Every promise and what became of it"),
    ("data/brands.csv", "Every brand with its main numbers"),
    (
        "data/measures.json",
        "Every number with what it is out of, its window, its range and the ids it counts",
    ),
    ("data/sources.csv", "Every source with its rights and health"),
    ("data/moderation.csv", "Every decision about words"),
    ("data/datapackage.json", "The description of all these files (Data Package)"),
    ("feed.xml", "What companies said and did, as an Atom feed"),
)
_NO_CASE = "abcdefghijklmnop"


def method_page(context: Context, definitions: tuple[Definition, ...]) -> MethodPage:
    """The page `how-we-count/`."""
    return MethodPage(
        path="how-we-count/",
        title="How we count",
        description="What each number means, what it leaves out, and why there is no score.",
        crumbs=counted.crumbs(context)[:1],
        nav="How we count",
        search=" ".join(f"{one.title} {one.question}" for one in definitions),
        definitions=definitions,
        states=(
            (
                "Where a complaint stands",
                "Between the customer and the company. Closing a complaint is not fixing it.",
                tuple(wording.HANDLING.values()),
            ),
            (
                "What a reply is",
                "A receipt is not an answer, and “closed” without a word more is a receipt.",
                tuple(wording.RESPONSES.values()),
            ),
            (
                "What became of a promise",
                "A promise is never called a deed. Lateness counts from the first day that was promised.",
                (*wording.STATUS.values(), wording.LATE, wording.STALLED),
            ),
            (
                "Whether it helped",
                "What happened to complaints afterwards. Doing a thing and its helping are never added up.",
                tuple(wording.EFFECTS.values()),
            ),
        ),
        rules=_rules(context),
        themes=tuple(
            (theme.id, _title(theme, context.language), theme.definition) for theme in context.book.themes
        ),
    )


def _title(theme: Theme, language: str) -> str:
    return theme.title.get(language) or next(iter(theme.title.values()), theme.id)


def _rules(context: Context) -> tuple[str, ...]:
    counting, fewest = context.book.config.counting, figures.FEWEST_FOR_PERCENT
    return (
        f"Fewer than {fewest} cases: we print the count and no percentage.",
        f"{fewest} to {figures.FEWEST_FOR_ORDER - 1} cases: a percentage and its likely range, no ranking.",
        "Brands whose likely ranges overlap are never put in an order. There is no score and no stars.",
        "Only what is surely a complaint counts as one. What is not sure is shown and not counted.",
        f"An answer is in time within {counting.answer_days} days. Younger cases are not judged yet.",
        "Silence counts from the day the company was told, not from the day of the post.",
        _overdue(counting),
        "What is heard on places that a company runs itself is counted apart and never mixed with the rest.",
        "Hidden, held and removed words stay in every count.",
        "Praise and complaints are both shown. Neither says how many customers are happy: most never write.",
    )


def _overdue(counting: Counting) -> str:
    return (
        f"After {counting.overdue_days} days without an answer a case is overdue, "
        f"after {counting.long_overdue_days} days long overdue."
    )


def respond_page(context: Context) -> RespondPage:
    """The page `respond/`: three ways to answer, and how to have words removed."""
    site, publisher = context.book.config.site, context.book.config.publisher
    first = context.book.brands[0].brand.id if context.book.brands else "your-brand"
    due = wording.days_after(context.as_of, 60, context.zone)
    repository = site.repository.rstrip("/") if site.repository else None
    return RespondPage(
        path="respond/",
        title="Answer, correct or leave",
        description="How a company answers in public, and how a person has words removed.",
        crumbs=counted.crumbs(context)[:1],
        nav="For companies",
        search="reply answer respond company correction removal privacy",
        form=context.form_url(),
        new_file=f"{repository}/new/{site.branch}?filename=content/responses/your-brand/date-subject.md"
        if repository
        else None,
        example=_EXAMPLE.format(brand=first, day=context.today.isoformat(), due=due.iso, case=_case(context)),
        dispositions=tuple(
            (one.value, words)
            for one, words in wording.DISPOSITIONS.items()
            if one is not Disposition.UNSTATED
        ),
        contact=publisher.contact,
    )


def _case(context: Context) -> str:
    for one in context.book.brands:
        if one.cases:
            return one.cases[0].id
    return _NO_CASE


def data_page(context: Context) -> DataPage:
    """The page `data/`."""
    return DataPage(
        path="data/",
        title="Data",
        description="Everything on these pages as files, without names.",
        crumbs=counted.crumbs(context)[:1],
        nav="Data",
        search="download CSV JSON feed data licence",
        licence=context.book.config.site.licence,
        files=_FILES,
        brands=tuple(
            (
                one.brand.name,
                Link(href=f"{context.brand_path(one.brand.id)}cases.csv", words="cases"),
                Link(href=f"{context.brand_path(one.brand.id)}feed.xml", words="feed"),
            )
            for one in context.book.brands
        ),
    )


def hand_pages(context: Context) -> tuple[HandPage, ...]:
    """Pages of `content/pages/`; the title is the first heading, or the file's name."""
    return tuple(_hand(name, text, context) for name, text in context.book.pages)


def _hand(name: str, text: str, context: Context) -> HandPage:
    head, _, rest = text.lstrip().partition("\n")
    titled = head.startswith("# ")
    title = head[2:].strip() if titled else name.replace("-", " ").capitalize()
    return HandPage(
        path=f"pages/{name}/",
        title=title,
        description=title,
        crumbs=counted.crumbs(context)[:1],
        search=f"{title} {rest}",
        markdown=rest if titled else text,
    )
