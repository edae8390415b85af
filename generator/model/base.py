"""The two roots of all values: one for what the machine writes, one for what people write."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
"""Lower-case letters, digits and inner hyphens; 1 to 64 characters. A slug is a URL for ever."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen value of the machine: tuples not lists, instants aware and UTC."""


class Written(BaseModel):
    """A frozen value written by a person: unknown keys are mistakes, and so is a wrong type."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        message = "say the time zone of this instant, for example 2026-01-31T06:00:00Z"
        raise ValueError(message)
    return moment.astimezone(UTC)


Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]
Instant = Annotated[datetime, AfterValidator(_utc)]
