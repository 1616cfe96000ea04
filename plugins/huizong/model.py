"""The values that cross from one room to the next.

The order is the order of the data: a file becomes documents (reading), a document becomes drafts of submissions
with figures as read (recognising, narrative), and everything that anyone has to say about a place is a finding.
Judging, verdicts and history live in the database, so they have no classes here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple


class Basis(StrEnum):
    """What a figure of an indicator and period says (DESIGN §2)."""

    CURRENT = "current"
    CUMULATIVE = "cumulative"
    PRIOR_YEAR = "prior_year"
    GROWTH_RATE = "growth_rate"
    CURRENT_PRIOR_YEAR = "current_prior_year"
    CURRENT_GROWTH_RATE = "current_growth_rate"
    PLAN = "plan"
    PLAN_COMPLETION = "plan_completion"

    @property
    def is_rate(self) -> bool:
        """Whether values are in % whatever the indicator's unit."""
        return self in (Basis.GROWTH_RATE, Basis.CURRENT_GROWTH_RATE, Basis.PLAN_COMPLETION)


class Status(StrEnum):
    """What became of a figure (DESIGN §2). Zero is REPORTED."""

    REPORTED = "reported"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"
    HELD = "held"


class Severity(StrEnum):
    """How grave an issue is, gravest first (DESIGN §2)."""

    CRITICAL = "critical"
    BLOCKING = "blocking"
    QUERY = "query"
    INFO = "info"


class Verdict(StrEnum):
    """What a submission came to (DESIGN §2)."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_QUERIES = "accepted_with_queries"
    PARTIALLY_ACCEPTED = "partially_accepted"
    RETURNED = "returned"
    WAITING = "waiting"
    IGNORED = "ignored"


class Maturity(StrEnum):
    """How final a figure is (PRACTICE, Figures); later members outrank earlier ones."""

    ESTIMATE = "estimate"
    FLASH = "flash"
    FINAL = "final"
    REVISED = "revised"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or one thing worth saying, at one place, found before the figures are judged.

    `rule` is a code of `issue_types.csv`, whose texts take `fields` ({observed}, {expected}, {detail} …).
    `place` is in the form of DESIGN §6 and may be a range; empty when the whole file is meant.
    `severity` overrides the issue type's own; None keeps it. The key of a figure is given where there is one.
    """

    rule: str
    place: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    organisation: str | None = None
    indicator: str | None = None
    period: str | None = None
    basis: str | None = None


# --- reading -> recognising ---------------------------------------------------------------------------------------

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


# --- recognising, narrative -> staging ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or the place of one, as a reporter gave it.

    `value` is in the indicator's own unit (in % for rates); None where there is no number. `raw` is the text as it
    stands. `precision` is the weight of the last digit written, in the same unit as `value` (4.5亿元 for 万元: 1000);
    checks derive their tolerance from it. `indicator`, `organisation` and `period` are None where they could not be
    told, and then `label` has the words that stood there. `is_total` marks a total over listed organisations, which
    only checks. `candidate` marks a figure in prose that nobody owes. `refers_to` is the basis a rate or
    prior-year value belongs to ("cumulative" or "current").
    """

    place: str
    raw: str
    status: Status
    organisation: str | None
    indicator: str | None
    period: str | None
    basis: Basis
    value: Decimal | None = None
    unit_written: str | None = None
    precision: Decimal | None = None
    label: str = ""
    is_total: bool = False
    candidate: bool = False
    qualifier: str | None = None
    maturity: Maturity | None = None
    refers_to: Basis | None = None
    source: Literal["cell", "prose"] = "cell"
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A filled-in 「说明」 that came back: `number` as on the receipt or the 差错清单, `text` as written.

    `answers_to` is the arrival whose marked workbook it was written in, None where the file doesn't say.
    """

    number: str
    text: str
    place: str = ""
    answers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name that the catalogue lacks, and the place of one number that waits for it.

    `name` is what a line of the catalogue would have to say: of an indicator, an organisation, a header (its whole path), a
    unit, or a measure of prose. `unit` is the one that stands beside it; of a unit, the one that was expected. `basis` is what is
    known of a header's or a measure's. `indicator` is the code of a measure that is known and that the form doesn't ask for.
    """

    kind: Literal["indicator", "organisation", "header", "unit", "measure"]
    name: str
    place: str
    unit: str | None = None
    basis: Basis | None = None
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What one file (or member) says for one form and its latest period, before anybody judges it.

    `reporter` is the organisation whose folder the file came from, None if unknown. `form` and `period` are None if
    they could not be told (a finding says so). `numeric_cells` = cells holding numbers; every one is a figure,
    structure or an issue: `structure_cells` counts headers, totals, notes and codes, `issue_cells` those held without
    a figure. `kind` is "narrative" for prose, "table" otherwise.
    """

    file: str
    sha256: str
    reporter: str | None
    form: str | None
    period: str | None
    kind: Literal["table", "narrative"] = "table"
    figures: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    numeric_cells: int = 0
    structure_cells: int = 0
    issue_cells: int = 0
    nil_report: bool = False
    verdict: Verdict | None = None  # set when it is clear before any check: IGNORED, WAITING
