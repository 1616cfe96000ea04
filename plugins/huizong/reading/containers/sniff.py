"""What kind a file is, by its content and never by its name."""

from __future__ import annotations

import re

from huizong.reading.containers import markup
from huizong.reading.containers.foreign_texts import refuse_foreign_text
from huizong.reading.containers.package import ZIP_EMPTY, ZIP_START, Package
from huizong.reading.containers.package_relations import read_relations
from huizong.reading.refusals import unsupported

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF_STARTS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
IMAGES = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"RIFF": "webp",
}
FOREIGN = {
    b"Rar!\x1a\x07": "RAR 压缩包",
    b"7z\xbc\xaf\x27\x1c": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"BZh": "bzip2 压缩包",
    b"\xfd7zXZ\0": "xz 压缩包",
    b"MZ": "可执行程序",
    b"\x7fELF": "可执行程序",
    b"SQLite format 3\0": "数据库文件",
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
}
MAIN_PARTS = {
    "ms-excel.sheet.binary": "xlsb",
    "spreadsheetml": "xlsx",
    "ms-excel": "xlsx",
    "wordprocessingml": "docx",
    "ms-word": "docx",
    "presentationml": "pptx",
    "ms-powerpoint": "pptx",
}
BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
MARKUP_HEAD = 4096
EXTENSIONS = {
    "xlsx": ("xlsx", "xltx", "et", "xlsm"),
    "xlsm": ("xlsm", "xltm", "et"),
    "xlsb": ("xlsb",),
    "xls": ("xls", "xlt", "et", "ett"),
    "ods": ("ods", "ots"),
    "fods": ("fods", "xml"),
    "xml": ("xml",),
    "html": ("html", "htm"),
    "mhtml": ("mht", "mhtml"),
    "docx": ("docx", "dotx", "docm", "wps"),
    "doc": ("doc", "dot", "wps"),
    "wordxml": ("xml", "doc"),
    "odt": ("odt", "ott"),
    "fodt": ("fodt", "xml"),
    "rtf": ("rtf", "doc"),
    "pdf": ("pdf",),
    "csv": ("csv", "tsv", "txt", "tab"),
    "txt": ("txt", "text", "csv", "tsv", "md", "log"),
    "zip": ("zip",),
    "image": ("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp"),
}


def sniff(data: bytes) -> str:
    """The kind: zip, ole, xls (bare BIFF), pdf, rtf, mhtml, html, xml, image or text.

    Raises FileRefusedError for kinds that nobody reads here (RAR, 7z, programs …), naming the kind.
    """
    if data.startswith((ZIP_START, ZIP_EMPTY)):
        return "zip"
    if data.startswith(OLE_START):
        return "ole"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if is_image(data):
        return "image"
    for start, name in FOREIGN.items():
        if data.startswith(start) and not (start in (b"MZ", b"BZh") and b"\0" not in data[:512]):
            raise unsupported(name)
    if data[:2] in BIFF_STARTS and len(data) > 8 and data[2] in (4, 6, 8, 16) and data[3] == 0:
        return "xls"
    if (kind := markup_kind(data)) is None:
        refuse_foreign_text(data)
    return kind or "text"


def is_image(data: bytes) -> bool:
    """Whether the bytes are a picture; the short signatures need a second sign."""
    for start, kind in IMAGES.items():
        if data.startswith(start):
            if kind == "webp":
                return data[8:12] == b"WEBP"
            return kind != "bmp" or (len(data) > 18 and int.from_bytes(data[14:18], "little") in BITMAP_HEADERS)
    return data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1")


def markup_kind(data: bytes) -> str | None:
    """html, mhtml or xml (SpreadsheetML 2003); None for ordinary text."""
    head = data[:MARKUP_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if re.match(rb"(mime-version|from|date|subject|message-id|x-[\w-]+|content-[\w-]+):", head) and b"multipart/related" in head:
        return "mhtml"
    if not head.startswith(b"<"):
        return None
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head:
        return "xml"
    if flat := re.search(rb"application/vnd\.oasis\.opendocument\.([a-z]+)", head):
        if flat[1] == b"spreadsheet":
            return "fods"
        if flat[1] == b"text":
            return "fodt"
        raise unsupported("不是工作簿的 OpenDocument 文件")
    if re.search(rb"<(html|head|body|table|tr|meta|!doctype html|div|style)[\s>]", head):
        return "html"
    if is_word_xml(head):
        return "wordxml"
    if head.startswith(b"<?xml"):
        raise unsupported("不是工作簿的 XML 文件")
    return None


def is_word_xml(head: bytes) -> bool:
    """Whether an XML file is a Word document: of Word 2003, or a package written flat."""
    return b"office/word/2003/wordml" in head or (b"office/2006/xmlpackage" in head and b"word" in head)


def zip_kind(package: Package) -> str:
    """xlsx, xlsm, xlsb, docx, ods, odt, or zip for an ordinary archive. Raises FileRefusedError for presentations."""
    if "mimetype" in package:
        kind = OPEN_DOCUMENT.get(package.read("mimetype").decode("ascii", "replace").strip())
        if kind:
            return kind
        if b"epub" in package.read("mimetype"):
            raise unsupported("电子书")
    names = package.names()
    if any(name.endswith(".iwa") for name in names):
        raise unsupported("苹果 Numbers、Pages 或 Keynote 文件，请导出为 Excel 或 Word 后报送")
    declared = declared_kind(package)
    if declared == "pptx":
        raise unsupported("演示文稿")
    if declared:
        return "xlsm" if declared == "xlsx" and has_macros(package) else declared
    if "[content_types].xml" in names or any(name.startswith("_rels/") for name in names):
        if any(name.endswith("workbook.bin") for name in names):
            return "xlsb"
        if any(name.startswith("word/") for name in names):
            return "docx"
        if any(name.startswith("ppt/") for name in names):
            raise unsupported("演示文稿")
        if any(name.startswith("xl/") or "worksheets/" in name for name in names):
            return "xlsm" if has_macros(package) else "xlsx"
    if "xl/workbook.xml" in names:
        return "xlsm" if has_macros(package) else "xlsx"
    if "word/document.xml" in names:
        return "docx"
    if {"workbook.xml", "_rels/workbook.xml.rels"} <= set(names):
        return "xlsm" if has_macros(package) else "xlsx"
    return "zip"


def declared_kind(package: Package) -> str | None:
    """The kind that the package gives its main part, wherever that lies (ECMA-376 part 2, 10.1.2); None where it gives none."""
    data = package.read_if_there("[Content_Types].xml")
    if data is None:
        return None
    main = [target.lower() for kind, target in read_relations(package, "").values() if kind == "officeDocument" and target in package]
    for element in markup.parse(data, "[Content_Types].xml").iter("{*}Override"):
        if (element.get("PartName") or "").lstrip("/").lower() in main:
            kind = (element.get("ContentType") or "").lower()
            return next((name for words, name in MAIN_PARTS.items() if words in kind), None)
    return None


def has_macros(package: Package) -> bool:
    """Whether the document carries a macro project."""
    return any(name.endswith("vbaproject.bin") for name in package.names())


def extension_fits(name: str, kind: str) -> bool:
    """Whether a name's extension belongs to the kind; a name without extension says nothing and fits."""
    extension = extension_of(name)
    return not extension or extension in EXTENSIONS.get(kind, (kind,))


def extension_of(name: str) -> str:
    """The extension in lower case, without its dot; empty if there is none."""
    stem, dot, extension = name.rpartition("/")[2].rstrip().rpartition(".")
    return extension.lower() if dot and stem else ""
