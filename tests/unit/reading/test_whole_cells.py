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
from tests.unit.reading import printed, printed_texts
from tests.unit.reading.conftest import workbook_parts, zipped
from tests.unit.reading.looks import looks
from tests.unit.reading.spreadsheets.test_xlsb import cell as binary_cell
from tests.unit.reading.spreadsheets.test_xlsb import record, row

GROUND = '<fgColor rgb="FF1F4E79"/>'
PATTERN = "<fill><patternFill patternType='{}'>{}</patternFill></fill>"
CELL_STYLES = "".join(f"<xf fontId='{font}' fillId='{fill}'/>" for font, fill in [(0, 0), (1, 0), (2, 0), (2, 1), (3, 0)])
FONTS = (
    "<fonts><font/><font><strike/></font><font><color theme='0'/></font><font><vertAlign val='superscript'/></font></fonts>"
    f"<fills>{PATTERN.format('none', '')}{PATTERN.format('solid', GROUND)}</fills><cellXfs>{CELL_STYLES}</cellXfs>"
)
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
        looks(read_bytes(printed_texts.html_body(f"<table><tr>{cells}</tr></table>").replace(b"<head>", b"<head>" + head), "a.xls")[0])
        == EXPECTED
    )


STYLES = f"""<w:styles xmlns:w="{printed_texts.WORD}">
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
    (document,) = read_bytes(printed_texts.docx_body(body, **parts), "a.docx")
    (found,) = document.sheets[0].cells.values()
    assert (found.text, found.look and found.look.kind) == expected


def test_a_digit_that_is_only_set_higher_is_raised():
    lifted = '<w:p><w:r><w:t>150</w:t></w:r><w:r><w:rPr><w:position w:val="{}"/></w:rPr><w:t>2</w:t></w:r></w:p>'
    (document,) = read_bytes(printed_texts.docx_body(lifted.format(6) + lifted.format(-6) + lifted.format(1)), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["150²", "150₂", "1502"]
    (document,) = read_bytes(
        printed_texts.rtf_body(r"\pard 150{\up6 2}\par 150{\dn6 2}\par 150{\up1 2}\par 1{\super 2\nosupersub 3}\par"), "a.rtf"
    )
    assert [paragraph.text for paragraph in document.paragraphs] == ["150²", "150₂", "1502", "1²3"]


PROSE = [("全年完成", ""), ("168", "struck"), ("150", ""), ("2", "raised"), ("万元", "")]


def test_prose_loses_what_is_crossed_out_and_says_so():
    expected = [("全年完成150²万元", "全年完成〔划掉：168〕1502万元")]
    documents = [
        read_bytes(printed_texts.docx_body(printed_texts.docx_runs(PROSE)), "a.docx")[0],
        read_bytes(printed_texts.rtf_body(rf"\pard {printed_texts.rtf_runs(PROSE)}\par"), "a.rtf")[0],
        read_bytes(printed_texts.html_body(f"<p>{printed_texts.html_runs(PROSE)}</p>"), "a.html")[0],
    ]
    found = [[(paragraph.text, paragraph.look.marked) for paragraph in document.paragraphs] for document in documents]
    assert found == [expected] * 3
    assert [[(finding.rule, finding.place) for finding in document.findings] for document in documents] == [[("text-left-out", "1:0")]] * 3
    paragraphs, _ = read_text_streams(*printed_texts.doc_streams([PROSE], in_table=False))
    assert [(paragraph.text, paragraph.look.marked) for paragraph in paragraphs] == expected
