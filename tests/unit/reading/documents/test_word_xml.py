"""Word documents that are one XML file are read as the docx that they would be."""

from __future__ import annotations

import base64

import pytest

from huizong.reading import read_bytes

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLD = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
)
START = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text, properties=""):
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def row(*cells):
    return "<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def old(body, beside=""):
    return f"{START}<w:wordDocument {OLD}>{beside}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


def flat(body, part="/word/document.xml", main="wordprocessingml.document.main", extra=""):
    relation = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="{part[1:]}"/>'
    return (
        f'{START}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        '<pkg:part pkg:name="/_rels/.rels"><pkg:xmlData>'
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships></pkg:xmlData>'
        f'</pkg:part><pkg:part pkg:name="{part}" pkg:contentType="application/vnd.openxmlformats-officedocument.{main}+xml"><pkg:xmlData>'
        f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document></pkg:xmlData></pkg:part>{extra}</pkg:package>'
    ).encode()


def texts(data, name="a.xml"):
    (document,) = read_bytes(data, name)
    assert (document.refusal, document.kind, document.findings) == (None, "wordxml", ())
    cells = [{place: cell.text for place, cell in sheet.cells.items()} for sheet in document.sheets]
    return [p.text for p in document.paragraphs], cells


@pytest.mark.parametrize("document", [old, flat])
def test_paragraphs_and_tables(document):
    body = paragraph("月报") + f"<w:tbl>{row('指标', '本月')}{row('税收', '12.5')}</w:tbl>" + paragraph("完")
    assert texts(document(body)) == (["月报", "完"], [{(1, 1): "指标", (1, 2): "本月", (2, 1): "税收", (2, 2): "12.5"}])
    assert texts(document(body), "a.doc")[0] == ["月报", "完"]


def test_what_was_deleted_or_crossed_out_is_no_part_of_a_number():
    deleted = (
        '<aml:annotation aml:id="1" w:type="Word.Deletion"><aml:content><w:r><w:delText>3</w:delText></w:r></aml:content></aml:annotation>'
    )
    inserted = '<aml:annotation aml:id="2" w:type="Word.Insertion"><aml:content><w:r><w:t>45</w:t></w:r></aml:content></aml:annotation>'
    cell = f"<w:p>{deleted}<w:r><w:t>1</w:t></w:r>{inserted}</w:p>"
    (document,) = read_bytes(
        old(f"<w:tbl>{row('指标', '本月')}{row('税收', cell)}{row('投资', paragraph('7', '<w:strike/>'))}</w:tbl>"), "a.xml"
    )
    cells = document.sheets[0].cells
    assert cells[2, 2].text == "145"
    assert cells[3, 2].look is not None and cells[3, 2].look.kind == "struck"


def test_cells_over_several_rows_page_heads_and_comments():
    merged = '<w:tcPr><w:vmerge w:val="restart"/></w:tcPr>' + paragraph("万元")
    below = "<w:tcPr><w:vmerge/></w:tcPr><w:p/>"
    comment = f'<aml:annotation aml:id="3" w:type="Word.Comment"><aml:content>{paragraph("应为13")}</aml:content></aml:annotation>'
    head = f'<w:sectPr><w:hdr w:type="odd">{paragraph("柳湾镇")}</w:hdr></w:sectPr>'
    body = f"<w:tbl>{row('税收', merged, '5')}{row('投资', below, '7')}</w:tbl><w:p><w:r><w:t>注</w:t></w:r>{comment}</w:p>{head}"
    (document,) = read_bytes(old(body), "a.xml")
    assert [(m.first_row, m.first_column, m.last_row, m.last_column) for m in document.sheets[0].merges] == [(1, 2, 2, 2)]
    assert [(p.text, p.in_margin) for p in document.paragraphs] == [("注", False), ("柳湾镇", True), ("应为13", False)]


def test_a_document_of_pictures_alone_is_a_scan():
    picture = '<w:p><w:r><w:pict><w:binData w:name="wordml://1.png">iVBORw0=</w:binData></w:pict></w:r></w:p>'
    (document,) = read_bytes(old(picture), "a.xml")
    assert document.refusal.rule == "file-is-scan"
    binary = f'<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>{base64.b64encode(b"x" * 9).decode()}</pkg:binaryData></pkg:part>'
    (document,) = read_bytes(flat("<w:p/>", extra=binary), "a.xml")
    assert document.refusal.rule == "file-is-scan"


def test_what_is_no_word_document_or_broken_is_said():
    (slides,) = read_bytes(flat("<w:p/>", part="/ppt/presentation.xml", main="presentationml.presentation.main"), "word.xml")
    assert (slides.refusal.rule, slides.refusal.fields["observed"]) == ("file-unsupported", "不是文字文档的 XML 文件")
    (cut,) = read_bytes(old(paragraph("月报"))[:-30], "a.xml")
    assert cut.refusal.rule == "file-damaged"
    (spoilt,) = read_bytes(flat("<w:p/>", extra='<pkg:part pkg:name="/a"><pkg:binaryData>a</pkg:binaryData></pkg:part>'), "a.xml")
    assert spoilt.refusal.rule == "file-damaged"
