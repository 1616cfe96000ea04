"""Comments at cells are read as text, personal numbers masked, and are no part of what the cell holds."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment

from huizong.reading import read_bytes
from tests.unit.reading import printed
from tests.unit.reading.conftest import workbook_parts, zipped
from tests.unit.reading.spreadsheets.test_ods import ods
from tests.unit.reading.spreadsheets.test_xlsb import record, wide

THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="B1" id="1"><text>应为18</text></threadedComment>'
    '<threadedComment ref="B1" id="2" parentId="1"><text>已核</text></threadedComment></ThreadedComments>'
)
NOTES = (
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author/></authors><commentList>'
    '<comment ref="B1" authorId="0"><text><t>[Threaded comment] …</t></text></comment>'
    '<comment ref="ZZZZ9" authorId="0"><text><t>不在表上</t></text></comment></commentList></comments>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments1.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threads.xml"/>'
    "</Relationships>"
)


def test_in_a_workbook():
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["税收收入", 3])
    sheet["B1"].comment = Comment("本月应为18，\n电话13812345678", "某人")
    written = BytesIO()
    workbook.save(written)
    (document,) = read_bytes(written.getvalue(), "a.xlsx")
    assert document.sheets[0].comments == {(1, 2): "本月应为18，\n电话138****5678"}
    assert [cell.text for cell in document.sheets[0].cells.values()] == ["税收收入", "3"]


def test_a_thread_takes_the_place_of_the_note_beside_it():
    parts = workbook_parts('<row r="1"><c r="B1"><v>3</v></c></row>')
    part = next(name for name in parts if name.startswith("xl/worksheets/"))
    folder, _, name = part.rpartition("/")
    parts |= {f"{folder}/_rels/{name}.rels": RELATIONS, "xl/comments1.xml": NOTES, "xl/threads.xml": THREAD}
    (document,) = read_bytes(zipped(parts), "a.xlsx")
    assert document.sheets[0].comments == {(1, 2): "应为18\n已核"}


def test_in_flat_xml():
    page = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Worksheet ss:Name="表"><Table><Row><Cell><Data ss:Type="Number">3</Data><Comment><ss:Data>应为18</ss:Data></Comment></Cell>'
        "</Row></Table></Worksheet></Workbook>"
    )
    (document,) = read_bytes(page.encode(), "a.xml")
    assert document.sheets[0].comments == {(1, 1): "应为18"}
    assert [cell.text for cell in document.sheets[0].cells.values()] == ["3"]


def test_in_an_open_document(make_zip):
    note = "<office:annotation><dc:creator>某人</dc:creator><text:p>应为18</text:p><text:p>见附表</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="float" office:value="3">{note}<text:p>3</text:p></table:table-cell>'
    table = (
        f'<table:table table:name="表" xmlns:dc="http://purl.org/dc/elements/1.1/"><table:table-row>{cell}</table:table-row></table:table>'
    )
    (document,) = read_bytes(ods(make_zip, table), "a.ods")
    assert document.sheets[0].comments == {(1, 1): "应为18\n见附表"}
    assert [cell.text for cell in document.sheets[0].cells.values()] == ["3"]


def test_in_a_binary_workbook():
    def note(row, column, text):
        where = record(635, struct.pack("<5I", 0, row, row, column, column) + b"\0" * 16)
        return where + record(637, b"\1" + wide(text) + struct.pack("<IHH", 1, 0, 0)) + record(636)

    parts = zipfile.ZipFile(BytesIO(printed.xlsb([[("税收收入", "")], [("3", "")]])))
    kept = {name: parts.read(name) for name in parts.namelist()}
    kept["xl/comments1.bin"] = record(628) + record(633) + note(0, 1, "应为18，电话13812345678") + note(4, 0, "已核") + record(634)
    kept["xl/worksheets/_rels/sheet1.bin.rels"] = RELATIONS.replace("comments1.xml", "comments1.bin")
    (document,) = read_bytes(zipped(kept), "a.xlsb")
    assert document.sheets[0].comments == {(1, 2): "应为18，电话138****5678", (5, 1): "已核"}
    kept["xl/threads.xml"] = THREAD
    (document,) = read_bytes(zipped(kept), "a.xlsb")
    assert document.sheets[0].comments[1, 2] == "应为18\n已核"
