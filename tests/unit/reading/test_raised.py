"""Raised, lowered and crossed out digits never become part of the number beside them."""

from __future__ import annotations

from huizong.reading import read_bytes
from tests.unit.reading.documents.word_parts import docx, run


def texts(document):
    return [cell.text for cell in document.sheets[0].cells.values()]


def test_in_a_web_page():
    page = "<table><tr><td>12<sup>3</sup></td><td>CO<sub>2</sub></td><td><s>9</s>10</td><td><del>8</del>7</td></tr></table>"
    (document,) = read_bytes(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert texts(document) == ["12³", "CO₂", "10", "7"]


def test_in_a_workbook(make_xlsx):
    strings = (
        '<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>3</t></r></si>'
        "<si><r><rPr><strike/></rPr><t>9</t></r><r><t>10</t></r></si>"
    )
    (document,) = read_bytes(
        make_xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>', strings=strings), "a.xlsx"
    )
    assert texts(document) == ["12³", "10"]


def test_in_a_text_document(make_zip):
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    (document,) = read_bytes(docx(make_zip, f"<w:p>{run('30')}{raised}{run('户')}</w:p>"), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["30²户"]


def test_captions_and_fields_of_a_page_are_read():
    page = '<table><caption>税收 6月</caption><tr><td>石桥镇</td><td><input value="5"><input type="hidden" value="9"></td></tr></table>'
    (document,) = read_bytes(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert [paragraph.text for paragraph in document.paragraphs] == ["税收 6月"]
    assert texts(document) == ["石桥镇", "5"]


def test_a_text_that_a_program_guards_with_a_formula_is_that_text():
    (document,) = read_bytes('编码,数\n="00123",="5"\n乙,=SUM(B1)\n'.encode(), "a.csv")
    assert texts(document) == ["编码", "数", "00123", "5", "乙", "=SUM(B1)"]
