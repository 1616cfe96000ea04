"""A column and a row of a table, with what they are for and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from huizong.recognising.vocabulary.meaning import NOTHING, Meaning


class Role(Enum):
    """What a column is for."""

    LABEL = "label"
    VALUE = "value"
    UNIT = "unit"
    SERIAL = "serial"
    CODE = "code"
    REMARK = "remark"
    VARIANT = "variant"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """A column, the words above it, and what they say."""

    column: int
    role: Role
    words: tuple[str, ...]
    meaning: Meaning = NOTHING

    @property
    def title(self) -> str:
        """The words above as a person would name the column: 2024年/本月."""
        return "/".join(text.replace("\n", "") for text in self.words)


@dataclass(frozen=True)
class Row:
    """A body row, the names in its label columns, and what they say together with the section they stand under.

    `above` is what the section rows above say; `unit` the text in the unit column, empty if there is none; `unit_above` the
    last one that stands above an empty place there, and `unit_of_section` the one that a heading between the rows names.
    `heading` is the last line of one text that stands between the rows above it.
    """

    row: int
    names: tuple[str, ...]
    meaning: Meaning
    above: Meaning
    unit: str
    indent: int = 0
    unit_above: str = ""
    unit_of_section: str = ""
    heading: str = ""

    @property
    def label(self) -> str:
        """The names as one."""
        return "/".join(self.names)
