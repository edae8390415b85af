"""Who spoke where, how often and when: the fortunes of twelve invented companies over fourteen months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

SEED = 20251
FIRST = date(2025, 9, 6)
LAST = date(2026, 11, 13)
KEY = "sample-key-printed-because-the-recording-is-public"
RUNS = tuple(
    datetime.fromisoformat(one).replace(tzinfo=UTC)
    for one in (
        "2025-09-21T05:10", "2025-10-12T05:10", "2025-11-02T05:10", "2025-11-23T05:11", "2025-12-14T05:10",
        "2026-01-11T05:10", "2026-02-01T05:10", "2026-02-22T05:12", "2026-03-15T05:10", "2026-03-29T05:10",
        "2026-04-19T05:10", "2026-05-10T05:10", "2026-05-31T05:10", "2026-06-21T05:10", "2026-07-12T05:13",
        "2026-08-09T05:10", "2026-09-06T05:10", "2026-09-27T05:10", "2026-10-18T05:10", "2026-11-15T05:10",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A source: its form and host."""

    form: str
    host: str
    languages: tuple[str, ...] = ("en",)


PLACES = {
    "fairdeal-forum": Place("discourse", "talk.fairdeal.example"),
    "fairdeal-hotline": Place("hotline", "data.fairdeal.example", ("en", "de", "fr")),
    "ombudsman-register": Place("register", "register.ombuds-office.example", ("en", "fr")),
    "verbraucherecke": Place("phpbb", "forum.verbraucherecke.example", ("de",)),
    "parole-de-clients": Place("comments", "blog.parole-de-clients.example", ("fr",)),
    "lineside-board": Place("phpbb", "board.lineside.example"),
    "island-notes": Place("comments", "www.islandnotes.example"),
    "bbwatch": Place("threads", "community.bbwatch.example"),
    "netzfrust": Place("discourse", "forum.netzfrust.example", ("de",)),
    "copperbeech-app": Place("reviews", "reviews.appshelf.example"),
    "greenbarrow-app": Place("reviews", "reviews.appshelf.example"),
    "tallywick-app": Place("reviews", "reviews.appshelf.example"),
    "merisette-app": Place("reviews", "reviews.appshelf.example", ("fr",)),
    "hearthside": Place("threads", "forum.hearthside.example"),
    "norrholt-community": Place("threads", "community.norrholt.example", ("en", "de")),
    "shopkeepers-desk": Place("comments", "www.shopkeepers-desk.example"),
}

AMOUNTS: tuple[tuple[str, str, str, int], ...] = (
    ("brackwater-rail", "lineside-board", "en", 180),
    ("brackwater-rail", "fairdeal-forum", "en", 49),
    ("brackwater-rail", "fairdeal-hotline", "en", 36),
    ("sundreach-ferries", "island-notes", "en", 16),
    ("larkwire", "bbwatch", "en", 137),
    ("larkwire", "fairdeal-forum", "en", 43),
    ("larkwire", "fairdeal-hotline", "en", 19),
    ("larkwire", "ombudsman-register", "en", 24),
    ("falkennetz", "netzfrust", "de", 98),
    ("falkennetz", "verbraucherecke", "de", 71),
    ("copperbeech-bank", "copperbeech-app", "en", 66),
    ("copperbeech-bank", "fairdeal-forum", "en", 62),
    ("copperbeech-bank", "ombudsman-register", "en", 28),
    ("copperbeech-bank", "fairdeal-hotline", "en", 19),
    ("oakum-thread", "hearthside", "en", 152),
    ("oakum-thread", "fairdeal-forum", "en", 21),
    ("oakum-thread", "fairdeal-hotline", "en", 14),
    ("greenbarrow", "greenbarrow-app", "en", 94),
    ("greenbarrow", "fairdeal-forum", "en", 51),
    ("greenbarrow", "fairdeal-hotline", "en", 28),
    ("kranichpost", "verbraucherecke", "de", 126),
    ("kranichpost", "fairdeal-hotline", "de", 32),
    ("valdoree", "parole-de-clients", "fr", 98),
    ("valdoree", "ombudsman-register", "fr", 30),
    ("valdoree", "fairdeal-hotline", "fr", 21),
    ("merisette", "parole-de-clients", "fr", 86),
    ("merisette", "merisette-app", "fr", 43),
    ("merisette", "fairdeal-forum", "en", 11),
    ("norrholt", "norrholt-community", "en", 66),
    ("norrholt", "norrholt-community", "de", 26),
    ("norrholt", "fairdeal-forum", "en", 32),
    ("norrholt", "verbraucherecke", "de", 32),
    ("tallywick", "tallywick-app", "en", 47),
    ("tallywick", "shopkeepers-desk", "en", 32),
)
"""Brand, source, language and number of posts, beside bursts, letters and tagged posts."""

