"""Formats on a condition in an xlsb worksheet: the same rules as in xlsx, from binary records."""

from __future__ import annotations

import struct

import pytest

from huizong.reading import read_bytes
from tests.unit.reading.conftest import zipped
from tests.unit.reading.spreadsheets.test_xlsb import OFFICE, cell, record, row, wide

WHITE = struct.pack("<HHBBhI", 5, 12, 2 << 1 | 1, 0, 0, 0xFFFFFFFF)  # the letters' colour, direct
STRUCK = struct.pack("<HHB", 29, 5, 1)
YELLOW = struct.pack("<HHBBh4s", 2, 12, 2 << 1 | 1, 0, 0, b"\xff\xff\x00\xff")
A1 = b"\x4c" + struct.pack("<IH", 0, 0xC000)  # the cell itself, relative
ALL = b"\x25" + struct.pack("<IIHH", 0, 1, 0, 0)  # $A$1:$A$2


def whole(number):
    return b"\x1e" + struct.pack("<H", number)


def code(text):
    letters = struct.pack("<H", len(text)) + text.encode("utf-16-le")
    return struct.pack("<HH", 38, 4 + len(letters)) + letters


def rule(kind, template, parameter, *formulas, text=""):
    sizes = [8 + len(formula) for formula in formulas] + [0] * (3 - len(formulas))
    head = struct.pack("<7IH", kind, template, 0, 1, parameter, 0, 0, 0) + struct.pack("<3I", *sizes)
    parts = b"".join(struct.pack("<I", len(formula)) + formula + b"\0\0\0\0" for formula in formulas)
    return head + (wide(text) if text else b"\xff\xff\xff\xff") + parts


def document(style, body):
    """10 over 30 in A1:A2, under one rule that gives a format."""
    ranges = struct.pack("<3I4I", 1, 0, 1, 0, 1, 0, 0)
    sheet = row(0) + cell(5, 0, 0, struct.pack("<d", 10)) + row(1) + cell(5, 0, 0, struct.pack("<d", 30))
    sheet += record(461, ranges) + record(463, body) + record(464) + record(462)
    formats = record(505, struct.pack("<I", 1)) + record(507, struct.pack("<HHH", 0, 0, 1) + style) + record(506)
    target = f"{OFFICE}/officeDocument"
    sheets = (
        f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.bin"/></Relationships>'
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{target}" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("6月")),
        "xl/_rels/workbook.bin.rels": sheets,
        "xl/worksheets/sheet1.bin": sheet,
        "xl/styles.bin": record(617) + record(47, b"\0" * 16) + record(618) + formats,
    }
    (found,) = read_bytes(zipped(parts), "a.xlsb")
    return found


def read(style, body):
    found = document(style, body)
    assert found.refusal is None
    return found.sheets[0].cells


def looks(style, body):
    return {cell.row: cell.look.kind for cell in read(style, body).values() if cell.look is not None}


@pytest.mark.parametrize(
    ("style", "body", "expected"),
    [
        (WHITE, rule(1, 0, 5, whole(25)), {2: "unseen"}),  # greater than 25
        (WHITE, rule(1, 0, 1, whole(5), whole(20)), {1: "unseen"}),  # between
        (STRUCK, rule(1, 0, 8, whole(10)), {1: "struck"}),  # at most
        (code(";;;"), rule(1, 0, 3, whole(30)), {2: "unseen"}),
        (STRUCK, rule(2, 1, 0, A1 + whole(25) + b"\x0d"), {2: "struck"}),  # A1>25
        (STRUCK, rule(2, 1, 0, A1 + ALL + b"\x42\x01\x07\x00" + b"\x0b"), {2: "struck"}),  # A1=MAX($A$1:$A$2)
        (WHITE, rule(2, 1, 0, A1 + b"\x41\x03\x00"), {}),  # ISERROR(A1)
        (WHITE, rule(2, 8, 0, text="3"), {2: "unseen"}),  # contains the text 3, written without its formula
        (WHITE, rule(2, 7, 0), {1: "unseen", 2: "unseen"}),  # unique values
        (WHITE, rule(2, 27, 0), {}),  # duplicate values
        (WHITE, rule(5, 5, 0), {1: "unseen", 2: "unseen"}),  # the first ten: not worked out, asked about
        (WHITE, rule(2, 1, 0, b"\x43\0\0\0\0\0\0"), {1: "unseen", 2: "unseen"}),  # a name
        (YELLOW, rule(2, 1, 0, b"\x43\0\0\0\0\0\0"), {}),  # which only colours
        (WHITE, rule(3, 2, 0), {}),  # a scale of colours
    ],
)
def test_conditions_of_an_xlsb(style, body, expected):
    assert looks(style, body) == expected


def test_a_number_format_on_a_condition_is_shown():
    cells = read(code('0.00,"千"'), rule(1, 0, 5, whole(25)))
    assert {place: cell.text for place, cell in cells.items()} == {(1, 1): "10", (2, 1): "0.03千"}


def test_a_rule_that_is_cut_off_is_damage_of_its_part():
    assert document(WHITE, b"\1\0").refusal.rule == "file-damaged"
