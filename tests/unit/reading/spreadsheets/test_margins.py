"""Text boxes, page headers and footers as every reader of workbooks hands them over; number formats beside them."""

import io
import struct

import pytest
import xlwt

from huizong.reading import read_bytes
from huizong.reading.spreadsheets.margins import header_texts
from huizong.reading.spreadsheets.xls_margins import margins_of
from tests.unit.reading.spreadsheets.test_ods import NAMES, number, text
from tests.unit.reading.spreadsheets.test_xlsb import a_workbook, record, wide

CELL = '<row r="1"><c r="A1"><v>5</v></c></row>'
BOX = '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="框"{0}/></xdr:nvSpPr><xdr:txBody>{1}</xdr:txBody></xdr:sp>'
LINES = "<a:p><a:r><a:t>单位</a:t></a:r><a:r><a:t>：元</a:t></a:r></a:p><a:p><a:r><a:t>第二行</a:t></a:r></a:p>"
DRAWN = (
    '<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a"><xdr:twoCellAnchor><xdr:grpSp>'
    + BOX.format("", LINES)
    + "</xdr:grpSp>"
    + BOX.format(' hidden="1"', "<a:p><a:r><a:t>单位：亿元</a:t></a:r></a:p>")
    + "</xdr:twoCellAnchor></xdr:wsDr>"
)
VML = (
    '<xml xmlns:v="urn:v" xmlns:x="urn:x"><v:shape><v:textbox><div>单位：千元<br></div></v:textbox></v:shape>'
    '<v:shape><v:textbox><div>批注里的字</div></v:textbox><x:ClientData ObjectType="Note"/></v:shape></xml>'
)


def relations(*kinds):
    targets = "".join(f'<Relationship Id="r{n}" Type="urn:o/{kind}" Target="../drawings/{name}"/>' for n, (kind, name) in enumerate(kinds))
    return f"<Relationships>{targets}</Relationships>"


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('&L&"宋体,常规"&12单位：元&C&"Arial"月报表&R第 &P 页，共 &N 页', ["单位：元", "月报表", "第  页，共  页"]),
        ("&R单位：万元", ["单位：万元"]),
        ("&KFF0000金额单位：元&D", ["金额单位：元"]),
        ("R&&D经费", ["R&D经费"]),
        ("", []),
    ],
)
def test_the_codes_of_headers_and_footers(code, texts):
    assert header_texts([code]) == texts


def test_boxes_headers_and_footers_of_xlsx(make_parts, make_zip):
    parts = make_parts(
        CELL, after="<headerFooter><oddHeader>&amp;R单位：万元</oddHeader><oddFooter>&amp;C注：以元计</oddFooter></headerFooter>"
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("drawing", "d1.xml"), ("vmlDrawing", "v1.vml"), ("drawing", "gone.xml"))
    parts["xl/drawings/d1.xml"], parts["xl/drawings/v1.vml"] = DRAWN, VML
    (document,) = read_bytes(make_zip(parts), "a.xlsx")
    assert document.refusal is None
    assert document.sheets[0].margins == ("单位：万元", "注：以元计", "单位：元\n第二行", "单位：千元")


def test_a_drawing_that_is_cut_off_refuses_nothing(make_parts, make_zip):
    parts = make_parts(CELL)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("drawing", "d1.xml"))
    parts["xl/drawings/d1.xml"] = DRAWN[: DRAWN.index("<a:p><a:r><a:t>第二行")]
    (document,) = read_bytes(make_zip(parts), "a.xlsx")
    assert (document.refusal, document.sheets[0].margins) == (None, ("单位：元",))


def test_headers_and_boxes_of_xlsb(make_zip):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(a_workbook(make_zip))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    nothing = struct.pack("<I", 0xFFFFFFFF)
    parts["xl/worksheets/sheet1.bin"] += record(479, b"\0\0" + wide("&R单位：万元") + wide("&C说明") + nothing * 4)
    parts["xl/worksheets/_rels/sheet1.bin.rels"] = relations(("drawing", "d1.xml")).encode()
    parts["xl/drawings/d1.xml"] = DRAWN.encode()
    (document,) = read_bytes(make_zip(parts), "a.xlsb")
    assert document.sheets[0].margins == ("单位：万元", "说明", "单位：元\n第二行")


