"""A phonetic guide above a rare character is no part of the name."""

from __future__ import annotations

from huizong.reading import read_bytes
from huizong.reading.documents.doc import read_text_streams
from tests.unit.reading import printed_texts
from tests.unit.reading.documents.word_parts import docx, run

RUBY = "<w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>"


def test_in_a_text_document(make_zip):
    guided = RUBY.format(run("zhè"), run("柘"))
    cell = f"<w:tbl><w:tr><w:tc><w:p>{guided}{run('冲乡')}</w:p></w:tc></w:tr></w:tbl>"
    (document,) = read_bytes(docx(make_zip, f"<w:p>{run('填报单位：')}{guided}{run('冲乡')}</w:p>{cell}"), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["填报单位：柘冲乡"]
    assert [c.text for c in document.sheets[0].cells.values()] == ["柘冲乡"]


def test_in_a_web_page():
    guided = "<ruby>柘<rp>(</rp><rt>zhè</rt><rp>)</rp></ruby>冲乡"
    page = f"<html><body><p>{guided}</p><table><tr><td>{guided}</td></tr></table></body></html>"
    (document,) = read_bytes(page.encode(), "a.html")
    assert [paragraph.text for paragraph in document.paragraphs] == ["柘冲乡"]
    assert [cell.text for cell in document.sheets[0].cells.values()] == ["柘冲乡"]


def test_in_a_workbook(make_xlsx):
    reading = '<rPh sb="0" eb="1"><t>zhè</t></rPh><phoneticPr fontId="1"/>'
    strings = f"<si><t>柘冲乡</t>{reading}</si><si><r><t>柘</t></r><r><t>冲</t></r>{reading}</si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    (document,) = read_bytes(make_xlsx(rows, strings=strings), "a.xlsx")
    assert [cell.text for cell in document.sheets[0].cells.values()] == ["柘冲乡", "柘冲"]


GUIDE = 'EQ \\\\* jc2 \\\\* "Font:Tahoma" \\\\* hps10 \\\\o\\\\ad(\\\\s\\\\up 9({}),{})'.replace("\\\\", "\\")


def test_as_a_field_of_a_text_document(make_zip):
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in GUIDE.format("zhè", "柘").partition("(")
    )
    (document,) = read_bytes(docx(make_zip, f"<w:p>{run('填报单位：')}{begin}{codes}{end}{run('冲乡')}</w:p>"), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["填报单位：柘冲乡"]


def test_as_a_field_of_an_rtf():
    code = GUIDE.replace("\\", "\\\\").format(r"zh\u232?", r"\u26584?")
    for written in (code, code.replace("(", "}{(", 1)):
        field = r"{\field{\*\fldinst {" + written + r"}}{\fldrslt }}"
        (document,) = read_bytes(printed_texts.rtf_body(r"\pard " + field + r"\u20914?\u20065?\par"), "a.rtf")
        assert [paragraph.text for paragraph in document.paragraphs] == ["柘冲乡"]


def test_as_a_field_of_a_doc():
    for result in ("", "\x14"):
        text = "\x13" + GUIDE.format("zhè", "柘") + result + "\x15冲乡"
        paragraphs, _ = read_text_streams(*printed_texts.doc_streams([[(text, "")]], in_table=False))
        assert [paragraph.text for paragraph in paragraphs] == ["柘冲乡"]
