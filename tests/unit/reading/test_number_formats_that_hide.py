"""Number formats and fonts that show nothing of a number: it is unseen, and a zero that is unseen is told."""

from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal

import pytest
import xlwt

from huizong.reading import read_bytes
from tests.unit.reading import printed
from tests.unit.reading.conftest import workbook_parts, zipped
from tests.unit.reading.looks import looks
from tests.unit.reading.spreadsheets.test_xlsb import cell as binary_cell
from tests.unit.reading.spreadsheets.test_xlsb import record, row


def test_a_number_format_that_shows_nothing_hides_a_number():
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode=";;;"/><numFmt numFmtId="165" formatCode="0;-0;;@"/></numFmts>'
        '<cellXfs><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    )
    rows = '<row r="1"><c r="A1" s="0"><v>168</v></c><c r="B1" s="1"><v>0</v></c><c r="C1" s="1"><v>150</v></c></row>'
    (document,) = read_bytes(zipped(workbook_parts(rows, styles=styles)), "a.xlsx")
    assert looks(document) == [(Decimal(168), "unseen"), (Decimal(0), None), (Decimal(150), None)]


def test_a_number_in_a_font_of_pictures_is_seen_by_nobody():
    fonts = "<fonts><font/><font><name val='Wingdings'/></font><font><name val='Symbol'/></font></fonts>"
    styles = fonts + "<cellXfs><xf/><xf fontId='1'/><xf fontId='2'/></cellXfs>"
    rows = '<row r="1"><c r="A1" s="0"><v>168</v></c><c r="B1" s="1"><v>150</v></c><c r="C1" s="2"><v>7</v></c></row>'
    expected = [(Decimal(168), None), (Decimal(150), "unseen"), (Decimal(7), None)]
    assert looks(read_bytes(zipped(workbook_parts(rows, styles=styles)), "a.xlsx")[0]) == expected
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    for column, (value, name) in enumerate(((168, "Arial"), (150, "Wingdings"), (7, "Symbol"))):
        page.write(0, column, value, xlwt.easyxf(f"font: name {name}"))
    stream = io.BytesIO()
    book.save(stream)
    assert looks(read_bytes(stream.getvalue(), "a.xls")[0]) == expected
    styled = "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:text-properties style:font-name="{name}"/></style:style>'
        for name in ("Arial", "Wingdings", "Symbol")
    )
    cells = "".join(
        f'<table:table-cell table:style-name="{name}" office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
        "</table:table-cell>"
        for value, name in ((168, "Arial"), (150, "Wingdings"), (7, "Symbol"))
    )
    content = (
        f"<office:document-content {printed.NAMES}><office:automatic-styles>{styled}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="表"><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    package = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    assert looks(read_bytes(package, "a.ods")[0]) == expected


def told_zeros(document):
    return [(finding.place, finding.fields["observed"]) for finding in document.findings if finding.rule == "zeros-unseen"]


def test_zeros_that_nobody_sees_are_told():
    rows = '<row r="1"><c r="A1"><v>150</v></c><c r="B1"><v>0</v></c></row><row r="2" ht="0"><c r="A2"><v>0</v></c></row>'
    hidden = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
    for written in (rows, rows.replace(" ", "  ")):  # split by patterns, and read by the XML parser
        (document,) = read_bytes(zipped(workbook_parts(written, before=hidden)), "a.xlsx")
        assert told_zeros(document) == [("6月!B1", "2")]
        assert document.sheets[0].hidden_rows == {2}
        (plain,) = read_bytes(zipped(workbook_parts(written)), "a.xlsx")
        assert told_zeros(plain) == []
    by_format = '<numFmts><numFmt numFmtId="165" formatCode="0;-0;;@"/></numFmts><cellXfs><xf/><xf numFmtId="165"/></cellXfs>'
    (document,) = read_bytes(zipped(workbook_parts(rows.replace('"B1"', '"B1" s="1"'), styles=by_format)), "a.xlsx")
    assert told_zeros(document) == [("6月!B1", "1")]
    for shown, expected in ((True, []), (False, [("表!A1", "1")])):
        book = xlwt.Workbook()
        page = book.add_sheet("表")
        page.write(0, 0, 0)
        page.show_zero_values = shown
        stream = io.BytesIO()
        book.save(stream)
        assert told_zeros(read_bytes(stream.getvalue(), "a.xls")[0]) == expected
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    book = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="表"><Table><Row ss:Height="0"><Cell>'
        '<Data ss:Type="Number">0</Data></Cell></Row></Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        "<DoNotDisplayZeros/></WorksheetOptions></Worksheet></Workbook>"
    )
    (document,) = read_bytes(book.encode(), "a.xml")
    assert told_zeros(document) == [("表!A1", "1")]
    assert document.sheets[0].hidden_rows == {1}


