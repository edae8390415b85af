"""One site, read whole: every mistake told, everything else kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import config
from generator.problems import CODES

Plant = Callable[[dict[str, str]], Path]

CONFIG = """\
site:
  title: Tram talk
  url: https://tram.example/
  description: About trams.
publisher:
  name: The Riders
  contact: desk@tram.example
  relationship: independent
"""
BRAND = "id: {0}\nname: {0} tram\nsector: Transport\n"
SOURCE = "sources:\n  - id: {0}-forum\n    title: Forum\n    url: https://forum.example/{0}.xml\n"
THEME = "  - id: {0}\n    title: {{en: T}}\n    definition: What counts.\n    since: 2026-01-01\n"
TOLD = "brand: tram\ndate: 2026-02-01\nwhat: That this site exists.\nchannel: Letter\n"
EVENT = "kind: {0}\ntarget: {1}\nat: 2026-01-01T00:00:00Z\nground: privacy\nrequested_by: author\n"
VERDICT = "verdict: fixed\ndate: 2026-01-01\nchannel: Forum\n"
MANIFEST = "statement: A recording.\nkey: 0123456789abcdef\nruns:\n  - now: 2026-01-01T00:00:00Z\n"
RECORDED = CONFIG.replace("  description", "  clock: recorded\n  description")


def told(content: config.Content) -> list[tuple[str, int, str]]:
    return [(one.path, one.line, one.code) for one in content.problems]


def test_a_right_site_has_no_problems_and_all_its_parts(plant: Plant) -> None:
    root = plant(
        {
            "content/confirmations/one.yml": VERDICT + "case: abcdefghijklmnop\n",
            "content/moderation/2026-01-01-hold.yml": EVENT.format("hold", "abcdefghijklmnop"),
            "content/told/tram.yml": f"- {TOLD.replace(chr(10), chr(10) + '  ').rstrip()}\n",
            "content/told/README.md": "How to write these.",
            "content/pages/about.md": "# About\n",
            "content/pages/.gitkeep": "",
        }
    )
    content = config.load(root)
    assert told(content) == []
    assert content.root == root
    assert content.config is not None
    assert [brand.id for brand in content.brands] == ["tram"]
    assert [theme.id for theme in content.themes] == ["billing"]
    assert [stem for stem, _ in content.confirmations] == ["one"]
    assert [stem for stem, _ in content.moderation] == ["2026-01-01-hold"]
    assert [one.brand for one in content.told] == ["tram"]
    assert content.pages == (("about", "# About\n"),)
    assert content.manifest is None
    assert content.lines["content/brands/tram.yml"]["sources.0.url"] == 7


def test_a_recorded_site_reads_its_manifest_from_where_its_configuration_says(plant: Plant) -> None:
    root = plant(
        {
            "sites/own.yml": RECORDED + "paths:\n  content: ../content\n  manifest: ../rec/manifest.yml\n",
            "rec/manifest.yml": MANIFEST + "    sources: {tram-forum: one.xml}\n",
            "rec/one.xml": "<rss/>",
        }
    )
    content = config.load(root, "sites/own.yml")
    assert told(content) == []
    assert content.root == root / "sites"
    assert content.manifest is not None


SITE = "site_config.yml"
TRAM = "content/brands/tram.yml"
BUS = "content/brands/bus.yml"
THEMES = "content/themes.yml"

# (files, the problem, what is left: brands, themes, sources of the site's brands)
PLANTED: list[tuple[dict[str, str], tuple[str, int, str]]] = [
    ({SITE: ""}, (SITE, 0, "missing-file")),
    ({SITE: CONFIG + "sitee: x\n"}, (SITE, 9, "unknown-key")),
    ({SITE: CONFIG.replace("desk@tram.example", "''")}, (SITE, 7, "empty-publisher")),
    ({SITE: CONFIG + "listening:\n  user_agent: Tram\n"}, (SITE, 10, "bad-user-agent")),
    (
        {SITE: CONFIG.replace("  description", "  timezone: Europe/Pari\n  description")},
        (SITE, 4, "unknown-time-zone"),
    ),
    (
        {SITE: CONFIG.replace("  description", "  languages: [English]\n  description")},
        (SITE, 4, "unknown-language"),
    ),
    ({SITE: CONFIG.replace("https://tram.example/", "tram.example")}, (SITE, 3, "bad-url")),
    (
        {SITE: CONFIG.replace("  description", "  repository: javascript:1\n  description")},
        (SITE, 4, "bad-url"),
    ),
    ({SITE: RECORDED}, (SITE, 4, "recorded-without-manifest")),
    ({SITE: CONFIG + "paths:\n  manifest: no.yml\n"}, ("no.yml", 0, "missing-file")),
    (
        {
            SITE: RECORDED + "paths: {manifest: m.yml}\n",
            "m.yml": MANIFEST + "    sources:\n      tram-form: x.xml\n",
        },
        ("m.yml", 6, "unknown-source"),
    ),
    (
        {
            SITE: RECORDED + "paths: {manifest: m.yml}\n",
            "m.yml": MANIFEST + "    sources:\n      tram-forum: x.xml\n",
        },
        ("m.yml", 6, "missing-file"),
    ),
    ({THEMES: ""}, (THEMES, 0, "missing-file")),
    ({THEMES: "themes:\n" + THEME.format("one") * 2}, (THEMES, 6, "same-theme")),
    ({THEMES: "themes:\n" + THEME.format("2026-01")}, (THEMES, 2, "reserved-id")),
    ({THEMES: "themes:\n" + THEME.format("one").replace("en:", "fr:")}, (THEMES, 3, "missing-key")),
    ({THEMES: "themes:\n" + THEME.format("one") + "    merged_into: two\n"}, (THEMES, 6, "bad-target")),
    (
        {THEMES: "themes:\n" + "".join(f"{THEME.format(a)}    merged_into: {b}\n" for a, b in ("xy", "yx"))},
        (THEMES, 6, "target-circle"),
    ),
    ({TRAM: ""}, ("content/brands", 0, "no-brands")),
    ({BUS: BRAND.format("tram") + SOURCE.format("bus")}, (BUS, 1, "id-not-file-name")),
    (
        {"content/brands/con.yml": BRAND.format("con") + SOURCE.format("con")},
        ("content/brands/con.yml", 1, "reserved-id"),
    ),
    ({BUS: BRAND.format("bus")}, (BUS, 1, "no-sources")),
    ({BUS: BRAND.format("bus") + SOURCE.format("tram")}, (TRAM, 5, "same-source")),
    ({BUS: BRAND.format("bus") + SOURCE.format("bus") + "aliases: [TRAM]\n"}, (TRAM, 2, "same-alias")),
    (
        {TRAM: BRAND.format("tram") + SOURCE.format("tram") + "aliases:\n  - any: ['!!']\n"},
        (TRAM, 9, "empty-item"),
    ),
    ({BUS: BRAND.format("bus") + SOURCE.format("bus") + "merged_into: trum\n"}, (BUS, 8, "bad-target")),
    ({BUS: BRAND.format("bus") + SOURCE.format("bus") + "merged_into: bus\n"}, (BUS, 8, "target-circle")),
    (
        {BUS: BRAND.format("bus") + SOURCE.format("bus") + "themes:\n" + THEME.format("billing")},
        (BUS, 9, "same-theme"),
    ),
    (
        {
            BUS: BRAND.format("bus")
            + SOURCE.format("bus")
            + "themes:\n"
            + THEME.format("b")
            + "    split_from: billng\n"
        },
        (BUS, 13, "bad-target"),
    ),
    (
        {
            BUS: BRAND.format("bus")
            + SOURCE.format("bus")
            + "context:\n  - {what: Riders, value: 1, as_of: 2026-01-01, source: 'javascript:1'}\n"
        },
        (BUS, 9, "bad-url"),
    ),
    (
        {BUS: BRAND.format("bus") + SOURCE.format("bus") + "    kind: records\n"},
        (BUS, 5, "source-without-columns"),
    ),
    (
        {
            BUS: BRAND.format("bus")
            + SOURCE.format("bus")
            + "    kind: records\n    columns: {id: a, date: b, text: c, zone: Mars/Base}\n"
        },
        (BUS, 9, "unknown-time-zone"),
    ),
    ({BUS: BRAND.format("bus") + SOURCE.format("bus") + "    about: trum\n"}, (BUS, 8, "unknown-brand")),
    ({BUS: BRAND.format("bus") + SOURCE.format("bus") + "    page: '//host'\n"}, (BUS, 8, "bad-url")),
    (
        {
            BUS: BRAND.format("bus")
            + SOURCE.format("bus")
            + "    rights:\n      {ground: Law, publish: full, checked_by: Us all, "
            "checked_on: 2026-01-01, terms: x}\n"
        },
        (BUS, 9, "bad-url"),
    ),
    ({BUS: BRAND.format("bus") + SOURCE.format("bus").replace("https", "ftp")}, (BUS, 7, "bad-source-url")),
    ({BUS: BRAND.format("bus") + SOURCE.format("bus").replace("https://", "/")}, (BUS, 7, "bad-source-url")),
    (
        {BUS: BRAND.format("bus") + SOURCE.format("bus").replace("https://", "../")},
        (BUS, 7, "bad-source-url"),
    ),
    ({BUS: BRAND.format("bus") + SOURCE.format("bus").replace("https://", "")}, (BUS, 7, "missing-file")),
    ({"content/told/one.yml": TOLD.replace("tram", "tramm")}, ("content/told/one.yml", 1, "unknown-brand")),
    ({"content/confirmations/one.yml": VERDICT}, ("content/confirmations/one.yml", 1, "nothing-confirmed")),
    (
        {"content/confirmations/one.yml": VERDICT + "case: x\n"},
        ("content/confirmations/one.yml", 4, "bad-id"),
    ),
    (
        {"content/confirmations/one.yml": VERDICT + "action: a/b#c\nevidence: x\n"},
        ("content/confirmations/one.yml", 5, "bad-url"),
    ),
    ({"content/moderation/one.yml": EVENT.format("hold", "x")}, ("content/moderation/one.yml", 2, "bad-id")),
    *(
        (
            {"content/moderation/one.yml": EVENT.format(kind, "abcdefghijklmnop")},
            ("content/moderation/one.yml", 1, "moderation-incomplete"),
        )
        for kind in ("dispute", "override", "merge", "split", "redact")
    ),
    (
        {"content/moderation/one.yml": EVENT.format("redact", "tram/x") + "redact: [all]\n"},
        ("content/moderation/one.yml", 6, "moderation-incomplete"),
    ),
    (
        {"content/moderation/one.yml": EVENT.format("override", "tram/x") + "override:\n  brand: bus\n"},
        ("content/moderation/one.yml", 7, "unknown-brand"),
    ),
    (
        {
            "content/moderation/one.yml": EVENT.format("override", "tram/x")
            + "override:\n  themes: [biling]\n"
        },
        ("content/moderation/one.yml", 7, "unknown-theme"),
    ),
    ({"content/brands/bus.yaml": "x"}, ("content/brands/bus.yaml", 0, "wrong-ending")),
    ({"content/brands/deep/bus.yml": "x"}, ("content/brands/deep", 0, "wrong-place")),
    ({"content/brands/bus.yml": "x: " + "a" * 70_000}, (BUS, 0, "too-large")),
]


@pytest.mark.parametrize(
    ("files", "problem"), PLANTED, ids=[f"{one[2]}-{n}" for n, (_, one) in enumerate(PLANTED)]
)
def test_a_planted_mistake_is_told_with_its_line_and_nothing_else_is(
    plant: Plant, files: dict[str, str], problem: tuple[str, int, str]
) -> None:
    content = config.load(plant(files))
    found = told(content)
    assert problem in found
    assert all(one[2] == problem[2] for one in found), content.problems
    assert problem[2] in CODES


def test_a_broken_configuration_leaves_everything_else_readable(plant: Plant) -> None:
    content = config.load(plant({SITE: "site: 1\n"}))
    assert content.config is None
    assert [brand.id for brand in content.brands] == ["tram"]


def test_what_is_flawed_is_taken_out_and_the_rest_is_kept(plant: Plant) -> None:
    bus = BRAND.format("bus") + SOURCE.format("bus") + SOURCE.format("air")[9:].replace("https://", "/etc/")
    content = config.load(
        plant(
            {
                BUS: bus
                + "themes:\n"
                + THEME.format("billing")
                + THEME.format("doors")
                + "merged_into: bus-2\n",
                "content/brands/car.yml": "id: car\n",
            }
        )
    )
    found = {brand.id: brand for brand in content.brands}
    assert sorted(found) == ["bus", "tram"]
    assert [source.id for source in found["bus"].sources] == ["bus-forum"]
    assert [theme.id for theme in found["bus"].themes] == ["doors"]
    assert found["bus"].merged_into is None
    assert [one.code for one in content.problems] == [
        "bad-source-url",
        "same-theme",
        "bad-target",
        "missing-key",
        "missing-key",
    ]


def test_a_brand_that_a_shared_source_can_match_needs_no_source_of_its_own(plant: Plant) -> None:
    shared = CONFIG + SOURCE.format("city")
    assert told(config.load(plant({SITE: shared, BUS: BRAND.format("bus")}))) == []


def test_brands_that_were_merged_may_share_a_name(plant: Plant) -> None:
    bus = BRAND.format("bus") + "aliases: [Tram]\nmerged_into: tram\n"
    assert told(config.load(plant({BUS: bus}))) == []


def test_links_and_pipes_are_not_read(plant: Plant, tmp_path: Path) -> None:
    root = plant({"elsewhere.yml": BRAND.format("bus"), "secret/a.md": "x", "content/pages/b.md": "b"})
    (root / "content/brands/bus.yml").symlink_to(tmp_path / "elsewhere.yml")
    os.mkfifo(root / "content/brands/pipe.yml")
    (root / "content/told").symlink_to(root / "secret")
    (root / "content/pages/c.md").write_bytes(b"\n\xff")
    content = config.load(root)
    assert told(content) == [
        ("content/brands/bus.yml", 0, "not-a-plain-file"),
        ("content/brands/pipe.yml", 0, "not-a-plain-file"),
        ("content/pages/c.md", 2, "not-utf-8"),
        ("content/told", 0, "not-a-plain-file"),
    ]
    assert content.pages == (("b", "b"),)


def test_a_source_that_leads_out_of_the_repository_by_a_link_does_not_exist(
    plant: Plant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = plant({BUS: BRAND.format("bus") + SOURCE.format("bus").replace("https://forum.example", "out")})
    other = tmp_path_factory.mktemp("other")
    (other / "bus.xml").write_text("<rss/>", "utf-8")
    (root / "out").symlink_to(other)
    assert told(config.load(root)) == [(BUS, 7, "missing-file")]
    (root / "out").unlink()
    (root / "out").mkdir()
    (root / "out" / "bus.xml").write_text("<rss/>", "utf-8")
    assert told(config.load(root)) == []


def test_without_a_taxonomy_an_override_is_not_called_unknown(plant: Plant) -> None:
    event = EVENT.format("override", "tram/x") + "override: {themes: [billing], kind: praise}\n"
    found = told(config.load(plant({THEMES: "", "content/moderation/one.yml": event})))
    assert found == [(THEMES, 0, "missing-file")]


def test_a_page_that_is_too_large_is_told(plant: Plant) -> None:
    content = config.load(plant({"content/pages/long.md": "x" * 300_000}))
    assert told(content) == [("content/pages/long.md", 0, "too-large")]


def test_a_file_that_may_not_be_opened_is_told(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    root = plant({})
    real = os.open

    def refuse(path: Path, flags: int) -> int:
        if Path(path).name == "tram.yml":
            raise PermissionError(13, "Permission denied")
        return real(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    assert ("content/brands/tram.yml", 0, "unreadable") in told(config.load(root))
