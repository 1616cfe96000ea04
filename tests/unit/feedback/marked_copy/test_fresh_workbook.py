"""A workbook made anew: from the cells of a CSV, or of the list of faults alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from openpyxl import load_workbook

from huizong.feedback.marked_copy.fresh_workbook import list_only, rebuild
from huizong.feedback.receipt.due import CellRow
from huizong.model import Severity
from tests.unit.feedback.marked_copy.marked import AT, HEAD, ORANGE, RED, colour, entry, list_rows


def test_a_new_workbook_carries_the_instant_of_the_arrival() -> None:
    with zipfile.ZipFile(io.BytesIO(list_only(HEAD, (entry("1", Severity.QUERY, "2:5"),), "A1", AT))) as archive:
        properties = archive.read("docProps/core.xml")
    assert properties.count(b">2026-07-05T01:12:30Z</dcterms:") == 2


def cell_rows(rows: Sequence[Sequence[tuple[str, str]]]) -> tuple[CellRow, ...]:
    """Cells of a CSV as they are kept: kind and content."""
    return tuple(
        CellRow("报表:一", row, column, f"{row}:{column}", kind, content)
        for row, cells in enumerate(rows, 1)
        for column, (kind, content) in enumerate(cells, 1)
    )


def test_a_rebuilt_workbook_keeps_numbers_and_defuses_texts() -> None:
    cells = cell_rows(
        [
            [("text", "指标"), ("number", "1,205.50"), ("number", "9.1%"), ("number", "-3")],
            [("text", "=1+1"), ("text", "约300"), ("error", "#REF!"), ("text", "0012")],
        ]
    )
    content = rebuild(cells, HEAD, (entry("1", Severity.BLOCKING, "2:2", observed="约300"),), "A1", AT)
    workbook = load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["差错清单", "报表_一"]
    sheet = workbook["报表_一"]
    assert [(sheet[cell].value, sheet[cell].number_format) for cell in ("B1", "C1", "D1")] == [
        (1205.5, "#,##0.00"),
        (0.091, "0.0%"),
        (-3, "0"),
    ]
    assert [(sheet[cell].value, sheet[cell].data_type) for cell in ("A2", "C2", "D2")] == [("=1+1", "s"), ("#REF!", "s"), ("0012", "s")]
    assert colour(sheet, "B2") == ORANGE and sheet["B2"].comment is not None
    link = workbook["差错清单"]["C6"].hyperlink
    assert link is not None and link.location == "'报表_一'!B2"


def test_a_list_alone() -> None:
    workbook = load_workbook(io.BytesIO(list_only(HEAD, (entry("1", Severity.QUERY, "2:5"),), "A1", AT)))
    assert workbook.sheetnames == ["差错清单"]
    assert list_rows(workbook)[0][:2] == ["1", "待说明"]


def test_a_line_of_more_fields_than_a_sheet_has_columns_is_rebuilt_up_to_the_last_one() -> None:
    cells = [CellRow("报表", 1, column, f"1:{column}", "number", str(column)) for column in (1, 16_384, 16_385, 18_400)]
    found = (entry("1", Severity.CRITICAL, "1:18400"), entry("2", Severity.CRITICAL, "1:16384"))
    workbook = load_workbook(io.BytesIO(rebuild(cells, HEAD, found, "A1", AT)))
    sheet = workbook["报表"]
    assert (sheet.max_column, sheet["XFD1"].value, colour(sheet, "XFD1")) == (16_384, 16_384, RED)
    assert [row[2] for row in list_rows(workbook)] == ["第1行第18400列", "第1行第16384列"]
