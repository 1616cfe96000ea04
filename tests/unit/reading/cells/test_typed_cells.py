"""A cell that a file gives twice, in formats whose rows may go back."""

from __future__ import annotations

import struct
from decimal import Decimal

from huizong.reading import read_bytes
from huizong.reading.cells.typed_cells import both, text_cell
from tests.unit.reading.spreadsheets.test_xlsb import record
from tests.unit.reading.test_sheet_bounds import spreadsheetml, xlsb


def texts(data, name):
    (document,) = read_bytes(data, name)
    assert document.refusal is None
    return {place: cell.text for place, cell in document.sheets[0].cells.items()}


def test_two_texts_in_one_place_stand_below_each_other_and_equal_ones_once():
    one, other = text_cell(2, 3, "1820"), text_cell(2, 3, "1280")
    assert (both(one, other).text, both(one, one).text) == ("1820\n1280", "1820")


def test_a_row_of_one_xml_file_that_goes_back():
    number = '<Data ss:Type="Number">{}</Data>'
    cells = "".join(f'<Cell ss:Index="{at}">{number.format(value)}</Cell>' for at, value in ((1, 5), (2, 1820), (2, 1280)))
    assert texts(spreadsheetml(f"<Row>{cells}</Row>"), "a.xml") == {(1, 1): "5", (1, 2): "1820\n1280"}


def test_a_column_of_a_binary_workbook_that_is_told_twice(make_zip):
    first, second = (record(5, struct.pack("<IId", 0, 0, number)) for number in (1820, 1280))
    row = record(0, struct.pack("<IIH", 0, 0, 300) + b"\0\0")
    assert texts(xlsb(make_zip, row, first, second), "a.xlsb") == {(1, 1): "1820\n1280"}
    (document,) = read_bytes(xlsb(make_zip, row, first, first), "a.xlsb")
    assert document.sheets[0].cells[1, 1].value == Decimal(1820)
