"""Turning the plan into posts: who says what, where and when."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from content.sample import plan
from content.sample.bank import Bank, Line, load, shapes
from content.sample.noise import roughen
from content.sample.post import Post
from content.sample.titles import SEARCHED, WITH_NAME, Titles, opening

STARS = {
    "complaint": (1, 1, 1, 2, 2),
    "praise": (5, 5, 4),
    "question": (3, 4),
    "suggestion": (3, 4),
    "other": (3, 4),
}
HOURS = (1, 1, 0, 0, 0, 1, 4, 7, 8, 6, 5, 5, 6, 5, 4, 5, 6, 8, 9, 10, 10, 9, 6, 3)
"""How much is written in each hour of the day."""
THREADED = frozenset(plan.REPLIES)
CONTACT = frozenset(
    {"support", "billing", "refunds", "cancellation", "contract", "account-access", "credit-records"}
)
"""Themes in which people have telephoned and written, so that what they add speaks of that."""
TRIES, FIRST, STEM = 3, 0.12, 5
END = datetime.combine(plan.LAST, time(18), UTC)


@dataclass
class Talk:
    """The growing heap of posts, and the chance that makes them."""

    bank: Bank = field(default_factory=load)
    rng: random.Random = field(default_factory=lambda: random.Random(plan.SEED))
    forms: dict[str, list[str]] = field(default_factory=shapes)
    posts: list[Post] = field(default_factory=list)
    authors: int = 0

    def __post_init__(self) -> None:
        """The titles share the chance of the posts."""
        self.titles = Titles(self.rng)

    def author(self, language: str) -> str:
        """A new invented name."""
        self.authors += 1
        name = self.rng.choice(self.forms[f"names/{language}"])
        return f"{name}{self.authors}"

    def words(self, line: Line, when: date, *, plain: bool = False) -> str:
        """A line with its trimmings."""
        words = self.bank.say(line, when)
        if plain:
            return words
        return roughen(self._trim(words, line, when), line.kind, self.rng)

    def _trim(self, words: str, line: Line, when: date) -> str:
        again = self.bank.used[line] > line.ways
        if line.kind == "followup":
            return words
        if line.kind == "reply":
            return _joined(words, self._detail(line, when)) if again else words
        sad = line.kind in {"complaint", "crisis"}
        chance = self.rng.random
        if chance() < (0.9 if again else 0.12 if sad else 0.07):
            words = f"{self._piece(line, 'open' if sad else 'hello', when)} {words}"
        if sad and chance() < (0.7 if again else 0.34):
            words = self._plainly(words, line, when)
        elif sad and chance() < (0.85 if again else 0.24):
            words = _joined(words, self._detail(line, when))
        if sad and chance() < (0.7 if again else 0.26):
            words = _joined(words, self._piece(line, "close", when))
        return words

    def _plainly(self, words: str, line: Line, when: date) -> str:
        for _ in range(TRIES):
            piece = self.bank.piece(line.language, "about", line.theme)
            about = self.bank.filled(piece, line.brand, line.language, when)
            if piece and not _alike(about, words):
                return f"{about} {words}" if self.rng.random() < FIRST else _joined(words, about)
        return words

    def _detail(self, line: Line, when: date) -> str:
        contact = line.theme in CONTACT and line.language == "en" and self.rng.random() < 0.7  # noqa: PLR2004
        piece = self.bank.piece(line.language, "detail", "contact" if contact else "")
        return self.bank.filled(piece, line.brand, line.language, when)

    def _piece(self, line: Line, kind: str, when: date) -> str:
        piece = self.bank.piece(line.language, kind)
        return self.bank.filled(piece, line.brand, line.language, when)

    def headed(self, source: str, brand: str, line: Line, text: str) -> tuple[str, str]:
        """What stands over a post, and its text, which names the company where the source needs it."""
        form, language = plan.PLACES[source].form, line.language
        kind = "complaint" if line.kind in {"crisis", "template"} else line.kind
        if form in {"hotline", "register"}:
            return "", text
        if form == "reviews":
            return (opening(text) if line.tag else self.titles.review(text, language, kind)), text
        name = self.bank.names[_names(brand, language, self.bank)][0]
        missing = source in SEARCHED and name.casefold() not in text.casefold()
        head = text
        if missing and not line.tag and line.kind != "template":
            more = self.titles.body(name, language, kind)
            text, missing = _joined(text, more) if more else text, not more
        named = missing or self.rng.random() < WITH_NAME
        if line.tag and not missing:
            return opening(text), text
        title = self.titles.thread(
            head, name=name if named else "", language=language, kind=kind, keys=(brand, line.theme)
        )
        return title, text

    def add(self, source: str, brand: str, line: Line, at: datetime, *, text: str, title: str = "") -> Post:
        """Make a post that opens a thread."""
        place = plan.PLACES[source]
        kind = "complaint" if line.kind in {"crisis", "template"} else line.kind
        if brand and not title:
            title, text = self.headed(source, brand, line, text)
        author = self.author(line.language)
        post = Post(
            source, place.form, place.host, brand, line.language, kind, line.theme, author, at, title, text,
            tag=line.tag,
        )  # fmt: skip
        if place.form == "reviews":
            post.stars = self.rng.choice(STARS[kind])
        self.posts.append(post)
        return post

    def answer(self, root: Post, line: Line, at: datetime, *, author: str, text: str) -> Post:
        """Make a post below another; a thread that is searched for has the company's name in its title."""
        name = self.bank.names[_names(root.brand, root.language, self.bank)][0]
        if root.source in SEARCHED and name.casefold() not in root.title.casefold():
            root.title = self.titles.named(name, root.language, root.kind)
        post = Post(
            root.source, root.form, root.host, root.brand, line.language, line.kind, root.theme, author,
            at, _again(root), text, root=root, official=line.kind == "official",
        )  # fmt: skip
        root.members.append(post)
        self.posts.append(post)
        return post

    def moment(self, day: date) -> datetime:
        """Some time of that day when people write."""
        hour = self.rng.choices(range(24), HOURS)[0]
        return datetime.combine(day, time(hour, self.rng.randrange(60), self.rng.randrange(60)), UTC)


