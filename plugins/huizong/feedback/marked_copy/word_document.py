"""A Word document with a comment at each place where something is missing or wrong."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any, cast

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from huizong.feedback.marked_copy.cell_comments import AUTHOR
from huizong.feedback.marked_copy.marking import PROPERTY, NotMarkableError
from huizong.feedback.marked_copy.masked_parts import PartMasking
from huizong.feedback.marked_copy.packing import part_names, settle
from huizong.feedback.receipt.excerpts import Mark
from huizong.feedback.receipt.receipt_words import ACTIONS
from huizong.reading.masking import mask

_BYTES_AT_MOST = 30 * 1024 * 1024
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def is_word(data: bytes) -> bool:
    """Whether the bytes are a Word document (docx)."""
    return "word/document.xml" in part_names(data)


def comment_document(
    data: bytes, paragraphs: Sequence[tuple[int, str]], found: Mapping[int, Sequence[Mark]], mark_as: str, at: datetime
) -> tuple[bytes, tuple[int, ...]]:
    """The document with comments, and the paragraphs whose place was not found in it again.

    `paragraphs` are those that were read, personal numbers masked; `found` the marks in them. Raises NotMarkableError.
    """
    if len(data) > _BYTES_AT_MOST:
        raise NotMarkableError("文档太大")
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        # python-docx raises whatever its parts raise; the reason goes on the receipt.
        raise NotMarkableError(f"文档的结构不规范（{type(error).__name__}）") from error
    _remove_ours(document)
    places = _aligned([Paragraph(element, document) for element in document.element.body.iter(f"{{{_WORD}}}p")], paragraphs)
    missed = []
    for number, marks in found.items():
        paragraph = places.get(number)
        if paragraph is None:
            missed.append(number)
            continue
        # From the last to the first, so that splitting runs does not move the marks that are still to come.
        for one in reversed(marks):
            runs = _runs_at(paragraph, one.start, one.end)
            if not runs:
                missed.append(number)
                continue
            text = f"{ACTIONS[one.issue.severity]}（第{one.label}条）\n{one.issue.message}\n怎么办：{one.issue.remedy}"
            document.add_comment(runs, text=mask(text), author=AUTHOR, initials="汇")
    _set_property(document, mark_as)
    _date_comments(document, at)
    written = io.BytesIO()
    document.save(written)
    return settle(written.getvalue(), at, PartMasking()), tuple(dict.fromkeys(missed))


def _aligned(found: Sequence[Paragraph], wanted: Sequence[tuple[int, str]]) -> dict[int, Paragraph]:
    """The paragraphs of the document that were read under each number, in the same order and with the same text."""
    places: dict[int, Paragraph] = {}
    position = 0
    for number, text in wanted:
        for index in range(position, len(found)):
            if mask(found[index].text) == text:
                places[number] = found[index]
                position = index + 1
                break
    return places


def _runs_at(paragraph: Paragraph, start: int, end: int) -> list[Run]:
    """The runs that hold exactly the characters, split where needed; around a point, the character before and after it."""
    runs = paragraph.runs
    if "".join(run.text for run in runs) != paragraph.text:
        return runs
    if start == end:
        start, end = max(start - 1, 0), min(end + 1, len(paragraph.text))
    position, chosen = 0, []
    for run in runs:
        length = len(run.text)
        first, last = max(start - position, 0), min(end - position, length)
        if first < last:
            chosen.append(_cut_out(run, first, last))
        position += length
    return chosen


def _cut_out(run: Run, first: int, last: int) -> Run:
    """The run of those characters alone; a run that holds more than plain text stays whole."""
    text = run.text
    tags = {etree.QName(child).localname for child in run._r if isinstance(child.tag, str)}
    if (first == 0 and last == len(text)) or not tags <= {"rPr", "t"}:
        return run
    for piece, after in ((text[last:], True), (text[:first], False)):
        if piece:
            copy = deepcopy(run._r)
            (run._r.addnext if after else run._r.addprevious)(copy)
            Run(copy, run._parent).text = piece
    run.text = text[first:last]
    return run


def _remove_ours(document: Any) -> None:
    """Takes off the comments of an earlier marking."""
    ours = {comment.comment_id for comment in document.comments if comment.author == AUTHOR}
    if not ours:
        return
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for element in list(document.element.body.iter(f"{{{_WORD}}}{name}")):
            if int(element.get(f"{{{_WORD}}}id") or -1) in ours:
                element.getparent().remove(element)
    part = document.part._comments_part.element
    for element in list(part):
        if int(element.get(f"{{{_WORD}}}id") or -1) in ours:
            part.remove(element)


def _date_comments(document: Any, at: datetime) -> None:
    """Our comments carry the instant of the file, not of the clock."""
    for element in document.part._comments_part.element:
        if element.get(f"{{{_WORD}}}author") == AUTHOR:
            element.set(f"{{{_WORD}}}date", at.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _set_property(document: Any, value: str) -> None:
    """The custom document property `huizong`; python-docx has no interface for these."""
    package = document.part.package
    existing = next(
        (relation.target_part for relation in package.rels.values() if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES), None
    )
    root = (
        etree.fromstring(existing.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        if existing is not None
        else etree.Element(f"{{{_CUSTOM}}}Properties", nsmap=cast("Any", {None: _CUSTOM, "vt": _VARIANT}))
    )
    for element in list(root):
        if element.get("name") == PROPERTY:
            root.remove(element)
    highest = max((int(element.get("pid") or 1) for element in root), default=1)
    entry = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_FORMAT_ID, pid=str(highest + 1), name=PROPERTY)
    etree.SubElement(entry, f"{{{_VARIANT}}}lpwstr").text = value
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if existing is not None:
        existing._blob = blob
    else:
        package.relate_to(Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, blob, package), RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
