"""Reddit's sign-in (OAuth2 `client_credentials`, RFC 6749, 4.4), and what its token opens.

A token is used for the requests that its answer leads to, and kept nowhere.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from urllib.parse import quote

from msgspec import structs

from generator.ingest.apis.json_fields import words
from generator.ingest.apis.reddit_asks import PAGE_ROWS, SITE, listings
from generator.ingest.context import Context
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source
from generator.model.words import MentionId

API = "https://oauth.reddit.com"
TOKEN = f"{SITE}/api/v1/access_token"
API_GAP = 1.0
AGAIN, OLDER = "again", "older"
"""First words of a sign-in's `part`: names of posts follow, or the path of a page."""
_CREDENTIALS = ("REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET")
_TOKEN = re.compile(r"[!-~]{1,4000}")
"""What may stand in a header."""


def basic(context: Context) -> str | None:
    """What signs in; None without both credentials."""
    name, secret = (context.tokens.get(one) for one in _CREDENTIALS)
    return b64encode(f"{name}:{secret}".encode()).decode("ascii") if name and secret else None


def ask(context: Context, part: str) -> Ask:
    """Ask for a token; the fragment, which is never sent, keeps two requests of one run apart."""
    return Ask(
        url=f"{TOKEN}#{quote(part[:200], safe='/?=&')}",
        part=part,
        headers=(
            ("Authorization", f"Basic {basic(context)}"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ),
        body=b"grant_type=client_credentials",
        gap_seconds=API_GAP,
    )


def token_of(found: object) -> str:
    """The token in the answer to a sign-in; empty where there is none that could be sent."""
    token = words(found, "access_token")
    return token if _TOKEN.fullmatch(token) else ""


def opened(token: str, snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """What a token opens: the listings, an older page of one, or posts by name, as the sign-in's part said.

    Raises:
        UnreadableError: the source's address names no forum and no search.
    """
    word, _, rest = snapshot.part.partition(" ")
    reading = Reading(source=snapshot.source, read=0, scope=context.scope, marks=())
    if word == OLDER:
        return structs.replace(reading, older=_signed(token, rest))
    if word == AGAIN:
        return structs.replace(reading, more=_by_name(token, rest.split()))
    places = listings(source, context)
    return structs.replace(reading, more=tuple(_signed(token, place) for place in places))


def _by_name(token: str, named: Sequence[str]) -> tuple[Ask, ...]:
    """Requests for archived posts, each of which is written `name=id`."""
    made = []
    for place in range(0, len(named), PAGE_ROWS):
        pairs = [one.partition("=") for one in named[place : place + PAGE_ROWS]]
        listing = _signed(token, f"/api/info?id={','.join(pair[0] for pair in pairs)}")
        ids = tuple(MentionId(pair[2]) for pair in pairs)
        made.append(structs.replace(listing, posts=ids, many=True))
    return tuple(made)


def _signed(token: str, place: str) -> Ask:
    """Ask for a listing with a token; `place` is its path with a query."""
    return Ask(
        url=f"{API}{place}&raw_json=1",
        part="posts",
        headers=(("Authorization", f"Bearer {token}"),),
        gap_seconds=API_GAP,
    )
