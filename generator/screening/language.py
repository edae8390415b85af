"""Which language a post is in, among those this site listens to."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNKNOWN = "und"
_FEWEST_LETTERS = 20
"""Shorter posts say too little: they take their source's language (measured: .99 above 80 characters)."""
_LOOKED_AT = 240
_LATIN = frozenset(
    ["en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "no", "fi", "pl", "cs", "ro", "ca", "tr"]
)
_LETTERS = re.compile(r"[^\W\d_]")
_LATIN_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+")


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(languages) & set(identifier.labels)
    identifier.set_languages(known or None)
    return identifier


def language(words: str, languages: tuple[str, ...], hints: tuple[str | None, ...]) -> str:
    """Return the language of a post (ISO 639-1), or `und`.

    Args:
        words: The post as one line.
        languages: Those this site listens to; no other is ever recognised.
        hints: For short posts, best first: what entry, source and site declare.
    """
    sample = _ADDRESS.sub(" ", words[:_LOOKED_AT])
    letters = len(_LETTERS.findall(sample))
    if letters < _FEWEST_LETTERS:
        return next((hint[:2].lower() for hint in hints if hint and len(hint) > 1), UNKNOWN)
    if _LATIN.issuperset(languages) and len(_LATIN_LETTERS.findall(sample)) < letters / 2:
        return UNKNOWN
    if len(languages) == 1:
        return languages[0]
    return str(_identifier(tuple(sorted(languages))).classify(sample)[0])
