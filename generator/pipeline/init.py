"""`init`: from the sample to a site of one's own."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import tempfile
from pathlib import Path

import msgspec

from generator import config
from generator.errors import UsageError
from generator.ingest import objection as objection_of_kind
from generator.ingest.recognise import by_address
from generator.model.base import Value
from generator.model.words import Relationship, SourceKind
from generator.text import slug

SAMPLE = "content/sample"
EMPTIED = tuple(
    f"content/{name}" for name in ("archive", "brands", "confirmations", "moderation", "responses", "told")
)
"""Folders that hold nothing but the sample's, as long as the sample is there."""
KEPT = frozenset({"README.md", ".gitkeep"})
KEY_BYTES = 32
NO_FEED = "Write an address that begins with https://, or the path of a file in this repository."


class Answers(Value, frozen=True, kw_only=True):
    """What a new publisher must say."""

    title: str
    url: str
    """Public address with a closing slash."""
    publisher: str
    contact: str
    """A web address or an e-mail of a role."""
    relationship: str
    """One of the words of `Relationship`."""
    brand: str
    """Name of the first brand."""
    feed: str
    """Address of its first feed."""
    language: str = "en"
    timezone: str = "UTC"


SOUND = Answers(
    title="Reports",
    url="https://example.org/",
    publisher="A publisher",
    contact="desk@example.org",
    relationship=Relationship.INDEPENDENT.value,
    brand="A brand",
    feed="https://example.org/feed.xml",
)
"""Answers that are accepted: one at a time is held to the rules among them."""


class Begun(Value, frozen=True, kw_only=True):
    """What `init` did."""

    removed: tuple[Path, ...]
    """Every file, sorted."""
    written: tuple[Path, ...]
    key: str
    """For the secret `SAID_AND_DONE_KEY`: print it once; it is stored nowhere."""


def begin(root: Path, answers: Answers) -> Begun:
    """Remove the sample with all that belongs to it; write a configuration and a first brand.

    Nothing is removed before everything new is known to be right.

    Raises:
        UsageError: where there is no sample any more, or an answer is not accepted.
    """
    must_be_sample(root)
    texts = _texts(answers)
    problems = _problems(root, texts, answers.feed)
    if problems:
        raise UsageError("\n".join(problems))
    removed = tuple(sorted(path for name in (SAMPLE, *EMPTIED) for path in _clear(root / name)))
    if (root / SAMPLE).is_dir():
        shutil.rmtree(root / SAMPLE)
    return Begun(removed=removed, written=_write(root, texts), key=secrets.token_urlsafe(KEY_BYTES))


def _write(root: Path, texts: dict[str, str]) -> tuple[Path, ...]:
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(root / name for name in texts)


def must_be_sample(root: Path) -> None:
    """Refuse to touch what is somebody's own.

    Raises:
        UsageError: where there is no sample any more.
    """
    if not (root / SAMPLE).is_dir():
        message = f"There is no {SAMPLE}: this site was begun already, and nothing of yours is removed."
        raise UsageError(message)


def objection(root: Path, question: str, answer: str) -> str | None:
    """What is wrong with one answer, in the words of `check`; None where it is accepted.

    Args:
        root: the repository.
        question: name of a field of `Answers`.
        answer: what was said.
    """
    answers = msgspec.structs.replace(SOUND, **{question: answer})
    return "\n".join(_problems(root, _texts(answers), answers.feed)) or None


def _texts(answers: Answers) -> dict[str, str]:
    brand = slug(answers.brand)
    return {
        "site_config.yml": configuration(answers),
        f"content/brands/{brand}.yml": first_brand(answers, brand),
        "content/pages/about.md": about(answers),
    }


def _problems(root: Path, texts: dict[str, str], feed: str) -> tuple[str, ...]:
    """Read the new files as `check` would, somewhere else, with the feed beside them if it is a file."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        _write(place, texts)
        found = [one for one in config.load(place, objection=objection_of_kind).problems if one.path in texts]
    here = (root / feed.strip()).is_file()
    return tuple(
        f"{one.message} {NO_FEED if one.code == 'missing-file' else one.fix}"
        for one in found
        if not (here and one.code == "missing-file")
    )


def _clear(folder: Path) -> list[Path]:
    """Remove a folder's files, never following a link; return what went."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    gone: list[Path] = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            gone += _clear(path)
            if not any(path.iterdir()):
                path.rmdir()
        elif path.name not in KEPT:
            path.unlink()
            gone.append(path)
    return gone


