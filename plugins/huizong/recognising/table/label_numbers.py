"""Numbers in the columns of a table that hold no values: codes, names, units, comparisons of their own."""

from __future__ import annotations

import re
from decimal import Decimal

from huizong.model import Finding
from huizong.recognising.table.axes import Role
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.table_result import TableResult
from huizong.recognising.value.cell_values import looks_numeric
from huizong.recognising.vocabulary.form_words import counted_time, says_other_period
from huizong.recognising.vocabulary.header_words import FormLexicon

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_CODE = Decimal(10) ** 15


def refuse_cut_codes(layout: Layout, result: TableResult) -> None:
    """Codes stored as numbers of more than 15 digits: a spreadsheet keeps no more, so their ends are lost."""
    for column in layout.columns:
        if column.role is Role.VALUE:
            continue
        for row in layout.rows:
            cell = layout.block.grid.cell(row.row, column.column)
            if cell is not None and cell.kind == "number" and isinstance(cell.value, Decimal) and abs(cell.value) >= _LONGEST_CODE:
                place = layout.block.grid.place(cell.row, cell.column)
                result.issues.add((cell.row, cell.column))
                result.findings.append(Finding("code-precision-lost", place, {"observed": cell.text.strip(), "place": place}))


def note_numbers_as_names(layout: Layout, result: TableResult) -> None:
    """Numbers in a column of names are taken for names, and pointed out: somebody may have slipped a column."""
    for column in layout.columns:
        cells = [layout.block.grid.cell(row.row, column.column) for row in layout.rows] if column.role is Role.LABEL else []
        if any(map(counted_time, column.words)):
            continue
        numbers = [cell for cell in cells if cell is not None and cell.kind == "number" and not _YEAR.fullmatch(cell.text.strip())]
        if numbers:
            place = layout.block.grid.span_place([(cell.row, cell.column) for cell in numbers])
            result.findings.append(Finding("label-is-number", place, {"observed": numbers[0].text.strip(), "place": place}))


def set_aside_variants(layout: Layout, lexicon: FormLexicon, result: TableResult) -> None:
    """环比 and the like are labelled comparisons of their own, never growth_rate (PRACTICE, Checks); 上年末 is another period's."""
    for column in layout.columns:
        if column.role is not Role.VARIANT:
            continue
        places = [
            (row.row, column.column)
            for row in layout.rows
            if looks_numeric(layout.block.grid.cell(row.row, column.column), lexicon.catalogue)
        ]
        if places:
            result.issues.update(places)
            place = layout.block.grid.span_place(places)
            rule = "period-other" if any(map(says_other_period, column.words)) else "growth-variant"
            result.findings.append(Finding(rule, place, {"observed": column.title, "place": place}))


def point_out_misplaced(layout: Layout, lexicon: FormLexicon, result: TableResult) -> None:
    """Numbers in the column of units, of another table under this one or of a row that slipped, are told once."""
    if misplaced := _numbers_in({Role.UNIT}, layout, lexicon) - result.issues:
        result.issues |= misplaced
        place = layout.block.grid.span_place(sorted(misplaced))
        result.findings.append(Finding("outside-table", place, {"place": place, "observed": str(len(misplaced))}))


def numeric_places(layout: Layout, lexicon: FormLexicon) -> set[tuple[int, int]]:
    """The places of the table's other columns that hold numbers: codes, serial numbers, years as labels, remarks."""
    roles = set(Role) - {Role.VALUE, Role.VARIANT, Role.UNIT}
    return _numbers_in(roles, layout, lexicon)


def _numbers_in(roles: set[Role], layout: Layout, lexicon: FormLexicon) -> set[tuple[int, int]]:
    grid = layout.block.grid
    return {
        (row.row, column.column)
        for row in layout.rows
        for column in layout.columns
        if column.role in roles and looks_numeric(grid.cell(row.row, column.column), lexicon.catalogue)
    }
