"""One row of cells, each a list of runs, written in every format that has letters of several kinds.

A run is a text and how it stands: "", raised, lowered, struck, deleted, hidden, white (on white paper), tiny, or in a font of
pictures: symbol or wingdings.
"""

from __future__ import annotations

import io
import struct

import xlwt

from tests.unit.reading.conftest import OFFICE, workbook_parts, zipped
from tests.unit.reading.documents.binary_word import word_streams
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


def odt_content(body, styles=""):
    """A text of these blocks; the letters of `ODS` are styles of spans."""
    letters = "".join(
        f'<style:style style:name="T{how}" style:family="text"><style:text-properties {written}/></style:style>'
        for how, written in ODS.items()
    )
    return (
        f"<office:document-content {NAMES}><office:automatic-styles>{letters}{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def odt_runs(runs):
    return "".join(f'<text:span text:style-name="T{how}">{text}</text:span>' for text, how in runs)


def odt(cells):
    row = "".join(f"<table:table-cell><text:p>{odt_runs(runs)}</text:p></table:table-cell>" for runs in cells)
    return odt_body(f"<table:table><table:table-row>{row}</table:table-row></table:table>")


def odt_body(body, styles="", **parts):
    mime = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mime, "content.xml": odt_content(body, styles), **parts})


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


DOCX = {
    "": "",
    "raised": '<w:vertAlign w:val="superscript"/>',
    "lowered": '<w:vertAlign w:val="subscript"/>',
    "struck": "<w:strike/>",
    "hidden": "<w:vanish/>",
    "white": '<w:color w:val="FFFFFF"/>',
    "tiny": '<w:sz w:val="2"/>',
    "red": '<w:color w:val="FF0000"/>',
    "deleted": "",
    "symbol": '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>',
    "wingdings": '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_runs(runs):
    written = ""
    for text, how in runs:
        tag = "delText" if how == "deleted" else "t"
        run = f'<w:r><w:rPr>{DOCX[how]}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
        written += f"<w:del>{run}</w:del>" if how == "deleted" else run
    return f"<w:p>{written}</w:p>"


def docx(cells):
    table = "".join(f"<w:tc>{docx_runs(runs)}</w:tc>" for runs in cells)
    return docx_body(f"<w:tbl><w:tr>{table}</w:tr></w:tbl><w:p/>")


def docx_body(body, **parts):
    return zipped(
        {
            "_rels/.rels": main_relation("word/document.xml"),
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
            **parts,
        }
    )


RTF = {"": "", "raised": "\\super ", "lowered": "\\sub ", "struck": "\\strike ", "deleted": "\\deleted\\revauthdel1 ", "hidden": "\\v "}
RTF |= {"white": "\\cf1 ", "tiny": "\\fs2 ", "red": "\\cf2 ", "symbol": "\\f3 ", "wingdings": "\\f1 "}
FONTS = r"{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fnil\fcharset2{\*\panose 05000000000000000000}Wingdings;}{\f3\fcharset2 Symbol;}}"


def rtf_runs(runs):
    return "".join("{" + RTF[how] + "".join(f"\\u{ord(letter)}?" for letter in text) + "}" for text, how in runs)


def rtf(cells):
    row = "".join(f"\\pard\\intbl {rtf_runs(runs)}\\cell" for runs in cells)
    edges = "".join(f"\\cellx{1000 * number}" for number in range(1, len(cells) + 1))
    return rtf_body(f"\\trowd{edges}{row}\\row\\pard\\par")


def rtf_body(body):
    return ("{\\rtf1\\ansi\\uc1" + FONTS + "{\\colortbl;\\red255\\green255\\blue255;\\red255\\green0\\blue0;}" + body + "}").encode("ascii")


DOC = {
    "": b"",
    "raised": struct.pack("<HB", 0x2A48, 1),
    "lowered": struct.pack("<Hh", 0x4845, -6),
    "struck": struct.pack("<HB", 0x0837, 1),
    "deleted": struct.pack("<HB", 0x0800, 1),
    "hidden": struct.pack("<HB", 0x083C, 1),
    "white": struct.pack("<HB", 0x2A42, 8),
    "tiny": struct.pack("<HH", 0x4A43, 2),
    "red": struct.pack("<HB", 0x2A42, 6),
    "symbol": struct.pack("<HH", 0x4A4F, 1),
    "wingdings": struct.pack("<HH", 0x4A4F, 2),
}


def doc_streams(paragraphs, in_table=True):
    """The two streams of a document with a paragraph, or a cell, for each list of runs."""
    text, ends, spans = "", [], []
    cell = struct.pack("<HB", 0x2416, 1)
    for runs in paragraphs:
        for part, how in runs:
            spans.append((len(text), len(text) + len(part), DOC[how]))
            text += part
        text += "\x07" if in_table else "\r"
        ends.append((len(text), cell if in_table else b""))
    if in_table:
        edges = struct.pack(f"<{len(paragraphs) + 1}h", *(1000 * number for number in range(len(paragraphs) + 1)))
        definition = struct.pack("<HH", 0xD608, 1 + len(edges) + 1) + bytes([len(paragraphs)]) + edges
        text += "\x07\r"
        ends += [(len(text) - 1, cell + struct.pack("<HB", 0x2417, 1) + definition), (len(text), b"")]
    main, table = word_streams(text, ends)
    start = 2048
    page = bytearray(512)
    struct.pack_into(f"<{len(spans) + 1}I", page, 0, *(start + 2 * first for first, _, _ in spans), start + 2 * len(text))
    at = 508
    for index, (_, _, modifiers) in enumerate(spans):
        if modifiers:
            at = (at - len(modifiers) - 1) // 2 * 2
            page[at] = len(modifiers)
            page[at + 1 : at + 1 + len(modifiers)] = modifiers
            page[4 * (len(spans) + 1) + index] = at // 2
    page[511] = len(spans)
    main = bytearray(main + b"\0" * (-len(main) % 512))
    bins = struct.pack("<III", start, start + 2 * len(text), len(main) // 512)
    struct.pack_into("<II", main, 0xFA, len(table), len(bins))
    names = [name.encode("utf-16-le") + b"\0\0" for name in ("宋体", "Symbol", "Wingdings")]
    fonts = struct.pack("<HH", len(names), 0) + b"".join(bytes([39 + len(name)]) + b"\0" * 39 + name for name in names)
    struct.pack_into("<II", main, 0x112, len(table) + len(bins), len(fonts))
    return bytes(main + page), table + bins + fonts


HTML = {
    "": "{}",
    "raised": '<span style="vertical-align: super">{}</span>',
    "lowered": "<sub>{}</sub>",
    "struck": '<span class="old">{}</span>',
    "deleted": "<del>{}</del>",
    "hidden": '<span style="display:none">{}</span>',
    "white": '<font color="#FFFFFF">{}</font>',
    "tiny": '<span style="font-size: 1px">{}</span>',
    "red": '<span style="color: red">{}</span>',
    "symbol": '<font face="Symbol">{}</font>',
    "wingdings": '<span style="mso-ascii-font-family:Times;mso-char-type:symbol;mso-symbol-font-family:Wingdings">{}</span>',
}


def html_runs(runs):
    return "".join(HTML[how].format(text) for text, how in runs)


def html(cells):
    row = "".join(f"<td>{html_runs(runs)}</td>" for runs in cells)
    return html_body(f"<table><tr>{row}</tr></table>")


def html_body(body):
    return f"<html><head><style>.old {{text-decoration: line-through}}</style></head><body>{body}</body></html>".encode()