MIX = {"complaint": 0.53, "praise": 0.19, "question": 0.14, "suggestion": 0.055, "other": 0.085}
REPLIES = {"discourse": 0.2, "phpbb": 0.22, "threads": 0.22}
"""Share of posts that are replies of other customers, by form."""
FOLLOW_UPS = 0.07
"""Share of thread starters who come back to their thread."""
OFFICIAL = {
    "oakum-thread": (0.96, 0.2, 3.0),
    "larkwire": (0.72, 1.0, 12.0),
    "norrholt": (0.85, 1.0, 9.0),
    "greenbarrow": (0.8, 1.0, 6.0),
}
"""Share of a brand's complaints with an official reply, and after how many days at least and most."""
SMALL_TALK = 0.25
"""How much rarer praise, questions and the rest get a reply."""
UNANSWERED = frozenset({"greenbarrow-app", "verbraucherecke"})
"""Sources in which no company has an account."""
BUSY = (date(2026, 7, 20), 2.1)
"""From this day the site is better known, and more people are heard."""

TRENDS: tuple[tuple[str, str, date, date, float], ...] = (
    ("oakum-thread", "lost-and-damaged", FIRST, date(2026, 4, 10), 5.0),
    ("oakum-thread", "lost-and-damaged", date(2026, 4, 11), LAST, 0.35),
    ("larkwire", "repairs", FIRST, LAST, 1.6),
    ("brackwater-rail", "cancelled-services", date(2026, 1, 1), date(2026, 4, 30), 2.0),
    ("kranichpost", "delivery", date(2026, 6, 15), LAST, 3.0),
    ("greenbarrow", "availability", FIRST, LAST, 1.8),
    ("valdoree", "billing", FIRST, LAST, 1.7),
)
"""Brand, theme, from, to: how much more (or less) people speak of it."""

SEASONS: dict[str, tuple[tuple[date, date, float], ...]] = {
    "brackwater-rail": ((date(2025, 11, 1), date(2026, 2, 28), 1.7),),
    "sundreach-ferries": ((date(2026, 1, 1), date(2026, 3, 31), 2.0),),
    "valdoree": ((date(2025, 12, 1), date(2026, 3, 15), 1.8),),
    "kranichpost": ((date(2025, 11, 20), date(2026, 1, 10), 2.2), (date(2026, 6, 15), LAST, 1.5)),
    "tallywick": ((date(2026, 1, 10), date(2026, 2, 15), 2.0),),
    "greenbarrow": ((date(2025, 12, 10), date(2026, 1, 5), 1.9),),
}
"""Stretches in which a brand is spoken of more."""

STRETCHES: tuple[tuple[str, str, str, str, date, date, int], ...] = (
    ("oakum-thread", "hearthside", "en", "lost-and-damaged", date(2026, 1, 26), date(2026, 4, 6), 82),
    ("oakum-thread", "hearthside", "en", "delivery", date(2026, 8, 20), date(2026, 10, 26), 11),
    ("copperbeech-bank", "copperbeech-app", "en", "app", date(2026, 8, 22), date(2026, 10, 26), 11),
    ("falkennetz", "netzfrust", "de", "outages", date(2026, 8, 22), date(2026, 10, 26), 14),
    ("oakum-thread", "hearthside", "en", "quality", date(2026, 8, 20), date(2026, 10, 26), 9),
    (
        "brackwater-rail",
        "lineside-board",
        "en",
        "cancelled-services",
        date(2026, 8, 20),
        date(2026, 10, 28),
        14,
    ),
)
"""Brand, source, language, theme, from, to, posts: what people spoke of more than else for a while."""

CRISIS = ("copperbeech-bank", date(2026, 3, 8), date(2026, 3, 21))
CRISIS_AMOUNTS = (
    ("copperbeech-app", 38),
    ("fairdeal-forum", 40),
    ("fairdeal-hotline", 12),
    ("ombudsman-register", 10),
)
LETTERS: tuple[tuple[str, str, str, date, int, int], ...] = (
    ("brackwater-rail", "lineside-board", "en", date(2026, 1, 12), 12, 15),
    ("larkwire", "bbwatch", "en", date(2026, 8, 12), 14, 13),
    ("falkennetz", "netzfrust", "de", date(2026, 5, 12), 10, 17),
)
"""Customers' letters: brand, source, language, first day, days, copies."""

OUTAGE = ("bbwatch", (13, 14, 15))
"""The source that could not be heard, and the runs (from 0) in which it could not."""
NOT_DUE = {"island-notes": 2, "shopkeepers-desk": 3, "ombudsman-register": 2}
"""Sources that are asked only every second or third run."""
