import struct
from decimal import Decimal

import pytest

from huizong.model import Merge
from huizong.reading.documents.doc import read_text_streams
from huizong.reading.refusals import FileRefusedError
from tests.unit.reading.documents.binary_word import word_streams

INNER = [["指标", "累计"], ["税收收入", "18"]]


def test_rows_whose_description_stands_in_the_data_stream_end_all_the_same():
    in_table = struct.pack("<HB", 0x2416, 1)
    edges = struct.pack("<10h", *range(0, 10000, 1000))
    row = in_table + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, 1 + len(edges) + 1) + b"\x09" + edges
    more = b"\xff" * 7 + struct.pack("<H", len(row)) + row
    elsewhere = struct.pack("<HI", 0x6646, 7)
    text, paragraphs = "", []
    for line in (range(1, 10), range(11, 20)):
        for number in line:
            text += f"{number}\x07"
            paragraphs.append((len(text), in_table))
        text += "\x07"
        paragraphs.append((len(text), elsewhere))
    _, (sheet,) = read_text_streams(*word_streams(text, paragraphs), more)
    assert {place: c.value for place, c in sheet.cells.items()} == {(r, c): Decimal(10 * (r - 1) + c) for r in (1, 2) for c in range(1, 10)}
    with pytest.raises(FileRefusedError):
        read_text_streams(*word_streams(text, paragraphs), more[:8])


def test_a_binary_word_document_gives_paragraphs_and_table_cells():
    in_table = struct.pack("<HB", 0x2416, 1)
    edges = struct.pack("<4h", 0, 1000, 2000, 3000)
    row = in_table + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, 1 + len(edges) + 1) + b"\3" + edges
    wide = struct.pack("<3h", 0, 1000, 3000)
    head = in_table + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, 1 + len(wide) + 1) + b"\2" + wide
    pieces = [
        ("总结\x13 REF 年 \x141\x15第\x13 PAGE \x147\x15页\r", struct.pack("<HB", 0x2640, 0)),
        ("指标\x07", in_table),
        ("数值\x07", in_table),
        ("\x07", head),
        ("产值\r合计\x07", in_table),
        ("12.5\x07", in_table),
        ("\x07", in_table),
        ("\x07", row),
        ("末段\r", b""),
    ]
    text, paragraphs = "", []
    for piece, modifiers in pieces:
        text += piece
        paragraphs.append((len(text), modifiers))
    found, (sheet,) = read_text_streams(*word_streams(text, paragraphs))
    assert [(p.text, p.heading_level) for p in found] == [("总结1第页", 1), ("末段", None)]
    assert sheet.after_paragraph == 1
    assert sheet.merges == (Merge(1, 2, 1, 3),)
    assert {place: c.value for place, c in sheet.cells.items()} == {
        (1, 1): "指标",
        (1, 2): "数值",
        (2, 1): "产值\n合计",
        (2, 2): Decimal("12.5"),
    }


def nested_doc(rows):
    """A binary document with a table of one row: a, a table of these rows below it, and 7."""
    in_table, inner = struct.pack("<HB", 0x2416, 1), struct.pack("<HBHI", 0x2416, 1, 0x6649, 2)
    text, paragraphs = "", []

    def add(part, modifiers):
        nonlocal text
        text += part
        paragraphs.append((len(text), modifiers))

    def definition(count):
        edges = struct.pack(f"<{count + 1}h", *range(0, 500 * (count + 1), 500))
        return struct.pack("<HH", 0xD608, 2 + len(edges)) + bytes([count]) + edges

    add("a\r", in_table)
    for row in rows:
        for cell in row:
            add(f"{cell}\r", inner + struct.pack("<HB", 0x244B, 1))
        add("\r", inner + struct.pack("<HB", 0x244C, 1) + definition(len(row)))
    add("b\x07", in_table)
    add("7\x07", in_table)
    add("\x07", in_table + struct.pack("<HB", 0x2417, 1) + definition(2))
    add("end\r", b"")
    paragraphs_read, sheets = read_text_streams(*word_streams(text, paragraphs))
    assert [paragraph.text for paragraph in paragraphs_read] == ["end"]
    return [[cell.text for cell in sheet.cells.values()] for sheet in sheets]


def test_a_table_inside_a_cell_of_a_binary_document():
    assert nested_doc(INNER) == [["a\nb", "7"], ["指标", "累计", "税收收入", "18"]]
    assert nested_doc([["150", "168"]]) == [["a\nb\n150\n168", "7"]]
