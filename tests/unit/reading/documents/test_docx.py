from decimal import Decimal

import pytest

from huizong.model import Merge
from huizong.reading import read_bytes
from tests.unit.reading.documents.word_parts import cell, docx, run

RESTART = '<w:vMerge w:val="restart"/>'
TWO_WIDE = '<w:gridSpan w:val="2"/>'


def test_paragraphs_and_tables_in_the_order_of_the_body(make_zip):
    table = (
        f"<w:tbl>"
        f"<w:tr>{cell('指标', RESTART)}{cell('产值', TWO_WIDE)}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('本月')}{cell('累计')}</w:tr>"
        f"<w:tr>{cell('甲')}{cell('12.5')}{cell('6.89亿元')}</w:tr></w:tbl>"
    )
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr>{run("总结")}</w:p><w:p/>{table}'
        f"<w:sdt><w:sdtContent><w:p>{run('完成')}<w:ins>{run('5户')}</w:ins><w:del><w:r><w:delText>9户</w:delText></w:r></w:del><w:r>"
        f"<w:tab/><w:br/></w:r></w:p></w:sdtContent></w:sdt>"
    )
    styles = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    (document,) = read_bytes(docx(make_zip, body, styles=styles), "a.docx")
    assert [(p.number, p.text, p.heading_level) for p in document.paragraphs] == [(1, "总结", 1), (2, "", None), (3, "完成5户\t\n", None)]
    (sheet,) = document.sheets
    assert (sheet.name, sheet.layout, sheet.after_paragraph) == ("表1", "table", 2)
    assert set(sheet.merges) == {Merge(1, 2, 1, 3), Merge(1, 1, 2, 1)}
    assert {place: c.value for place, c in sheet.cells.items()} == {
        (1, 1): "指标",
        (1, 2): "产值",
        (2, 2): "本月",
        (2, 3): "累计",
        (3, 1): "甲",
        (3, 2): Decimal("12.5"),
        (3, 3): "6.89亿元",
    }


def test_text_boxes_footnotes_and_comments_are_not_lost_nor_doubled(make_zip):
    box = f"<w:txbxContent><w:p>{run('框内数据7户')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('正文')}<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:p><w:p>{run('尾')}</w:p>"
    )
    notes = '<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote><w:p>' + run("注:初步数") + "</w:p></w:footnote>"
    comments = "<w:comment><w:p>" + run("请核") + "</w:p></w:comment>"
    (document,) = read_bytes(docx(make_zip, body, footnotes=notes, comments=comments), "a.docx")
    assert [p.text for p in document.paragraphs] == ["正文", "框内数据7户", "尾", "注:初步数", "请核"]


def test_a_table_inside_a_cell_follows_as_its_own(make_zip):
    inner = f"<w:tbl><w:tr>{cell('内')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc><w:p>{run('外')}</w:p>{inner}</w:tc></w:tr></w:tbl>"
    (document,) = read_bytes(docx(make_zip, body), "a.docx")
    assert [(s.name, [c.text for c in s.cells.values()]) for s in document.sheets] == [("表1", ["外"]), ("表2", ["内"])]


def test_workbooks_inside_a_text_are_told(make_zip):
    book = {"word/embeddings/Microsoft_Excel_1.xlsx": b"PK", "word/embeddings/oleObject1.bin": b"x"}
    for body, rule in (("<w:p>" + run("小结") + "</w:p>", None), ("<w:p/>", "file-embedded-only")):
        (document,) = read_bytes(docx(make_zip, body, **book), "a.docx")
        (said,) = [document.refusal] if rule else [f for f in document.findings if f.rule == "file-embedded-skipped"]
        assert (said.rule, said.fields["observed"]) == (rule or "file-embedded-skipped", "2")
    body = rb"{\object\objemb{\*\objclass Excel.Sheet.12}{\*\objdata 0105}{\result {\pict 0}}}"
    (document,) = read_bytes(rb"{\rtf1\ansi\pard report " + body + rb"\par}", "a.rtf")
    assert [(f.rule, f.fields["observed"]) for f in document.findings] == [("file-embedded-skipped", "1")]
    (alone,) = read_bytes(rb"{\rtf1\ansi\pard " + body + rb"\par}", "a.rtf")
    assert alone.refusal.rule == "file-embedded-only"
    (plain,) = read_bytes(docx(make_zip, "<w:p>" + run("小结") + "</w:p>"), "a.docx")
    assert not plain.findings


