"""What well-known platforms call a post, read from its address: the same by feed and by API."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from generator.model.base import Value

PREFIX = "post:"
"""In front of a key that a platform gave."""
MOST_CHARS = 2_000
"""Of an address; longer ones are no post's, and are kept as no post's address."""
_HOMES = {
    "hn.algolia.com": "news.ycombinator.com",
    "hnrss.org": "news.ycombinator.com",
    "api.github.com": "github.com",
    "itunes.apple.com": "apps.apple.com",
}
_REDDIT = re.compile(r"(?:www|old|new|np|oauth|api)\.reddit\.com")


class _Form(Value, frozen=True):
    """How one platform writes the addresses of its posts."""

    hint: str
    """Stands in every such address."""
    pattern: re.Pattern[str]
    key: str
    opens: bool = False
    """True where the same address stands for a thread: later posts may be shown at it."""


def _form(hint: str, pattern: str, key: str, *, opens: bool = False) -> _Form:
    return _Form(hint, re.compile(r"[^/]+/" + pattern, re.ASCII), key, opens)


_FORMS = (
    # Discourse: /t/<slug>/<topic>/<number>; a topic's own address is its first post
    _form("/t/", r"(?:.*/)?t/(?:(?=\d*[^/\d?#])[^/?#]+/)?(\d+)/(\d+)", "t/{0}/{1}"),
    _form("/t/", r"(?:.*/)?t/(?=\d*[^/\d?#])[^/?#]+/(\d+)", "t/{0}/1", opens=True),
    # Reddit: a comment below a post, a post
    _form("reddit.com/", r"(?:r/[^/]+/|user/[^/]+/)?comments/[a-z0-9]+/[^/]*/([a-z0-9]+)", "t1_{0}"),
    _form("reddit.com/", r"(?:r/[^/]+/|user/[^/]+/)?comments/([a-z0-9]+)(?:/[^/]*)?", "t3_{0}", opens=True),
    _form("news.ycombinator.com/", r"item\?id=(\d+)", "item/{0}"),
    # Stack Exchange: an answer, a comment, a question
    _form("/questions/", r"questions/\d+/[^/#]*/(\d+)(?:#\1)?", "a/{0}"),
    _form("/a/", r"a/(\d+)(?:/\d+)?(?:#\1)?", "a/{0}"),
    _form("#comment", r"(?:questions/\d+/.*|[aq]/\d+.*)#comment(\d+)_\d+", "c/{0}"),
    _form("/questions/", r"questions/(\d+)(?:/[^/#]*)?", "q/{0}", opens=True),
    _form("/q/", r"q/(\d+)(?:/\d+)?", "q/{0}", opens=True),
    # GitHub: a comment, an issue, a discussion
    _form("github.com/", r"[^/]+/[^/]+/.*#((?:issue|discussion)comment-\d+)", "{0}"),
    _form("github.com/", r"([^/]+/[^/]+)/(issues|pull|discussions)/(\d+)", "{0}/{1}/{2}", opens=True),
    # ProBoards, before Lemmy, whose addresses begin alike
    _form("/post/", r"post/(\d+)/(?:thread|quote)", "p/{0}"),
    # Lemmy and Mastodon: numbers of the instance that is asked
    _form("/post/", r"(post)/(\d+)", "{0}/{1}", opens=True),
    _form("/comment/", r"(comment)/(\d+)", "{0}/{1}"),
    _form("/@", r"@[^/]+/(\d{10,})", "status/{0}"),
    # phpBB, XenForo, vBulletin, SMF, Forumotion
    _form("viewtopic.php", r"(?:.*/)?viewtopic\.php\?.*#p(\d+)", "p/{0}"),
    _form("viewtopic.php", r"(?:.*/)?viewtopic\.php\?(?:.*&)?p=(\d+)(?:&[^#]*)?", "p/{0}"),
    _form("threads/", r"(?>(?:.*/)?(?:index\.php\?)?threads/).*(?:/post-|#post-)(\d+)", "p/{0}"),
    _form("/posts/", r"(?:.*/)?posts/(\d+)", "p/{0}"),
    _form("showthread.php", r"(?:.*/)?showthread\.php\?.*#post(\d+)", "p/{0}"),
    _form("showthread.php", r"(?:.*/)?showthread\.php\?(?:.*&)?p=(\d+)(?:&[^#]*)?", "p/{0}"),
    _form("topic=", r"(?:.*/)?index\.php\?(?:.*;)?topic=\d+\.msg(\d+)(?:;[^#]*)?(?:#msg\1|#new)?", "msg/{0}"),
    _form("topic,", r"(?:.*/)?topic,\d+\.msg(\d+)\.html(?:#msg\1|#new)?", "msg/{0}"),
    _form("/t", r"t\d+(?:p\d+)?-[^/?#]*#(\d+)", "p/{0}"),
)


def home(host: str) -> str:
    """The host people know a platform by, where its feeds or its API are served by another."""
    host = host.lower()
    return "www.reddit.com" if _REDDIT.fullmatch(host) else _HOMES.get(host, host)


def post_key(url: str | None) -> str | None:
    """The key of the post at an address, `post:` in front; None where no known platform wrote it."""
    found = _find(url)
    return found[0] if found else None


def names_post(url: str | None) -> bool:
    """Whether an address names one post of a known platform, and not a thread that opens with it."""
    found = _find(url)
    return found is not None and not found[1]


def _find(url: str | None) -> tuple[str, bool] | None:
    if not url or len(url) > MOST_CHARS:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    place = home(parts.hostname or "") + parts.path.rstrip("/")
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    whole = place + (f"?{parts.query}" if parts.query else "") + fragment
    return _match(whole) or (_match(place + fragment) if parts.query else None)


def _match(place: str) -> tuple[str, bool] | None:
    for form in _FORMS:
        if form.hint in place and (found := form.pattern.fullmatch(place)):
            return PREFIX + form.key.format(*found.groups()), form.opens
    return None
