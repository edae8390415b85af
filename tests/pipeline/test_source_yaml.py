"""Sources as YAML: what stands in it comes from strangers' pages and tables, and is printed."""

import pytest
import yaml

from generator.model.source import Columns, Source
from generator.pipeline.source_yaml import quoted, source_yaml

WORDS = [
    "plain",
    "Größe",
    "a\x1b[2Jb",
    "a\x9b2Jb",
    "a\u202egpj",
    "a\x85b",
    "a\u2028b",
    'a"\n- b: c',
    "\U000e0041x",
    "😀 # x",
]


@pytest.mark.parametrize("words", WORDS)
def test_strangers_words_are_escaped_and_read_back_as_they_were(words: str) -> None:
    written = quoted(words)
    assert written.isprintable()
    assert yaml.safe_load(written) == words


@pytest.mark.parametrize("words", WORDS)
def test_no_column_and_no_query_commands_a_terminal(words: str) -> None:
    columns = Columns(id=words, date="date", text="text")
    source = Source(id="a", title="A table", url="a.csv", columns=columns, query=(f"one {words}", "two"))
    text = source_yaml(source)
    assert text.replace("\n", "").isprintable()
    (read,) = yaml.safe_load(text)
    assert (read["columns"]["id"], read["query"]) == (words, [f"one {words}", "two"])
