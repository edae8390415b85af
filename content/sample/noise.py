"""What fingers do: small letters, slips of the keyboard, missing full stops, an emoji now and then."""

from __future__ import annotations

import random

FACES = ("😡", "🙄", "😂", "🤷", "😤", "👎", "🤦‍♀️", "😩")
SMILES = ("🙂", "👍", "😊", "💚", "🎉")
LOWER, UPPER, SLIP, END, FACE = 0.13, 0.03, 0.14, 0.18, 0.04
"""How often people write without capitals, in capitals only, slip, end otherwise, and add a face."""
SHORT = 160
"""Longer posts are not shouted."""
_SLIPS = (
    ("don't", "dont"), ("can't", "cant"), ("it's", "its"), ("their", "thier"), ("because", "becuase"),
    ("definitely", "definately"), ("received", "recieved"), ("the ", "teh "), ("your ", "you're "),
    ("you", "u"), ("nicht ", "nich "), ("dass ", "das "), ("ß", "ss"), ("ich ", "ich  "),
    ("ça ", "ca "), ("était", "etait"), ("j'ai", "jai"), ("n'est", "nest"), ("are", "arre"),
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
    if rng.random() < FACE:
        words += " " + rng.choice(SMILES if kind == "praise" else FACES)
    return words


def _slip(words: str, rng: random.Random) -> str:
    fitting = [(right, wrong) for right, wrong in _SLIPS if right in words]
    if not fitting:
        return words
    right, wrong = rng.choice(fitting)
    return words.replace(right, wrong, 1)
