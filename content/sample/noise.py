"""What fingers do: small letters, slips of the keyboard, missing full stops, an emoji now and then."""

from __future__ import annotations

import random

FACES = ("😡", "🙄", "😂", "🤷", "😤", "👎", "🤦‍♀️", "😩")
SMILES = ("🙂", "👍", "😊", "💚", "🎉")
LOWER, UPPER, SLIP, END, FACE = 0.13, 0.02, 0.11, 0.16, 0.04
"""How often people write without capitals, in capitals only, slip, end otherwise, and add a face."""
CALM = frozenset({"question", "suggestion", "other"})
"""Kinds of posts without faces."""
SHORT = 160
"""Longer posts are not shouted."""
_SLIPS = (
    ("don't", "dont"), ("can't", "cant"), ("it's", "its"), ("their", "thier"), ("because", "becuase"),
    ("definitely", "definately"), ("received", "recieved"), ("didn't", "didnt"), ("I've", "Ive"),
    ("there's", "theres"), ("nicht ", "nich "), ("dass ", "das "), ("ß", "ss"), ("ich ", "ich  "),
    ("ça ", "ca "), ("était", "etait"), ("j'ai", "jai"), ("n'est", "nest"), ("should have", "should of"),
)  # fmt: skip


def roughen(words: str, kind: str, rng: random.Random) -> str:
    """Make a post a little less tidy."""
    if rng.random() < LOWER:
        words = words.lower()
    elif rng.random() < UPPER and len(words) < SHORT:
        words = words.upper()
    if rng.random() < SLIP:
        words = _slip(words, rng)
    if rng.random() < END and words.endswith("."):
        words = words[:-1] + rng.choice(("", "!", "!!", "...", "…"))
    if rng.random() < FACE and kind not in CALM:
        words += " " + rng.choice(SMILES if kind == "praise" else FACES)
    return words


def _slip(words: str, rng: random.Random) -> str:
    fitting = [(right, wrong) for right, wrong in _SLIPS if right in words]
    if not fitting:
        return words
    right, wrong = rng.choice(fitting)
    return words.replace(right, wrong, 1)
