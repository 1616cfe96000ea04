"""Faults put into a workbook, and what openpyxl finds in it afterwards."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from huizong.feedback.marked_copy.faultlist import HEADERS, ListHead
from huizong.feedback.marked_copy.marking import mark
from huizong.feedback.receipt.list_entries import FaultEntry
from huizong.feedback.receipt.receipt_words import ACTIONS
from huizong.model import Severity
from huizong.places import place_text

AT = datetime(2026, 7, 5, 1, 12, 30, tzinfo=UTC)
HEAD = ListHead("差错清单　栗坪镇", "最晚：改正：周三；说明：周五　　问谁：值班室")


RED, ORANGE, YELLOW, BLUE = "FFF8B4B4", "FFFBD38D", "FFFFF59D", "FFD6E9F8"


def entry(label: str, severity: Severity, place: str, message: str = "错了", **more: str) -> FaultEntry:
    """A fault as the list shows it."""
    texts = {"observed": "", "expected": "", "difference": "", "remedy": "请改", "figure": "税收收入 本月", "compared": ""} | more
    return FaultEntry(label, severity, ACTIONS[severity], place, place_text(place, prose=False), message=message, **texts)


def marked(data: bytes, found: Sequence[FaultEntry], figure_places: frozenset[str] = frozenset()) -> Workbook:
    """The workbook after marking, opened again."""
    content, *_ = mark(data, HEAD, found, figure_places, "20260705T011230.000001Z", AT)
    return load_workbook(io.BytesIO(content))


def colour(sheet: Worksheet, reference: str) -> str | None:
    """The colour of a cell's fill, None without one."""
    fill = sheet[reference].fill
    return str(fill.fgColor.rgb) if fill.fill_type == "solid" else None


def list_rows(workbook: Workbook) -> list[list[object]]:
    """The rows of the list below its header."""
    sheet = workbook["差错清单"]
    header = next(row for row in range(1, 10) if sheet.cell(row, 1).value == "编号")
    assert [sheet.cell(header, column).value for column in range(1, len(HEADERS) + 1)] == list(HEADERS)
    return [
        [sheet.cell(row, column).value for column in range(1, len(HEADERS) + 1)]
        for row in range(header + 1, sheet.max_row + 1)
        if sheet.cell(row, 1).value
    ]
