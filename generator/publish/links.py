"""What a built page points to: nothing on another origin, and nothing that is not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.problems import Problem

_TAG = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "form": ("action",),
    "base": ("href",),
}
_LINKED = {
    "stylesheet",
    "preload",
    "icon",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
}
_LOAD_CSS = re.compile(r"(?:@import|url\()\s*['\"]?\s*((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)


def _tags(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    for match in _TAG.finditer(html):
        attributes = {
            name.lower(): unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(match["attributes"])
        }
        yield match["name"].lower(), attributes


def _loads(name: str, attributes: dict[str, str]) -> Iterator[str]:
    for wanted in _LOADING.get(name, ()):
        if wanted in attributes:
            yield attributes[wanted]
    if name == "link" and _LINKED & set(attributes.get("rel", "").lower().split()):
        yield attributes.get("href", "")
    yield from _LOAD_CSS.findall(attributes.get("style", ""))


def _elsewhere(address: str) -> bool:
    parts = urlsplit(address.strip().replace("\\", "/"))
    return bool(parts.netloc) or (bool(parts.scheme) and parts.scheme != "data")


def foreign(path: str, html: str) -> Iterator[Problem]:
    """Everything that opening this page would fetch from, or send to, another origin."""
    for name, attributes in _tags(html):
        for address in _loads(name, attributes):
            if _elsewhere(address):
                yield Problem(
                    path=path,
                    line=0,
                    code="foreign-origin",
                    message=f"A page may load only from its own site, but a <{name}> names {address[:120]}.",
                    fix="Put the file on this site, or leave it out.",
                )


def foreign_on(site: Path) -> Iterator[Problem]:
    """The same over all pages and style sheets of a built site."""
    for file in sorted(site.rglob("*.html")):
        yield from foreign(file.relative_to(site).as_posix(), file.read_text("utf-8"))
    for file in sorted(site.rglob("*.css")):
        for address in _LOAD_CSS.findall(file.read_text("utf-8")):
            yield Problem(
                path=file.relative_to(site).as_posix(),
                line=0,
                code="foreign-origin",
                message=f"A site loads only from itself, but this style sheet names {address[:120]}.",
                fix="Put the file on this site, or leave it out.",
            )


class _Targets:
    """Which addresses and anchors a built site has."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._anchors: dict[Path, frozenset[str]] = {}

    def has(self, page: str, address: str) -> bool:
        """Whether a link on `page` leads somewhere."""
        parts = urlsplit(address)
        if parts.path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        else:
            target = page
        file = self._site / target
        if file.is_dir():
            file = file / "index.html"
        if target.startswith(("..", "/")) or not file.is_file():
            return False
        return not parts.fragment or file.suffix != ".html" or unquote(parts.fragment) in self._ids(file)

    def _ids(self, file: Path) -> frozenset[str]:
        if file not in self._anchors:
            tags = _tags(file.read_text("utf-8"))
            self._anchors[file] = frozenset(
                {"", *(attributes["id"] for _, attributes in tags if "id" in attributes)}
            )
        return self._anchors[file]


def broken_on(site: Path) -> Iterator[Problem]:
    """Links and anchors of a built site that lead nowhere; the page for missing addresses is left out."""
    targets = _Targets(site)
    for file in sorted(site.rglob("*.html")):
        page = file.relative_to(site).as_posix()
        if page == "404.html":
            continue
        for name, attributes in _tags(file.read_text("utf-8")):
            address = attributes.get("href", "") if name in {"a", "link"} else attributes.get("src", "")
            parts = urlsplit(address)
            if not address or parts.scheme or parts.netloc:
                continue
            if not targets.has(page, address):
                yield Problem(
                    path=page,
                    line=0,
                    code="broken-link",
                    message=f"A link must lead somewhere on this site, but {address[:200]} does not.",
                    fix="Correct the address, or leave the link out.",
                )
