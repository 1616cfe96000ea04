"""No part of a file that goes back shows a personal number whole, wherever the department wrote it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from huizong.feedback.marked_copy.marking import mark
from huizong.feedback.marked_copy.masked_parts import PartMasking
from huizong.feedback.marked_copy.word_document import comment_document
from huizong.model import Severity
from huizong.reading import read_bytes
from tests.unit.feedback.marked_copy.test_marking import AT, HEAD, IDENTITY, entry

MOBILE, OURS = "13900001234", "13711112222"
HIDDEN = "110101********0014"


def texts(data: bytes) -> dict[str, str]:
    """The parts of a package as text, the tags of runs taken out so that what is shown as one reads as one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    closed = ("</t></r><r><t>", '</t></r><r><t xml:space="preserve">', "</w:t></w:r><w:r><w:t>")
    for name, text in parts.items():
        for tags in closed:
            text = text.replace(tags, "")
        parts[name] = text
    return parts


def a_workbook() -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = f"张三{IDENTITY}"
    sheet["A1"] = "姓名"
    bold = InlineFont(b=True)
    sheet["A2"] = CellRichText("证号", TextBlock(bold, IDENTITY[:9]), IDENTITY[9:])
    sheet["A3"] = CellRichText(TextBlock(bold, "电话"), f"{MOBILE[:3]}-", TextBlock(bold, f"{MOBILE[3:7]}-{MOBILE[7:]}"))
    sheet["A4"] = 1742.5
    sheet["A5"] = int(MOBILE)  # a figure that looks like a number of somebody
    sheet["A6"] = "链接"
    sheet["A6"].hyperlink = f"http://127.0.0.1/{IDENTITY}"
    sheet["A6"].hyperlink.tooltip = IDENTITY
    sheet["A7"] = f"='张三{IDENTITY}'!A4"
    sheet["A8"].comment = Comment(f"见 {IDENTITY}", "某人")
    sheet.oddHeader.center.text = f"填表人 {IDENTITY}"
    workbook.defined_names["甲"] = DefinedName("甲", attr_text=f'"{IDENTITY}"')
    workbook.properties.title = f"{IDENTITY} 的表"
    workbook.properties.keywords = MOBILE
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def test_a_workbook_shows_no_personal_number_anywhere() -> None:
    data = a_workbook()
    (document,) = read_bytes(data, "a.xlsx")
    name = document.sheets[0].name
    assert name == "张三110101xxxxxxxx0014"
    head = replace(HEAD, until=f"问谁：值班室 {OURS}")
    content, masked, _ = mark(data, head, (entry("1", Severity.CRITICAL, f"{name}!A4"),), frozenset({f"{name}!A5"}), "A1", AT)
    assert masked
    found = texts(content)
    assert [part for part, text in found.items() if IDENTITY in text] == []
    assert [part for part, text in found.items() if f"{MOBILE[:3]}-{MOBILE[3:7]}" in text] == []
    assert MOBILE not in found["docProps/core.xml"]
    assert any(OURS in text for text in found.values())  # whom to ask stays readable
    again = load_workbook(io.BytesIO(content))
    sheet = again[name]
    assert (sheet["A2"].value, sheet["A3"].value, sheet["A5"].value) == (f"证号{HIDDEN}", "电话139****1234", int(MOBILE))
    assert sheet["A7"].value == f"='{name}'!A4"
    assert sheet["A4"].fill.fill_type == "solid"  # the place was found under the masked name
    assert again.defined_names["甲"].attr_text == '"110101xxxxxxxx0014"'  # as in the name of the sheet


def test_a_document_shows_no_personal_number_anywhere() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("证号")
    for piece in (IDENTITY[:5], IDENTITY[5:12], IDENTITY[12:]):
        paragraph.add_run(piece)
    document.sections[0].header.paragraphs[0].text = f"联系 {MOBILE}"
    document.sections[0].footer.paragraphs[0].text = IDENTITY
    document.core_properties.subject = IDENTITY
    document.add_table(1, 1).cell(0, 0).text = IDENTITY
    document.add_comment(paragraph.runs, text=f"电话 {MOBILE}", author="某人")
    stream = io.BytesIO()
    document.save(stream)
    content, _ = comment_document(stream.getvalue(), [(1, f"证号{HIDDEN}")], {}, "A1", AT)
    found = texts(content)
    assert [part for part, text in found.items() if IDENTITY in text or MOBILE in text] == []
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == f"证号{HIDDEN}"


def test_a_text_box_and_cached_results_are_masked_and_numbers_of_cells_are_not() -> None:
    names = 'xmlns:a="urn:a" xmlns:c="urn:c"'
    masking = PartMasking()
    box = f"<r {names}><a:p><a:r><a:t>{IDENTITY[:8]}</a:t></a:r><a:r><a:t>{IDENTITY[8:]}</a:t></a:r></a:p></r>".encode()
    assert masking.part("xl/drawings/drawing1.xml", box).count(b"<a:t>110101**</a:t>") == 1
    sheet = f'<s><c r="A1" t="str"><v>{MOBILE}</v></c><c r="A2"><v>{MOBILE}</v></c></s>'.encode()
    assert masking.part("xl/worksheets/sheet1.xml", sheet).decode().count(MOBILE) == 1
    chart = (
        f"<s {names}><c:strCache><c:pt><c:v>{MOBILE}</c:v></c:pt></c:strCache><c:numCache><c:pt><c:v>{MOBILE}</c:v></c:pt></c:numCache></s>"
    )
    assert masking.part("xl/charts/chart1.xml", chart.encode()).decode().count(MOBILE) == 1


def test_a_part_without_any_keeps_its_bytes() -> None:
    masking = PartMasking()
    part = "<sst><si><r><t>全镇</t></r><r><t> 1742.5 万元</t></r></si></sst>".encode()
    assert masking.part("xl/sharedStrings.xml", part) == part
    assert not masking.changed
