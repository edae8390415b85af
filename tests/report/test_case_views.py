"""What is said of one case, one answer and one promise."""

from __future__ import annotations

from datetime import date

import pytest

from generator.model.base import Value
from generator.model.book import Book
from generator.model.view_parts import Part
from generator.model.words import (
    ActionStatus,
    CaseId,
    Disposition,
    HandlingFlag,
    HandlingState,
    ResponseType,
    Verdict,
)
from generator.report import answers, cases, passages, site
from generator.report.context import Context, context
from tests.report import books, builders, histories


@pytest.fixture(scope="module")
def book() -> Book:
    return books.book()


@pytest.fixture(scope="module")
def known(book: Book) -> Context:
    return context(book)


@pytest.fixture(scope="module")
def pages(book: Book) -> dict[str, Value]:
    return {one.path: one for one in site(book).pages}


def said(parts: tuple[Part, ...]) -> str:
    return "".join(part.words for part in parts)


# cases


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("removed", "removed on request"),
        ("gone", "deleted where they stood"),
        ("held", "Words held back (crime) until a person releases them, not before"),
        ("withheld", "Words withheld: law. An order of a court."),
        ("rights", "does not allow its words"),
        ("expired", "days only"),
        (None, "No words of this post"),
    ],
)
def test_hidden_words_say_why(why: str | None, words: str, known: Context) -> None:
    finding = builders.finding(held=("crime",))
    one = builders.mention(1, excerpt=None, hidden=why, finding=finding, moderated=("2026-02-20-withheld",))
    found = passages.passage(one, known)
    assert found.words is None
    assert words in found.why
    assert bool(found.cues) == (why == "rights")


def test_words_that_ask_not_to_be_indexed_are_not_called_deleted(known: Context) -> None:
    asks = builders.mention(1, excerpt=None, hidden="gone", gone="noindex")
    gone = builders.mention(1, excerpt=None, hidden="gone", gone="404")
    assert "kept out of indexes" in passages.passage(asks, known).why
    assert "deleted where they stood" in passages.passage(gone, known).why


def test_withheld_words_without_an_event_still_say_so(known: Context) -> None:
    one = builders.mention(1, excerpt=None, hidden="withheld", moderated=("gone-event",))
    assert passages.passage(one, known).why.startswith("Words withheld by the publisher")


def test_a_removed_post_is_not_linked(known: Context) -> None:
    assert passages.passage(builders.mention(1, excerpt=None, hidden="removed"), known).url is None
    assert passages.passage(builders.mention(1), known).url


def test_an_edit_and_a_corrected_finding_are_told(known: Context) -> None:
    one = builders.mention(1, rev=2, overridden=builders.finding())
    assert (
        passages.passage(one, known).note
        == "edited 2 times since, the first finding was corrected by a person"
    )


@pytest.mark.parametrize(
    ("rev", "changed", "words"),
    [
        (1, (), "edited once since"),
        (1, ("excerpt",), "edited once since, which changed the words shown"),
        (
            3,
            ("excerpt", "kind"),
            "edited 3 times since, the last time it changed the words shown and its kind",
        ),
        (1, ("url",), "edited once since"),
    ],
)
def test_an_edit_says_what_it_changed(rev: int, changed: tuple[str, ...], words: str, known: Context) -> None:
    assert passages.passage(builders.mention(1, rev=rev, changed=changed), known).note == words


def test_a_case_that_is_not_told_does_not_wait(known: Context) -> None:
    assert cases.waiting(builders.case(7, HandlingState.NOT_TOLD), known) is None
    assert cases.waiting(builders.case(6), known) == 15


def test_an_unsure_complaint_is_not_shown_as_waiting(known: Context) -> None:
    unsure = builders.case(9, mention=builders.mention(9, finding=builders.finding(certainty="review")))
    view = cases.view(unsure, known)
    assert (view.waiting, view.tags[0].words) == (None, "Perhaps a complaint")
    assert any("not counted as one" in note for note in view.notes)


def test_same_text_counts_all_of_them(known: Context) -> None:
    one = builders.case(0, same_text=(CaseId(builders.ident(1)),), same_text_total=13)
    assert "the same text came from 14 people" in cases.view(one, known).notes


def test_no_reply_beside_an_acknowledgement_is_still_no_answer(known: Context) -> None:
    receipt = builders.answer(type=ResponseType.ACKNOWLEDGEMENT, disposition=Disposition.UNSTATED)
    view = cases.view(builders.case(2, HandlingState.ACKNOWLEDGED, answers=(receipt,)), known)
    step = view.steps[1]
    assert (step.reached, step.note) == (False, "received, not answered")
    assert view.answers[0].decided == "says that it has the complaint"


