"""The department's own workbook with its faults marked: same layout, coloured cells, comments, a list in front."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from openpyxl import load_workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from huizong.feedback.marked_copy.cell_comments import comment_for, remove_ours, without_ours
from huizong.feedback.marked_copy.cells import targets
from huizong.feedback.marked_copy.faultlist import COLOURS, SHEET, ListHead, add_fault_list, solid
from huizong.feedback.marked_copy.fills import remember_fills, restore_fills
from huizong.feedback.marked_copy.inert import make_inert
from huizong.feedback.marked_copy.masked_parts import PartMasking
from huizong.feedback.marked_copy.packing import part_names, settle
from huizong.feedback.marked_copy.personal import mask_workbook
from huizong.feedback.marked_copy.weight import is_too_heavy
from huizong.feedback.receipt.list_entries import FaultEntry
from huizong.model import Severity
from huizong.places import split_places

PROPERTY = "huizong"
_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


class NotMarkableError(Exception):
    """openpyxl cannot open this workbook, or not in time; the message says why, in words for a clerk."""


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a package with worksheets in XML (xlsx, xlsm)."""
    return "xl/workbook.xml" in part_names(data)


def has_macros(data: bytes) -> bool:
    """Whether the workbook is of the kind that carries macros (xlsm)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _MACROS in archive.read("[Content_Types].xml")


class Marked(NamedTuple):
    """A marked workbook; whether personal numbers were masked in it, and formulas that start a program became text."""

    content: bytes
    masked: bool
    stopped: bool


def mark(data: bytes, head: ListHead, found: Sequence[FaultEntry], figure_places: Container[str], mark_as: str, at: datetime) -> Marked:
    """The workbook with its faults marked.

    `figure_places` are cells whose numbers are figures and stay, `mark_as` is the value of the document property that tells
    what we wrote, `at` the instant that the file carries. Raises NotMarkableError.
    """
    workbook = _open(data)
    if any(item.name == PROPERTY for item in _properties(workbook).props):
        _take_back(workbook)
    cells, parts, stopped = mask_workbook(workbook, figure_places), PartMasking(head.until), make_inert(workbook)
    add_marks(workbook, head, found)
    return Marked(save(workbook, mark_as, at, parts), cells > 0 or parts.changed, stopped > 0)


def add_marks(workbook: Workbook, head: ListHead, found: Sequence[FaultEntry], places: Mapping[str, str] | None = None) -> None:
    """Colours and comments of the faults at their cells, and the list of them in front.

    `places` translates places that are no cells, such as those of a CSV.
    """
    by_place: dict[str, list[FaultEntry]] = {}
    for entry in found:
        by_place.setdefault(entry.place, []).append(entry)
    links: dict[str, tuple[str, str]] = {}
    at_cell: dict[tuple[str, str], list[FaultEntry]] = {}
    coloured: dict[tuple[str, str], Severity] = {}
    ranks = list(Severity)
    for place, several in by_place.items():
        marked = targets(workbook, ((places or {}).get(part, part) for part in split_places(place)))
        if not marked:
            continue
        first = marked[0]
        links[place] = (first.sheet.title, first.cells[0].coordinate)
        at_cell.setdefault(links[place], []).extend(several)
        gravest = min((entry.severity for entry in several), key=ranks.index)
        for key in ((one.sheet.title, cell.coordinate) for one in marked for cell in one.cells):
            coloured[key] = min(coloured.get(key, gravest), gravest, key=ranks.index)
    before = [(sheet, reference, workbook[sheet][reference].fill) for sheet, reference in coloured]
    for (sheet, reference), severity in coloured.items():
        workbook[sheet][reference].fill = solid(COLOURS[severity])
    for (sheet, reference), several in at_cell.items():
        cell = workbook[sheet][reference]
        cell.comment = comment_for(several, without_ours(cell.comment.text) if cell.comment else "")
    fault_list = add_fault_list(workbook, head, found, links)
    remember_fills(fault_list, before)
    _put_first(workbook, fault_list)


def _open(data: bytes) -> Workbook:
    try:
        heavy = is_too_heavy(data)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise NotMarkableError(f"工作簿的结构不规范（{type(error).__name__}）") from error
    if heavy:
        raise NotMarkableError("工作簿太大")
    try:
        return load_workbook(io.BytesIO(data), rich_text=True, keep_vba=has_macros(data), keep_links=True)
    except Exception as error:
        # openpyxl raises whatever its parts raise; the reason goes on the receipt and the cells are shown in a new workbook.
        raise NotMarkableError(f"工作簿的结构不规范（{type(error).__name__}）") from error


def _take_back(workbook: Workbook) -> None:
    """Removes what an earlier marking added, so that a file that comes back is marked afresh."""
    if SHEET in workbook.sheetnames:
        restore_fills(workbook, workbook[SHEET])
        del workbook[SHEET]
    remove_ours(workbook)


def _put_first(workbook: Workbook, fault_list: Worksheet) -> None:
    """The list is what opens."""
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet is fault_list
    workbook.active = fault_list


def save(workbook: Workbook, mark_as: str, at: datetime, masking: PartMasking | None = None) -> bytes:
    """The workbook with our document property, its parts masked; raises NotMarkableError if openpyxl cannot write what it has read."""
    kept = [item for item in _properties(workbook).props if item.name != PROPERTY]
    _properties(workbook).props = [*kept, StringProperty(name=PROPERTY, value=mark_as)]
    written = io.BytesIO()
    try:
        workbook.save(written)
    except Exception as error:
        # Parts that openpyxl read but cannot write; the cells are shown in a new workbook instead.
        raise NotMarkableError(f"工作簿含有不能再保存的内容（{type(error).__name__}）") from error
    return settle(written.getvalue(), at, masking)


def _properties(workbook: Workbook) -> Any:
    """The custom document properties, which the type stubs of openpyxl do not know."""
    return cast("Any", workbook).custom_doc_props
