"""Signs that a font draws: an arrow of Wingdings, the minus of Symbol, in whatever way a format keeps them."""

from __future__ import annotations

import io
import struct

import openpyxl
import pytest
import xlwt

from huizong.reading import read_bytes
from huizong.reading.cells.symbols import drawn, symbol
from huizong.reading.documents.doc import read_text_streams
from huizong.reading.documents.drawn_fields import shown_by_code
from tests.unit.reading import printed, printed_texts
from tests.unit.reading.documents.binary_word import word_streams


@pytest.mark.parametrize(
    ("alphabet", "written", "shown"),
    [
        ("wingdings", "\xdf\xe0\xe1\xe2\xe3\xe4\xe5\xe6", "←→↑↓↖↗↙↘"),
        ("wingdings", "\xe9\xea\xf1\xf2\xd9\xda", "↑↓↑↓↑↓"),
        ("wingdings", "\xfb\xfc\xfd\xfe\xa8\x6c\x8a", "✗✓☒☑□●⑩"),
        ("wingdings 2", "PRO\x6a\xc6", "✓☑✗①+"),
        ("wingdings 3", '!"#$hipq\x9b\x9c\xeb\xec', "←→↑↓↑↓▲▼↑↓↑↓"),
        ("webdings", "56ag", "▲▼✓■"),
        ("symbol", "-+\xad\xaf\xb0\xb1\xb3\xa3\xb4\xb8\xb9\xbbm%(1)", "−+↑↓°±≥≤×÷≠≈μ%(1)"),
        ("other", "a1 吨", "\ufffd\ufffd 吨"),
    ],
)
def test_the_letters_of_a_font_of_pictures(alphabet, written, shown):
    assert drawn(written, alphabet) == shown
    private = "".join(chr(0xF000 + ord(letter)) if ord(letter) < 0x100 and letter != " " else letter for letter in written)
    assert drawn(private, alphabet) == shown


def test_a_code_of_a_font_that_nobody_knows_is_seen_to_be_there():
    assert [symbol("Wingdings", 0xF0E2), symbol("宋体", 0x2212), symbol("宋体", 0xF0E2), symbol("Marlett", 0x61), symbol("Arial", 7)] == [
        "↓", "−", "\ufffd", "\ufffd", "\ufffd",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r' SYMBOL 226 \f "Wingdings" \s 10', "↓"),
        (r"symbol 0xE1 \f Wingdings", "↑"),
        (r"SYMBOL 45 \f Symbol \* MERGEFORMAT", "−"),
        (r"SYMBOL 74 \f Wingdings", "\ufffd"),
        (r"SYMBOL 45", "-"),
        (r"SYMBOL 177", "\ufffd"),
        (r"SYMBOL 8722 \u", "\ufffd"),
        (r'SYMBOL 8722 \u \f "宋体"', "−"),
        ("SYMBOLS 45", ""),
        ("REF 表1", ""),
    ],
)
def test_a_field_that_draws_a_symbol(code, shown):
    assert shown_by_code(code) == shown


def test_bytes_of_rtf_are_letters_of_their_own_font():
    row = (
        r"\trowd\cellx1000\cellx2000\cellx3000\cellx4000"
        r"\pard\intbl {\f1\'e2}5.3\cell {\f3\'ad}5.3\cell"
        r" {\field{\*\fldinst SYMBOL 226 \\f \"Wingdings\" \\s 10}{\fldrslt\f1\fs20}}5.3\cell"
        r" {\field{\*\fldinst {\f3 SYMBOL 45 \\f Symbol}}{\fldrslt{\f3 -}}}5.3\cell\row\pard\par"
    )
    (document,) = read_bytes(printed_texts.rtf_body(row.replace(r"\"", '"')), "a.rtf")
    assert [cell.text for cell in document.sheets[0].cells.values()] == ["↓5.3", "↑5.3", "↓5.3", "−5.3"]


