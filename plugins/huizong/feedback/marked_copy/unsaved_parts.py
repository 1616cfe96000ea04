"""What a workbook has that does not survive being opened and saved by openpyxl (named on the receipt)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

# Parts of the package, by name.
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("窗体控件", re.compile(r"xl/ctrlProps/|xl/activeX/")),
    ("SmartArt 图示", re.compile(r"xl/diagrams/")),
    ("嵌入的其他文件", re.compile(r"xl/embeddings/")),
    ("切片器", re.compile(r"xl/slicers?/|xl/slicerCaches/|xl/timelines?/")),
    ("WPS 单元格图片", re.compile(r"xl/cellimages\.xml")),
    ("矢量图片", re.compile(r"xl/media/.*\.(?:emf|wmf|svg)$", re.IGNORECASE)),
    ("批注的回复", re.compile(r"xl/threadedComments/")),
    ("数据连接", re.compile(r"xl/connections\.xml|xl/queryTables/")),
    ("数字签名", re.compile(r"_xmlsignatures/")),
    ("宏", re.compile(r"xl/vbaProject\.bin")),
)
# Elements in parts of a kind; only their names are looked for, nothing is parsed.
_DRAWING = re.compile(r"xl/drawings/drawing[^/]*\.xml")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHEET_EXTENSIONS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("迷你图", re.compile(rb"<(?:\w+:)?sparklineGroups?[ >]")),
    ("引用其他工作表的下拉选项", re.compile(rb"<x14:dataValidations?[ >]")),
    ("新式条件格式（数据条、图标集）", re.compile(rb"<x14:conditionalFormattings?[ >]")),
    ("页眉页脚图片", re.compile(rb"<legacyDrawingHF[ >]")),
)


def losses(data: bytes, *, keeps_macros: bool = False) -> tuple[str, ...]:
    """The kinds of things that the marked copy lacks, in words for a clerk; empty if everything is kept.

    `keeps_macros` for a workbook that is saved with its macros again.
    """
    found: dict[str, None] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            found |= {what: None for what, pattern in _PARTS if pattern.match(name) and not (what == "宏" and keeps_macros)}
            if _DRAWING.match(name) and _SHAPE.search(_content(archive, name)):
                found["形状和文本框"] = None
            if _SHEET.match(name):
                content = _content(archive, name)
                found |= {what: None for what, pattern in _SHEET_EXTENSIONS if pattern.search(content)}
    return tuple(found)


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part; none for one that is broken, which openpyxl has left out already."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        return b""
