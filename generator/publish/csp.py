"""The second wall: a content security policy that names the shell's own scripts and no other."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

PLACE = "<!--csp-->"
"""Where the shell's template wants the policy."""

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
_FIXED = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)


@lru_cache(maxsize=1024)
def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def inline_scripts(html: str) -> tuple[str, ...]:
    """The texts of the scripts that a browser would run from the page itself."""
    found = (
        match["body"]
        for match in _SCRIPT.finditer(html)
        if "src=" not in match["attributes"] and "application/" not in match["attributes"]
    )
    return tuple(dict.fromkeys(found))


def policy(shell: str) -> str:
    """The policy for one shell.

    Only the shell is read, never a page's content: a script that got into the content has no
    hash and does not run.
    """
    hashes = " ".join(sorted({_hash(script) for script in inline_scripts(shell)}))
    return f"{_FIXED}; script-src 'self' {hashes}".rstrip()


def meta(shell: str) -> str:
    """The element that carries the shell's policy."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy(shell)}">'
