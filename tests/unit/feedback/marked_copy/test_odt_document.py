"""Texts in OpenDocument come back with a comment at each place, and are read afterwards as if it were not there."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from lxml import etree

from huizong.feedback.marked_copy.marking import NotMarkableError
from huizong.feedback.marked_copy.odt_document import OFFICE, TEXT, comment_odt, is_odt
from huizong.feedback.receipt.due import Issue
from huizong.feedback.receipt.excerpts import Mark
from huizong.model import Severity
from huizong.reading import read_bytes
from tests.unit.reading import printed_texts

AT = datetime(2026, 7, 5, 1, 12, 30, tzinfo=UTC)
SENTENCE = "共受理投诉件，办结率为，群众好评。"
BODY = f"<text:h>标题</text:h><text:p>{SENTENCE[:4]}<text:span>{SENTENCE[4:8]}</text:span>{SENTENCE[8:]}</text:p>"


def issue(number, message):
    """A fault in prose."""
    return Issue(
        number, "prose-missing", Severity.CRITICAL, "department", "", None, None, None, None, None, None, None, message, "请补上数字"
    )


def part(data, name="content.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def commented(data):
    """Each comment's lines, and the text from where it begins to where it ends."""
    found = {}
    for comment in part(data).iter(f"{OFFICE}annotation"):
        line = comment.getparent()
        while line.tag not in (f"{TEXT}p", f"{TEXT}h"):
            line = line.getparent()
        text, inside = "", False
        for event, element in etree.iterwalk(line, events=("start", "end")):
            if element is comment or (
                element.tag == f"{OFFICE}annotation-end" and element.get(f"{OFFICE}name") == comment.get(f"{OFFICE}name")
            ):
                if event == "end":
                    inside = element is comment
                    text += (element.tail or "") if inside else ""
                continue
            if inside and next((one for one in element.iterancestors() if one is comment), None) is None:
                text += (element.text or "") if event == "start" else (element.tail or "")
        found["\n".join("".join(one.itertext()) for one in comment.iter(f"{TEXT}p"))] = text
    return found


def paragraphs(data):
    return [paragraph.text for paragraph in read_bytes(data, "a.odt")[0].paragraphs]


def test_comments_stand_at_exactly_the_place():
    marks = {2: (Mark(5, 6, "1", issue(1, "投诉没有件数")), Mark(11, 11, "2", issue(2, "办结率没有数")))}
    content, missed = comment_odt(printed_texts.odt_body(BODY), ((1, "标题"), (2, SENTENCE)), marks, "A1", AT)
    assert missed == ()
    # Nothing stands at 11, so the comment holds the characters on both sides of the gap.
    assert commented(content) == {
        "须改正（第1条）\n投诉没有件数\n怎么办：请补上数字": "件",
        "须改正（第2条）\n办结率没有数\n怎么办：请补上数字": "为，",
    }
    assert paragraphs(content) == ["标题", SENTENCE]


def test_a_comment_reaches_over_pieces_and_signs():
    body = '<text:p>完成<text:s text:c="2"/>3<text:span>.</text:span>5<text:tab/>亿元</text:p>'
    content, _ = comment_odt(printed_texts.odt_body(body), ((1, "完成  3.5\t亿元"),), {1: (Mark(4, 7, "1", issue(1, "x")),)}, "A1", AT)
    assert list(commented(content).values()) == ["3.5"]
    assert paragraphs(content) == ["完成  3.5\t亿元"]


def test_the_text_is_marked_as_ours_and_reproducible():
    made = [
        comment_odt(printed_texts.odt_body(BODY), ((2, SENTENCE),), {2: (Mark(5, 6, "1", issue(1, "甲")),)}, "A1", AT)[0] for _ in range(2)
    ]
    assert made[0] == made[1]
    assert [("".join(one.itertext())) for one in part(made[0], "meta.xml").iter("{*}user-defined")] == ["A1"]
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert b"2026-07-05T01:12:30" in archive.read("content.xml")


def test_a_text_that_comes_back_loses_the_old_comments_and_keeps_those_of_others():
    own = "<text:p><office:annotation><text:p>请核</text:p></office:annotation>甲乙丙</text:p>"
    first, _ = comment_odt(printed_texts.odt_body(own), ((1, "甲乙丙"),), {1: (Mark(0, 1, "1", issue(1, "应为3.5亿元")),)}, "A1", AT)
    assert paragraphs(first) == ["甲乙丙", "请核"]
    second, _ = comment_odt(first, ((1, "甲乙丙"),), {1: (Mark(1, 2, "1", issue(1, "二")),)}, "A2", AT)
    assert commented(second)["须改正（第1条）\n二\n怎么办：请补上数字"] == "乙"
    assert not any("3.5" in said for said in commented(second))
    assert [("".join(one.itertext())) for one in part(second, "meta.xml").iter("{*}user-defined")] == ["A2"]


def test_paragraphs_that_are_not_found_are_named():
    content, missed = comment_odt(printed_texts.odt_body(BODY), ((2, "别的"),), {2: (Mark(0, 1, "1", issue(1, "x")),)}, "A1", AT)
    assert (missed, commented(content)) == ((2,), {})


def test_personal_numbers_are_masked_also_over_pieces():
    body = "<text:p>联系人138<text:span>1234</text:span>5678，件数</text:p>"
    content, missed = comment_odt(
        printed_texts.odt_body(body), ((1, "联系人138****5678，件数"),), {1: (Mark(15, 16, "1", issue(1, "x")),)}, "A1", AT
    )
    assert (missed, paragraphs(content)) == ((), ["联系人138****5678，件数"])
    assert list(commented(content).values()) == ["件"]


def test_what_is_no_text_in_open_document_and_what_is_broken():
    assert is_odt(printed_texts.odt_body(BODY))
    assert not is_odt(printed_texts.docx_body("<w:p/>"))
    assert not is_odt(b"PK")
    broken = printed_texts.odt_body("<text:p>")
    with pytest.raises(NotMarkableError):
        comment_odt(broken, (), {}, "A1", AT)
