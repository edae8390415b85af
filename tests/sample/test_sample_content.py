"""The sample holds what it is there to show, and the script that wrote it still writes the same."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml

from content.sample import plan
from content.sample.bank import load
from content.sample.life import live
from content.sample.people_talk import everything
from content.sample.post import Post
from content.sample.recordings import record
from content.sample.write_sample import FOLDERS, names, sample
from generator import config
from generator.model.words import Disposition, ResponseType, Verdict

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"


@cache
def written() -> dict[str, str]:
    return sample()


@cache
def posts() -> tuple[Post, ...]:
    talk = everything()
    live(talk)
    record(talk.posts, names())
    return tuple(talk.posts)


def said() -> list[Post]:
    return [one for one in posts() if not one.official]


@cache
def heads() -> tuple[dict[str, Any], ...]:
    found = [words for path, words in written().items() if path.startswith("responses/")]
    return tuple(yaml.safe_load(words.split("---\n")[1]) for words in found)


def normal(words: str) -> str:
    return re.sub(r"\W+", " ", words.casefold()).strip()


def test_the_script_writes_the_files_that_are_there() -> None:
    below = [path for folder in FOLDERS for path in (CONTENT / folder).rglob("*") if path.is_file()]
    there = {path.relative_to(CONTENT).as_posix(): path.read_bytes() for path in below}
    new = {path: words.encode() for path, words in written().items()}
    there["sample/manifest.yml"] = (CONTENT / "sample/manifest.yml").read_bytes()
    assert there.keys() == new.keys()
    assert [path for path in new if new[path] != there[path]] == []


def test_the_script_writes_the_same_bytes_twice() -> None:
    assert sample() == written()


def test_no_file_has_a_problem() -> None:
    assert config.load(ROOT).problems == ()


def test_the_recordings_stay_small() -> None:
    assert sum(len(words.encode()) for path, words in written().items() if "/runs/" in path) < 8_000_000


def test_there_are_enough_mentions_brands_sectors_and_months() -> None:
    brands = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (CONTENT / "brands").glob("*.yml")]
    assert len(said()) >= 1_900
    assert len(brands) == 12
    assert len({one["sector"] for one in brands}) >= 5
    assert len({f"{one.at:%Y-%m}" for one in said()}) >= 14
    assert {one.form for one in said()} == {one.form for one in plan.PLACES.values()}


def test_languages_and_kinds_are_mixed() -> None:
    languages = Counter(one.language for one in said())
    kinds = Counter(one.kind for one in said())
    assert languages["de"] / len(said()) > 0.15
    assert languages["fr"] / len(said()) > 0.1
    assert 0.5 < kinds["complaint"] / len(said()) < 0.7
    assert kinds["praise"] > 200
    assert kinds["question"] > 150
    assert kinds["suggestion"] > 50


def test_the_wording_does_not_repeat_itself() -> None:
    letters = {normal(line.words) for line in load().lines if line.kind == "template"}
    texts = [normal(one.text) for one in said()]
    own = [one for one in texts if not any(letter in one for letter in letters)]
    starts = {" ".join(one.split()[:8]) for one in own}
    assert len(set(own)) / len(own) >= 0.97
    assert len(starts) / len(own) >= 0.85


def test_customers_copy_letters() -> None:
    lines = [line for line in load().lines if line.kind == "template"]
    copies = {line.brand: sum(normal(line.words) in normal(one.text) for one in said()) for line in lines}
    assert len(copies) == 3
    assert min(copies.values()) >= 12


def test_the_crisis_is_a_burst() -> None:
    brand, first, last = plan.CRISIS
    about = [one.at.date() for one in said() if one.brand == brand and one.theme == "account-access"]
    assert sum(first <= day <= last for day in about) > len(about) / 2


def test_posts_arrive_late_are_edited_and_deleted() -> None:
    assert sum(one.visible is not None for one in said()) >= 20
    assert sum(one.edit is not None for one in said()) >= 20
    assert sum("at:deleted-entry" in words for words in written().values()) >= 1


def test_some_posts_name_two_companies_and_some_none() -> None:
    assert sum(one.title.startswith(("Two companies", "Zwei auf", "Deux pour")) for one in said()) >= 10
    assert sum(one.title in {"General question", "Allgemeines", "Divers"} for one in said()) >= 30


def test_one_source_could_not_be_heard() -> None:
    runs = yaml.safe_load(written()["sample/manifest.yml"])["runs"]
    failed = [one for run in runs for one, answer in run["sources"].items() if dict_status(answer) == 503]
    assert failed == ["bbwatch"] * 3
    assert 16 <= len(runs) <= 22


def dict_status(answer: object) -> int | None:
    return answer["status"] if isinstance(answer, dict) else None


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_feed_is_one_and_holds_no_more_than_the_limit() -> None:
    for path, words in written().items():
        if path.endswith(".xml"):
            parsed = feedparser.parse(io.BytesIO(words.encode()), sanitize_html=False)
            guids = [entry["id"] for entry in parsed["entries"]]
            assert not parsed["bozo"], path
            assert len(guids) == len(set(guids)) <= 500, path
            dated = [{"published_parsed", "updated_parsed"} & entry.keys() for entry in parsed["entries"]]
            assert all(dated), path


def test_no_post_is_lost_between_two_runs() -> None:
    feeds = [words for path, words in written().items() if path.endswith(".xml")]
    shown = set(re.findall(r"<(?:guid[^>]*|id)>([^<]+)<", "\n".join(feeds).replace("&amp;", "&")))
    lost = [one for one in posts() if one.form not in {"hotline", "register"} and one.guid not in shown]
    assert [one for one in lost if one.gone is None] == []


def test_responses_show_every_disposition_and_type() -> None:
    dispositions = Counter(one.get("disposition") for one in heads())
    types = Counter(one["type"] for one in heads())
    assert all(dispositions[str(one)] >= 2 for one in Disposition if one is not Disposition.UNSTATED)
    assert all(types[str(one)] >= 2 for one in ResponseType)


def test_most_responses_are_written_for_one_case() -> None:
    bodies = Counter(
        words.split("---\n", 2)[2] for path, words in written().items() if path.startswith("responses/")
    )
    own = [one for one in heads() if one.get("cases") and "theme" not in one]
    assert len(heads()) >= 90
    assert sum(count == 1 for count in bodies.values()) / len(heads()) > 0.8
    assert (len(own) - 14) / len(heads()) >= 0.6


def test_promises_meet_every_fate() -> None:
    actions = [action for one in heads() for action in one.get("actions", ())]
    statuses = Counter(action["status"] for action in actions)
    updates = Counter(action["updates"] for action in actions if "updates" in action)
    late = [one for one in actions if one["status"] == "done" and one.get("due") and one["done"] > one["due"]]
    in_time = [
        one for one in actions if one["status"] == "done" and one.get("due") and one["done"] <= one["due"]
    ]
    wanted = {"planned", "in_progress", "done", "done_in_part", "abandoned", "superseded", "considering"}
    assert wanted <= statuses.keys()
    assert max(updates.values()) >= 2
    assert late
    assert in_time


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_was_given(verdict: Verdict) -> None:
    found = [yaml.safe_load(words) for path, words in written().items() if path.startswith("confirmations/")]
    assert any(one["verdict"] == verdict for one in found)
    assert {one.get("proved", False) for one in found} == {True, False}


@pytest.mark.parametrize("kind", ["remove", "hold", "release", "redact", "override", "dispute", "withhold"])
def test_every_decision_was_made(kind: str) -> None:
    found = [yaml.safe_load(words) for path, words in written().items() if path.startswith("moderation/")]
    assert any(one["kind"] == kind for one in found)


def test_all_but_one_company_was_told() -> None:
    told = {yaml.safe_load(words)["brand"] for path, words in written().items() if path.startswith("told/")}
    assert set(names()) - told == {"tallywick"}


def test_some_responses_have_no_time_of_their_pull_request() -> None:
    opened = yaml.safe_load(written()["sample/manifest.yml"])["opened"]
    assert 3 <= len(heads()) - len(opened) <= 12


def test_every_address_is_invented() -> None:
    own = [
        path.read_text(encoding="utf-8")
        for path in (*(CONTENT / "brands").glob("*.yml"), ROOT / "site_config.yml")
    ]
    known = {"www.w3.org", "purl.org"}
    hosts = set(re.findall(r"https?://([^/\s\"'<>]+)", "\n".join([*written().values(), *own])))
    assert {host for host in hosts if not host.endswith(".example")} <= known
