import io
import struct
import zipfile
from decimal import Decimal

import pytest

from huizong.model import Merge
from huizong.reading import read_bytes

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(kind, body=b""):
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while size > 127:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + body


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(kind, column, style, value):
    return record(kind, struct.pack("<II", column, style) + value)


def short_cell(kind, style, value):
    """A cell that stands right of the one before it."""
    return record(kind, struct.pack("<I", style) + value)


def row(number, hidden=False):
    return record(0, struct.pack("<IIH", number, 0, 300) + bytes([0, 0x10 if hidden else 0, 0]))


def a_workbook(make_zip, strings=None):
    relations = (
        f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.bin"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.bin"/></Relationships>'
    )
    sheet = (
        record(60, struct.pack("<4IH", 4, 4, 0, 0, 1))
        + row(0)
        + cell(7, 0, 0, struct.pack("<I", 0))
        + cell(5, 1, 1, struct.pack("<d", 0.091))
        + cell(2, 2, 0, struct.pack("<i", (41230 << 2) | 3))
        + cell(2, 3, 0, struct.pack("<i", (7 << 2) | 2))
        + cell(3, 4, 0, bytes([23]))
        + row(2, hidden=True)
        + cell(9, 0, 0, struct.pack("<d", 68932.7) + b"\0" * 10)
        + cell(8, 1, 0, wide("说明") + b"\0" * 10)
        + cell(4, 2, 0, b"\1")
        + cell(1, 3, 0, b"")
        + cell(62, 4, 0, b"\1" + wide("丰文本") + struct.pack("<IHH", 1, 1, 0))
        + short_cell(14, 0, bytes([7]))
        + short_cell(12, 0, b"")
        + short_cell(16, 1, struct.pack("<d", 0.25))
        + short_cell(13, 0, struct.pack("<i", (9 << 2) | 2))
        + short_cell(18, 0, struct.pack("<I", 0))
        + short_cell(17, 0, wide("短"))
        + short_cell(15, 0, b"\0")
        + record(176, struct.pack("<4I", 0, 1, 0, 2))
    )
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": (
                f'<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
            ),
            "xl/workbook.bin": record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("6月")),
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet,
            "xl/sharedStrings.bin": strings or record(19, b"\0" + wide("产值")),
            "xl/styles.bin": record(44, struct.pack("<H", 164) + wide("0.0%"))
            + record(47, struct.pack("<HH", 0xFFFF, 9) + b"\0" * 12)
            + record(617)
            + record(47, struct.pack("<HH", 0, 0) + b"\0" * 12)
            + record(47, struct.pack("<HH", 0, 164) + b"\0" * 12)
            + record(618),
        }
    )


def test_every_kind_of_record_is_read(make_zip):
    (document,) = read_bytes(a_workbook(make_zip), "柏林镇.xlsb")
    sheet = document.sheets[0]
    assert (document.kind, document.refusal, sheet.name) == ("xlsb", None, "6月")
    assert {place: (cell.kind, cell.value) for place, cell in sheet.cells.items()} == {
        (1, 1): ("text", "产值"),
        (1, 2): ("number", Decimal("0.091")),
        (1, 3): ("number", Decimal("412.3")),
        (1, 4): ("number", Decimal(7)),
        (1, 5): ("error", "#REF!"),
        (3, 1): ("number", Decimal("68932.7")),
        (3, 2): ("text", "说明"),
        (3, 3): ("boolean", True),
        (3, 5): ("text", "丰文本"),
        (3, 6): ("error", "#DIV/0!"),
        (3, 8): ("number", Decimal("0.25")),
        (3, 9): ("number", Decimal(9)),
        (3, 10): ("text", "产值"),
        (3, 11): ("text", "短"),
        (3, 12): ("boolean", False),
    }
    assert (sheet.cells[1, 2].text, sheet.cells[1, 2].number_format) == ("9.1%", "0.0%")
    assert (sheet.cells[3, 8].text, sheet.cells[3, 8].number_format) == ("25.0%", "0.0%")
    assert (sheet.merges, sheet.hidden_rows, sheet.hidden_columns) == ((Merge(1, 1, 2, 3),), {3}, {5})


def test_long_records_and_texts_are_read_whole_and_texts_cut_off_are_damage(make_zip):
    long = "汉字" * 9000
    body = record(19, b"\0" + wide(long))
    assert len(body) > 2 * 18000
    data = a_workbook(make_zip, strings=body)
    (document,) = read_bytes(data, "柏林镇.xlsb")
    assert document.sheets[0].cells[1, 1].value == long
    cut = a_workbook(make_zip, strings=record(19, b"\0" + wide("产值很长")[:-2]))
    (document,) = read_bytes(cut, "柏林镇.xlsb")
    assert document.refusal.rule == "file-damaged"


@pytest.mark.parametrize("part", ["xl/workbook.bin", "xl/sharedStrings.bin", "xl/styles.bin", "xl/worksheets/sheet1.bin"])
def test_a_record_shorter_than_its_fields_is_damage_of_its_part(make_zip, part):
    kind = {"xl/workbook.bin": 156, "xl/sharedStrings.bin": 19, "xl/styles.bin": 44, "xl/worksheets/sheet1.bin": 5}[part]
    whole = zipfile.ZipFile(io.BytesIO(a_workbook(make_zip)))
    parts = {name: whole.read(name) for name in whole.namelist()} | {part: record(kind, b"\1")}
    (document,) = read_bytes(make_zip(parts), "a.xlsb")
    assert (document.refusal.rule, document.refusal.fields["detail"]) == ("file-damaged", f"部件 {part} 的记录不合规范")
