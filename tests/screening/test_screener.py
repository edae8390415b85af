"""One entry in, drafts or replies or a counted reason out; always the same, never an exception."""

from __future__ import annotations

import pickle
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.canonical import id16, keyed
from generator.model.entry import SET_ASIDE, Entry, EntryAnswer
from generator.model.site import Limits
from generator.model.words import Certainty, DateQuality, Disposition, Kind, Publish, ResponseType
from generator.screening import Screener
from tests.screening.posts import ACME, BOLT, KEY, OLD, about_acme, entry, rights, screener, source, themes

ANGRY = "Acme lost my suitcase and I still have no refund. Nobody answers the phone. This is unacceptable."


def test_a_complaint_becomes_a_draft_with_its_reasons_in_the_excerpt() -> None:
    draft = screener().screen(entry(body=ANGRY, title="Suitcase"), about_acme()).drafts[0]
    assert draft.excerpt == f"Suitcase. {ANGRY}"
    assert (draft.finding.kind, draft.finding.certainty) == (Kind.COMPLAINT, Certainty.SURE)
    assert draft.finding.severity == 3
    assert draft.finding.themes[0] == "lost-and-damaged"
    placed = [cue for cue in draft.finding.cues if cue.start is not None]
    assert placed
    assert all(draft.excerpt[cue.start : cue.end] == cue.text for cue in placed)


def test_ids_and_hashes_follow_the_design() -> None:
    draft = screener().screen(entry(body=ANGRY, key="guid:7", thread="t9"), about_acme()).drafts[0]
    assert draft.id == id16("forum.example", "guid:7")
    assert draft.thread == id16("forum.example", "thread", "t9")
    assert draft.author == keyed(KEY, "author", "acme", "forum.example", "someone")
    assert draft.bands is not None
    same = screener().screen(entry(body=ANGRY.upper(), key="guid:8", author=None), about_acme()).drafts[0]
    assert same.body == draft.body
    assert same.author is None
    assert same.thread == id16("forum.example", "thread", "guid:8")


def test_raw_personal_data_is_in_no_field() -> None:
    body = "Agent Tessa hung up. Call me on 020 7946 0958 or jo@mail.example, I am waiting for my refund."
    made = screener().screen(entry(body=body, author="jo_the_author"), about_acme())
    printed = repr(made)
    for secret in ("Tessa", "7946", "jo@mail", "jo_the_author"):
        assert secret not in printed
    assert dict(made.drafts[0].finding.masked) == {"email": 1, "name": 1, "phone": 1}


@pytest.mark.parametrize("given_rights", [None, rights(Publish.CUES)])
def test_without_rights_no_words_are_published_only_cues(given_rights: object) -> None:
    draft = screener().screen(entry(body=ANGRY), about_acme(rights=given_rights)).drafts[0]
    assert draft.excerpt is None
    assert draft.finding.cues
    assert all(cue.start is None and cue.end is None for cue in draft.finding.cues)
    assert all(len(cue.text) <= 60 for cue in draft.finding.cues)


def test_a_long_post_is_cut_to_its_most_telling_part() -> None:
    filler = "I went there in the morning with my bicycle as I do most days of the year. " * 8
    post = filler + "Then they refused to refund my ticket and were rude. " + filler
    draft = screener().screen(entry(body=post), about_acme(rights=rights(Publish.FULL))).drafts[0]
    assert draft.excerpt is not None
    assert "refused to refund" in draft.excerpt
    assert len(draft.excerpt) <= 280
    assert draft.cut
    cue = next(cue for cue in draft.finding.cues if cue.text.startswith("refused"))
    assert draft.excerpt[cue.start : cue.end] == cue.text


def test_a_declared_kind_stands_and_says_so() -> None:
    draft = screener().screen(entry(title="Street light out", kind=Kind.COMPLAINT), about_acme()).drafts[0]
    assert (draft.finding.kind, draft.finding.certainty) == (Kind.COMPLAINT, Certainty.SURE)
    assert draft.finding.cues[0].group == "declared"
    assert draft.excerpt == "Street light out"


