"""docs/catalogue.md: names every file and column there is, and its examples are relations that the language takes."""

from __future__ import annotations

import csv
import re

import pytest

from huizong.catalogue.entries import KNOWN_FIELDS, Entry
from huizong.catalogue.folder.tables import ENTRIES, OPTIONAL_COLUMNS
from huizong.catalogue.form_entries import Form, FormRow, Relation, RelationException
from huizong.checking.language.relation import parse_all
from huizong.settings import REPOSITORY

TEXT = (REPOSITORY / "docs" / "catalogue.md").read_text("utf-8")


def keys(entry: type[Entry]) -> set[str]:
    """The fields as a catalogue's files write them."""
    return {field.alias or name for name, field in entry.model_fields.items()}


def about(file: str) -> str:
    """What the document says of a file: from its name in bold to the next one or the next heading."""
    _, found, rest = TEXT.partition(f"**{file}**")
    assert found, f"{file} is not described"
    return re.split(r"\n\*\*|\*\*[a-z_]+\.csv\*\*|\n## ", rest)[0]


@pytest.mark.parametrize("file", sorted(ENTRIES))
def test_every_column_of_every_file_is_described(file: str) -> None:
    said = about(file)
    assert {name for name in keys(ENTRIES[file]) if f"`{name}`" not in said} == set()
    assert set(re.findall(r"\[`(\w+)`\]", said)) == OPTIONAL_COLUMNS.get(file, frozenset())


@pytest.mark.parametrize("entry", [Form, FormRow, Relation, RelationException])
def test_every_key_of_a_form_is_described(entry: type[Entry]) -> None:
    _, _, said = TEXT.partition("## Forms")
    assert {name for name in keys(entry) if f"`{name}`" not in said.partition("## Texts")[0]} == set()


def test_the_fields_of_texts_are_described() -> None:
    assert set(re.findall(r"`\{(\w+)\}`", TEXT)) == set(KNOWN_FIELDS)


def test_every_example_is_a_relation() -> None:
    lines = TEXT.partition("```\n")[2].partition("\n```")[0].splitlines()
    examples = [re.split(r"\s{3,}", line)[0] for line in lines]
    assert [len(parse_all(example)) for example in examples] == [1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1]


@pytest.mark.parametrize("file", sorted(path.name for path in (REPOSITORY / "include" / "catalogue" / "narrative").glob("*.csv")))
def test_every_file_of_words_is_described(file: str) -> None:
    with (REPOSITORY / "include" / "catalogue" / "narrative" / file).open(encoding="utf-8", newline="") as lines:
        columns = next(csv.reader(lines))
    rows = [line for line in TEXT.splitlines() if f"`{file}`: " in line]
    assert rows
    assert [column for row in rows for column in columns if f"`{column}`" not in row] == []
