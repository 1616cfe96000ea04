"""Content controls of Word: what they show until somebody writes in them is no entry; and the signs of RTF in their order."""

from __future__ import annotations

import pytest

from huizong.reading import read_bytes
from tests.unit.reading.documents.word_parts import docx, run

PROMPTING = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"


def _control(content, properties=PROMPTING):
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _cell(content):
    return f"<w:tc><w:tcPr/>{content}</w:tc>"


@pytest.mark.parametrize(
    "row",
    [
        f"<w:tr>{_cell(f'<w:p>{_control(run(150))}</w:p>')}</w:tr>",
        f"<w:tr>{_cell(_control(f'<w:p>{run(150)}</w:p>'))}</w:tr>",
        f"<w:tr>{_control(_cell(f'<w:p>{run(150)}</w:p>'))}</w:tr>",
        _control(f"<w:tr>{_cell(f'<w:p>{run(150)}</w:p>')}</w:tr>"),
    ],
)
def test_a_number_that_only_prompts_is_told_as_unseen(make_zip, row):
    (document,) = read_bytes(docx(make_zip, f"<w:tbl>{row}</w:tbl>"), "a.docx")
    (cell,) = document.sheets[0].cells.values()
    assert (cell.text, cell.look.kind, cell.look.marked) == ("150", "unseen", "〔提示文字：150〕")


def test_a_number_that_was_entered_is_plain(make_zip):
    entered = _control(run(150), "<w:sdtPr><w:text/></w:sdtPr>")
    row = f"<w:tr>{_cell(f'<w:p>{entered}</w:p>')}</w:tr>"
    (document,) = read_bytes(docx(make_zip, f"<w:tbl>{row}</w:tbl>"), "a.docx")
    (cell,) = document.sheets[0].cells.values()
    assert (cell.text, cell.look) == ("150", None)


def test_a_prompt_in_a_sentence_is_left_out_of_it(make_zip):
    (document,) = read_bytes(docx(make_zip, f"<w:p>{run('报告期：')}{_control(run('2024年6月'))}</w:p>"), "a.docx")
    (paragraph,) = document.paragraphs
    assert (paragraph.text, paragraph.look.marked) == ("报告期：", "报告期：〔提示文字：2024年6月〕")


@pytest.mark.parametrize(
    ("written", "read"),
    [(b"1\\_5", "1-5"), (b"3\\~4", "3 4"), (b"12\\-34", "12\u00ad34"), (b"1\\emspace 2", "1\u20032"), (b"1\\qmspace 2", "1\u20052")],
)
def test_a_sign_of_rtf_stands_where_it_is_written(written, read):
    (document,) = read_bytes(b"{\\rtf1\\ansi\\ansicpg936 " + written + b"\\par}", "a.rtf")
    assert document.paragraphs[0].text == read
