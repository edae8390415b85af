"""The commands about sources and brands, as people type them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.ingest.little_web import LittleWeb, little_web
from tests.pipeline.little_site import CHARGED, LATE, LIVE_KEY, LittleSite, post, rss, source

RSS = "application/rss+xml"
POSTS = (post("a", f"Blue Tram: {LATE}", "2026-04-10T10:00:00+00:00"), post("b", CHARGED, author="ben"))


@pytest.fixture
def web() -> Iterator[LittleWeb]:
    with little_web() as served:
        yield served


@pytest.fixture
def live(tmp_path: Path) -> LittleSite:
    """A live site that hears one file, and one address that nobody knows."""
    site = LittleSite(tmp_path).live()
    site.write("talk.xml", rss(POSTS))
    return site.brand("Blue Tram", source("talk", url="talk.xml"), source("wire", rights=None))


def test_sources_lists_health_from_files_with_the_worst_first(
    live: LittleSite, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    unheard = run("sources", "--root", live.root)
    assert unheard.code == 0
    assert unheard.out.count("never heard") == 3
    assert unheard.out.splitlines()[-1].startswith("2 sources, 0 failing, 2 never heard, ")
    monkeypatch.setenv("SAID_AND_DONE_KEY", LIVE_KEY)
    assert run("listen", "--root", live.root).code == 3
    said = run("sources", "--root", live.root)
    rows = said.out.splitlines()
    assert said.code == 3
    assert rows[0].split()[:4] == ["source", "state", "heard", "until"]
    assert rows[1].split()[:2] == ["wire", "failing"]
    assert rows[2].split()[:2] == ["talk", "well"]
    assert any(row.startswith("wire: https://wire.example/feed.xml: ") for row in rows)
    assert rows[-1] == "2 sources, 1 failing, 1 without rights: no words of theirs are printed."


def test_sources_that_nobody_asks_any_more_are_late_and_say_what_to_look_for(
    live: LittleSite, run: Run
) -> None:
    live.listen(now=datetime(2026, 5, 1, 6, tzinfo=UTC), environ={"SAID_AND_DONE_KEY": LIVE_KEY})
    said = run("sources", "--root", live.root)
    assert "See whether `listen` still runs every day." in said.out
    assert ", 1 late, " in said.out.splitlines()[-1]


def test_sources_speaks_json_to_machines(heard: LittleSite, run: Run) -> None:
    said = run("sources", "--json", "--root", heard.root)
    found = {one["id"]: one for one in json.loads(said.out)}
    assert said.code == 0
    assert found["forum"]["state"] == "well"
    assert found["forum"]["heard_until"] == "2026-04-10"
    assert found["forum"]["brands"] == ["blue-tram"]
    assert found["hotline"]["brands"] == []


def test_sources_test_says_what_it_is_and_proposes_yaml_that_can_be_pasted(
    live: LittleSite, run: Run, web: LittleWeb
) -> None:
    url = web.page("/feed", rss(POSTS), Content_Type=RSS)
    said = run("sources", "--root", live.root, "test", "--allow-private", url)
    assert said.code == 0
    assert f"{url}: it is a feed (kind feed)." in said.out
    assert "2 entries read: 2 kept, 0 set aside." in said.out
    assert "Carrying: author 2, date 2, link 2, thread 0, score 0, rating 0." in said.out
    assert "Naming a brand of this site: blue-tram 1." in said.out
    assert "Complaints among them, about whomever: 2 sure, 0 to review." in said.out
    assert "below `sources:` in site_config.yml. Where no such line is, write it." in said.out
    block = said.out[said.out.index("  - id:") :]
    live.write("content/brands/elm.yml", f"id: elm\nname: Elm Bank\nsector: Banks\nsources:\n{block}")
    assert run("check", "--root", live.root, "content/brands/elm.yml").out.strip() == "No mistakes."


def test_sources_test_of_a_brands_source_names_the_brands_file(
    live: LittleSite, run: Run, web: LittleWeb
) -> None:
    url = web.page("/feed", rss(POSTS), Content_Type=RSS)
    said = run("sources", "test", "--allow-private", "--brand", "blue-tram", url, "--root", live.root)
    assert said.code == 0
    assert "below `sources:` in content/brands/blue-tram.yml." in said.out
    assert "about:" not in said.out


def test_sources_test_of_a_page_lists_its_feeds(live: LittleSite, run: Run, web: LittleWeb) -> None:
    web.page("/f0", rss(POSTS), Content_Type=RSS)
    links = "".join(
        f"<link rel=alternate type='application/rss+xml' href='/f{n}' title='Feed {n}'>" for n in range(25)
    )
    said = run(
        "sources", "test", "--allow-private", web.page("/", f"<html>{links}</html>"), "--root", live.root
    )
    assert said.code == 0
    assert ": it is a web page that names 25 feeds; the first is tried:" in said.out
    assert f"  {web.base}/f1  Feed 1" in said.out
    assert "  and 5 more" in said.out


def test_sources_test_of_dates_that_may_be_two_days_gives_the_lines_to_complete(
    live: LittleSite, run: Run, web: LittleWeb
) -> None:
    url = web.page("/calls.csv", f"ref,received,summary\n1,02/03/2026,{LATE}\n2,05/04/2026,{CHARGED}\n")
    said = run("sources", "test", "--allow-private", url, "--root", live.root)
    assert said.code == 1
    assert "Say so in `date_format`." in said.out
    assert "and fill in what it asks for" in said.out
    assert '      date: "received"' in said.out


def test_sources_test_tells_usual_places_from_feeds_that_a_page_names(
    live: LittleSite, run: Run, web: LittleWeb
) -> None:
    web.page("/feed.php", rss(POSTS), Content_Type=RSS)
    page = web.page("/", "<html><body id='phpbb'></body></html>")
    said = run("sources", "test", "--allow-private", page, "--root", live.root)
    assert said.code == 0
    assert ": it is a web page; 1 feed at its software's usual places" in said.out
    assert "Try another one" not in said.out


def test_sources_test_in_a_log_tells_each_thing_once(live: LittleSite, run: Run, web: LittleWeb) -> None:
    said = run("sources", "test", "--allow-private", web.page("/f", rss(POSTS)), "--root", live.root)
    assert said.out.count("Asking ") == 1
    assert said.out.count("1 request") == 1


def test_sources_test_counts_what_is_set_aside(live: LittleSite, run: Run, web: LittleWeb) -> None:
    body = rss([*POSTS, post("a", "again"), post("e", "")])
    said = run("sources", "test", "--allow-private", web.page("/f", body), "--root", live.root)
    assert "4 entries read: 2 kept, 2 set aside." in said.out
    assert "  1: holds no words" in said.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("https://nowhere.example/feed",), 1, "its host name is not known"),
        (("imports/none.csv",), 1, "imports/none.csv"),
        (("https://nowhere.example/[/b]feed",), 1, "https://nowhere.example/[/b]feed: its host name"),
        (("http://127.0.0.1:9/feed",), 1, "private network"),
        (("https://nowhere.example/", "--kind", "github"), 1, "repository"),
    ],
)
def test_sources_test_of_what_cannot_be_heard_is_exit_1_with_a_sentence(
    live: LittleSite, run: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    told = run("sources", "test", "--root", live.root, *words)
    assert (told.code, told.err) == (code, "")
    assert said in told.out
    assert "Traceback" not in told.out
    assert "  - id:" not in told.out


def test_sources_test_for_a_brand_that_does_not_exist_is_exit_2(live: LittleSite, run: Run) -> None:
    said = run("sources", "test", "--root", live.root, "--brand", "elm", "https://nowhere.example/")
    assert (said.code, said.err.strip()) == (2, "There is no brand called elm. There are: blue-tram.")
    near = run("sources", "test", "--root", live.root, "--brand", "blue-tran", "https://nowhere.example/")
    assert near.err.strip() == "There is no brand called blue-tran. Did you mean blue-tram?"


OPML = """<opml version="2.0"><body>
<outline text="Known" xmlUrl="http://www.wire.example/feed.xml"/>
<outline text="Rail talk" xmlUrl="https://rail.example/feed" htmlUrl="https://rail.example/"/>
<outline text="Rail talk" xmlUrl="https://rail.example/feed?utm_source=x"/>
<outline text="Rail talk" xmlUrl="https://other.example/feed"/>
<outline text="A file" xmlUrl="file:///etc/x"/>
</body></opml>"""


def test_sources_import_prints_the_feeds_that_are_not_known_yet(live: LittleSite, run: Run) -> None:
    before = live.files(".")
    path = live.write("list.opml", OPML)
    said = run("sources", "import", "--root", live.root, path)
    assert said.code == 0
    assert "2 feeds to add, 2 sources known already." in said.err
    assert "1 line of the list: names a feed without an http or https address" in said.err
    path.unlink()
    assert live.files(".") == before
    live.write("content/brands/elm.yml", f"id: elm\nname: Elm Bank\nsector: Banks\nsources:\n{said.out}")
    (elm,) = (one for one in live.load().content.brands if one.id == "elm")
    assert [(one.id, one.page) for one in elm.sources] == [
        ("rail-talk", "https://rail.example/"),
        ("rail-talk-2", None),
    ]


@pytest.mark.parametrize("body", ["no list", "<opml", "<rss></rss>"])
def test_sources_import_of_anything_else_is_exit_2(live: LittleSite, run: Run, body: str) -> None:
    said = run("sources", "import", "--root", live.root, live.write("list.opml", body))
    assert said.code == 2
    assert "cannot be used: it is not" in said.err


def test_brands_add_proposes_a_file_and_writes_nothing(live: LittleSite, run: Run, web: LittleWeb) -> None:
    web.page("/f", rss([post("1", f"Elm Bank: {CHARGED}", "2026-11-01T10:00:00+00:00")]))
    web.page("/", "<html><link rel=alternate type='application/rss+xml' href='/f'></html>")
    live.shared(source("city", url="city.xml"), source("lost", url="lost.xml"))
    live.write("city.xml", rss([post("2", f"Elm Bank: {LATE}")]))
    before = live.files(".")
    said = run(
        *("brands", "add", "Elm Bank plc", "--domain", f"{web.base}/", "--domain", "elm.example"),
        *("--days", 366, "--allow-private", "--root", live.root),
    )
    assert said.code == 0
    assert live.files(".") == before
    assert "city (heard already). Within 366 days: 1 entry, 1 about it" in said.out
    assert "! lost (heard already): " in said.out
    assert "! https://elm.example/: its host name is not known" in said.out
    assert f"{web.base}/f (its home page names it). Within 366 days: 1 entry, 1 about it" in said.out
    assert "Nothing is written yet. Save this as content/brands/elm-bank.yml, or run" in said.out
    assert 'id: "elm-bank"' in said.out


def test_brands_add_writes_the_file_once_and_checks_it(live: LittleSite, run: Run) -> None:
    words = ("brands", "add", "Orange", "--write", "--sector", "Trams", "--root", live.root)
    live.shared(source("city", url="city.xml"))
    live.write("city.xml", rss([post("2", "Not an orange tram.")]))
    said = run(*words)
    assert said.code == 0
    wrote, following = said.out.splitlines()[-2:]
    assert wrote.startswith("Wrote ")
    assert following.startswith("Next: ")
    assert "Orange is an ordinary word or an abbreviation" in said.out
    assert "Nobody was heard to speak of it." in said.out
    assert (live.root / "content/brands/orange.yml").is_file()
    again = run(*words)
    assert (again.code, again.err.split(".")[0]) == (2, "`Orange` is a name of orange already")


@pytest.mark.parametrize(
    "words", [("brands", "add", "Elm Bank", "--write"), ("sources", "test", "https://talk.example/feed")]
)
def test_ctrl_c_says_so_and_writes_nothing_half_heard(
    live: LittleSite, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("generator.pipeline.hear.Live.stopped", True)
    before = live.files(".")
    said = run(*words, "--root", live.root)
    assert (said.code, said.err.strip()) == (1, "Stopped. What was written before is whole.")
    assert "  - id:" not in said.out
    assert live.files(".") == before


def test_brands_add_warns_of_a_place_before_it_is_written_down(
    live: LittleSite, run: Run, web: LittleWeb
) -> None:
    posts = [post(str(n), f"{CHARGED} {n}", "2026-11-01T10:00:00+00:00") for n in range(3)]
    web.page("/f", rss([*posts, post("9", f"Elm Bank: {LATE}")]), X_Robots_Tag="noindex")
    web.page("/", "<html><link rel=alternate type='application/rss+xml' href='/f'></html>")
    words = ("--domain", f"{web.base}/", "--days", 366, "--allow-private", "--root", live.root)
    said = run("brands", "add", "Elm Bank", *words)
    assert "  ! It asks not to be kept in indexes" in said.out
    assert "  # Not half of its entries name the brand: add `search: true`" in said.out


def test_brands_add_tells_places_that_speak_most_of_it_first_and_no_excerpt_twice(
    live: LittleSite, run: Run
) -> None:
    live.shared(*(source(name, url=f"{name}.xml") for name in ("city", "quiet", "town")))
    live.write("city.xml", rss([post("1", f"Elm Bank: {LATE}", "2026-11-01T10:00:00+00:00")]))
    live.write("quiet.xml", rss([post("2", LATE, "2026-11-01T10:00:00+00:00")]))
    texts = (f"Elm Bank: {LATE}", f"Elm Bank: {CHARGED}")
    live.write(
        "town.xml", rss(post(str(n), text, "2026-11-01T10:00:00+00:00") for n, text in enumerate(texts))
    )
    said = run("brands", "add", "Elm Bank", "--days", 366, "--root", live.root)
    assert said.out.index("town (heard already)") < said.out.index("city (heard already)")
    assert "Within 366 days nothing about it: quiet (heard already)." in said.out
    examples = [row for row in said.out.splitlines() if row.startswith("  > ")]
    assert len(examples) == len(set(examples)) == 3
    assert examples[-1] == "  > the same words as above"


def test_brands_add_tells_the_mistakes_of_the_file_it_wrote(live: LittleSite, run: Run) -> None:
    said = run("brands", "add", "Elm Bank plc", "--write", "--root", live.root)
    assert said.code == 1
    assert "elm-bank.yml:3: no-sources" in said.out


def test_brands_add_plays_the_recording_of_a_recorded_site(site: LittleSite, run: Run) -> None:
    site.write("content/brands/oak-ferries.yml", "")
    (site.root / "content/brands/oak-ferries.yml").unlink()
    said = run("brands", "add", "Oak Ferries GmbH", "--days", 366, "--root", site.root)
    assert said.code == 0
    assert "hotline (heard already)" in said.out
