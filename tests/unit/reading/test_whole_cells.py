"""Cells whose own format crosses them out or makes them white, in every kind of workbook; styles of text documents."""

from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal

import pytest
import xlwt

from huizong.reading import read_bytes
from huizong.reading.documents.doc import read_text_streams
from tests.unit.reading import printed
from tests.unit.reading.conftest import workbook_parts, zipped
from tests.unit.reading.spreadsheets.test_xlsb import cell as binary_cell
from tests.unit.reading.spreadsheets.test_xlsb import record, row

GROUND = '<fgColor rgb="FF1F4E79"/>'
PATTERN = "<fill><patternFill patternType='{}'>{}</patternFill></fill>"
CELL_STYLES = "".join(f"<xf fontId='{font}' fillId='{fill}'/>" for font, fill in [(0, 0), (1, 0), (2, 0), (2, 1), (3, 0)])
FONTS = (
    "<fonts><font/><font><strike/></font><font><color theme='0'/></font><font><vertAlign val='superscript'/></font></fonts>"
    f"<fills>{PATTERN.format('none', '')}{PATTERN.format('solid', GROUND)}</fills><cellXfs>{CELL_STYLES}</cellXfs>"
)


def looks(document):
    (sheet,) = document.sheets
    return [(cell.value, cell.look and cell.look.kind) for _, cell in sorted(sheet.cells.items())]


EXPECTED = [(Decimal(150), None), (Decimal(168), "struck"), (Decimal(9), "unseen"), (Decimal(7), None), (Decimal(6), None)]


def xlsx(cells, strings="", after=""):
    return read_bytes(zipped(workbook_parts(f'<row r="1">{cells}</row>', styles=FONTS, strings=strings, after=after)), "a.xlsx")[0]


NUMBERS = "".join(f'<c r="{chr(65 + at)}1" s="{at}"><v>{value}</v></c>' for at, value in enumerate([150, 168, 9, 7, 6]))


def test_in_an_xlsx():
    assert looks(xlsx(NUMBERS)) == EXPECTED
    assert looks(xlsx(NUMBERS.replace("<v>168</v>", "<f>A1+18</f><v>168</v>"))) == EXPECTED
    assert looks(xlsx(NUMBERS.replace(" ", "  "))) == EXPECTED  # written so that the XML parser reads it


def test_a_condition_or_a_table_may_colour_the_ground_of_an_xlsx():
    expected = [(value, None if look == "unseen" else look) for value, look in EXPECTED]
    condition = '<conditionalFormatting sqref="A1:E1"><cfRule type="cellIs" dxfId="0"><formula>1</formula></cfRule></conditionalFormatting>'
    assert looks(xlsx(NUMBERS, after=condition)) == expected
    assert looks(xlsx(NUMBERS, after='<tableParts><tablePart r:id="r9" xmlns:r="r"/></tableParts>')) == expected


def test_runs_without_a_font_have_that_of_the_cell():
    strings = (
        "<si><t>作废</t></si><si><r><t>168</t></r><r><rPr><sz val='9'/></rPr><t>150</t></r></si>"
        "<si><r><t>8</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>"
    )
    cells = "".join(f'<c r="{chr(65 + at)}1" s="{style}" t="s"><v>{at}</v></c>' for at, style in enumerate([1, 1, 4]))
    assert looks(xlsx(cells, strings=strings)) == [("作废", "struck"), ("150", "part"), ("81", None)]


def test_in_an_xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    blue = "; pattern: pattern solid, fore_colour dark_blue"
    written = ["", "font: struck_out on", "font: colour white", "font: colour white" + blue, "font: escapement superscript"]
    styles = [xlwt.easyxf(one) for one in written]
    for column, (value, style) in enumerate(zip([150, 168, 9, 7, 6], styles, strict=True)):
        sheet.write(0, column, value, style)
    stream = io.BytesIO()
    book.save(stream)
    assert looks(read_bytes(stream.getvalue(), "a.xls")[0]) == EXPECTED