def _joined(words: str, more: str) -> str:
    """Two sentences, with a full stop between them."""
    stop = "." if words[-1:].isalnum() and more else ""
    return f"{words}{stop} {more}".strip()


def _alike(one: str, other: str) -> bool:
    """Whether a long word of one stands in the other too."""
    stems = [
        {word[:STEM] for word in words.casefold().split() if len(word) >= STEM} for words in (one, other)
    ]
    return bool(stems[0] & stems[1])


def _again(root: Post) -> str:
    general = root.source == "verbraucherecke"
    return root.title if general else f"Re: {root.title}"


def _names(brand: str, language: str, bank: Bank) -> tuple[str, str]:
    known = (brand, language)
    return known if known in bank.names else next(key for key in bank.names if key[0] == brand)


def everything() -> Talk:
    """All posts of the sample, in the order of their dates."""
    talk = Talk()
    _tagged(talk)
    _ordinary(talk)
    _stretches(talk)
    _crisis(talk)
    _letters(talk)
    _two_and_none(talk)
    _replies(talk)
    talk.posts.sort(key=lambda one: (one.at, one.source, one.text))
    for number, post in enumerate(talk.posts):
        post.number = 10_000 + number * 7 + (1 if post.root else 0)
    for post in talk.posts:
        post.members.sort(key=lambda one: one.at)
    return talk


def _tagged(talk: Talk) -> None:
    homes: dict[tuple[str, str], list[str]] = {}
    for brand, source, language, _amount in plan.AMOUNTS:
        if source not in {"fairdeal-hotline", "ombudsman-register"}:
            homes.setdefault((brand, language), []).append(source)
    for line in talk.bank.tagged():
        brand = "oakum-thread" if line.brand == "general" else line.brand
        brand = "larkwire" if line.tag == "g-elderly" else brand
        day = date.fromisoformat(f"{line.month}-{talk.rng.randint(2, 12):02}")
        language = line.language
        source = homes[brand, language][0]
        words = talk.bank.filled(line.words, brand, language, day)
        talk.add(source, brand, line, talk.moment(day), text=words)


def _ordinary(talk: Talk) -> None:
    for brand, source, language, amount in plan.AMOUNTS:
        form = plan.PLACES[source].form
        starters = round(amount * (1 - plan.REPLIES.get(form, 0)))
        for _ in range(starters):
            day = _day(talk, brand)
            kind = _kind(talk, form)
            line = talk.bank.draw(brand, language, kind, _weights(brand, day))
            text = talk.words(line, day)
            talk.add(source, brand, line, talk.moment(day), text=text)


def _day(talk: Talk, brand: str) -> date:
    days = [plan.FIRST + timedelta(n) for n in range((plan.LAST - plan.FIRST).days + 1)]
    weights = [1.0 if day.weekday() < 5 else 0.7 for day in days]  # noqa: PLR2004
    seasons = (*plan.SEASONS.get(brand, ()), (plan.BUSY[0], plan.LAST, plan.BUSY[1]))
    for first, last, factor in seasons:
        weights = [w * factor if first <= day <= last else w for w, day in zip(weights, days, strict=True)]
    return talk.rng.choices(days, weights)[0]


def _kind(talk: Talk, form: str) -> str:
    if form == "register":
        return "complaint"
    if form == "hotline":
        return talk.rng.choices(["complaint", "question", "praise"], [0.86, 0.08, 0.06])[0]
    return talk.rng.choices(list(plan.MIX), list(plan.MIX.values()))[0]


