"""Workbooks that are written otherwise than most, and are as good: extensions, counts, folders, one XML file."""

from __future__ import annotations

import io
import struct
from datetime import date
from decimal import Decimal

import pytest
import xlwt

from huizong.reading import read_bytes
from huizong.reading.documents.doc import read_text_streams
from huizong.reading.spreadsheets.xls_records import recounted, workbook_stream
from tests.unit.reading import printed, printed_texts
from tests.unit.reading.conftest import OFFICE, workbook_parts, zipped

X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"


def test_an_extension_of_the_same_name_does_not_reset_the_date_system(make_xlsx):
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="1"><v>44011</v></c></row>'  # days after 1904-01-01
    workbook = f'<workbookPr date1904="1"/><x15:workbookPr xmlns:x15="{X15}" chartTrackingRefBase="1"/>'
    (document,) = read_bytes(make_xlsx(rows, workbook=workbook, styles=styles), "a.xlsx")
    assert document.sheets[0].cells[1, 1].value == date(2024, 6, 30)


def test_number_formats_of_conditions_are_not_those_of_cells(make_xlsx):
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></dxf></dxfs>'
    )
    (document,) = read_bytes(make_xlsx('<row r="1"><c r="A1" s="0"><v>0.091</v></c></row>', styles=styles), "a.xlsx")
    assert (document.sheets[0].cells[1, 1].value, document.sheets[0].cells[1, 1].text) == (Decimal("0.091"), "9.1%")


def test_what_an_extension_calls_the_type_of_a_cell_does_not_count():
    content = printed.ods_content([]).replace(
        "<table:table-row></table:table-row>",
        '<table:table-row><table:table-cell calcext:value-type="error" office:value-type="float" office:value="7.5">'
        "<text:p>7.5</text:p></table:table-cell></table:table-row>",
    )
    names = f'{printed.NAMES} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
    }
    (document,) = read_bytes(zipped(parts), "a.ods")
    assert document.sheets[0].cells[1, 1].value == Decimal("7.5")


@pytest.mark.parametrize("count", [0, 2, 9, 70_000])
def test_a_wrong_number_of_shared_strings_costs_no_cell(count):
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, label in enumerate(["指标", "粮食产量", "造林面积"]):
        sheet.write(row, 0, label)
        sheet.write(row, 1, row + 0.5)
    stream = io.BytesIO()
    book.save(stream)
    data = stream.getvalue()
    counted = data.index(struct.pack("<II", 3, 3)) + 4  # how often they are used, and how many there are
    wrong = data[:counted] + struct.pack("<I", count) + data[counted + 4 :]
    (document,) = read_bytes(wrong, "a.xls")
    assert [finding.rule for finding in document.findings] == ["file-miscounted"]
    assert [cell.value for _, cell in sorted(document.sheets[0].cells.items())] == [
        "指标", Decimal("0.5"), "粮食产量", Decimal("1.5"), "造林面积", Decimal("2.5"),
    ]  # fmt: skip
    assert recounted(data) is None
    assert recounted(wrong) == workbook_stream(data)


def test_a_package_with_its_parts_in_the_root_is_a_workbook():
    parts = workbook_parts('<row r="1"><c r="A1"><v>12.5</v></c></row>')
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    root = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/workbook.xml" ContentType="{spreadsheet}.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": parts["_rels/.rels"].replace("xl/workbook.xml", "workbook.xml"),
        "workbook.xml": parts["xl/workbook.xml"],
        "_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace("worksheets/", ""),
        "sheet1.xml": parts["xl/worksheets/sheet1.xml"],
    }
    for kept in (root, {name: part for name, part in root.items() if name not in ("[Content_Types].xml", "_rels/.rels")}):
        (document,) = read_bytes(zipped(kept), "a.xlsx")
        assert (document.name, document.kind, document.findings) == ("a.xlsx", "xlsx", ())
        assert document.sheets[0].cells[1, 1].value == Decimal("12.5")


def test_a_flat_ods_is_a_workbook_and_a_flat_text_is_named():
    (document,) = read_bytes(printed.fods([[("产值", "")], [("168", "struck"), ("150", "")]]), "a.fods")
    assert (document.kind, [finding.rule for finding in document.findings]) == ("fods", ["text-left-out"])
    assert [cell.text for _, cell in sorted(document.sheets[0].cells.items())] == ["产值", "150"]
    drawing = printed.fods([]).replace(b"opendocument.spreadsheet", b"opendocument.graphics")
    (other,) = read_bytes(drawing, "a.fodg")
    assert (other.refusal.rule, other.refusal.fields["observed"]) == ("file-unsupported", "不是工作簿的 OpenDocument 文件")


def written(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def field(code, result):
    begin, between, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{between}{written(result)}{end}"


def test_page_numbers_of_a_text_document_are_no_paragraphs():
    pages = f'<w:fldSimple w:instr=" NUMPAGES ">{written(12)}</w:fldSimple>'
    lines = [field("PAGE", 3), written("第") + field("PAGE", 3) + written("页 共") + pages + written("页"), written("柘冲乡统计站 2")]
    footer = f'<w:ftr xmlns:w="{printed_texts.WORD}">{"".join(f"<w:p>{line}</w:p>" for line in lines)}</w:ftr>'
    relations = f'<Relationships><Relationship Id="f" Type="{OFFICE}/footer" Target="footer1.xml"/></Relationships>'
    body = f"<w:p>{written('产值')}{field('REF 产值', 12)}{written('万元')}</w:p>"
    parts = {"word/footer1.xml": footer, "word/_rels/document.xml.rels": relations}
    (document,) = read_bytes(printed_texts.docx_body(body, **parts), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["产值12万元", "柘冲乡统计站 2"]


def test_page_numbers_of_an_rtf_are_no_paragraphs():
    footer = r"{\footer\pard{\field{\*\fldinst  PAGE }{\fldrslt 3}}\par}{\footer\pard - {\field{\*\fldinst {NUMPAGES}}{\fldrslt 9}} -\par}"
    field = r"{\field{\*\fldinst REF a}{\fldrslt 12}}"
    (document,) = read_bytes(printed_texts.rtf_body(footer + r"\pard x" + field + r"\par"), "a.rtf")
    assert [paragraph.text for paragraph in document.paragraphs] == ["x12"]


def test_a_formula_of_a_text_document_raises_and_divides():
    def part(text):
        return f"<m:r><m:t>{text}</m:t></m:r>"

    power = f"<m:sSup><m:e>{part(150)}</m:e><m:sup>{part(2)}</m:sup></m:sSup>"
    fraction = f"<m:f><m:num>{part(3)}</m:num><m:den>{part(4)}</m:den></m:f>"
    names = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    body = "".join(f"<w:p {names}><m:oMath>{formula}</m:oMath></w:p>" for formula in (power, fraction))
    (document,) = read_bytes(printed_texts.docx_body(body), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["150²", "3/4"]


def test_a_soft_hyphen_of_an_rtf_and_of_a_doc_stays_in_the_text():
    (document,) = read_bytes(printed_texts.rtf_body(r"\trowd\cellx1000\cellx2000\pard\intbl\-5.3\cell\_6.4\cell\row\pard\par"), "a.rtf")
    assert [cell.text for _, cell in sorted(document.sheets[0].cells.items())] == ["\u00ad5.3", "-6.4"]
    _, (sheet,) = read_text_streams(*printed_texts.doc_streams([[("\x1f5.3", "")], [("\x1e6.4", "")]]))
    assert [cell.text for _, cell in sorted(sheet.cells.items())] == ["\u00ad5.3", "-6.4"]
