"""A small county, and tables of it built in a line: rows of cells become sheets, sheets documents, documents drafts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from huizong.catalogue import Catalogue
from huizong.model import Cell, Document, Draft, Figure, Merge, Paragraph, Sheet
from huizong.recognising import Context, recognise

TITLE = "明川县主要经济指标月报表（2026年6月）"
UNDATED = "明川县主要经济指标月报表"
DECLARED = "填报单位：石桥镇人民政府"
RECEIVED = datetime(2026, 7, 3, 9, 0)


_WHOLE, _FRACTION = re.compile(r"-?\d+"), re.compile(r"-?\d+\.\d+")


def number(value: str, text: str | None = None, number_format: str | None = None) -> Cell:
    """A cell that holds a number as a spreadsheet stores it."""
    return Cell(1, 1, "number", text if text is not None else value, Decimal(value), number_format)


def day(year: int, month: int, dom: int, raw: str = "46203") -> Cell:
    """A cell with a date format."""
    return Cell(1, 1, "date", f"{year}-{month:02d}-{dom:02d}", date(year, month, dom), "yyyy-mm-dd", raw_number=Decimal(raw))


def error(code: str) -> Cell:
    """An error cell."""
    return Cell(1, 1, "error", code, code)


def formula(text: str) -> Cell:
    """A formula without a value."""
    return Cell(1, 1, "formula", text, None, formula=text)


Row = Sequence[Cell | str | int | float | None]


def row(text: str) -> list[str | int | float | None]:
    """A row as it is written down: cells are parted by spaces, · is an empty one, and what is written as a plain number is a number."""
    return [None if word == "·" else _typed(word) for word in text.split()]


def _typed(word: str) -> str | int | float:
    if _WHOLE.fullmatch(word):
        return int(word)
    return float(word) if _FRACTION.fullmatch(word) else word


def monthly(*rows: str | Row) -> list[Row]:
    """The monthly form as the town fills it: its title, who reports, and below these the rows, in words or cell by cell."""
    return [[TITLE], [DECLARED], *(row(line) if isinstance(line, str) else line for line in rows)]


def sheet(
    rows: Sequence[Row],
    name: str = "表",
    merges: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    delimited: bool = False,
    hidden: bool = False,
) -> Sheet:
    """A sheet of rows from A1 on; numbers become number cells, None and empty texts stay empty."""
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                value = Cell(row, column, "text", value, value)
            elif not isinstance(value, Cell):
                value = number(str(value))
            cells[row, column] = value._replace(row=row, column=column)
    layout = "delimited" if delimited else "sheet"
    return Sheet(name, cells, layout, tuple(map(_merge, merges)), hidden=hidden, hidden_rows=frozenset(hidden_rows))


def _merge(text: str) -> Merge:
    first, second = (re.fullmatch(r"([A-Z])(\d+)", corner) for corner in text.split(":"))
    assert first and second
    return Merge(int(first[2]), ord(first[1]) - 64, int(second[2]), ord(second[1]) - 64)


def document(*sheets: Sheet, name: str = "报表.xlsx", paragraphs: Sequence[str] = (), properties: dict[str, str] | None = None) -> Document:
    """A document as reading gives it."""
    texts = tuple(Paragraph(number, text) for number, text in enumerate(paragraphs, start=1))
    digest = hashlib.sha256(repr((sheets, texts)).encode()).hexdigest()
    return Document(name, digest, "xlsx", sheets=sheets, paragraphs=texts, properties=properties or {})


def drafts(
    catalogue: Catalogue, *documents: Document, reporter: str | None = None, period: str | None = None, received: datetime = RECEIVED
) -> tuple[Draft, ...]:
    """What the room makes of the documents of one arrival."""
    return recognise(documents, Context(reporter, period, received), catalogue)


def draft(
    catalogue: Catalogue,
    rows: Sequence[Row],
    reporter: str | None = None,
    period: str | None = None,
    merges: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    delimited: bool = False,
    name: str = "表",
) -> Draft:
    """The one draft of a workbook of one sheet."""
    page = sheet(rows, name, merges, hidden_rows, delimited)
    (only,) = drafts(catalogue, document(page), reporter=reporter, period=period)
    return only


def told(found: Draft) -> set[tuple[str | None, str | None, str | None, str, str, str]]:
    """The figures that are no totals, short: organisation, indicator, period, basis, value or status, and cell."""
    return {_short(figure) for figure in found.figures if not figure.is_total}


def totals(found: Draft) -> set[tuple[str | None, str | None, str | None, str, str, str]]:
    """The totals, in the same form."""
    return {_short(figure) for figure in found.figures if figure.is_total}


def _short(figure: Figure) -> tuple[str | None, str | None, str | None, str, str, str]:
    value = figure.status.value if figure.status != "reported" or figure.value is None else format(figure.value.normalize(), "f")
    return (figure.organisation, figure.indicator, figure.period, figure.basis.value, value, figure.place.rpartition("!")[2])


def rules(found: Draft) -> set[tuple[str, str]]:
    """The rules that fired, with their places."""
    return {(finding.rule, finding.place) for finding in found.findings}


def balance(found: Draft) -> tuple[int, int, int, int]:
    """Cells with numbers: all, figures, structure, issues."""
    figures = found.numeric_cells - found.structure_cells - found.issue_cells
    return (found.numeric_cells, figures, found.structure_cells, found.issue_cells)
