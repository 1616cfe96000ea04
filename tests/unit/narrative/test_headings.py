"""Headings of a document govern what follows; inline headings and titles of both kinds do not."""

from huizong.narrative import extract_document


def roles(*paragraphs: str) -> list[list[str]]:
    return [[figure.role for figure in extraction.figures] for extraction in extract_document(paragraphs)]


def test_a_heading_that_stands_alone_governs_until_the_next_top_heading():
    assert roles(
        "二、2026年工作打算", "(一)狠抓粮食生产", "种植小麦4.2万亩,推广良种3.8万亩。", "新建冷库2座。", "三、有关建议", "目前在编12人。"
    ) == [[], [], ["target", "target"], ["target"], [], ["actual"]]


def test_a_heading_inside_a_paragraph_governs_that_paragraph_only():
    assert roles("二、下一步工作打算。新建冷库2座。", "培训农民600人次。") == [["target"], ["actual"]]


def test_a_title_of_both_kinds_governs_nothing():
    assert roles("清水镇2025年工作总结和2026年工作打算", "培训农民600人次。") == [[], ["actual"]]


def test_the_text_is_left_as_it_is():
    texts = ["完成投资３亿元，增长　5%。", ""]
    assert [[figure.surface for figure in done.figures] for done in extract_document(texts)] == [["３亿元", "5%"], []]
