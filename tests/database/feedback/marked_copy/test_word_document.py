"""Word documents come back with a comment at each place."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime

import docx
from lxml import etree
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback import write_receipts
from huizong.feedback.marked_copy.word_document import comment_document
from huizong.feedback.receipt.due import Issue
from huizong.feedback.receipt.excerpts import Mark
from huizong.model import Severity
from huizong.settings import Settings
from tests.database.feedback.county import RECEIVED, Ledger

AT = datetime(2026, 7, 5, 1, 12, 30, tzinfo=UTC)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SENTENCE = "共受理投诉件，办结率为，群众好评。"


def document(*paragraphs: str) -> bytes:
    """A document whose paragraphs are cut into runs of four characters, every second one bold."""
    made = docx.Document()
    for text in paragraphs:
        paragraph = made.add_paragraph()
        for start in range(0, len(text), 4):
            paragraph.add_run(text[start : start + 4]).bold = start % 8 == 4
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def issue(number: int, message: str) -> Issue:
    """A fault in prose."""
    return Issue(
        number, "prose-missing", Severity.CRITICAL, "department", "", None, None, None, None, None, None, None, message, "请补上数字"
    )


def commented_text(data: bytes) -> dict[str, str]:
    """Each comment's text and the text that its range holds."""
    opened = docx.Document(io.BytesIO(data))
    found = {}
    for comment in opened.comments:
        inside, text = False, ""
        for element in opened.element.body.iter():
            if element.tag == f"{WORD}commentRangeStart" and element.get(f"{WORD}id") == str(comment.comment_id):
                inside = True
            elif element.tag == f"{WORD}commentRangeEnd" and element.get(f"{WORD}id") == str(comment.comment_id):
                inside = False
            elif inside and element.tag == f"{WORD}t":
                text += element.text or ""
        found[comment.text] = text
    return found


def test_comments_stand_at_exactly_the_place() -> None:
    data = document("标题", SENTENCE)
    marks = {2: (Mark(5, 6, "1", issue(1, "投诉没有件数")), Mark(11, 11, "2", issue(2, "办结率没有数")))}
    content, missed = comment_document(data, ((1, "标题"), (2, SENTENCE)), marks, "A1", AT)
    assert missed == ()
    # Nothing stands at 11, so the comment holds the characters on both sides of the gap.
    assert commented_text(content) == {
        "须改正（第1条）\n投诉没有件数\n怎么办：请补上数字": "件",
        "须改正（第2条）\n办结率没有数\n怎么办：请补上数字": "为，",
    }
    opened = docx.Document(io.BytesIO(content))
    assert [paragraph.text for paragraph in opened.paragraphs] == ["标题", SENTENCE]
    assert {comment.author for comment in opened.comments} == {"汇总"}
    # The formatting of the pieces is what it was: 投诉件， is the second run of four, bold.
    assert "".join(run.text for run in opened.paragraphs[1].runs if run.bold) == SENTENCE[4:8] + SENTENCE[12:16]


def test_the_document_is_marked_as_ours_and_reproducible() -> None:
    data = document(SENTENCE)
    marks = {1: (Mark(5, 6, "1", issue(1, "甲")),)}
    first, _ = comment_document(data, ((1, SENTENCE),), marks, "A1", AT)
    again, _ = comment_document(data, ((1, SENTENCE),), marks, "A1", AT)
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        custom = etree.fromstring(archive.read("docProps/custom.xml"))
        assert b'w:date="2026-07-05T01:12:30Z"' in archive.read("word/comments.xml")
    assert [(element.get("name"), "".join(element.itertext())) for element in custom] == [("huizong", "A1")]


def test_a_document_that_comes_back_loses_the_old_comments() -> None:
    data = document(SENTENCE)
    first, _ = comment_document(data, ((1, SENTENCE),), {1: (Mark(5, 6, "1", issue(1, "甲")),)}, "A1", AT)
    second, _ = comment_document(first, ((1, SENTENCE),), {1: (Mark(9, 11, "1", issue(1, "乙")),)}, "A2", AT)
    assert list(commented_text(second).values()) == ["率为"]
    with zipfile.ZipFile(io.BytesIO(second)) as archive:
        assert archive.read("docProps/custom.xml").count(b"<property") == 1


def test_paragraphs_that_are_not_found_are_named() -> None:
    content, missed = comment_document(document("甲", "乙"), ((1, "甲"), (2, "别的")), {2: (Mark(0, 1, "1", issue(1, "x")),)}, "A1", AT)
    assert missed == (2,)
    assert commented_text(content) == {}


def test_personal_numbers_are_masked_in_the_document() -> None:
    text = "联系人13812345678，件数"
    content, missed = comment_document(
        document(text), ((1, "联系人138****5678，件数"),), {1: (Mark(15, 16, "1", issue(1, "x")),)}, "A1", AT
    )
    assert missed == ()
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "联系人138****5678，件数"
    assert list(commented_text(content).values()) == ["件"]


def test_a_commented_document_lies_beside_the_receipt(ledger: Ledger, loader: Connection, settings: Settings, catalogue: Catalogue) -> None:
    data = document("栗坪镇总结", SENTENCE)
    submission = ledger.submission(
        ledger.arrival(data, "总结.docx"), "partially_accepted", kind="narrative", form="N-TOWN-H", period="2026-H1"
    )
    ledger.paragraphs(hashlib.sha256(data).hexdigest(), ["栗坪镇总结", SENTENCE])
    ledger.issue(submission, "prose-missing", "critical", "2:5", "投诉没有件数", "请补上数字", observed="件")
    write_receipts(loader, settings, catalogue)
    (path,) = settings.outbox.rglob("*_标注.docx")
    assert commented_text(path.read_bytes()) == {"须改正（第1条）\n投诉没有件数\n怎么办：请补上数字": "件"}
    (receipt,) = settings.outbox.rglob("*_回执.txt")
    lines = receipt.read_text("utf-8-sig").splitlines()
    assert "    您的原文，有问题的地方已加批注。" in lines
    assert lines[-3:] == [
        "    您的原文，有问题的地方已加批注。",
        f"  {path.name.replace('_标注.docx', '_差错清单.xlsx')}",
        "    全部问题的清单。",
    ]
    assert RECEIVED == AT
