"""An OpenDocument text with a comment at each place where something is missing or wrong."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from lxml import etree

from huizong.feedback.marked_copy.marking import PROPERTY, NotMarkableError
from huizong.feedback.marked_copy.masked_parts import PartMasking
from huizong.feedback.marked_copy.odt_pieces import cut_at, pieces_of, put_text, text_of
from huizong.feedback.marked_copy.packing import part_names, settle
from huizong.feedback.receipt.excerpts import Mark
from huizong.feedback.receipt.receipt_words import ACTIONS
from huizong.reading.documents.our_comments import OUR_AUTHOR, is_ours
from huizong.reading.masking import mask

_BYTES_AT_MOST = 30 * 1024 * 1024
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, TEXT, META = (f"{{{_ODF}:{name}:1.0}}" for name in ("office", "text", "meta"))
_CORE = "{http://purl.org/dc/elements/1.1/}"
_MIMES = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
_CONTENT, _STYLES, _META = "content.xml", "styles.xml", "meta.xml"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def is_odt(data: bytes) -> bool:
    """Whether the bytes are a text in OpenDocument (odt)."""
    if not {"mimetype", _CONTENT} <= part_names(data):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("mimetype").strip() in _MIMES
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        return False


def comment_odt(
    data: bytes, paragraphs: Sequence[tuple[int, str]], found: Mapping[int, Sequence[Mark]], mark_as: str, at: datetime
) -> tuple[bytes, tuple[int, ...]]:
    """The text with comments, and the paragraphs whose place was not found in it again.

    `paragraphs` are those that were read, personal numbers masked; `found` the marks in them. Raises NotMarkableError.
    """
    parts = _parts(data)
    try:
        roots = {name: etree.fromstring(parts[name], _PARSER) for name in (_CONTENT, _STYLES, _META) if name in parts}
    except etree.XMLSyntaxError as error:
        raise NotMarkableError("文档的结构不规范（XMLSyntaxError）") from error
    content = roots[_CONTENT]
    _remove_ours(content)
    for name in (_CONTENT, _STYLES):
        if name in roots:
            _mask_lines(roots[name])
    places = _aligned(list(_lines(content)), paragraphs)
    missed: list[int] = []
    for number, marks in found.items():
        # From the last to the first, so that what is put in does not move the marks that are still to come.
        for one in reversed(marks):
            if number not in places:
                missed.append(number)
                continue
            _comment(places[number], one, at)
    _name(roots, mark_as)
    written = {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8") for name, root in roots.items()}
    return settle(_packed(parts | written), at, PartMasking()), tuple(dict.fromkeys(missed))


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts of the package in their order. Raises NotMarkableError."""
    if len(data) > _BYTES_AT_MOST:
        raise NotMarkableError("文档太大")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > 4 * _BYTES_AT_MOST:
                raise NotMarkableError("文档太大")
            return {member.filename: archive.read(member) for member in archive.infolist() if not member.is_dir()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise NotMarkableError(f"文档的结构不规范（{type(error).__name__}）") from error


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _lines(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and headings, but for those of comments."""
    for line in root.iter(f"{TEXT}p", f"{TEXT}h"):
        if next(line.iterancestors(f"{OFFICE}annotation"), None) is None:
            yield line


def _mask_lines(root: etree._Element) -> None:
    """Masks personal numbers that run over several pieces of a line."""
    for line in _lines(root):
        pieces = pieces_of(line)
        whole = text_of(pieces)
        hidden = mask(whole)
        if hidden != whole and len(hidden) == len(whole):
            put_text(pieces, hidden)


def _aligned(lines: Sequence[etree._Element], wanted: Sequence[tuple[int, str]]) -> dict[int, etree._Element]:
    """The lines of the document that were read under each number, in the same order and with the same text."""
    places: dict[int, etree._Element] = {}
    position = 0
    for number, text in wanted:
        for index in range(position, len(lines)):
            if mask(text_of(pieces_of(lines[index]))) == text:
                places[number] = lines[index]
                position = index + 1
                break
    return places


def _comment(line: etree._Element, one: Mark, at: datetime) -> None:
    """Sets a comment at the characters of a mark; around a point, at the character before and after it."""
    length = len(text_of(pieces_of(line)))
    start, end = (one.start, one.end) if one.start < one.end else (max(one.start - 1, 0), min(one.end + 1, length))
    name = f"huizong-{one.label}-{one.start}"
    last = etree.Element(f"{OFFICE}annotation-end", {f"{OFFICE}name": name})
    first = etree.Element(f"{OFFICE}annotation", {f"{OFFICE}name": name})
    etree.SubElement(first, f"{_CORE}creator").text = OUR_AUTHOR
    etree.SubElement(first, f"{_CORE}date").text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    text = f"{ACTIONS[one.issue.severity]}（第{one.label}条）\n{one.issue.message}\n怎么办：{one.issue.remedy}"
    for part in mask(text).split("\n"):
        etree.SubElement(first, f"{TEXT}p").text = part
    cut_at(line, end, last)
    cut_at(line, start, first)


def _remove_ours(root: etree._Element) -> None:
    """Takes off the comments of an earlier marking, and keeps the text behind them."""
    ours = [one for one in root.iter(f"{OFFICE}annotation") if is_ours(one)]
    names = {one.get(f"{OFFICE}name") for one in ours}
    for element in [*ours, *(one for one in root.iter(f"{OFFICE}annotation-end") if one.get(f"{OFFICE}name") in names)]:
        before, parent = element.getprevious(), element.getparent()
        if parent is None:
            continue
        if element.tail and before is not None:
            before.tail = (before.tail or "") + element.tail
        elif element.tail:
            parent.text = (parent.text or "") + element.tail
        parent.remove(element)


def _name(roots: dict[str, etree._Element], mark_as: str) -> None:
    """The document's own property that tells what we wrote."""
    root = roots.get(_META)
    inner = root.find(f"{OFFICE}meta") if root is not None else None
    if inner is None:
        roots[_META] = etree.Element(f"{OFFICE}document-meta", {f"{OFFICE}version": "1.2"}, nsmap={"office": f"{_ODF}:office:1.0"})
        inner = etree.SubElement(roots[_META], f"{OFFICE}meta")
    for element in list(inner.iterchildren(f"{META}user-defined")):
        if element.get(f"{META}name") == PROPERTY:
            inner.remove(element)
    etree.SubElement(inner, f"{META}user-defined", {f"{META}name": PROPERTY}).text = mark_as