def test_headers_of_xls():
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("6月")
    page.write(0, 0, 5)
    vars(page).update(_Worksheet__header_str="&R单位：元", _Worksheet__footer_str="&P")  # its own setter takes bytes and writes texts
    stream = io.BytesIO()
    book.save(stream)
    (document,) = read_bytes(stream.getvalue(), "a.xls")
    assert document.sheets[0].margins == ("单位：元",)


def biff(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def box(kind, words, wide_letters=True):
    written = words.encode("utf-16-le" if wide_letters else "latin-1")
    txo = biff(0x1B6, b"\0" * 10 + struct.pack("<HHI", len(words), 16, 0))
    return (
        biff(0x5D, struct.pack("<HHHH", 0x15, 18, kind, 1) + b"\0" * 14)
        + txo
        + biff(0x3C, bytes([wide_letters]) + written)
        + biff(0x3C, b"\0" * 16)
    )


def test_text_boxes_of_xls_without_comments_and_past_a_chart():
    chart = biff(0x809) + biff(0x14, b"\2\0\0no") + biff(0x0A)
    stream = b"?" * 7 + biff(0x809) + box(6, "单位：元") + chart + box(0x19, "批注") + box(6, "unit", False) + biff(0x0A) + box(6, "后")
    assert margins_of(stream, 7, 80) == ["单位：元", "unit"]


def test_headers_of_spreadsheetml():
    data = (
        '<?xml version="1.0"?><Workbook xmlns="urn:s" xmlns:ss="urn:s" xmlns:x="urn:x"><Worksheet ss:Name="6月"><Table><Row><Cell>'
        '<Data ss:Type="Number">5</Data></Cell></Row></Table><x:WorksheetOptions><x:PageSetup><x:Header x:Data="&amp;R单位：元"/>'
        '<x:Footer x:Data="第&amp;P页"/></x:PageSetup></x:WorksheetOptions></Worksheet></Workbook>'
    ).replace("urn:s", "urn:schemas-microsoft-com:office:spreadsheet")
    (document,) = read_bytes(data.encode(), "a.xls")
    assert document.sheets[0].margins == ("单位：元", "第页")


def test_frames_and_pages_of_ods(make_zip):
    shape = "<table:shapes><draw:frame><draw:text-box><text:p>单位：元</text:p></draw:text-box></draw:frame></table:shapes>"
    inside = "<table:table-cell><draw:custom-shape><text:p>以元计</text:p></draw:custom-shape></table:table-cell>"
    names = NAMES + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    table = f'<table:table table:name="6月">{shape}<table:table-row>{number("5", "5")}{text("字")}{inside}</table:table-row></table:table>'
    header = "<style:header><text:p>金额单位：元</text:p></style:header>"
    footer = '<style:footer style:display="false"><text:p>单位：亿元</text:p></style:footer>'
    page = f'<style:master-page style:name="Default">{header}{footer}</style:master-page>'
    pages = f"<office:document-styles {names}><office:master-styles>{page}</office:master-styles></office:document-styles>"
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    (document,) = read_bytes(
        make_zip({"mimetype": kind, "META-INF/manifest.xml": "<m/>", "styles.xml": pages, "content.xml": content}), "a.ods"
    )
    assert document.sheets[0].margins == ("金额单位：元", "单位：元", "以元计")


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ('<number:number number:decimal-places="1" number:min-integer-digits="1" number:display-factor="1000"/>', "0.0,"),
        ('<number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>亿</number:text>', '0.0"亿"'),
        (
            '<number:number number:min-integer-digits="1"><number:embedded-text number:position="1">.</number:embedded-text>'
            "</number:number>",
            '0"."0',
        ),
        (
            '<number:text>下降</number:text><number:number number:decimal-places="1" number:min-integer-digits="1"/>'
            '<style:map style:condition="value()&gt;=0" style:apply-style-name="P0"/>',
            '"增长"0.0;"下降"0.0',
        ),
    ],
)
def test_number_styles_of_ods_say_what_format_codes_say(make_zip, style, code):
    digits = '<number:number number:decimal-places="1" number:min-integer-digits="1"/>'
    positive = f'<number:number-style style:name="P0"><number:text>增长</number:text>{digits}</number:number-style>'
    styles = (
        f'<office:automatic-styles>{positive}<number:number-style style:name="N1">{style}</number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles>'
    )
    row = f"<table:table-row>{number('5.2', '5.2', ' table:style-name=' + chr(34) + 'ce1' + chr(34))}</table:table-row>"
    content = (
        f'<office:document-content {NAMES}>{styles}<office:body><office:spreadsheet><table:table table:name="6月">{row}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    (document,) = read_bytes(make_zip({"mimetype": kind, "META-INF/manifest.xml": "<m/>", "content.xml": content}), "a.ods")
    assert document.sheets[0].cells[1, 1].number_format == code


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ('<w:sym w:font="Symbol" w:char="F02D"/><w:t>5.2</w:t>', "−5.2"),
        ('<w:sym w:font="宋体" w:char="2212"/><w:t>5.2</w:t>', "−5.2"),
        ("<w:softHyphen/><w:t>5.2</w:t>", "\u00ad5.2"),
        ("<w:noBreakHyphen/><w:t>5.2</w:t>", "-5.2"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/><w:t>5.2</w:t>', "✓5.2"),
        ('<w:sym w:font="Wingdings" w:char="F0E2"/><w:t>5.2</w:t>', "↓5.2"),
        ('<w:sym w:font="Wingdings 3" w:char="F024"/><w:t>5.2%</w:t>', "↓5.2%"),
        ('<w:sym w:font="Wingdings" w:char="F04A"/><w:t>5.2</w:t>', "\ufffd5.2"),
        ('<w:sym w:font="Marlett" w:char="F02D"/><w:t>5.2</w:t>', "\ufffd5.2"),
        ('<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:t>-5.2\u00b3</w:t>', "−5.2≥"),
        ('<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:sym w:font="Symbol" w:char="F0B4"/><w:t>5.2</w:t>', "×5.2"),
        (
            '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="增长"/>'
            '<w:listEntry w:val="下降"/></w:ddList></w:ffData></w:fldChar>'
            '<w:instrText> FORMDROPDOWN </w:instrText><w:fldChar w:fldCharType="end"/><w:t>5.2</w:t>',
            "下降5.2",
        ),
        ('<w:fldSimple w:instr=" SYMBOL 226 \\f Wingdings \\s 10 "/><w:t>5.2</w:t>', "↓5.2"),
        (
            '<w:fldChar w:fldCharType="begin"/><w:instrText> SYMBOL 45 \\f "Symbol"</w:instrText><w:fldChar w:fldCharType="separate"/>'
            '<w:t>-</w:t><w:fldChar w:fldCharType="end"/><w:t>5.2</w:t>',
            "−5.2",
        ),
        ('<w:sym w:font="Symbol" w:char="zz"/><w:t>5.2</w:t>', "\ufffd5.2"),
    ],
)
def test_signs_that_word_keeps_as_symbols(make_zip, run, shown):
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = (
        f'<w:document xmlns:w="{name}"><w:body><w:tbl><w:tr><w:tc><w:p><w:r>{run}</w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>'
    )
    start = '<Relationships><Relationship Id="r1" Type="urn:o/officeDocument" Target="word/document.xml"/></Relationships>'
    (document,) = read_bytes(make_zip({"[Content_Types].xml": "<Types/>", "_rels/.rels": start, "word/document.xml": main}), "a.docx")
    assert document.sheets[0].cells[1, 1].text == shown
