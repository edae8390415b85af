"""A new brand's names: what people may call it, what else those words may mean, and its file. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.checks_of_content import RESERVED
from generator.model.base import Value
from generator.model.brand import Alias, Brand
from generator.screening.lexicon import fold
from generator.text import normalise, plain, slug

LEGAL = frozenset(
    (
        *("inc", "llc", "ltd", "limited", "plc", "corp", "corporation", "co", "company", "lp", "llp", "pty"),
        *("gmbh", "ag", "kg", "kgaa", "ug", "ohg", "se", "ev", "sa", "sas", "sarl", "sasu", "snc", "eurl"),
        *("sl", "slu", "spa", "srl", "bv", "nv", "oy", "oyj", "ab", "as", "asa", "aps", "kk", "na", "mbh"),
    )
)
"""Forms of firms that people leave out, without their points."""
AND = {"en": "and", "de": "und", "fr": "et", "es": "y"}
SHORT = 3
"""Letters up to which a name is taken for an abbreviation that other words may share."""
LEAST_JOINED = 5
_HUMP = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])")
_AND = re.compile(rf"\s+(?:&|\+|{'|'.join(AND.values())})\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class ProposedName(Value, frozen=True, kw_only=True):
    """One name, with what speaks for and against it."""

    text: str
    case: bool = False
    """True where it is an ordinary word as well: only its capitals tell it apart."""
    taken: str = ""
    """Id of the brand that has this name already; empty where none has."""


def core(name: str) -> str:
    """The name without the form of the firm at its end."""
    parts = plain(name).replace(",", " ").split()
    while len(parts) > 1 and (parts[-1] in {"&", "+"} or _is_legal(parts[-1])):
        parts.pop()
    return " ".join(parts)


def _is_legal(word: str) -> bool:
    return normalise(word.replace(".", "").replace("/", "")) in LEGAL


def spellings(name: str, languages: Iterable[str], domains: Iterable[str]) -> tuple[str, ...]:
    """Other ways to write a name, each once as screening tells them apart, without the name itself.

    Accents, capitals, hyphens and spaces for hyphens need no name of their own: screening folds them.
    """
    found = {fold(plain(name)): None}
    names: list[str] = []
    for one in _spellings(core(name), languages, domains):
        if fold(one) not in found and normalise(one):
            found[fold(one)] = None
            names.append(one)
    return tuple(names)


def _spellings(bare: str, languages: Iterable[str], domains: Iterable[str]) -> Iterator[str]:
    yield bare
    for word in ("&", *(AND[one] for one in languages if one in AND)):
        yield _AND.sub(f" {word} ", bare)
    for one in (bare, re.sub(r"['\u2019]", "", bare)):
        yield one
        yield _HUMP.sub(" ", one)
        joined = re.sub(r"[\s-]+", "", one)
        if len(joined) >= LEAST_JOINED and not _AND.search(one):
            yield joined
    for domain in domains:
        label = domain.removeprefix("www.").split(".")[0]
        yield label.replace("-", " ").title() if len(label) > SHORT else ""


def names_of(brands: Iterable[Brand]) -> dict[str, str]:
    """By name as screening folds it: the brand that has it."""
    found: dict[str, str] = {}
    for brand in brands:
        aliases = (one.any if isinstance(one, Alias) else (one,) for one in brand.aliases)
        for name in (brand.name, *brand.domains, *(name for group in aliases for name in group)):
            found.setdefault(normalise(name), brand.id)
    return found


def judged(
    names: Iterable[str], taken: Mapping[str, str], ordinary: Collection[str]
) -> tuple[ProposedName, ...]:
    """Each name with what speaks against it; `ordinary` holds words in small letters, folded."""
    return tuple(
        ProposedName(
            text=one,
            taken=taken.get(normalise(one), ""),
            case=is_ordinary(one, ordinary),
        )
        for one in names
    )


def is_ordinary(name: str, ordinary: Collection[str]) -> bool:
    """Whether a name is a word that people use for other things, or too short to be safe."""
    folded = fold(name)
    return " " not in folded and (folded in ordinary or len(folded) <= SHORT)


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that people write in small letters, folded."""
    return frozenset(fold(word) for text in texts for word in _WORD.findall(text) if word[0].islower())


def brand_id(name: str, taken: Collection[str]) -> str:
    """An id that is free: no other brand's, and no folder of the site."""
    stem = slug(core(name))[:56].strip("-")
    found, number = (f"{stem}-brand" if stem in RESERVED else stem), 2
    while found in taken or found in RESERVED:
        found, number = f"{stem}-{number}", number + 1
    return found


def brand_of(name: str, names: Iterable[ProposedName], domains: Iterable[str], **more: str) -> Brand:
    """The brand as its file would say it; `more` holds its `id` and `sector`."""
    free = [one for one in names if not one.taken]
    aliases = (Alias(any=(one.text,), case=True) if one.case else one.text for one in free)
    return Brand(name=plain(name), aliases=tuple(aliases), domains=tuple(domains), **more)


def brand_yaml(brand: Brand, names: Iterable[ProposedName], sources: Iterable[str]) -> str:
    """The file's text; `sources` are items of its list, as `source_yaml` writes them."""
    lines = [
        "# yaml-language-server: $schema=../schemas/brand.json",
        "# A brand. The file is named like its id; the id is an address for ever.",
        f"id: {_quoted(brand.id)}",
        f"name: {_quoted(brand.name)}",
        *_aliases(tuple(names)),
    ]
    if brand.domains:
        lines += ["domains:", *(f"  - {_quoted(one)}" for one in brand.domains)]
    lines += [
        "# What it does, in one or two words. Printed on the page: say it before you publish.",
        f"sector: {_quoted(brand.sector)}",
        "# Where the company can be told: a role's address or a form.",
        "# contacts:",
        '#   - channel: "Customer relations by e-mail"',
        '#     address: "relations@example.org"',
        "# Who may answer for it, by role, with the official accounts under which it writes.",
        "# responders:",
        '#   - role: "Customer relations"',
        '#     accounts: ["@account"]',
    ]
    items = tuple(sources)
    body = "\n".join([*lines, *(["sources:"] if items else [])]) + "\n"
    return body + "".join(items)


def _aliases(names: tuple[ProposedName, ...]) -> Iterator[str]:
    if not names:
        return
    free = [one for one in names if not one.taken]
    yield "# Other names people use; capitals, accents and hyphens do not matter. Each leads to one brand."
    yield "aliases:" if free else "# aliases:"
    for one in names:
        if one.taken:
            yield f"  # {_quoted(one.text)} is a name of {one.taken} already"
        elif one.case:
            yield "  # An ordinary word, too: its capitals tell it apart. Words that show another meaning go"
            yield '  # behind not_near: ["...", "..."].'
            yield f"  - {{any: [{_quoted(one.text)}], case: true}}"
        else:
            yield f"  - {_quoted(one.text)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
