"""A post that its source deletes loses its words here, and is still counted."""

import pytest

from generator.archive import merge, plan_gone
from generator.model.events import AnyEvent, GoneEvent
from tests.archive.made import day, draft, name, planned


@pytest.fixture
def events() -> tuple[AnyEvent, ...]:
    return planned([draft("a"), draft("b")]).events


def test_a_deleted_post_loses_its_words_and_stays_counted(events: tuple[AnyEvent, ...]) -> None:
    gone = plan_gone([name("a")], heard=set(), known=merge(events), now=day(7))
    (event,) = gone
    assert isinstance(event, GoneEvent)
    assert (event.id, event.rev, event.how) == (name("a"), 0, "tombstone")
    folded = {one.id: one for one in merge((*events, *gone)).mentions}
    assert (folded[name("a")].excerpt, folded[name("a")].hidden) == (None, "gone")
    assert folded[name("b")].excerpt is not None


def test_a_deletion_told_twice_or_of_a_stranger_or_of_a_post_still_there_adds_nothing(
    events: tuple[AnyEvent, ...],
) -> None:
    gone = plan_gone([name("a")], heard=set(), known=merge(events), now=day(7))
    again = merge((*events, *gone))
    assert plan_gone([name("a"), name("stranger")], heard=set(), known=again, now=day(14)) == ()
    assert plan_gone([name("b")], heard={name("b")}, known=again, now=day(14)) == ()
