"""What no sheet can hold is refused with that reason, whichever reader met it; a number that no figure can be is held alone."""

from __future__ import annotations

import struct
from decimal import Decimal

import pytest

from huizong.model import Merge
from huizong.reading import read_bytes
from tests.unit.reading.documents.word_parts import cell as word_cell
from tests.unit.reading.documents.word_parts import docx
from tests.unit.reading.spreadsheets.test_ods import number, ods, text
from tests.unit.reading.spreadsheets.test_xlsb import OFFICE, cell, record, row, wide

OUTSIDE = "超出工作表的范围（1048576 行、16384 列）"
SHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def spreadsheetml(rows, name="6月"):
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{SHEET}" xmlns:ss="{SHEET}"><Worksheet ss:Name="{name}"><Table>{rows}</Table>'
        "</Worksheet></Workbook>"
    ).encode()


def xlsb(make_zip, *records, name="6月"):
    """A binary workbook with those records in its sheet."""
    relations = f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    sheet = record(156, struct.pack("<II", 0, 1) + wide("r1") + wide(name))
    main = f'<Relationships><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    return make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": main,
            "xl/workbook.bin": sheet,
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": b"".join(records),
        }
    )


def refusal(data, name="a.xlsx"):
    (document,) = read_bytes(data, name)
    assert document.refusal is not None
    assert not document.sheets
    return document.refusal.rule, " ".join(document.refusal.fields.values())


def cells_of(data, name="a.xlsx"):
    (document,) = read_bytes(data, name)
    assert document.refusal is None, document.refusal
    return {place: (one.kind, one.text) for place, one in document.sheets[0].cells.items()}


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ('<row r="3000000000"><c r="A3000000000"><v>1</v></c></row>', f"第 3000000000 行第 1 列，{OUTSIDE}"),
        ('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', f"第 1048577 行第 1 列，{OUTSIDE}"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', f"第 1 行第 16385 列，{OUTSIDE}"),
        ('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>', "单元格位置“ZZZZZZ1”不成立"),
        ('<row r="4_0"><c r="A40"><v>1</v></c></row>', "行号“4_0”不成立"),
        ('<row r="４"><c r="A4"><v>1</v></c></row>', "行号“４”不成立"),
        (f'<row r="{"9" * 5000}"><c r="A1"><v>1</v></c></row>', f"第 {10**18} 行第 1 列，{OUTSIDE}"),
        ('<row r="0"><c r="A0"><v>1</v></c></row>', "行号“0”不成立"),
    ],
)
def test_a_place_that_no_workbook_has(make_xlsx, cells, said, quick):
    rule, detail = refusal(make_xlsx(cells, before="" if quick else "<!-- for the XML parser -->"))
    assert rule == "file-damaged"
    assert detail.endswith(said)


def test_the_last_place_of_a_sheet_is_one(make_xlsx):
    assert cells_of(make_xlsx('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>')) == {(1048576, 16384): ("number", "7")}


def test_such_a_place_in_other_workbooks(make_zip):
    tables = '<table:table table:name="6月"><table:table-row table:number-rows-repeated="3000000000"/>'
    data = ods(make_zip, f"{tables}<table:table-row>{text('a')}</table:table-row></table:table>")
    assert refusal(data, "a.ods") == ("file-damaged", f"工作表“6月”有单元格在第 3000000001 行第 1 列，{OUTSIDE}")
    wide_row = f'<table:table-row><table:table-cell table:number-columns-repeated="3000000000"/>{text("a")}</table:table-row>'
    data = ods(make_zip, f'<table:table table:name="6月">{wide_row}</table:table>')
    assert refusal(data, "a.ods")[1].endswith(f"第 1 行第 3000000001 列，{OUTSIDE}")
    data = spreadsheetml('<Row ss:Index="3000000000"><Cell><Data ss:Type="Number">1</Data></Cell></Row>')
    assert refusal(data, "a.xml")[1].endswith(f"第 3000000000 行第 1 列，{OUTSIDE}")
    data = xlsb(make_zip, row(3_000_000_000 - 1), cell(5, 0, 0, struct.pack("<d", 1.0)))
    assert refusal(data, "a.xlsb")[1].endswith(f"第 3000000000 行第 1 列，{OUTSIDE}")


def test_a_text_that_is_too_wide_is_too_large():
    wide_text = ",".join(["1"] * 18_400) + "\n"
    assert refusal(("指标" + ",数" * 18_399 + "\n" + wide_text).encode(), "a.csv") == (
        "file-too-large",
        "2 行、18400 列 1048576 行、16384 列",
    )


def test_a_sheet_name_of_thousands_of_characters(make_zip, make_parts):
    long = "表" * 5000
    said = ("file-damaged", "工作表名有 5000 个字，超过 255 个")
    parts = make_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="6月"', f'name="{long}"')
    assert refusal(make_zip(parts)) == said
    assert refusal(ods(make_zip, f'<table:table table:name="{long}"><table:table-row>{text("a")}</table:table-row></table:table>')) == said
    data = spreadsheetml('<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>', long)
    assert refusal(data, "a.xml") == said
    assert refusal(xlsb(make_zip, row(0), cell(5, 0, 0, struct.pack("<d", 1.0)), name=long), "a.xlsb") == said


LONG = "123456789012345678901234567890123456789012345678901234567890"  # 60 digits