def test_the_font_of_an_rtf_document_holds_until_another():
    (document,) = read_bytes(printed_texts.rtf_body(r"\deff3 -5.3{\f0 -7}\f0 -8\plain -9\par"), "a.rtf")
    assert [paragraph.text for paragraph in document.paragraphs] == ["−5.3-7-8−9"]


def doc_with(runs, fonts=("宋体", "Wingdings"), styles=b"", paragraph_style=0):
    """A binary document of one paragraph: texts with their modifiers."""
    text = "".join(part for part, _ in runs) + "\r"
    main, table = word_streams(text, [(len(text), b"")])
    main = bytearray(main)
    if paragraph_style:
        page = len(main) - 512
        place = page + main[page + 8] * 2
        struct.pack_into("<H", main, place + 1, paragraph_style)
    start = 2048
    page = bytearray(512)
    edges, place = [0], 0
    for part, _ in runs:
        place += len(part)
        edges.append(place)
    struct.pack_into(f"<{len(edges)}I", page, 0, *(start + 2 * edge for edge in edges))
    at = 508
    for index, (_, modifiers) in enumerate(runs):
        if modifiers:
            at = (at - len(modifiers) - 1) // 2 * 2
            page[at : at + 1 + len(modifiers)] = bytes([len(modifiers)]) + modifiers
            page[4 * len(edges) + index] = at // 2
    page[511] = len(runs)
    bins = struct.pack("<III", start, start + 2 * len(text), len(main) // 512)
    struct.pack_into("<II", main, 0xFA, len(table), len(bins))
    table += bins
    names = [name.encode("utf-16-le") + b"\0\0" for name in fonts]
    written = struct.pack("<HH", len(names), 0) + b"".join(bytes([39 + len(name)]) + b"\0" * 39 + name for name in names)
    struct.pack_into("<II", main, 0x112, len(table), len(written))
    table += written
    struct.pack_into("<II", main, 0xA2, len(table), len(styles))
    paragraphs, _ = read_text_streams(bytes(main + page), table + styles)
    return [(paragraph.text, paragraph.look.marked if paragraph.look else None) for paragraph in paragraphs]


def symbol_of(font, code):
    return struct.pack("<HHH", 0x6A09, font, code)


def test_a_symbol_of_a_binary_document():
    assert doc_with([("同比", b""), ("(", symbol_of(1, 0xF0E2)), ("5.3%", b"")]) == [("同比↓5.3%", None)]
    assert doc_with([("同比", b""), ("(", symbol_of(0, 0x2212)), ("5.3%", b"")]) == [("同比−5.3%", None)]
    assert doc_with([("同比", b""), ("(", symbol_of(9, 0xF02D)), ("5.3%", b"")]) == [("同比\ufffd5.3%", None)]


def test_a_field_of_a_binary_document_that_draws_a_symbol():
    runs = [("同比\x13 SYMBOL 226 \\f Wingdings \x14", b""), ("\xe2", struct.pack("<HH", 0x4A4F, 1)), ("\x155.3%", b"")]
    assert doc_with(runs) == [("同比↓5.3%", None)]
    assert doc_with([("同比\x13 SYMBOL 226 \\f Wingdings \x155.3%", b"")]) == [("同比↓5.3%", None)]


def style(kind, base, letters, name="样式"):
    """A style of paragraphs (1) or characters (2) on another, with its modifiers of characters."""
    entry = struct.pack("<5H", 0, kind | base << 4, 0, 0, 0) + struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    parts = [b"\0\0", letters] if kind == 1 else [letters]
    for part in parts:
        entry += b"\0" * (len(entry) % 2) + struct.pack("<H", len(part)) + part
    return struct.pack("<H", len(entry)) + entry + b"\0" * (len(entry) % 2)


def style_sheet(*styles):
    return struct.pack("<HHH", 4, len(styles), 10) + b"".join(styles)


STRUCK, RAISED, HIDDEN = struct.pack("<HB", 0x0837, 1), struct.pack("<HB", 0x2A48, 1), struct.pack("<HB", 0x083C, 1)
NONE = 0xFFF


def named(number):
    return struct.pack("<HH", 0x4A30, number)


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ([("168", named(1)), ("150", b"")], ("150", "〔划掉：168〕150")),
        ([("168", named(2)), ("150", b"")], ("150", "〔划掉：168〕150")),  # the style below it says so
        ([("150", b""), ("2", named(3))], ("150²", None)),
        ([("9", named(4)), ("150", b"")], ("150", "〔隐藏：9〕150")),
        ([("168", named(1) + struct.pack("<HB", 0x0837, 0)), ("150", b"")], ("168150", None)),
        ([("168", named(1) + struct.pack("<HB", 0x0837, 0x81)), ("150", b"")], ("168150", None)),
        ([("168", named(1) + struct.pack("<HB", 0x0837, 0x80)), ("150", b"")], ("150", "〔划掉：168〕150")),
        ([("168", struct.pack("<HB", 0x0837, 0x81)), ("150", b"")], ("150", "〔划掉：168〕150")),
        ([("168", named(9)), ("150", b"")], ("168150", None)),
    ],
)
def test_the_style_of_letters_in_a_binary_document(runs, shown):
    sheet = style_sheet(style(1, NONE, b""), style(2, NONE, STRUCK), style(2, 1, b""), style(2, NONE, RAISED), style(2, NONE, HIDDEN))
    assert doc_with(runs, styles=sheet) == [shown]


