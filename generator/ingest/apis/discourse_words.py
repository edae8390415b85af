"""What Discourse adds to a post's HTML that its writer never wrote."""

from __future__ import annotations

import re

MOST = 65_536
"""Characters of a post that are looked at."""
_QUOTE = re.compile(r'<aside\b[^<>]{0,500}?\bclass="quote\b[^<>]{0,500}>')
_ONEBOX = re.compile(r'<aside\b[^<>]{0,500}?\bclass="onebox\b')
_PICTURE = re.compile(r'<div class="meta">')


def own_words(cooked: str) -> str:
    """The HTML without the names above quotes, previews of linked pages, and sizes below pictures.

    The quotes themselves stay: they are marked as such, and are cut where all quotes are.
    """
    head, tail = cooked[:MOST], cooked[MOST:]
    head = _without(head, _PICTURE, "</div>", most=1_500)
    head = _without(head, _ONEBOX, "</aside>", most=20_000)
    return _without(head, _QUOTE, "<blockquote>", most=3_000, ends_kept=True) + tail


def _without(text: str, opening: re.Pattern[str], closing: str, *, most: int, ends_kept: bool = False) -> str:
    """The text without what stands between an opening and the closing at most so many characters on.

    Opening and closing go as well, unless they are to be kept. No character is looked at twice: openings
    that nobody closes are what a hostile post is made of.
    """
    parts: list[str] = []
    place, end = 0, -1
    for found in opening.finditer(text):
        if found.start() < place:
            continue  # inside what went already
        if end < found.end():
            end = text.find(closing, found.end())
        if end < 0:
            break
        if end - found.end() <= most:
            parts.append(text[place : found.end() if ends_kept else found.start()])
            place = end if ends_kept else end + len(closing)
    return "".join((*parts, text[place:]))
