"""The numbers of a sheet, and how each is seen."""

from __future__ import annotations


def looks(document):
    (sheet,) = document.sheets
    return [(cell.value, cell.look and cell.look.kind) for _, cell in sorted(sheet.cells.items())]
