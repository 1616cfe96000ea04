"""What stands on a sheet and in no cell: text boxes drawn over it, the header and footer of its printed pages.

A unit is often written there. Drawings are DrawingML (ECMA-376 part 1, 20.5) and, in older files, VML, which programs write
loosely: both are read as far as they go, since a broken picture is no reason to refuse the numbers beneath.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from huizong.reading.containers.package import Package
from huizong.reading.containers.package_relations import read_relations

# &L &C &R begin a part; &"font,style", &12 and &K01 say how it looks; &P, &N, &D and the like stand for what changes.
_PART = re.compile(r"&[LCR]", re.IGNORECASE)
_CODE = re.compile(r'&"[^"]*"|&K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|&\d{1,3}|&[A-Z]', re.IGNORECASE)
_LINE_BREAK = re.compile(rb"<br\s*>", re.IGNORECASE)  # which VML leaves open
_MOST = 100  # texts of a sheet that are kept


def header_texts(codes: Iterable[str]) -> list[str]:
    """The texts of a page's header and footer as Excel codes them: &L单位：元&R第 &P 页 is 单位：元 and 第  页."""
    parts = (part for code in codes for part in _PART.split(code.replace("&&", "\0")))
    texts = (_CODE.sub("", part).replace("\0", "&").strip() for part in parts)
    return list(dict.fromkeys(text for text in texts if text))


def drawn_texts(package: Package, sheet_part: str) -> list[str]:
    """The texts of the boxes over a sheet of a package, hidden ones and comments left out."""
    texts: list[str] = []
    for kind, target in read_relations(package, sheet_part).values():
        if kind not in ("drawing", "vmlDrawing") or (data := package.read_if_there(target)) is None:
            continue
        root = _loosely(_LINE_BREAK.sub(b"<br/>", data))
        if root is not None:
            texts += _in_shapes(root) if kind == "drawing" else _in_vml(root)
    return list(dict.fromkeys(texts))[:_MOST]


def _loosely(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    return etree.fromstring(data, parser)


def _in_shapes(root: etree._Element) -> list[str]:
    found = []
    for shape in root.iter("{*}sp"):
        properties = next(shape.iter("{*}cNvPr"), None)
        if properties is not None and properties.get("hidden") in ("1", "true"):
            continue
        lines = ["".join(run.text or "" for run in paragraph.iter("{*}t")) for paragraph in shape.iter("{*}p")]
        found.append("\n".join(lines).strip())
    return [text for text in found if text]


def _in_vml(root: etree._Element) -> list[str]:
    found = []
    for box in root.iter("{*}textbox"):
        shape = box.getparent()
        data = next(shape.iter("{*}ClientData"), None) if shape is not None else None
        if data is not None and data.get("ObjectType") == "Note":
            continue
        lines = ["".join(str(text) for text in line.itertext()) for line in (box.iterchildren("{*}div") if len(box) else (box,))]
        found.append("\n".join(lines).strip())
    return [text for text in found if text]


def drawn_in_ods(element: etree._Element) -> list[str]:
    """The texts of the frames and shapes in an element of an OpenDocument table."""
    found = []
    for shape in element.iter("{*}text-box", "{*}custom-shape", "{*}rect", "{*}caption", "{*}ellipse"):
        lines = ["".join(str(text) for text in line.itertext()) for line in shape.iterchildren("{*}p", "{*}h")]
        found.append("\n".join(lines).strip())
    return [text for text in found if text]
