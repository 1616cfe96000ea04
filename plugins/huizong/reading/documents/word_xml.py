"""Word documents that are one XML file: of Word 2003 (WordprocessingML) and of later ones (a package written flat).

Both are put together as the package that a docx is, so that one reader says what a person sees.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Iterable

from lxml import etree

from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.refusals import damaged, unsupported
from huizong.reading.size_limits import Limits

OLD = b"http://schemas.microsoft.com/office/word/2003/wordml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WRAPPERS = ("sect", "sub-section", "pBdrGroup", "allowEmptyCollapse")  # hints of Word 2003 around what stands in them
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge"}
_DELETED = ("Word.Deletion", "Word.Formatting", "Word.Numbering", "Word.Bookmark.Start", "Word.Bookmark.End")
_PART = "XML 文档"


def word_package(data: bytes, limits: Limits) -> Package:
    """The document as the package of a docx. Raises FileRefusedError for one that is broken, or whose main part is another's."""
    root = markup.parse(data.replace(OLD, _W.encode()), _PART)
    parts = _of_flat(root) if markup.local(root.tag) == "package" else _of_old(root)
    if not any(name.startswith("word/document") for name in parts):
        raise unsupported("不是文字文档的 XML 文件")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return Package(stream.getvalue(), limits)


def _of_flat(root: etree._Element) -> dict[str, bytes]:
    """The parts that a flat package holds."""
    parts: dict[str, bytes] = {}
    for part in root.iterchildren("{*}part"):
        name = next((str(value) for key, value in part.attrib.items() if markup.local(str(key)) == "name"), "")
        xml, binary = part.find("{*}xmlData"), part.find("{*}binaryData")
        if xml is not None and len(xml):
            parts[name.lstrip("/")] = etree.tostring(xml[0])
        elif binary is not None:
            try:
                parts[name.lstrip("/")] = base64.b64decode(binary.text or "")
            except binascii.Error as error:
                raise damaged(f"部件 {name} 的编码不完整") from error
    return parts


def _of_old(root: etree._Element) -> dict[str, bytes]:
    """The parts of a document of Word 2003: its body, styles, pages' heads and feet, comments, and that it has pictures."""
    for element in list(root.iter("{*}annotation")):
        _settle(element)
    comments = [element for element in root.iter("{*}annotation") if _kind(element) == "Word.Comment"]
    for element in list(root.iter()):
        if isinstance(element.tag, str) and markup.local(element.tag) in _WRAPPERS and etree.QName(element).namespace != _W:
            _unwrap(element)
    for name, new in _RENAMED.items():
        for element in root.iter(f"{{{_W}}}{name}"):
            element.tag = f"{{{_W}}}{new}"
    margins = [element for name in ("hdr", "ftr") for element in root.iter(f"{{{_W}}}{name}")]
    body, styles = root.find(f"{{{_W}}}body"), root.find(f"{{{_W}}}styles")
    if body is None:
        raise damaged("XML 文档没有正文")
    parts: dict[str, bytes] = {}
    related = []
    if styles is not None:
        parts["word/styles.xml"] = etree.tostring(styles)
        related.append(("styles", "styles.xml"))
    for number, element in enumerate(margins, start=1):
        local, name = markup.local(element.tag), f"margin{number}.xml"
        kind = "header" if local == "hdr" else "footer"
        parts[f"word/{name}"] = _root(local, element)
        related.append((kind, name))
    if comments:
        parts["word/comments.xml"] = _comments(comments)
        related.append(("comments", "comments.xml"))
    for element in (*margins, *comments):
        _remove(element)
    if any(True for _ in root.iter(f"{{{_W}}}binData")):
        parts["word/media/picture"] = b"\0"
    document = etree.Element(f"{{{_W}}}document")
    document.append(body)
    parts["word/document.xml"] = etree.tostring(document)
    parts["word/_rels/document.xml.rels"] = _relations(related)
    parts["_rels/.rels"] = _relations([("officeDocument", "word/document.xml")])
    return parts


def _kind(element: etree._Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if markup.local(str(key)) == "type"), "")


def _settle(element: etree._Element) -> None:
    """What was deleted is left out, what was inserted stands as it is; comments stay for their part."""
    kind = _kind(element)
    if kind in _DELETED or kind in ("Word.Comment.Start", "Word.Comment.End"):
        _remove(element)
    elif kind != "Word.Comment":
        for content in element.findall("{*}content"):
            _unwrap(content)
        _unwrap(element)


def _root(name: str, element: etree._Element) -> bytes:
    made = etree.Element(f"{{{_W}}}{name}")
    made.extend(list(element))
    return etree.tostring(made)


def _comments(annotations: Iterable[etree._Element]) -> bytes:
    made = etree.Element(f"{{{_W}}}comments")
    for annotation in annotations:
        comment = etree.SubElement(made, f"{{{_W}}}comment")
        for content in annotation.findall("{*}content"):
            comment.extend(list(content))
    return etree.tostring(made)


def _relations(related: Iterable[tuple[str, str]]) -> bytes:
    made = etree.Element(f"{{{_PACKAGE}}}Relationships")
    for number, (kind, target) in enumerate(related, start=1):
        etree.SubElement(made, f"{{{_PACKAGE}}}Relationship", Id=f"r{number}", Type=f"{_OFFICE}/{kind}", Target=target)
    return etree.tostring(made)


def _remove(element: etree._Element) -> None:
    """Takes an element out; spaces behind it are nobody's text."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Puts what stands in an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for offset, child in enumerate(list(element)):
        parent.insert(place + offset, child)
    parent.remove(element)
