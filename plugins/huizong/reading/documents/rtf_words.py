"""The control words of RTF: which hold no text of the document, which stand apart from it, which are a character."""

from __future__ import annotations

SILENT = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "colorschememapping", "latentstyles", "datastore",
    "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "fldinst", "filetbl", "revtbl", "pntext", "mmathPr", "nonshppict",
    "sp", "sn", "shprslt", "nonesttables",
}  # fmt: skip
KNOWN = {"shpinst", "do", "nesttableprops"}  # destinations that may be passed over, but hold the text of boxes, or a row inside a cell
CODE_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949"}
MARGINS = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
APART = (*MARGINS, "shptxt", "dptxbxtext", "footnote")  # groups whose text is no part of the paragraph around them
CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
}
SYMBOLS = {b"~": " ", b"_": "-", b"-": "\u00ad"}
