"""The post's own words: markup off, quotes of earlier posts and signatures cut."""

from __future__ import annotations

import re

from generator import markup, text
from generator.model.base import Value
from generator.model.entry import Entry

_SENTENCE_END = ".!?…:;"
_WROTE = re.compile(
    r"(?i)^(?:on|am|le|el)\b.{4,160}\b(?:wrote|schrieb|a écrit|escribió)\s?(?:.{0,60}):?$"
    r"|^(?:quote|zitat|citation|cita)\b.{0,80}:$|^-{2,}\s?original message\s?-{2,}$"
)
_SIGNATURE = re.compile(
    r"(?i)^(?:--|__+|—{2,})$"
    r"|^(?:sent from my|get outlook for|von meinem .{1,30} gesendet|gesendet (?:mit|von)|envoyé de mon"
    r"|enviado desde)\b"
)
_FOOTER = re.compile(
    r"(?i)(?:^|\s)(?:statistics: )?posted by .{1,80}? [\u2014\u2013-] .{0,60}$"
    r"|(?:^|\s)submitted by\s?/?u/.{0,160}$"
)
"""What forum software adds below a post, with the author's name in it."""
_FOOTED = "ted by"
"""What every footer holds."""
_REPLY = re.compile(r"(?i)^(?:re|aw|antw|tr|rv|fwd?)\s?:")
_NEAR_END = 12
"""A signature stands in the last lines; the same mark further up is a ruler."""


class Post(Value, frozen=True, kw_only=True):
    """One entry's words."""

    raw: str
    """Title and body without markup, nothing cut: what an edit is told by."""
    words: str
    """One line of the person's own words; empty where nothing is left."""
    title_end: int
    """How many characters of `words` are the title; 0 where there is none."""
    cut: bool = False
    """True where the text was longer than the limit."""


def read(entry: Entry, most: int) -> Post:
    """Return the words of an entry, at most `most` characters of them."""
    title = _lines(entry.title, is_html=entry.html)
    body = _lines(entry.body, is_html=entry.html)
    raw = text.squash(f"{title}\n{body}")
    head, own = text.squash(title), text.squash(_own(body))
    if own and (entry.reply_to is not None or _REPLY.match(head)):
        head = ""  # the title of a reply is the words of whoever opened the thread
    opening = head.rstrip("….").casefold()
    if own.casefold().startswith(opening) or not opening:
        head = ""
    elif own and head[-1] not in _SENTENCE_END:
        head += "."
    words = text.squash(f"{head} {own}")
    return Post(
        raw=raw, words=words[:most], title_end=len(head) if own else 0, cut=entry.cut or len(words) > most
    )


def _lines(value: str, *, is_html: bool) -> str:
    return markup.to_lines(value, quotes=True) if is_html else text.lines(value)


def _own(body: str) -> str:
    rows = body.split("\n")
    kept: list[str] = []
    footed = _FOOTED in body.lower()
    for place, row in enumerate(rows):
        bare = _FOOTER.sub("", row.strip()) if footed else row.strip()
        if place >= len(rows) - _NEAR_END and _SIGNATURE.match(bare):
            break
        if not bare.startswith(">") and not _WROTE.match(bare):
            kept.append(bare)
    return "\n".join(kept)
