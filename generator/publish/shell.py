"""MkDocs and Material, run once: whole pages for the navigation, and a frame to stamp the others into."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from mkdocs.commands.build import build
from mkdocs.config.base import Config, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import normalize_url

from generator.errors import NothingPublishedError
from generator.publish import csp

OVERRIDES = Path(__file__).parent / "overrides"
HEAD = "<!--said-and-done:head-->"
BODY = "<!--said-and-done:body-->"
SHELL_CSS = "assets/shell.css"
SHELL_JS = "assets/shell.js"

_NO_SKIP = re.compile(r'(<div data-md-component="skip">)\s*(</div>)')
"""Material draws no skip link on the page for missing addresses."""

_PALETTE = (
    ("(prefers-color-scheme)", "default", "material/brightness-auto", "Switch to light mode"),
    ("(prefers-color-scheme: light)", "default", "material/weather-sunny", "Switch to dark mode"),
    ("(prefers-color-scheme: dark)", "slate", "material/weather-night", "Follow the device's setting"),
)


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One page for MkDocs: its address, its layout and finished HTML for head and body."""

    path: str
    layout: str
    title: str
    nav: str | None
    head: str
    body: str

    @property
    def uri(self) -> str:
        """The name under which MkDocs knows it."""
        return f"{self.path}index.md"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What is the same on all pages, as finished HTML and site paths."""

    title: str
    url: str
    language: str
    banner: str
    footer: str
    not_found_head: str
    not_found_body: str
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shell:
    """A frame for one layout and depth, cut where head and body go."""

    before: bytes
    between: bytes
    after: bytes

    def stamp(self, head: str, body: str) -> bytes:
        """One finished page."""
        return b"".join((self.before, head.encode(), self.between, body.encode(), self.after))


def cut(html: str) -> Shell:
    """A shell from a page whose head and body are the marks."""
    before, rest = html.split(HEAD)
    between, after = rest.split(BODY)
    return Shell(before.encode(), between.encode(), after.encode())


class _HtmlPage(MkDocsPage):
    """A page that is finished HTML: MkDocs's Markdown never sees it."""

    def __init__(self, leaf: Leaf, file: File, config: MkDocsConfig) -> None:
        self.leaf = leaf
        self.head = leaf.head
        self.layout = leaf.layout
        super().__init__(escape(leaf.nav or leaf.title), file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing is read; the search index is written from our own records."""
        del config
        self.markdown = ""
        self.meta = {"search": {"exclude": True}}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The HTML as it came, and one heading so that the skip link is drawn."""
        del config, files
        self.content = self.leaf.body
        self.toc = _SKIP  # type: ignore[assignment]

    def validate_anchor_links(self, *, files: Files, log_level: int) -> None:
        """Our own link check does this for all pages."""


@pass_context
def _from_root(context: Context, value: str) -> str:
    address = normalize_url(str(value), page=None, base=context["base_url"])
    return f"{address[:-2]}/" if address.endswith("/.") else address


class _Skip:
    url = "#content"
    id = "content"
    title = ""
    children: tuple[()] = ()


_SKIP = [_Skip()]


@dataclass
class _Taken:
    """Pages handed in and shells taken out."""

    leaves: tuple[Leaf, ...]
    marked: frozenset[str]
    shells: dict[str, Shell] = field(default_factory=dict)


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """The stage takes none."""


class _Stage(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """Puts our pages in and takes the shells out."""

    def __init__(self, taken: _Taken) -> None:
        self.taken = taken

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds every leaf as a virtual page."""
        for leaf in self.taken.leaves:
            inclusion = InclusionLevel.INCLUDED if leaf.nav else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, leaf.uri, content="", inclusion=inclusion)
            _HtmlPage(leaf, file, config)
            files.append(file)
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Links go by the site's root, so that all pages of one depth have the same shell."""
        del config, files
        env.filters["url"] = _from_root
        return env

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Gives a page its policy; a marked page becomes a shell and is not written."""
        del config
        html = _with_policy(output, str(page.content))
        uri = page.file.src_uri
        if uri not in self.taken.marked:
            return html
        self.taken.shells[uri] = cut(html)
        return ""

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The page for missing addresses gets a policy too; the sitemap is our own."""
        if template_name == "404.html":
            html = _NO_SKIP.sub(r'\1<a href="#content" class="md-skip">Skip to content</a>\2', output)
            return _with_policy(html, config.extra["not_found"]["content"])
        return ""


def _with_policy(html: str, content: str) -> str:
    frame = html.replace(content, "", 1)
    return html.replace(csp.PLACE, csp.meta(frame), 1)


def _theme(language: str) -> dict[str, Any]:
    palette = [
        {
            "media": media,
            "scheme": scheme,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": icon, "name": name},
        }
        for media, scheme, icon, name in _PALETTE
    ]
    return {
        "name": "material",
        "custom_dir": str(OVERRIDES),
        "language": language,
        "font": False,
        "favicon": "assets/favicon.svg",
        "icon": {"logo": "material/forum-outline"},
        "palette": palette,
        "features": ["navigation.tabs"],
    }


def _settings(frame: Frame, docs: Path, out: Path, leaves: Iterable[Leaf]) -> dict[str, Any]:
    return {
        "site_name": escape(frame.title),
        "site_url": frame.url,
        "docs_dir": str(docs),
        "site_dir": str(out),
        "strict": True,
        "use_directory_urls": True,
        "theme": _theme(frame.language),
        "plugins": [{"search": {"lang": frame.language}}],
        "extra_css": [SHELL_CSS, *frame.styles],
        "extra_javascript": [{"path": path, "defer": True} for path in (SHELL_JS, *frame.scripts)],
        "nav": [{escape(leaf.nav): leaf.uri} for leaf in leaves if leaf.nav],
        "extra": {
            "generator": False,
            "banner": frame.banner,
            "footer": frame.footer,
            "not_found": {
                "head": frame.not_found_head,
                "content": frame.not_found_body,
                "layout": "missing",
            },
        },
    }


def _loaded(settings: dict[str, Any]) -> MkDocsConfig:
    # JSON is YAML: the configuration never touches the disk, so `site_config.yml` stays the only one.
    return load_config(config_file=io.BytesIO(json.dumps(settings).encode()))


def run(frame: Frame, leaves: Iterable[Leaf], *, docs: Path, out: Path) -> dict[str, Shell]:
    """Writes the theme's files and all leaves with a real body into `out`; returns the shells.

    A leaf whose body is the `BODY` mark is a shell: it is returned by its path and not written.

    Raises:
        NothingPublishedError: MkDocs could not build them.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    all_leaves = tuple(leaves)
    marked = frozenset(leaf.uri for leaf in all_leaves if leaf.body == BODY)
    taken = _Taken(leaves=all_leaves, marked=marked)
    try:
        config = _loaded(_settings(frame, docs, out, all_leaves))
        config.plugins["said-and-done"] = _Stage(taken)
        build(config)
    except Abort as error:
        message = f"The pages could not be put into their frame: {error}"
        raise NothingPublishedError(message) from error
    return {uri.removesuffix("index.md"): shell for uri, shell in taken.shells.items()}
