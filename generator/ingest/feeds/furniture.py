"""What forum software writes into a post: names, counts and links that are no words of its author."""

from __future__ import annotations

import re

from generator.model.base import Value

_TAIL = 1_500
_STATISTICS = re.compile(
    r"<p>[^<>:]{1,40}: [^<>]{0,80}<a\s[^<>]{0,300}\bmemberlist\.php\?[^<>]{0,200}>"
    r"[^<>]{0,200}</a>[^<>]{0,200}</p>\s*(?:<hr ?/?>)?\s*\Z"
)
_PLAIN_STATISTICS = "<p>Statistics: Posted by"
_READ_MORE = re.compile(r"<a\s[^<>]{0,500}>\s*Read more\s*</a>\s*\Z", re.IGNORECASE)
_LEMMY = re.compile(
    r'\s*submitted by <a href="[^"<>]{1,500}">[^<>]{0,300}</a> to <a href="[^"<>]{1,500}">[^<>]{0,300}</a>'
    r'<br ?/?>(?P<score>-?\d{1,9}) points \| <a href="https?://[^"<>]{1,500}">\d+ comments?</a>'
    r'(?:<br ?/?><a href="(?P<link>[^"<>]{1,2000})">(?P=link)</a>)?'
)
_HN_LINE = r"<p>(?:Article URL|Comments URL|Points|# Comments): [^\n]{0,4000}?</p>"
_HN = re.compile(rf"(?:<hr ?/?>\s*)?(?:{_HN_LINE}\s*){{1,4}}\Z")
_POINTS = re.compile(r"<p>Points: (-?\d{1,9})</p>")


class Own(Value, frozen=True, kw_only=True):
    """A post without furniture."""

    body: str
    score: int | None = None
    """Votes that stood in the furniture; None where none did."""
    cut: bool = False
    """True where the software says that it shows the beginning only."""


def own_words(body: str) -> Own:
    """Take out what phpBB, XenForo, Lemmy and hnrss add to the HTML of a post."""
    if found := _LEMMY.match(body):
        return Own(body=body[found.end() :], score=int(found["score"]))
    start = max(0, len(body) - _TAIL)
    head, tail = body[:start], body[start:]
    if "memberlist.php" in tail or _PLAIN_STATISTICS in tail:
        return Own(body=head + _without_statistics(tail))
    if "ead more" in tail and (found := _READ_MORE.search(tail)):
        return Own(body=head + tail[: found.start()], cut=True)
    if "Comments URL: " in tail and (found := _HN.search(tail)):
        points = _POINTS.search(found[0])
        return Own(body=head + tail[: found.start()], score=int(points[1]) if points else None)
    return Own(body=body)


def _without_statistics(tail: str) -> str:
    place = tail.rfind(_PLAIN_STATISTICS)
    return tail[:place] if place >= 0 else _STATISTICS.sub("", tail)