def test_the_style_of_a_paragraph_in_a_binary_document():
    sheet = style_sheet(style(1, NONE, b""), *[struct.pack("<H", 0)] * 9, style(1, NONE, STRUCK, "奇"))
    off = struct.pack("<HB", 0x0837, 0)
    assert doc_with([("168", b""), ("150", off)], styles=sheet, paragraph_style=10) == [("150", "〔划掉：168〕150")]
    assert doc_with([("168", b""), ("150", off)], styles=sheet[:-3], paragraph_style=10) == [("168150", None)]  # cut off


def from_xlsx():
    book = openpyxl.Workbook()
    page = book.active
    for column, (text, font) in enumerate([("\xe2", "Wingdings"), ("-5.3", "Symbol"), ("5.3", "宋体"), (5.3, "Symbol")], start=1):
        page.cell(1, column, text).font = openpyxl.styles.Font(name=font)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def from_xls():
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    for column, (text, font) in enumerate([("\xe2", "Wingdings"), ("-5.3", "Symbol"), ("5.3", "宋体"), (5.3, "Symbol")]):
        page.write(0, column, text, xlwt.easyxf(f"font: name {font}"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def from_xml():
    office = "urn:schemas-microsoft-com:office:spreadsheet"
    fonts = "".join(f'<Style ss:ID="{name}"><Font ss:FontName="{name}"/></Style>' for name in ("Wingdings", "Symbol", "宋体"))
    cells = [("\xe2", "Wingdings", "String"), ("-5.3", "Symbol", "String"), ("5.3", "宋体", "String"), ("5.3", "Symbol", "Number")]
    row = "".join(f'<Cell ss:StyleID="{font}"><Data ss:Type="{kind}">{text}</Data></Cell>' for text, font, kind in cells)
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{office}" xmlns:ss="{office}">'
        f'<Styles>{fonts}</Styles><Worksheet ss:Name="表"><Table><Row>{row}</Row></Table></Worksheet></Workbook>'
    ).encode()


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", from_xlsx), ("a.xls", from_xls), ("a.xml", from_xml)])
def test_the_font_of_a_whole_cell(name, write):
    (document,) = read_bytes(write(), name)
    assert [cell.text for cell in document.sheets[0].cells.values()] == ["↓", "−5.3", "5.3", "5.3"]


def test_the_font_of_a_whole_cell_in_a_binary_workbook():
    (document,) = read_bytes(printed.xlsb([[("x", "wingdings")]], plain=True), "a.xlsb")
    assert [cell.text for cell in document.sheets[0].cells.values()] == ["☒"]
