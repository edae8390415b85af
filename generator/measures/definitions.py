"""What each published number means, for the method page; a test holds it against the numbers emitted."""

from __future__ import annotations

from typing import Final

from generator.model.measure import Definition

_CLOCK = (
    "The clock starts with the later of the post and the day the company was first told of the site or "
    "the case; "
    "a regulator's desk and the company's own desk tell it with the post. Days are calendar days in the "
    "site's "
    "time zone."
)
_EXITS = (
    "Left out and counted by reason: cases the company was not told of, answers without a date, cases out of "
    "scope, of another company, or withdrawn by their author."
)
_UNDATED = (
    "Where more than one in ten would be left out for an answer without a date, no share is shown, "
    "because those "
    "answers could move it by more than ten points."
)
_FEW = "Below ten cases only the counts are shown."
_PROMISES = "Ideas under consideration and promises that another one replaced are left out and counted."
_WILSON = (
    "Interval: E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212. Matured "
    "cohort: "
    "in a simulated stream the naive rate of the same company read 32 %, 45 % or 60 % depending on the "
    "window."
)
_KM = (
    "E. L. Kaplan and P. Meier (1958), Journal of the American Statistical Association 53, 457-481; "
    "intervals on "
    "the log-log scale with Greenwood's variance."
)
_HOUSE = "This site's own rule: silence is never success, and one number never mixes delivery with effect."

_ANSWERED = (
    Definition(
        name="answered",
        title="Answered within the yardstick",
        question="When people complain, does the company answer them in reasonable time?",
        formula=(
            "Complaints with an answer of their own within 15 days of the clock's start, divided by all "
            "complaints whose clock started in the window: 90 days, the last of them the newest day whose "
            "fifteenth day after is over. "
            f"{_CLOCK} An acknowledgement is not an answer, and neither is an answer to a whole theme; how "
            "many "
            "cases were answered in general is told beside the share. The site may set other yardsticks; "
            "the page "
            "of the number names them."
        ),
        exclusions=f"{_EXITS} Also cases whose deadline is not over yet (too new). {_UNDATED} {_FEW}",
        example=(
            "On 30 June the window ends with 14 June, the last day whose fifteenth day after is over. Of 30 "
            "complaints in it, 24 were answered within 15 days: 80 %, likely between 63 % and 90 %."
        ),
        source=_WILSON,
    ),
    Definition(
        name="answered-all",
        title="Answered within the yardstick, over everything heard",
        question="And over the whole time that this site has listened?",
        formula=(
            "The same share, with a window from the first complaint to the last day whose deadline is over."
        ),
        exclusions=f"As for the share of the window. {_UNDATED} {_FEW}",
        example="Of 400 complaints since the beginning, 300 were answered within 15 days: 75 %.",
        source=_WILSON,
    ),
)