def test_a_poor_rating_speaks_for_a_complaint_and_a_rich_one_for_praise() -> None:
    poor = (
        screener().screen(entry(body="It is what it is with this line", rating=0.2), about_acme()).drafts[0]
    )
    rich = (
        screener().screen(entry(body="It is what it is with this line", rating=1.0), about_acme()).drafts[0]
    )
    assert poor.finding.kind is Kind.COMPLAINT
    assert any(cue.group == "rating" and cue.text == "20%" for cue in poor.finding.cues)
    assert rich.finding.kind is Kind.PRAISE


def test_a_language_without_rules_is_unclassified() -> None:
    made = screener().screen(
        entry(body="電車がまた遅れています。もう何週間も返金を待っています。本当に困ります。"), about_acme()
    )
    finding = made.drafts[0].finding
    assert finding.language == "und"
    assert (finding.kind, finding.certainty) == (Kind.UNCLASSIFIED, Certainty.REVIEW)
    assert finding.themes == ("other",)


def test_a_word_for_grave_things_alone_goes_to_review() -> None:
    draft = screener().screen(
        entry(body="There was smoke coming from the charger of seat nine."), about_acme()
    )
    assert draft.drafts[0].finding.certainty is Certainty.REVIEW


def test_a_brands_own_theme_counts_for_that_brand_only() -> None:
    body = "The sleeper from Acme and the sleeper of Bolt Energy were both broken"
    made = screener().screen(entry(body=body), source())
    by_brand = {str(draft.brand): draft.finding.themes for draft in made.drafts}
    assert "night-train" in by_brand["acme"]
    assert "night-train" not in by_brand["bolt"]
    assert made.drafts[0].id == made.drafts[1].id


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"body": "A rainy day in the hills, nothing else."}, "no_brand"),
        ({"body": ANGRY, "brand": "Somebody Else"}, "no_brand"),
        ({"body": "!!! 123 😡😡"}, "empty"),
        ({"body": ""}, "empty"),
        ({"body": "> Acme is bad\n> very bad"}, "empty"),
        ({"body": "Acme: our new timetable is out.", "author": "AcmeHelp"}, "official"),
    ],
)
def test_what_is_not_kept_is_set_aside_with_its_reason(changes: dict[str, object], reason: str) -> None:
    made = screener().screen(entry(**changes), source())
    assert made.set_aside is not None
    assert made.set_aside.reason == reason
    assert reason in SET_ASIDE
    assert not made.drafts
    assert not made.replies


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Sorry to hear that, we are looking into this. Please send us a DM.", ResponseType.ACKNOWLEDGEMENT),
        ("Your refund has been issued because the train was cancelled.", ResponseType.ANSWER),
        ("Wir kümmern uns darum, bitte schreiben Sie uns.", ResponseType.ACKNOWLEDGEMENT),
        ("Désolés pour la gêne occasionnée, nous transmettons.", ResponseType.ACKNOWLEDGEMENT),
        ("Lo estamos revisando, envíanos un mensaje privado.", ResponseType.ACKNOWLEDGEMENT),
    ],
)
def test_an_official_account_in_a_thread_is_a_reply(words: str, expected: ResponseType) -> None:
    made = screener().screen(
        entry(body=words, author="@acmehelp", thread="t1", reply_to="guid:0", key="guid:2"), source()
    )
    reply = made.replies[0]
    assert (reply.brand, reply.type, reply.disposition) == ("acme", expected, Disposition.UNSTATED)
    assert reply.thread == id16("forum.example", "thread", "t1")
    assert reply.to == id16("forum.example", "guid:0")
    assert not made.drafts


def test_an_account_of_one_host_is_official_there_only() -> None:
    post = {"body": "Acme has fixed it now.", "author": "acme_official", "thread": "t1", "reply_to": "guid:0"}
    assert screener().screen(entry(**post), source()).replies
    assert not screener().screen(entry(**post, scope="other.example"), source()).replies


