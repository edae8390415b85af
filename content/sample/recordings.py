"""The runs: what each source shows at each moment, as files, and the manifest that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from content.sample import plan
from content.sample.post import Post
from content.sample.shapes_of_feeds import ENDINGS, WRITERS

ROWS_FOR = timedelta(days=110)
"""How long a record stays in its file."""
SPARE = 1.25
TITLES = {
    "fairdeal-forum": "Fairdeal Forum", "verbraucherecke": "Verbraucherecke",
    "parole-de-clients": "Parole de clients",
    "lineside-board": "Lineside Board", "island-notes": "Island Notes", "bbwatch": "Broadband Watch",
    "netzfrust": "Netzfrust", "hearthside": "Hearthside", "norrholt-community": "Norrholt Community",
    "shopkeepers-desk": "The Shopkeeper's Desk",
}  # fmt: skip


def record(posts: Sequence[Post], names: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """All files by path below the sample folder, and the runs of the manifest.

    `names` gives records the company's name as their source spells it.
    """
    by_source = {source: [one for one in posts if one.source == source] for source in plan.PLACES}
    for one in posts:
        if one.form in {"hotline", "register"}:
            one.title = names[one.brand]
    sizes = {source: _size(source, mine) for source, mine in by_source.items()}
    files: dict[str, str] = {}
    runs: list[dict[str, Any]] = []
    for number, now in enumerate(plan.RUNS):
        sources: dict[str, Any] = {}
        for source, mine in by_source.items():
            answer = _answer(source, number, mine, sizes[source])
            if isinstance(answer, str):
                path = f"runs/{now:%Y-%m-%d}/{source}.{ENDINGS.get(plan.PLACES[source].form, 'xml')}"
                files[path] = answer
                sources[source] = path
            elif answer:
                sources[source] = answer
        run: dict[str, Any] = {"now": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "sources": sources}
        if pages := _pages(posts, now):
            run["pages"] = pages
        runs.append(run)
    return files, runs


def _pages(posts: Sequence[Post], now: datetime) -> dict[str, Any]:
    """Posts whose feed does not tell that they are deleted: their own addresses do."""
    gone = [one for one in posts if one.gone and one.gone <= now and one.form == "phpbb"]
    return {one.page: {"status": 404, "reason": "Not Found"} for one in gone}


def heard(source: str) -> Iterator[tuple[int, datetime]]:
    """The runs in which a source answers."""
    for number, now in enumerate(plan.RUNS):
        due = (len(plan.RUNS) - 1 - number) % plan.NOT_DUE.get(source, 1) == 0
        if due and not (source == plan.OUTAGE[0] and number in plan.OUTAGE[1]):
            yield number, now


def _touched(post: Post, now: datetime) -> datetime:
    return post.edit[0] if post.edit and post.edit[0] <= now else post.shown


def _size(source: str, posts: Sequence[Post]) -> int:
    before, most = datetime.min.replace(tzinfo=plan.RUNS[0].tzinfo), 15
    for _number, now in heard(source):
        new = sum(before < _touched(one, now) <= now for one in posts)
        most, before = max(most, new if before.year > 1 else most), now
    return int(most * SPARE) + 4


def _answer(source: str, number: int, posts: Sequence[Post], size: int) -> str | dict[str, Any] | None:
    if source == plan.OUTAGE[0] and number in plan.OUTAGE[1]:
        return {"status": 503, "reason": "Service Unavailable"}
    times = [now for heard_number, now in heard(source) if heard_number <= number]
    if not times or times[-1] != plan.RUNS[number]:
        return None
    now, last = times[-1], times[-2] if len(times) > 1 else None
    place = plan.PLACES[source]
    window = _window(place.form, posts, now, size)
    news = last is None or any(last < _touched(one, now) for one in window)
    if place.form not in ENDINGS and not news:
        return {"status": 304, "reason": "Not Modified"}
    return WRITERS[place.form](TITLES.get(source, source), place.host, window, now)


def _window(form: str, posts: Sequence[Post], now: datetime, size: int) -> list[Post]:
    shown = [one for one in posts if one.shown <= now]
    if form in ENDINGS:
        return [one for one in shown if one.at > now - ROWS_FOR]
    if form != "threads":
        shown = [one for one in shown if not (one.gone and one.gone <= now)]
    return sorted(shown, key=lambda one: (_touched(one, now), one.number), reverse=True)[:size]
