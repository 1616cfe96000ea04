"""Formulas that start another program (DDE) or call another machine by themselves: in a marked copy they are the text that they are."""

from __future__ import annotations

import re

from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook

from huizong.feedback.marked_copy.cells import written_cells
from huizong.feedback.marked_copy.faultlist import put_text

# Program|topic!item: outside texts and names of sheets the bar stands in no other formula (ECMA-376 part 1, 18.17).
# Functions that fetch, call a library or talk to a program as soon as they are worked out; HYPERLINK waits for a click.
_CALLING = re.compile(r"\b(?:WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST)\s*\(", re.IGNORECASE)
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'(?=!)")


def make_inert(workbook: Workbook) -> int:
    """Turns such formulas into text; returns how many there were. Every other formula stays."""
    found = 0
    for sheet in workbook.worksheets:
        for cell in written_cells(sheet):
            if not isinstance(cell, MergedCell) and cell.data_type == "f" and _acts(str(cell.value)):
                put_text(cell, str(cell.value))
                found += 1
    return found


def _acts(formula: str) -> bool:
    bare = _QUOTED.sub("", formula)
    return "|" in bare or _CALLING.search(bare) is not None
