from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import canonical
from generator.model.source import AnswerRule

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc\u00e9\u4e00"), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=100)
@given(JSON)
def test_canonical_json_is_read_back_and_written_the_same(value: object) -> None:
    written = canonical.dumps(value)
    assert canonical.loads(written) == value
    assert canonical.dumps(canonical.loads(written)) == written
    assert json.loads(written) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [1.5, None, True]}, b'{"a":[1.5,null,true],"b":1}'),
        ({"\u00e9": "\u4e00"}, '{"\u00e9":"\u4e00"}'.encode()),
        (datetime(2024, 3, 1, 6, tzinfo=UTC), b'"2024-03-01T06:00:00Z"'),
        (frozenset({"b", "a"}), b'["a","b"]'),
        (AnswerRule(), b'{"disposition":"unstated","ignore":false,"type":"answer"}'),
    ],
)
def test_what_canonical_json_looks_like(value: object, written: bytes) -> None:
    assert canonical.dumps(value) == written


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "half a pair \ud800"])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"JSON compliant|surrogates"):
        canonical.dumps([value])


def test_a_type_without_a_place_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no canonical JSON"):
        canonical.dumps(object())


@pytest.mark.parametrize("body", [b"", b"{} {}", b"[NaN]", b"{'a':1}"])
def test_what_is_not_json_is_not_read(body: bytes) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        canonical.loads(body)


def test_ids_and_keyed_hashes_are_the_published_functions() -> None:
    assert canonical.id16("forum.example", "guid:42") == "qtlp3j7ez2r4s4qo"
    assert canonical.sha256_hex(b"a") == hashlib.sha256(b"a").hexdigest()
    digest = hmac.new(b"key", b"a\0b", "sha256").hexdigest()
    assert canonical.keyed(b"key", "a", "b") == digest[:32]
    assert canonical.keyed(b"key", "a", "b", size=4) == digest[:8]
    assert len(canonical.key_id(b"key")) == 8
    inner = hashlib.sha256(b"v1{}").digest()
    assert canonical.leaf(b"{}") == hashlib.sha256(b"\0" + inner).hexdigest()


def test_parts_cannot_be_moved_across_their_border() -> None:
    ids = {canonical.id16(*parts) for parts in [("a", "b"), ("ab",), ("a\0b",), ("", "ab"), ("a", "", "b")]}
    assert len(ids) == 5
    assert len(canonical.id16("\ud800")) == 16