def test_a_customer_who_says_not_fixed_does_not_confirm(known: Context) -> None:
    one = builders.case(1, confirmations=(builders.seen(Verdict.NOT_FIXED),))
    assert cases.view(one, known).steps[4].note == "says: not fixed"
    one = builders.case(1, confirmations=(builders.seen(Verdict.PARTLY),))
    assert cases.view(one, known).steps[4].note == "says: partly"


def test_flags_are_said_in_words() -> None:
    quiet = builders.case(
        1, handling=builders.handling(HandlingState.AWAITING, builders.NOW, HandlingFlag.QUIET)
    )
    assert [tag.words for tag in cases.tags(quiet)] == ["No reply yet", "Gone quiet"]
    late = builders.handling(
        HandlingState.AWAITING,
        builders.NOW,
        HandlingFlag.OVERDUE,
        HandlingFlag.LONG_OVERDUE,
        HandlingFlag.QUIET,
    )
    assert [tag.words for tag in cases.tags(builders.case(1, handling=late))] == [
        "No reply yet",
        "Long overdue",
    ]


# answers and promises


def test_an_undated_answer_says_so(known: Context) -> None:
    view = answers.answer(
        builders.answer(counts_from=None, dated=None, text=None), known, brand="northway", asked=builders.NOW
    )
    assert view.when is None
    assert view.notes[0].startswith("undated")
    assert (view.brief, view.passage.why) == ("", "The words of this reply may not be shown.")


def test_a_reply_that_was_accepted_says_so(known: Context) -> None:
    for accepted in (True, False):
        view = answers.answer(builders.answer(accepted=accepted), known, brand="northway", asked=None)
        assert ("marked as the answer where it was given" in view.notes) is accepted


@pytest.mark.parametrize(
    ("copies", "words"), [(1, "the same words went to 1 other"), (23, "the same words went to 23 others")]
)
def test_template_letters_say_so(copies: int, words: str, known: Context) -> None:
    view = answers.answer(builders.answer(template=copies), known, brand="northway", asked=None)
    assert words in view.notes


def test_an_answer_to_all_is_not_an_answer_to_one(known: Context) -> None:
    view = answers.answer(builders.answer(general=True), known, brand="northway", asked=builders.NOW)
    assert view.tag.words == "Answer to all"
    assert any("not to this person" in note for note in view.notes)


def test_a_slipped_promise_is_late_from_the_first_day(known: Context) -> None:
    view = answers.action(histories.northway_actions()[0], known)
    assert view.tag.words == "Late"
    assert view.verb == "will do"
    assert view.lines[0] == "due 1 February 2026, moved 2 times, last to 1 May 2026, now 28 days late"


def test_what_is_done_says_when_and_whether_it_helped(known: Context) -> None:
    done = answers.action(histories.northway_actions()[1], known)
    assert done.lines == ("due 20 February 2026", "done 14 February 2026, on time")
    assert done.effect is not None
    assert done.effect.words == "Fewer complaints since"
    assert done.verdicts == (
        "1 customer says: fixed, proved to be the author",
        "1 customer says: not fixed",
        "1 customer did not reply when asked",
    )
    late = answers.action(histories.northway_actions()[2], known)
    assert "done 14 February 2026, 10 days late" in late.lines
    assert "Left out: Paper tickets" in late.lines


def test_several_proved_verdicts_are_counted() -> None:
    both = (builders.seen(Verdict.FIXED, proved=True), builders.seen(Verdict.FIXED, proved=True))
    assert answers.verdicts(both) == ("2 customers say: fixed, 2 proved to be the author",)


def test_a_deed_without_a_promised_day_is_not_on_time(known: Context) -> None:
    one = builders.action("x", ActionStatus.DONE, first_due=None, due=None, done=date(2026, 2, 1))
    assert answers.action(one, known).lines == ("done 1 February 2026",)
    open_ = builders.action("x", first_due=None, due=None)
    assert answers.action(open_, known).lines == ("no day was named",)


def test_addresses_that_are_not_web_addresses_are_left_out(known: Context) -> None:
    one = builders.action("x", evidence=(("javascript:alert(1)", "Look"), ("https://a.example/", "Here")))
    assert [link.words for link in answers.action(one, known).evidence] == ["Here"]
