"""A town's month, sound, in every kind of file that the readers take: what is mutated, so all of it is built in code.

The numbers have enough digits that none stands in a file by chance.
"""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Callable
from functools import cache

import openpyxl
import xlwt

from tests.faults.towns import TOWNS, report_of
from tests.unit.reading import printed, printed_texts
from tests.unit.reading.conftest import OFFICE, workbook_parts, zipped
from tests.unit.reading.pdf.small_pdf import pdf
from tests.unit.reading.spreadsheets.test_biff5 import biff5
from tests.unit.reading.spreadsheets.test_ods import number as ods_number
from tests.unit.reading.spreadsheets.test_ods import ods
from tests.unit.reading.spreadsheets.test_ods import text as ods_text
from tests.unit.reading.spreadsheets.test_xlsb import cell as binary_cell
from tests.unit.reading.spreadsheets.test_xlsb import record, row, wide

Rows = list[list[str]]
Prose = tuple[str, ...]
TOWN = "T07"
FORM = report_of(TOWNS[TOWN]).decode()
ROWS: Rows = [[field.strip() for field in fields] for fields in csv.reader(FORM.splitlines())]
PROSE: Prose = (
    "柘冲乡2025年5月经济运行情况",
    "1—5月，全乡完成规模以上工业总产值55754.8万元，同比增长7.2%；规模以上工业增加值13938.7万元，增长6.3%。",
    "固定资产投资23250.5万元，同比增长5.5%，其中工业投资10625.4万元。社会消费品零售总额1.61154亿元，下降0.37%。",
    "一般公共预算收入3638.1万元，完成年初预算的42.3%；招商引资到位资金9070.25万元，比去年同期多1203.75万元。",
)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _letters(column: int) -> str:
    return chr(65 + column)


def _delimited(rows: Rows) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def csv_utf8(rows: Rows, text: Prose) -> bytes:
    return _delimited(rows).encode()


def csv_gb18030(rows: Rows, text: Prose) -> bytes:
    return _delimited(rows).encode("gb18030", "replace")


def csv_utf16(rows: Rows, text: Prose) -> bytes:
    return _delimited(rows).encode("utf-16")


def tabs(rows: Rows, text: Prose) -> bytes:
    return "\r\n".join("\t".join(fields) for fields in rows).encode("utf-8-sig")


def prose(_: Rows, text: Prose) -> bytes:
    return ("\n".join(text) + "\n").encode()