def test_an_official_reply_is_masked_and_shortened() -> None:
    words = "Dear Karen Whitlock, " + "we have replaced the heater in every coach of this line. " * 8
    made = screener().screen(entry(body=words, official=True, thread="t", key="k"), about_acme())
    shown = made.replies[0].excerpt
    assert shown is not None
    assert len(shown) <= 280
    assert "Karen" not in shown
    assert made.replies[0].to is None


@pytest.mark.parametrize(
    ("at", "quality"),
    [
        (None, DateQuality.FIRST_SEEN),
        (datetime(2026, 2, 1, tzinfo=UTC), DateQuality.DAY),
        (datetime(2026, 2, 1, 9, 30, tzinfo=UTC), DateQuality.EXACT),
    ],
)
def test_the_answer_of_a_record_answers_its_mention(at: datetime | None, quality: DateQuality) -> None:
    answer = EntryAnswer(
        type=ResponseType.ANSWER,
        disposition=Disposition.REDRESS_MONETARY,
        text="Refund sent to jo@mail.example",
        at=at,
    )
    draft = screener().screen(entry(body=ANGRY, answer=answer), about_acme()).drafts[0]
    reply = draft.answers[0]
    assert reply.to == draft.id
    assert reply.id == id16("forum.example", "guid:1", "answer")
    assert reply.excerpt == "Refund sent to [email]"
    assert (reply.published, reply.quality) == (at, quality)


def test_the_rules_version_changes_with_the_themes() -> None:
    one, other = (
        screener(),
        Screener(brands=(ACME,), themes=themes()[:3], languages=("en",), key=KEY, limits=Limits()),
    )
    assert len(one.rules_version) == 12
    assert one.rules_version != other.rules_version
    assert one.screen(entry(body=ANGRY), about_acme()).drafts[0].finding.rules == one.rules_version


def test_a_screener_survives_the_way_to_a_worker() -> None:
    sent = pickle.loads(pickle.dumps(screener()))  # noqa: S301  (our own bytes)
    assert sent.screen(entry(body=ANGRY), about_acme()) == screener().screen(entry(body=ANGRY), about_acme())


WORDS = st.sampled_from(
    [
        "Acme",
        "refund",
        "never",
        "arrived",
        "<b>",
        "</b>",
        "Mr Kim",
        "020 7946 0958",
        "?",
        ".",
        "\n",
        ">",
        "Bolt Energy",
    ]
)


OTHER = Screener(
    brands=(ACME, BOLT, OLD), themes=themes(), languages=("en", "de", "fr", "es"), key=KEY, limits=Limits()
)


@settings(max_examples=100, deadline=None)
@given(
    body=st.lists(WORDS | st.text(max_size=20), max_size=30).map(" ".join),
    is_html=st.booleans(),
    spoken=st.sampled_from([None, "de-DE", "xx", ""]),
)
def test_screening_never_raises_and_always_says_the_same(
    *, body: str, is_html: bool, spoken: str | None
) -> None:
    post: Entry = entry(body=body, html=is_html, language=spoken)
    made = screener().screen(post, source())
    assert OTHER.screen(post, source()) == made
    assert (made.set_aside is None) == bool(made.drafts or made.replies)
    for draft in made.drafts:
        assert draft.excerpt
        assert len(draft.excerpt) <= 280
        for cue in draft.finding.cues:
            if cue.start is not None:
                assert draft.excerpt[cue.start : cue.end].startswith(cue.text)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 65_000,
        "<div>" * 13_000,
        "Acme " * 13_000,
        "a. " * 21_000,
        "\u202e" * 65_000,
        "1 " * 32_000,
        "never " * 10_000,
    ],
    ids=["brackets", "tags", "brand", "sentences", "bidi", "digits", "cues"],
)
def test_a_hostile_post_of_64_kib_costs_bounded_time(body: str) -> None:
    screener().screen(entry(body="warm up the language model with a sentence"), about_acme())
    started = time.process_time()
    screener().screen(entry(body=body, html=True), about_acme())
    assert time.process_time() - started < 1.0
