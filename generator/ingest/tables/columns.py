"""From one row to single values, as a mapping names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from generator.model.source import AnswerColumns, AnswerRule, Columns, KindException
from generator.model.words import Kind

UNLISTED = AnswerRule()
"""A word the mapping does not list: an answer whose disposition nobody stated."""


def pick(row: Mapping[str, Any], name: str) -> Any:
    """The value under a name; a dotted name reaches into nested records, also those written as JSON text."""
    if name in row:
        return row[name]
    head, dot, rest = name.partition(".")
    if not dot or head not in row:
        return None
    inner = _nested(row[head])
    return pick(inner, rest) if isinstance(inner, dict) else None


def _nested(value: object) -> object:
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return value
    try:
        found: object = msgspec.json.decode(value)
    except (msgspec.DecodeError, RecursionError):
        return None
    return found


def words(row: Mapping[str, Any], name: str | None) -> str:
    """The value under a name as stripped text; empty where there is none."""
    value = None if name is None else pick(row, name)
    return _as_words(value)


def _as_words(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_as_words, value)))
    return "" if value is None or isinstance(value, dict) else str(value)


def number(row: Mapping[str, Any], name: str | None, best: float | None) -> float | None:
    """A rating as a share of the best possible; None where there is none or it is out of range."""
    try:
        share = float(words(row, name).replace(",", ".")) / (best or 0.0)
    except (ValueError, ZeroDivisionError):
        return None
    return share if 0 <= share <= 1 else None


def kind(row: Mapping[str, Any], columns: Columns) -> Kind | None:
    """The kind the mapping declares: the first exception that fits, else the one for all."""
    for exception in columns.kind_except:
        if _fits(words(row, exception.column), exception):
            return exception.kind
    return columns.kind


def _fits(value: str, exception: KindException) -> bool:
    folded = value.casefold()
    return any(part.casefold() in folded for part in exception.contains)


def answer_rule(row: Mapping[str, Any], columns: AnswerColumns) -> AnswerRule | None:
    """What the record's own answer means; None where it carries none.

    The longest beginning of the text decides, then the class; a class nobody listed is an answer.
    """
    said, word = words(row, columns.text), words(row, columns.kind)
    if not said and not word:
        return None
    rule = _by_text(said, columns.texts) or _by_word(word, columns.kinds) or UNLISTED
    return None if rule.ignore else rule


def _by_text(said: str, rules: Mapping[str, AnswerRule]) -> AnswerRule | None:
    folded = said.casefold()
    fitting = [begin for begin in rules if said and folded.startswith(begin.casefold())]
    return rules[max(fitting, key=len)] if fitting else None


def _by_word(word: str, rules: Mapping[str, AnswerRule]) -> AnswerRule | None:
    folded = word.casefold()
    return next((rule for name, rule in rules.items() if name.casefold() == folded), None)
