from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from generator import canonical
from generator.archive import merge
from generator.model.events import AnyEvent, Clock, LedgerLine, MentionEvent, SourceFacts, Tombstone
from generator.model.mention import Finding

PAGE = (Path(__file__).parents[2] / "content/pages/archive-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```json\n(.*)\n```$", PAGE, re.MULTILINE)
LINES = [example for example in EXAMPLES if '"type"' in example]
SMALL = dict(
    zip((SourceFacts, LedgerLine, Clock), [one for one in EXAMPLES if one not in LINES], strict=True)
)
EVENTS = [msgspec.json.decode(line, type=AnyEvent) for line in LINES]


@pytest.mark.parametrize("line", LINES)
def test_every_example_is_a_line_as_the_program_writes_it(line: str) -> None:
    assert canonical.dumps(msgspec.json.decode(line, type=AnyEvent)).decode() == line


@pytest.mark.parametrize("kind", list(SMALL))
def test_every_example_of_a_small_file_is_what_the_program_writes(kind: type[msgspec.Struct]) -> None:
    assert canonical.dumps(msgspec.json.decode(SMALL[kind], type=kind)).decode() == SMALL[kind]


def test_every_type_of_line_has_an_example() -> None:
    assert {type(event) for event in EVENTS} == set(AnyEvent.__args__)


@pytest.mark.parametrize("kind", [*AnyEvent.__args__, Finding, SourceFacts, LedgerLine])
def test_every_field_is_explained(kind: type[msgspec.Struct]) -> None:
    assert [field for field in kind.__struct_fields__ if f"`{field}`" not in PAGE] == []


def test_the_example_id_and_leaf_can_be_worked_out_from_the_page() -> None:
    mention = next(event for event in EVENTS if isinstance(event, MentionEvent))
    stone = next(event for event in EVENTS if isinstance(event, Tombstone))
    assert mention.id == canonical.id16("forum.example", "guid:t42-1")
    assert stone.leaf == canonical.leaf(canonical.dumps(mention))


def test_the_examples_tell_one_story() -> None:
    standing = [event for event in EVENTS if not isinstance(event, Tombstone)]
    folded = merge(standing)
    (mention,), (reply,) = folded.mentions, folded.replies
    assert (mention.rev, mention.gone, mention.finding.rules) == (1, "410", "88d01be2")
    assert (reply.to, folded.orphans) == (mention.id, 0)
