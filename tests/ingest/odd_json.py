"""JSON as no interface writes it: any value in any place."""

import json
from typing import Any

from hypothesis import strategies as st

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=4,
)


def records(*names: str, inner: st.SearchStrategy[Any] = ANY) -> st.SearchStrategy[dict[str, Any]]:
    """Records that know the right names, and mean anything by them."""
    return st.dictionaries(st.sampled_from(names), inner, max_size=len(names))


def record(fields: str) -> st.SearchStrategy[dict[str, object]]:
    """A record with some of these fields, numbers in many of them."""
    return st.dictionaries(st.sampled_from(fields.split()), ANY | st.integers(0, 5), max_size=9)


def listed(fields: str) -> st.SearchStrategy[list[object]]:
    """A list of such records, and of anything else."""
    return st.lists(record(fields) | ANY, max_size=4)


def written(value: object) -> bytes:
    """The value as JSON."""
    return json.dumps(value).encode("utf-8", "surrogatepass")
