"""The patterns of masking, built from `masking.yml`. Every repetition is bounded, or hostile text is slow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml

_UP = "A-ZÀ-ÖØ-ÞŒ"
_CAP = rf"[{_UP}][\w.'\u2019-]{{0,30}}"
_X = re.VERBOSE


@cache
def _words() -> dict[str, list[str]]:
    """Return the word lists; nested lists are only there for the eye."""
    loader = yaml.BaseLoader(files("generator").joinpath("masking.yml").read_bytes())
    return {name: list(_flat(value)) for name, value in loader.get_single_data().items()}


def _flat(value: Iterable[str | list[str]]) -> Iterable[str]:
    for part in value:
        yield from [part] if isinstance(part, str) else part


def listed(name: str) -> tuple[str, ...]:
    """Return the words of a list."""
    return tuple(_words()[name])


_Tree = dict[str, "_Tree"]


def any_of(name: str) -> str:
    """Return a word list as a pattern fit for verbose mode: a tree by letters, which is tried faster."""
    tree: _Tree = {}
    for word in _words()[name]:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_pattern(tree)})"


def _pattern(node: _Tree) -> str:
    parts = [
        (r"\s" if letter == " " else re.escape(letter)) + _pattern(below)
        for letter, below in sorted(node.items())
        if letter
    ]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})" + ("?" if "" in node else "")


_AT, _DOT = any_of("at"), any_of("dot")
FOREIGN_AT = ("arobase", "arroba", "ät")
"""Spelt without brackets, "at" with "point" would be "at this point"."""
_FAR_AT = f"(?:{'|'.join(FOREIGN_AT)})"
_BRACKET, _CLOSE = r"\s?[\[({<]\s?", r"\s?[\])}>]\s?"
_USER, _LABEL = r"[\w.+%-]{1,64}(?<!%)", r"[\w-]{1,63}"
_SPELT_DOT = rf"(?:\s{_DOT}\s|{_BRACKET}(?:\.|{_DOT}){_CLOSE})"
EMAIL = re.compile(
    rf"""(?ix) (?<![\w.+%-])
    (?: {_USER} (?: \s?[@\uff20]\s? | %40 ) {_LABEL}
        (?: (?:\.\s?(?=[a-z]{{2,}})|{_SPELT_DOT}) {_LABEL} ){{1,5}}
      | {_USER} {_BRACKET}(?:@|{_AT}){_CLOSE} {_LABEL} (?: (?:\.|{_SPELT_DOT}) {_LABEL} ){{1,5}}
      | (?: [\w+-]{{1,30}}\sdot\s ){{0,2}} {_USER} \sat\s {_LABEL} (?: \sdot\s {_LABEL} ){{1,5}}
      | (?: [\w+-]{{1,30}}\s{_DOT}\s ){{0,2}} {_USER} \s{_FAR_AT}\s {_LABEL}
        (?: {_SPELT_DOT} {_LABEL} ){{1,5}} )"""
)

PROFILE = re.compile(
    rf"""(?ix) (?<![\w.@/]) (?:https?://)?
    (?: (?:[\w-]{{1,30}}\.){{0,3}} {any_of("profile_hosts")} \.(?:com|me|net|app|social|de|fr|es|co|tv)/
        [^\s<>()\]]{{1,300}}
      | (?:[\w-]{{1,63}}\.){{1,5}} [a-z]{{2,24}} (?::\d{{1,5}})? /(?:[^\s<>()\]/]{{1,60}}/){{0,4}}?
        (?:{any_of("profile_paths")} | @[\w.-]{{1,60}} | ~[\w.-]{{1,60}})
        (?:[/=?][^\s<>()\]]{{0,300}} | (?=\s|$)) )"""
)

IBAN = re.compile(
    r"(?i)(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?![A-Z0-9])"
)
IP = re.compile(r"(?i)(?<![\w.])(?<!version )(?<!firmware )(?<!release )(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)")
IP6 = re.compile(r"(?i)(?<![\w:.])[0-9a-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?![\w:])")

_LINK = r"(?:(?:de|du|des|del|la|las|los|le|les|d\u2019|d'|l\u2019|l')\s?){0,3}"
_LATIN = rf"(?i:{any_of('streets_before')})"
_TAIL = r"\d{1,4}(?:\s?[a-z])?\b"
_ENGLISH = rf"""(?<![\w.-]) \d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,?\s
    (?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?\s)?
    (?: (?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th))\s ){{1,4}}?
    {any_of("streets_after")}\b\.?
    (?:,?\s(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|\#)\.?\s?\#?\w{{1,6}}\b)?"""
_GERMAN = rf"""(?<!\w) [{_UP}][\w-]{{1,30}}{any_of("streets_inside")}\s {_TAIL} (?!\s?[%€$£.,]\d)
    | (?<!\w) [{_UP}]\w{{1,20}}\s{any_of("streets_apart")}\s {_TAIL}
    | (?<!\w) (?:Am|An\sder|Im|In\sder|Auf\sder|Zum|Zur|Unter\sden)\s[{_UP}]\w{{2,20}}\s {_TAIL}
        (?=[\s,]{{1,3}}\d{{5}}\b)"""
_ROMANCE = rf"""(?<![\w.-]) \d{{1,4}}(?:\s?(?:bis|ter|quater))?,?\s{_LATIN}\s{_LINK}{_CAP}
        (?:[\s-]{_LINK}{_CAP}){{0,3}}
    | (?<!\w) {_LATIN}\s{_LINK}{_CAP}(?:\s{_LINK}{_CAP}){{0,3}},?\s
        (?:n[º°o.]{{1,2}}\s?|núm\.?\s)? \d{{1,4}}\b"""
_POSTAL = rf"""(?<!\w) (?i:{any_of("post_boxes")})\s(?:\#\s?)?\d(?:\s?\d){{0,8}}\b
    | (?<!\w) [{_UP}]\w{{1,20}},?\s\d{{5}}-\d{{4}}\b | (?<!\w) {any_of("states")},?\s\d{{5}}\b
    | (?<!\w) \d{{5}}\s(?=[{_UP}][a-zà-ÿ]{{3,}})[{_UP}][\w-]{{2,30}}(?=[\s,.;)]|$)
    | (?<!\w) (?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{{2}})\b
    | (?i:\bapt|\bapartment|\bflat|\bsuite)\.?\s\#?\d{{1,4}}[A-Za-z]?\b"""
ENGLISH, GERMAN = re.compile(_ENGLISH, _X), re.compile(_GERMAN, _X)
ROMANCE, POSTAL = re.compile(_ROMANCE, _X), re.compile(_POSTAL, _X)
WITH_PROFILE = re.compile(r"\.(?<=\w\.)\w{2,24}(?::\d{1,5})?/")
WITH_GERMAN = re.compile(rf"(?:{any_of('streets_inside')}|{any_of('streets_apart')}|[a-z])\s\d")
WITH_POSTAL = re.compile(r"(?i)\d{5}|[a-z]\d|(?:box|fach|postale|apartado|apt|apartment|flat|suite)\b")
"""What must stand somewhere in a text before a profile or such an address is looked for in it."""

ACCOUNT = re.compile(
    rf"""(?ix) (?<!\w) (?: {any_of("accounts")} (?:\s?{any_of("number_words")}){{1,4}} | (?<=\s)\# | ^\# )
      [\s:#.]{{0,3}}
      (?P<code>[A-Z0-9](?:[A-Z0-9]|[-/](?=[A-Z0-9])){{3,30}}) (?![\w\]])"""
)

_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_TIME = r"(?:[T\s,]{1,2}(?:[01]?\d|2[0-4])(?::[0-5]\d){1,2}(?:[.,]\d{1,6})?)"
_DATE = rf"""(?<!\d)(?<!\d[./-])
    (?: {_YEAR}[-/.]{_MONTH}[-/.]{_DAY} {_TIME}? | {_DAY}[./-]{_MONTH}[./-](?:{_YEAR}|\d\d) {_TIME}?
      | {_MONTH}/{_DAY}/(?:{_YEAR}|\d\d) | {_YEAR}\s?[-\u2013/]\s?{_YEAR} ) (?![./-]?\d)"""
DATE = re.compile(_DATE, _X)
DATED_TOKEN = re.compile(rf"{_DATE} (?:T\S{{0,20}}|Z)?", _X)
PLAIN_YEAR = re.compile(_YEAR)
RUN = re.compile(r"(?:[+(]{1,2}\s?)?\d(?:(?:,|[\s().\-/\u2013\u2014\u00b7_]{0,3})\d)*")
TOKEN = re.compile(r"(?<![\w-])(?=[\d_-]{0,60}[^\W\d_])(?=[^\W\d]{0,60}\d)[\w-]{8,120}")
CURRENCY_BEFORE = re.compile(r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|Rs\.?))\s?$")
CURRENCY_AFTER = re.compile(
    r"(?i)\s?(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF|dollars?|euros?|pounds?|pesos?|francs?|Franken)\b)"
)
AMOUNT = re.compile(r"\d{1,3}(?:[., ]\d{3}){1,3}(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?")

HANDLE = re.compile(
    r"(?<![\w@\uff20.])"
    r"(?:[@\uff20](?P<at>\w(?:[\w.-]{0,38}\w)?)(?:@[\w.-]{1,60})?|/?\bu/(?P<user>[\w-]{3,30}))"
)

REDACTED = re.compile(r"[X*_. -]+")
"""What a publisher has already blacked out; it stays."""
_PART = rf"[{_UP}](?:[\w'\u2019-]{{1,30}}|\.)"
_FULL = rf"(?P<name>{_PART}(?:[\s-](?:(?:de|del|la|van|von|der|da|di|le|du)\s){{0,2}}{_PART}){{0,2}})"
NAME = re.compile(
    rf"(?<!\w)(?:{any_of('titles')}\.?\s|(?i:{any_of('announcers')})(?:,|:|\s[-\u2013\u2014]|\s?!)?\s){_FULL}"
)
FIRST_NAME = re.compile(
    rf"(?<![\w@/.-])(?P<name>{any_of('first_names')}(?:'s|\u2019s)?(?:\s{_PART}){{0,2}})(?![\w-])"
)
"""A common first name, with the capitalised words after it."""
NOT_NAMES = frozenset(word.casefold() for word in _words()["not_names"])
"""Capitalised words that follow an announcing word and name nobody, case-folded."""
