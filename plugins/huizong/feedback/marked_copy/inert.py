"""Formulas that would start another program when a marked copy is opened (DDE): they become the text that they are."""

from __future__ import annotations

import re

from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook

from huizong.feedback.marked_copy.cells import written_cells
from huizong.feedback.marked_copy.faultlist import put_text

# Program|topic!item: outside texts and names of sheets the bar stands in no other formula (ECMA-376 part 1, 18.17).
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'(?=!)")


def make_inert(workbook: Workbook) -> int:
    """Turns such formulas into text; returns how many there were. Every other formula stays."""
    found = 0
    for sheet in workbook.worksheets:
        for cell in written_cells(sheet):
            if not isinstance(cell, MergedCell) and cell.data_type == "f" and _starts_a_program(str(cell.value)):
                put_text(cell, str(cell.value))
                found += 1
    return found


def _starts_a_program(formula: str) -> bool:
    return "|" in _QUOTED.sub("", formula)
