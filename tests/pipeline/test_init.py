"""From the sample to a site of one's own, and nothing of one's own lost."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from generator import config
from generator.errors import UsageError
from generator.model.words import SourceKind
from generator.pipeline.init import Answers, begin, objection

ANSWERS = Answers(
    title='Trams: "on time"?',
    url="https://trams.example/",
    publisher="The Riders",
    contact="desk@trams.example",
    relationship="consumer_body",
    brand="Blue Tram & Söhne",
    feed="https://forum.example/trams.xml",
    language="en",
    timezone="Europe/Vienna",
)
SAMPLE = (
    "site_config.yml",
    "content/sample/manifest.yml",
    "content/sample/runs/1/forum.xml",
    "content/brands/old.yml",
    "content/responses/old/2026-01-01-x.md",
    "content/archive/old/2026-01.jsonl",
    "content/archive/clock.json",
    "content/told/old.yml",
    "content/confirmations/old.yml",
    "content/moderation/old.yml",
)
KEPT = ("content/brands/README.md", "content/pages/method.md", "content/archive/.gitkeep", "README.md")
THEMES = "themes:\n  - id: other\n    title: {en: Other}\n    definition: The rest.\n    since: 2026-01-01\n"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    for name in (*SAMPLE, *KEPT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x\n", "utf-8")
    (tmp_path / "content/themes.yml").write_text(THEMES, "utf-8")
    return tmp_path


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_the_sample_goes_with_all_that_is_its_and_a_right_site_stands_in_its_place(sample: Path) -> None:
    begun = begin(sample, ANSWERS)
    brand = "content/brands/blue-tram-sohne.yml"
    about = "content/pages/about.md"
    assert files(sample) == {*KEPT, "content/themes.yml", "site_config.yml", brand, about}
    assert {path.relative_to(sample).as_posix() for path in begun.removed} == set(SAMPLE[1:])
    assert begun.written == (sample / "site_config.yml", sample / brand, sample / about)
    assert not (sample / "content/sample").exists()
    content = config.load(sample)
    assert content.problems == ()
    assert content.config is not None
    assert content.config.site.title == ANSWERS.title
    assert content.config.site.clock == "live"
    assert content.brands[0].name == ANSWERS.brand
    assert content.brands[0].sources[0].rights is None


def test_the_page_about_the_site_speaks_of_its_publisher_and_no_more_of_the_sample(sample: Path) -> None:
    (sample / "content/pages/about.md").write_text("Everything on it is invented.\n", "utf-8")
    begin(sample, msgspec.structs.replace(ANSWERS, publisher="The *Riders*"))
    text = (sample / "content/pages/about.md").read_text("utf-8")
    assert "published by The \\*Riders\\*" in text
    assert ANSWERS.contact in text
    assert "invented" not in text


OFFERED = re.compile(
    r"^( *)# ( *(?:- )?(?:maintained_until|repository|listening|every_hours|counting|answer_days|retention"
    r"|words_days|sources|id|title|url|owner|aliases|contacts|channel|address|responders|role|rights|ground"
    r"|publish|checked_by|checked_on):)",
    re.MULTILINE,
)


def test_every_key_that_the_new_files_offer_can_be_used_by_taking_its_sign_away(sample: Path) -> None:
    for path in begin(sample, ANSWERS).written[:2]:
        text, used = OFFERED.subn(r"\1\2", path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        assert used > 8
    content = config.load(sample)
    assert content.problems == ()
    assert content.config is not None
    assert content.config.retention.words_days == 730
    assert content.brands[0].sources[0].rights is not None


def test_a_feed_may_be_a_file_of_the_repository(sample: Path) -> None:
    (sample / "imports").mkdir()
    (sample / "imports/trams.xml").write_text("<rss/>", "utf-8")
    begin(sample, msgspec.structs.replace(ANSWERS, feed="imports/trams.xml"))
    assert config.load(sample).problems == ()


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://forum.example/latest.rss", SourceKind.FEED),
        ("https://github.com/example/app", SourceKind.GITHUB),
        ("https://apps.apple.com/gb/app/tram/id123456789", SourceKind.APPSTORE),
    ],
)
def test_the_kind_of_the_first_source_is_told_by_its_address(
    sample: Path, address: str, kind: SourceKind
) -> None:
    begin(sample, msgspec.structs.replace(ANSWERS, feed=address))
    content = config.load(sample)
    assert content.problems == ()
    assert [one.kind for one in content.brands[0].sources] == [kind]


def test_each_answer_can_be_held_to_the_rules_alone(sample: Path) -> None:
    assert objection(sample, "timezone", "Europe/Vienna") is None
    assert "Europe/Vienna" in (objection(sample, "timezone", "Vienna") or "")
    assert "https://" in (objection(sample, "feed", "forum.example/feed") or "")


def test_the_key_is_new_each_time_and_stored_nowhere(sample: Path) -> None:
    begun = begin(sample, ANSWERS)
    assert len(begun.key) >= 40
    assert all(begun.key.encode() not in (sample / name).read_bytes() for name in files(sample))
    (sample / "content/sample").mkdir()
    assert begin(sample, ANSWERS).key != begun.key


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"relationship": "friend"}, "Write one of: independent"),
        ({"timezone": "Europe/Viena"}, "Europe/Vienna"),
        ({"url": "trams.example"}, "closing slash"),
        ({"feed": "/etc/passwd"}, "neither a web address"),
        ({"contact": " "}, "contact"),
        ({"brand": "Con"}, "operating system"),
        ({"language": "english"}, "two small letters"),
    ],
)
def test_an_answer_that_is_not_accepted_removes_nothing(
    sample: Path, change: dict[str, str], words: str
) -> None:
    before = files(sample)
    with pytest.raises(UsageError, match=words):
        begin(sample, msgspec.structs.replace(ANSWERS, **change))
    assert files(sample) == before


def test_a_site_that_was_begun_is_not_begun_again(sample: Path) -> None:
    begin(sample, ANSWERS)
    with pytest.raises(UsageError, match="begun already"):
        begin(sample, ANSWERS)


def test_links_are_removed_and_what_they_point_to_stays(
    sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "mine.yml").write_text("x", "utf-8")
    (sample / "content/brands/linked").symlink_to(other)
    for name in ("old.yml",):
        (sample / "content/told" / name).unlink()
    (sample / "content/told").rmdir()
    (sample / "content/told").symlink_to(other)
    begin(sample, ANSWERS)
    assert not (sample / "content/brands/linked").is_symlink()
    assert (other / "mine.yml").exists()