@pytest.mark.parametrize(("texts", "expected"), [(["4", "24"], [["4\n24"]]), (["税收", "24"], [["7"], ["税收", "24"]])])
def test_a_table_inside_a_cell_of_docx_is_the_cells_own_text_only_where_it_holds_numbers_alone(make_zip, texts, expected):
    inner = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in texts)
    own = f"<w:p>{run('7')}</w:p>" if len(expected) > 1 else "<w:p/>"
    body = f"<w:tbl><w:tr><w:tc>{own}<w:tbl><w:tr>{inner}</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
    (document,) = read_bytes(docx(make_zip, body), "a.docx")
    assert [[cell.text.strip("\n") for cell in sheet.cells.values()] for sheet in document.sheets] == expected


def test_cells_whose_deletion_is_tracked_hold_nothing_and_hidden_rows_are_told(make_zip):
    gone = '<w:cellDel w:id="1"/>'
    rows = [
        f"<w:tr>{cell('指标')}{cell('本月', gone)}{cell('累计')}</w:tr>",
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('工业')}{cell('5', gone)}{cell('60')}</w:tr>",
    ]
    (document,) = read_bytes(docx(make_zip, f"<w:tbl>{''.join(rows)}</w:tbl>"), "a.docx")
    (sheet,) = document.sheets
    assert [cell.text for _, cell in sorted(sheet.cells.items())] == ["指标", "", "累计", "工业", "", "60"]
    assert sheet.cells[2, 2].look.marked == "〔已删除：5〕"
    assert sheet.hidden_rows == {2}


def test_a_comment_of_ours_that_comes_back_is_no_part_of_the_text(make_zip):
    comments = "".join(
        f'<w:comment w:author="{who}"><w:p>{run(said)}</w:p></w:comment>' for who, said in [("汇总", "应为3.5亿元"), ("甲", "请核")]
    )
    (document,) = read_bytes(docx(make_zip, f"<w:p>{run('产值5亿元')}</w:p>", comments=comments), "a.docx")
    assert [paragraph.text for paragraph in document.paragraphs] == ["产值5亿元", "请核"]


@pytest.mark.parametrize("change", ["<w:trPr><w:del/></w:trPr>", "<w:trPr><w:cantSplit/><w:del/></w:trPr>"])
def test_a_row_deleted_with_changes_tracked_is_gone_and_said(make_zip, change):
    rows = f"<w:tr>{cell('指标')}{cell('累计')}</w:tr><w:tr>{change}{cell('税收收入')}{cell('18')}</w:tr>"
    rows += f"<w:tr><w:trPr><w:ins/></w:trPr>{cell('固定资产投资')}{cell('64')}</w:tr>"
    (document,) = read_bytes(docx(make_zip, f"<w:tbl>{rows}</w:tbl>"), "a.docx")
    (sheet,) = document.sheets
    assert {place: c.text for place, c in sheet.cells.items() if c.text} == {
        (1, 1): "指标",
        (1, 2): "累计",
        (3, 1): "固定资产投资",
        (3, 2): "64",
    }
    assert [(f.rule, f.fields["detail"]) for f in document.findings] == [("text-left-out", "〔已删除：税收收入〕；〔已删除：18〕")]


def test_a_text_drawn_as_a_shape_is_a_paragraph(make_zip):
    art = '<w:r><w:pict><v:shape xmlns:v="urn:v"><v:textpath string="草稿"/></v:shape></w:pict></w:r>'
    off = '<w:r><w:pict><v:shape xmlns:v="urn:v"><v:textpath on="f" string="空"/></v:shape></w:pict></w:r>'
    (document,) = read_bytes(docx(make_zip, f"<w:p>{run('正文')}{off}</w:p>", header=f"<w:p>{art}</w:p>"), "a.docx")
    assert [(p.text, p.in_margin) for p in document.paragraphs] == [("正文", False), ("草稿", True)]
