"""Texts in OpenDocument: what a person sees of them, as in docx."""

from __future__ import annotations

from huizong.model import Look, Merge
from huizong.reading import read_bytes
from tests.unit.reading import printed, printed_texts

CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><text:p>甲</text:p>'
    "</office:change-info><text:p>168</text:p></text:deletion></text:changed-region></text:tracked-changes>"
)


def opened(body, name="a.odt", styles="", **parts):
    (document,) = read_bytes(printed_texts.odt_body(body, styles, **parts), name)
    assert document.refusal is None
    return document


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs]


def cells(sheet):
    return {position: cell.text for position, cell in sheet.cells.items()}


def test_paragraphs_headings_lists_and_spaces():
    document = opened(
        '<text:h text:outline-level="2">一、工业</text:h><text:p>产值<text:s text:c="2"/>150<text:tab/>万元<text:line-break/>完</text:p>'
        "<text:list><text:list-item><text:p>税收 30 万元</text:p></text:list-item></text:list>"
    )
    assert (document.kind, texts(document)) == ("odt", ["一、工业", "产值  150\t万元\n完", "税收 30 万元"])
    assert [paragraph.heading_level for paragraph in document.paragraphs] == [2, None, None]


def test_a_table_with_merges_repeated_and_hidden_rows():
    document = opened(
        '<text:p>月报</text:p><table:table table:name="T"><table:table-column/><table:table-header-rows><table:table-row>'
        '<table:table-cell table:number-columns-spanned="2"><text:p>指标</text:p></table:table-cell><table:covered-table-cell/>'
        "</table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>产值</text:p></table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="1742.55"><text:p>1,742.6</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell/><table:table-cell><text:p>9</text:p></table:table-cell>'
        "</table:table-row></table:table><text:p>完</text:p>"
    )
    (sheet,) = document.sheets
    assert cells(sheet) == {(1, 1): "指标", (2, 1): "产值", (2, 2): "1,742.6", (3, 2): "9"}
    assert (sheet.merges, sheet.hidden_rows, sheet.after_paragraph) == ((Merge(1, 1, 1, 2),), frozenset({3}), 1)


def test_a_tracked_deletion_is_no_text_and_an_insertion_is():
    document = opened(
        CHANGES + '<text:p>产值<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>150'
        '<text:change-end text:change-id="c2"/>万元</text:p>'
    )
    assert [(paragraph.text, paragraph.look) for paragraph in document.paragraphs] == [
        ("产值150万元", Look("part", "产值〔已删除：168〕150万元"))
    ]


def test_what_only_prompts_is_no_entry():
    prompt = '<text:placeholder text:placeholder-type="text">&lt;150&gt;</text:placeholder>'
    document = opened(
        f"<text:p>产值{prompt}万元</text:p><table:table><table:table-row><table:table-cell><text:p>{prompt}</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    assert [(paragraph.text, paragraph.look) for paragraph in document.paragraphs][:1] == [
        ("产值万元", Look("part", "产值〔提示文字：<150>〕万元"))
    ]
    assert [cell.look for cell in document.sheets[0].cells.values()] == [Look("unseen", "〔提示文字：<150>〕")]


def test_hidden_sections_and_paragraphs_are_no_text():
    document = opened(
        '<text:section text:name="S" text:display="none"><text:p>168</text:p></text:section>'
        '<text:p><text:hidden-paragraph text:condition="ooow:1" text:is-hidden="true"/>169</text:p>'
        '<text:section text:name="V"><text:p>150</text:p></text:section>'
    )
    assert [(paragraph.text, paragraph.look) for paragraph in document.paragraphs] == [
        ("", Look("part", "〔隐藏：168〕")),
        ("", Look("part", "〔隐藏：169〕")),
        ("150", None),
    ]


def test_white_letters_are_seen_on_a_dark_cell_and_not_on_paper():
    styles = (
        '<style:style style:name="D" style:family="table-cell"><style:table-cell-properties fo:background-color="#203864"/></style:style>'
    )
    styles += (
        '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:background-color="transparent"/></style:style>'
    )
    white = '<text:p text:style-name="P"><text:span text:style-name="Twhite">150</text:span></text:p>'
    document = opened(
        f'<table:table><table:table-row><table:table-cell table:style-name="D">{white}</table:table-cell>'
        f"<table:table-cell>{white}</table:table-cell></table:table-row></table:table>",
        styles=styles,
    )
    looks = [cell.look for cell in document.sheets[0].cells.values()]
    assert looks == [None, Look("unseen", "〔与底色同色：150〕")]


def test_notes_boxes_and_the_margins_of_pages_follow_and_page_numbers_are_none():
    pages = (
        f"<office:document-styles {printed.NAMES}><office:master-styles>"
        '<style:master-page style:name="Standard"><style:header><text:p>单位：万元</text:p></style:header>'
        "<style:footer><text:p>第<text:page-number>1</text:page-number>页</text:p></style:footer></style:master-page>"
        '<style:master-page style:name="Other"><style:header><text:p>单位：亿元</text:p></style:header></style:master-page>'
        "</office:master-styles></office:document-styles>"
    )
    document = opened(
        "<text:p>产值150<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>含新增企业</text:p></text:note-body>"
        '</text:note>万元</text:p><text:p><draw:frame xmlns:draw="urn:drawing">'
        "<draw:text-box><text:p>填报单位：石桥镇</text:p></draw:text-box></draw:frame></text:p>",
        **{"styles.xml": pages},
    )
    assert texts(document) == ["产值150万元", "", "填报单位：石桥镇", "含新增企业", "单位：万元"]
    assert [paragraph.in_margin for paragraph in document.paragraphs] == [False] * 4 + [True]


def test_one_xml_file_a_password_and_a_template():
    body = "<text:p>产值150万元</text:p>"
    flat = (
        printed_texts.odt_content(body)
        .replace("document-content", "document")
        .replace("<office:document ", '<office:document office:mimetype="application/vnd.oasis.opendocument.text" ')
    )
    (document,) = read_bytes(f'<?xml version="1.0"?>{flat}'.encode(), "a.fodt")
    assert (document.kind, texts(document), document.findings) == ("fodt", ["产值150万元"], ())
    (locked,) = read_bytes(printed_texts.odt_body(body, **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "a.odt")
    assert locked.refusal.rule == "file-encrypted"


def test_a_deletion_that_is_left_in_its_place_is_gone_all_the_same():
    changes = '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion/></text:changed-region></text:tracked-changes>'
    document = opened(
        f'{changes}<text:p>产值<text:change-start text:change-id="c1"/>168<text:span>0</text:span></text:p>'
        '<text:p>9<text:change-end text:change-id="c1"/>150<text:change-start text:change-id="c2"/>万元'
        '<text:change-end text:change-id="c2"/></text:p>'
    )
    assert texts(document) == ["产值", "150万元"]  # c2 is no deletion
    assert [p.look for p in document.paragraphs] == [Look("part", "产值〔已删除：1680〕"), Look("part", "〔已删除：9〕150万元")]


def test_a_watermark_is_seen_whatever_the_size_of_its_letters():
    styles = '<style:style style:name="T1" style:family="paragraph"><style:text-properties fo:font-size="1pt"/></style:style>'
    shape = (
        '<draw:custom-shape xmlns:draw="urn:drawing"><text:p text:style-name="T1">草稿</text:p>'
        '<draw:enhanced-geometry draw:text-path="{}"/></draw:custom-shape>'
    )
    document = opened(f"<text:p>{shape.format('true')}{shape.format('false')}</text:p>", styles=styles)
    assert [text for text in texts(document) if text] == ["草稿"]
