"""Addresses of platforms: which instance a source is, what stands in their query, and the next page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from generator.model.entry import Snapshot
from generator.model.source import Source

WEB = frozenset({"http", "https"})
MOST_FIELDS = 50


def instance_of(url: str) -> str:
    """Scheme and host of an address, without a slash behind; empty where it is no web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in WEB and parts.netloc else ""


def home_of(source: Source, snapshot: Snapshot) -> str:
    """The instance a body came from: the source's, else the one that answered; empty for a file."""
    return instance_of(source.url) or instance_of(snapshot.url)


def address_of(snapshot: Snapshot) -> str:
    """The address a body was asked for at; for a recording, where it lies."""
    return snapshot.asked or snapshot.url


def place_of(url: str) -> str:
    """The path of an address; empty where it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def fields_of(url: str) -> dict[str, str]:
    """The query of an address, the first value of each field; empty where it cannot be read."""
    try:
        found = parse_qs(urlsplit(url).query, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def next_page(url: str) -> str:
    """The same address with the `page` of its query, 1 where it has none, counted up."""
    page = fields_of(url).get("page", "1")
    return with_fields(url, page=int(page) + 1 if re.fullmatch(r"[0-9]{1,9}", page) else 2)


def with_fields(url: str, **fields: str | int | None) -> str:
    """The same address with some fields of its query set anew; None takes a field out."""
    wanted = {name: str(value) for name, value in {**fields_of(url), **fields}.items() if value is not None}
    return url.partition("#")[0].partition("?")[0] + (f"?{urlencode(wanted)}" if wanted else "")
