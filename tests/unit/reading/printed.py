"""One row of cells, each a list of runs, written in every format that has letters of several kinds.

A run is a text and how it stands: "", raised, lowered, struck, deleted, hidden, white (on white paper), tiny, or in a font of
pictures: symbol or wingdings.
"""

from __future__ import annotations

import io
import struct

import xlwt

from tests.unit.reading.conftest import OFFICE, workbook_parts, zipped
from tests.unit.reading.spreadsheets.test_xlsb import cell as binary_cell
from tests.unit.reading.spreadsheets.test_xlsb import record, row, wide

PICTURES = ("symbol", "wingdings")
XLSX = {
    "": "",
    "raised": '<vertAlign val="superscript"/>',
    "lowered": '<vertAlign val="subscript"/>',
    "struck": "<strike/>",
    "white": '<color rgb="FFFFFFFF"/>',
    "tiny": '<sz val="1"/>',
    "symbol": '<rFont val="Symbol"/>',
    "wingdings": '<rFont val="Wingdings"/>',
}


def main_relation(target):
    return f'<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="{target}"/></Relationships>'


def xlsx_runs(runs):
    return "".join(f"<r><rPr>{XLSX[how]}<sz val='11'/></rPr><t xml:space='preserve'>{text}</t></r>" for text, how in runs)


def shared_xlsx(cells):
    strings = "".join(f"<si>{xlsx_runs(runs)}</si>" for runs in cells)
    written = "".join(f'<c r="{chr(65 + at)}1" t="s"><v>{at}</v></c>' for at in range(len(cells)))
    return zipped(workbook_parts(f'<row r="1">{written}</row>', strings=strings))


def inline_xlsx(cells):
    written = "".join(f'<c r="{chr(65 + at)}1" t="inlineStr"><is>{xlsx_runs(runs)}</is></c>' for at, runs in enumerate(cells))
    return zipped(workbook_parts(f'<row r="1">{written}</row>'))


def xls(cells):
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    fonts = {how: xlwt.Font() for how in ("", "raised", "lowered", "struck", "white", "tiny", *PICTURES)}
    fonts["tiny"].height = 20
    fonts["raised"].escapement, fonts["lowered"].escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT, xlwt.Font.ESCAPEMENT_SUBSCRIPT
    fonts["struck"].struck_out = True
    fonts["white"].colour_index = 9
    for how in PICTURES:
        fonts[how].name = how.capitalize()
    for column, runs in enumerate(cells):
        sheet.write_rich_text(0, column, [(text, fonts[how]) for text, how in runs])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsb(cells, plain=False):
    """`plain` gives each cell the font of its first run, and its text none."""
    hows = ["", "raised", "lowered", "struck", "white", "tiny", *PICTURES]
    fonts = b"".join(
        record(
            43,
            struct.pack(
                "<HHHHBBBB", 20 if how == "tiny" else 220, 8 * (how == "struck"), 400, {"raised": 1, "lowered": 2}.get(how, 0), 0, 2, 134, 0
            )
            + (b"\5\0\0\0\xff\xff\xff\xff" if how == "white" else b"\0" * 8)
            + b"\0"
            + wide(how.capitalize() if how in PICTURES else "宋体"),
        )
        for how in hows
    )
    strings = b""
    for runs in cells:
        text, places = "", b""
        for part, how in runs:
            places += struct.pack("<HH", len(text), hows.index(how))
            text += part
        strings += record(19, b"\0" + wide(text)) if plain else record(19, b"\1" + wide(text) + struct.pack("<I", len(runs)) + places)
    styles = [hows.index(runs[0][1]) if plain else 0 for runs in cells]
    looks = b"".join(record(47, struct.pack("<HHHH", 0, 0, font, 0) + b"\0" * 8) for font in range(len(hows)))
    sheet = row(0) + b"".join(binary_cell(7, at, styles[at], struct.pack("<I", at)) for at in range(len(cells)))
    return zipped(
        {
            "_rels/.rels": main_relation("xl/workbook.bin"),
            "xl/workbook.bin": record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("6月")),
            "xl/_rels/workbook.bin.rels": (
                f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
                f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.bin"/>'
                f'<Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.bin"/></Relationships>'
            ),
            "xl/worksheets/sheet1.bin": sheet,
            "xl/sharedStrings.bin": strings,
            "xl/styles.bin": fonts + record(617) + looks + record(618),
        }
    )


ODS = {
    "": "",
    "raised": 'style:text-position="super 58%"',
    "lowered": 'style:text-position="-33% 58%"',
    "struck": 'style:text-line-through-style="solid" style:text-line-through-type="single"',
    "hidden": 'text:display="none"',
    "white": 'fo:color="#ffffff"',
    "tiny": 'fo:font-size="1pt"',
    "symbol": 'style:font-name="Symbol"',
    "wingdings": 'style:font-name="Wingdings"',
}
ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = f'xmlns:fo="{ODF}:xsl-fo-compatible:1.0" ' + " ".join(
    f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def ods_content(cells):
    styles = "".join(
        f'<style:style style:name="T{how}" style:family="text"><style:text-properties {written}/></style:style>'
        for how, written in ODS.items()
    )
    spans = ["".join(f'<text:span text:style-name="T{how}">{text}</text:span>' for text, how in runs) for runs in cells]
    row = "".join(f'<table:table-cell office:value-type="string"><text:p>{span}</text:p></table:table-cell>' for span in spans)
    return (
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表"><table:table-row>{row}</table:table-row></table:table></office:spreadsheet></office:body>'
    )


def ods(cells):
    content = f"<office:document-content {NAMES}>{ods_content(cells)}</office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def fods(cells):
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return f'<?xml version="1.0"?><office:document {NAMES} office:mimetype="{mime}">{ods_content(cells)}</office:document>'.encode()


SPREADSHEETML = {"": "{}", "raised": "<Sup>{}</Sup>", "lowered": "<Sub>{}</Sub>", "struck": "<S>{}</S>"}
SPREADSHEETML |= {how: f'<Font html:Face="{how.capitalize()}">{{}}</Font>' for how in PICTURES}


SPREADSHEETML["tiny"] = '<Font html:Size="1">{}</Font>'


SPREADSHEETML["white"] = '<Font html:Color="#FFFFFF">{}</Font>'


def spreadsheetml(cells):
    data = ["".join(SPREADSHEETML[how].format(text) for text, how in runs) for runs in cells]
    row = "".join(f'<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">{written}</ss:Data></Cell>' for written in data)
    office = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{office}" xmlns:ss="{office}" '
        f'xmlns:html="http://www.w3.org/TR/REC-html40"><Worksheet ss:Name="表"><Table><Row>{row}</Row></Table></Worksheet></Workbook>'
    ).encode()
