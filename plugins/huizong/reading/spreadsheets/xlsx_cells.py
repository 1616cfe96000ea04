"""The cell that a written value of an xlsx worksheet becomes, by its type and its style."""

from __future__ import annotations

from datetime import date, datetime, time

from huizong.model import Cell
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.decimals import from_written
from huizong.reading.cells.sight import in_cell
from huizong.reading.cells.typed_cells import (
    Pending,
    SheetGrid,
    boolean_cell,
    date_cell,
    error_cell,
    number_cell,
    text_cell,
)
from huizong.reading.cells.written_text import clean
from huizong.reading.containers.markup import is_true
from huizong.reading.containers.shared_strings import RichText
from huizong.reading.containers.xlsx_frame import Workbook
from huizong.reading.formulas.formula import shift_formula
from huizong.reading.refusals import damaged

DATE_CODE = "yyyy-mm-dd"
MOMENT_CODE = "yyyy-mm-dd hh:mm:ss"
Formula = tuple[str | None, tuple[str, int, int] | None]  # its text, and where it is shared from


class XlsxCells:
    """The cells of one worksheet as its file writes them: what a value, a formula, a string of several fonts becomes."""

    def __init__(self, workbook: Workbook, grid: SheetGrid) -> None:
        self.workbook, self.grid = workbook, grid
        self.shared: dict[str, tuple[str, int, int]] = {}

    def seen_cell(self, cell: Cell, runs: RichText, style: str | None) -> Cell | None:
        """A cell of several fonts as a person sees it."""
        seen, look = in_cell(self.workbook.runs(runs, style))
        self.grid.came_in_runs(cell.row, cell.column)
        return cell._replace(text=seen, value=seen, look=look) if seen or look else None

    def settle_formula(
        self, formula: Formula, kind: str | None, written: str | None, style: str | None, row: int, column: int
    ) -> Cell | None:
        """The cell of a formula by its cached value; None for the empty text, or if it is still to be computed."""
        text, origin = formula
        cell = self.typed_cell(kind, written, style, row, column, text) if written else None
        if text is None or (cell is None and kind == "str" and not self.workbook.stale):
            return cell
        if cell is None or self.workbook.stale:
            self.grid.pending[row, column] = Pending(text, self.workbook.style(style), cell, origin)
            return None
        return cell

    def typed_cell(self, kind: str | None, written: str, style: str | None, row: int, column: int, formula: str | None) -> Cell | None:
        """The cell of a written value. Raises FileRefusedError where the value does not fit its type."""
        if kind is None or kind == "n":
            value = from_written(written)
            if value is None:
                return text_cell(row, column, written, formula)
            return number_cell(row, column, value, self.workbook.style(style), date1904=self.workbook.date1904, formula=formula)
        if kind == "s":
            text = self.shared_string(written, row, column)
            return text_cell(row, column, text, formula) if text else None
        if kind in ("str", "inlineStr"):
            text = clean(written) if kind == "str" else written
            return text_cell(row, column, text, formula) if text else None
        if kind == "e":
            return error_cell(row, column, written, formula)
        if kind == "b":
            return boolean_cell(row, column, value=is_true(written), formula=formula)
        if kind == "d":
            return self.iso_date_cell(written, style, row, column, formula)
        return text_cell(row, column, written, formula)

    def shared_string(self, index: str, row: int, column: int) -> str:
        """A shared string. Raises FileRefusedError if the index leads nowhere: then text would be lost."""
        try:
            return self.workbook.strings[as_index(index)]
        except (ValueError, IndexError) as error:
            raise damaged(f"工作表“{self.grid.name}”第 {row} 行第 {column} 列引用了不存在的文本（共享字符串 {index}）") from error

    def iso_date_cell(self, written: str, style: str | None, row: int, column: int, formula: str | None) -> Cell:
        """A date written as ISO 8601 (strict workbooks)."""
        number_format = self.workbook.style(style)
        day = iso_date(written)
        if day is None:
            return text_cell(row, column, written, formula)
        code = number_format.code if number_format.is_date else MOMENT_CODE if isinstance(day, datetime) else DATE_CODE
        return date_cell(row, column, day, code, None, formula)

    def resolve_formula(self, kind: str, index: str, text: str, row: int, column: int) -> Formula:
        """The text of a formula; a follower of a shared formula gets its own, with the references moved."""
        if kind == "shared":
            if text:
                self.shared[index] = (text, row, column)
            elif index in self.shared:
                shared, first_row, first_column = self.shared[index]
                rows, columns = row - first_row, column - first_column
                return shift_formula(shared, rows, columns), (shared, rows, columns)
        elif kind == "dataTable":
            return "TABLE()", None
        return text or None, None


def as_index(written: str) -> int:
    """A place in a list. Raises ValueError for anything but digits: below 0 Python would count from the end."""
    index = whole_number(written, -1)
    if index < 0:
        raise ValueError(f"no place in a list: {written[:40]}")
    return index


def iso_date(written: str) -> date | datetime | time | None:
    """A date, moment or time of day in ISO 8601; None if it is none. A moment at midnight is a date."""
    try:
        if "T" in written:
            moment = datetime.fromisoformat(written)
            return moment.date() if moment.time() == time(0) else moment
        return time.fromisoformat(written) if ":" in written else date.fromisoformat(written)
    except ValueError:
        return None
