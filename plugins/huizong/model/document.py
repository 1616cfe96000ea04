"""What reading hands to recognising: a file as sheets of cells and paragraphs of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, NamedTuple

from huizong.model.finding import Finding

CellKind = Literal["number", "text", "boolean", "date", "error", "formula"]


class Look(NamedTuple):
    """What a person sees of a text beyond its letters.

    `kind` is "struck" where all of it is crossed out, "unseen" where all has the colour of its ground, and "part" where
    parts that are crossed out, deleted, hidden or unseen are no part of it, "red" where it is an unsigned number in red, which
    may stand for one below zero. `marked` names what is left out: `〔划掉：168〕150`.
    """

    kind: Literal["struck", "unseen", "part", "red"]
    marked: str


class Cell(NamedTuple):
    """One cell that is not empty. Rows and columns count from 1. A tuple, because a file has thousands of them.

    `text` is what a person sees, untrimmed. `value` is typed: Decimal for numbers (binary noise already removed, exact
    otherwise), str for text and for error codes (`#REF!`), date / datetime / time for dates, None for a formula that
    has no value. `kind` is "formula" only for a formula without cached value that could not be computed.
    `raw_number` keeps the number under a date format, so that a date in a number column can name it. `look` is there
    where the formatting says something that the text does not.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    value: Decimal | str | bool | date | datetime | time | None
    number_format: str | None = None
    formula: str | None = None
    computed: bool = False
    raw_number: Decimal | None = None
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both ends included, counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table-like thing: a worksheet, a delimited text, or a table inside a document or page.

    `layout` decides how places are written: "sheet" and "table" as `name!B3`, "delimited" as `line:field`, where
    `line_numbers` maps a row to the physical line it starts on (quoted line breaks make them differ).
    `margins` are the texts that stand in no cell: text boxes over the sheet, the header and footer of its printed pages.
    `unseen_zeros` are the cells that hold 0 and show nothing, by the view of the sheet or their format.
    `after_paragraph` is the number of the paragraph before a table of a document (0: it stands first), None elsewhere.
    `comments` are the texts of the comments at cells, by row and column. `field_counts` is how many fields, empty ones too,
    each row of a text that is parted by commas has; empty for all else.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    layout: Literal["sheet", "delimited", "table"] = "sheet"
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unseen_zeros: frozenset[tuple[int, int]] = frozenset()
    after_paragraph: int | None = None
    line_numbers: Mapping[int, int] | None = None
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    margins: tuple[str, ...] = ()
    field_counts: Mapping[int, int] = field(default_factory=dict)

    def place(self, row: int, column: int) -> str:
        """Where the cell is, in the form of DESIGN §6."""
        if self.layout == "delimited":
            line = self.line_numbers[row] if self.line_numbers else row
            return f"{line}:{column}"
        return f"{self.name}!{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """The spreadsheet name of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of prose, its text untouched; `number` counts from 1 over the document, empty ones included.

    `look` names what stands there and is no part of the text: crossed out, deleted, hidden. `in_margin` says that it stands
    in the header or footer of the pages.
    """

    number: int
    text: str
    heading_level: int | None = None
    look: Look | None = None
    in_margin: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One file, or one member of an archive, read whole; or refused, and then `refusal` says why and nothing else is there.

    `name` is the file's name as received, `archive.zip/member` for a member. `kind` is by content (xlsx, xls, ods, csv,
    txt, docx, html, pdf …), never by extension. `findings` are what reading has to say (converted encoding, hidden
    sheets, wrong extension …). `properties` are the document's own properties (`huizong` marks what we wrote).
    `sha256` is that of the bytes of the file or member.
    """

    name: str
    sha256: str
    kind: str
    encoding: str | None = None
    sheets: tuple[Sheet, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusal: Finding | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