def _quoted(text: str) -> str:
    """JSON's strings are YAML's, too."""
    return json.dumps(text.strip(), ensure_ascii=False)


def configuration(answers: Answers) -> str:
    """The text of a fresh `site_config.yml`."""
    return f"""\
# yaml-language-server: $schema=content/schemas/site_config.json
# One site. `python -m generator check` reads this file and says what is wrong with it.

site:
  title: {_quoted(answers.title)}
  # The public address, with a closing slash.
  url: {_quoted(answers.url)}
  description: {_quoted(f"What customers said, what companies did, and whether it worked: {answers.title}.")}
  # Languages heard, in two letters; the first is the language of the pages.
  languages: [{_quoted(answers.language)}]
  # Days, months and deadlines are read in this time zone.
  timezone: {_quoted(answers.timezone)}
  # live: listen to the sources. recorded: replay a recording.
  clock: live
  # After this day no new words appear, and the page says so. Move it on while you look after the site.
  # maintained_until: "2027-12-31"
  # Web address of the repository, for links to files and forms.
  # repository: "https://example.org/you/site"

publisher:
  name: {_quoted(answers.publisher)}
  # A web address, or the e-mail of a role.
  contact: {_quoted(answers.contact)}
  # What you are to the brands, printed on every page. One of: {", ".join(Relationship)}.
  relationship: {_quoted(answers.relationship)}

# Everything below has a default. Take the signs # away to change it; content/schemas/ and the README say what
# else there is.
# listening:
#   every_hours: 24
# The yardsticks. Change them once, at the start: every number hangs on them.
# counting:
#   answer_days: 15
# Unless you name a number of days, excerpts stay as long as the post does; counts always stay.
# retention:
#   words_days: 730

# Sources that serve several brands: each post is given to the brand whose name or alias it says.
# A source that serves one brand stands in that brand's file. The README has an example of each kind.
# sources:
#   - id: "a-forum"
#     title: "A forum"
#     url: "https://forum.example.org/latest.rss"
#     owner: independent
"""


def about(answers: Answers) -> str:
    """The text of the page about the site, in the place of the sample's."""
    publisher, contact = (_plain(text) for text in (answers.publisher, answers.contact))
    return f"""\
# About this site

This site shows what customers said in public places, what each company answered, what it promised, and what
happened then. It is published by {publisher}. Readers and companies reach the publisher here: {contact}.

It gathers what people chose to write, so it is not a survey. The page *How we count* says what each number
counts; the page *Sources and record* says where we listened and what was set aside.
"""


def _plain(text: str) -> str:
    """An answer as words of a page: nothing in it is a sign of Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|!])", r"\\\1", " ".join(text.split()))


def first_brand(answers: Answers, brand: str) -> str:
    """The text of the first brand's file."""
    return f"""\
# yaml-language-server: $schema=../schemas/brand.json
# A brand. The file is named like its id; the id is an address for ever.
id: {_quoted(brand)}
name: {_quoted(answers.brand)}
# Other names people use. A name leads to one brand only.
# aliases: ["Another name"]
# What it does, in one or two words. Printed on the page: say it before you publish.
sector: "Not yet said"
# Where the company can be told: a role's address or a form.
# contacts:
#   - channel: "Customer relations by e-mail"
#     address: "relations@example.org"
# Who may answer for it, by role.
# responders:
#   - role: "Customer relations"
# Tell the company about its page, and write it down in content/told/: until then its silence is not counted.
sources:
  - id: {_quoted(f"{brand[:56].strip('-')}-feed")}
    title: {_quoted(f"Posts about {answers.brand}")}
    # A feed, or whatever `python -m generator sources test ADDRESS` says of another address.
    kind: {_kind(answers.feed)}
    url: {_quoted(answers.feed)}
    # Who runs the place: independent, company or regulator.
    owner: independent
    # Without rights, no words are printed: only what a post is about. Once you have read the terms, say so:
    # rights:
    #   ground: "The forum's terms allow short quotes with a link."
    #   publish: excerpt
    #   checked_by: "Editor"
    #   checked_on: "2026-01-31"
"""


def _kind(address: str) -> str:
    """The kind that an address tells of itself; a table's needs columns, which are not asked for here."""
    found = by_address(address.strip())
    known = found.kind if found and found.kind is not SourceKind.RECORDS else None
    return str(known or SourceKind.FEED)