_WAITS = (
    Definition(
        name="waiting-median",
        title="Typical wait for an answer",
        question="How long does it take until half of those who complain have an answer?",
        formula=(
            "The first day on which the Kaplan-Meier curve of first answers reaches one half. Cases "
            "without an "
            "answer stay in it as waiting up to now; a mean of answered cases would leave out exactly those. "
            f"{_CLOCK}"
        ),
        exclusions=f"{_EXITS} {_UNDATED} {_FEW} Where fewer than half have been answered there is no median.",
        example=(
            "Five cases: answered on day 2, 4 and 6; waiting since 4 and 9 days. The share answered is "
            "one in five "
            "by day 2, two in five by day 4, seven in ten by day 6: the typical wait is 6 days."
        ),
        source=_KM,
    ),
    *(
        Definition(
            name=f"waiting-{day}",
            title=f"Answered by day {day}",
            question=f"What share has an answer {day} days after the clock's start?",
            formula=(
                f"The Kaplan-Meier curve of first answers on day {day}, over everything heard. The counts "
                "beside it "
                f"are the cases answered by day {day} and all cases followed."
            ),
            exclusions=(
                f"{_EXITS} {_UNDATED} {_FEW} Nothing is shown where no case has been followed that long."
            ),
            example=(
                "Two of five answered by then, and one not followed that long: the curve tells the share."
            ),
            source=_KM,
        )
        for day in (7, 15, 30, 60)
    ),
    Definition(
        name="waiting-now",
        title="Waiting now",
        question="How many people wait for an answer today?",
        formula=(
            "Complaints of which the company was told and which have no answer, a mere acknowledgement, "
            "or were "
            "reopened; out of all complaints of which it was told. A case is reopened when its author "
            "complains "
            "again after an answer, or says that it is not fixed."
        ),
        exclusions=(
            "Left out and counted by reason: not told, out of scope, of another company, withdrawn. Cases "
            "answered "
            "in general are not among the waiting; their number is told beside it."
        ),
        example="Of 120 complaints 90 are answered, 5 in general, 25 wait: 25 waiting now.",
        source=_HOUSE,
    ),
    Definition(
        name="oldest-waiting",
        title="Longest wait",
        question="How long has the longest of them waited?",
        formula=(
            "Calendar days from the clock's start, or from the reopening, to now, of the case that waits "
            "longest."
        ),
        exclusions="As for those waiting now.",
        example="Told on 1 May, no answer on 30 June: 60 days.",
        source=_HOUSE,
    ),
    Definition(
        name="overdue",
        title="Overdue",
        question="How many have waited longer than the yardstick?",
        formula="Cases waiting now for more than 15 calendar days (60 for those marked as long overdue).",
        exclusions="As for those waiting now.",
        example="Told on 1 June: overdue from 17 June.",
        source=_HOUSE,
    ),
    Definition(
        name="not-told",
        title="Company not told",
        question="How many complaints has the company perhaps never seen?",
        formula="Complaints for which no telling of the company is on record, answered or not.",
        exclusions="Cases out of scope, of another company, or withdrawn.",
        example=(
            "The company was told on 1 May of the whole site: no case is left in this count after that day."
        ),
        source="Fair before public: nobody's silence is counted before the company could know.",
    ),
)

_PROMISED = tuple(
    Definition(
        name=f"promises-{name}",
        title=title,
        question=question,
        formula=formula,
        exclusions=_PROMISES,
        example=example,
        source="Promise trackers' practice: lateness counts from the first date, however often it moved.",
    )
    for name, title, question, formula, example in (
        (
            "kept",
            "Kept on time",
            "Which promises were done by the day first promised?",
            (
                "Actions done, with evidence, no later than their first due date; those without a due "
                "date count too."
            ),
            "Due 1 May, done 30 April: kept.",
        ),
        (
            "kept-late",
            "Kept late",
            "Which were done, but later?",
            "Actions done, with evidence, after their first due date.",
            "First due 1 May, moved to 1 July, done 20 June: kept 50 days late.",
        ),
        (
            "in-part",
            "Done in part",
            "Which were done with something left out?",
            "Actions that the company says are done in part, with what was left out.",
            "Five of eight stations have the new machine: in part.",
        ),
        (
            "dropped",
            "Dropped",
            "Which were given up?",
            "Actions that the company gave up, with its reason.",
            "Abandoned because the supplier closed: dropped.",
        ),
        (
            "open",
            "Open",
            "Which are still to be done?",
            "Actions planned or in progress, the late ones included.",
            "Due 1 December, and it is June: open.",
        ),
        (
            "late",
            "Late",
            "Which of the open ones are past the day first promised?",
            "Open actions whose first due date has passed.",
            "First due 1 May, moved to 1 July, and it is June: open and late.",
        ),
    )
)

_KIND_WORDS = (
    ("complaint", "Complaints", "says that something went wrong, with cues strong enough to be sure"),
    ("praise", "Praise", "says that something went well"),
    ("question", "Questions", "asks for something and complains of nothing"),
    ("suggestion", "Suggestions", "proposes something and complains of nothing"),
    ("other", "Other posts", "is none of these"),
    ("unclassified", "Not classified", "could not be told by the rules"),
    (
        "complaint-review",
        "Perhaps complaints",
        "may be a complaint, but the rules are not sure; a person looks at it",
    ),
)
_KINDS = tuple(
    Definition(
        name=f"kind-{name}",
        title=title,
        question="What did people say in the last 90 days?",
        formula=(
            f"Cases published in the window whose post {words}. A case is one person's experience, not one "
            "post."
        ),
        exclusions="Cases from company-owned sources are counted apart.",
        example=(
            "One person writes three posts in one thread and one copy elsewhere within 30 days: one case."
        ),
        source=_HOUSE,
    )
    for name, title, words in _KIND_WORDS
)

