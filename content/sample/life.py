"""What happens to posts later: some arrive late, some are edited, one is deleted, records get answers."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from content.sample import plan
from content.sample.bank import Bank
from content.sample.people_talk import END, Talk
from content.sample.post import Post

EDITS = {
    "en": (" EDIT: same today.", " Edit: they've rung me, nothing new.", " [edited: typo]", " EDIT 2: nope."),
    "de": (" Edit: keine Antwort.", " EDIT: Tippfehler verbessert.", " Nachtrag: sie haben angerufen."),
    "fr": (" Édit : toujours rien.", " Modifié : faute corrigée.", " Édit : ils m'ont appelée."),
}  # fmt: skip
LATE_POSTS = 30
EDITED_POSTS = 34
WORDS = {
    "explained": "Explained", "refund": "Refund paid", "redress": "Put right", "apology": "Apology",
    "rejected": "Not upheld", "other": "Other firm", "closed": "Closed", "progress": "In progress",
    "none": "No reply",
}  # fmt: skip
REGISTER = {
    "explained": "answered-explanation", "refund": "settled-money", "redress": "settled-other",
    "apology": "apology", "rejected": "contested", "other": "not-competent", "closed": "closed",
    "progress": "open", "none": "open",
}  # fmt: skip
OUTCOMES = ("explained", "refund", "redress", "apology", "rejected", "other", "closed", "progress", "none")
ODDS: dict[str, tuple[float, ...]] = {
    "oakum-thread": (2, 5, 5, 1, 0, 0, 0, 0, 0),
    "copperbeech-bank": (3, 3, 3, 2, 2, 0, 2, 2, 2),
    "kranichpost": (2, 2, 3, 2, 3, 1, 4, 1, 4),
    "valdoree": (4, 4, 3, 1, 2, 2, 2, 1, 2),
    "larkwire": (2, 3, 3, 1, 1, 1, 4, 2, 3),
    "brackwater-rail": (3, 2, 0.3, 2, 1, 1, 6, 1, 3),
    "greenbarrow": (1, 4, 1, 2, 0.5, 0.5, 2, 1, 2),
}


def live(talk: Talk) -> None:
    """Let the posts grow older."""
    rng = random.Random(plan.SEED + 1)
    plain = [one for one in talk.posts if _plain(one)]
    early_ones = [one for one in plain if one.at < END - timedelta(days=75)]
    for post in rng.sample(early_ones, LATE_POSTS):
        post.visible = post.at + timedelta(days=rng.uniform(24, 70))
    rest = [one for one in plain if not one.visible and one.at < END - timedelta(days=60)]
    for post in rng.sample(rest, EDITED_POSTS):
        later = post.at + timedelta(days=rng.uniform(8, 45))
        post.edit = (later, post.text + rng.choice(EDITS[post.language]))
    alone = [one for one in rest if not one.edit and not one.members]
    for form, day in (
        ("threads", datetime(2026, 4, 2, tzinfo=UTC)),
        ("phpbb", datetime(2026, 6, 14, tzinfo=UTC)),
    ):
        gone = _nearest([one for one in alone if one.form == form], day)
        gone.gone = gone.at + timedelta(days=25)
    _answer_records(talk, rng)


def _nearest(posts: list[Post], day: datetime) -> Post:
    return min(posts, key=lambda one: abs((one.at - day).total_seconds()))


def _plain(post: Post) -> bool:
    special = post.root or post.official or post.tag or not post.theme
    return post.form not in {"hotline", "register"} and not special


def _answer_records(talk: Talk, rng: random.Random) -> None:
    rows = [one for one in talk.posts if one.form in {"hotline", "register"} and one.kind == "complaint"]
    for post in rows:
        outcome = rng.choices(OUTCOMES, ODDS.get(post.brand, (1,) * len(OUTCOMES)))[0]
        quick = post.brand == "oakum-thread"
        at = post.at + timedelta(days=rng.uniform(1, 9) if quick else rng.uniform(2, 55))
        if at > END:
            continue
        text = _text(talk.bank, post.language, outcome, rng)
        undated = outcome in {"explained", "refund"} and rng.random() < 0.12  # noqa: PLR2004
        names = WORDS if post.form == "hotline" else REGISTER
        post.answer = (names[outcome], text, None if undated else at, at)
    said = {WORDS["explained"], WORDS["refund"], WORDS["apology"]}
    brackwater = [one for one in rows if one.brand == "brackwater-rail"]
    early = next(one for one in brackwater if one.answer and one.answer[2] and one.answer[0] in said)
    if early.answer:
        early.answer = (early.answer[0], early.answer[1], early.at - timedelta(days=4), early.answer[3])


def _text(bank: Bank, language: str, outcome: str, rng: random.Random) -> str:
    lines = bank.pieces(language, "answers", outcome)
    return rng.choice(lines) if lines else ""
