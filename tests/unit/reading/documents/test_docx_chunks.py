"""A Word document that takes in a page, an RTF or another document shows its content where it stands."""

from __future__ import annotations

import pytest

from huizong.reading import read_bytes
from tests.unit.reading import printed_texts
from tests.unit.reading.conftest import OFFICE

PAGE = "<html><body><p>title</p><table><tr><td>a</td><td>5.3</td></tr></table></body></html>"
SAVED = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset="utf-8"\n\n'
    + PAGE
    + "\n--x--\n"
)
INNER = "<w:p><w:r><w:t>title</w:t></w:r></w:p><w:tbl><w:tr>{}{}</w:tr></w:tbl>".format(
    *(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("a", "5.3"))
)


@pytest.mark.parametrize("kind", ["html", "mht", "rtf", "docx"])
def test_what_a_word_document_takes_in_from_another_part(kind):
    row = r"\trowd\cellx1000\cellx2000\pard\intbl a\cell 5.3\cell\row\pard\par"
    content = {"html": PAGE, "mht": SAVED, "rtf": r"{\rtf1 \pard title\par" + row + "}", "docx": printed_texts.docx_body(INNER)}[kind]
    relation = f'<Relationships><Relationship Id="c1" Type="{OFFICE}/aFChunk" Target="/word/chunk.{kind}"/></Relationships>'
    body = '<w:p><w:r><w:t>first</w:t></w:r></w:p><w:altChunk r:id="c1"/><w:p><w:r><w:t>last</w:t></w:r></w:p>'
    parts = {"word/_rels/document.xml.rels": relation, f"word/chunk.{kind}": content}
    data = printed_texts.docx_body(body.replace("r:id", f'xmlns:r="{OFFICE}" r:id'), **parts)
    (document,) = read_bytes(data, "a.docx")
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert (document.refusal, texts) == (None, ["first", "title", "last"])
    assert [paragraph.number for paragraph in document.paragraphs] == list(range(1, len(document.paragraphs) + 1))
    (sheet,) = document.sheets
    assert ([cell.text for cell in sheet.cells.values()], sheet.after_paragraph) == (["a", "5.3"], 2)
    (lost,) = read_bytes(printed_texts.docx_body(body.replace("r:id", f'xmlns:r="{OFFICE}" r:id')), "a.docx")
    assert lost.refusal.rule == "file-damaged"
