"""Which parts of a package belong together: the relations of one part, and the part to begin with."""

from __future__ import annotations

import posixpath
from functools import lru_cache

from lxml import etree

from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.refusals import damaged

REMEMBERED = 64 * 1024  # bytes of the largest part that is worth remembering


def main_part(package: Package) -> str:
    """The part that the package says to begin with, or where it usually lies."""
    for kind, target in read_relations(package, "").values():
        if kind == "officeDocument" and target in package:
            return target
    for part in ("xl/workbook.xml", "word/document.xml", "xl/workbook.bin", "workbook.xml", "document.xml", "workbook.bin"):
        if part in package:
            return part
    raise damaged("缺少工作簿部件 xl/workbook.xml")


def read_relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Identifier → (kind, target part) of the relations of one part; external targets are left out, never followed."""
    folder, name = posixpath.split(part)
    relations_part = posixpath.join(folder, "_rels", f"{name}.rels")
    data = package.read_if_there(relations_part)
    if data is None:
        return {}
    return remembered_relations(data, relations_part, folder) if len(data) <= REMEMBERED else parse_relations(data, relations_part, folder)


def parse_relations(data: bytes, relations_part: str, folder: str) -> dict[str, tuple[str, str]]:
    """The relations written in one part, seen from the folder of the part they belong to."""
    relations: dict[str, tuple[str, str]] = {}
    for element in markup.parse(data, relations_part).iter("{*}Relationship"):
        if element.get("TargetMode") == "External":
            continue
        target = (element.get("Target") or "").replace("\\", "/")
        resolved = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        relations[element.get("Id") or ""] = ((element.get("Type") or "").rpartition("/")[2], resolved)
    return relations


# files made from one template have these parts byte for byte; nobody changes what these functions return
remembered_relations = lru_cache(maxsize=64)(parse_relations)


def relation_id(element: etree._Element) -> str:
    """The r:id of an element, in whichever of the two namespaces (transitional or strict) it is written."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
