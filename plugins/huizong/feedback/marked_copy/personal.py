"""Personal numbers in the marked copy of a workbook: nothing outside the archive shows them whole (PRACTICE)."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from huizong.feedback.marked_copy.cells import written_cells
from huizong.feedback.marked_copy.faultlist import put_text
from huizong.reading.masking import mask, masked_name


def mask_workbook(workbook: Workbook, figure_places: Container[str]) -> int:
    """Masks identity numbers and mobiles in cells and comments; returns how many cells were changed.

    A number that was read as a figure stays one, whatever it looks like.
    """
    changed = 0
    for sheet in workbook.worksheets:
        for cell in written_cells(sheet):
            if isinstance(cell, MergedCell):
                continue
            if cell.comment is not None and mask(cell.comment.text) != cell.comment.text:
                cell.comment = Comment(mask(cell.comment.text), cell.comment.author)
            text = _text(cell.value) if cell.data_type != "f" else ""  # the part that is written masks formulas as they stand
            if text and mask(text) != text and f"{masked_name(sheet.title)}!{cell.coordinate}" not in figure_places:
                put_text(cell, mask(text))
                changed += 1
    return changed


def _text(value: object) -> str:
    """The value as the masking looks at it; whole numbers as their digits, other kinds not at all."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, (int, float, Decimal)):
        return str(int(value)) if 10**9 < value < 10**19 and value == int(value) else ""
    return str(value) if isinstance(value, str) else ""
