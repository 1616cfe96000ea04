"""A number format that says unit or sign, and a date that names a month, read alike from every kind of workbook."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
import xlwt

from huizong.reading import read_bytes
from huizong.recognising import Context, recognise
from tests.unit.recognising.county import told

YI, DOWN, THOUSANDS, MONTH = '0.0000"亿"', '"下降"0.0', "#,##0,", 'yyyy"年"m"月"'
ROWS = [
    ["明川县主要经济指标月报表"],
    ["填报单位：石桥镇"],
    ["指标", "单位", date(2026, 6, 1), "累计", "同比(%)"],
    ["税收收入", "万元", 0.03056, 3056000, 5.2],
]
CODES = {(2, 2): MONTH, (3, 2): YI, (3, 3): THOUSANDS, (3, 4): DOWN}


def _xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("6月")
    for row, values in enumerate(ROWS):
        for column, value in enumerate(values):
            page.write(row, column, value, xlwt.easyxf(num_format_str=CODES.get((row, column), "General")))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for values in ROWS:
        page.append(values)
    for (row, column), code in CODES.items():
        page.cell(row + 1, column + 1).number_format = code
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xml() -> bytes:
    styles, rows = "", ""
    for row, values in enumerate(ROWS):
        cells = ""
        for column, value in enumerate(values):
            code, style = CODES.get((row, column)), ""
            if code is not None:
                escaped = code.replace('"', "&quot;")
                styles += f'<Style ss:ID="s{row}{column}"><NumberFormat ss:Format="{escaped}"/></Style>'
                style = f' ss:StyleID="s{row}{column}"'
            kind = "String" if isinstance(value, str) else "DateTime" if isinstance(value, date) else "Number"
            shown = f"{value}T00:00:00.000" if isinstance(value, date) else value
            cells += f'<Cell{style}><Data ss:Type="{kind}">{shown}</Data></Cell>'
        rows += f"<Row>{cells}</Row>"
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="6月"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


@pytest.mark.parametrize(("make", "name"), [(_xlsx, "a.xlsx"), (_xls, "a.xls"), (_xml, "a.xml")])
def test_formats_say_the_same_in_every_workbook(catalogue, make, name):
    (found,) = recognise(read_bytes(make(), name), Context(None, None, datetime(2026, 7, 3, 9, 0)), catalogue)
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "305.6", "C4"),
        ("T1", "I4", "2026-06", "cumulative", "held", "D4"),
        ("T1", "I4", "2026-06", "growth_rate", "-5.2", "E4"),
    }
    said = {f.rule: f.fields["expected"] for f in found.findings}
    assert said == {"unit-converted": "305.6万元", "value-carries-unit": "万元", "value-normalised": "-5.2"}
