"""Typed masks over personal data. Numbers fail closed: what is not surely a date or a price is masked."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

import phonenumbers
from stdnum import luhn

from generator import masking_places as places
from generator import masking_shapes as words
from generator.model.base import Value

_FEWEST_DIGITS = 7
_FEWEST_CARD, _MOST_CARD = 13, 19
_MOST_PHONE = 15
_ROUNDS = 4
_REGIONS = ("US", "GB", "DE", "FR", "ES")

MASKS = {
    "email": "e-mail addresses, also when spelt out",
    "profile": "addresses of personal pages",
    "iban": "bank account numbers",
    "ip": "network addresses",
    "card": "payment card numbers",
    "phone": "telephone numbers",
    "number": "any other run of seven or more digits that is neither a date nor a price",
    "account": "order, customer, booking and account numbers after a word that announces them",
    "address": "streets with a house number, post boxes and post codes",
    "handle": "user names with an at sign, but the brand's own",
    "name": "names after a word that announces them, and common first names with what follows them",
}
"""What is masked, by marker."""


class Masked(Value, frozen=True, kw_only=True):
    """A text whose personal data is replaced by typed markers."""

    text: str
    counts: tuple[tuple[str, int], ...] = ()
    """How many pieces were masked, by type, sorted by type."""


def mask(text: str, *, keep: frozenset[str] = frozenset()) -> Masked:
    """Return the text with markers such as `[phone]` in place of personal data.

    Args:
        text: One line, as `text.plain` returns it.
        keep: Case-folded names without `@` that may stay: the brand's own accounts and names.

    Masking a masked text changes nothing. Numbers fail closed; names and streets are found by the words
    around them only, and no list of rules finds them all.
    """
    counts: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        before = text
        text = _once(text, keep, counts)
        if text == before:
            break
    return Masked(text=text, counts=tuple(sorted(counts.items())))


def _once(text: str, keep: frozenset[str], counts: Counter[str]) -> str:
    seen = places.Text(text)
    for step in _steps():
        starts = step.begins(seen)
        if starts is None or starts:
            made = _replaced(step, _found(step.pattern, seen.text, starts), seen.text, keep, counts)
            if made != seen.text:
                seen = places.Text(made)
    return seen.text


def _found(pattern: re.Pattern[str], text: str, starts: places.Places) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer` would, given all places where a match may begin."""
    if starts is None:
        yield from pattern.finditer(text)
        return
    end = 0
    for start in starts:
        if start >= end and (found := pattern.match(text, start)):
            end = found.end()
            yield found


def _replaced(
    step: _Step, found: Iterable[re.Match[str]], text: str, keep: frozenset[str], counts: Counter[str]
) -> str:
    parts: list[str] = []
    end = 0
    for one in found:
        marker = step.decide(one, keep)
        if marker is not None:
            counts[marker if marker in MASKS else step.kind] += 1
            parts += (text[end : one.start()], f"[{marker}]" if marker in MASKS else marker)
            end = one.end()
    return "".join((*parts, text[end:])) if parts else text


_Decide = Callable[[re.Match[str], frozenset[str]], str | None]


class _Step(NamedTuple):
    kind: str
    pattern: re.Pattern[str]
    begins: Callable[[places.Text], places.Places]
    decide: _Decide


@cache
def _steps() -> tuple[_Step, ...]:
    """Return the masks in their order: the sure shapes first, what is left of digits after them."""
    return (
        _Step("email", words.EMAIL, places.email, _email),
        _Step("profile", words.PROFILE, places.profile, _profile),
        _Step("iban", words.IBAN, places.iban, _iban),
        _Step("ip", words.IP, places.ip, _ip),
        _Step("ip", words.IP6, places.ip6, _ip),
        _Step("address", words.ENGLISH, places.english, _address),
        _Step("address", words.GERMAN, places.german, _address),
        _Step("address", words.ROMANCE, places.romance, _address),
        _Step("address", words.POSTAL, places.postal, _address),
        _Step("account", words.ACCOUNT, places.account, _account),
        _Step("number", words.TOKEN, places.token, _token),
        _Step("number", words.RUN, places.run, _run),
        _Step("handle", words.HANDLE, places.handle, _handle),
        _Step("name", words.NAME, places.name, _name),
        _Step("name", words.FIRST_NAME, places.first_name, _name),
    )


def _email(_found: re.Match[str], _keep: frozenset[str]) -> str:
    return "email"


def _address(_found: re.Match[str], _keep: frozenset[str]) -> str:
    return "address"


def _profile(found: re.Match[str], keep: frozenset[str]) -> str | None:
    last = found[0].rstrip("/.,").rsplit("/", 1)[-1].lstrip("@").casefold()
    return None if last in keep else "profile"


def _iban(found: re.Match[str], _keep: frozenset[str]) -> str | None:
    return "iban" if _digits(found[0]) >= _FEWEST_DIGITS else None


def _ip(found: re.Match[str], _keep: frozenset[str]) -> str | None:
    try:
        ipaddress.ip_address(found[0])
    except ValueError:
        return None
    return "ip"


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _account(found: re.Match[str], _keep: frozenset[str]) -> str | None:
    code = found["code"]
    if not _digits(code) or words.DATE.fullmatch(code) or words.PLAIN_YEAR.fullmatch(code):
        return None
    return found[0][: found.start("code") - found.start()] + "[account]"


def _run(found: re.Match[str], _keep: frozenset[str]) -> str | None:
    run = found[0]
    if _digits(run) < _FEWEST_DIGITS or _price(found):
        return None
    rest = words.DATE.sub(" ", run)
    if rest == run:
        return _number(run)
    return _number(run) if any(_digits(part) >= _FEWEST_DIGITS for part in words.RUN.findall(rest)) else None


def _price(found: re.Match[str]) -> bool:
    text, run = found.string, found[0]
    beside = words.CURRENCY_BEFORE.search(text[max(0, found.start() - 6) : found.start()])
    beside = beside or words.CURRENCY_AFTER.match(text[found.end() : found.end() + 12])
    return bool(beside and words.AMOUNT.fullmatch(run))


def _number(run: str) -> str:
    digits = "".join(letter for letter in run if letter.isdigit())
    if _FEWEST_CARD <= len(digits) <= _MOST_CARD and digits.isascii() and luhn.is_valid(digits):
        return "card"
    return "phone" if len(digits) <= _MOST_PHONE and _phone(run) else "number"


def _phone(run: str) -> bool:
    regions = (None,) if run.lstrip("( ").startswith("+") else _REGIONS
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(run, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _token(found: re.Match[str], _keep: frozenset[str]) -> str | None:
    token = found[0]
    if _digits(token) < _FEWEST_DIGITS or words.DATED_TOKEN.fullmatch(token):
        return None
    return "number"


def _handle(found: re.Match[str], keep: frozenset[str]) -> str | None:
    return None if (found["at"] or found["user"]).casefold() in keep else "handle"


def _name(found: re.Match[str], keep: frozenset[str]) -> str | None:
    """Mask the name and keep the word that announced it; a brand's or an office's name stays."""
    name = found["name"]
    parts = name.split()
    if words.REDACTED.fullmatch(name):
        return None
    if all(part.strip(".").casefold() in words.NOT_NAMES for part in parts) or _kept(name, keep):
        return None
    return found[0][: found.start("name") - found.start()] + "[name]"


def _kept(name: str, keep: frozenset[str]) -> bool:
    folded = name.casefold()
    return any(folded == known or folded.startswith(known + " ") for known in keep)
