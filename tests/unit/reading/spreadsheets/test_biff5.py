"""Workbooks of Excel 5.0/95, built record by record ([MS-XLS] and the older layout of its strings: bytes of a code page)."""

import io
import struct
from datetime import date
from decimal import Decimal

import pytest
from xlwt.CompoundDoc import XlsDoc

from huizong.reading import read_bytes

PERCENT, DATE, ZEROS = 1, 2, 3  # the cell styles below


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def short(text):
    encoded = text.encode("gb18030")
    return bytes([len(encoded)]) + encoded


def at(row, column, style=0):
    return struct.pack("<HHH", row, column, style)


def label(row, column, text):
    encoded = text.encode("gb18030")
    return record(0x0204, at(row, column) + struct.pack("<H", len(encoded)) + encoded)


def rk(number, hundredths=False):
    return struct.pack("<i", (number << 2) | 2 | int(hundredths))


def style(number_format):
    return record(0x00E0, struct.pack("<HH", 0, number_format) + b"\0" * 12)


def the_sheet():
    rich = "甲乙丙".encode("gb18030")
    numbers = b"".join(struct.pack("<H", 0) + rk(value, hundredths=True) for value in (110, 225, -305))
    return (
        record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0))
        + record(0x007D, struct.pack("<HHHHHH", 6, 6, 2048, 0, 1, 0))
        + record(0x0200, struct.pack("<HHHHH", 0, 7, 0, 8, 0))
        + record(0x0208, struct.pack("<HHHHHHHH", 4, 0, 8, 300, 0, 0, 0x20, 0))
        + label(0, 0, "税收收入")
        + record(0x0203, at(0, 1, PERCENT) + struct.pack("<d", 0.091))
        + record(0x0203, at(0, 2, DATE) + struct.pack("<d", 45473))
        + record(0x027E, at(0, 3, ZEROS) + rk(12))
        + record(0x0205, at(0, 4) + bytes([7, 1]))
        + record(0x0205, at(0, 5) + bytes([1, 0]))
        + record(0x00D6, at(1, 0) + struct.pack("<H", len(rich)) + rich + bytes([1, 2, 5]))
        + record(0x00BD, struct.pack("<HH", 1, 1) + numbers + struct.pack("<H", 3))
        + record(0x00BE, struct.pack("<HH", 2, 0) + struct.pack("<HHH", 0, 0, 0) + struct.pack("<H", 2))
        + label(2, 3, "说明" * 60)
        + record(0x0006, at(3, 0) + struct.pack("<d", 68932.7) + struct.pack("<HIH", 0, 0, 9) + b"\x1f" + struct.pack("<d", 68932.7))
        + record(0x0006, at(3, 1) + b"\0\0\0\0\0\0\xff\xff" + struct.pack("<HI", 0, 0) + struct.pack("<H", 3) + b"\x1e\x05\x00")
        + record(0x0207, struct.pack("<H", 4) + "合格".encode("gb18030"))
        + record(0x0006, at(3, 2) + b"\x02\0\x2a\0\0\0\xff\xff" + struct.pack("<HI", 0, 0) + struct.pack("<H", 3) + b"\x1e\x05\x00")
        + record(0x0203, at(4, 6) + struct.pack("<d", 0.1 + 0.2))
        + record(0x000A)
    )


def biff5(code_page):
    def head(start):
        sheets = [("6月", 0, start), ("底稿", 1, start + len(the_sheet()))]
        return (
            record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 0))
            + (record(0x0042, struct.pack("<H", code_page)) if code_page else b"")
            + record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 134, 0) + short("宋体")) * 5
            + record(0x041E, struct.pack("<H", 164) + short("0.0%"))
            + record(0x041E, struct.pack("<H", 165) + short("000000"))
            + style(0)
            + style(164)
            + style(14)
            + style(165)
            + b"".join(record(0x0085, struct.pack("<IBB", begin, hidden, 0) + short(name)) for name, hidden, begin in sheets)
            + record(0x000A)
        )

    stream = head(len(head(0))) + the_sheet() * 2
    file = io.BytesIO()
    XlsDoc().save(file, stream)
    data = file.getvalue()
    entry = data.index("Workbook".encode("utf-16-le"))
    book = "Book".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 10)
    return data[:entry] + book + data[entry + 66 :]


@pytest.mark.parametrize("code_page", [936, None])
def test_every_kind_of_record_of_excel_95_is_read(code_page):
    (document,) = read_bytes(biff5(code_page), "6月.xls")
    assert (document.kind, document.refusal) == ("xls", None)
    sheet, draft = document.sheets
    assert {place: (cell.kind, cell.value) for place, cell in sheet.cells.items()} == {
        (1, 1): ("text", "税收收入"),
        (1, 2): ("number", Decimal("0.091")),
        (1, 3): ("date", date(2024, 6, 30)),
        (1, 4): ("number", Decimal(12)),
        (1, 5): ("error", "#DIV/0!"),
        (1, 6): ("boolean", True),
        (2, 1): ("text", "甲乙丙"),
        (2, 2): ("number", Decimal("1.1")),
        (2, 3): ("number", Decimal("2.25")),
        (2, 4): ("number", Decimal("-3.05")),
        (3, 4): ("text", "说明" * 60),
        (4, 1): ("number", Decimal("68932.7")),
        (4, 2): ("text", "合格"),
        (4, 3): ("error", "#N/A"),
        (5, 7): ("number", Decimal("0.3")),
    }
    assert (sheet.cells[1, 2].text, sheet.cells[1, 4].text, sheet.cells[1, 3].raw_number) == ("9.1%", "000012", Decimal(45473))
    assert (sheet.name, sheet.hidden, sheet.hidden_rows, sheet.hidden_columns) == ("6月", False, {5}, {7})
    assert (draft.name, draft.hidden) == ("底稿", True)