@pytest.mark.parametrize("written", [LONG, "1E+399", "1E+60", "-1E+300", "4_055.7", "４０５５.７"])
@pytest.mark.parametrize("style", ["", ' s="1"'])
def test_one_number_that_is_none_leaves_the_others(make_xlsx, written, style):
    styles = (
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.00%"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    data = make_xlsx(f'<row r="1"><c r="A1"{style}><v>{written}</v></c><c r="B1"><v>12.5</v></c></row>', styles=styles)
    assert cells_of(data) == {(1, 1): ("text", written), (1, 2): ("number", "12.5")}


def test_the_same_in_other_workbooks(make_zip):
    rows = f"<table:table-row>{number('1E+399', '1E+399')}{number(LONG, LONG)}{number('12.5', '12.5')}</table:table-row>"
    assert cells_of(ods(make_zip, f'<table:table table:name="6月">{rows}</table:table>'), "a.ods") == {
        (1, 1): ("text", "1E+399"),
        (1, 2): ("text", LONG),
        (1, 3): ("number", "12.5"),
    }
    cells = "".join(f'<Cell><Data ss:Type="Number">{value}</Data></Cell>' for value in ("1E+399", "4_055.7", "12.5"))
    assert cells_of(spreadsheetml(f"<Row>{cells}</Row>"), "a.xml") == {
        (1, 1): ("text", "1E+399"),
        (1, 2): ("text", "4_055.7"),
        (1, 3): ("number", "12.5"),
    }
    data = xlsb(make_zip, row(0), cell(5, 0, 0, struct.pack("<d", 1e60)), cell(5, 1, 0, struct.pack("<d", 12.5)))
    assert cells_of(data, "a.xlsb") == {(1, 1): ("text", "1e+60"), (1, 2): ("number", "12.5")}
    table = f"<table><tr><td>{LONG}</td><td x:num='1E+399'>5</td><td>12.5</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"
    assert cells_of(f"<html><body>{table}</body></html>".encode(), "a.html")[1, 1] == ("text", LONG)
    assert cells_of(f"<html><body>{table}</body></html>".encode(), "a.html")[1, 3] == ("number", "12.5")
    body = f"<w:tbl><w:tr>{word_cell(LONG)}{word_cell('12.5')}</w:tr></w:tbl>"
    assert cells_of(docx(make_zip, body), "a.docx") == {(1, 1): ("text", LONG), (1, 2): ("number", "12.5")}
    assert cells_of(f"指标,数\n甲,{LONG}\n乙,12.5\n".encode(), "a.csv")[2, 2] == ("text", LONG)


def test_a_format_of_thirty_decimals_shows_the_number(make_xlsx):
    styles = (
        f'<numFmts count="1"><numFmt numFmtId="164" formatCode="0.{"0" * 30}"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    (document,) = read_bytes(make_xlsx('<row r="1"><c r="A1" s="1"><v>123.5</v></c></row>', styles=styles), "a.xlsx")
    one = document.sheets[0].cells[1, 1]
    assert (one.value, one.text) == (Decimal("123.5"), "123.5" + "0" * 29)


def test_a_merge_over_the_whole_sheet_ends_where_the_content_does(make_xlsx):
    after = '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A2:XFD1048576"/><mergeCell ref="Z9:AA10"/></mergeCells>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>'
    (document,) = read_bytes(make_xlsx(rows, after=after), "a.xlsx")
    assert document.sheets[0].merges == (Merge(1, 1, 1, 2), Merge(2, 1, 3, 2))


def test_more_merged_places_than_anybody_merges(make_xlsx):
    after = '<mergeCells><mergeCell ref="A1:Z10000"/></mergeCells>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="10000"><c r="Z10000"><v>2</v></c></row>'
    assert refusal(make_xlsx(rows, after=after)) == ("file-too-large", "合并区域占 260000 格 200000 格")


@pytest.mark.parametrize("reference", ["A1:ZZZZ3", "A0:B2", "A1:B4_0", "C3:A1", "A1:B1048577"])
def test_a_merge_that_no_sheet_has(make_xlsx, reference):
    after = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    assert refusal(make_xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', after=after))[0] == "file-damaged"


def test_a_span_of_two_thousand_millions_in_a_document(make_zip):
    title = word_cell("标题", '<w:gridSpan w:val="2000000000"/>')
    table = f"<w:tbl><w:tr>{title}</w:tr><w:tr>{word_cell('1')}{word_cell('2')}</w:tr></w:tbl>"
    (document,) = read_bytes(docx(make_zip, table), "a.docx")
    assert document.sheets[0].merges == (Merge(1, 1, 1, 2),)


def test_what_no_database_stores_leaves_no_reader(make_zip, make_parts):
    parts = make_parts('<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x0000_乙_xD800_</t></is></c><c r="B1"><v>1</v></c></row>')
    (document,) = read_bytes(make_zip(parts), "a.xlsx")
    assert document.sheets[0].cells[1, 1].text == document.sheets[0].cells[1, 1].value == "甲\ufffd乙\ufffd"
    (rtf,) = read_bytes(b"{\\rtf1\\ansi\\uc0 a\\u-10240 b\\par}", "a.rtf")
    assert not any("\ud800" <= letter <= "\udfff" for one in rtf.paragraphs for letter in one.text)


def test_a_style_that_is_no_number_is_the_general_one(make_xlsx):
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="-1"><v>0.5</v></c><c r="B1" s="1"><v>0.5</v></c><c r="C1" s="0_1"><v>0.5</v></c></row>'
    assert [text for _, text in cells_of(make_xlsx(rows, styles=styles)).values()] == ["0.5", "50%", "0.5"]
