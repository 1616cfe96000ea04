"""The fills that marking painted over, kept on the list's sheet, so that they come back with the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from lxml import etree
from openpyxl.styles.fills import Fill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADER = "原底色"
_COLUMN = 20
_FIRST_ROW = 6
_LONGEST_XML = 2000


def remember_fills(fault_list: Worksheet, before: Sequence[tuple[str, str, Fill]]) -> None:
    """Writes sheet, cell and the fill as XML into hidden columns."""
    fault_list.cell(_FIRST_ROW - 1, _COLUMN, HEADER)
    for row, (sheet, reference, fill) in enumerate(before, _FIRST_ROW):
        for offset, text in enumerate((sheet, reference, _as_xml(fill))):
            cell = fault_list.cell(row, _COLUMN + offset, text)
            cell.data_type = "s"
    for column in range(_COLUMN, _COLUMN + 3):
        fault_list.column_dimensions[get_column_letter(column)].hidden = True


def restore_fills(workbook: Workbook, fault_list: Worksheet) -> None:
    """Gives cells back the fills that they had before; lines that someone changed into nonsense are passed over."""
    if fault_list.cell(_FIRST_ROW - 1, _COLUMN).value != HEADER:
        return
    for row in fault_list.iter_rows(min_row=_FIRST_ROW, min_col=_COLUMN, max_col=_COLUMN + 2, values_only=True):
        sheet, reference, xml = (str(value) if value is not None else "" for value in row)
        if sheet in workbook.sheetnames and reference and len(xml) < _LONGEST_XML:
            fill = _parse(xml)
            if fill is not None:
                workbook[sheet][reference].fill = fill


def _as_xml(fill: Fill) -> str:
    return str(cast("Any", etree).tostring(fill.to_tree(), encoding="unicode"))


def _parse(xml: str) -> Fill | None:
    """The fill behind its XML; None for what is none."""
    try:
        element = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        fill = cast("Any", Fill).from_tree(element)
        return fill if isinstance(fill, Fill) else None
    except (etree.XMLSyntaxError, ValueError, TypeError):
        return None