@pytest.mark.parametrize(("flags", "expected"), [(0x1E, []), (0x0E, [("6月!A1", "1")])])
def test_zeros_of_a_binary_workbook(flags, expected):
    with zipfile.ZipFile(io.BytesIO(printed.xlsb([[("x", "")]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    view = record(137, bytes([flags, 0]) + b"\0" * 28)
    parts["xl/worksheets/sheet1.bin"] = view + row(0) + binary_cell(5, 0, 0, struct.pack("<d", 0.0))
    (document,) = read_bytes(zipped(parts), "a.xlsb")
    assert told_zeros(document) == expected


WHITE_FORMATS = [  # the format, the number, what is said of it on white paper
    ("[White]0", 168, "unseen"),
    ("[白色]0.0", 168, "unseen"),
    ("[Color 2]0", 168, "unseen"),
    ("[颜色2]0", 168, "unseen"),
    ("0;[White]-0", 168, None),
    ("0;[White]-0", -168, "unseen"),
    ("[White][<100]0;0", 168, None),
    ("[White][>=100]0;0", 168, "unseen"),
    ("[Red]0", 168, None),
    ("[Color 3]0", 168, None),
    ("[Color 40]0", 168, None),  # of a palette that files change
    ('"[White]"0', 168, None),
]


def xlsx_of_formats(formats, fill='<patternFill patternType="none"/>', font="<font/>", after=""):
    escaped = [code.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") for code, *_ in formats]
    codes = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(escaped))
    styles = f"<numFmts>{codes}</numFmts><fonts>{font}</fonts><fills><fill/><fill>{fill}</fill></fills><cellXfs>"
    styles += "".join(f'<xf numFmtId="{164 + n}" fontId="0" fillId="1"/>' for n in range(len(formats))) + "</cellXfs>"
    cells = "".join(f'<c r="{chr(65 + n)}1" s="{n}"><v>{value}</v></c>' for n, (_, value, *_) in enumerate(formats))
    return read_bytes(zipped(workbook_parts(f'<row r="1">{cells}</row>', styles=styles, after=after)), "a.xlsx")[0]


def test_a_colour_in_a_number_format_hides_a_number_in_every_reader():
    expected = [(Decimal(value), look) for _, value, look in WHITE_FORMATS]
    assert looks(xlsx_of_formats(WHITE_FORMATS)) == expected
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    for column, (code, value, _) in enumerate(WHITE_FORMATS):
        page.write(0, column, value, xlwt.easyxf(num_format_str=code))
    stream = io.BytesIO()
    book.save(stream)
    assert looks(read_bytes(stream.getvalue(), "a.xls")[0]) == expected


def test_a_colour_in_a_number_format_is_shown_over_the_letters_own_and_on_the_cells_ground():
    navy = '<patternFill patternType="solid"><fgColor rgb="FF000080"/></patternFill>'
    white = '<font><color rgb="FFFFFFFF"/></font>'
    assert looks(xlsx_of_formats([("[White]0", 168)], fill=navy)) == [(Decimal(168), None)]
    assert looks(xlsx_of_formats([("[Red]0", 168), ("0", 150)], font=white)) == [(Decimal(168), None), (Decimal(150), "unseen")]
    coloured = '<conditionalFormatting sqref="A1"><cfRule type="expression"><formula>1</formula></cfRule></conditionalFormatting>'
    assert looks(xlsx_of_formats([("[White]0", 168)], after=coloured)) == [(Decimal(168), None)]


def test_a_zero_in_the_colour_of_its_ground_is_zero_and_told():
    (sheet,) = xlsx_of_formats([("0;-0;[White]0", 0), ("0", 0)]).sheets
    assert sheet.unseen_zeros == {(1, 1)}
    assert [(cell.value, cell.look) for cell in sheet.cells.values()] == [(Decimal(0), None)] * 2


def test_a_colour_in_a_number_style_of_an_ods_hides_a_number():
    space = "urn:oasis:names:tc:opendocument:xmlns"
    number = '<number:number number:decimal-places="0" number:min-integer-digits="1"/>'
    styles = (
        f'<number:number-style style:name="W"><style:text-properties fo:color="#ffffff"/>{number}</number:number-style>'
        f'<number:number-style style:name="R"><style:text-properties fo:color="#ff0000"/>{number}</number:number-style>'
        f'<number:number-style style:name="P">{number}</number:number-style>'
        f'<number:number-style style:name="N"><style:text-properties fo:color="#FFFFFF"/><number:text>-</number:text>{number}'
        '<style:map style:condition="value()&gt;=0" style:apply-style-name="P"/></number:number-style>'
        f'<number:number-style style:name="B"><style:text-properties fo:color="#000080"/>{number}</number:number-style>'
    )
    for name, more in (("W", ""), ("R", ' fo:color="#ffffff"'), ("N", ""), ("B", "")):
        ground = '<style:table-cell-properties fo:background-color="#000080"/>' if name == "B" else ""
        styles += (
            f'<style:style style:name="c{name}" style:family="table-cell" style:data-style-name="{name}">'
            f"{ground}<style:text-properties{more}/></style:style>"
        )
    cells = "".join(
        f'<table:table-cell table:style-name="c{name}" office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
        "</table:table-cell>"
        for name, value in (("W", 168), ("R", 150), ("N", 7), ("N", -7), ("B", 31))
    )
    content = (
        f'<office:document-content {printed.NAMES} xmlns:number="{space}:datastyle:1.0"><office:automatic-styles>{styles}'
        '</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="表"><table:table-row>'
        f"{cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    package = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    assert looks(read_bytes(package, "a.ods")[0]) == [
        (Decimal(168), "unseen"),
        (Decimal(150), None),
        (Decimal(7), None),
        (Decimal(-7), "unseen"),
        (Decimal(31), "unseen"),
    ]
