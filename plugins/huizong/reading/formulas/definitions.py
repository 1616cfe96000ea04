"""What formulas may name: cells and constants by defined names, columns and rows of tables (ECMA-376 part 1, 18.2.5 and 18.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from huizong.model import Merge
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.typed_cells import parse_range
from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.containers.package_relations import read_relations
from huizong.reading.containers.xlsx_frame import Workbook
from huizong.reading.formulas.formula import Reference, TablePart
from huizong.reading.formulas.formula_values import UncomputableError

SPECIFIER = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
ESCAPED = re.compile(r"'(.)")


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a worksheet: where it lies, how many rows of headers and totals it has, and its columns in order."""

    sheet: str
    where: Merge
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Definitions:
    """Defined names in capitals, those of one sheet by its name too, and tables by their names in capitals."""

    names: Mapping[str, str] = field(default_factory=dict)
    of_sheets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)

    def meaning(self, name: str, sheet: str) -> str | None:
        """The formula behind a name as a sheet sees it; None if there is none."""
        found = self.of_sheets.get((sheet, name.upper()))
        return found if found is not None else self.names.get(name.upper())

    def resolve(self, part: TablePart, row: int) -> Reference:
        """The cells of a part of a table, seen from a row. Raises UncomputableError for what is not there."""
        table = self.tables.get(part.table.upper())
        if table is None:
            raise UncomputableError(part.table)
        areas, columns = specifiers(part.part)
        first, last = table.where.first_row, table.where.last_row
        rows = {
            "": (first + table.header_rows, last - table.totals_rows),
            "#data": (first + table.header_rows, last - table.totals_rows),
            "#all": (first, last),
            "#headers": (first, first + table.header_rows - 1),
            "#totals": (last - table.totals_rows + 1, last),
            "#this row": (row, row),
        }
        if len(areas) > 1 or (areas and areas[0] not in rows):
            raise UncomputableError(part.part)
        top, bottom = rows[areas[0] if areas else ""]
        names = [name.casefold() for name in table.columns]
        if any(column not in names for column in columns) or top > bottom:
            raise UncomputableError(part.part)
        numbers = [table.where.first_column + names.index(column) for column in columns] or [
            table.where.first_column,
            table.where.last_column,
        ]
        return Reference(table.sheet, top, min(numbers), bottom, max(numbers), (True, True, True, True))


def specifiers(part: str) -> tuple[list[str], list[str]]:
    """The areas (#totals) and columns of what stands between a table's brackets, each column plain and without case."""
    if part.startswith("@"):
        part = f"[#This Row],{part[1:] if part[1:].startswith('[') else f'[{part[1:]}]'}" if part[1:] else "[#This Row]"
    found = SPECIFIER.findall(part) if part.startswith("[") else [part] if part.strip() else []
    rest = SPECIFIER.sub("", part) if part.startswith("[") else ""
    if rest.strip(" ,:;"):
        raise UncomputableError(part)
    plain = [ESCAPED.sub(r"\1", text).strip().casefold() for text in found]
    return [text for text in plain if text.startswith("#")], [text for text in plain if not text.startswith("#")]


def read_definitions(package: Package, workbook: Workbook) -> Definitions:
    """The names and tables of a workbook. Raises FileRefusedError for a broken part."""
    tables: dict[str, Table] = {}
    for entry in workbook.sheets:
        for kind, part in read_relations(package, entry.part).values():
            if kind != "table" or part not in package:
                continue
            root = markup.parse(package.read(part), part)
            columns = tuple(element.get("name") or "" for element in root.iter("{*}tableColumn"))
            header, totals = whole_number(root.get("headerRowCount"), 1), whole_number(root.get("totalsRowCount"), 0)
            table = Table(entry.name, parse_range(root.get("ref") or ""), header, totals, columns)
            tables.update({(root.get(key) or "").upper(): table for key in ("name", "displayName")})
    return Definitions(workbook.names, workbook.names_of_sheets, tables)
