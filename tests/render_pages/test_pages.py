"""Whole pages: well formed, linked, escaped, and as they were last looked at."""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from itertools import pairwise

import html5lib
import msgspec
import pytest
from jinja2 import UndefinedError
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.model.book import Book
from generator.model.measure import Definition
from generator.model.mention import Cue, Finding
from generator.model.page import Page
from generator.model.people import ModerationEvent, Told
from generator.model.source import Source
from generator.model.words import HandlingState, SourceId
from generator.render.pages import environment, pages
from generator.report import site
from tests.report import books, builders

MADE_ELSEWHERE = re.compile(r"^(assets/|data/[a-z]+\.|feed\.xml$|brands/[a-z-]+/(cases\.csv|feed\.xml)$)")
HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\"'&"
TELLS = ("<script>alert", "<img src=x", "onerror=alert(1)>")


class _Reader(HTMLParser):
    """What a page offers and what it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.headings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if known.get("id"):
            self.ids.append(str(known["id"]))
        if tag == "a" and known.get("href"):
            self.hrefs.append(str(known["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)


def read(page: Page) -> _Reader:
    reader = _Reader()
    reader.feed(page.html)
    return reader


def made(book: Book) -> dict[str, Page]:
    return {page.path: page for page in pages(site(book, books.DEFINITIONS))}


@pytest.fixture(scope="module")
def every() -> dict[str, Page]:
    return made(books.book())


def test_every_page_has_one_h1_and_skips_no_level(every: dict[str, Page]) -> None:
    for path, page in every.items():
        levels = [int(one[1]) for one in read(page).headings]
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_every_id_is_used_once(every: dict[str, Page]) -> None:
    for path, page in every.items():
        ids = read(page).ids
        assert len(ids) == len(set(ids)), path


def test_every_link_leads_somewhere(every: dict[str, Page]) -> None:
    anchors = {path: set(read(page).ids) for path, page in every.items()}
    broken = []
    for path, page in every.items():
        for href in read(page).hrefs:
            if re.match(r"^(https?:|mailto:)", href):
                continue
            target, _, anchor = href.partition("#")
            there = posixpath.normpath(posixpath.join("/", path, target)).lstrip("/")
            there = there if not target or "." in there.rsplit("/", 1)[-1] else (f"{there}/" if there else "")
            there = path if not target else there
            if MADE_ELSEWHERE.match(there):
                continue
            if there not in anchors or (anchor and anchor not in anchors[there]):
                broken.append((path, href))
    assert broken == []


def test_every_page_parses_without_an_error(every: dict[str, Page]) -> None:
    for page in every.values():
        html = f"<!DOCTYPE html><html><head><title>t</title></head><body>{page.html}</body></html>"
        html5lib.HTMLParser(strict=True).parse(html)


def test_nothing_loads_from_elsewhere(every: dict[str, Page]) -> None:
    for path, page in every.items():
        assert not re.search(r"<(script|link|img|iframe|form|style)\b", page.html), path
        assert not re.search(r"\son[a-z]+=|javascript:", page.html), path


def test_the_clock_stands_on_every_page(every: dict[str, Page]) -> None:
    for path, page in every.items():
        assert "its clock stands at 1 March 2026" in page.html, path


def hostile() -> Book:
    """Every field a stranger fills says something it should not."""
    own = books.northway()
    answer = builders.answer(
        text=HOSTILE, by=HOSTILE, markdown=False, path=HOSTILE, url="javascript:alert(1)"
    )
    marked = builders.answer(text=f"**{HOSTILE}** [x](javascript:alert(1))", general=True)
    first = builders.case(
        0,
        HandlingState.ANSWERED,
        own_page=True,
        mention=builders.mention(0, excerpt=HOSTILE, url="javascript:alert(1)", finding=_hostile_finding()),
        answers=(answer, marked),
        actions=(own.actions[0].id,),
    )
    actions = (
        builders.action(
            "form",
            promise=HOSTILE,
            owner_role=HOSTILE,
            left_out=HOSTILE,
            why=HOSTILE,
            evidence=((f"https://e.example/?{HOSTILE}", HOSTILE), ("javascript:alert(1)", HOSTILE)),
            cases=(first.id,),
        ),
    )
    hidden = builders.case(
        1, mention=builders.mention(1, excerpt=None, hidden="rights", finding=_hostile_finding())
    )
    brand = msgspec.structs.replace(
        own,
        cases=(first, hidden),
        actions=actions,
        brand=own.brand.model_copy(update={"name": HOSTILE, "about": HOSTILE, "speak": (HOSTILE,)}),
        told=(
            Told.model_construct(
                brand="northway", date=builders.NOW.date(), what=HOSTILE, channel=HOSTILE, case=None
            ),
        ),
    )
    book = books.book(brand)
    event = book.moderation[0][1]
    return msgspec.structs.replace(
        book,
        recording=HOSTILE,
        problems=(HOSTILE,),
        pages=(("about", f"# {HOSTILE}\n\n{HOSTILE}"),),
        moderation=(("x", ModerationEvent.model_construct(**{**dict(event), "note": HOSTILE})),),
        sources=tuple(
            msgspec.structs.replace(
                one, source=Source.model_construct(**{**dict(one.source), "title": HOSTILE})
            )
            for one in book.sources
        ),
    )


def _hostile_finding() -> Finding:
    cue = Cue(group=HOSTILE, text=HOSTILE)
    return builders.finding(cues=(cue,), language='en" onload="alert(1)')


def test_hostile_words_are_escaped_wherever_they_stand() -> None:
    definition = Definition(**dict.fromkeys(Definition.__struct_fields__, HOSTILE))
    for page in pages(site(hostile(), (definition,))):
        for tell in TELLS:
            assert tell not in page.html, page.path
        assert "javascript:" not in re.sub(r"\[x\]\(javascript:alert\(1\)\)", "", page.html), page.path
        assert 'onload="' not in page.html, page.path
        assert "49" not in re.sub(r"[0-9a-z-]*49[0-9a-z-]*", "", page.html), page.path


def test_hostile_words_can_still_be_read() -> None:
    found = made(hostile())
    for path in (
        "",
        "brands/northway/",
        "cases/caseaaaaaaaaaaaa/",
        "record/",
        "promises/",
        "brands/northway/2026-02/",
    ):
        assert "&lt;script&gt;alert(1)" in found[path].html, path


def test_markdown_of_people_keeps_emphasis_and_loses_markup(every: dict[str, Page]) -> None:
    html = every["pages/about/"].html
    assert "<em>listen</em>" in html
    assert "<b>Not</b>" not in html


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nobody }}").render()


def test_a_brand_page_stays_light() -> None:
    own = books.northway()
    many = tuple(builders.case(number) for number in range(100, 350))
    brand = msgspec.structs.replace(
        own, cases=many, measures=builders.measures(250, 60, 190, tuple(one.id for one in many))
    )
    page = made(books.book(brand))["brands/northway/"]
    assert len(page.html.encode()) <= 60 * 1024


def test_a_case_on_a_month_page_costs_few_bytes() -> None:
    cases = tuple(
        builders.case(number, mention=builders.mention(number, first_seen=builders.NOW))
        for number in range(320)
    )
    brand = msgspec.structs.replace(books.northway(), cases=cases)
    page = made(books.book(brand))["brands/northway/2026-03/"]
    ids = set(read(page).ids)
    assert {one.id for one in cases} <= ids
    assert "20 more" in page.html
    assert len(page.html.encode()) / 320 < 750


def test_a_live_page_lets_the_script_tell_its_age() -> None:
    live = made(books.book(config=books.config(clock="live", banner=None)))
    assert "data-sd-live" in live[""].html
    assert "sd-notice" not in live[""].html


def test_a_source_without_facts_stands_in_the_record() -> None:
    book = books.book()
    assert book.sources[1].source.id == SourceId("hotline")
    assert "not read yet" in made(book)["record/"].html


class _Html(SingleFileSnapshotExtension):
    file_extension = "html"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("brands/northway/", id="brand"),
        pytest.param("brands/northway/issues/refunds/", id="issue"),
        pytest.param("cases/caseaaaaaaaaaaaa/", id="case"),
        pytest.param("record/", id="record"),
    ],
)
def test_pages_look_as_they_were_last_looked_at(
    path: str, every: dict[str, Page], snapshot: SnapshotAssertion
) -> None:
    without_charts = re.sub(r"<figure\b.*?</figure>", "<figure></figure>", every[path].html, flags=re.DOTALL)
    assert without_charts == snapshot.use_extension(_Html)
