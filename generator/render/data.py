"""The same facts as the pages, as files: tables, measures and their description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from generator import canonical, text
from generator.model.book import Book, BrandBook
from generator.model.case import Answer, Case
from generator.model.mention import Mention
from generator.model.page import Asset
from generator.render import data_companies as companies
from generator.render import data_tables as tables
from generator.render.data_columns import Table


def _mention(mention: Mention) -> dict[str, Any]:
    finding = mention.finding
    return {
        "id": mention.id,
        "source": mention.source,
        "first_seen": mention.first_seen,
        "published": mention.published,
        "date_quality": mention.quality.value,
        "kind": finding.kind.value,
        "certainty": finding.certainty.value,
        "severity": finding.severity,
        "themes": list(finding.themes),
        "language": finding.language,
        "rules": finding.rules,
        "rating": mention.rating,
        "rev": mention.rev,
        "same_text": mention.same_text,
        "words": tables.words(mention),
        "cut": mention.cut,
        "hidden": mention.hidden,
        "url": tables.address(mention),
        "moderated": list(mention.moderated),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "response": answer.response,
        "reply": answer.reply,
        "type": answer.type.value,
        "disposition": answer.disposition.value,
        "general": answer.general,
        "counts_from": answer.counts_from,
        "dated": answer.dated,
        "by": answer.by,
    }


def _case(case: Case) -> dict[str, Any]:
    line = {column.name: column.value(case) for column in tables.CASES.columns}
    return line | {
        "themes": list(case.themes),
        "flags": [flag.value for flag in case.handling.flags],
        "actions": list(case.actions),
        "same_text": list(case.same_text),
        "confirmations": [
            {"id": one.id, "verdict": one.verdict.value, "date": one.date, "proved": one.proved}
            for one in case.confirmations
        ],
        "answers": [_answer(answer) for answer in case.answers],
        "mentions": [_mention(mention) for mention in case.mentions],
    }


def _lines(cases: Iterable[Case]) -> bytes:
    return b"".join(canonical.dumps(_case(case)) + b"\n" for case in cases)


def _measures(book: Book) -> bytes:
    brands = {
        one.brand.id: {
            "measures": one.measures,
            "company_owned": one.company_owned,
            "issues": dict(one.issue_measures),
        }
        for one in book.brands
    }
    return canonical.dumps({"as_of": book.as_of, "site": book.measures, "brands": brands})


_PARTS = (tables.CASES, companies.ACTIONS, companies.BRANDS, companies.SOURCES, tables.MODERATION)


def _resource(table: Table[Any], name: str, path: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": table.title,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": table.schema(),
    }


def _package(book: Book) -> bytes:
    site = book.config.site
    plain = (
        ("cases-lines", "cases.jsonl", "jsonl", "Every case with its posts and answers, one a line"),
        (
            "measures",
            "measures.json",
            "json",
            "Every number with numerator, denominator, window, interval and ids",
        ),
    )
    resources = [_resource(table, table.name, f"{table.name}.csv") for table in _PARTS]
    resources += [
        {"name": name, "title": title, "path": path, "format": form, "encoding": "utf-8"}
        for name, path, form, title in plain
    ]
    return canonical.dumps(
        {
            "name": text.slug(site.title) or "site",
            "title": site.title,
            "description": site.banner or site.description,
            "homepage": site.url,
            "created": _instant(book.as_of),
            "licenses": [{"name": "other", "title": site.licence}],
            "profile": "data-package",
            "resources": resources,
        }
    )


def _instant(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _all_cases(book: Book) -> Iterator[Case]:
    for one in book.brands:
        yield from one.cases


def _brand(one: BrandBook) -> Asset:
    return Asset(path=f"brands/{one.brand.id}/cases.csv", body=tables.CASES.csv(one.cases))


def exports(book: Book) -> Iterator[Asset]:
    """All data files of the site, one at a time.

    Words appear only where the pages show them; a hidden post has neither words nor an address.
    Column names are kept for ever; `datapackage.json` says what each one means.
    """
    actions = (action for one in book.brands for action in one.actions)
    yield Asset(path="data/cases.csv", body=tables.CASES.csv(_all_cases(book)))
    yield Asset(path="data/cases.jsonl", body=_lines(_all_cases(book)))
    yield Asset(path="data/actions.csv", body=companies.ACTIONS.csv(actions))
    yield Asset(path="data/measures.json", body=_measures(book))
    yield Asset(path="data/brands.csv", body=companies.BRANDS.csv(book.brands))
    yield Asset(path="data/sources.csv", body=companies.SOURCES.csv(book.sources))
    yield Asset(path="data/moderation.csv", body=tables.MODERATION.csv(book.moderation))
    yield Asset(path="data/datapackage.json", body=_package(book))
    for one in book.brands:
        yield _brand(one)