def _weights(brand: str, day: date) -> dict[str, float]:
    return {
        theme: factor
        for name, theme, first, last, factor in plan.TRENDS
        if name == brand and first <= day <= last
    }


def _stretches(talk: Talk) -> None:
    for brand, source, language, theme, first, last, amount in plan.STRETCHES:
        for _ in range(amount):
            day = first + timedelta(talk.rng.randrange((last - first).days + 1))
            line = talk.bank.draw_theme(brand, language, theme)
            talk.add(source, brand, line, talk.moment(day), text=talk.words(line, day))


def _crisis(talk: Talk) -> None:
    brand, first, last = plan.CRISIS
    span = (last - first).days + 1
    for source, amount in plan.CRISIS_AMOUNTS:
        for _ in range(amount):
            day = first + timedelta(min(int(talk.rng.expovariate(0.28)), span - 1))
            line = talk.bank.draw(brand, "en", "crisis", {})
            talk.add(source, brand, line, talk.moment(day), text=talk.words(line, day))


def _letters(talk: Talk) -> None:
    for brand, source, language, first, days, copies in plan.LETTERS:
        (line,) = (one for one in talk.bank.lines if one.brand == brand and one.kind == "template")
        for number in range(copies):
            day = first + timedelta(talk.rng.randrange(days))
            text = line.words
            if number % 4 == 3:  # noqa: PLR2004
                text = {"en": "Copied from our group: ", "de": "Ich schließe mich an: "}[language] + text
            talk.add(source, brand, line, talk.moment(day), text=text)


def _two_and_none(talk: Talk) -> None:
    general = {"en": "fairdeal-forum", "de": "verbraucherecke", "fr": "parole-de-clients"}
    titles = {"en": "Two companies, one problem", "de": "Zwei auf einmal", "fr": "Deux pour le prix d'un"}
    for words in talk.forms["two"]:
        head, _, text = words.partition(": ")
        language, kind, *brands = head.split()
        line = Line("+".join(brands), language, kind, "", text)
        talk.add(general[language], "", line, talk.moment(_day(talk, "")), text=text, title=titles[language])
    for language, source in general.items():
        for text in talk.forms[f"none/{language}"]:
            line = Line("", language, "other", "", text)
            title = {"en": "General question", "de": "Allgemeines", "fr": "Divers"}[language]
            talk.add(source, "", line, talk.moment(_day(talk, "")), text=text, title=title)


def _replies(talk: Talk) -> None:
    roots = [one for one in talk.posts if one.form in THREADED and one.brand]
    for brand, source, language, amount in plan.AMOUNTS:
        share = plan.REPLIES.get(plan.PLACES[source].form, 0)
        mine = [one for one in roots if (one.brand, one.source, one.language) == (brand, source, language)]
        sad = [one for one in mine if one.kind == "complaint" and one.at < END - timedelta(days=12)]
        share = share if brand != "oakum-thread" else share / 4
        for root in talk.rng.choices(sad, k=round(amount * share)) if sad else []:
            _reply(talk, root)
    for root in roots:
        if root.kind == "complaint" and talk.rng.random() < plan.FOLLOW_UPS:
            _follow_up(talk, root)
        _official(talk, root)


def _reply(talk: Talk, root: Post) -> None:
    at = root.at + timedelta(hours=talk.rng.uniform(0.3, 220))
    line = talk.bank.draw(root.brand, root.language, "reply", {})
    text = talk.words(line, at.date())
    talk.answer(root, line, at, author=talk.author(root.language), text=text)


def _follow_up(talk: Talk, root: Post) -> None:
    at = root.at + timedelta(days=talk.rng.uniform(3, 24))
    if at < END:
        line = talk.bank.draw(root.brand, root.language, "followup", {})
        talk.answer(root, line, at, author=root.author, text=talk.words(line, at.date()))


ACCOUNTS = {
    "oakum-thread": "OakumThreadCare",
    "larkwire": "LarkwireHelp",
    "norrholt": "NorrholtService",
    "greenbarrow": "greenbarrow_care",
}


def _official(talk: Talk, root: Post) -> None:
    chance, least, most = plan.OFFICIAL.get(root.brand, (0.0, 0.0, 0.0))
    if root.kind != "complaint":
        chance *= plan.SMALL_TALK
    if root.source in plan.UNANSWERED or root.tag or talk.rng.random() >= chance:
        return
    at = root.at + timedelta(days=talk.rng.uniform(least, most))
    subject = root.theme if root.kind == "complaint" else root.kind
    line = talk.bank.reply(root.brand, root.language, subject)
    if at < END and line:
        author = ACCOUNTS[root.brand]
        talk.answer(root, line, at, author=author, text=talk.words(line, at.date(), plain=True))
