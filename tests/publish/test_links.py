"""Links are checked where a browser would follow them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish import links

FOREIGN = [
    '<script src="https://cdn.example/x.js"></script>',
    "<script src=//cdn.example/x.js></script>",
    "<img src='HTTP://cdn.example/p.gif'>",
    '<img srcset="https://cdn.example/p.gif 2x">',
    '<link rel="stylesheet" href="https://fonts.example/c.css">',
    '<link href="//fonts.example" rel="preconnect">',
    '<iframe src="https://x.example/"></iframe>',
    '<form action="https://x.example/"><input></form>',
    '<p style="background:url(https://x.example/p.gif)">x</p>',
    '<base href="https://x.example/">',
    '<svg><use href="https://x.example/s.svg#a"/></svg>',
    '<img src="htt&#112;s://cdn.example/p.gif">',
    '<img src="\\\\x.example\\p.gif">',
]
OWN = [
    '<a href="https://forum.example/thread">source</a>',
    '<img src="data:image/png;base64,AA==">',
    '<img src="../p.png">',
    '<script src="../assets/site.js"></script>',
    '<link rel="canonical" href="https://voices.example/">',
    "<p>https://cdn.example/x.js</p>",
    '<p title="<img src=https://x.example>">x</p>',
]


@pytest.mark.parametrize("html", FOREIGN)
def test_what_a_page_loads_from_elsewhere_is_found(html: str) -> None:
    (problem,) = links.foreign("x/index.html", f"<h1>x</h1>{html}")
    assert problem.code == "foreign-origin"
    assert problem.path == "x/index.html"


@pytest.mark.parametrize("html", OWN)
def test_links_to_elsewhere_and_own_files_are_fine(html: str) -> None:
    assert list(links.foreign("x/index.html", html)) == []


def test_a_style_sheet_that_loads_from_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("@import 'https://fonts.example/c.css'; p{color:red}", "utf-8")
    (problem,) = links.foreign_on(tmp_path)
    assert problem.path == "a.css"


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("b/", False),
        ("b/#here", False),
        ("b/#gone", True),
        ("#own", False),
        ("#", False),
        ("#gone", True),
        ("c/", True),
        ("data.csv#row", False),
        ("../outside/", True),
        ("../site-two/index.html", True),
        ("/etc/hostname", True),
        ("two%20words.csv", False),
        ("data.csv", False),
        ("b/?words=x#here", False),
        ("https://elsewhere.example/", False),
        ("mailto:desk@voices.example", False),
    ],
)
def test_links_and_anchors_that_lead_nowhere_are_found(tmp_path: Path, link: str, *, broken: bool) -> None:
    outside = tmp_path.parent / "site-two"
    outside.mkdir(exist_ok=True)
    (outside / "index.html").write_text("<p>x</p>", "utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/index.html").write_text('<p id="here">x</p>', "utf-8")
    (tmp_path / "data.csv").write_text("a", "utf-8")
    (tmp_path / "two words.csv").write_text("a", "utf-8")
    (tmp_path / "404.html").write_text('<a href="/gone">x</a>', "utf-8")
    (tmp_path / "index.html").write_text(f'<p id="own"><a href="{link}">x</a><img src=""></p>', "utf-8")
    assert [problem.code for problem in links.broken_on(tmp_path)] == ["broken-link"] * broken
