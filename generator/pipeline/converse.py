"""The conversation with sources: ask, read what they answered, and ask on until everything new was heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.model.words import SourceId
from generator.pipeline.exchange import Means, Turn, exchange
from generator.pipeline.line import Line
from generator.pipeline.talk import Said, Talk


def converse(talks: Sequence[Talk], means: Means) -> dict[SourceId, Said]:
    """Talk with all sources side by side, wave by wave; each host is asked one thing at a time.

    Returns:
        What each source said; sources that were not asked (a recording without them, or a person who
        stopped the run) are left out. A source that fails is a value, not an error.
    """
    answerer, pool, setting, progress = means
    lines = {talk.source.id: Line(talk, setting) for talk in talks}
    while not answerer.stopped and (wave := [turn for line in lines.values() for turn in line.turns()]):
        busy = {turn.source.id: lines[turn.source.id] for turn, _stream in wave}
        for line in busy.values():
            progress.told(line.told("asking"))
        done = set()
        for one in exchange([turn for turn, _stream in wave], answerer, pool):
            done.add(one.place)
            turn, stream = wave[one.place]
            lines[turn.source.id].hear(turn, stream, one, answerer)
        for line in busy.values():
            line.go_on()
            progress.told(line.told(line.state))
        if answerer.stopped:
            _count_unasked(lines, [turn for place, (turn, _) in enumerate(wave) if place not in done])
    return {SourceId(name): said for name, line in lines.items() if (said := line.said()) is not None}


def _count_unasked(lines: dict[str, Line], turns: Iterable[Turn]) -> None:
    for turn in turns:
        lines[turn.source.id].miss(turn)
