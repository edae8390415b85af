"""What the site is made of, before anything is written."""

from __future__ import annotations

from generator.model.base import Value


class Page(Value, frozen=True, kw_only=True):
    """One HTML page, ready but for the shell."""

    path: str
    """Site path with closing slash and without a leading one: `` for home, `brands/northway/`."""
    title: str
    """Plain text from ids and configuration only; never a third party's words."""
    html: str
    """The page's own HTML, escaped; holds exactly one h1."""
    layout: str = "data"
    """Pages with one layout share one shell."""
    description: str = ""
    search: str | None = None
    """Text for the site search; None keeps the page out of it."""
    nav: str | None = None
    """Label in the top navigation; None keeps it out."""


class Asset(Value, frozen=True, kw_only=True):
    """One file beside the pages."""

    path: str
    """Site path without a leading slash."""
    body: bytes
