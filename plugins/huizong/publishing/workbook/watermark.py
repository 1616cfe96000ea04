"""Large grey words across every sheet of a workbook: spreadsheets have no watermark, so each sheet gets a see-through shape.

The library writes no see-through shapes; they are put into the finished file (ECMA-376, DrawingML in SpreadsheetML).
"""

from __future__ import annotations

import io
import re
import zipfile
from itertools import accumulate
from xml.sax.saxutils import escape  # nosec: nothing is parsed

from huizong.publishing.workbook.sheet import Book, SheetInMaking

_MAIN = "http://schemas.openxmlformats.org"
_REL = f"{_MAIN}/officeDocument/2006/relationships"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_WIDTH, _HEIGHT = 6_600_000, 2_100_000  # English metric units, 914 400 an inch
_POINTS = _HEIGHT / 12_700
_ROTATION = -1_500_000  # sixty-thousandths of a degree
_USUAL_HEIGHT = 15.0
_CHART = re.compile(rb'Target="\.\./(drawings/[^"]+)"')
_SHAPE = f"""<xdr:oneCellAnchor xmlns:xdr="{_MAIN}/drawingml/2006/spreadsheetDrawing" xmlns:a="{_MAIN}/drawingml/2006/main">\
<xdr:from><xdr:col>{{column}}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{{row}}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>\
<xdr:ext cx="{_WIDTH}" cy="{_HEIGHT}"/><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{{number}}" name="{{name}}"/><xdr:cNvSpPr/>\
</xdr:nvSpPr><xdr:spPr><a:xfrm rot="{_ROTATION}"><a:off x="0" y="0"/><a:ext cx="{_WIDTH}" cy="{_HEIGHT}"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></xdr:spPr>\
<xdr:txBody><a:bodyPr wrap="none" anchor="ctr"/><a:lstStyle/>{{lines}}</xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>"""
_LINE = """<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="zh-CN" sz="{size}" b="1"><a:solidFill>\
<a:srgbClr val="7F7F7F"><a:alpha val="30000"/></a:srgbClr></a:solidFill><a:latin typeface="黑体"/><a:ea typeface="黑体"/></a:rPr>\
<a:t>{text}</a:t></a:r></a:p>"""
_SIZES = (6600, 2600)  # hundredths of a point: of the first line and of those below it


def watermarked(book: Book, words: str) -> bytes:
    """The bytes of the workbook with the words across each of its sheets, their first line larger than the next."""
    texts = [escape(line) for line in words.split("\n")]
    lines = "".join(_LINE.format(size=_SIZES[min(number, 1)], text=text) for number, text in enumerate(texts))
    marked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book.content())) as before, zipfile.ZipFile(marked, "w", zipfile.ZIP_DEFLATED) as after:
        parts = {name: before.read(name) for name in before.namelist()}
        for number, sheet in enumerate(book.sheets, start=1):
            _mark(parts, number, _SHAPE.format(name=texts[0], lines=lines, number=1000 + number, **_place(sheet)))
        for name, content in parts.items():
            after.writestr(name, content)
    return marked.getvalue()


def _mark(parts: dict[str, bytes], number: int, shape: str) -> None:
    """Put the shape into the sheet's drawing; a sheet without one gets it."""
    sheet, relations = f"xl/worksheets/sheet{number}.xml", f"xl/worksheets/_rels/sheet{number}.xml.rels"
    if relations in parts:  # the chart's
        (name,) = (f"xl/{part.decode()}" for part in _CHART.findall(parts[relations]))
        parts[name] = _before_end(parts[name], shape)
        return
    drawing = f"xl/drawings/watermark{number}.xml"
    parts[drawing] = f'<wsDr xmlns="{_MAIN}/drawingml/2006/spreadsheetDrawing">{shape}</wsDr>'.encode()
    parts[relations] = (
        f'<Relationships xmlns="{_MAIN}/package/2006/relationships"><Relationship Id="rIdMark" Type="{_REL}/drawing" Target="/{drawing}"/>'
        "</Relationships>"
    ).encode()
    parts[sheet] = _before_end(parts[sheet], f'<drawing xmlns:r="{_REL}" r:id="rIdMark"/>')
    parts["[Content_Types].xml"] = _before_end(
        parts["[Content_Types].xml"], f'<Override PartName="/{drawing}" ContentType="{_DRAWING_TYPE}"/>'
    )


def _before_end(content: bytes, more: str) -> bytes:
    """The document with more before its last tag."""
    at = content.rindex(b"</")
    return content[:at] + more.encode() + content[at:]


def _place(sheet: SheetInMaking) -> dict[str, int]:
    """The cell from which the shape lies in the middle of what there is down, and from a fifth of it on across; on the first page."""
    widths = sheet.widths
    heights = [sheet.heights.get(n, _USUAL_HEIGHT) for n in range(1, max(sheet.heights) + 1)]
    return {"column": _reached(widths, sum(widths) * 0.2), "row": _reached(heights, max(0.0, min(sum(heights) / 2 - _POINTS / 2, 200)))}


def _reached(sizes: list[float], much: float) -> int:
    return next((number for number, passed in enumerate(accumulate(sizes)) if passed > much), 0)