def xlsx_shared(rows: Rows, text: Prose) -> bytes:
    texts = list(dict.fromkeys(field for fields in rows for field in fields if field and _number(field) is None))
    written = ""
    for at, fields in enumerate(rows, start=1):
        cells = ""
        for column, field in enumerate(fields):
            if field in texts:
                cells += f'<c r="{_letters(column)}{at}" t="s"><v>{texts.index(field)}</v></c>'
            elif field:
                cells += f'<c r="{_letters(column)}{at}" s="1"><v>{field}</v></c>'
        written += f'<row r="{at}">{cells}</row>'
    styles = (
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    merges = '<mergeCells count="1"><mergeCell ref="A1:H1"/></mergeCells>'
    return zipped(workbook_parts(written, after=merges, styles=styles, strings="".join(f"<si><t>{text}</t></si>" for text in texts)))


def xlsx_library(rows: Rows, text: Prose) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for fields in rows:
        page.append([value if (value := _number(field)) is not None else field or None for field in fields])
    page.merge_cells("A1:H1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(rows: Rows, text: Prose) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("5月")
    for at, fields in enumerate(rows):
        for column, field in enumerate(fields):
            if field:
                value = _number(field)
                page.write(at, column, field if value is None else value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls_95(_: Rows, text: Prose) -> bytes:
    return biff5(936)


def xlsb(rows: Rows, text: Prose) -> bytes:
    sheet = b""
    for at, fields in enumerate(rows):
        sheet += row(at)
        for column, field in enumerate(fields):
            value = _number(field)
            if value is not None:
                sheet += binary_cell(5, column, 0, struct.pack("<d", value))
            elif field:
                sheet += binary_cell(6, column, 0, wide(field))
    relations = f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    return zipped(
        {
            "_rels/.rels": printed.main_relation("xl/workbook.bin"),
            "xl/workbook.bin": record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("5月")),
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _ods_rows(rows: Rows) -> str:
    written = ""
    for fields in rows:
        cells = "".join(
            "<table:table-cell/>" if not field else ods_text(field) if _number(field) is None else ods_number(field, field)
            for field in fields
        )
        written += f"<table:table-row>{cells}</table:table-row>"
    return f'<table:table table:name="5月">{written}</table:table>'


def ods_package(rows: Rows, text: Prose) -> bytes:
    return ods(zipped, _ods_rows(rows))


def fods(rows: Rows, text: Prose) -> bytes:
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    body = f"<office:body><office:spreadsheet>{_ods_rows(rows)}</office:spreadsheet></office:body>"
    return f'<?xml version="1.0"?><office:document {printed.NAMES} office:mimetype="{mime}">{body}</office:document>'.encode()


def spreadsheetml(rows: Rows, text: Prose) -> bytes:
    written = ""
    for fields in rows:
        cells = "".join(
            f'<Cell ss:Index="{at}"><Data ss:Type="{"String" if _number(field) is None else "Number"}">{field}</Data></Cell>'
            for at, field in enumerate(fields, start=1)
            if field
        )
        written += f"<Row>{cells}</Row>"
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="5月"><Table>{written}</Table></Worksheet></Workbook>'
    ).encode()


def docx(rows: Rows, text: Prose) -> bytes:
    paragraphs = "".join(printed_texts.docx_runs([(line, "")]) for line in text)
    written = "".join(
        "<w:tr>" + "".join(f"<w:tc>{printed_texts.docx_runs([(field, '')])}</w:tc>" for field in fields) + "</w:tr>" for fields in rows[2:]
    )
    return printed_texts.docx_body(f"{paragraphs}<w:tbl>{written}</w:tbl><w:p/>")


def rtf(rows: Rows, text: Prose) -> bytes:
    paragraphs = "".join(f"\\pard {printed_texts.rtf_runs([(line, '')])}\\par" for line in text)
    edges = "".join(f"\\cellx{1000 * number}" for number in range(1, 9))
    written = "".join(
        f"\\trowd{edges}" + "".join(f"\\pard\\intbl {printed_texts.rtf_runs([(field, '')])}\\cell" for field in fields) + "\\row"
        for fields in rows[2:]
    )
    return printed_texts.rtf_body(f"{paragraphs}{written}\\pard\\par")


def doc(_: Rows, text: Prose) -> bytes:
    main, table = printed_texts.doc_streams([[(line, "")] for line in text], in_table=False)
    head = bytearray(main)
    struct.pack_into("<HH", head, 0, 0xA5EC, 193)
    return compound({"WordDocument": bytes(head), "0Table": table})


def html(rows: Rows, text: Prose) -> bytes:
    written = "".join("<tr>" + "".join(f"<td>{field}</td>" for field in fields) + "</tr>" for fields in rows)
    return printed_texts.html_body(f"<p>{text[1]}</p><table>{written}</table>")


def mhtml(rows: Rows, text: Prose) -> bytes:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n'
    return head.encode() + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + html(rows, text) + b"\r\n--b--\r\n"


def printed_page(rows: Rows, text: Prose) -> bytes:
    lines, words = b"", b""
    for at, fields in enumerate(rows[3:9]):
        top = 380 - 30 * at
        lines += b"%d %d m %d %d l S\n" % (20, top, 380, top)
        for column, field in enumerate(field for field in fields if field.isascii()):
            words += b"BT /F 8 Tf %d %d Td (%s) Tj ET\n" % (25 + 45 * column, top - 20, field.encode())
    lines += b"".join(b"%d 200 m %d 380 l S\n" % (x, x) for x in range(20, 381, 45))
    return pdf(lines + words)


def archive(rows: Rows, text: Prose) -> bytes:
    return zipped({"月报.csv": csv_utf8(rows, text), "材料/小结.docx": docx(rows, text), "月报.xlsx": xlsx_shared(rows, text)})


KINDS: dict[str, Callable[[Rows, Prose], bytes]] = {
    "utf8.csv": csv_utf8,
    "gb18030.csv": csv_gb18030,
    "utf16.csv": csv_utf16,
    "tabs.txt": tabs,
    "prose.txt": prose,
    "shared.xlsx": xlsx_shared,
    "library.xlsx": xlsx_library,
    "excel97.xls": xls,
    "excel95.xls": xls_95,
    "binary.xlsb": xlsb,
    "open.ods": ods_package,
    "flat.fods": fods,
    "one.xml": spreadsheetml,
    "word.docx": docx,
    "word.rtf": rtf,
    "word97.doc": doc,
    "page.html": html,
    "page.mht": mhtml,
    "page.pdf": printed_page,
    "several.zip": archive,
}


@cache
def good_file(name: str) -> bytes:
    """The bytes of one kind, the same each time."""
    return KINDS[name](ROWS, PROSE)


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE file of a few streams, each long enough to lie in sectors of its own."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    sectors, chain, starts = b"", [table, end], []
    for content in streams.values():
        padded = content.ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % 512)
        count = len(padded) // 512
        starts.append((len(chain), len(padded)))
        chain += [*range(len(chain) + 1, len(chain) + count), end]
        sectors += padded
    entries = _entry("Root Entry", 5, free, 1, end, 0)
    for at, (name, (start, size)) in enumerate(zip(streams, starts, strict=True), start=1):
        entries += _entry(name, 2, at + 1 if at < len(streams) else free, free, start, size)
    entries += _entry("", 0, free, free, 0, 0) * (-len(entries) // 128 % 4)
    allocation = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    assert len(allocation) == len(entries) == 512
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    return head + allocation + entries + sectors


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    named = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2 if name else 0, kind, 1)
    return named + struct.pack("<3I", 0xFFFFFFFF, right, child) + b"\0" * 36 + struct.pack("<IQ", start, size)