_PEOPLE = Definition(
    name="people",
    title="People",
    question="How many different people complained?",
    formula=(
        "Distinct authors of the window's complaints, by a keyed hash that tells nobody who they are. The "
        "same "
        "author with two experiences is one person; every complaint by an unknown author is one more."
    ),
    exclusions="Only complaints that are sure.",
    example="Ten complaints, three of them by one person and two by unknown authors: eight people.",
    source="Counting people and not posts is the answer to floods and campaigns.",
)

_VERDICTS = tuple(
    Definition(
        name=f"confirmation-{name}",
        title=title,
        question="Did it help, in the words of those who complained?",
        formula=f"Customers' verdicts on record that {words}.",
        exclusions="None. No reply is shown as no reply and never counted as success.",
        example="Twelve customers asked: five say fixed, two not fixed, five did not reply.",
        source=(
            "Presuming silence to be success made the same company's index read 59 % or 97 %; so it is shown."
        ),
    )
    for name, title, words in (
        ("fixed", "Say it is fixed", "say it is fixed"),
        ("partly", "Say it is partly fixed", "say it is fixed in part"),
        ("not-fixed", "Say it is not fixed", "say it is not fixed"),
        ("cannot-tell", "Cannot tell", "say that they cannot tell"),
        ("no-reply", "Did not reply", "were asked for and did not come"),
    )
)

_DISPOSITIONS = tuple(
    Definition(
        name=f"disposition-{name}",
        title=title,
        question="What did the company decide?",
        formula=f"Complaints with at least one answer of their own in which the company {words}.",
        exclusions=(
            "Acknowledgements, and answers to a whole theme. A case with two answers may stand in two counts."
        ),
        example="One case answered twice, first explained and then refunded: one in each.",
        source="The company's own label; it is shown and never scored.",
    )
    for name, title, words in (
        ("will-change", "Will change", "says that it will change something"),
        ("changed", "Changed", "says that it has changed something"),
        ("explained", "Explained", "explains what happened"),
        ("redress-monetary", "Paid back", "gives money back"),
        ("redress-other", "Made good", "makes good in another way"),
        ("apology-only", "Apology only", "says sorry and nothing more"),
        ("disputed", "Disputed", "disputes what was said"),
        ("cannot-verify", "Cannot verify", "says that it cannot verify it"),
        ("not-responsible", "Not responsible", "says that it is not responsible"),
        ("no-change", "No change", "says that nothing will change"),
        ("handled-privately", "Handled privately", "says that it deals with it in private"),
        ("needs-information", "Needs information", "asks for more information"),
        ("unstated", "Not stated", "answers without naming a decision; for replies that were heard only"),
    )
)

DEFINITIONS: Final[tuple[Definition, ...]] = (
    *_ANSWERED,
    *_WAITS,
    *_PROMISED,
    *_KINDS,
    _PEOPLE,
    *_VERDICTS,
    *_DISPOSITIONS,
    Definition(
        name="effect",
        title="What happened after",
        question="Did complaints become fewer after a promise was done?",
        formula=(
            "Rate of complaints of the promise's themes on days 1 to 28 after it was done, against days "
            "70 to 15 "
            "before. Improved or worse where the 95 % interval of the ratio lies below or above one; "
            "otherwise no "
            "clear change. It says what followed, never what caused it."
        ),
        exclusions=(
            "Less than 28 full days after it was done: too early. Fewer than one complaint a day before, "
            "or a "
            "baseline that was not heard in full: too few to tell. The fourteen days before are left out, "
            "because "
            "promises follow the worst spells."
        ),
        example="140 complaints in the 56 days before, 35 in the 28 days after: half the rate, improved.",
        source=(
            "Quasi-Poisson rate ratio with a t interval on weekly sums: P. McCullagh and J. A. Nelder "
            "(1989), "
            "Generalized Linear Models, 2nd edition."
        ),
    ),
)
"""In the order of the method page."""


def definition(name: str) -> Definition:
    """The definition of a measure.

    Raises:
        KeyError: where no measure has this name.
    """
    return {one.name: one for one in DEFINITIONS}[name]
