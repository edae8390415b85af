"""What Discourse adds to a post's HTML that its writer never wrote."""

from __future__ import annotations

import re

MOST = 65_536
"""Characters of a post that are looked at."""
_QUOTED_NAME = re.compile(
    r'(<aside\b[^<>]{0,500}?\bclass="quote\b[^<>]{0,500}>).{0,3000}?(?=<blockquote>)', re.DOTALL
)
_ONEBOX = re.compile(r'<aside\b[^<>]{0,500}?\bclass="onebox\b.{0,20000}?</aside>', re.DOTALL)
_PICTURE = re.compile(r'<div class="meta">.{0,1500}?</div>', re.DOTALL)


def own_words(cooked: str) -> str:
    """The HTML without the names above quotes, previews of linked pages, and sizes below pictures.

    The quotes themselves stay: they are marked as such, and are cut where all quotes are.
    """
    head, tail = cooked[:MOST], cooked[MOST:]
    return _QUOTED_NAME.sub(r"\1", _ONEBOX.sub("", _PICTURE.sub("", head))) + tail
