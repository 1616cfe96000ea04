"""A fresh workbook from the cells that were read, where the department's own file cannot be marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from huizong.feedback.marked_copy.cells import cell_at, fits
from huizong.feedback.marked_copy.faultlist import SHEET, ListHead, plain_number, put_text
from huizong.feedback.marked_copy.marking import add_marks, save
from huizong.feedback.marked_copy.masked_parts import PartMasking
from huizong.feedback.receipt.due import CellRow
from huizong.feedback.receipt.list_entries import FaultEntry
from huizong.places import CellPlace, parse_place, split_places

CELLS_AT_MOST = 200_000
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_PERCENT = re.compile(r"-?\d+(?:\.\d+)?%")
_WIDEST = 40


def rebuild(cells: Sequence[CellRow], head: ListHead, found: Sequence[FaultEntry], mark_as: str, at: datetime) -> bytes:
    """A workbook with the cells at their places, marked like the department's own; numbers stay numbers.

    Of more than CELLS_AT_MOST cells only the rows with faults are shown, and no cell that a worksheet has no place for.
    """
    cells = [cell for cell in cells if fits(cell.row, cell.column)]
    workbook = _new_workbook(at)
    titles = _titles(cells)
    shown = cells if len(cells) <= CELLS_AT_MOST else _rows_with_faults(cells, found)
    places: dict[str, str] = {}
    widths: dict[tuple[str, str], int] = {}
    for row in shown:
        title_of = titles[row.sheet]
        sheet = workbook[title_of] if title_of in workbook.sheetnames else workbook.create_sheet(title_of)
        cell = cell_at(sheet, row.row, row.column)
        _put(cell, row)
        places[row.place] = f"{title_of}!{cell.coordinate}"
        size = sum(2 if ord(character) > 255 else 1 for character in row.content)
        key = (title_of, cell.column_letter)
        widths[key] = min(max(widths.get(key, 8), size + 2), _WIDEST)
    for (name, letter), width in widths.items():
        workbook[name].column_dimensions[letter].width = width
    add_marks(workbook, head, found, _ranges(found, titles) | places)
    return save(workbook, mark_as, at, PartMasking(head.until))


def list_only(head: ListHead, found: Sequence[FaultEntry], mark_as: str, at: datetime) -> bytes:
    """A workbook with nothing but the 差错清单, for prose."""
    workbook = _new_workbook(at)
    add_marks(workbook, head, found)
    return save(workbook, mark_as, at, PartMasking(head.until))


def _new_workbook(at: datetime) -> Workbook:
    """A workbook without sheets, made at that instant."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.created = at.astimezone(UTC).replace(tzinfo=None)
    return workbook


def _titles(cells: Sequence[CellRow]) -> dict[str, str]:
    """Sheet names as a workbook takes them: 31 characters, some not allowed, each once, none of ours."""
    titles: dict[str, str] = {}
    used = {SHEET}
    for name in dict.fromkeys(cell.sheet for cell in cells):
        base = _NOT_IN_TITLES.sub("_", name).strip("'")[:28] or "表"
        title, number = base, 1
        while title.casefold() in {other.casefold() for other in used}:
            number += 1
            title = f"{base}_{number}"
        used.add(title)
        titles[name] = title
    return titles


def _put(cell: Cell, row: CellRow) -> None:
    """The cell's content, a number as a number with the digits it was written with."""
    text = row.content.strip()
    if row.kind == "number" and _PERCENT.fullmatch(text):
        number = plain_number(text[:-1])
        if number is not None:
            cell.value = number.scaleb(-2)
            cell.number_format = _digits(text[:-1]) + "%"
            return
    number = plain_number(text) if row.kind == "number" else None
    if number is None:
        put_text(cell, row.content)
        return
    cell.value = number
    cell.number_format = ("#,##" if "," in text else "") + _digits(text)


def _digits(text: str) -> str:
    """A number format with as many decimals as the text has."""
    decimals = len(text.partition(".")[2])
    return "0." + "0" * decimals if decimals else "0"


def _ranges(found: Sequence[FaultEntry], titles: Mapping[str, str]) -> dict[str, str]:
    """Places of sheets under the titles that their sheets have got."""
    ranges = {}
    for text in (part for entry in found for part in split_places(entry.place)):
        place = parse_place(text)
        if isinstance(place, CellPlace) and place.sheet in titles:
            ranges[text] = f"{titles[place.sheet]}!{place.reference}"
    return ranges


def _rows_with_faults(cells: Sequence[CellRow], found: Sequence[FaultEntry]) -> list[CellRow]:
    """Only the rows that a fault names, and the first rows of each sheet, where the headers are."""
    named = {part for entry in found for part in split_places(entry.place)}
    rows = {(cell.sheet, cell.row) for cell in cells if cell.place in named}
    return [cell for cell in cells if cell.row <= 10 or (cell.sheet, cell.row) in rows][:CELLS_AT_MOST]
