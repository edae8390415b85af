"""What `listen` prints when it is over, is stopped, or is asked to go back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.model.run import Run as ListenRun
from generator.model.run import SourceRun
from generator.model.words import SourceId
from generator.pipeline.listen import Heard, Options
from tests.cli.conftest import Run
from tests.pipeline.little_site import LIVE_KEY, LittleSite, post, rss, source

NOW = datetime(2026, 5, 1, 6, 0, tzinfo=UTC)
WORDS = "My tram was two hours late again and nobody answers the phone."


def one(name: str, status: str = "heard", **more: object) -> SourceRun:
    return SourceRun(source=SourceId(name), status=status, **more)  # type: ignore[arg-type]


def heard(*sources: SourceRun, **more: Any) -> Heard:
    return Heard(runs=(ListenRun(now=NOW, sources=sources),), **more)


Tells = Callable[..., list[Options | None]]


@pytest.fixture
def tells(monkeypatch: pytest.MonkeyPatch) -> Tells:
    """Let the pipeline say what a test tells it to; returns what it was asked for."""

    def prepare(said: Heard) -> list[Options | None]:
        asked: list[Options | None] = []

        def listen_to_all(*_: object, options: Options | None = None, **__: object) -> Heard:
            asked.append(options)
            return said

        monkeypatch.setattr("generator.pipeline.listen.listen_to_all", listen_to_all)
        return asked

    return prepare


def test_a_run_is_told_with_everything_it_did(site: LittleSite, run: Run, tells: Tells) -> None:
    tells(
        heard(
            one(
                "talk", read=1200, new=7, revised=2, replies=1, gone=3, back=1, checked=40, checks_failed=2,
                missed=1, gap=True, milliseconds=1234, bytes=1_500_000, set_aside=(("no_brand", 5),),
                notes=("The address moved for good.\nurl: old → new",),
            ),
            one("wire", "unchanged", milliseconds=12),
        )
    )  # fmt: skip
    said = run("listen", "--root", site.root)
    rows = said.out.splitlines()
    assert said.code == 0
    assert rows[1].split() == [
        *("source", "status", "read", "new", "edited", "gone", "replies", "set", "aside", "gap"),
        *("checked", "ms", "bytes"),
    ]
    assert rows[2].split() == [
        *("talk", "heard", "1,200", "7", "2", "3", "1", "5", "gap", "40", "1,234", "1.5", "MB")
    ]
    assert rows[3].split() == ["wire", "unchanged", *"000000", "0", "12", "-"]
    assert "talk: The address moved for good. url: old → new" in rows
    assert "talk: 1 further page or thread could not be heard in this run; the next one asks again." in rows
    assert any(row.startswith("talk: 2 looks at published posts brought no verdict") for row in rows)
    assert (
        "40 published posts looked at again at their source. 3 posts are gone there: their words are hidden. "
        "1 post that was gone is there again."
    ) in rows


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"checked": 6}, "6 published posts looked at again at their source."),
        ({"gone": 1}, "1 post is gone there: its words would be hidden."),
        (
            {"checked": 1, "back": 2},
            "1 published post looked at again at their source. 2 posts that were gone",
        ),
    ],
)
def test_what_became_of_posts_promises_nothing_in_a_dry_run(
    site: LittleSite, run: Run, tells: Tells, counts: dict[str, Any], sentence: str
) -> None:
    tells(heard(one("talk", **counts)))
    said = run("listen", "--dry-run", "--root", site.root)
    assert sentence in said.out


def test_a_failed_source_says_why_below_the_table(site: LittleSite, run: Run, tells: Tells) -> None:
    tells(heard(one("talk", "failed", message="talk answered 410.", notes=("It is gone for good.",))))
    said = run("listen", "--root", site.root)
    assert said.code == 3
    assert said.out.index("could not be heard") < said.out.index("talk: talk answered 410.")
    assert "talk: It is gone for good." in said.out


def test_a_run_that_was_stopped_says_how_far_it_came(site: LittleSite, run: Run, tells: Tells) -> None:
    tells(
        heard(
            one("a"),
            one("b", "failed", message="b answered 500."),
            one("c", "not_due"),
            stopped=True,
            waiting=4,
        )
    )
    said = run("listen", "--root", site.root)
    assert said.code == 3
    assert "Stopped before the end: 1 of 6 sources were heard, and what they said is archived." in said.out


@pytest.mark.parametrize(
    ("zone", "instant"),
    [("UTC", "2026-01-31T00:00:00Z"), ("Europe/Vienna", "2026-01-30T23:00:00Z")],
)
def test_since_is_the_beginning_of_a_day_of_the_site(
    site: LittleSite, run: Run, tells: Tells, zone: str, instant: str
) -> None:
    site.settings["site"]["timezone"] = zone
    site.save()
    asked = tells(heard(one("talk")))
    assert run("listen", "--since", "2026-01-31", "--source", "talk", "--root", site.root).code == 0
    (options,) = asked
    assert options is not None
    assert options.since == datetime.fromisoformat(instant)
    assert options.only == ("talk",)


@pytest.mark.parametrize(
    ("day", "words"),
    [("2999-01-01", "has not come yet"), ("31.1.2026", "does not match"), ("2026-02-30", "does not match")],
)
def test_a_day_that_cannot_be_is_exit_2(site: LittleSite, run: Run, day: str, words: str) -> None:
    said = run("listen", "--since", day, "--root", site.root)
    assert said.code == 2
    assert words in said.err


def test_a_log_gets_a_line_a_source(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    site = LittleSite(tmp_path).live()
    site.write("talk.xml", rss([post("a", WORDS)]))
    site.brand("Blue Tram", source("talk", url="talk.xml"), source("lost", url="lost.xml"))
    monkeypatch.setenv("SAID_AND_DONE_KEY", LIVE_KEY)
    said = run("listen", "--root", tmp_path)
    assert said.code == 3
    assert "  talk: heard (1 request, 1 entry, " in said.out
    assert "  lost: could not be heard" in said.out
    assert "\x1b" not in said.out
