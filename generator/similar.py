"""Near-copies of a text: keyed fingerprints that tell the same words without telling the words."""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rensa import RMinHash

BANDS = 32
_ROWS = 4
_BYTES = 4
_FEWEST_WORDS = 6
"""Shorter texts ("still no refund") are alike by chance, not by copying."""
_MOST_WORDS = 4_000
_EQUAL_BANDS = 6
"""Two texts that share 70 % of their word pairs have 7.7 of 32 bands of four in common on average."""


def bands(normalised: str, key: bytes) -> str | None:
    """Return 32 keyed bands of 4 bytes as base64, or None for a text of fewer than six words.

    MinHash over pairs of neighbouring words with 128 permutations (Broder 1997), cut into 32 bands of four
    (Leskovec, Rajaraman, Ullman, *Mining of Massive Datasets*, 3.4). Both the permutations and the bands
    depend on the key, so that nobody without it can test a guess.
    """
    words = normalised.split()[:_MOST_WORDS]
    if len(words) < _FEWEST_WORDS:
        return None
    seed = int.from_bytes(hashlib.blake2b(b"bands", key=_short(key), digest_size=4).digest(), "big")
    sketch = RMinHash(num_perm=BANDS * _ROWS, seed=seed)
    sketch.update([f"{first} {second}" for first, second in pairwise(words)])
    packed = struct.pack(f">{BANDS * _ROWS}Q", *sketch.digest())
    secret = _short(key)
    return base64.b64encode(b"".join(_band(packed, place, secret) for place in range(BANDS))).decode("ascii")


@lru_cache(maxsize=8)
def _short(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()


def _band(packed: bytes, place: int, key: bytes) -> bytes:
    rows = packed[place * _ROWS * 8 : (place + 1) * _ROWS * 8]
    return hashlib.blake2b(bytes([place]) + rows, key=key, digest_size=_BYTES).digest()


def split(text: str) -> tuple[bytes, ...]:
    """Return the bands of a fingerprint, in their order; two near texts share some at the same place."""
    raw = base64.b64decode(text)
    return tuple(raw[start : start + _BYTES] for start in range(0, len(raw), _BYTES))


def near(a: str, b: str) -> bool:
    """Return whether two fingerprints (of `bands`, same key) are of nearly the same words."""
    return sum(one == other for one, other in zip(split(a), split(b), strict=False)) >= _EQUAL_BANDS


def groups(texts: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, ...], ...]:
    """Return groups of two or more ids with nearly the same words, from (id, fingerprint) pairs.

    A text joins the group of the first earlier text it is near to; groups and their ids keep the given order.
    """
    first: dict[str, list[str]] = {}
    prints: dict[str, str] = {}
    index: dict[tuple[int, bytes], list[str]] = {}
    for name, text in texts:
        if text is None:
            continue
        places = list(enumerate(split(text)))
        candidates = dict.fromkeys(known for place in places for known in index.get(place, ()))
        head = next((known for known in prints if known in candidates and near(prints[known], text)), name)
        first.setdefault(head, []).append(name)
        if head == name:
            prints[name] = text
            for place in places:
                index.setdefault(place, []).append(name)
    return tuple(tuple(names) for names in first.values() if len(names) > 1)
