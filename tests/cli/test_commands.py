"""Every command, its words and its exit code."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.cli.listen import NOT_DUE
from generator.pipeline.schemas import MODELS
from tests.cli.conftest import Run
from tests.pipeline.little_site import LIVE_KEY, RUDE, LittleSite, post, source

ROOT = Path(__file__).parents[2]
ANSWERS = (
    "Tram reports",
    "https://trams.example/",
    "The Riders",
    "desk@trams.example",
    "consumer_body",
    "en",
    "Europe/Vienna",
    "Blue Tram",
    "https://forum.example/trams.xml",
)


def test_site_listens_builds_and_says_what_it_made(site: LittleSite, run: Run) -> None:
    said = run("site", "--root", site.root)
    assert said.code == 0
    assert (
        "16 entries read in 3 runs: 8 new mentions, 1 edit and 0 replies archived, 6 known already, "
        "1 set aside." in said.out
    )
    assert "1: names no brand that this site reports on" in said.out
    assert "wire answered 500 when this run was recorded." in said.out
    assert "8 cases of 2 brands on" in said.out
    assert "as of 10 April 2026" in said.out
    assert said.out.rstrip().endswith("build/site/index.html")
    assert said.err == ""


def test_long_work_is_a_line_a_stage_where_nobody_watches(site: LittleSite, run: Run) -> None:
    first = run("site", "--root", site.root).out
    assert _stages(first) == [
        "Hearing 3 runs of the recording",
        "Joining complaints, answers and promises",
        "Wording the pages",
        "Writing the site",
    ]
    again = run("listen", "--root", site.root).out
    assert _stages(again) == [
        "Hearing 2 sources of 2026-04-10",
        "Screening 5 entries",
        "Adding what is new to the archive",
    ]
    assert "\x1b" not in first + again


def _stages(said: str) -> list[str]:
    return [line.rsplit(" (", 1)[0] for line in said.splitlines() if line.endswith(" s)")]


def test_a_failing_source_is_exit_3_and_everything_else_is_archived(heard: LittleSite, run: Run) -> None:
    heard.run("2026-04-20T06:00:00Z", forum=500, wire=[post("n", RUDE, "2026-04-19T10:00:00+00:00")])
    said = run("listen", "--root", heard.root)
    assert said.code == 3
    assert "could not be heard" in said.out
    assert "forum: forum answered 500 when this run was recorded." in said.out
    assert "1 new mention," in said.out


def test_a_broken_brand_file_is_exit_3_and_told_once(heard: LittleSite, run: Run) -> None:
    heard.write("content/brands/elm-bank.yml", "id: elm-bank\n")
    told = {}
    for command in ("listen", "build", "site"):
        said = run(command, "--root", heard.root)
        assert said.code == 3
        told[command] = said.out.count("content/brands/elm-bank.yml:")
    assert told["listen"] == told["build"] == told["site"] > 0


def test_a_broken_configuration_is_exit_1_with_all_its_mistakes(heard: LittleSite, run: Run) -> None:
    heard.settings["site"]["clock"] = "sundial"
    heard.settings["publisher"].pop("relationship")
    heard.settings["titles"] = ""
    heard.save()
    for command in ("listen", "build", "site", "serve"):
        said = run(command, "--root", heard.root)
        assert said.code == 1
        assert said.err.startswith("The site's configuration cannot be used.")
        assert {"unknown-word", "missing-key", "unknown-key"} <= {
            line.split(": ")[1] for line in said.err.splitlines()[1:]
        }


def test_an_empty_archive_is_exit_1_with_a_sentence(site: LittleSite, run: Run) -> None:
    said = run("build", "--root", site.root)
    assert said.code == 1
    assert "Nothing was heard yet" in said.err
    assert "Traceback" not in said.err


def test_without_a_recording_site_still_builds_what_was_heard_before(heard: LittleSite, run: Run) -> None:
    heard.runs = []
    heard.save()
    said = run("site", "--root", heard.root)
    assert said.code == 3
    assert "there is no recording to listen to" in said.out
    assert "The pages are built from what was heard before." in said.out
    assert "8 cases of 2 brands" in said.out


def test_a_live_site_without_its_key_is_exit_1_with_a_sentence(site: LittleSite, run: Run) -> None:
    site.live()
    for command in ("listen", "site"):
        said = run(command, "--root", site.root)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("SAID_AND_DONE_KEY is not set.")


def test_a_first_run_without_a_network_is_exit_3_and_an_empty_site(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = LittleSite(tmp_path).live()
    site.brand("Blue Tram", source("talk", url="https://talk.example/feed.xml"))
    monkeypatch.setenv("SAID_AND_DONE_KEY", LIVE_KEY)
    said = run("site", "--root", tmp_path)
    assert said.code == 3
    assert "https://talk.example/feed.xml: " in said.out
    assert "0 cases of 1 brand on" in said.out
    again = run("listen", "--root", tmp_path)
    assert (again.code, again.out.strip()) == (0, NOT_DUE)


def test_a_dry_run_says_so(site: LittleSite, run: Run) -> None:
    said = run("listen", "--dry-run", "--root", site.root)
    assert said.code == 0
    assert "would be archived" in said.out
    assert not (site.root / "content" / "archive").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("rumour",),
        ("listen", "--loud"),
        ("listen", "--root", "no/such/folder"),
        ("serve", "--port", "70000"),
        ("respond", "new"),
    ],
)
def test_wrong_usage_is_exit_2(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert said.code == 2
    assert said.err.startswith("Usage: ")


def test_an_unknown_source_is_exit_2_with_the_nearest_one(heard: LittleSite, run: Run) -> None:
    said = run("listen", "--source", "forun", "--root", heard.root)
    assert (said.code, said.err.strip()) == (2, "There is no source called forun. Did you mean forum?")


def test_ctrl_c_is_a_sentence(heard: LittleSite, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.pipeline.build.build_all", stopped)
    said = run("build", "--root", heard.root)
    assert (said.code, said.err.strip()) == (1, "Stopped. What was written before is whole.")


def test_a_surprise_is_a_sentence_and_a_traceback_only_where_it_is_asked_for(
    heard: LittleSite, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.publish.build_site", full)
    said = run("build", "--root", heard.root)
    assert said.code == 1
    assert "No space left on device" in said.err
    assert "SAID_AND_DONE_DEBUG=1" in said.err
    assert "Traceback" not in said.err
    monkeypatch.setenv("SAID_AND_DONE_DEBUG", "1")
    with pytest.raises(OSError, match="No space left"):
        run("build", "--root", heard.root)


def test_check_prints_every_mistake_with_file_line_and_code(heard: LittleSite, run: Run) -> None:
    assert run("check", "--root", heard.root).out.strip() == "No mistakes."
    heard.write("content/brands/elm-bank.yml", "id: elm-bank\nname: Elm Bank\nsecktor: Banks\n")
    heard.write("content/told/elm.yml", "brand: elm-bank\n")
    said = run("check", "--root", heard.root)
    assert said.code == 1
    assert "content/brands/elm-bank.yml:3: unknown-key: " in said.out
    assert "content/told/elm.yml:" in said.out
    mistakes = [line for line in said.out.splitlines() if line.startswith("content/")]
    assert said.out.splitlines()[-1] == f"{len(mistakes)} mistakes."
    github = run("check", "--format", "github", "--root", heard.root)
    assert "::error file=content/brands/elm-bank.yml,line=3,title=unknown-key::" in github.out


def test_a_mistake_is_one_line_whatever_a_stranger_calls_his_keys(heard: LittleSite, run: Run) -> None:
    heard.write("content/brands/elm-bank.yml", 'id: elm-bank\n"a\\n::stop-commands::x": 1\n')
    for words in (("check",), ("check", "--format", "github"), ("listen",), ("build",)):
        said = run(*words, "--root", heard.root)
        assert "stop-commands" in said.out
        assert not any(line.startswith("::stop-commands") for line in said.out.splitlines())


def test_check_tells_notes_from_mistakes(heard: LittleSite, run: Run) -> None:
    words = "We are sorry for what happened and look into every single case that reaches our desk. " * 3
    for day in range(1, 7):
        heard.respond("blue-tram", f"2026-03-0{day}-letter", words, theme="delays")
    said = run("check", "--root", heard.root)
    assert said.code == 0
    assert said.out.splitlines()[-1].startswith("No mistakes, ")
    assert said.out.splitlines()[-1].endswith("that stop nothing.")


def test_check_of_one_path_reports_that_path_only(heard: LittleSite, run: Run) -> None:
    heard.write("content/brands/elm-bank.yml", "id: elm-bank\nname: Elm Bank\nsector: Banks\nx: 1\n")
    heard.write("content/told/elm.yml", "brand: elm-bank\n")
    said = run("check", "--root", heard.root, "content/brands")
    assert "content/brands/elm-bank.yml:4: unknown-key" in said.out
    assert "content/told" not in said.out
    assert run("check", "--root", heard.root, "content/themes.yml").code == 0
    assert run("check", "--root", heard.root, "content/nowhere").code == 2


def test_check_of_a_folder_with_a_configuration_checks_that_site(
    heard: LittleSite, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard.write("content/brands/elm-bank.yml", "id: elm-bank\n")
    monkeypatch.chdir(heard.root.parent)
    said = run("check", heard.root.name)
    assert said.code == 1
    assert said.out.startswith("content/brands/elm-bank.yml:1: missing-key: ")


def test_respond_new_writes_a_file_that_says_what_to_fill_in(heard: LittleSite, run: Run) -> None:
    case = next(one.id for one in heard.mentions() if one.brand == "blue-tram")
    said = run("respond", "new", "blue-tram", "--case", case, "--slug", "late-trams", "--root", heard.root)
    assert said.code == 0
    written = list((heard.root / "content/responses/blue-tram").glob("*-late-trams.md"))
    assert len(written) == 1
    assert case in written[0].read_text("utf-8")
    assert written[0].name in said.out
    again = run("respond", "new", "blue-tram", "--case", case, "--slug", "late-trams", "--root", heard.root)
    assert again.code == 2
    assert "exists already" in again.err
    assert run("respond", "new", "green-tram", "--theme", "delays", "--root", heard.root).code == 2
    nobody = run("respond", "new", "blue-tram", "--case", "z" * 16, "--root", heard.root)
    assert (nobody.code, nobody.err.split(".")[0]) == (2, f"'{'z' * 16}' is not a case of blue-tram")


def _begin(root: Path) -> LittleSite:
    site = LittleSite(root)
    site.write("content/sample/manifest.yml", "x")
    site.write("content/archive/clock.json", "{}")
    site.write("content/brands/old.yml", "x")
    return site


def test_init_takes_its_answers_from_standard_input(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begin(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(ANSWERS) + "\n"))
    said = run("init", "--yes", "--root", tmp_path)
    assert said.code == 0
    assert "Removed 3 files of the sample." in said.out
    assert "SAID_AND_DONE_KEY" in said.out
    assert not (tmp_path / "content/sample").exists()
    assert run("check", "--root", tmp_path).out.strip() == "No mistakes."
    assert run("init", "--yes", "--root", tmp_path).code != 0


def test_init_asks_again_for_an_answer_that_cannot_be_used(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begin(tmp_path)
    twice = [*ANSWERS[:4], "friend", ANSWERS[4], "english", "en", "Vienna", *ANSWERS[6:]]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(twice) + "\n"))
    said = run("init", "--yes", "--root", tmp_path)
    assert said.code == 0
    assert "Write one of: independent" in said.out
    assert "`english` is not a code of a language." in said.out
    assert "Did you mean Europe/Vienna?" in said.out


@pytest.mark.parametrize("answers", ["n\n", "", "y\nTram reports\n"])
def test_init_that_is_broken_off_removes_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answers: str
) -> None:
    before = _begin(tmp_path).files(".")
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    assert run("init", "--root", tmp_path).code == 1
    assert LittleSite.files(_at(tmp_path), ".") == before


def _at(root: Path) -> Any:
    bare = LittleSite.__new__(LittleSite)
    bare.root = root
    return bare


def test_schemas_names_the_files_it_changed(tmp_path: Path, run: Run) -> None:
    said = run("schemas", "--root", tmp_path)
    assert (said.code, len(said.out.split())) == (0, len(MODELS))
    assert run("schemas", "--root", tmp_path).out == ""


def test_vendor_without_npm_says_what_is_used_instead(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_given, **_named: None)
    said = run("vendor", "--root", tmp_path)
    assert said.code == 0
    assert "npm is not at hand" in said.out


def test_serve_shows_the_built_site_until_ctrl_c(
    heard: LittleSite, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("serve", "--root", heard.root).code == 1
    heard.write("build/site/index.html", "<h1>Home</h1>")

    def stopped(_server: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("socketserver.BaseServer.serve_forever", stopped)
    said = run("serve", "--port", "0", "--root", heard.root)
    assert said.code == 0
    assert "http://127.0.0.1:" in said.out
    assert said.out.rstrip().endswith("Stopped.")
