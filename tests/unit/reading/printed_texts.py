"""The same row of cells, or a line of the same runs, in text documents and pages."""

from __future__ import annotations

import struct

from tests.unit.reading.conftest import zipped
from tests.unit.reading.documents.binary_word import word_streams
from tests.unit.reading.printed import NAMES, ODS, main_relation


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