def test_in_an_xlsb():
    data = printed.xlsb([[("x", "")]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    fills = record(45, struct.pack("<I", 0) + b"\0" * 16) + record(45, struct.pack("<I", 1) + b"\5\0\0\0\x1f\x4e\x79\xff" + b"\0" * 8)
    # fonts of `printed`: plain, raised, lowered, struck, white
    styles = b"".join(
        record(47, struct.pack("<HHHH", 0, 0, font, fill) + b"\0" * 8) for font, fill in [(0, 0), (3, 0), (4, 0), (4, 1), (1, 0)]
    )
    fonts = parts["xl/styles.bin"].partition(record(617))[0]
    parts["xl/styles.bin"] = fonts + fills + record(617) + styles + record(618)
    numbers = [150, 168, 9, 7, 6]
    parts["xl/worksheets/sheet1.bin"] = row(0) + b"".join(
        binary_cell(5, at, at, struct.pack("<d", value)) for at, value in enumerate(numbers)
    )
    assert looks(read_bytes(zipped(parts), "a.xlsb")[0]) == EXPECTED


def test_in_an_ods():
    styles = [
        "", '<style:text-properties style:text-line-through-style="solid"/>', '<style:text-properties fo:color="#ffffff"/>',
        '<style:table-cell-properties fo:background-color="#1f4e79"/><style:text-properties fo:color="#ffffff"/>',
        '<style:text-properties style:text-position="super 58%"/>',
    ]  # fmt: skip
    written = "".join(f'<style:style style:name="c{at}" style:family="table-cell">{style}</style:style>' for at, style in enumerate(styles))
    cells = "".join(
        f'<table:table-cell table:style-name="c{at}" office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
        for at, value in enumerate([150, 168, 9, 7, 6])
    )
    content = printed.ods_content([]).replace("<table:table-row></table:table-row>", f"<table:table-row>{cells}</table:table-row>")
    content = content.replace("<office:automatic-styles>", f"<office:automatic-styles>{written}")
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {printed.NAMES}>{content}</office:document-content>",
    }
    assert looks(read_bytes(zipped(parts), "a.ods")[0]) == EXPECTED


def test_in_a_workbook_of_one_xml_file():
    styles = [
        "", '<Font ss:StrikeThrough="1"/>', '<Font ss:Color="#FFFFFF"/>',
        '<Font ss:Color="#FFFFFF"/><Interior ss:Color="#1F4E79" ss:Pattern="Solid"/>', '<Font ss:VerticalAlign="Superscript"/>',
    ]  # fmt: skip
    written = "".join(f'<Style ss:ID="s{at}">{style}</Style>' for at, style in enumerate(styles))
    numbers = enumerate([150, 168, 9, 7, 6])
    cells = "".join(f'<Cell ss:StyleID="s{at}"><Data ss:Type="Number">{value}</Data></Cell>' for at, value in numbers)
    page = printed.spreadsheetml([]).replace(b"<Row></Row>", f"<Row>{cells}</Row>".encode())
    page = page.replace(b"<Worksheet", f"<Styles>{written}</Styles><Worksheet".encode(), 1)
    assert looks(read_bytes(page, "a.xml")[0]) == EXPECTED


def test_in_a_page():
    head = b"<style>.a{text-decoration:line-through}\ntd.b {color:white}\n.c{color:#FFF;background:#1F4E79}</style>"
    cells = "<td>150</td><td class=a>168</td><td class=b>9</td><td class=c>7</td><td style='vertical-align:super'>6</td>"
    assert (
        looks(read_bytes(printed.html_body(f"<table><tr>{cells}</tr></table>").replace(b"<head>", b"<head>" + head), "a.xls")[0])
        == EXPECTED
    )


STYLES = f"""<w:styles xmlns:w="{printed.WORD}">
<w:style w:type="paragraph" w:styleId="old"><w:basedOn w:val="base"/></w:style>
<w:style w:type="paragraph" w:styleId="base"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="table" w:styleId="grid"/>
<w:style w:type="table" w:styleId="blue"><w:tcPr><w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr></w:style></w:styles>"""
RELATIONS = f'<Relationships><Relationship Id="s" Type="{printed.OFFICE}/styles" Target="styles.xml"/></Relationships>'


def word_cell(text, run="", paragraph="", cell=""):
    return f"<w:tc><w:tcPr>{cell}</w:tcPr><w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>"


WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="1F4E79"/>'


@pytest.mark.parametrize(
    ("cell", "table", "expected"),
    [
        (word_cell("168", paragraph='<w:pStyle w:val="old"/>'), "", ("168", "struck")),
        (word_cell("168", run='<w:strike w:val="0"/>', paragraph='<w:pStyle w:val="old"/>'), "", ("168", None)),
        (word_cell("168", run="<w:dstrike/>"), "", ("168", "struck")),
        (word_cell("9", run='<w:rStyle w:val="secret"/>'), "", ("", "part")),
        (word_cell("9", run=WHITE), "", ("9", "unseen")),
        (word_cell("9", run=WHITE), '<w:tblStyle w:val="grid"/>', ("9", "unseen")),
        (word_cell("9", run=WHITE), '<w:tblStyle w:val="blue"/>', ("9", None)),
        (word_cell("9", run=WHITE, cell=DARK), "", ("9", None)),
        (word_cell("9", run=WHITE + DARK), "", ("9", None)),
        (word_cell("9", run=WHITE, paragraph=DARK), "", ("9", None)),
        (word_cell("9", run=WHITE + '<w:highlight w:val="black"/>'), "", ("9", None)),
        (word_cell("9", run='<w:color w:val="1F4E79"/>', cell=DARK), "", ("9", "unseen")),
        (word_cell("9", run='<w:position w:val="6"/>'), "", ("9", None)),
    ],
)
def test_in_a_text_document(cell, table, expected):
    body = f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tr>{cell}</w:tr></w:tbl><w:p/>"
    parts = {"word/styles.xml": STYLES, "word/_rels/document.xml.rels": RELATIONS}
    (document,) = read_bytes(printed.docx_body(body, **parts), "a.docx")
    (found,) = document.sheets[0].cells.values()
    assert (found.text, found.look and found.look.kind) == expected


def test_a_digit_that_is_only_set_higher_is_raised():
    lifted = '<w:p><w:r><w:t>150</w:t></w:r><w:r><w:rPr><w:position w:val="{}"/></w:rPr><w:t>2</w:t></w:r></w:p>'
    (document,) = read_bytes(printed.docx_body(lifted.format(6) + lifted.format(-6) + lifted.format(1)), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["150²", "150₂", "1502"]
    (document,) = read_bytes(
        printed.rtf_body(r"\pard 150{\up6 2}\par 150{\dn6 2}\par 150{\up1 2}\par 1{\super 2\nosupersub 3}\par"), "a.rtf"
    )
    assert [paragraph.text for paragraph in document.paragraphs] == ["150²", "150₂", "1502", "1²3"]


PROSE = [("全年完成", ""), ("168", "struck"), ("150", ""), ("2", "raised"), ("万元", "")]


def test_prose_loses_what_is_crossed_out_and_says_so():
    expected = [("全年完成150²万元", "全年完成〔划掉：168〕1502万元")]
    documents = [
        read_bytes(printed.docx_body(printed.docx_runs(PROSE)), "a.docx")[0],
        read_bytes(printed.rtf_body(rf"\pard {printed.rtf_runs(PROSE)}\par"), "a.rtf")[0],
        read_bytes(printed.html_body(f"<p>{printed.html_runs(PROSE)}</p>"), "a.html")[0],
    ]
    found = [[(paragraph.text, paragraph.look.marked) for paragraph in document.paragraphs] for document in documents]
    assert found == [expected] * 3
    assert [[(finding.rule, finding.place) for finding in document.findings] for document in documents] == [[("text-left-out", "1:0")]] * 3
    paragraphs, _ = read_text_streams(*printed.doc_streams([PROSE], in_table=False))
    assert [(paragraph.text, paragraph.look.marked) for paragraph in paragraphs] == expected


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
